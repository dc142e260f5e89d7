import type { SourceId } from '../domain/model/ids.ts';
import type { Problem } from '../domain/model/source.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../domain/model/units.ts';
import { decodeText } from '../domain/parse/charset.ts';
import { type OpmlReading, parseOpml } from '../domain/parse/opml.ts';
import type { FetchedBody, HttpRequest } from '../domain/ports.ts';
import { feedFromList } from '../domain/sources/newFeed.ts';
import type { Deps } from './deps.ts';

/** A list on the web that feeds.yaml names. */
interface List {
  location: string;
  tags: string[];
}

/** What is wrong with a list: what may be wrong with any address, or with what it answers. */
export type ListProblem =
  | Problem
  | {
      /** `emptied`, `shrunk` and `cut`: it lacks `lost` of the `before` feeds it held. */
      kind: 'no-opml' | 'emptied' | 'shrunk' | 'cut';
      params: Record<string, number>;
    };

type Validators = Pick<HttpRequest, 'etag' | 'lastModified' | 'bodyHash'>;

/** What is remembered of a list between two readings. */
interface ListNote extends Validators {
  /** Last time it was read, or said to be unchanged. */
  readAt?: Instant;
  /** When it is asked again. */
  nextAt?: Instant;
  /** The feeds it held. */
  ids: SourceId[];
  /** The tags feeds.yaml gave it then. */
  tags?: string[];
  problem?: ListProblem;
  failingSince?: Instant;
  /** Since when it answers so few feeds that it may be a mistake. */
  doubtedSince?: Instant;
}

const RETRY_MS = HOUR_MS;
/** How long a list may look truncated before it is taken at its word. */
const DOUBT_MS = 2 * DAY_MS;
/** Of fewer feeds, half is soon gone in earnest. */
const MANY_FEEDS = 10;
const ACCEPT = 'text/x-opml, text/xml, application/xml, */*';
/** The lists that were followed last, so that the feeds of one taken out of feeds.yaml go with it. */
const FOLLOWED = 'opml lists';

const noteKey = ({ location }: Pick<List, 'location'>): string => `opml ${location}`;

/**
 * Reads again the OPML lists on the web that are a day old: their feeds come and go with them. One that fails changes
 * nothing and is asked again after an hour. Returns how many were read.
 */
export async function followLists(deps: Deps): Promise<number> {
  const lists = deps.watch.opml ?? [];
  await forgetLists(lists, deps);
  let read = 0;
  for (const list of lists) {
    const note = await noteOf(list, deps);
    if (isDue(note, list, deps.clock()) && (await followList(list, note, deps))) read += 1;
  }
  return read;
}

/** The lists that cannot be read, or whose answer is not believed, and since when. */
export async function listProblems(
  deps: Pick<Deps, 'store' | 'watch'>,
): Promise<{ location: string; problem: ListProblem; since: Instant }[]> {
  const problems = [];
  for (const { location } of deps.watch.opml ?? []) {
    const { problem, failingSince } = await noteOf({ location }, deps);
    if (problem && failingSince !== undefined) problems.push({ location, problem, since: failingSince });
  }
  return problems;
}

/** Where in locales/ the sentence of a problem stands, and that of its remedy. */
export function listProblemKeys({ kind }: ListProblem): { problem: string; mend: string } {
  const isOfLists = kind === 'no-opml' || kind === 'emptied' || kind === 'shrunk' || kind === 'cut';
  const place = isOfLists ? 'opml.' : '';
  return { problem: `${place}problem.${kind}`, mend: `${place}mend.${kind}` };
}

async function noteOf(list: Pick<List, 'location'>, { store }: Pick<Deps, 'store'>): Promise<ListNote> {
  return (JSON.parse((await store.outbox.note(noteKey(list))) ?? 'null') as ListNote | null) ?? { ids: [] };
}

function isDue({ readAt, nextAt, tags, problem }: ListNote, list: List, now: Instant): boolean {
  // Other tags in feeds.yaml are for today.
  if (problem === undefined && !hasSameTags(tags, list)) return true;
  return now >= (nextAt ?? (readAt === undefined ? now : readAt + DAY_MS));
}

const hasSameTags = (tags: string[] | undefined, list: List): boolean =>
  JSON.stringify(tags) === JSON.stringify(list.tags);

/** A list that cannot be read changes nothing: its feeds are followed as before. */
async function followList(list: List, note: ListNote, deps: Deps): Promise<boolean> {
  const { http, store, clock } = deps;
  const outcome = await http.get({ url: list.location, accept: ACCEPT, ...(await validatorsOf(list, note, deps)) });
  if (outcome.kind === 'failed') return fail(list, note, outcome.problem, deps, outcome.retryAfterMs);
  const now = clock();
  if (outcome.kind === 'unchanged') {
    const { problem: _problem, failingSince: _since, doubtedSince: _doubted, ...sound } = note;
    await setNote(list, { ...sound, readAt: now, nextAt: now + DAY_MS }, store);
    return true;
  }
  const reading = parseOpml(decodeText(outcome.body, outcome.contentType));
  if (!reading) return fail(list, note, { kind: 'no-opml', params: {} }, deps);
  const sources = reading.feeds.map((feed) => feedFromList(feed, list.tags, 'list'));
  const doubt = doubtOf(note.ids, new Set(sources.map(({ id }) => id)), reading);
  const doubtedSince = note.doubtedSince ?? now;
  if (doubt && now - doubtedSince < DOUBT_MS) return fail(list, { ...note, doubtedSince }, doubt, deps);
  await adopt({ list, before: note.ids, sources, outcome }, deps);
  return true;
}

