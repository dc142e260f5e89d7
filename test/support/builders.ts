import { type ItemId, itemId, type SourceId, type StoryId, sourceId, storyId } from '../../src/domain/model/ids.ts';
import type { Match, RawItem, StoredItem } from '../../src/domain/model/item.ts';
import type { Source, SourceState } from '../../src/domain/model/source.ts';
import { HOUR_MS, type Instant } from '../../src/domain/model/units.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { type QueryDocument, queryDocument } from '../../src/domain/query/document.ts';
import { matchQuery } from '../../src/domain/query/match.ts';
import { parseRule } from '../../src/domain/query/parse.ts';
import { type Catalog, type Facts, type ResolvedNode, resolve } from '../../src/domain/query/resolve.ts';
import type { RankContext } from '../../src/domain/rank/score.ts';

/** A Tuesday morning every test lives in: 24 November 2026, 06:30 in Paris. */
export const NOW: Instant = Date.UTC(2026, 10, 24, 5, 30);

export const FEED_URL = 'https://journal.example/feed';
const FEED_ID = sourceId('feed', FEED_URL);

export function aSource(given: Partial<Source> = {}): Source {
  const { kind = 'feed', url = FEED_URL } = given;
  return { id: sourceId(kind, url), kind, url, weight: 1, tags: [], ignore: [], origin: 'file', ...given };
}

export const aState = (given: Partial<SourceState> = {}): SourceState => ({
  nextCheckAt: NOW,
  failures: 0,
  paused: false,
  lastCheckedAt: NOW - HOUR_MS,
  lastOkAt: NOW - HOUR_MS,
  ...given,
});

export const aRawItem = (given: Partial<RawItem> = {}): RawItem => ({
  base: FEED_URL,
  title: 'Une nouvelle',
  categories: [],
  enclosures: [],
  ...given,
});

/** Plain text ids, made the branded kind. */
type Loose<T> = Partial<Omit<T, 'id' | 'sourceId' | 'storyId'>> & { id?: string; sourceId?: string; storyId?: string };

export function anItem({ id, sourceId: source, storyId: story, ...given }: Loose<StoredItem> = {}): StoredItem {
  const itsSource = (source ?? FEED_ID) as SourceId;
  const itsId = (id ?? itemId(itsSource, `${given.url ?? ''} ${given.title ?? ''}`)) as ItemId;
  return {
    id: itsId,
    sourceId: itsSource,
    storyId: (story as StoryId | undefined) ?? storyId(itsId),
    title: 'Une nouvelle',
    text: '',
    summary: '',
    html: '',
    seenAt: NOW - HOUR_MS,
    publishedAt: NOW - HOUR_MS,
    language: 'fr',
    categories: [],
    enclosures: [],
    words: 400,
    readingMinutes: 2,
    contentHash: '',
    topics: [],
    actors: [],
    firstSweep: false,
    ...given,
  };
}

/** The same without a date. */
export function anUndatedItem(given: Loose<StoredItem> = {}): StoredItem {
  const { publishedAt: _, ...rest } = anItem(given);
  return rest;
}

export const aMatch = (id: string, words: string[] = [id], inTitle = false): Match => ({ id, words, inTitle });

export const anActor = (given: Partial<Actor> = {}): Actor => ({
  id: 'buffer',
  name: 'Buffer',
  aliases: [],
  not: [],
  isBrand: false,
  ...given,
});

export const aRankContext = (given: Partial<RankContext> = {}): RankContext => ({
  until: NOW,
  brandId: 'nova',
  actorName: (id) => id,
  topicName: (id) => id,
  sourceName: (id) => id,
  sourceWeight: () => 1,
  sourceRate: () => 100,
  tastes: new Map(),
  carried: new Set(),
  ...given,
});

export const EMPTY_CATALOG: Catalog = { idsOf: () => [], marked: () => [] };

/** Days that begin at midnight UTC. */
export const UTC_CLOCK = { now: NOW, dayStart: (day: string) => Date.parse(`${day}T00:00:00Z`) };

export const resolved = (query: string, catalog = EMPTY_CATALOG): ResolvedNode =>
  resolve(parseRule(query), catalog, UTC_CLOCK);

export const aDocument = (title: string, text = '', facts?: Facts): QueryDocument =>
  queryDocument(title, text, '', facts);

/** Whether a query matches a text. */
export const says = (query: string, text: string, title = ''): boolean =>
  matchQuery(resolved(query), aDocument(title, text)) !== undefined;

/** Chance that is the same every run: mulberry32, 0 to 1. */
export function chance(seed: number): { next(): number; upTo(limit: number): number; oneOf<T>(list: readonly T[]): T } {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (limit: number) => Math.floor(next() * limit);
  return { next, upTo, oneOf: <T>(list: readonly T[]): T => list[upTo(list.length)] as T };
}
