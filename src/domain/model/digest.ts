import type { Health } from '../cadence/health.ts';
import type { BuzzAlert } from '../trends/buzz.ts';
import type { ItemEvent } from './event.ts';
import type { ItemId, StoryId } from './ids.ts';
import type { Instant } from './units.ts';

export const SECTION_IDS = ['brand', 'competitors', 'topics', 'offtrack'] as const;
export type SectionId = (typeof SECTION_IDS)[number];

/** One term of a score. The points of all reasons sum exactly to the score. */
export interface Reason {
  code: string;
  points: number;
  /** What fills the sentence: names, counts, matched words. */
  params: Record<string, string | number>;
}

export interface DigestItem {
  id: ItemId;
  title: string;
  url?: string;
  source: string;
  sourceId: string;
  publishedAt?: Instant;
  seenAt: Instant;
}

export interface DigestStory {
  id: StoryId;
  title: string;
  url?: string;
  summary: string;
  language: string;
  minutes: number;
  score: number;
  reasons: Reason[];
  actors: string[];
  topics: string[];
  /** What happened, when a title says so; absent in editions older than this. */
  event?: ItemEvent;
  /** The lead first. */
  items: DigestItem[];
}

export interface DigestSection {
  id: SectionId;
  stories: DigestStory[];
}

/** Why a candidate is not in the edition. */
export type LeftOutReason = 'belowThreshold' | 'overBudget' | 'sourceFull' | 'sameNews' | 'toldBefore';

export interface LeftOut {
  id: StoryId;
  title: string;
  url?: string;
  minutes: number;
  score: number;
  reason: LeftOutReason;
  /** Day of the edition that told it, for `toldBefore`. */
  date?: string;
}

/** An alert as an edition keeps it: how it spread, the first teller first. */
export interface DigestAlert extends BuzzAlert {
  spread: { storyId: string; title: string; source: string; at: Instant }[];
}

/** The numbered, frozen edition of one day. */
export interface Digest {
  number: number;
  /** Local day, yyyy-mm-dd. */
  date: string;
  createdAt: Instant;
  since: Instant;
  until: Instant;
  budgetMinutes: number;
  plannedMinutes: number;
  /** Score under which nothing is taken. */
  threshold: number;
  considered: { items: number; stories: number };
  sections: DigestSection[];
  leftOut: LeftOut[];
  /** Actors about whom more and worse was said than usual; absent when there are none. */
  alerts?: DigestAlert[];
  /** Sources that were failing when it was made. */
  failingSources: string[];
  /** How many of the sources were in which health when it was made; absent in editions older than this. */
  health?: Partial<Record<Health, number>>;
}
