import type { Store } from '../adapters/store/open.ts';
import { VigieError } from '../domain/errors.ts';
import type { ItemId } from '../domain/model/ids.ts';
import type { StoredItem } from '../domain/model/item.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { QueryNode } from '../domain/query/ast.ts';
import { catalog } from '../domain/query/catalog.ts';
import { queryDocument } from '../domain/query/document.ts';
import { matchQuery } from '../domain/query/match.ts';
import { parseSearch } from '../domain/query/parse.ts';
import { type ResolvedNode, resolve } from '../domain/query/resolve.ts';
import { wordsOf } from '../domain/query/words.ts';
import {
  type EngineHits,
  type EngineQuery,
  type FacetCounts,
  factsOf,
  noFacets,
  type SearchEngine,
} from '../domain/search/model.ts';
import { queryClock } from './days.ts';
import type { WatchSettings } from './deps.ts';
import { tagsBySource } from './indexing.ts';

export interface SearchRequest {
  query: string;
  sort?: EngineQuery['sort'];
  offset?: number;
  limit?: number;
  /** Whose marks `is:` speaks of. */
  reader?: string;
}

export interface SearchAnswer {
  query: string;
  node: ResolvedNode | undefined;
  items: StoredItem[];
  total: number;
  tookMs: number;
  engine: SearchEngine['name'];
  /** The search server is away: the embedded index answered. */
  degraded: boolean;
  /** Nothing matched exactly: these are near. */
  approximate: boolean;
}

export interface SearchService {
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** Counts by value for the same query; asked apart, because they cost more than the results. */
  facets(node: ResolvedNode | undefined): Promise<FacetCounts>;
  engines(): SearchEngine[];
  /** The server came up, went away or was replaced. */
  use(server: SearchEngine | undefined): void;
}

const MAX_LIMIT = 200;
const MAX_OFFSET = 10_000;
/** Candidates read to verify what no index can (exact case, gaps in phrases). */
const VERIFIED = 2_000;
const MARKED = 5_000;
/** After a failed call the server is left alone for this long. */
const AWAY_MS = 5_000;
const SERVER_MS = 2_000;

interface Parts {
  store: Store;
  embedded: SearchEngine;
  watch: Pick<WatchSettings, 'actors' | 'topics' | 'timezone'>;
  /** Whether a server is meant to answer: without it, the embedded index is no fallback but the choice. */
  wantsServer: boolean;
  clock: Clock;
  log: Log;
}

