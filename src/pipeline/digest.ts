import { type Health, healthOf } from '../domain/cadence/health.ts';
import { VigieError } from '../domain/errors.ts';
import type { Digest } from '../domain/model/digest.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { StoredItem } from '../domain/model/item.ts';
import { FIRST_OWNER } from '../domain/model/person.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import { FRESH_MS, firstSince } from '../domain/rank/candidates.ts';
import { makeDigest } from '../domain/rank/digest.ts';
import type { RankContext } from '../domain/rank/score.ts';
import { buzzAlerts } from './buzz.ts';
import { lastSlot, localDay } from './days.ts';
import type { Deps } from './deps.ts';
import { shownBy } from './tastes.ts';
import { allTopics } from './topics.ts';

export interface EditionRequest {
  /** Local day, yyyy-mm-dd; today when absent. */
  date?: string;
  minutes?: number;
}

/**
 * The edition of a day: the frozen one when there is one, else made now. An edition is never made twice, and never
 * for another day than today.
 * @throws VigieError `digest.none` for a past or future day without an edition
 */
export async function edition({ date, minutes }: EditionRequest, deps: Deps): Promise<Digest> {
  const { store, watch, clock } = deps;
  const today = localDay(clock(), watch.timezone);
  const known = await store.digests.findByDate(date ?? today);
  if (known) return known;
  if (date !== undefined && date !== today) throw new VigieError('digest.none', { date });
  return make(today, minutes ?? watch.digest.minutes, deps);
}

/**
 * The same for a person who asks: before anything was collected, an empty edition would take the place of the day's
 * real one.
 * @throws VigieError `digest.nothing` then
 */
export async function editionOnDemand(request: EditionRequest, deps: Deps): Promise<Digest> {
  const { store } = deps;
  const isEmpty = !(await store.digests.findLatest()) && (await store.items.count()) === 0;
  if (isEmpty && request.date === undefined) throw new VigieError('digest.nothing');
  return edition(request, deps);
}

/**
 * The edition the schedule owes at `now`: its hour has come and its day has none yet. After a night switched off that
 * is the last one missed, under its own day. Undefined when nothing is owed.
 */
export async function dueEdition(deps: Deps): Promise<Digest | undefined> {
  const { store, watch, clock } = deps;
  const slot = lastSlot(watch.digest.cron, watch.timezone, clock());
  if (slot === undefined) return undefined;
  const day = localDay(slot, watch.timezone);
  const latest = await store.digests.findLatest();
  // An edition made on demand earlier the same day stands for the day's.
  if (latest && (latest.until >= slot || latest.date >= day)) return undefined;
  // Nothing was ever collected: a first edition of nothing would only take the day's number.
  if (!latest && (await store.items.count()) === 0) return undefined;
  return make(day, watch.digest.minutes, deps);
}

async function make(date: string, budgetMinutes: number, deps: Deps): Promise<Digest> {
  const { store, clock } = deps;
  const now = clock();
  const last = await store.digests.findLastBefore(now);
  const carried = await unreadOnce(deps, now);
  const seen = await store.items.listSeenBetween(last?.until ?? now - FRESH_MS, now);
  const since = last?.until ?? firstSince(seen, now);
  const known = new Set(seen.map(({ id }) => id));
  const items = [...seen, ...carried.items.filter(({ id }) => !known.has(id))];
  const told = await store.digests.listTold([...new Set(items.map(({ storyId }) => storyId))]);
  const alerts = await buzzAlerts(now, deps);
  const isOpen = deps.watch.actors.length + (await allTopics(deps)).length === 0;
  const [context, { failingSources, health }] = [
    { ...(await rankContext(now, deps)), carried: carried.stories },
    await sourceHealth(now, deps),
  ];
  return store.transaction(async (tx) => {
    // Another process may have been faster.
    const known = await tx.digests.findByDate(date);
    if (known) return known;
    const number = await tx.digests.nextNumber();
    const made = makeDigest({
      ...{ number, date, createdAt: now, since, until: now },
      ...{ budgetMinutes, items, told, failingSources, isOpen, context, retelling: deps.lexicons.retelling },
    });
    const digest = { ...made, health, ...(alerts.length > 0 && { alerts }) };
    await tx.digests.insert(digest);
    await tx.tastes.add(READER, shownBy(digest.sections.flatMap(({ stories }) => stories)), now);
    return digest;
  });
}

/** One edition for the team: it learns from whoever owned the watch first. */
const READER = FIRST_OWNER;
/** Stories carried over at most: what was not wanted yesterday must not fill today. */
const MOST_CARRIED = 5;

/**
 * What the last edition told and its reader, who was there, did not read: it gets one more chance, once. Who was away gets
 * the new edition only.
 */
async function unreadOnce(
  { store }: Pick<Deps, 'store'>,
  now: Instant,
): Promise<{ stories: Set<StoryId>; items: StoredItem[] }> {
  const last = await store.digests.findLastBefore(now);
  const stories = last?.sections.flatMap((section) => section.stories) ?? [];
  const marks = await store.readers.marks(
    READER,
    stories.map(({ id }) => id),
  );
  const wasThere = stories.some(({ id }) => marks.get(id)?.read);
  const unread = stories.filter(
    ({ id, reasons }) => !marks.get(id)?.read && !reasons.some(({ code }) => code === 'carried'),
  );
  if (!wasThere) return { stories: new Set(), items: [] };
  const best = unread.sort((a, b) => b.score - a.score).slice(0, MOST_CARRIED);
  // Some may have been merged into another since.
  const carried = new Set(await Promise.all(best.map(({ id }) => store.stories.current(id))));
  const items = await Promise.all([...carried].map((id) => store.items.listOfStory(id)));
  return { stories: carried, items: items.flat() };
}

async function rankContext(until: Instant, { store, watch }: Deps): Promise<RankContext> {
  const sources = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source]));
  const names = await store.sources.names();
  const stats = await store.items.statsBySource(until - 30 * DAY_MS);
  const brand = watch.actors.find(({ isBrand }) => isBrand);
  const nameIn = (list: readonly { id: string; name: string }[]) => (id: string) =>
    list.find((each) => each.id === id)?.name ?? id;
  return {
    until,
    ...(brand && { brandId: brand.id }),
    tastes: await store.tastes.list(READER, until),
    carried: new Set(),
    actorName: nameIn(watch.actors),
    topicName: nameIn(await allTopics({ store, watch })),
    sourceName: (id) => names.get(id) ?? id,
    sourceWeight: (id) => sources.get(id)?.weight ?? 1,
    language: watch.language,
    sourceRate: (id) => stats.get(id)?.recent ?? 0,
  };
}

/** How the sources are at the hour of the edition: its reader must know what may be missing. */
async function sourceHealth(
  now: Instant,
  { store, watch }: Deps,
): Promise<{ failingSources: string[]; health: Partial<Record<Health, number>> }> {
  const sources = await store.sources.list();
  const healths = sources.map(({ source, state }) => ({
    id: source.id,
    health: healthOf(source, state, now, watch.sweep),
  }));
  const health: Partial<Record<Health, number>> = {};
  for (const { health: each } of healths) health[each] = (health[each] ?? 0) + 1;
  return { failingSources: healths.filter((each) => each.health === 'failing').map(({ id }) => id), health };
}
