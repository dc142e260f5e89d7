import type { Source } from '../model/source.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../model/units.ts';

/** Between two checks of a source that names no interval of its own. */
export const DEFAULT_EVERY_MS = HOUR_MS;
const MAX_BACKOFF_MS = DAY_MS;
const MIN_WAIT_MS = MINUTE_MS;
/** Sources asked together drift apart by up to this share of their interval, early rather than late. */
const JITTER = 0.1;

/**
 * When to ask again: the source's own interval, doubled for each failure in a row up to a day, and never before the
 * server's Retry-After.
 */
export function nextCheck(source: Source, failures: number, now: Instant, retryAfterMs = 0): Instant {
  const every = source.everyMs ?? DEFAULT_EVERY_MS;
  const backedOff = Math.min(every * 2 ** Math.max(0, failures - 1), Math.max(MAX_BACKOFF_MS, every));
  const jittered = backedOff * (1 - JITTER * shareOf(source.id));
  return Math.round(now + Math.max(jittered, retryAfterMs, MIN_WAIT_MS));
}

/** 0 to 1, the same for a source every time: chance without chance. */
const shareOf = (id: string): number => Number.parseInt(id.slice(0, 4), 16) / 0xffff;
