import type { Tagger } from '../domain/enrich/tagger.ts';
import { sourceId } from '../domain/model/ids.ts';
import type { EnrichedItem } from '../domain/model/item.ts';
import type { Problem, Source, SourceKind } from '../domain/model/source.ts';
import type { FetchedBody } from '../domain/ports.ts';
import { distinctFeeds, type FeedLink, feedKey, isSecondary } from '../domain/sources/discover.ts';
import { newFeed } from '../domain/sources/newFeed.ts';
import { feedNamedIn, platformFeeds, wellKnownFeeds } from '../domain/sources/platforms.ts';
import type { PageSurvey } from '../domain/sources/survey.ts';
import type { Deps } from './deps.ts';
import { readBody } from './readSource.ts';
import { taggerFor } from './tagging.ts';

/** One way of following an address, tried: nothing is stored. */
export interface Way {
  kind: SourceKind;
  url: string;
  title: string;
  items: EnrichedItem[];
  /** Selectors of a list that was guessed. */
  selectors?: Pick<Source, 'item' | 'title' | 'link' | 'date'>;
}

export interface Found {
  /** The likeliest first; empty when nothing was found. */
  ways: Way[];
  /** Why there is nothing, or what stands in the way. */
  problem?: Problem;
  /** Where the prices of the site stand. */
  pricePage?: string;
}

/** Feeds tried of those a page offers. */
const MAX_TRIED = 8;

/** What a search is given, beside addresses. */
interface Finder {
  deps: Deps;
  tag: Tagger;
}

/**
 * Every way of following an address: a feed, or a page, channel or profile whose feeds are found by the ways of its
 * platform, by what it announces, and in the usual places; failing that, the page itself, as a list or watched.
 * Asks some 40 addresses at most: the page, 8 of its platform, 8 it offers, 8 of its page of feeds, 16 usual places.
 */
export async function findWays(address: string, deps: Deps): Promise<Found> {
  const finder = { deps, tag: await taggerFor(deps) };
  const outcome = await deps.http.get({ url: address });
  if (outcome.kind !== 'fetched') {
    const ways = await waysOfPlatform([address], finder);
    return { ways, ...(outcome.kind === 'failed' && ways.length === 0 && { problem: outcome.problem }) };
  }
  const { way, problem } = await asFeed(outcome, '', finder);
  if (way) return { ways: [way] };
  const ways = await waysOfPlatform([address, outcome.finalUrl], finder);
  // Not even a page: what it is wrong with says it better than "no feed found".
  if (problem) return { ways, ...(ways.length === 0 && { problem }) };
  return waysOfPage(outcome, await surveyOf(copyOf(outcome), deps), ways, finder);
}

const copyOf = (outcome: FetchedBody): FetchedBody => ({ ...outcome, body: Uint8Array.from(outcome.body) });

/** What the addresses of a page, typed and final, stand for on platforms. */
async function waysOfPlatform(pages: readonly string[], finder: Finder): Promise<Way[]> {
  const feeds = pages.flatMap((page) => platformFeeds(new URL(page)));
  const links = feeds.map(({ platform, ...feed }) => ({ ...feed, title: platform }));
  return (await tried(links, finder)).ways;
}

async function waysOfPage(
  page: FetchedBody,
  survey: PageSurvey | undefined,
  certain: readonly Way[],
  finder: Finder,
): Promise<Found> {
  const known = new Set([page.finalUrl, ...certain.map(({ url }) => url)].map(feedKey));
  const offered = (survey?.feeds ?? []).filter(({ url }) => !known.has(feedKey(url)));
  const { ways, pages } = await tried(offered, finder);
  const announced = distinctWays([...certain, ...ways]);
  const found = announced.length > 0 ? announced : await unannounced(page, pages, finder);
  if (survey?.problem && found.length === 0) return { ways: [], problem: survey.problem };
  const itself = survey ? await pageItself(page, survey, finder) : [];
  return {
    ways: [...found, ...itself],
    ...(found.length === 0 && { problem: { kind: 'html-instead-of-feed', params: {} } }),
    ...(survey?.pricePage !== undefined && { pricePage: survey.pricePage }),
  };
}

/** The feeds of the page that a link called "RSS" leads to, or else one in a usual place. */
async function unannounced(page: FetchedBody, pages: readonly FetchedBody[], finder: Finder): Promise<Way[]> {
  const pageOfFeeds = pages.find(({ finalUrl }) => feedKey(finalUrl) !== feedKey(page.finalUrl));
  const listed = pageOfFeeds && (await surveyOf(copyOf(pageOfFeeds), finder.deps));
  const { ways } = await tried(
    (listed?.feeds ?? []).filter(({ url }) => url !== pageOfFeeds?.finalUrl),
    finder,
  );
  if (ways.length > 0) return distinctWays(ways);
  return firstOf(wellKnownFeeds(new URL(page.finalUrl)), finder);
}