/**
 * What says whether the list changed, only where nothing else did: a feed of the list that is no longer followed (it
 * was taken out of feeds.yaml, say) comes back with the next reading, and only a whole one brings it.
 */
async function validatorsOf(list: List, note: ListNote, { store }: Deps): Promise<Validators> {
  const followed = new Set((await store.sources.list()).map(({ source }) => source.id));
  if (!hasSameTags(note.tags, list) || !note.ids.every((id) => followed.has(id))) return {};
  const { etag, lastModified, bodyHash } = note;
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(bodyHash !== undefined && { bodyHash }),
  };
}

/** Why the answer may be a mistake: a server in trouble that gives half a list must not end half of the watch. */
function doubtOf(
  before: readonly SourceId[],
  listed: ReadonlySet<SourceId>,
  { isCut }: OpmlReading,
): ListProblem | undefined {
  const lost = before.filter((id) => !listed.has(id)).length;
  const params = { before: before.length, lost };
  if (lost === 0) return undefined;
  if (listed.size === 0) return { kind: 'emptied', params };
  if (isCut) return { kind: 'cut', params };
  return before.length >= MANY_FEEDS && lost > before.length / 2 ? { kind: 'shrunk', params } : undefined;
}

async function fail(
  list: List,
  note: ListNote,
  problem: ListProblem,
  { store, clock, log }: Deps,
  retryAfterMs = 0,
): Promise<false> {
  const now = clock();
  const nextAt = now + Math.max(RETRY_MS, Math.min(retryAfterMs, DAY_MS));
  await setNote(list, { ...note, problem, failingSince: note.failingSince ?? now, nextAt }, store);
  log.warn({ list: list.location, problem: problem.kind }, 'A subscription list could not be read; its feeds are kept');
  return false;
}

interface Adopted {
  list: List;
  before: readonly SourceId[];
  sources: ReturnType<typeof feedFromList>[];
  outcome: FetchedBody;
}

/** Follows what the list holds and lets go of what it held before. */
async function adopt({ list, before, sources, outcome }: Adopted, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const owners = await ownersOf(store);
  const held = await heldByOthers(list, deps);
  const listed = new Set(sources.map(({ id }) => id));
  const now = clock();
  const { etag, lastModified, bodyHash } = outcome;
  await store.transaction(async (tx) => {
    // What the file or a person follows stays theirs.
    for (const source of sources)
      if ((owners.get(source.id) ?? 'list') === 'list') await tx.sources.follow(source, now);
    for (const id of before)
      if (!listed.has(id) && !held.has(id) && owners.get(id) === 'list') await tx.sources.unfollow(id);
    const note: ListNote = { readAt: now, nextAt: now + DAY_MS, ids: [...listed], tags: list.tags, bodyHash };
    const validators = { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
    await setNote(list, { ...note, ...validators }, tx);
  });
}

const ownersOf = async (store: Deps['store']) =>
  new Map((await store.sources.list()).map(({ source }) => [source.id, source.origin]));

/** Feeds that other lists hold too. */
async function heldByOthers(list: Pick<List, 'location'>, deps: Pick<Deps, 'store' | 'watch'>): Promise<Set<SourceId>> {
  const held = new Set<SourceId>();
  for (const other of deps.watch.opml ?? [])
    if (other.location !== list.location) for (const id of (await noteOf(other, deps)).ids) held.add(id);
  return held;
}

const setNote = (list: Pick<List, 'location'>, note: ListNote, { outbox }: Pick<Deps['store'], 'outbox'>) =>
  outbox.setNote(noteKey(list), JSON.stringify(note));

/** The feeds of a list that feeds.yaml no longer names go with it. */
async function forgetLists(lists: readonly List[], deps: Pick<Deps, 'store' | 'watch'>): Promise<void> {
  const { store } = deps;
  const known = JSON.parse((await store.outbox.note(FOLLOWED)) ?? '[]') as string[];
  const named = lists.map(({ location }) => location);
  if (JSON.stringify(known) === JSON.stringify(named)) return;
  for (const location of known.filter((each) => !named.includes(each))) {
    const { ids } = await noteOf({ location }, deps);
    const [owners, held] = [await ownersOf(store), await heldByOthers({ location }, deps)];
    await store.transaction(async (tx) => {
      for (const id of ids) if (!held.has(id) && owners.get(id) === 'list') await tx.sources.unfollow(id);
      await tx.outbox.setNote(noteKey({ location }), 'null');
    });
  }
  await store.outbox.setNote(FOLLOWED, JSON.stringify(named));
}
