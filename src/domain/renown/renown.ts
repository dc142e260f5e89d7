import type { EventType, Tone } from '../model/event.ts';
import { DAY_MS, type Instant } from '../model/units.ts';

/** One story that names an actor. Copies of one story count once. */
export interface ActorStory {
  actorId: string;
  storyId: string;
  itemIds: string[];
  at: Instant;
  /** The weight of the source that counts most. */
  weight: number;
  inTitle: boolean;
  tone: Tone | undefined;
  event: EventType | undefined;
}

/** What a story is worth to the renown of whom it names; the page shows these numbers. */
export const RENOWN_POINTS = {
  /** Who the title names is whom the story is about. */
  place: { title: 1, text: 0.25 },
  tone: { positive: 1.25, neutral: 1, negative: 0.5 },
} as const;

/** Stories of one actor in one window, all figures counted from `stories`. */
export interface Renown {
  actorId: string;
  stories: number;
  items: number;
  /** Σ source weight × place × tone. */
  points: number;
  /** Share of all actors' points, 0 to 1. */
  shareOfVoice: number;
  positive: number;
  negative: number;
  neutral: number;
  /** (positive − negative) / toned stories, −1 to 1; undefined when none has a tone. */
  tone: number | undefined;
  /** 0 to 100: 50 is the middle of the set, each doubling halves what is missing to 100. */
  thermometer: number;
  rank: number;
  events: Partial<Record<EventType, number>>;
}

export interface RenownBoard {
  from: Instant;
  to: Instant;
  actors: Renown[];
}

const pointsOf = ({ weight, inTitle, tone }: ActorStory): number =>
  weight * RENOWN_POINTS.place[inTitle ? 'title' : 'text'] * RENOWN_POINTS.tone[tone ?? 'neutral'];

/**
 * The renown of every actor over a window: distinct stories × source weight × tone.
 * @param actorIds all that are watched: who is not named has nothing, and a rank all the same
 * @param usual points that are the middle of the thermometer; undefined takes the window's own median
 */
export function renownOf(
  stories: readonly ActorStory[],
  actorIds: readonly string[],
  window: { from: Instant; to: Instant },
  usual?: number,
): RenownBoard {
  const within = stories.filter(({ at }) => at >= window.from && at < window.to);
  const byActor = Map.groupBy(within, ({ actorId }) => actorId);
  const points = new Map(actorIds.map((id) => [id, sum((byActor.get(id) ?? []).map(pointsOf))]));
  const all = sum([...points.values()]);
  const middle = usual ?? median([...points.values()].filter((each) => each > 0));
  const ranked = [...actorIds].sort((a, b) => (points.get(b) ?? 0) - (points.get(a) ?? 0) || (a < b ? -1 : 1));
  const actors = ranked.map((actorId, index): Renown => {
    const own = byActor.get(actorId) ?? [];
    const toned = (tone: Tone) => own.filter((story) => story.tone === tone).length;
    const [positive, negative, neutral] = [toned('positive'), toned('negative'), toned('neutral')];
    const worth = points.get(actorId) ?? 0;
    return {
      actorId,
      stories: own.length,
      items: sum(own.map(({ itemIds }) => itemIds.length)),
      points: rounded(worth),
      shareOfVoice: all > 0 ? worth / all : 0,
      positive,
      negative,
      neutral,
      tone: positive + negative + neutral > 0 ? (positive - negative) / (positive + negative + neutral) : undefined,
      thermometer: middle > 0 ? Math.round(100 * (1 - 2 ** (-worth / middle))) : 0,
      rank: index + 1,
      events: countEvents(own),
    };
  });
  return { ...window, actors };
}

function countEvents(stories: readonly ActorStory[]): Partial<Record<EventType, number>> {
  const counts: Partial<Record<EventType, number>> = {};
  for (const { event } of stories) if (event) counts[event] = (counts[event] ?? 0) + 1;
  return counts;
}

/** Points of each week, the oldest first. */
export function weeklyPoints(stories: readonly ActorStory[], actorId: string, to: Instant, weeks: number): number[] {
  const points = Array<number>(weeks).fill(0);
  for (const story of stories) {
    if (story.actorId !== actorId || story.at >= to) continue;
    const week = weeks - 1 - Math.floor((to - 1 - story.at) / (7 * DAY_MS));
    if (week >= 0) points[week] = (points[week] ?? 0) + pointsOf(story);
  }
  return points.map(rounded);
}

/** The middle of what the set's actors had in the windows before, so that 50 is the usual noise of this market. */
export function usualPoints(
  stories: readonly ActorStory[],
  actorIds: readonly string[],
  to: Instant,
  windowMs: number,
): number | undefined {
  const first = Math.min(...stories.map(({ at }) => at));
  const windows = Math.min(12, Math.floor((to - first) / windowMs));
  if (!Number.isFinite(windows) || windows < 2) return undefined;
  const points = Array.from({ length: windows }, (_, back) => ({
    from: to - (back + 1) * windowMs,
    to: to - back * windowMs,
  }))
    .flatMap((window) => renownOf(stories, actorIds, window, 1).actors)
    .map((actor) => actor.points)
    .filter((each) => each > 0);
  return points.length > 0 ? median(points) : undefined;
}

/** Twice the standard error of a difference of two counts: less is chance. */
const NOISE = 2;

/** Whether one actor is ahead of another by more than chance: stories come one by one, as Poisson counts. */
export const isAheadOf = (a: Pick<Renown, 'points'>, b: Pick<Renown, 'points'>): boolean =>
  a.points - b.points > NOISE * Math.sqrt(a.points + b.points);

/** A change of rank that is more than noise: who passed whom. */
export interface RankChange {
  actorId: string;
  rank: number;
  rankBefore: number;
  passed: string[];
}

/** Rank changes to announce: an actor is ahead, by more than chance, of somebody who was not behind it before. */
export function rankChanges(now: RenownBoard, before: RenownBoard): RankChange[] {
  const previous = new Map(before.actors.map((actor) => [actor.actorId, actor]));
  return now.actors.flatMap((actor) => {
    const was = previous.get(actor.actorId);
    if (!was) return [];
    const passed = now.actors.filter((other) => {
      const otherWas = previous.get(other.actorId);
      return otherWas !== undefined && otherWas.rank < was.rank && other.rank > actor.rank && isAheadOf(actor, other);
    });
    if (passed.length === 0) return [];
    return [
      { actorId: actor.actorId, rank: actor.rank, rankBefore: was.rank, passed: passed.map(({ actorId }) => actorId) },
    ];
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const rounded = (value: number): number => Math.round(value * 100) / 100;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
