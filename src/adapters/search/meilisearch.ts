import { type Index, Meilisearch, type Settings } from 'meilisearch';
import type { ItemId } from '../../domain/model/ids.ts';
import {
  FACETS,
  type FacetCounts,
  type IndexBatch,
  type IndexCursor,
  noFacets,
  type SearchDocument,
  type SearchEngine,
} from '../../domain/search/model.ts';
import { type MeiliPlan, meiliPlan } from './meiliPlan.ts';

export interface MeiliAddress {
  url: string;
  key?: string | undefined;
}

const REQUEST_MS = 10_000;
const TASK_MS = 120_000;
const ITEMS = 'vigie_items';
const FRESH_ITEMS = 'vigie_items_fresh';
const META = 'vigie_meta';
const CURSOR_ID = 'cursor';

/** Settings measured in the search notes; `sort` first, so that "newest first" means it. */
const SETTINGS: Settings = {
  searchableAttributes: ['title', 'text'],
  displayedAttributes: ['id', 'at'],
  filterableAttributes: [
    ...['id', 'source', 'competitor', 'topic', 'event', 'lang', 'tone', 'tag', 'host', 'month'].map((attribute) => ({
      attributePatterns: [attribute],
      features: { facetSearch: false, filter: { equality: true, comparison: false } },
    })),
    { attributePatterns: ['at'], features: { facetSearch: false, filter: { equality: false, comparison: true } } },
  ],
  sortableAttributes: ['at'],
  rankingRules: ['sort', 'words', 'typo', 'proximity', 'attribute', 'exactness', 'at:desc'],
  proximityPrecision: 'byWord',
  typoTolerance: { minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 }, disableOnNumbers: true },
  pagination: { maxTotalHits: 20_000 },
  faceting: { maxValuesPerFacet: 100 },
};

