import type { FollowedSource } from '../adapters/store/sources.ts';
import type { PartMemory, Problem, SourceMemory } from '../domain/model/source.ts';
import type { FetchedBody } from '../domain/ports.ts';
import type { Reading, SitemapPart } from '../domain/sources/read.ts';
import type { Deps } from './deps.ts';
import { requestFor } from './fetchSource.ts';

/** What a fetched document came to, and the body whose validators vouch for it. */
export interface SourceReading {
  reading: Exclude<Reading, { kind: 'discovered' | 'parts' }>;
  body: FetchedBody;
}

/** Reads a document, and what it leads to: the feed that a page in its place announces, the sitemaps of an index. */
export async function readSource(followed: FollowedSource, fetched: FetchedBody, deps: Deps): Promise<SourceReading> {
  const reading = await readBody(followed, fetched, deps);
  if (reading.kind === 'parts') return { reading: await readParts(followed, reading.parts, deps), body: fetched };
  if (reading.kind !== 'discovered') return { reading, body: fetched };
  return followAnnounced(followed, reading.feeds[0]?.url, fetched, deps);
}

/** A page in place of a feed is left for the feed it announces, once. */
async function followAnnounced(
  followed: FollowedSource,
  url: string | undefined,
  page: FetchedBody,
  deps: Deps,
): Promise<SourceReading> {
  const failed = (problem: Problem): SourceReading => ({ reading: { kind: 'problem', problem }, body: page });
  if (url === undefined) return failed({ kind: 'html-instead-of-feed', params: {} });
  const outcome = await deps.http.get(requestFor(followed.source, url));
  if (outcome.kind !== 'fetched')
    return failed(outcome.kind === 'failed' ? outcome.problem : { kind: 'empty', params: {} });
  const reading = await readBody(followed, outcome, deps);
  const isRead = reading.kind === 'items' || reading.kind === 'problem';
  return {
    reading: isRead ? reading : { kind: 'problem', problem: { kind: 'html-instead-of-feed', params: { found: url } } },
    body: { ...outcome, movedTo: url },
  };
}

export const readBody = (
  { source, state }: FollowedSource,
  { body, contentType, finalUrl, link }: FetchedBody,
  { reader, clock, watch }: Pick<Deps, 'reader' | 'clock' | 'watch'>,
): Promise<Reading> =>
  reader.read({
    source,
    body,
    finalUrl,
    memory: state.page ? { page: state.page } : {},
    now: clock(),
    language: watch.language,
    ...(contentType !== undefined && { contentType }),
    ...(link !== undefined && { link }),
  });

/** Sitemaps of an index read in one check: the newest; a site of millions of pages has thousands. */
const MAX_PARTS = 8;

/** Reads the sitemaps of an index that may have changed, each on its own conditions. */
export async function readParts(
  followed: FollowedSource,
  parts: readonly SitemapPart[],
  deps: Deps,
): Promise<SourceReading['reading']> {
  const known = followed.state.parts ?? {};
  const due = parts
    .filter(({ url, changedAt }) => changedAt === undefined || known[url]?.changedAt !== changedAt)
    .toSorted((a, b) => (b.changedAt ?? Number.POSITIVE_INFINITY) - (a.changedAt ?? Number.POSITIVE_INFINITY))
    .slice(0, MAX_PARTS);
  const memory: Record<string, PartMemory> = { ...known };
  const readings: Extract<Reading, { kind: 'items' }>[] = [];
  const problems: Problem[] = [];
  for (const { url, changedAt } of due) {
    const { changedAt: _before, ...validators } = known[url] ?? {};
    const outcome = await deps.http.get({ ...requestFor(followed.source, url), ...validators });
    const reading = outcome.kind === 'fetched' ? await readBody(followed, outcome, deps) : undefined;
    if (reading?.kind === 'items') readings.push(reading);
    if (outcome.kind === 'failed') problems.push(outcome.problem);
    else if (reading?.kind === 'problem') problems.push(reading.problem);
    else
      memory[url] = {
        ...(outcome.kind === 'fetched' ? partValidators(outcome) : validators),
        ...(changedAt !== undefined && { changedAt }),
      };
  }
  // One sitemap of several may be broken; when none can be read, that is the source's problem.
  if (problems[0] && problems.length === due.length) return { kind: 'problem', problem: problems[0] };
  return {
    kind: 'items',
    items: readings.flatMap(({ items }) => items),
    memory: { ...mergedMemory(readings.map((reading) => reading.memory)), parts: memory },
  };
}

const mergedMemory = (memories: readonly SourceMemory[]): SourceMemory => {
  const rhythms = memories.flatMap(({ rhythm }) => rhythm ?? []);
  const busiest = rhythms.toSorted((a, b) => b.newestAt - a.newestAt)[0];
  return { remarks: [], ...(busiest && { rhythm: busiest }) };
};

const partValidators = ({ etag, lastModified, bodyHash }: FetchedBody): PartMemory => ({
  bodyHash,
  ...(etag !== undefined && { etag }),
  ...(lastModified !== undefined && { lastModified }),
});
