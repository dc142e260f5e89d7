import { Cron } from 'croner';
import type { QueryClock } from '../domain/query/ast.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../domain/model/units.ts';

/** The local day of an instant, yyyy-mm-dd. */
export function localDay(instant: Instant, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** First instant of a local day: found from its UTC midnight, since zones are at most 14 hours away from it. */
export function dayStart(day: string, timezone: string): Instant {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  let low = midnight - 15 * HOUR_MS;
  let high = midnight + 15 * HOUR_MS;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (localDay(middle, timezone) < day) low = middle;
    else high = middle;
  }
  return high;
}

export const queryClock = (now: Instant, timezone: string): QueryClock => ({ now, dayStart: (day) => dayStart(day, timezone) });

/**
 * The last time a cron pattern was due at or before `now`, in its own zone; croner is right on clock-change days.
 * Undefined when it was not due within the last `within` ms.
 */
export function lastSlot(pattern: string, timezone: string, now: Instant, within = 8 * DAY_MS): Instant | undefined {
  const cron = new Cron(pattern, { timezone, paused: true });
  let found: Instant | undefined;
  // Narrow windows first: most patterns were due within the hour or the day.
  for (const window of [HOUR_MS, DAY_MS + HOUR_MS, within]) {
    let next = cron.nextRun(new Date(now - window - 1));
    while (next && next.getTime() <= now) {
      found = next.getTime();
      next = cron.nextRun(next);
    }
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The next time it is due after `now`. */
export const nextSlot = (pattern: string, timezone: string, now: Instant): Instant | undefined =>
  new Cron(pattern, { timezone, paused: true }).nextRun(new Date(now))?.getTime();