/** Two addresses that lead to one feed are one way; what has items comes first, comments last. */
function distinctWays(ways: readonly Way[]): Way[] {
  const seen = new Set<string>();
  const distinct = ways.filter(({ url, items }) => {
    const content = items.map(({ url: link, title }) => link ?? title).toSorted();
    const keys = [feedKey(url), ...(content.length > 0 ? [content.join('\n')] : [])];
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
  const rank = (way: Way): number => (isSecondary(way) ? 2 : 0) + (way.items.length === 0 ? 1 : 0);
  return distinct.toSorted((a, b) => rank(a) - rank(b));
}

/** Asks for what may be feeds: those that are, and the pages that came instead. */
async function tried(links: readonly FeedLink[], finder: Finder): Promise<{ ways: Way[]; pages: FetchedBody[] }> {
  const answers = await Promise.all(
    distinctFeeds(links)
      .slice(0, MAX_TRIED)
      .map((link) => triedOne(link, finder)),
  );
  return {
    ways: answers.flatMap((answer) => answer?.way ?? []),
    pages: answers.flatMap((answer) => answer?.page ?? []),
  };
}

async function triedOne({ url, title, isDirectory }: FeedLink, finder: Finder): Promise<Tried | undefined> {
  const outcome = await finder.deps.http.get({ url });
  if (outcome.kind !== 'fetched') return undefined;
  if (!isDirectory) return asFeed(outcome, title, finder);
  const named = feedNamedIn(new TextDecoder().decode(outcome.body));
  return named === undefined ? undefined : triedOne({ url: named, title }, finder);
}

/** One after the other, until one is a feed: nobody is asked sixteen questions at once. Comments count when all else fails. */
async function firstOf(urls: readonly string[], finder: Finder): Promise<Way[]> {
  const comments: Way[] = [];
  for (const url of urls) {
    const { ways } = await tried([{ url, title: '' }], finder);
    if (ways.some((way) => !isSecondary(way))) return ways;
    comments.push(...ways);
  }
  return comments.slice(0, 1);
}

/** An answer that is a feed, or the page in place of one, or what is wrong with it. */
interface Tried {
  way?: Way;
  page?: FetchedBody;
  problem?: Problem;
}

async function asFeed(outcome: FetchedBody, title: string, { deps, tag }: Finder): Promise<Tried> {
  const source = newFeed(outcome.finalUrl);
  // The thread takes a body over: what is read again is a copy.
  const reading = await readBody({ source, state: NEW_STATE }, copyOf(outcome), deps);
  if (reading.kind === 'problem' && reading.problem.kind !== 'html-instead-of-feed')
    return { problem: reading.problem };
  if (reading.kind !== 'items') return { page: outcome };
  return {
    way: {
      kind: 'feed',
      url: outcome.finalUrl,
      title: reading.memory.feedTitle ?? title,
      items: tagged(reading.items, source, tag),
    },
  };
}

/** A page without a feed, read as a list where it looks like one, or watched for what it says. */
async function pageItself(page: FetchedBody, survey: PageSurvey, { deps, tag }: Finder): Promise<Way[]> {
  const url = page.finalUrl;
  const [guess] = survey.lists;
  const watched: Way = { kind: 'page', url, title: survey.title, items: [] };
  if (!guess) return [watched];
  const { item, title, link, date } = guess;
  const selectors = { item, ...(title && { title }), ...(link && { link }), ...(date && { date }) };
  const source: Source = { ...newFeed(url), kind: 'list', id: sourceId('list', url), ...selectors };
  const reading = await readBody({ source, state: NEW_STATE }, page, deps);
  const items = reading.kind === 'items' ? tagged(reading.items, source, tag) : [];
  return [
    ...(items.length > 0 ? [{ kind: 'list', url, title: survey.title, items, selectors } satisfies Way] : []),
    watched,
  ];
}

const surveyOf = ({ body, contentType, finalUrl }: FetchedBody, { reader }: Deps): Promise<PageSurvey | undefined> =>
  reader.survey({ body, finalUrl, ...(contentType !== undefined && { contentType }) });

const NEW_STATE = { nextCheckAt: 0, failures: 0, paused: false };

const tagged = (items: readonly Parameters<Finder['tag']>[0][], source: Source, tag: Finder['tag']): EnrichedItem[] =>
  items.map((item) => tag(item, { id: source.id, name: '', tags: [] }));
