import type { ItemEvent } from '../model/event.ts';
import type { StoryId } from '../model/ids.ts';
import type { Match, StoredItem } from '../model/item.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../model/units.ts';

/** A story an edition may take: its items seen since the last edition, the lead first. */
export interface Candidate {
  id: StoryId;
  lead: StoredItem;
  items: StoredItem[];
  /** Independent tellers. */
  sourceIds: string[];
  actors: string[];
  topics: string[];
  /** What happened, as the item that says it most surely has it. */
  event?: ItemEvent;
}

/** News is at most this old when an edition first sees it. */
export const FRESH_MS = 48 * HOUR_MS;

/** Whether an item is news for the edition made at `until`, rather than the archive a new source brought with it. */
export function isFresh(item: StoredItem, since: Instant, until: Instant): boolean {
  if (item.publishedAt === undefined) return !item.firstSweep;
  // After a long pause the edition reaches back to the last one.
  return item.publishedAt > Math.min(until - FRESH_MS, since);
}

/** How far the very first edition may reach back, in days, when the last two brought nothing. */
const FIRST_REACHES = [2, 7, 30];

/** Where the first edition of a watch begins: as near as there is something to tell, so that nobody begins with an empty page. */
export function firstSince(items: readonly StoredItem[], until: Instant): Instant {
  const starts = FIRST_REACHES.map((days) => until - days * DAY_MS);
  return starts.find((since) => items.some((item) => isFresh(item, since, until))) ?? until - FRESH_MS;
}

/** What the lead of a story is chosen by. */
export interface LeadChoice {
  sourceWeight: (sourceId: string) => number;
  /** The watch's: of a story told in French and in English, its readers want the one they read best. */
  language?: string;
}

/** Items → the stories they tell. */
export function candidatesOf(items: readonly StoredItem[], choice: LeadChoice): Candidate[] {
  const byStory = Map.groupBy(items, (item) => item.storyId);
  return [...byStory].map(([id, members]) => {
    const ordered = [...members].sort(
      (a, b) =>
        leadRank(b, choice) - leadRank(a, choice) ||
        instantOf(a) - instantOf(b) ||
        // An aggregator's copy carries its publisher's name at the end.
        a.title.length - b.title.length ||
        (a.id < b.id ? -1 : 1),
    );
    return {
      id,
      lead: ordered[0] as StoredItem,
      items: ordered,
      sourceIds: [...new Set(ordered.map((item) => item.sourceId))],
      actors: idsInTitleFirst(ordered.flatMap((item) => item.actors)),
      topics: idsInTitleFirst(ordered.flatMap((item) => item.topics)),
      ...surestEvent(ordered),
    };
  });
}

function surestEvent(items: readonly StoredItem[]): { event?: ItemEvent } {
  const events = items.flatMap(({ event }) => event ?? []);
  const [event] = events.sort((a, b) => b.confidence - a.confidence);
  return event ? { event } : {};
}

export const instantOf = (item: StoredItem): Instant => item.publishedAt ?? item.seenAt;

/** The lead is told by a trusted source, in full, in the readers' language; ties go to the earliest. */
const leadRank = (item: StoredItem, { sourceWeight, language }: LeadChoice): number =>
  sourceWeight(item.sourceId) * 2 +
  Math.round(Math.min(item.words, 600) / 150) / 2 +
  (item.language === language ? OWN_LANGUAGE : 0);

/** As much as 300 words more. */
const OWN_LANGUAGE = 1;

/** Who the title names is whom the story is about; the others are mentioned. */
const idsInTitleFirst = (matches: readonly Match[]): string[] => [
  ...new Set([...matches.filter(({ inTitle }) => inTitle), ...matches].map(({ id }) => id)),
];
