import type { Source, SourceState } from '../model/source.ts';
import type { Instant } from '../model/units.ts';
import { DEFAULT_EVERY_MS } from './nextCheck.ts';

export const HEALTHS = ['ok', 'late', 'failing', 'new', 'paused'] as const;
export type Health = (typeof HEALTHS)[number];

/** Failures in a row that make a source unwell: one may be the weather. */
export const FAILING_AFTER = 3;
const LATE_INTERVALS = 3;

/** In one word how a source is: never asked and failing at once counts as failing. */
export function healthOf(source: Source, state: SourceState, now: Instant): Health {
  if (state.paused) return 'paused';
  const never = state.lastOkAt === undefined;
  if (state.failures >= FAILING_AFTER || (state.failures > 0 && never)) return 'failing';
  if (never) return 'new';
  const late = now - (state.lastOkAt ?? now) > LATE_INTERVALS * (source.everyMs ?? DEFAULT_EVERY_MS);
  return state.failures > 0 && late ? 'late' : 'ok';
}
