import { tagger } from '../domain/enrich/tagger.ts';
import type { EnrichedItem } from '../domain/model/item.ts';
import type { Problem } from '../domain/model/source.ts';
import { catalog } from '../domain/query/catalog.ts';
import type { FeedLink } from '../domain/sources/discover.ts';
import { newFeed } from '../domain/sources/newFeed.ts';
import { queryClock } from './days.ts';
import type { Deps } from './deps.ts';

/** One source tried, nothing stored. */
export interface Trial {
  url: string;
  feedUrl?: string;
  title?: string;
  items: EnrichedItem[];
  /** The other feeds the page announces. */
  others: FeedLink[];
  problems: Problem[];
}

/** Fetches and reads an address as a sweep would: a feed, or a page that announces one. */
export async function tryOut(url: string, deps: Deps, mayFollow = true): Promise<Trial> {
  const outcome = await deps.http.get({ url });
  if (outcome.kind === 'failed') return { url, items: [], others: [], problems: [outcome.problem] };
  if (outcome.kind === 'unchanged') return { url, items: [], others: [], problems: [] };
  const source = newFeed(outcome.finalUrl);
  const { body, contentType, finalUrl } = outcome;
  const reading = await deps.reader.read({
    source,
    body,
    finalUrl,
    memory: {},
    now: deps.clock(),
    ...(contentType !== undefined && { contentType }),
  });
  if (reading.kind === 'problem') return { url, items: [], others: [], problems: [reading.problem] };
  if (reading.kind === 'discovered') {
    const [first, ...others] = reading.feeds;
    // A page that announces a page that announces … is followed once, as a sweep does.
    return first && mayFollow
      ? { ...(await tryOut(first.url, deps, false)), url, others }
      : { url, items: [], others, problems: [{ kind: 'html-instead-of-feed', params: {} }] };
  }
  const tag = await tagging(deps);
  const { feedTitle } = reading.memory;
  const items = reading.items.map((item) => tag(item, { id: source.id, name: feedTitle ?? '', tags: [] }));
  return {
    url,
    feedUrl: finalUrl,
    items,
    others: [],
    problems: [],
    ...(feedTitle !== undefined && { title: feedTitle }),
  };
}

async function tagging({ store, watch, clock }: Deps) {
  return tagger(
    watch.actors,
    watch.topics,
    catalog(watch.actors, watch.topics, await store.sources.names()),
    queryClock(clock(), watch.timezone),
  );
}
