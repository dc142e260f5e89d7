import type { Rhythm } from '../model/source.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../model/units.ts';

/** Fewer dates say nothing of a habit. */
const ENOUGH_DATES = 4;

/** How often something is published, from its dates in any order; undefined when they are too few to tell. */
export function rhythmOf(dates: readonly Instant[], now: Instant): Rhythm | undefined {
  const sorted = [...new Set(dates.filter((at) => at <= now))].sort((a, b) => a - b);
  const newestAt = sorted.at(-1);
  if (newestAt === undefined || sorted.length < ENOUGH_DATES) return undefined;
  const gaps = sorted
    .slice(1)
    .map((at, index) => at - (sorted[index] ?? at))
    .sort((a, b) => a - b);
  const at = (share: number): number => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0;
  return { usualGapMs: at(0.5), longGapMs: at(0.9), newestAt };
}

/** A pause is silence when it is three times as long as the long ones; weekends and holidays are not. */
const SILENT_PAUSES = 3;
const SHORTEST_SILENCE_MS = 4 * DAY_MS;

/** When a source that says nothing more has been silent for longer than its own rhythm explains. */
export const silentFrom = ({ longGapMs, newestAt }: Rhythm): Instant =>
  newestAt + Math.max(SILENT_PAUSES * longGapMs, SHORTEST_SILENCE_MS);

/** Entries in seven days, at the usual pace. */
export const perWeek = ({ usualGapMs }: Rhythm): number => (7 * DAY_MS) / Math.max(usualGapMs, HOUR_MS / 60);
