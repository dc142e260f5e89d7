import type { FollowedSource } from '../adapters/store/sources.ts';
import { nextCheck } from '../domain/cadence/nextCheck.ts';
import type { SourceFacts, Tagger } from '../domain/enrich/tagger.ts';
import type { Item } from '../domain/model/item.ts';
import type { Problem, SourceMemory, SourceState } from '../domain/model/source.ts';
import type { FetchedBody, HttpOutcome } from '../domain/ports.ts';
import type { Reading } from '../domain/sources/read.ts';
import { group, type StoryWindow } from '../domain/stories/group.ts';
import type { Deps } from './deps.ts';

/** What one check of one source came to. */
export type IngestOutcome =
  | { kind: 'unchanged' }
  | { kind: 'changed'; newItems: number; updatedItems: number }
  | { kind: 'failed'; problem: Problem };

/** What a sweep prepares once for all its sources. */
export interface SweepTools {
  tag: Tagger;
  stories: StoryWindow;
}

/** One source, in the order of the product: fetch → parse and normalise → enrich → store, grouped into stories. */
export async function ingest(followed: FollowedSource, tools: SweepTools, deps: Deps): Promise<IngestOutcome> {
  const { source, state } = followed;
  const now = deps.clock();
  const outcome = await fetchSource(followed, deps);
  if (outcome.kind === 'failed') return recordFailure(followed, outcome.problem, deps, outcome.retryAfterMs);
  if (outcome.kind === 'unchanged') {
    await deps.store.sources.saveState(source.id, healthy(followed, now, movedMemory(state, outcome)));
    return { kind: 'unchanged' };
  }
  const { reading, body } = await readFollowing(followed, outcome, deps);
  if (reading.kind !== 'items') return recordFailure(followed, problemOf(reading), deps);
  const memory: SourceMemory = { ...movedMemory(state, outcome), ...reading.memory, ...validatorsOf(body) };
  return storeItems(followed, reading.items, memory, tools, deps);
}

function fetchSource({ source, state }: FollowedSource, { http }: Deps): Promise<HttpOutcome> {
  const { etag, lastModified, bodyHash, movedTo } = state;
  return http.get({
    url: movedTo ?? source.url,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(bodyHash !== undefined && { bodyHash }),
  });
}

/** Reads a document; a page in place of a feed is left for the feed it announces, once. */
async function readFollowing(
  followed: FollowedSource,
  fetched: FetchedBody,
  deps: Deps,
): Promise<{ reading: Reading; body: FetchedBody }> {
  const reading = await read(followed, fetched, deps);
  const [feed] = reading.kind === 'discovered' ? reading.feeds : [];
  if (!feed) return { reading, body: fetched };
  const outcome = await deps.http.get({ url: feed.url });
  if (outcome.kind !== 'fetched')
    return {
      reading: {
        kind: 'problem',
        problem: outcome.kind === 'failed' ? outcome.problem : { kind: 'empty', params: {} },
      },
      body: fetched,
    };
  return { reading: await read(followed, outcome, deps), body: { ...outcome, movedTo: feed.url } };
}

const read = (
  { source, state }: FollowedSource,
  { body, contentType, finalUrl }: FetchedBody,
  { reader, clock }: Deps,
): Promise<Reading> =>
  reader.read({
    source,
    body,
    finalUrl,
    memory: { ...(state.pageText !== undefined && { pageText: state.pageText }) },
    now: clock(),
    ...(contentType !== undefined && { contentType }),
  });

const problemOf = (reading: Exclude<Reading, { kind: 'items' }>): Problem =>
  reading.kind === 'problem' ? reading.problem : { kind: 'html-instead-of-feed', params: {} };

const validatorsOf = ({ etag, lastModified, bodyHash, movedTo }: FetchedBody): SourceMemory => ({
  bodyHash,
  ...(etag !== undefined && { etag }),
  ...(lastModified !== undefined && { lastModified }),
  ...(movedTo !== undefined && { movedTo }),
});

function movedMemory(
  { etag, lastModified, bodyHash, movedTo, feedTitle, feedLanguage, pageText }: SourceState,
  outcome: { kind: string; movedTo?: string },
): SourceMemory {
  const kept = {
    movedTo: outcome.movedTo ?? movedTo,
    feedTitle,
    feedLanguage,
    pageText,
    ...(outcome.kind === 'unchanged' && { etag, lastModified, bodyHash }),
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as SourceMemory;
}

const healthy = ({ source }: FollowedSource, now: number, memory: SourceMemory): SourceState => ({
  ...memory,
  lastCheckedAt: now,
  lastOkAt: now,
  nextCheckAt: nextCheck(source, 0, now),
  failures: 0,
  paused: false,
});

/** After so many failures an address a redirect or discovery led to is forgotten, and the original tried again. */
const FORGET_MOVE_AFTER = 3;

async function recordFailure(
  { source, state }: FollowedSource,
  problem: Problem,
  { store, clock }: Deps,
  retryAfterMs?: number,
): Promise<IngestOutcome> {
  const now = clock();
  const failures = state.failures + 1;
  const { movedTo, ...rest } = state;
  await store.sources.saveState(source.id, {
    ...rest,
    ...(movedTo !== undefined && failures < FORGET_MOVE_AFTER && { movedTo }),
    lastCheckedAt: now,
    failures,
    failingSince: state.failingSince ?? now,
    problem,
    nextCheckAt: nextCheck(source, failures, now, retryAfterMs),
  });
  return { kind: 'failed', problem };
}

/** Items and the validators that vouch for them, all or nothing: a crash refetches instead of losing items. */
async function storeItems(
  followed: FollowedSource,
  items: readonly Item[],
  memory: SourceMemory,
  { tag, stories }: SweepTools,
  { store, clock }: Deps,
): Promise<IngestOutcome> {
  const { source, state } = followed;
  const firstSweep = state.lastOkAt === undefined;
  const facts = sourceFacts(followed, memory);
  return store.transaction(async (tx) => {
    const hashes = await tx.items.hashes(items.map(({ id }) => id));
    const fresh = items.filter(({ id }) => !hashes.has(id)).map((item) => tag(item, facts));
    const edited = items
      .filter(({ id, contentHash }) => hashes.has(id) && hashes.get(id) !== contentHash)
      .map((item) => tag(item, facts));
    if (fresh.length + edited.length > 0) {
      const revision = await tx.outbox.takeRevisions(fresh.length + edited.length);
      await tx.items.insert(group(fresh, stories, firstSweep), revision);
      for (const [index, item] of edited.entries()) await tx.items.update(item, revision + fresh.length + index);
    }
    await tx.sources.saveState(source.id, healthy(followed, clock(), memory));
    return { kind: 'changed', newItems: fresh.length, updatedItems: edited.length };
  });
}

const sourceFacts = ({ source }: FollowedSource, { feedTitle }: SourceMemory): SourceFacts => ({
  id: source.id,
  name: source.name ?? feedTitle ?? '',
  tags: source.tags,
  ...(source.competitor !== undefined && { competitor: source.competitor }),
});
