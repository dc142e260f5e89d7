import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HubSubscription } from '../adapters/store/hubs.ts';
import type { FollowedSource } from '../adapters/store/sources.ts';
import { contentHash } from '../domain/model/ids.ts';
import { DAY_MS, HOUR_MS } from '../domain/model/units.ts';
import type { Deps } from './deps.ts';
import { type IngestOutcome, ingestBody } from './ingest.ts';
import { readBody } from './readSource.ts';
import { sweepTools } from './sweep.ts';

/** What we ask for; the hub says how long it grants. */
const LEASE_MS = 10 * DAY_MS;
/** Asked again before it ends. */
const RENEW_MS = DAY_MS;
/** A hub that did not confirm is asked again after so long. */
const RETRY_MS = 6 * HOUR_MS;
/** Leases longer than this are believed no further. */
const MAX_LEASE_MS = 30 * DAY_MS;

/**
 * Asks the hubs of feeds that name one to tell us of news (WebSub), and again before the promise ends. Polling goes on
 * as safety net. Returns how many were asked.
 * @param publicUrl where hubs can reach us
 */
export async function subscribeToHubs(publicUrl: string, deps: Deps): Promise<number> {
  const { store, clock } = deps;
  const known = new Map((await store.hubs.list()).map((subscription) => [subscription.sourceId, subscription]));
  const wanted = (await store.sources.list()).filter(({ source, state }) => hasHub({ source, state }) && !state.paused);
  const due = wanted.filter((followed) => isDue(known.get(followed.source.id), followed, clock()));
  for (const followed of due) await subscribe(followed, publicUrl, deps);
  const kept = new Set<string>(wanted.map(({ source }) => source.id));
  for (const { sourceId } of known.values()) if (!kept.has(sourceId)) await store.hubs.remove(sourceId);
  return due.length;
}

const hasHub = ({ source, state }: FollowedSource): boolean => source.kind === 'feed' && state.hints?.hub !== undefined;

const topicOf = ({ source, state }: FollowedSource): string => state.hints?.self ?? state.movedTo ?? source.url;

function isDue(known: HubSubscription | undefined, followed: FollowedSource, now: number): boolean {
  if (!known || known.hub !== followed.state.hints?.hub || known.topic !== topicOf(followed)) return true;
  const isEnding = (known.activeUntil ?? 0) - now < RENEW_MS;
  return isEnding && now - known.askedAt >= RETRY_MS;
}

async function subscribe(
  followed: FollowedSource,
  publicUrl: string,
  { store, http, clock, log }: Deps,
): Promise<void> {
  const { source, state } = followed;
  const hub = state.hints?.hub ?? '';
  const before = (await store.hubs.list()).find(({ sourceId }) => sourceId === source.id);
  const isSame = before?.hub === hub && before.topic === topicOf(followed);
  const subscription: HubSubscription = {
    ...(isSame ? before : { token: chance(), secret: chance() }),
    sourceId: source.id,
    hub,
    topic: topicOf(followed),
    askedAt: clock(),
  };
  // Known before it is asked: some hubs confirm before they answer.
  await store.hubs.save(subscription);
  const answer = await http.post(hub, {
    'hub.callback': `${publicUrl}/websub/${subscription.token}`,
    'hub.mode': 'subscribe',
    'hub.topic': subscription.topic,
    'hub.secret': subscription.secret,
    'hub.lease_seconds': String(LEASE_MS / 1000),
  });
  if (answer.kind === 'failed' || answer.status >= 300)
    log.info(
      { source: source.id, hub, answer: answer.kind === 'failed' ? answer.problem.kind : answer.status },
      'A hub refused; the feed is polled',
    );
}

const chance = (): string => randomBytes(24).toString('base64url');

/** What a hub asks of the callback when it verifies that we asked. */
export interface Verification {
  mode?: string | undefined;
  topic?: string | undefined;
  challenge?: string | undefined;
  leaseSeconds?: string | undefined;
}

/** The challenge to give back when it was really we who asked; undefined otherwise. */
export async function confirmedChallenge(
  token: string,
  { mode, topic, challenge, leaseSeconds }: Verification,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<string | undefined> {
  const subscription = await store.hubs.findByToken(token);
  if (!subscription || topic !== subscription.topic || challenge === undefined) return undefined;
  if (mode !== 'subscribe') return undefined;
  const lease = Math.min(Math.max(0, Number(leaseSeconds) * 1000 || LEASE_MS), MAX_LEASE_MS);
  await store.hubs.save({ ...subscription, activeUntil: clock() + lease });
  return challenge;
}

/** The hub says no, or no longer: polling goes on. */
export async function forgetHub(
  token: string,
  topic: string | undefined,
  { store }: Pick<Deps, 'store'>,
): Promise<void> {
  const subscription = await store.hubs.findByToken(token);
  if (!subscription || subscription.topic !== topic) return;
  const { activeUntil: _ended, ...rest } = subscription;
  await store.hubs.save(rest);
}

const ALGORITHMS = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Whether what came was signed with the secret that only the hub has: `sha256=…` in X-Hub-Signature. */
export function isSignedBy(secret: string, body: Uint8Array, signature: string | undefined): boolean {
  const [, algorithm = '', hex = ''] = /^(sha\d{1,3})=([\da-f]{40,128})$/i.exec(signature ?? '') ?? [];
  if (!ALGORITHMS.has(algorithm.toLowerCase())) return false;
  const [expected, given] = [
    createHmac(algorithm.toLowerCase(), secret).update(body).digest(),
    Buffer.from(hex, 'hex'),
  ];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** What a hub told us, read as a sweep would have read it; the validators of the last sweep stay. */
export async function ingestPushed(
  subscription: HubSubscription,
  body: Uint8Array,
  contentType: string | undefined,
  deps: Deps,
): Promise<IngestOutcome | undefined> {
  const followed = await deps.store.sources.find(subscription.sourceId);
  if (!followed || followed.state.paused) return undefined;
  const { etag, lastModified, bodyHash, movedTo } = followed.state;
  const fetched = {
    kind: 'fetched' as const,
    body,
    finalUrl: movedTo ?? followed.source.url,
    bodyHash: bodyHash ?? contentHash(body),
    // What the hub's own Link header would say: a push without it must not make us forget who told.
    link: `<${subscription.hub}>; rel="hub", <${subscription.topic}>; rel="self"`,
    ...(contentType !== undefined && { contentType }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
  // A push that cannot be read is the hub's doing: it must not make the source look ill.
  const reading = await readBody(followed, { ...fetched, body: Uint8Array.from(body) }, deps);
  if (reading.kind !== 'items') return undefined;
  return ingestBody(followed, fetched, await sweepTools(deps), deps);
}
