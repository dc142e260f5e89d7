import type { FollowedSource } from '../adapters/store/sources.ts';
import type { Problem, ProblemKind } from '../domain/model/source.ts';
import type { Deps } from './deps.ts';
import { findWays } from './find.ts';

/** Failures after which a feed may simply have moved without saying so. */
const MAY_HAVE_MOVED: readonly ProblemKind[] = [
  'gone',
  'not-found',
  'html-instead-of-feed',
  'not-a-feed',
  'http-error',
];
/** Looked for once, at the second failure: the first may be the weather. */
const LOOK_AT_FAILURE = 2;

/** Where a feed that is no longer at its address probably lives now: what its site announces today. */
export async function suggestedAddress(
  { source, state }: FollowedSource,
  problem: Problem,
  failures: number,
  deps: Deps,
): Promise<string | undefined> {
  if (source.kind !== 'feed' || failures !== LOOK_AT_FAILURE || !MAY_HAVE_MOVED.includes(problem.kind))
    return undefined;
  const { origin } = new URL(source.url);
  const { ways } = await findWays(`${origin}/`, deps);
  const found = ways.find(
    ({ kind, url, items }) => kind === 'feed' && items.length > 0 && ![source.url, state.movedTo].includes(url),
  );
  return found?.url;
}
