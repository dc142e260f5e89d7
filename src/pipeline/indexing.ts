import { randomUUID } from 'node:crypto';
import type { Store } from '../adapters/store/open.ts';
import type { Changes } from '../adapters/store/outbox.ts';
import { type IndexBatch, type SearchEngine, searchDocument } from '../domain/search/model.ts';
import type { Deps } from './deps.ts';

/** Rows one batch takes from the outbox. */
const BATCH = 1000;
/** A rebuild is nobody's wait: larger batches cost a search server less (its notes: 1,000 to 5,000). */
const REBUILD_BATCH = 4000;

/**
 * Brings an index up to the store: whatever the store acknowledged after the index's own cursor is sent, in order.
 * The cursor lives in the index, so a wiped or foreign index starts from nothing. Returns how many items were sent.
 */
export async function indexPending(engine: SearchEngine, store: Store): Promise<number> {
  const storeId = await store.outbox.storeId();
  const tags = await tagsBySource(store);
  const cursor = await engine.cursor();
  // An index ahead of its store: the store was restored from a backup, and new items would take numbers already seen.
  if (cursor?.storeId === storeId && cursor.revision > (await store.outbox.revision())) return reindex(engine, store);
  // Filled from another store: it is emptied even when ours has nothing to put in its place.
  if (cursor && cursor.storeId !== storeId)
    await engine.apply({ documents: [], deleted: [], cursor: { storeId, revision: 0 } });
  let sent = 0;
  for (;;) {
    // Asked each time: an index wiped between two batches is filled from the beginning.
    const revision = await reached(engine, storeId);
    const changes = await store.outbox.changesAfter(revision, BATCH);
    if (changes.revision === revision) return sent;
    await engine.apply(batchOf(changes, storeId, tags));
    sent += changes.items.length + changes.deleted.length;
  }
}

async function reached(engine: SearchEngine, storeId: string): Promise<number> {
  const cursor = await engine.cursor();
  return cursor?.storeId === storeId ? cursor.revision : 0;
}

/** Fills a fresh index beside the live one and swaps. Returns how many items it holds. */
export async function reindex(
  engine: SearchEngine,
  store: Store,
  onProgress?: (done: number) => void,
): Promise<number> {
  const storeId = await store.outbox.storeId();
  const tags = await tagsBySource(store);
  let count = 0;
  async function* batches(): AsyncGenerator<IndexBatch> {
    for (let revision = 0; ; ) {
      const changes = await store.outbox.changesAfter(revision, REBUILD_BATCH);
      yield batchOf(changes, storeId, tags);
      if (changes.revision === revision) return;
      revision = changes.revision;
      count += changes.items.length;
      onProgress?.(count);
    }
  }
  await engine.rebuild(batches());
  return count;
}

const batchOf = ({ items, deleted, revision }: Changes, storeId: string, tags: Map<string, string[]>): IndexBatch => ({
  documents: items.map((item) => searchDocument(item, tags.get(item.sourceId) ?? [])),
  deleted,
  cursor: { storeId, revision },
});

export async function tagsBySource(store: Pick<Store, 'sources'>): Promise<Map<string, string[]>> {
  return new Map((await store.sources.list()).map(({ source }) => [source.id, source.tags]));
}

const LEASE_MS = 5 * 60_000;
const HOLDER = randomUUID();

/** Brings every index up to the store, unless another process is at it. An index that fails is left for the next time. */
export async function indexStore({ store, search, log }: Pick<Deps, 'store' | 'search' | 'log'>): Promise<number> {
  if (!(await store.leases.take('index', HOLDER, Date.now(), Date.now() + LEASE_MS))) return 0;
  let sent = 0;
  try {
    for (const engine of search.engines()) {
      try {
        sent += await indexPending(engine, store);
      } catch (error) {
        log.warn(
          { engine: engine.name, error: (error as Error).message },
          'The search index could not be brought up to date; it will be',
        );
      }
    }
  } finally {
    await store.leases.release('index', HOLDER);
  }
  return sent;
}
