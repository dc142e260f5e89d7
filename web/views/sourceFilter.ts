import type { Health } from '../../src/domain/cadence/health.ts';
import type { SourceLine } from './sourceParts.tsx';

export const TABS = ['all', 'repair', 'competitors', 'pages', 'paused'] as const;
export type SourceTab = (typeof TABS)[number];
export const SORTS = ['health', 'name', 'items', 'yield', 'news'] as const;
export type SourceSort = (typeof SORTS)[number];

/** What the reader asked to see of the list. */
export interface SourceFilter {
  tab: SourceTab;
  sort: SourceSort;
  tag?: string | undefined;
}

const WORST_FIRST: Health[] = ['failing', 'late', 'silent', 'new', 'ok', 'paused'];
export const UNWELL = new Set<Health>(['failing', 'late', 'silent']);

export const isIn: Record<SourceTab, (line: SourceLine) => boolean> = {
  all: () => true,
  repair: (line) => UNWELL.has(line.health) || (line.health === 'paused' && line.state.problem !== undefined),
  competitors: ({ source }) => source.competitor !== undefined,
  pages: ({ source }) => source.kind === 'page',
  paused: ({ health }) => health === 'paused',
};

export const yieldOf = ({ activity: { items, kept } }: SourceLine): number | undefined =>
  items === 0 ? undefined : kept / items;

const byName = (a: SourceLine, b: SourceLine) => a.name.localeCompare(b.name);
const ORDERS: Record<SourceSort, (a: SourceLine, b: SourceLine) => number> = {
  health: (a, b) =>
    WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || b.findings.length - a.findings.length,
  name: byName,
  items: (a, b) => b.activity.items - a.activity.items,
  yield: (a, b) => (yieldOf(b) ?? -1) - (yieldOf(a) ?? -1),
  news: (a, b) => (b.activity.newestAt ?? 0) - (a.activity.newestAt ?? 0),
};

/** The chosen sources, in the chosen order. */
export const chosenLines = (lines: readonly SourceLine[], { tab, sort, tag }: SourceFilter): SourceLine[] =>
  lines
    .filter((line) => isIn[tab](line) && (tag === undefined || line.source.tags.includes(tag)))
    .toSorted((a, b) => ORDERS[sort](a, b) || byName(a, b));

export function filterHref({ tab, sort, tag }: SourceFilter): string {
  const query = new URLSearchParams({
    ...(tab !== 'all' && { tab }),
    ...(sort !== 'health' && { sort }),
    ...(tag !== undefined && { tag }),
  }).toString();
  return query ? `/sources?${query}` : '/sources';
}
