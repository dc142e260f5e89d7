import type { ReadingHints, Rhythm, Source } from '../model/source.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../model/units.ts';

/** How often sources that name no interval of their own are asked, ms: from feeds.yaml `sweep:`. */
export interface CadenceBounds {
  minEveryMs: number;
  maxEveryMs: number;
}

export const CADENCE_DEFAULTS: CadenceBounds = { minEveryMs: 15 * MINUTE_MS, maxEveryMs: 4 * HOUR_MS };

/** Before a source's rhythm is known. */
export const DEFAULT_EVERY_MS = HOUR_MS;
const MAX_BACKOFF_MS = DAY_MS;
const MIN_WAIT_MS = MINUTE_MS;
/** A feed's ttl is believed up to a day: some say a year. */
const MAX_TTL_MS = DAY_MS;
/** Sources asked together drift apart by up to this share of their interval, early rather than late. */
const JITTER = 0.1;

/** What is known of a source when its next check is chosen. */
export interface CheckFacts {
  /** Failures in a row. */
  failures: number;
  rhythm?: Rhythm | undefined;
  hints?: ReadingHints | undefined;
  /** What the server asked for with Retry-After. */
  retryAfterMs?: number | undefined;
}

/**
 * When to ask again: the source's own interval, doubled for each failure in a row up to a day, not in the hours the
 * feed asks to be left alone, and never before the server's Retry-After.
 */
export function nextCheck(
  source: Pick<Source, 'id' | 'everyMs'>,
  { failures, rhythm, hints, retryAfterMs = 0 }: CheckFacts,
  bounds: CadenceBounds,
  now: Instant,
): Instant {
  const every = intervalOf(source, { rhythm, hints }, bounds);
  const backedOff = Math.min(every * 2 ** Math.max(0, failures - 1), Math.max(MAX_BACKOFF_MS, every));
  const jittered = backedOff * (1 - JITTER * shareOf(source.id));
  const at = Math.round(now + Math.max(jittered, retryAfterMs, MIN_WAIT_MS));
  return source.everyMs === undefined ? notSkipped(at, hints) : at;
}

/**
 * The interval of a source in health, ms: as its owner wrote it; else half the usual pause between its entries, within
 * the bounds, and no shorter than the feed's ttl and the answer's freshness ask.
 */
export function intervalOf(
  { everyMs }: Pick<Source, 'everyMs'>,
  { rhythm, hints }: Pick<CheckFacts, 'rhythm' | 'hints'>,
  { minEveryMs, maxEveryMs }: CadenceBounds,
): number {
  if (everyMs !== undefined) return everyMs;
  const natural = rhythm
    ? Math.min(Math.max(rhythm.usualGapMs / 2, minEveryMs), maxEveryMs)
    : Math.min(DEFAULT_EVERY_MS, maxEveryMs);
  // A server that lets its pages be cached for a year does not mean its readers.
  const fresh = Math.min(hints?.freshMs ?? 0, maxEveryMs);
  return Math.max(natural, fresh, Math.min(hints?.ttlMs ?? 0, MAX_TTL_MS));
}

/** The first moment from `at` on that is in no hour or day the feed asks to skip; `at` when it skips them all. */
function notSkipped(at: Instant, hints: ReadingHints | undefined): Instant {
  const { skipHours = [], skipDays = [] } = hints ?? {};
  if (skipHours.length === 0 && skipDays.length === 0) return at;
  for (let hours = 0; hours < 7 * 24; hours += 1) {
    const candidate = hours === 0 ? at : Math.floor(at / HOUR_MS + hours) * HOUR_MS;
    const date = new Date(candidate);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return candidate;
  }
  return at;
}

/** 0 to 1, the same for a source every time: chance without chance. */
const shareOf = (id: string): number => Number.parseInt(id.slice(0, 4), 16) / 0xffff;
