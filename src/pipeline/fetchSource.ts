import type { FollowedSource } from '../adapters/store/sources.ts';
import type { Source, SourceState } from '../domain/model/source.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import type { HttpOutcome, HttpRequest } from '../domain/ports.ts';
import type { Deps } from './deps.ts';

/** Asks for one source's document: where it moved to, on conditions, as its owner set it. */
export async function fetchSource(
  { source, state }: FollowedSource,
  { http, renderer, clock }: Pick<Deps, 'http' | 'renderer' | 'clock'>,
): Promise<HttpOutcome> {
  const request = { ...requestFor(source, state.movedTo ?? source.url), ...conditionsOf(state, clock()) };
  if (!source.render) return http.get(request);
  return renderer ? renderer.render(request) : { kind: 'failed', problem: { kind: 'no-browser', params: {} } };
}

/** A request on behalf of a source. Pages are asked as robots ask; feeds are there to be asked. */
export const requestFor = (source: Source, url: string): HttpRequest => ({
  url,
  obeysRobots: source.kind === 'page' || source.kind === 'list',
  ...(source.access && { access: source.access }),
});

/** Once a week a server's "unchanged" is checked against the document itself: some say it for ever. */
const PROOF_MS = 7 * DAY_MS;

function conditionsOf(state: SourceState, now: Instant): Pick<HttpRequest, 'etag' | 'lastModified' | 'bodyHash'> {
  const { etag, lastModified, bodyHash, ignoresValidators, lastReadAt, rhythm } = state;
  // Only of a source that should have had news by now: the others prove themselves.
  const isDoubtful =
    rhythm !== undefined && now > rhythm.newestAt + rhythm.longGapMs && now - (lastReadAt ?? now) > PROOF_MS;
  return {
    ...(bodyHash !== undefined && { bodyHash }),
    ...(etag !== undefined && !ignoresValidators && !isDoubtful && { etag }),
    ...(lastModified !== undefined && !ignoresValidators && !isDoubtful && { lastModified }),
  };
}
