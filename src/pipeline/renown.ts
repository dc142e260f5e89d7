import type { ActorMove } from '../../web/views/competitor.tsx';
import type { ItemFacts } from '../adapters/store/understanding.ts';
import type { Tone } from '../domain/model/event.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import {
  type ActorStory,
  type RankChange,
  type RenownBoard,
  rankChanges,
  renownOf,
  usualPoints,
  weeklyPoints,
} from '../domain/renown/renown.ts';
import type { Deps } from './deps.ts';

export interface RenownReport {
  now: RenownBoard;
  /** The window of the same length before. */
  before: RenownBoard;
  changes: RankChange[];
  /** Points of the last twelve weeks by actor, the oldest first. */
  weekly: Map<string, number[]>;
  /** What the figures count, the newest first. */
  stories: ActorStory[];
  /** Days of articles behind them. */
  daysKnown: number;
}

const WEEKS = 12;

/** How the watched actors stand over the last days, and how they stood before. */
export async function renownUpTo(to: Instant, days: number, deps: Deps): Promise<RenownReport> {
  const { store, watch } = deps;
  const windowMs = days * DAY_MS;
  const from = to - Math.max(WEEKS * 7 * DAY_MS, 3 * windowMs);
  const facts = await store.understanding.listFacts(from, to);
  const weights = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source.weight]));
  const stories = actorStories(facts, (sourceId) => weights.get(sourceId) ?? 1);
  const ids = watch.actors.map(({ id }) => id);
  const usual = usualPoints(stories, ids, to, windowMs);
  const now = renownOf(stories, ids, { from: to - windowMs, to }, usual);
  const before = renownOf(stories, ids, { from: to - 2 * windowMs, to: to - windowMs }, usual);
  const first = facts.find(({ isBacklog }) => !isBacklog);
  return {
    now,
    before,
    changes: rankChanges(now, before),
    weekly: new Map(ids.map((id) => [id, weeklyPoints(stories, id, to, WEEKS)])),
    stories: stories.toSorted((a, b) => b.at - a.at),
    daysKnown: first ? Math.floor((to - first.at) / DAY_MS) : 0,
  };
}

/** The stories that name each actor: copies are one story, told first when its first item was. */
export function actorStories(facts: readonly ItemFacts[], weightOf: (sourceId: string) => number): ActorStory[] {
  const found = new Map<string, ActorStory>();
  for (const item of facts) {
    for (const { id: actorId, inTitle } of item.actors) {
      const key = `${actorId} ${item.storyId}`;
      const known = found.get(key);
      const weight = weightOf(item.sourceId);
      const own = item.event?.actor === undefined || item.event.actor === actorId;
      if (!known) {
        found.set(key, {
          actorId,
          storyId: item.storyId,
          itemIds: [item.id],
          at: item.at,
          weight,
          inTitle,
          tone: item.tone?.tone,
          event: own ? item.event?.type : undefined,
        });
        continue;
      }
      known.itemIds.push(item.id);
      known.weight = Math.max(known.weight, weight);
      known.inTitle ||= inTitle;
      known.tone = strongerTone(known.tone, item.tone?.tone);
      known.event ??= own ? item.event?.type : undefined;
    }
  }
  return [...found.values()];
}

/** One teller that calls it good or bad says more than one that says neither. */
const strongerTone = (a: Tone | undefined, b: Tone | undefined): Tone | undefined =>
  a === undefined || a === 'neutral' ? (b ?? a) : a;

/** Stories with what a page shows of them: the lead's title, who tells them, and the proof. */
export async function movesOf(stories: readonly ActorStory[], { store }: Pick<Deps, 'store'>): Promise<ActorMove[]> {
  const names = await store.sources.names();
  const items = new Map(
    (await store.items.listByIds(stories.flatMap(({ itemIds }) => itemIds))).map((item) => [item.id as string, item]),
  );
  return stories.flatMap((story) => {
    const own = story.itemIds.flatMap((id) => items.get(id) ?? []);
    const proven = own.find(({ event }) => event?.type === story.event) ?? own[0];
    if (!proven) return [];
    return [
      {
        storyId: story.storyId,
        title: proven.title,
        language: proven.language,
        at: story.at,
        sources: [...new Set(own.map(({ sourceId }) => names.get(sourceId) ?? sourceId))],
        event: story.event,
        proof: proven.event?.proof ?? [],
        tone: story.tone,
      },
    ];
  });
}
