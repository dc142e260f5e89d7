import { tagger } from '../domain/enrich/tagger.ts';
import { sourceId } from '../domain/model/ids.ts';
import type { EnrichedItem } from '../domain/model/item.ts';
import type { Problem, Source, SourceKind } from '../domain/model/source.ts';
import type { FetchedBody } from '../domain/ports.ts';
import { catalog } from '../domain/query/catalog.ts';
import { newFeed } from '../domain/sources/newFeed.ts';
import { platformFeeds, wellKnownFeeds } from '../domain/sources/platforms.ts';
import type { PageSurvey } from '../domain/sources/survey.ts';
import { queryClock } from './days.ts';
import type { Deps } from './deps.ts';
import { readBody } from './readSource.ts';

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
}

/** Feeds tried of those a page offers. */
const MAX_TRIED = 8;

/**
 * Every way of following an address: a feed, or a page, channel or profile whose feeds are found by what it announces,
 * by the ways of its platform and in the usual places; failing that, the page itself, as a list or watched.
 */
export async function findWays(address: string, deps: Deps): Promise<Found> {
  const tag = await tagging(deps);
  const byPlatform = platformFeeds(new URL(address)).map(({ url, platform }) => ({ url, title: platform }));
  const certain = await tried(byPlatform, deps, tag);
  const outcome = await deps.http.get({ url: address });
  if (outcome.kind !== 'fetched')
    return certain.length > 0
      ? { ways: certain }
      : { ways: [], ...(outcome.kind === 'failed' && { problem: outcome.problem }) };
  // The thread takes a body over: what is read again is a copy.
  const direct = await asFeed(copyOf(outcome), '', deps, tag);
  if (direct.way) return { ways: [direct.way] };
  // Not even a page: what it is wrong with says it better than "no feed found".
  if (direct.problem && direct.problem.kind !== 'html-instead-of-feed')
    return { ways: certain, ...(certain.length === 0 && { problem: direct.problem }) };
  const survey = await surveyOf(copyOf(outcome), deps);
  return waysOfPage(outcome, survey, certain, deps, tag);
}

const copyOf = (outcome: FetchedBody): FetchedBody => ({ ...outcome, body: Uint8Array.from(outcome.body) });

type Tag = Awaited<ReturnType<typeof tagging>>;

async function waysOfPage(
  page: FetchedBody,
  survey: PageSurvey | undefined,
  certain: readonly Way[],
  deps: Deps,
  tag: Tag,
): Promise<Found> {
  const known = new Set(certain.map(({ url }) => url));
  const offered = (survey?.feeds ?? []).filter(({ url }) => !known.has(url) && url !== page.finalUrl);
  const feeds = [...certain, ...(await tried(offered, deps, tag))];
  const usual = feeds.length > 0 ? [] : await firstOf(wellKnownFeeds(new URL(page.finalUrl)), deps, tag);
  const found = distinct([...feeds, ...usual]);
  if (survey?.problem && found.length === 0) return { ways: [], problem: survey.problem };
  const itself = survey ? await pageItself(page, survey, deps, tag) : [];
  return {
    ways: [...found, ...itself],
    ...(found.length === 0 && { problem: { kind: 'html-instead-of-feed', params: {} } }),
  };
}

/** Two addresses that lead to one feed are one way. */
function distinct(ways: readonly Way[]): Way[] {
  const seen = new Set<string>();
  return ways.filter(({ url, title, items }) => {
    const keys = [url, `${title}\n${items.map(({ url: each }) => each).join('\n')}`];
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

async function tried(links: readonly { url: string; title: string }[], deps: Deps, tag: Tag): Promise<Way[]> {
  const ways = await Promise.all(
    links.slice(0, MAX_TRIED).map(async ({ url, title }) => {
      const outcome = await deps.http.get({ url });
      if (outcome.kind !== 'fetched') return undefined;
      const podcast = await podcastFeed(outcome, deps);
      return (await asFeed(podcast ?? outcome, title, deps, tag)).way;
    }),
  );
  return ways.filter((way) => way !== undefined);
}

/** Apple's directory answers with the address of the feed. */
async function podcastFeed(outcome: FetchedBody, { http }: Deps): Promise<FetchedBody | undefined> {
  if (new URL(outcome.finalUrl).hostname !== 'itunes.apple.com') return undefined;
  const url = /"feedUrl"\s*:\s*"(https?:[^"]{1,2000})"/.exec(new TextDecoder().decode(outcome.body))?.[1];
  const feed = url ? await http.get({ url }) : undefined;
  return feed?.kind === 'fetched' ? feed : undefined;
}

/** One after the other, until one is a feed: nobody is asked sixteen questions at once. */
async function firstOf(urls: readonly string[], deps: Deps, tag: Tag): Promise<Way[]> {
  for (const url of urls) {
    const [way] = await tried([{ url, title: '' }], deps, tag);
    if (way) return [way];
  }
  return [];
}

async function asFeed(
  outcome: FetchedBody,
  title: string,
  deps: Deps,
  tag: Tag,
): Promise<{ way?: Way; problem?: Problem }> {
  const source = newFeed(outcome.finalUrl);
  const reading = await readBody({ source, state: NEW_STATE }, outcome, deps);
  if (reading.kind === 'problem') return { problem: reading.problem };
  if (reading.kind !== 'items') return {};
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
async function pageItself(page: FetchedBody, survey: PageSurvey, deps: Deps, tag: Tag): Promise<Way[]> {
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

const tagged = (items: readonly Parameters<Tag>[0][], source: Source, tag: Tag): EnrichedItem[] =>
  items.map((item) => tag(item, { id: source.id, name: '', tags: [] }));

async function tagging({ store, watch, clock }: Deps) {
  return tagger(
    watch.actors,
    watch.topics,
    catalog(watch.actors, watch.topics, await store.sources.names()),
    queryClock(clock(), watch.timezone),
  );
}
