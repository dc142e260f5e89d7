import { eventValues } from '../enrich/judge.ts';
import type { ItemId } from '../model/ids.ts';
import type { StoredItem } from '../model/item.ts';
import { domainsOf, type Facts, type ResolvedNode } from '../query/resolve.ts';
import { foldText } from '../query/words.ts';

/** Letters of text an index reads: far beyond an article, short of a book. */
const MAX_TEXT = 20_000;

/** What an index holds of an item: folded words, and the values the fields ask for. */
export interface SearchDocument extends Facts {
  /** Folded words joined by spaces: both engines see exactly the words the query language sees. */
  title: string;
  text: string;
  /** yyyy-mm in UTC, for the bars above the results. */
  month: string;
}

export function searchDocument(item: StoredItem, sourceTags: readonly string[]): SearchDocument {
  const facts = factsOf(item, sourceTags);
  return {
    ...facts,
    title: foldText(item.title),
    text: foldText(readableText(item)),
    month: new Date(facts.at).toISOString().slice(0, 7),
  };
}

/** The text that queries see: as much of it as an index holds, and what its publisher filed it under. */
export const readableText = ({ text, categories }: StoredItem): string =>
  [text.slice(0, MAX_TEXT), ...categories].join('\n');

/** What the fields of a query are answered with. */
export function factsOf(item: StoredItem, sourceTags: readonly string[]): Facts {
  return {
    id: [item.id],
    source: [item.sourceId],
    competitor: item.actors.map(({ id }) => id),
    topic: item.topics.map(({ id }) => id),
    event: eventValues(item.event),
    lang: [item.language],
    tone: item.tone ? [item.tone.tone] : [],
    tag: [...new Set([...sourceTags, ...item.categories].map(foldText))],
    host: domainsOf(item.url),
    author: foldText(item.author ?? ''),
    at: item.publishedAt ?? item.seenAt,
  };
}

export const FACETS = ['competitor', 'topic', 'event', 'source', 'lang', 'tone', 'month'] as const;
export type Facet = (typeof FACETS)[number];
/** Values of each facet and how many matches carry them, most first. */
export type FacetCounts = Record<Facet, Record<string, number>>;

export interface EngineQuery {
  /** Undefined: everything. */
  node: ResolvedNode | undefined;
  sort: 'date' | 'relevance';
  offset: number;
  limit: number;
}

export interface EngineHits {
  ids: ItemId[];
  total: number;
}

/** Where an index stands: the store it was filled from, and up to which revision. */
export interface IndexCursor {
  storeId: string;
  revision: number;
}

export interface IndexBatch {
  documents: SearchDocument[];
  deleted: ItemId[];
  cursor: IndexCursor;
}

/** What both engines offer. One test suite holds for the two. */
export interface SearchEngine {
  readonly name: 'meilisearch' | 'embedded';
  /** Undefined for an empty or foreign index. */
  cursor(): Promise<IndexCursor | undefined>;
  /** Writes a batch and moves the cursor, or throws and leaves both as they were. */
  apply(batch: IndexBatch): Promise<void>;
  /** Rebuilds from `batches` beside the live index, then swaps: searches are answered all along. */
  rebuild(batches: AsyncIterable<IndexBatch>): Promise<void>;
  /** Undefined when this engine cannot answer such a query: the other one is asked. */
  search(query: EngineQuery): Promise<EngineHits | undefined>;
  facets(node: ResolvedNode | undefined): Promise<FacetCounts | undefined>;
  /** Words with typos and endings forgiven, for when the exact search finds nothing. */
  searchLoosely(words: readonly string[], limit: number): Promise<EngineHits>;
  close(): Promise<void>;
}

export const noFacets = (): FacetCounts => ({
  competitor: {},
  topic: {},
  event: {},
  source: {},
  lang: {},
  tone: {},
  month: {},
});
