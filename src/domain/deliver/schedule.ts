import type { Schedule } from '../model/subscription.ts';
import { HOUR_MS, MINUTE_MS } from '../model/units.ts';

/** The schedule as a cron pattern in the receiver's zone; undefined for "at once". */
export function patternOf({ rhythm, minute, weekday }: Schedule): string | undefined {
  const time = `${minute % 60} ${Math.floor(minute / 60)}`;
  switch (rhythm) {
    case 'each':
    case 'newsletter':
      return undefined;
    case 'hourly':
      return '0 * * * *';
    case 'daily':
      return `${time} * * *`;
    case 'weekly':
      return `${time} * * ${weekday % 7}`;
    case 'monthly':
      return `${time} 1 * *`;
  }
}

/** @param minuteOfDay in the receiver's zone */
export function isQuiet({ quiet }: Schedule, minuteOfDay: number): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  return quiet.from < quiet.to
    ? minuteOfDay >= quiet.from && minuteOfDay < quiet.to
    : minuteOfDay >= quiet.from || minuteOfDay < quiet.to;
}

/** Waits before the second try, the third, …; after the last the message is dead. Two days in all. */
const WAITS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, 15 * HOUR_MS, 24 * HOUR_MS];
/** Nobody is obeyed who asks for longer. */
const MOST_WAIT_MS = 24 * HOUR_MS;

/**
 * How long to wait after so many failed tries; undefined when there were enough.
 * @param askedMs what the channel asks for (Retry-After)
 */
export function waitAfter(attempts: number, askedMs = 0): number | undefined {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? undefined : Math.max(wait, Math.min(askedMs, MOST_WAIT_MS));
}
