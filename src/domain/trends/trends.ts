import { DAY_MS, type Instant } from '../model/units.ts';
import { lull, surprise } from './surprise.ts';

/** One mention of a subject: by whom, when, in which story. */
export interface Mention {
  /** What is spoken of: "term ia generat", "topic reels", "actor buffer". */
  key: string;
  written: string;
  /** Whether the article writes it as a name, or it is a topic or an actor. */
  isName: boolean;
  itemId: string;
  storyId: string;
  sourceId: string;
  at: Instant;
}

export const TREND_KINDS = ['new', 'rising', 'steady', 'falling', 'seasonal'] as const;
export type TrendKind = (typeof TREND_KINDS)[number];

export interface Trend {
  key: string;
  term: string;
  kind: TrendKind;
  /** Sources that spoke of it in the window, each once a day. */
  count: number;
  /** What its own past makes one expect in such a window. */
  expected: number;
  /** Power of ten of the odds against it. */
  score: number;
  /** Days of the window it stands out most in. */
  windowDays: number;
  /** Different sources in the window. */
  sources: number;
  firstSeenAt: Instant;
  firstItemId: string;
  /** Sources that spoke of it on each day, the oldest first. */
  series: number[];
  /** Of the window, the newest first. */
  itemIds: string[];
}

export interface TrendSettings {
  /** End of the last day, exclusive. */
  until: Instant;
  /** Days of past that a window is compared with. */
  baselineDays: number;
  /** How many sources published on each day of the series, the oldest first: what was down cannot speak. */
  activeSources: readonly number[];
  /** Words of the calendar: what rises with them rises every year. */
  isSeasonal: (written: string) => boolean;
}

/** A burst of a day, a rise of some, a slope of a week: each shows in its own window. */
const WINDOWS = [1, 3, 7] as const;
/** Of the few subjects that are watched less is asked: a thousand words make rare things common, ten topics do not.
 * At 1.9 eleven of twelve bursts were found, at 1.7 all, for 0.6 rises of a term in 30 days (`npm run eval -- trends`). */
const WATCHED_RISES = 1.7;
/** A single common word rises for many reasons: more is asked of it. */
const COMMON_RISES = 7;
/** Odds of one in ten thousand, and of one in a thousand for a fall: it wakes nobody. */
const RISES = 4;
const FALLS = 3;
/** One prolific source makes no trend, nor do two that copy each other. */
const MIN_SOURCES = 3;
const MIN_STORIES = 2;
const MIN_COUNT = 3;
/** Mentions a day below which nothing can be said to fall. */
const MIN_EXPECTED_TO_FALL = 5;
/** What is expected of something never heard of: a mention in a month. */
const PRIOR = 1;
/** Days of past without which everything is new. */
export const MIN_BASELINE_DAYS = 7;
const MAX_ITEMS = 12;

/**
 * What is spoken of more, or less, than its own past makes one expect. Every source counts once a day, so that neither a
 * prolific one nor the copies of one story make a trend; a day on which few sources answered is expected to say less;
 * weekends are compared with weekends.
 */
export function trendsOf(mentions: readonly Mention[], settings: TrendSettings): Trend[] {
  const byKey = Map.groupBy(mentions, ({ key }) => key);
  const trends: Trend[] = [];
  for (const [key, own] of byKey) {
    if (own.length < MIN_COUNT) continue;
    const trend = trendOf(key, own, settings);
    if (trend) trends.push(trend);
  }
  return withoutParts(trends.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1)));
}

function trendOf(key: string, mentions: readonly Mention[], settings: TrendSettings): Trend | undefined {
  const series = dailySources(mentions, settings);
  const compared = WINDOWS.map((days) => compare(series, days, settings));
  const [best] = compared.toSorted((a, b) => b.risen - a.risen);
  const week = compared.at(-1);
  if (!best || !week) return undefined;
  const isName = mentions.filter((mention) => mention.isName).length * 2 > mentions.length;
  const isWatched = !key.startsWith('term ');
  const asked = isWatched ? WATCHED_RISES : isName ? RISES : COMMON_RISES;
  const falls = isName && best.risen < asked && week.expected >= MIN_EXPECTED_TO_FALL && week.fallen >= FALLS;
  const shown = falls ? week : best;
  const since = settings.until - shown.days * DAY_MS;
  const recent = mentions.filter(({ at }) => at >= since);
  const sources = new Set(recent.map(({ sourceId }) => sourceId)).size;
  const stories = new Set(recent.map(({ storyId }) => storyId)).size;
  const rises = best.risen >= asked && sources >= MIN_SOURCES && stories >= MIN_STORIES && best.count >= MIN_COUNT;
  if (!rises && !falls && !isWatched) return undefined;
  const first = mentions.reduce((a, b) => (b.at < a.at ? b : a));
  const term = commonest(mentions.map(({ written }) => written));
  return {
    key,
    term,
    kind: rises ? kindOfRise(term, best.isNew, settings) : falls ? 'falling' : 'steady',
    count: shown.count,
    expected: Math.round(shown.expected * 100) / 100,
    score: Math.round((falls ? shown.fallen : shown.risen) * 100) / 100,
    windowDays: shown.days,
    sources,
    firstSeenAt: first.at,
    firstItemId: first.itemId,
    series,
    itemIds: newest(recent.length > 0 ? recent : mentions),
  };
}

