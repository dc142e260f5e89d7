import type { ItemFacts } from '../adapters/store/understanding.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import { titleTerms } from '../domain/trends/titleTerms.ts';
import { type Mention, type Trend, trendsOf } from '../domain/trends/trends.ts';

import type { Deps } from './deps.ts';
import { allTopics } from './topics.ts';

/** Days a series shows, and of which the past is made. */
export const SERIES_DAYS = 36;
const BASELINE_DAYS = 28;
/** The last day is the one that has begun: it is compared as far as it has come. */
export interface TrendsReport {
  trends: Trend[];
  /** Articles the figures come from. */
  items: number;
  /** Days with anything collected: fewer than a week tell nothing. */
  days: number;
}

/**
 * What rises and falls up to now.
 * @param days of series, at least 14
 */
export async function trendsUpTo(now: Instant, deps: Deps, days = SERIES_DAYS): Promise<TrendsReport> {
  const { store, watch, lexicons } = deps;
  // Days end with the moment asked for, so that the last one is whole whatever the hour.
  const until = now;
  const from = until - days * DAY_MS;
  const facts = (await store.understanding.listFacts(from, until)).filter(({ isBacklog }) => !isBacklog);
  const ignored = (await store.understanding.listTerms()).filter((term) => term.isIgnored);
  // With a name goes every pair of words it stands in.
  const isIgnored = (key: string): boolean => ignored.some(({ id }) => `-${termId(key)}-`.includes(`-${id}-`));
  const names = new Map<string, string>([
    ...watch.actors.map(({ id, name }) => [`actor ${id}`, name] as const),
    ...(await allTopics(deps)).map(({ id, name }) => [`topic ${id}`, name] as const),
  ]);
  // What is watched has a line of its own.
  const aliases = new Set(
    [...watch.actors.flatMap(({ name, aliases: others }) => [name, ...others]), ...names.values()].map((each) =>
      termKey(each, deps),
    ),
  );
  const mentions = facts.flatMap((item) => mentionsOf(item, names, deps));
  const active = Array.from({ length: days }, () => new Set<string>());
  for (const { at, sourceId } of facts) active[Math.floor((at - from) / DAY_MS)]?.add(sourceId);
  const trends = trendsOf(
    mentions.filter(({ key }) => !aliases.has(key) && !isIgnored(key)),
    {
      until,
      baselineDays: Math.min(BASELINE_DAYS, days - 7),
      activeSources: active.map((sources) => sources.size),
      isSeasonal: (written) => lexicons.isSeasonal(written),
    },
  );
  return { trends, items: facts.length, days: active.filter(({ size }) => size > 0).length };
}

/** A subject's id in addresses: "term ia generative" → "ia-generative", "topic reels" → "topic-reels". */
export const termId = (key: string): string =>
  key
    .replace(/^term /, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);

const termKey = (text: string, { lexicons }: Deps): string =>
  `term ${titleTerms(text, 'en', lexicons.stopWords).at(-1)?.key ?? text.toLowerCase()}`;

function mentionsOf(item: ItemFacts, names: ReadonlyMap<string, string>, { lexicons }: Deps): Mention[] {
  const { id: itemId, storyId, sourceId, at } = item;
  const mention = (key: string, written: string, isName: boolean): Mention => ({
    ...{ key, written, isName, itemId, storyId, sourceId, at },
  });
  const watched = [
    ...item.actors.map(({ id }) => `actor ${id}`),
    ...item.topics.map(({ id }) => `topic ${id}`),
  ].flatMap((key) => (names.has(key) ? [mention(key, names.get(key) ?? key, true)] : []));
  const terms = titleTerms(item.title, item.language, lexicons.stopWords);
  return [...watched, ...terms.map(({ key, written, isName }) => mention(`term ${key}`, written, isName))];
}
