import { Cron } from 'croner';
import { HOUR_MS, type Instant, SECOND_MS } from '../domain/model/units.ts';
import type { QueryClock } from '../domain/query/ast.ts';

/** The local day of an instant, yyyy-mm-dd. */
export function localDay(instant: Instant, timezone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
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

export const queryClock = (now: Instant, timezone: string): QueryClock => ({
  now,
  dayStart: (day) => dayStart(day, timezone),
});

/** The last time a cron pattern was due at or before `now`, in its own zone; croner is right on clock-change days. */
export const lastSlot = (pattern: string, timezone: string, now: Instant): Instant | undefined =>
  // croner counts in whole seconds and excludes the reference itself: from the next whole second back.
  new Cron(pattern, { timezone, paused: true })
    .previousRuns(1, new Date(Math.floor(now / SECOND_MS + 1) * SECOND_MS))[0]
    ?.getTime();

/** The next time it is due after `now`. */
export const nextSlot = (pattern: string, timezone: string, now: Instant): Instant | undefined =>
  new Cron(pattern, { timezone, paused: true }).nextRun(new Date(now))?.getTime();
