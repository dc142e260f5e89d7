import type { PageChange } from '../pages/compare.ts';
import type { ItemEvent, ItemTone } from './event.ts';
import type { ItemId, SourceId, StoryId } from './ids.ts';
import type { Instant } from './units.ts';

export interface Enclosure {
  url: string;
  type?: string;
  /** Bytes, as the feed claims. */
  length?: number;
}

/** One entry as a feed or page gave it: nothing cleaned, nothing trusted. `html` is raw and must never reach a reader. */
export interface RawItem {
  /** What the publisher calls the entry (guid, id, rdf:about), when given. */
  guid?: string;
  /** Plain text or with markup and entities still in it. */
  title?: string;
  /** As written: may be relative to `base`. */
  url?: string;
  /** What relative links in this entry are relative to: xml:base, else the document's final URL. */
  base: string;
  /** The short form, raw HTML or text. */
  summaryHtml?: string;
  /** The long form, raw HTML or text. */
  contentHtml?: string;
  author?: string;
  /** Absent when the entry gave no date that can be read: a date is never invented. */
  publishedAt?: Instant;
  updatedAt?: Instant;
  /** BCP 47 as declared by the entry. */
  language?: string;
  categories: string[];
  enclosures: Enclosure[];
  imageUrl?: string;
  /** For a change of a watched page: what it was, line by line. */
  change?: RecordedChange;
}

/** A change of a watched page as it is kept with its item. */
export interface RecordedChange extends PageChange {
  /** Hashes of the two versions compared. */
  from: string;
  to: string;
}

/** One entry cleaned: absolute canonical URL, plain text, known dates. `html` is kept raw and sanitised when shown. */
export interface Item {
  id: ItemId;
  sourceId: SourceId;
  url?: string;
  title: string;
  /** Plain text. */
  text: string;
  /** Plain text, at most a few sentences. */
  summary: string;
  /** Raw HTML from outside; only views/sanitise may turn it into something shown. */
  html: string;
  author?: string;
  publishedAt?: Instant;
  updatedAt?: Instant;
  seenAt: Instant;
  /** ISO 639-1, or 'und'. */
  language: string;
  categories: string[];
  enclosures: Enclosure[];
  imageUrl?: string;
  /** Words of the visible text, ≥ 0. */
  words: number;
  /** Whole minutes, ≥ 1. */
  readingMinutes: number;
  /** Changes when anything a reader sees changes. */
  contentHash: string;
  change?: RecordedChange;
  /** The text is the article's own, fetched where the feed gave a summary. */
  isFullText?: boolean;
}

/** Why an item carries a topic or an actor: the words that matched, as they stand in the item. */
export interface Match {
  id: string;
  words: string[];
  /** Whether one of the words stands in the title. */
  inTitle: boolean;
}

/** Item → EnrichedItem: who and what it is about. */
export interface EnrichedItem extends Item {
  topics: Match[];
  /** Competitors and the brand. */
  actors: Match[];
  /** Absent when the title says of nothing that it happened. */
  event?: ItemEvent;
  /** Absent when no watched actor is named. */
  tone?: ItemTone;
}

export interface StoredItem extends EnrichedItem {
  storyId: StoryId;
  /** Found by the very first sweep of its source: backlog rather than news. */
  firstSweep: boolean;
}
