import type { StoredItem } from '../../src/domain/model/item.ts';
import type { Actor, Topic } from '../../src/domain/model/watch.ts';
import type { WordNode } from '../../src/domain/query/ast.ts';
import type { FacetCounts } from '../../src/domain/search/model.ts';
import type { PageContext } from './layout.tsx';

/** The facets a reader filters by. */
export const FILTERS = ['competitor', 'event', 'topic', 'source', 'lang', 'tone'] as const;

export type Filter = (typeof FILTERS)[number];

/** What the form sends: the words typed and the boxes ticked. */
export interface SearchForm {
  q: string;
  filters: Record<Filter, string[]>;
  after: string;
  before: string;
  sort: 'date' | 'relevance';
  page: number;
}

export interface SearchView {
  page: PageContext;
  form: SearchForm;
  actors: readonly Actor[];
  topics: readonly Topic[];
  sourceName: (id: string) => string;
  /** Items in memory, for the empty page. */
  stored: number;
  error?: string | undefined;
  results?: {
    items: readonly StoredItem[];
    wanted: readonly WordNode[];
    total: number;
    /** The whole query, filters and all. */
    query: string;
    tookMs: number;
    engine: string;
    degraded: boolean;
    approximate: boolean;
    facets: FacetCounts;
    pages: number;
    /** Same search without one filter: label and count. */
    hints: { label: string; href: string; count: number }[];
  };
}

/** The address of a search: what is at its default is left out. */
export function searchHref({ q, filters, after, before, sort, page }: SearchForm): string {
  const parameters = new URLSearchParams({ q });
  for (const filter of FILTERS) for (const value of filters[filter]) parameters.append(filter, value);
  if (after) parameters.set('after', after);
  if (before) parameters.set('before', before);
  if (sort !== 'date') parameters.set('sort', sort);
  if (page > 1) parameters.set('page', String(page));
  return `/search?${parameters}`;
}

export function valueName(
  filter: Filter,
  value: string,
  { actors, topics, sourceName, page }: Pick<SearchView, 'actors' | 'topics' | 'sourceName' | 'page'>,
): string {
  switch (filter) {
    case 'competitor':
      return actors.find(({ id }) => id === value)?.name ?? value;
    case 'topic':
      return topics.find(({ id }) => id === value)?.name ?? value;
    case 'source':
      return sourceName(value);
    default: {
      const key = `${filter}.${value}`;
      const name = page.speech.t(key);
      return name === key ? value : name;
    }
  }
}
