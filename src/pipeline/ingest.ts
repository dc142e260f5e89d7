import type { FollowedSource } from '../adapters/store/sources.ts';
import type { SourceFacts, Tagger } from '../domain/enrich/tagger.ts';
import type { Item } from '../domain/model/item.ts';
import { isOfDocument, type Problem, type SourceMemory } from '../domain/model/source.ts';
import type { FetchedBody } from '../domain/ports.ts';
import type { StoredVersion } from '../domain/sources/read.ts';
import { group, type StoryWindow } from '../domain/stories/group.ts';
import type { Deps } from './deps.ts';
import { fetchSource } from './fetchSource.ts';
import { withFullText } from './fullText.ts';
import { readParts, readSource } from './readSource.ts';
import { IDENTITIES, type Reissued, withKnownIds } from './reissued.ts';
import {
  failedState,
  healthyState,
  isGoneForGood,
  keptMemory,
  type Validators,
  validatorsLied,
  validatorsOf,
} from './states.ts';
import { suggestedAddress } from './suggest.ts';
import { withCorrection } from './tagging.ts';

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

/** One source, in the order of the product: fetch → parse and normalise → complete → enrich → store, grouped into stories. */
export async function ingest(followed: FollowedSource, tools: SweepTools, deps: Deps): Promise<IngestOutcome> {
  const { state } = followed;
  if (state.notBefore !== undefined && state.notBefore > deps.clock())
    return { kind: 'failed', problem: state.problem ?? { kind: 'rate-limited', params: { status: 429, host: '' } } };
  const outcome = await fetchSource(followed, deps);
  if (outcome.kind === 'failed') return recordFailure(followed, outcome.problem, deps, outcome);
  if (outcome.kind === 'unchanged') return recordUnchanged(followed, outcome, tools, deps);
  return ingestBody(followed, outcome, tools, deps);
}

/** A document that has come, by our asking or by a hub's telling. */
export async function ingestBody(
  followed: FollowedSource,
  fetched: FetchedBody,
  tools: SweepTools,
  deps: Deps,
): Promise<IngestOutcome> {
  const { state } = followed;
  const { reading, body } = await readSource(followed, fetched, deps);
  if (reading.kind === 'problem')
    return recordFailure(followed, reading.problem, deps, {
      ...(body === fetched && { validators: body }),
      ...(reading.page !== undefined && { page: reading.page }),
    });
  const kept = keptMemory(state, { ...fetched, ...(body.movedTo !== undefined && { movedTo: body.movedTo }) });
  const lied = validatorsLied(state, fetched);
  const memory: SourceMemory = {
    ...kept,
    ...reading.memory,
    hints: { ...reading.memory.hints, ...(kept.hints?.freshMs !== undefined && { freshMs: kept.hints.freshMs }) },
    // A change that waits to be confirmed must be read again, though the bytes be the same.
    ...(!reading.unsettled && validatorsOf(body)),
    ...(lied && { ignoresValidators: true }),
    remarks: [
      ...(reading.memory.remarks ?? []),
      ...(lied || kept.ignoresValidators ? [{ kind: 'stuck', params: {} } satisfies Problem] : []),
    ],
  };
  return storeReading(followed, { items: reading.items, memory, version: reading.version }, tools, deps);
}

async function recordUnchanged(
  followed: FollowedSource,
  outcome: { movedTo?: string; freshMs?: number; proof: 'status' | 'bytes' },
  tools: SweepTools,
  deps: Deps,
): Promise<IngestOutcome> {
  const { source, state } = followed;
  // The same document that could not be read still cannot.
  if (isOfDocument(state.problem)) return recordFailure(followed, state.problem, deps, { validators: state });
  const now = deps.clock();
  const memory = {
    ...keptMemory(state, outcome),
    ...validatorsOf(state),
    ...(outcome.proof === 'bytes' && { lastReadAt: now }),
  };
  // An index that does not date its sitemaps says nothing of them by being the same.
  const undatedParts = Object.entries(state.parts ?? {}).flatMap(([url, { changedAt }]) =>
    changedAt === undefined ? [{ url }] : [],
  );
  if (undatedParts.length > 0) {
    const reading = await readParts(followed, undatedParts, deps);
    if (reading.kind === 'items' && reading.items.length > 0)
      return storeReading(followed, { items: reading.items, memory: { ...memory, ...reading.memory } }, tools, deps);
  }
  // A transaction of one write shares its commit with the other sources'.
  await deps.store.transaction((tx) => tx.sources.saveState(source.id, healthyState(followed, memory, deps, now)));
  return { kind: 'unchanged' };
}

