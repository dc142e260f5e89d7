import type { Selectable } from 'kysely';
import type { SourceId } from '../../domain/model/ids.ts';
import type { Problem, Source, SourceState } from '../../domain/model/source.ts';
import type { Instant } from '../../domain/model/units.ts';
import { given } from './rows.ts';
import type { Tables } from './schema.ts';

type SourceRow = Selectable<Tables['sources']>;
type StateRow = Selectable<Tables['source_states']>;

/** What a document is read by: read by others, it says something else. */
const READING_OPTIONS = ['select', 'ignore', 'item', 'title', 'link', 'date', 'match', 'render'] as const;
const OPTIONS = [...READING_OPTIONS, 'ignoreText', 'when', 'readings', 'fullText', 'access', 'opml'] as const;

export const isReadAlike = (before: string, after: string): boolean => {
  const readings = [before, after].map((options) => {
    const given = JSON.parse(options) as Record<string, unknown>;
    return JSON.stringify(READING_OPTIONS.map((key) => given[key]));
  });
  return readings[0] === readings[1];
};

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url);

export function sourceRow(source: Source, now: Instant): SourceRow {
  const options = Object.fromEntries(OPTIONS.map((key) => [key, source[key]]));
  return {
    id: source.id,
    kind: source.kind,
    url: source.url,
    name: source.name ?? null,
    weight: source.weight,
    tags: JSON.stringify(source.tags),
    competitor: source.competitor ?? null,
    every_ms: source.everyMs ?? null,
    options: JSON.stringify(options),
    origin: source.origin,
    added_at: now,
    followed: 1,
    learned: '[]',
  };
}

export function sourceOf(row: SourceRow): Source {
  const learned = JSON.parse(row.learned) as string[];
  const options = JSON.parse(row.options) as Partial<Source>;
  return {
    id: row.id as SourceId,
    kind: row.kind as Source['kind'],
    url: row.url,
    weight: row.weight,
    tags: JSON.parse(row.tags),
    origin: row.origin as Source['origin'],
    ignore: [],
    ...options,
    ...(learned.length > 0 && { ignoreText: [...(options.ignoreText ?? []), ...learned] }),
    ...given({ name: row.name, competitor: row.competitor, everyMs: row.every_ms }),
  };
}

export const newState = (id: SourceId): StateRow => ({
  source_id: id,
  ...stateRow({ nextCheckAt: 0, failures: 0, paused: false }),
});

export function stateRow(state: SourceState): Omit<StateRow, 'source_id'> {
  return {
    etag: state.etag ?? null,
    last_modified: state.lastModified ?? null,
    body_hash: state.bodyHash ?? null,
    moved_to: state.movedTo ?? null,
    feed_title: state.feedTitle ?? null,
    feed_language: state.feedLanguage ?? null,
    last_checked_at: state.lastCheckedAt ?? null,
    last_ok_at: state.lastOkAt ?? null,
    next_check_at: state.nextCheckAt,
    failures: state.failures,
    failing_since: state.failingSince ?? null,
    problem: state.problem ? JSON.stringify(state.problem) : null,
    paused: state.paused ? 1 : 0,
    memory: JSON.stringify(Object.fromEntries(REMEMBERED.map((key) => [key, state[key]]))),
  };
}

/** Kept as one JSON text: nothing is ever asked of them in SQL. */
const REMEMBERED = [
  'page',
  'parts',
  'hints',
  'rhythm',
  'remarks',
  'ignoresValidators',
  'notBefore',
  'lastReadAt',
  'suggestion',
] as const satisfies readonly (keyof SourceState)[];

export function stateOf(row: Omit<StateRow, 'source_id'>): SourceState {
  return {
    nextCheckAt: row.next_check_at,
    failures: row.failures,
    paused: row.paused === 1,
    ...given({ etag: row.etag, lastModified: row.last_modified, bodyHash: row.body_hash, movedTo: row.moved_to }),
    ...given({ feedTitle: row.feed_title, feedLanguage: row.feed_language }),
    ...(JSON.parse(row.memory) as Partial<SourceState>),
    ...given({ lastCheckedAt: row.last_checked_at, lastOkAt: row.last_ok_at, failingSince: row.failing_since }),
    ...(row.problem !== null && { problem: JSON.parse(row.problem) as Problem }),
  };
}
