import type { EventType } from './event.ts';
import type { StoryId } from './ids.ts';
import type { Instant } from './units.ts';

/** A story of a newsletter, as it was when it went out. */
export interface NewsletterStory {
  id: StoryId;
  title: string;
  url?: string;
  source: string;
  summary: string;
  language: string;
  at: Instant;
  minutes: number;
  event?: EventType;
  /** Ids of watched actors. */
  actors: string[];
  /** The curator's own sentence; empty when there is none. */
  note: string;
}

/** An edition of a board that went out: numbered, and frozen. */
export interface Newsletter {
  id: string;
  board: string;
  /** From 1, board by board. */
  number: number;
  title: string;
  /** What its writers say first; blank lines part its paragraphs. */
  intro: string;
  stories: NewsletterStory[];
  sentAt: Instant;
  /** Id of a person. */
  sentBy: string;
  /** Whether anybody could read its board then: one sent among few stays among them. */
  isPublic: boolean;
  /** Subscriptions it went to. */
  receivers: number;
}

/** Enough of one to list it. */
export type NewsletterHeading = Pick<Newsletter, 'id' | 'number' | 'title' | 'sentAt' | 'isPublic'>;

/** The next one of a board, while it is written. */
export interface NewsletterDraft {
  title: string;
  intro: string;
  /** In the order in which they will be told. */
  stories: StoryId[];
  changedAt: Instant;
  /** Id of a person. */
  changedBy: string;
}
