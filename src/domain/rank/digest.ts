import type { Digest, DigestItem, DigestSection, DigestStory, LeftOut, SectionId } from '../model/digest.ts';
import type { StoredItem } from '../model/item.ts';
import type { Instant } from '../model/units.ts';
import type { RetellingLexicon } from '../stories/retelling.ts';
import { byWorth, OPEN_THRESHOLD, type Priced, selectWithin, THRESHOLD } from './budget.ts';
import { type Candidate, candidatesOf, isFresh } from './candidates.ts';
import { withoutRetellings } from './retellings.ts';
import { RARE_PER_MONTH, type RankContext, reasonsFor, scoreOf } from './score.ts';

export interface DigestRequest {
  number: number;
  /** Local day, yyyy-mm-dd. */
  date: string;
  createdAt: Instant;
  /** Exclusive: where the last edition ended. */
  since: Instant;
  /** Inclusive. */
  until: Instant;
  budgetMinutes: number;
  /** Everything seen in the window. */
  items: readonly StoredItem[];
  /** Stories earlier editions told → the day they did. */
  told: ReadonlyMap<string, string>;
  failingSources: string[];
  /** Whether nobody and no topic is followed: then there is nothing but the sources to choose by. */
  isOpen?: boolean;
  /** What tells the same news is known by. */
  retelling: RetellingLexicon;
  context: RankContext;
}

/** Sections in the order of the page. */
const ORDER: SectionId[] = ['competitors', 'brand', 'topics', 'offtrack'];

/** Makes the edition of one day: news, ranked, cut to the minutes there are. Pure: the same input gives the same edition. */
export function makeDigest(request: DigestRequest): Digest {
  const { items, since, until, budgetMinutes, told, context } = request;
  const threshold = request.isOpen ? OPEN_THRESHOLD : THRESHOLD;
  const { carried } = context;
  const fresh = items.filter((item) => carried.has(item.storyId) || isFresh(item, since, until));
  const candidates = candidatesOf(fresh, context);
  const priced = candidates.map((candidate) => price(candidate, context));
  const isRepeated = (story: Priced) => told.has(story.id) && !carried.has(story.id);
  const untold = priced.filter((story) => !isRepeated(story));
  const { kept, retold } = withoutRetellings(untold.toSorted(byWorth), request.retelling);
  const { taken, leftOut } = selectWithin(kept, budgetMinutes, threshold);
  const repeated = priced.filter(isRepeated).map((story) => leftOutOf(story, 'toldBefore', told.get(story.id)));
  return {
    number: request.number,
    date: request.date,
    createdAt: request.createdAt,
    since,
    until,
    budgetMinutes,
    plannedMinutes: taken.reduce((sum, story) => sum + story.minutes, 0),
    threshold,
    considered: { items: fresh.length, stories: candidates.length },
    sections: sectionsOf(taken, context),
    leftOut: [
      ...leftOut.map(({ story, reason }) => leftOutOf(story, reason)),
      ...retold.map((story) => leftOutOf(story, 'sameNews')),
      ...repeated,
    ],
    failingSources: request.failingSources,
  };
}

function price(candidate: Candidate, context: RankContext): Priced {
  return {
    ...candidate,
    minutes: candidate.lead.readingMinutes,
    score: scoreOf(reasonsFor(candidate, context)),
    isRare: context.sourceRate(candidate.lead.sourceId) <= RARE_PER_MONTH,
  };
}

function sectionsOf(taken: readonly Priced[], context: RankContext): DigestSection[] {
  const bySection = Map.groupBy(taken, (story) => sectionOf(story, context));
  return ORDER.flatMap((id) => {
    const stories = (bySection.get(id) ?? []).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    return stories.length > 0 ? [{ id, stories: stories.map((story) => storyOf(story, context)) }] : [];
  });
}

/** A story belongs to whom it is about: a competitor's news that mentions us is the competitor's. */
function sectionOf({ actors, topics }: Candidate, { brandId }: RankContext): SectionId {
  const [subject] = actors;
  if (subject === undefined) return topics.length > 0 ? 'topics' : 'offtrack';
  return subject === brandId ? 'brand' : 'competitors';
}

function storyOf(story: Priced, context: RankContext): DigestStory {
  const { lead } = story;
  return {
    id: story.id,
    title: lead.title,
    summary: lead.summary,
    language: lead.language,
    minutes: story.minutes,
    score: story.score,
    reasons: reasonsFor(story, context),
    actors: story.actors,
    topics: story.topics,
    ...(story.event && { event: story.event }),
    items: story.items.map((item) => digestItem(item, context)),
    ...(lead.url !== undefined && { url: lead.url }),
  };
}

function digestItem(item: StoredItem, { sourceName }: RankContext): DigestItem {
  const { id, title, sourceId, seenAt } = item;
  return {
    id,
    title,
    source: sourceName(sourceId),
    sourceId,
    seenAt,
    ...(item.url !== undefined && { url: item.url }),
    ...(item.publishedAt !== undefined && { publishedAt: item.publishedAt }),
  };
}

function leftOutOf({ id, lead, minutes, score }: Priced, reason: LeftOut['reason'], date?: string): LeftOut {
  return {
    id,
    title: lead.title,
    minutes,
    score,
    reason,
    ...(lead.url !== undefined && { url: lead.url }),
    ...(date !== undefined && { date }),
  };
}
