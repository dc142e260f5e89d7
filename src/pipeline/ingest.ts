import type { FollowedSource } from '../adapters/store/sources.ts';
import { nextCheck } from '../domain/cadence/nextCheck.ts';
import type { SourceFacts, Tagger } from '../domain/enrich/tagger.ts';
import type { Item } from '../domain/model/item.ts';
import type { Problem, ProblemKind, SourceMemory, SourceState } from '../domain/model/source.ts';
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
  /** Read from the store for the first source that has something new: most sweeps have few. */
  stories: () => Promise<StoryWindow>;
}

/** One source, in the order of the product: fetch → parse and normalise → enrich → store, grouped into stories. */
export async function ingest(followed: FollowedSource, tools: SweepTools, deps: Deps): Promise<IngestOutcome> {
  const { source, state } = followed;
  const now = deps.clock();
  const outcome = await fetchSource(followed, deps);
  if (outcome.kind === 'failed') return recordFailure(followed, outcome.problem, deps, outcome);
  if (outcome.kind === 'unchanged') {
    // The same document that could not be read still cannot.
    if (isOfDocument(state.problem)) return recordFailure(followed, state.problem, deps, { validators: state });
    // A transaction of one write shares its commit with the other sources'.
    const saved = healthy(followed, now, movedMemory(state, outcome));
    await deps.store.transaction((tx) => tx.sources.saveState(source.id, saved));
    return { kind: 'unchanged' };
  }
  const { reading, body } = await readFollowing(followed, outcome, deps);
  if (reading.kind !== 'items')
    return recordFailure(followed, problemOf(reading), deps, body === outcome ? { validators: body } : {});
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
  if (outcome.kind !== 'fetched') {
    const problem: Problem = outcome.kind === 'failed' ? outcome.problem : { kind: 'empty', params: {} };
    return { reading: { kind: 'problem', problem }, body: { ...fetched } };
  }
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

/** What is wrong with a document rather than with the way to it: it stays wrong while the document is the same. */
const DOCUMENT_PROBLEMS: readonly ProblemKind[] = [
  'empty',
  'html-instead-of-feed',
  'not-a-feed',
  'unreadable',
  'too-slow-to-read',
  'selector-not-found',
];
const isOfDocument = (problem: Problem | undefined): problem is Problem =>
  problem !== undefined && DOCUMENT_PROBLEMS.includes(problem.kind);

type Validators = Pick<SourceMemory, 'etag' | 'lastModified' | 'bodyHash'>;

async function recordFailure(
  { source, state }: FollowedSource,
  problem: Problem,
  { store, clock }: Deps,
  { retryAfterMs, validators }: { retryAfterMs?: number; validators?: Validators } = {},
): Promise<IngestOutcome> {
  const now = clock();
  const failures = state.failures + 1;
  const { movedTo, etag, lastModified, bodyHash, ...rest } = state;
  const keepsMove = movedTo !== undefined && failures < FORGET_MOVE_AFTER;
  await store.sources.saveState(source.id, {
    ...rest,
    ...(keepsMove && { movedTo }),
    ...((keepsMove || movedTo === undefined) && validatorsAfter(problem, state, validators)),
    lastCheckedAt: now,
    failures,
    failingSince: state.failingSince ?? now,
    problem,
    nextCheckAt: nextCheck(source, failures, now, retryAfterMs),
  });
  return { kind: 'failed', problem };
}

/**
 * Those of the broken document, so that it is not transferred again; else those of the last good one. Never those of
 * a broken one under another problem: its 304 would pass for health.
 */
function validatorsAfter(problem: Problem, state: SourceState, broken: Validators | undefined): Validators {
  const vouched = isOfDocument(problem) ? broken : isOfDocument(state.problem) ? undefined : state;
  const { etag, lastModified, bodyHash } = vouched ?? {};
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(bodyHash !== undefined && { bodyHash }),
  };
}

/** Items and the validators that vouch for them, all or nothing: a crash refetches instead of losing items. */
async function storeItems(
  followed: FollowedSource,
  items: readonly Item[],
  memory: SourceMemory,
  tools: SweepTools,
  { store, clock }: Deps,
): Promise<IngestOutcome> {
  const { source, state } = followed;
  const firstSweep = state.lastOkAt === undefined;
  const facts = sourceFacts(followed, memory);
  const stories = await tools.stories();
  return store.transaction(async (tx) => {
    const ids = items.map(({ id }) => id);
    const hashes = await tx.items.hashes(ids);
    const forgotten = await tx.outbox.deletedAmong(ids);
    // Seen when stored: an edition made while the document was being read must leave its items to the next one.
    const seenAt = clock();
    const fresh = items
      .filter(({ id }) => !hashes.has(id) && !forgotten.has(id))
      .map((item) => tools.tag({ ...item, seenAt }, facts));
    const edited = items
      .filter(({ id, contentHash }) => hashes.has(id) && hashes.get(id) !== contentHash)
      .map((item) => tools.tag(item, facts));
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
