import type { SourceActivity } from '../adapters/store/activity.ts';
import type { FollowedSource } from '../adapters/store/sources.ts';
import { findingsOn, type Health, healthOf } from '../domain/cadence/health.ts';
import { intervalOf } from '../domain/cadence/nextCheck.ts';
import type { Problem } from '../domain/model/source.ts';
import type { Deps } from './deps.ts';

/** One source as its reader wants to know it: how it is, how it beats, what it is worth. */
export interface SourceOverview extends FollowedSource {
  name: string;
  health: Health;
  /** Everything to be said of it now, the worst first. */
  findings: Problem[];
  activity: SourceActivity;
  /** Between two checks in health, ms. */
  everyMs: number;
}

export const WEEKS = 12;
const NOTHING: SourceActivity = { weeks: Array(WEEKS).fill(0), items: 0, kept: 0, keptMinutes: 0, read: 0 };

/** How each of some sources is. */
export async function overview(
  followed: readonly FollowedSource[],
  { store, watch, clock }: Pick<Deps, 'store' | 'watch' | 'clock'>,
): Promise<SourceOverview[]> {
  const now = clock();
  const [activity, names] = [await store.activity.bySource(now, WEEKS), await store.sources.names()];
  return followed.map(({ source, state }) => ({
    source,
    state,
    name: names.get(source.id) ?? source.url,
    health: healthOf(source, state, now, watch.sweep),
    findings: findingsOn(state, now),
    activity: activity.get(source.id) ?? NOTHING,
    everyMs: intervalOf(source, state, watch.sweep),
  }));
}

/** Minutes a day that the editions gave to some sources in the last 30 days. */
export const minutesPerDay = (sources: readonly SourceOverview[]): number =>
  sources.reduce((sum, { activity }) => sum + activity.keptMinutes, 0) / 30;
