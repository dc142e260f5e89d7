import type { Problem, Source, SourceState } from '../model/source.ts';
import type { Instant } from '../model/units.ts';
import { CADENCE_DEFAULTS, type CadenceBounds, intervalOf } from './nextCheck.ts';
import { silentFrom } from './rhythm.ts';

export const HEALTHS = ['ok', 'late', 'silent', 'failing', 'new', 'paused'] as const;
export type Health = (typeof HEALTHS)[number];

/** Failures in a row that make a source unwell: one may be the weather. The second comes two intervals after the last success. */
export const FAILING_AFTER = 2;
const LATE_INTERVALS = 3;

/** In one word how a source is: never asked and failing at once counts as failing. */
export function healthOf(
  source: Source,
  state: SourceState,
  now: Instant,
  bounds: CadenceBounds = CADENCE_DEFAULTS,
): Health {
  if (state.paused) return 'paused';
  const never = state.lastOkAt === undefined;
  if (state.failures >= FAILING_AFTER || (state.failures > 0 && (never || isCertain(state.problem)))) return 'failing';
  if (never) return 'new';
  const late = now - (state.lastOkAt ?? now) > LATE_INTERVALS * intervalOf(source, state, bounds);
  if (state.failures > 0 && late) return 'late';
  return isSilent(state, now) ? 'silent' : 'ok';
}

/** Reached and read, with nothing new for longer than its own rhythm explains. */
export const isSilent = ({ rhythm }: Pick<SourceState, 'rhythm'>, now: Instant): boolean =>
  rhythm !== undefined && now > silentFrom(rhythm);

/** What does not pass by itself is said at the first failure. */
const CERTAIN = new Set<Problem['kind']>([
  'gone',
  'private-address',
  'bad-url',
  'robots',
  'login',
  'challenge',
  'html-instead-of-feed',
  'selector-not-found',
  'needs-javascript',
  'no-browser',
]);
const isCertain = (problem: Problem | undefined): boolean => problem !== undefined && CERTAIN.has(problem.kind);

/** Everything to be said of a source now, the worst first: what keeps it from being read, then what is odd. */
export function findingsOn(state: SourceState, now: Instant): Problem[] {
  const silent: Problem[] =
    isSilent(state, now) && state.rhythm && !state.problem
      ? [{ kind: 'silent', params: { since: state.rhythm.newestAt, usual: state.rhythm.usualGapMs } }]
      : [];
  const moved: Problem[] = state.movedTo !== undefined ? [{ kind: 'moved', params: { to: state.movedTo } }] : [];
  return [...(state.problem ? [state.problem] : []), ...silent, ...(state.remarks ?? []), ...moved];
}