async function recordFailure(
  followed: FollowedSource,
  problem: Problem,
  deps: Deps,
  details: { retryAfterMs?: number; validators?: Validators; page?: string } = {},
): Promise<IngestOutcome> {
  const { source } = followed;
  const now = deps.clock();
  const failed = failedState(followed, problem, details, deps, now);
  const suggestion = await suggestedAddress(followed, problem, failed.failures, deps);
  await deps.store.transaction(async (tx) => {
    await tx.sources.saveState(source.id, { ...failed, ...(suggestion !== undefined && { suggestion }) });
    if (details.page !== undefined) await tx.pages.keepUnmatched(source.id, details.page, now);
    if (isGoneForGood(problem, failed, now)) await tx.sources.pause(source.id, true, now);
  });
  return { kind: 'failed', problem };
}

interface ReadingToStore {
  items: readonly Item[];
  memory: SourceMemory;
  version?: StoredVersion | undefined;
}

/** Items and the validators that vouch for them, all or nothing: a crash refetches instead of losing items. */
async function storeReading(
  followed: FollowedSource,
  { items: read, memory, version }: ReadingToStore,
  tools: SweepTools,
  deps: Deps,
): Promise<IngestOutcome> {
  const { store, clock } = deps;
  const { source, state } = followed;
  const firstSweep = state.lastOkAt === undefined;
  const facts = sourceFacts(followed, memory);
  const known = await knownItems(followed, read, deps);
  const hashes = known.hashes;
  const items = await withFullText(followed, known.items, hashes, deps);
  const stories = await tools.stories();
  return store.transaction(async (tx) => {
    const forgotten = await tx.outbox.deletedAmong(items.map(({ id }) => id));
    // Seen when stored: an edition made while the document was being read must leave its items to the next one.
    const seenAt = clock();
    // Asked anew: another check of this source may have stored them meanwhile.
    const stored = await tx.items.hashes(items.flatMap(({ id }) => (hashes.has(id) ? [] : id)));
    const fresh = items
      .filter(({ id }) => !hashes.has(id) && !stored.has(id) && !forgotten.has(id))
      .map((item) => tools.tag({ ...item, seenAt }, facts));
    const edited = items
      .filter(({ id, contentHash }) => hashes.has(id) && hashes.get(id) !== contentHash)
      .map((item) => tools.tag(item, facts));
    const corrected = await tx.corrections.eventsOf(edited.map(({ id }) => id));
    if (fresh.length + edited.length > 0) {
      const revision = await tx.outbox.takeRevisions(fresh.length + edited.length);
      await tx.items.insert(group(fresh, stories, firstSweep), revision);
      for (const { from, into } of stories.merged()) await tx.stories.move(from, into, seenAt);
      for (const [index, item] of edited.entries())
        await tx.items.update(withCorrection(item, corrected), revision + fresh.length + index);
    }
    if (version) await tx.pages.addVersion(source.id, version, seenAt);
    const remembered = {
      ...memory,
      remarks: [...(memory.remarks ?? []), ...idsChanged(known.count)],
      lastReadAt: seenAt,
    };
    await tx.sources.saveState(source.id, healthyState(followed, remembered, deps, clock()));
    return { kind: 'changed', newItems: fresh.length, updatedItems: edited.length };
  });
}

/** The items under the ids they have in the store, and the content hashes of those that are there. */
async function knownItems(
  { source, state }: FollowedSource,
  items: readonly Item[],
  { store }: Deps,
): Promise<Reissued & { hashes: Map<string, string> }> {
  const hashes = await store.items.hashes(items.map(({ id }) => id));
  const isFirst = state.lastOkAt === undefined;
  if (isFirst || source.kind === 'page' || hashes.size === items.length) return { items: [...items], count: 0, hashes };
  const stored = await store.items.identities(source.id, IDENTITIES);
  const reissued = withKnownIds(items, stored, (id) => hashes.has(id));
  const current = new Set<string>(reissued.items.map(({ id }) => id));
  for (const { id, contentHash } of stored) if (current.has(id)) hashes.set(id, contentHash);
  return { ...reissued, hashes };
}

/** One article under a new id is an editor's doing; three are the site's. */
const REISSUED = 3;
const idsChanged = (count: number): Problem[] =>
  count >= REISSUED ? [{ kind: 'ids-changed', params: { count } }] : [];

const sourceFacts = ({ source }: FollowedSource, { feedTitle }: SourceMemory): SourceFacts => ({
  id: source.id,
  name: source.name ?? feedTitle ?? '',
  tags: source.tags,
  ...(source.competitor !== undefined && { competitor: source.competitor }),
});
