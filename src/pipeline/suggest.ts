import type { FollowedSource } from '../adapters/store/sources.ts';
import type { Problem, ProblemKind } from '../domain/model/source.ts';
import { newFeed } from '../domain/sources/newFeed.ts';
import type { Deps } from './deps.ts';
import { requestFor } from './fetchSource.ts';
import { readBody } from './readSource.ts';

/** Failures after which a feed may simply have moved without saying so. */
const MAY_HAVE_MOVED: readonly ProblemKind[] = ['gone', 'not-found', 'html-instead-of-feed'];
/** Looked for once, at the second failure: the first may be the weather. */
const LOOK_AT_FAILURE = 2;

/** Where a feed that is no longer at its address probably lives now: the first that its site's home announces. */
export async function suggestedAddress(
  { source, state }: FollowedSource,
  problem: Problem,
  failures: number,
  deps: Deps,
): Promise<string | undefined> {
  if (source.kind !== 'feed' || failures !== LOOK_AT_FAILURE || !MAY_HAVE_MOVED.includes(problem.kind))
    return undefined;
  const followed = new Set((await deps.store.sources.list()).map((each) => each.source.url));
  const announced = await announcedAt(`${new URL(source.url).origin}/`, deps);
  const url = announced.find((each) => !followed.has(each) && each !== state.movedTo);
  return url !== undefined && (await holdsItems(url, deps)) ? url : undefined;
}

async function announcedAt(home: string, { http, reader }: Deps): Promise<string[]> {
  // A page, and nobody asked for it.
  const outcome = await http.get({ url: home, obeysRobots: true });
  if (outcome.kind !== 'fetched') return [];
  const { body, contentType, finalUrl } = outcome;
  const survey = await reader.survey({ body, finalUrl, ...(contentType !== undefined && { contentType }) });
  return (survey?.feeds ?? []).map(({ url }) => url);
}

async function holdsItems(url: string, deps: Deps): Promise<boolean> {
  const source = newFeed(url);
  const outcome = await deps.http.get(requestFor(source, url));
  if (outcome.kind !== 'fetched') return false;
  const reading = await readBody({ source, state: { nextCheckAt: 0, failures: 0, paused: false } }, outcome, deps);
  return reading.kind === 'items' && reading.items.length > 0;
}