/** One search over both engines: the server when it is there and can say the query, else the embedded index. */
export function searchService({ store, embedded, watch, wantsServer, clock, log }: Parts): SearchService {
  let server: SearchEngine | undefined;
  let awayUntil = 0;

  /** Asks the server within its time limit; undefined when it is away or cannot say the query. */
  async function fromServer<Answer>(
    ask: (engine: SearchEngine) => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> {
    if (!server || performance.now() < awayUntil) return undefined;
    try {
      return await within(SERVER_MS, ask(server));
    } catch (error) {
      awayUntil = performance.now() + AWAY_MS;
      log.warn({ error: (error as Error).message }, 'The search server did not answer: the embedded index does');
      return undefined;
    }
  }

  const isAway = (): boolean => wantsServer && (!server || performance.now() < awayUntil);

  async function resolved(node: QueryNode | undefined, reader: string): Promise<ResolvedNode | undefined> {
    if (!node) return undefined;
    const asks = (value: string) => JSON.stringify(node).includes(`"field":"is","value":"${value}"`);
    const [saved, read] = await Promise.all([
      asks('saved') ? store.readers.listMarkedItems(reader, 'saved', MARKED) : [],
      asks('unread') ? store.readers.listMarkedItems(reader, 'read', MARKED) : [],
    ]);
    const names = catalog(watch.actors, watch.topics, await store.sources.names(), (mark) =>
      mark === 'saved' ? saved : read,
    );
    return resolve(node, names, queryClock(clock(), watch.timezone));
  }

  async function hitsFor(query: EngineQuery): Promise<{ hits: EngineHits; engine: SearchEngine['name'] }> {
    const answered = await fromServer((engine) => engine.search(query));
    if (answered) return { hits: answered, engine: 'meilisearch' };
    return { hits: (await embedded.search(query)) ?? { ids: [], total: 0 }, engine: 'embedded' };
  }

  async function verifiedHits(query: EngineQuery): Promise<{ hits: EngineHits; engine: SearchEngine['name'] }> {
    const node = query.node && widened(query.node);
    const wide = (await embedded.search({ ...query, node, offset: 0, limit: VERIFIED })) ?? { ids: [], total: 0 };
    const items = await store.items.listByIds(wide.ids);
    const tags = await tagsBySource(store);
    const byId = new Map(items.map((item) => [item.id, item]));
    const kept = wide.ids.filter((id) => {
      const item = byId.get(id);
      return item && query.node && matches(item, tags.get(item.sourceId) ?? [], query.node);
    });
    return {
      hits: { ids: kept.slice(query.offset, query.offset + query.limit), total: kept.length },
      engine: 'embedded',
    };
  }

  async function nearHits(node: QueryNode, limit: number): Promise<EngineHits> {
    const words = plainWords(node);
    if (words.length === 0) return { ids: [], total: 0 };
    return (await fromServer((engine) => engine.searchLoosely(words, limit))) ?? embedded.searchLoosely(words, limit);
  }

  async function itemsInOrder(ids: readonly ItemId[]): Promise<StoredItem[]> {
    const byId = new Map((await store.items.listByIds(ids)).map((item) => [item.id, item]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    async search({ query, sort = 'date', offset = 0, limit = 20, reader = '' }) {
      const started = performance.now();
      if (offset < 0 || offset > MAX_OFFSET || limit < 1 || limit > MAX_LIMIT)
        throw new VigieError('search.range', { maxOffset: MAX_OFFSET, maxLimit: MAX_LIMIT });
      const parsed = parseSearch(query);
      const node = await resolved(parsed, reader);
      const engineQuery: EngineQuery = { node, sort, offset, limit };
      const { hits, engine } =
        node && needsVerifying(node) ? await verifiedHits(engineQuery) : await hitsFor(engineQuery);
      const near = hits.total === 0 && parsed && offset === 0 ? await nearHits(parsed, limit) : undefined;
      const shown = near && near.total > 0 ? near : hits;
      return {
        query,
        node,
        items: await itemsInOrder(shown.ids),
        total: shown.total,
        tookMs: Math.round(performance.now() - started),
        engine,
        degraded: isAway(),
        approximate: shown === near,
      };
    },
    async facets(node) {
      if (node && needsVerifying(node)) {
        const { hits } = await verifiedHits({ node, sort: 'date', offset: 0, limit: VERIFIED });
        return (await embedded.facets({ type: 'in', field: 'id', values: hits.ids })) ?? noFacets();
      }
      return (await fromServer((engine) => engine.facets(node))) ?? (await embedded.facets(node)) ?? noFacets();
    },
    engines: () => (server ? [embedded, server] : [embedded]),
    use(next) {
      server = next;
      awayUntil = 0;
    },
  };
}

async function within<Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/**
 * Indexes fold case, cannot bound gaps in one direction, and take a word for its own neighbour: such queries are
 * checked against the items themselves.
 */
function needsVerifying(node: ResolvedNode | QueryNode): boolean {
  switch (node.type) {
    case 'word':
      return node.exact !== undefined;
    case 'phrase':
      return (
        node.slop > 0 ||
        node.words.some(({ exact }) => exact !== undefined) ||
        node.words.slice(0, -1).some(({ prefix }) => prefix)
      );
    case 'near':
      return true;
    case 'scope':
    case 'not':
      return needsVerifying(node.node);
    case 'and':
    case 'or':
      return (node.nodes as (ResolvedNode | QueryNode)[]).some(needsVerifying);
    default:
      return false;
  }
}

/** What an index finds too much of excludes too much: such an exclusion is left to the check of the items. */
function widened(node: ResolvedNode): ResolvedNode {
  if (node.type === 'and' || node.type === 'or') return { ...node, nodes: node.nodes.map(widened) };
  return node.type === 'not' && needsVerifying(node.node) ? EVERYTHING : node;
}

const EVERYTHING: ResolvedNode = { type: 'not', node: { type: 'in', field: 'id', values: [] } };

function matches(item: StoredItem, sourceTags: readonly string[], node: ResolvedNode): boolean {
  const facts = factsOf(item, sourceTags);
  return (
    matchQuery(node, queryDocument(item.title, [item.text, ...item.categories].join('\n'), item.url, facts)) !==
    undefined
  );
}

/** The words of a query that is nothing but words: only such a query may be answered loosely. */
function plainWords(node: QueryNode): string[] {
  if (node.type === 'word') return node.exact === undefined && !node.prefix ? wordsOf(node.word).folded : [];
  if (node.type !== 'and') return [];
  const words = node.nodes.map(plainWords);
  return words.some((each) => each.length === 0) ? [] : words.flat();
}
