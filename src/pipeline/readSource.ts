import type { FollowedSource } from '../adapters/store/sources.ts';
import type { PartMemory, Problem, SourceMemory } from '../domain/model/source.ts';
import { DAY_MS } from '../domain/model/units.ts';
import type { FetchedBody } from '../domain/ports.ts';
import type { Reading, SitemapPart } from '../domain/sources/read.ts';
import type { Deps } from './deps.ts';
import { requestFor } from './fetchSource.ts';
import { validatorsOf } from './states.ts';

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
    .filter((part) => mayHaveNews(part, known[part.url], followed.state.lastOkAt))
    .toSorted((a, b) => (b.changedAt ?? Number.POSITIVE_INFINITY) - (a.changedAt ?? Number.POSITIVE_INFINITY))
    .slice(0, MAX_PARTS);
  // One that is not read stays without a date: it is asked again, even while the index says "unchanged".
  const unread = due.map(({ url }) => [url, validatorsOf(known[url] ?? {})] as const);
  const memory: Record<string, PartMemory> = { ...known, ...Object.fromEntries(unread) };
  const readings: Extract<Reading, { kind: 'items' }>[] = [];
  const problems: Problem[] = [];
  let asked = 0;
  for (const part of due) {
    asked += 1;
    const read = await readPart(followed, part, deps);
    if (read.kind === 'problem') problems.push(read.problem);
    else memory[part.url] = read.memory;
    if (read.kind === 'read' && read.reading) readings.push(read.reading);
    if (read.kind === 'problem' && read.asksToWait) break;
  }
  // One sitemap of several may be broken; when none can be read, that is the source's problem.
  if (problems[0] && problems.length === asked) return { kind: 'problem', problem: problems[0] };
  return {
    kind: 'items',
    items: readings.flatMap(({ items }) => items),
    memory: { ...mergedMemory(readings.map((reading) => reading.memory)), parts: memory },
  };
}

/** A sitemap that says when it changed has news when that is another day; one never read, when it is not older than the last check. */
function mayHaveNews({ changedAt }: SitemapPart, known: PartMemory | undefined, lastOkAt = Number.NEGATIVE_INFINITY) {
  if (changedAt === undefined) return true;
  // Beyond MAX_PARTS they were left for their age: read later, their old pages would pass for news. Some give only the day.
  return known ? known.changedAt !== changedAt : changedAt > lastOkAt - DAY_MS;
}

type PartRead =
  | { kind: 'read'; reading?: Extract<Reading, { kind: 'items' }>; memory: PartMemory }
  | { kind: 'problem'; problem: Problem; asksToWait: boolean };

async function readPart(followed: FollowedSource, { url, changedAt }: SitemapPart, deps: Deps): Promise<PartRead> {
  const validators = validatorsOf(followed.state.parts?.[url] ?? {});
  const outcome = await deps.http.get({ ...requestFor(followed.source, url), ...validators });
  if (outcome.kind === 'failed')
    return { kind: 'problem', problem: outcome.problem, asksToWait: outcome.retryAfterMs !== undefined };
  const date = changedAt !== undefined && { changedAt };
  if (outcome.kind === 'unchanged') return { kind: 'read', memory: { ...validators, ...date } };
  const vouched = { ...validatorsOf(outcome), ...date };
  const reading = await readBody(followed, outcome, deps);
  if (reading.kind === 'problem') return { kind: 'problem', problem: reading.problem, asksToWait: false };
  return { kind: 'read', memory: vouched, ...(reading.kind === 'items' && { reading }) };
}

const mergedMemory = (memories: readonly SourceMemory[]): SourceMemory => {
  const rhythms = memories.flatMap(({ rhythm }) => rhythm ?? []);
  const busiest = rhythms.toSorted((a, b) => b.newestAt - a.newestAt)[0];
  return { remarks: [], ...(busiest && { rhythm: busiest }) };
};