const kindOfRise = (term: string, isNew: boolean, { isSeasonal }: TrendSettings): TrendKind =>
  isSeasonal(term) ? 'seasonal' : isNew ? 'new' : 'rising';

/** Different sources on each day of the series. */
function dailySources(mentions: readonly Mention[], { until, activeSources }: TrendSettings): number[] {
  const days = activeSources.length;
  const sources = Array.from({ length: days }, () => new Set<string>());
  for (const { at, sourceId } of mentions) {
    const day = days - 1 - Math.floor((until - 1 - at) / DAY_MS);
    sources[day]?.add(sourceId);
  }
  return sources.map((each) => each.size);
}

interface Comparison {
  days: number;
  count: number;
  expected: number;
  risen: number;
  fallen: number;
  isNew: boolean;
}

/** A window of days against the days before it. */
function compare(
  series: readonly number[],
  days: number,
  { activeSources, baselineDays, until }: TrendSettings,
): Comparison {
  const start = series.length - days;
  const from = Math.max(0, start - baselineDays);
  const isWeekend = (index: number): boolean => {
    const weekday = new Date(until - (series.length - index) * DAY_MS).getUTCDay();
    return weekday === 0 || weekday === 6;
  };
  /** Mentions for each source that published, over days of one kind: what was down cannot speak. */
  const rate = (weekend: boolean | undefined): number => {
    let [count, active] = [
      PRIOR / Math.max(1, baselineDays),
      mean(activeSources.slice(from, start)) / Math.max(1, baselineDays),
    ];
    for (let index = from; index < start; index += 1) {
      if (weekend !== undefined && isWeekend(index) !== weekend) continue;
      count += series[index] ?? 0;
      active += activeSources[index] ?? 0;
    }
    return active > 0 ? count / active : 0;
  };
  const [overall, onWeekends, onWeekdays] = [rate(undefined), rate(true), rate(false)];
  let [count, expected] = [0, 0];
  for (let index = start; index < series.length; index += 1) {
    count += series[index] ?? 0;
    // Half its own kind of day, half all of them: a month has few weekends.
    const own = ((isWeekend(index) ? onWeekends : onWeekdays) + overall) / 2;
    expected += own * (activeSources[index] ?? 0);
  }
  const past = series.slice(from, start);
  const least = Math.max(expected, 0.02 * days);
  return {
    days,
    count,
    expected: least,
    risen: surprise(count, least),
    fallen: lull(count, least),
    isNew: past.length >= MIN_BASELINE_DAYS && past.every((each) => each === 0),
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function commonest(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

const newest = (mentions: readonly Mention[]): string[] =>
  [...new Set([...mentions].sort((a, b) => b.at - a.at).map(({ itemId }) => itemId))].slice(0, MAX_ITEMS);

/** Articles that two subjects must share to be one: "Mistral" beside "Mistral AI" says the same twice. */
const SAME_ITEMS = 0.6;

/** Of subjects told by the same articles only the one that says most is kept: the strongest, then the longest. */
function withoutParts(trends: readonly Trend[]): Trend[] {
  const kept: Trend[] = [];
  for (const trend of trends) {
    const twin = kept.findIndex(
      (other) => isTerm(other) && isTerm(trend) && share(trend.itemIds, other.itemIds) >= SAME_ITEMS,
    );
    const other = kept[twin];
    if (!other) kept.push(trend);
    else if (saysMore(trend, other)) kept[twin] = trend;
  }
  return kept;
}

/** Share of its twin's mentions that a longer name must have. */
const ALIKE = 0.8;
const isName = (term: string): boolean => term.split(' ').every((word) => /^[\p{Lu}\d]/u.test(word));

/** "Mistral AI" says more than "Mistral" where both rise alike; "goûtent Mistral" says less. */
function saysMore(trend: Trend, other: Trend): boolean {
  if (isName(trend.term) !== isName(other.term)) return isName(trend.term) && other.term.includes(trend.term);
  return other.term.length < trend.term.length && trend.term.includes(other.term) && trend.count >= other.count * ALIKE;
}

const isTerm = ({ key }: Trend): boolean => key.startsWith('term ');

function share(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b);
  return a.filter((id) => other.has(id)).length / Math.max(1, Math.min(a.length, b.length));
}
