import type { Tone } from '../model/event.ts';
import { DAY_MS, type Instant } from '../model/units.ts';
import { aboveBand, USUAL_BAND } from './band.ts';
import { surprise } from './surprise.ts';

/** One story about an actor, told once however often it was copied. */
export interface BuzzStory {
  storyId: string;
  /** Of its first item. */
  at: Instant;
  itemIds: readonly string[];
  sourceIds: readonly string[];
  tone: Tone | undefined;
}

/** Talk about an actor that is more, and worse, than its own usual. */
export interface BuzzAlert {
  actorId: string;
  /** Stories of the last day, and what is usual. */
  stories: number;
  usual: number;
  negative: number;
  usualNegative: number;
  /** Different sources that tell the negative stories. */
  sources: number;
  /** Power of ten of the odds against so many negative stories. */
  score: number;
  /** Negative stories, the earliest first: how it spread. */
  storyIds: string[];
  firstItemId: string;
  firstAt: Instant;
}

/** Days of past that make the usual; fewer than the least make none. */
const PAST_DAYS = 28;
export const LEAST_PAST_DAYS = 7;
/** Odds of one in three hundred for the negative stories: with the band below, 30 of 30 bursts are found, and one alarm in ten
 * months of companies is told of none (`npm run eval -- buzz`). */
const NEGATIVE_SURPRISE = 2.5;
/** One angry article is not a buzz, nor are three of one paper. */
const LEAST_STORIES = 3;
const LEAST_SOURCES = 3;
/** The negative stories are the alarm; that all talk is above usual says only that it is no bad day of a loud company. */
const BAND = { ...USUAL_BAND, spreads: 1.5 };
/** What is expected where there never was any: one negative story in a month. */
const PRIOR = 1;

/**
 * Whether the last day's talk about an actor left its own usual band: more stories than usual, and far more negative ones.
 * @param stories about the actor, of the last 29 days
 * @param knownDays days of articles behind them
 */
export function buzzOf(
  actorId: string,
  stories: readonly BuzzStory[],
  now: Instant,
  knownDays: number,
): BuzzAlert | undefined {
  const days = Math.min(PAST_DAYS, knownDays - 1);
  if (days < LEAST_PAST_DAYS) return undefined;
  const today = stories.filter(({ at }) => at > now - DAY_MS && at <= now);
  const past = stories.filter(({ at }) => at <= now - DAY_MS && at > now - (days + 1) * DAY_MS);
  const negative = today.filter(({ tone }) => tone === 'negative').sort((a, b) => a.at - b.at);
  const usual = (past.length + PRIOR) / days;
  const usualNegative = (past.filter(({ tone }) => tone === 'negative').length + PRIOR) / days;
  const sources = new Set(negative.flatMap(({ sourceIds }) => sourceIds)).size;
  const score = surprise(negative.length, usualNegative);
  const [first] = negative;
  if (!first || negative.length < LEAST_STORIES || sources < LEAST_SOURCES) return undefined;
  if (score < NEGATIVE_SURPRISE || !isMoreThanUsual(stories, now, days)) return undefined;
  return {
    actorId,
    stories: today.length,
    usual: Math.round(usual * 10) / 10,
    negative: negative.length,
    usualNegative: Math.round(usualNegative * 10) / 10,
    sources,
    score: Math.round(score * 10) / 10,
    storyIds: negative.map(({ storyId }) => storyId),
    firstItemId: first.itemIds[0] ?? '',
    firstAt: first.at,
  };
}

/** Whether the last day's talk, good and bad, is above the band of the days before it. */
function isMoreThanUsual(stories: readonly BuzzStory[], now: Instant, days: number): boolean {
  const counts = Array<number>(days + 1).fill(0);
  for (const { at } of stories) {
    const day = days - Math.floor((now - at) / DAY_MS);
    if (day >= 0 && day <= days) counts[day] = (counts[day] ?? 0) + 1;
  }
  return aboveBand(counts, BAND).at(-1) ?? false;
}