/** Search through a Meilisearch server, managed or external. Every call has a time limit and throws when it is away. */
export async function meilisearchEngine(address: MeiliAddress): Promise<SearchEngine> {
  const client = new Meilisearch({
    host: address.url,
    ...(address.key !== undefined && { apiKey: address.key }),
    timeout: REQUEST_MS,
    // Compressed answers took 56 ms where plain ones took 11 on loopback.
    requestInit: { headers: { 'Accept-Encoding': 'identity' } },
  });
  const tasks = { timeout: TASK_MS, interval: 25 };
  const items = client.index<MeiliDocument>(ITEMS);
  const meta = client.index<{ id: string; storeId: string; revision: number }>(META);
  await prepare(ITEMS);
  await ensureIndex(META);

  async function ensureIndex(uid: string): Promise<boolean> {
    const task = await client.createIndex(uid, { primaryKey: 'id' }).waitTask(tasks);
    return succeeded(task, 'index_already_exists') && task.status === 'succeeded';
  }

  /** Creates the index with its settings; the settings of an index that holds documents are never touched. */
  async function prepare(uid: string): Promise<void> {
    const isNew = await ensureIndex(uid);
    // Created, then killed before its settings came: it is as good as new.
    if (isNew || (await client.index(uid).getStats()).numberOfDocuments === 0)
      succeeded(await client.index(uid).updateSettings(SETTINGS).waitTask(tasks));
  }

  async function write(index: Index<MeiliDocument>, { documents, deleted }: IndexBatch): Promise<void> {
    if (documents.length > 0) succeeded(await index.addDocuments(documents.map(meiliDocument)).waitTask(tasks));
    if (deleted.length > 0) succeeded(await index.deleteDocuments(deleted).waitTask(tasks));
  }

  const saveCursor = async ({ storeId, revision }: IndexCursor): Promise<void> => {
    succeeded(await meta.addDocuments([{ id: CURSOR_ID, storeId, revision }]).waitTask(tasks));
  };

  async function readCursor(): Promise<IndexCursor | undefined> {
    try {
      return await storedCursor();
    } catch (error) {
      // The server runs on an empty folder: what was there is gone.
      if ((error as { cause?: { code?: string } }).cause?.code !== 'index_not_found') throw error;
      await prepare(ITEMS);
      await ensureIndex(META);
      return undefined;
    }
  }

  async function storedCursor(): Promise<IndexCursor | undefined> {
    const { results } = await meta.getDocuments({ ids: [CURSOR_ID], limit: 1 });
    const [found] = results;
    if (!found) return undefined;
    // The cursor without its documents: somebody wiped the index.
    const wiped = found.revision > 0 && (await items.getStats()).numberOfDocuments === 0;
    return wiped ? undefined : { storeId: found.storeId, revision: found.revision };
  }

  return {
    name: 'meilisearch',
    cursor: readCursor,
    async apply(batch) {
      const cursor = await readCursor();
      if (cursor?.storeId !== batch.cursor.storeId) succeeded(await items.deleteAllDocuments().waitTask(tasks));
      await write(items, batch);
      await saveCursor(batch.cursor);
    },
    async rebuild(batches) {
      succeeded(await client.deleteIndex(FRESH_ITEMS).waitTask(tasks), 'index_not_found');
      await prepare(FRESH_ITEMS);
      let cursor: IndexCursor | undefined;
      for await (const batch of batches) {
        await write(client.index<MeiliDocument>(FRESH_ITEMS), batch);
        cursor = batch.cursor;
      }
      succeeded(await client.swapIndexes([{ indexes: [ITEMS, FRESH_ITEMS], rename: false }]).waitTask(tasks));
      if (cursor) await saveCursor(cursor);
      succeeded(await client.deleteIndex(FRESH_ITEMS).waitTask(tasks), 'index_not_found');
    },
    async search({ node, sort, offset, limit }) {
      const plan = meiliPlan(node);
      if (!plan) return undefined;
      const answer = await items.search(plan.q, {
        ...asked(plan),
        ...(sort === 'date' && { sort: ['at:desc'] }),
        offset,
        limit,
      });
      return { ids: answer.hits.map(({ id }) => id as ItemId), total: answer.estimatedTotalHits ?? answer.hits.length };
    },
    async facets(node) {
      const plan = meiliPlan(node);
      if (!plan) return undefined;
      const answer = await items.search(plan.q, { ...asked(plan), limit: 0, facets: [...FACETS] });
      return { ...noFacets(), ...(answer.facetDistribution as Partial<FacetCounts> | undefined) };
    },
    async searchLoosely(words, limit) {
      const answer = await items.search(words.join(' '), { limit, matchingStrategy: 'all' });
      return { ids: answer.hits.map(({ id }) => id as ItemId), total: answer.estimatedTotalHits ?? answer.hits.length };
    },
    async close() {},
  };
}

type MeiliDocument = Omit<SearchDocument, 'id' | 'author'> & { id: string };

/** Well-formed text only: one lone surrogate makes Meilisearch drop the whole batch after it said yes. */
function meiliDocument({ id, author: _author, ...document }: SearchDocument): MeiliDocument {
  return { ...document, id: id[0] ?? '', title: document.title.toWellFormed(), text: document.text.toWellFormed() };
}

const asked = ({ fields, filter }: MeiliPlan) => ({
  matchingStrategy: 'all' as const,
  ...(fields && { attributesToSearchOn: fields }),
  ...(filter !== undefined && { filter }),
});

/** Passes a task that succeeded, or failed in the one way that is fine; throws for any other. */
function succeeded(
  task: { status: string; error?: { code?: string; message?: string } | null },
  fineCode?: string,
): true {
  if (task.status === 'succeeded' || (fineCode !== undefined && task.error?.code === fineCode)) return true;
  throw new Error(`Meilisearch: ${task.error?.code ?? task.status}: ${task.error?.message ?? ''}`.slice(0, 300));
}
