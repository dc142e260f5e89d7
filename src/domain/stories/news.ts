import type { Instant } from '../model/units.ts';

/** How near texts must be to tell the same news. */
export interface NewsSettings {
  /** Cosine from which on a text joins a story. */
  join: number;
  /** Cosine from which on two stories become one. */
  merge: number;
  /** Texts between two looks for stories to merge. */
  mergeEvery: number;
  /** A story without a new text for so long is closed. */
  openMs: number;
  /** A story is never longer than this: an affair that goes on is another story. */
  longestMs: number;
  /** Words that two texts must share to be compared at all. */
  shared: number;
  /**
   * Cosine with one text of the story that a text needs besides, and how much more for each hour between the two: an
   * affair's words alone are not its news. Only texts of other sources count: a source tells the next development, not
   * the same news again. Absent: the story's words are enough.
   */
  member?: { least: number; perHour: number };
  /** How much less is asked of two texts that say the same happened to the same: "Apple sues OpenAI" in other words. */
  sameEvent?: number;
}

export interface NewsText {
  at: Instant;
  sourceId?: string;
  /** Words or stems, each with its weight in the text. */
  terms: ReadonlyMap<string, number>;
  /** What happened, and the names of the title: absent when nothing did. */
  happened?: { type: string; names: ReadonlySet<string> };
}

/** One story that texts may still join. */
export interface OpenStory<Id extends string = string> {
  id: Id;
  firstAt: Instant;
  lastAt: Instant;
  texts: number;
}

export interface Joined<Id extends string> {
  /** The story, and how near it was: 1 is the same words, undefined opened one. */
  id: Id;
  nearness: number | undefined;
}

export interface NewsIndex<Id extends string> {
  /** The story the text belongs to; `opens` names the one it opens when none is near enough. */
  join(text: NewsText, opens: Id): Joined<Id>;
  /** Puts a text into a story it is known to belong to. */
  add(text: NewsText, id: Id): void;
  /** Stories that became one since the last call: the younger with the older it now belongs to. */
  merged(): { from: Id; into: Id }[];
}
