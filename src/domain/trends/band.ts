/**
 * The usual band of a series of counts, learned as it goes: mean and spread of the square roots (which spread alike whatever
 * the level), weighted towards the recent. A burst teaches it little, so that it is not usual tomorrow.
 */
export interface BandSettings {
  /** Weight of a new count; the first ones weigh as in a plain mean. */
  alpha: number;
  /** Spreads above the mean from which on a count is out of the band. */
  spreads: number;
  /** Counts that only teach. */
  warmUp: number;
}

/** Chosen on the hourly mentions of five brands in bins of six hours; `npm run eval -- trends` prints what it finds. */
export const USUAL_BAND: BandSettings = { alpha: 0.01, spreads: 3, warmUp: 7 };

/** The square root of a count that comes by chance spreads by a half; a band is never narrower. */
const LEAST_SPREAD = 0.5;
/** What a burst teaches: a fifth of what a usual count does, and no more than this many spreads. */
const BURST_WEIGHT = 0.2;
const MOST_SPREADS = 3;

/** Which counts of a series, the oldest first, are above the usual band. */
export function aboveBand(counts: readonly number[], { alpha, spreads, warmUp }: BandSettings): boolean[] {
  let mean = 0;
  let variance = 0;
  return counts.map((count, index) => {
    const root = Math.sqrt(count);
    const spread = Math.max(LEAST_SPREAD, Math.sqrt(variance));
    const isAbove = index >= warmUp && root - mean >= spreads * spread;
    const difference = isAbove ? Math.min(root - mean, MOST_SPREADS * spread) : root - mean;
    const weight = Math.max(alpha, 1 / (index + 1)) * (isAbove ? BURST_WEIGHT : 1);
    mean += weight * difference;
    variance = (1 - weight) * (variance + weight * difference ** 2);
    return isAbove;
  });
}
