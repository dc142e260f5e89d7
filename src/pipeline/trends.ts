import { setImmediate as turn } from 'node:timers/promises';
import type { Store } from '../adapters/store/open.ts';
import type { FollowedTerm, ItemFacts } from '../adapters/store/understanding.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../domain/model/units.ts';
import { titleTerms } from '../domain/trends/titleTerms.ts';
import { type Mention, type Trend, trendsOf } from '../domain/trends/trends.ts';
import type { Deps } from './deps.ts';
import { allTopics } from './topics.ts';

/** Days a series shows, and of which the past is made. */
export const SERIES_DAYS = 36;
const BASELINE_DAYS = 28;

export interface TrendsReport {
  trends: Trend[];
  /** Articles the figures come from. */
  items: number;
  /** Days with anything collected: fewer than a week tell nothing. */
  days: number;
}

/** A report stands for so long while nothing new comes: a page and the next one a reader opens ask for the same. */
const STANDS_MS = 10 * MINUTE_MS;
/** The last report of each store, with all that it hangs on. */
const latest = new WeakMap<Store, { hangsOn: string; report: Promise<TrendsReport> }>();

/**
 * What rises and falls up to now.
 * @param days of series, at least 14
 */
export async function trendsUpTo(now: Instant, deps: Deps, days = SERIES_DAYS): Promise<TrendsReport> {
  const { store } = deps;
  const [revision, terms] = [await store.outbox.revision(), await store.understanding.listTerms()];
  const hangsOn = JSON.stringify([revision, terms, days, Math.floor(now / STANDS_MS)]);
  const known = latest.get(store);
  if (known?.hangsOn === hangsOn) return known.report;
  const report = reportOf(now, deps, days, terms);
  latest.set(store, { hangsOn, report });
  report.catch(() => latest.delete(store));
  return report;
}

async function reportOf(
  until: Instant,
  deps: Deps,
  days: number,
  terms: readonly FollowedTerm[],
): Promise<TrendsReport> {
  const { store, watch, lexicons } = deps;
  // Days end with the moment asked for, so that the last one is whole whatever the hour.
  const from = until - days * DAY_MS;
  const facts = (await store.understanding.listFacts(from, until)).filter(({ isBacklog }) => !isBacklog);
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
  const isShown = shownKeys(aliases, terms);
  const mentions: Mention[] = [];
  for (const [index, item] of facts.entries()) {
    for (const mention of mentionsOf(item, names, deps)) if (isShown(mention.key)) mentions.push(mention);
    // A month of a thousand sources takes seconds, and other readers wait for their pages.
    if (index % 1000 === 999) await turn();
  }
  const active = Array.from({ length: days }, () => new Set<string>());
  for (const { at, sourceId } of facts) active[Math.floor((at - from) / DAY_MS)]?.add(sourceId);
  const trends = trendsOf(mentions, {
    until,
    baselineDays: Math.min(BASELINE_DAYS, days - 7),
    activeSources: active.map((sources) => sources.size),
    isSeasonal: (written) => lexicons.isSeasonal(written),
  });
  return { trends, items: facts.length, days: active.filter(({ size }) => size > 0).length };
}

/** Which subjects have a line: with an ignored name goes every pair of words it stands in. */
function shownKeys(aliases: ReadonlySet<string>, terms: readonly FollowedTerm[]): (key: string) => boolean {
  const ignored = terms.filter((term) => term.isIgnored).map(({ id }) => `-${id}-`);
  const known = new Map<string, boolean>();
  return (key) => {
    const found = known.get(key) ?? (!aliases.has(key) && !ignored.some((id) => `-${termId(key)}-`.includes(id)));
    known.set(key, found);
    return found;
  };
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
