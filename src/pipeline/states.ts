import type { FollowedSource } from '../adapters/store/sources.ts';
import { nextCheck } from '../domain/cadence/nextCheck.ts';
import { isOfDocument, type Problem, type SourceMemory, type SourceState } from '../domain/model/source.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import type { HttpOutcome } from '../domain/ports.ts';
import type { Deps } from './deps.ts';

/** What a source is after a check that went well. */
export function healthyState(
  { source, state }: FollowedSource,
  memory: SourceMemory & { lastReadAt?: Instant },
  { watch }: Pick<Deps, 'watch'>,
  now: Instant,
): SourceState {
  const { hints, rhythm } = memory;
  return {
    ...(state.lastReadAt !== undefined && { lastReadAt: state.lastReadAt }),
    ...memory,
    lastCheckedAt: now,
    lastOkAt: now,
    nextCheckAt: nextCheck(source, { failures: 0, hints, rhythm }, watch.sweep, now),
    failures: 0,
    paused: false,
  };
}

/** What a reading does not replace, carried over. */
export function keptMemory(state: SourceState, outcome: { movedTo?: string; freshMs?: number }): SourceMemory {
  const { feedTitle, feedLanguage, page, parts, hints, rhythm, remarks, ignoresValidators } = state;
  const { freshMs: _before, ...asked } = hints ?? {};
  return present({
    feedTitle,
    feedLanguage,
    page,
    parts,
    rhythm,
    remarks,
    ignoresValidators,
    movedTo: outcome.movedTo ?? state.movedTo,
    hints: { ...asked, ...(outcome.freshMs !== undefined && { freshMs: outcome.freshMs }) },
  });
}

export type Validators = Pick<SourceMemory, 'etag' | 'lastModified' | 'bodyHash'>;

export const validatorsOf = ({ etag, lastModified, bodyHash }: Validators): Validators =>
  present({ etag, lastModified, bodyHash });

const present = <Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/**
 * After so many failures an address a redirect or discovery led to is forgotten, and the original tried again; at once
 * when it is gone for good: the original may lead elsewhere by now.
 */
const FORGET_MOVE_AFTER = 3;
/** 410 is said once by mistake, not twice; 404 may be a deployment that goes wrong for days. */
const GONE_AFTER = 2;
const NOT_FOUND_AFTER_MS = 7 * DAY_MS;
const NOT_FOUND_AFTER = 5;

/** Whether a source has gone for good, as far as asking tells. */
export function isGoneForGood(problem: Problem, { failures, failingSince }: SourceState, now: Instant): boolean {
  const lastedMs = now - (failingSince ?? now);
  if (problem.kind === 'gone') return failures >= GONE_AFTER && lastedMs > 0;
  return problem.kind === 'not-found' && failures >= NOT_FOUND_AFTER && lastedMs >= NOT_FOUND_AFTER_MS;
}

/** Since when a source fails; since when it is so when it may end it: an outage with one 410 in it is no end. */
function failingFrom(problem: Problem, { failingSince, problem: before }: SourceState, now: Instant): Instant {
  const mayEnd = problem.kind === 'gone' || problem.kind === 'not-found';
  return mayEnd && before?.kind !== problem.kind ? now : (failingSince ?? now);
}

/** What a source is after a check that failed. Nothing that was known of it in health is lost. */
export function failedState(
  { source, state }: FollowedSource,
  problem: Problem,
  { retryAfterMs, validators }: { retryAfterMs?: number; validators?: Validators },
  { watch }: Pick<Deps, 'watch'>,
  now: Instant,
): SourceState {
  const failures = state.failures + 1;
  const {
    movedTo,
    etag: _etag,
    lastModified: _lastModified,
    bodyHash: _bodyHash,
    notBefore: _notBefore,
    ...rest
  } = state;
  const keepsMove = movedTo !== undefined && failures < FORGET_MOVE_AFTER && problem.kind !== 'gone';
  const { hints, rhythm } = state;
  return {
    ...rest,
    ...(keepsMove && { movedTo }),
    ...((keepsMove || movedTo === undefined) && validatorsAfter(problem, state, validators)),
    ...(retryAfterMs !== undefined && { notBefore: now + retryAfterMs }),
    lastCheckedAt: now,
    failures,
    failingSince: failingFrom(problem, state, now),
    problem,
    nextCheckAt: nextCheck(source, { failures, retryAfterMs, hints, rhythm }, watch.sweep, now),
  };
}

/**
 * Those of the broken document, so that it is not transferred again; else those of the last good one. Never those of
 * a broken one under another problem: its 304 would pass for health.
 */
function validatorsAfter(problem: Problem, state: SourceState, broken: Validators | undefined): Validators {
  const vouched = isOfDocument(problem) ? broken : isOfDocument(state.problem) ? undefined : state;
  return vouched ? validatorsOf(vouched) : {};
}

/** Whether an answer of the server proves that its validators cannot be trusted: another body under the same one. */
export function validatorsLied(state: SourceState, outcome: HttpOutcome & { kind: 'fetched' }): boolean {
  if (state.bodyHash === undefined || outcome.bodyHash === state.bodyHash) return false;
  if (state.etag !== undefined || outcome.etag !== undefined) return state.etag === outcome.etag && !isWeak(state.etag);
  return state.lastModified !== undefined && state.lastModified === outcome.lastModified;
}
/** A weak validator promises the same meaning, not the same bytes. */
const isWeak = (etag: string | undefined): boolean => etag?.startsWith('W/') ?? false;
