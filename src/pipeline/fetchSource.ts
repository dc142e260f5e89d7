import type { FollowedSource } from '../adapters/store/sources.ts';
import type { Rhythm, Source, SourceAccess, SourceState } from '../domain/model/source.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import type { HttpOutcome, HttpRequest } from '../domain/ports.ts';
import { isSameHost } from '../domain/sources/sameHost.ts';
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

/**
 * A request on behalf of a source. Pages are asked as robots ask; feeds are there to be asked. Where it leads elsewhere
 * (it moved, it names another host's article or sitemap), the password and headers given for its own host stay behind.
 */
export const requestFor = (source: Source, url: string): HttpRequest => ({
  url,
  obeysRobots: source.kind === 'page' || source.kind === 'list',
  ...(source.access && { access: isSameHost(source.url, url) ? source.access : withoutSecrets(source.access) }),
});

const withoutSecrets = ({ proxy }: SourceAccess): SourceAccess => (proxy === undefined ? {} : { proxy });

/** A server's "unchanged" is checked against the document itself once a week, sooner where news is frequent: some say it for ever. */
const PROOF_MS = 7 * DAY_MS;
const SOONEST_PROOF_MS = DAY_MS;

const proofMs = ({ longGapMs }: Rhythm): number => Math.min(PROOF_MS, Math.max(SOONEST_PROOF_MS, 2 * longGapMs));

function conditionsOf(state: SourceState, now: Instant): Pick<HttpRequest, 'etag' | 'lastModified' | 'bodyHash'> {
  const { etag, lastModified, bodyHash, ignoresValidators, lastReadAt, rhythm } = state;
  // Only of a source that should have had news by now: the others prove themselves.
  const isDoubtful =
    rhythm !== undefined && now > rhythm.newestAt + rhythm.longGapMs && now - (lastReadAt ?? now) > proofMs(rhythm);
  return {
    ...(bodyHash !== undefined && { bodyHash }),
    ...(etag !== undefined && !ignoresValidators && !isDoubtful && { etag }),
    ...(lastModified !== undefined && !ignoresValidators && !isDoubtful && { lastModified }),
  };
}
