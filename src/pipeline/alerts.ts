import { sureEventValues } from '../domain/enrich/judge.ts';
import { VigieError } from '../domain/errors.ts';
import type { StoredItem } from '../domain/model/item.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import { DAY_MS } from '../domain/model/units.ts';
import type { QueryClock } from '../domain/query/ast.ts';
import { catalog } from '../domain/query/catalog.ts';
import { queryDocument } from '../domain/query/document.ts';
import { matchQuery } from '../domain/query/match.ts';
import { parseRule } from '../domain/query/parse.ts';
import { type Catalog, type ResolvedNode, resolve } from '../domain/query/resolve.ts';
import { ruleIndex } from '../domain/query/ruleIndex.ts';
import { factsOf, readableText } from '../domain/search/model.ts';
import { queryClock } from './days.ts';
import type { Deps } from './deps.ts';
import { tagsBySource } from './indexing.ts';
import { allTopics } from './topics.ts';

/** Where matching stands in the store's revisions. */
const CURSOR = 'alerts_revision';
const BATCH = 500;
/** What is older than this when Vigie first sees it is no news to be told at once. */
const NEWS_MS = 2 * DAY_MS;

/** One standing query, and whom what it finds is for. */
export interface StandingQuery {
  query: string;
  subscriptions: readonly string[];
  /** Told at once: what is not sure wakes nobody up. */
  wakes?: boolean;
}

/** Names the subscriptions an item is for. */
type Matcher = (item: StoredItem, sourceTags: readonly string[]) => string[];
type ArrivalDeps = Pick<Deps, 'store' | 'watch' | 'clock'>;

/**
 * Prepares standing queries once; what it returns names the subscriptions an item is for. Queries are filed by the words
 * they need (ruleIndex): an item is asked only of those that could match.
 */
export function alertMatcher(queries: readonly StandingQuery[], names: Catalog, clock: QueryClock): Matcher {
  const rules = ruleIndex(
    queries.flatMap(({ query, ...standing }): (Omit<StandingQuery, 'query'> & { node: ResolvedNode })[] => {
      try {
        return [{ node: resolve(parseRule(query), names, clock), ...standing }];
      } catch (error) {
        // It was right when it was saved; what it names may be gone.
        if (error instanceof VigieError) return [];
        throw error;
      }
    }),
    ({ node }) => node,
  );
  return (item, sourceTags) => {
    const document = queryDocument(item.title, readableText(item), item.url, factsOf(item, sourceTags));
    const sure = { ...document, facts: { ...document.facts, event: sureEventValues(item.event) } };
    const found = new Set<string>();
    for (const { node, subscriptions, wakes } of rules.candidates(document))
      if (matchQuery(node, wakes ? sure : document)) for (const id of subscriptions) found.add(id);
    return [...found];
  };
}

/** Notes what arrived since the last time for whom it is, each story once. Returns how many were noted. */
export async function matchArrivals(deps: ArrivalDeps): Promise<number> {
  const { store, clock } = deps;
  const known = await store.outbox.note(CURSOR);
  // The first time, what was collected before anybody subscribed is nobody's news.
  if (known === undefined) {
    await store.outbox.setNote(CURSOR, String(await store.outbox.revision()));
    return 0;
  }
  const queries = await standingQueries(deps);
  let match: Matcher | undefined;
  let noted = 0;
  for (let cursor = Number(known); ; ) {
    const { items, revision } = await store.outbox.changesAfter(cursor, BATCH);
    if (revision === cursor) return noted;
    const now = clock();
    const news = items.filter(({ seenAt, firstSweep }) => !firstSweep && seenAt > now - NEWS_MS);
    // Thousands of queries are prepared once, and only when there is something to ask them.
    if (news.length > 0 && queries.length > 0) match ??= await prepared(queries, deps);
    const arrivals = match ? await matched(news, match, deps) : [];
    // With the cursor, or not at all: nothing is noted twice or lost.
    await store.transaction(async (tx) => {
      await tx.subscriptions.arrive(arrivals);
      await tx.outbox.setNote(CURSOR, String(revision));
    });
    noted += arrivals.length;
    cursor = revision;
  }
}

async function prepared(queries: readonly StandingQuery[], { store, watch, clock }: ArrivalDeps): Promise<Matcher> {
  const names = catalog(watch.actors, await allTopics({ store, watch }), await store.sources.names());
  return alertMatcher(queries, names, queryClock(clock(), watch.timezone));
}

async function matched(news: readonly StoredItem[], match: Matcher, { store, clock }: ArrivalDeps) {
  const tags = await tagsBySource(store);
  const arrivals = [];
  for (const item of news) {
    for (const subscription of match(item, tags.get(item.sourceId) ?? []))
      arrivals.push({ subscription, subject: item.storyId as string, at: clock() });
    // Pages are served between two articles.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return arrivals;
}

/** The queries of every active subscription, the same one once. */
async function standingQueries({ store }: Pick<Deps, 'store'>): Promise<StandingQuery[]> {
  const boards = new Map((await store.boards.list()).map(({ id, query }) => [id, query]));
  const active = await store.subscriptions.listActive();
  return [true, false].flatMap((wakes) => {
    const own = active.filter(({ schedule }) => (schedule.rhythm === 'each') === wakes);
    const byQuery = Map.groupBy(own, (subscription) => queryOf(subscription, boards) ?? '');
    byQuery.delete('');
    return [...byQuery].map(([query, theirs]) => ({ query, wakes, subscriptions: theirs.map(({ id }) => id) }));
  });
}

function queryOf({ subject, schedule }: Subscription, boards: ReadonlyMap<string, string>): string | undefined {
  switch (subject.kind) {
    case 'digest':
    case 'report':
      return undefined;
    case 'board':
      // Who asked for its newsletters waits for what its keepers choose.
      return schedule.rhythm === 'newsletter' ? undefined : boards.get(subject.board);
    case 'competitor':
      return `competitor:${subject.actor}`;
    case 'query':
      return subject.query;
  }
}
