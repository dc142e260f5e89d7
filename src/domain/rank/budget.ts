import type { LeftOutReason } from '../model/digest.ts';
import type { StoryId } from '../model/ids.ts';
import { type Candidate, instantOf } from './candidates.ts';

/** A candidate with its price in minutes and its worth in points. */
export interface Priced extends Candidate {
  minutes: number;
  score: number;
  /** Whether its source speaks so seldom that it would be lost in the stream. */
  isRare: boolean;
}

export interface Selection {
  taken: Priced[];
  leftOut: { story: Priced; reason: LeftOutReason }[];
}

/** Under this score a story is not worth a minute, however empty the hour. */
export const THRESHOLD = 6;
/**
 * The same where a watch follows nobody and no topic: all that its sources bring is asked for, and only what tells nothing
 * by itself (round-ups) falls under this.
 */
export const OPEN_THRESHOLD = -8;
/** Points per minute to the power 0.6: at 0.8 many short stories push out the one that matters (seen on the timeline). */
const LENGTH_POWER = 0.6;
/** Each further story on the same subject or from the same source is worth this much of the one before. */
const SAME_SUBJECT = 0.85;
const SAME_SOURCE = 0.75;
/** No source fills more of an edition than this share of the minutes, unless fewer than four have something to tell. */
const MOST_OF_ONE_SOURCE = 0.25;

/**
 * Fills a budget by value per minute, with diminishing returns for more of the same, after the floors: the best story
 * of each competitor that moved, of each topic, of the brand, and of one rare source. Deterministic.
 * @param threshold score under which a story is not taken
 */
export function selectWithin(
  stories: readonly Priced[],
  budgetMinutes: number,
  threshold: number = THRESHOLD,
): Selection {
  const eligible = stories.filter((story) => story.score >= threshold).sort(byWorth);
  const basket = newBasket(budgetMinutes, shareOfOne(eligible), Math.min(0, threshold - 1));
  takeFloors(eligible, basket);
  fill(eligible, basket);
  topUp(eligible, basket);
  // A story traded away may have made room for another of its source.
  fill(eligible, basket);
  const leftOut = stories
    .filter((story) => !basket.has(story))
    .sort(byWorth)
    .map((story) => ({ story, reason: story.score < threshold ? 'belowThreshold' : reasonFor(story, basket) }));
  return { taken: basket.stories(), leftOut };
}

const shareOfOne = (stories: readonly Priced[]): number =>
  Math.max(MOST_OF_ONE_SOURCE, 1 / new Set(stories.map(({ lead }) => lead.sourceId)).size);

/** The better first. */
export const byWorth = (a: Priced, b: Priced): number =>
  b.score - a.score || instantOf(b.lead) - instantOf(a.lead) || (a.id < b.id ? -1 : 1);

const reasonFor = (story: Priced, basket: Basket): LeftOutReason =>
  basket.isFull(story) ? 'sourceFull' : 'overBudget';

/** What an edition owes a story to: its actors, its topics, and that its source is rare. */
const owedTo = ({ actors, topics, isRare }: Priced): string[] => [
  ...actors.map((id) => `actor ${id}`),
  ...topics.map((id) => `topic ${id}`),
  ...(isRare ? ['rare'] : []),
];

/** The best story of every subject, best first; where it does not fit, the next best. */
function takeFloors(eligible: readonly Priced[], basket: Basket): void {
  const bySubject = new Map<string, Priced[]>();
  for (const story of eligible) {
    for (const subject of owedTo(story)) bySubject.set(subject, [...(bySubject.get(subject) ?? []), story]);
  }
  for (const stories of bySubject.values()) {
    if (!stories.some((story) => basket.has(story))) stories.some((story) => basket.take(story));
  }
}

function fill(eligible: readonly Priced[], basket: Basket): void {
  for (;;) {
    const best = bestOf(
      eligible.filter((story) => basket.accepts(story)),
      basket,
    );
    if (!best) return;
    basket.take(best);
  }
}

interface Basket {
  /** Score at which a story is worth nothing. */
  zero: number;
  take(story: Priced): boolean;
  drop(story: Priced): void;
  accepts(story: Priced): boolean;
  isFull(story: Priced): boolean;
  has(story: Priced): boolean;
  free(): number;
  stories(): Priced[];
  /** How many taken stories share the subject, and the source, of this one. */
  alike(story: Priced): { subject: number; source: number };
}

const subjectOf = (story: Priced): string => story.actors[0] ?? story.topics[0] ?? '';

function newBasket(budgetMinutes: number, shareOfOneSource: number, zero: number): Basket {
  const taken = new Map<StoryId, Priced>();
  const all = () => [...taken.values()];
  const minutes = (stories: readonly Priced[]) => stories.reduce((sum, story) => sum + story.minutes, 0);
  const fromSame = (story: Priced) => all().filter((other) => other.lead.sourceId === story.lead.sourceId);
  const isFull = (story: Priced) => {
    const same = fromSame(story);
    return same.length > 0 && minutes(same) + story.minutes > budgetMinutes * shareOfOneSource;
  };
  const accepts = (story: Priced) =>
    !taken.has(story.id) && minutes(all()) + story.minutes <= budgetMinutes && !isFull(story);
  return {
    zero,
    accepts,
    isFull,
    take: (story) => accepts(story) && taken.set(story.id, story).has(story.id),
    drop: (story) => taken.delete(story.id),
    has: (story) => taken.has(story.id),
    free: () => budgetMinutes - minutes(all()),
    stories: all,
    alike: (story) => ({
      subject: all().filter((other) => subjectOf(other) === subjectOf(story)).length,
      source: fromSame(story).length,
    }),
  };
}

function bestOf(stories: readonly Priced[], basket: Basket): Priced | undefined {
  let best: Priced | undefined;
  let bestGain = 0;
  for (const story of stories) {
    const { subject, source } = basket.alike(story);
    const gain =
      ((story.score - basket.zero) * SAME_SUBJECT ** subject * SAME_SOURCE ** source) / story.minutes ** LENGTH_POWER;
    if (gain > bestGain) [best, bestGain] = [story, gain];
  }
  return best;
}

/** Minutes left that no story fits: trade the least taken story for a better one that is a little longer. */
function topUp(eligible: readonly Priced[], basket: Basket): void {
  const cheapest = basket.stories().sort((a, b) => a.score - b.score);
  for (const story of cheapest) {
    if (basket.free() <= 1) return;
    basket.drop(story);
    const owed = owedTo(story).filter((subject) => !basket.stories().some((other) => owedTo(other).includes(subject)));
    const room = basket.free();
    const better = eligible.find(
      (other) =>
        other.id !== story.id &&
        other.score >= story.score &&
        other.minutes > story.minutes &&
        other.minutes <= room &&
        owed.every((subject) => owedTo(other).includes(subject)) &&
        basket.accepts(other),
    );
    basket.take(better ?? story);
  }
}
