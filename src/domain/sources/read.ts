import { rhythmOf } from '../cadence/rhythm.ts';
import { never } from '../errors.ts';
import type { Item, RawItem } from '../model/item.ts';
import type { Problem, Source, SourceMemory } from '../model/source.ts';
import type { Instant } from '../model/units.ts';
import { normalise } from '../normalise/item.ts';
import { primaryLanguage } from '../normalise/language.ts';
import { printable } from '../normalise/printable.ts';
import type { Pace } from '../normalise/readingTime.ts';
import type { IsTracking } from '../normalise/url.ts';
import type { SentenceLanguage } from '../pages/sentence.ts';
import type { PageVersion } from '../pages/watch.ts';
import type { FeedLink } from './discover.ts';
import { readFeed } from './feed.ts';
import { readList } from './list.ts';
import { readPage } from './page.ts';
import { remarksOn } from './remarks.ts';
import { readSitemap } from './sitemap.ts';

/** One fetched document and what we know of its source. */
export interface Document {
  source: Source;
  body: Uint8Array;
  contentType?: string;
  finalUrl: string;
  memory: SourceMemory;
  now: Instant;
  /** Of the sentences that tell a page's changes. */
  language: SentenceLanguage;
  /** The answer's Link header. */
  link?: string;
}

/** A version of a watched page to be kept: its lines, and the page they were read from. */
export interface StoredVersion extends PageVersion {
  html: string;
}

/** A sitemap that a sitemap index names. */
export interface SitemapPart {
  url: string;
  changedAt?: Instant;
}

/** What a kind of source finds in a document, before normalising. */
export type RawReading =
  | ({ kind: 'entries'; entries: RawItem[]; memory: SourceMemory } & PageReading)
  | { kind: 'discovered'; feeds: FeedLink[] }
  | { kind: 'parts'; parts: SitemapPart[] }
  /** `page`: what was read all the same, to choose another zone from. */
  | { kind: 'problem'; problem: Problem; page?: string };

/** What only a watched page gives. */
export interface PageReading {
  version?: StoredVersion;
  /** A change waits to be confirmed: read again though the bytes be the same. */
  unsettled?: boolean;
}

export type Reading =
  | ({ kind: 'items'; items: Item[]; memory: SourceMemory } & PageReading)
  | Exclude<RawReading, { kind: 'entries' }>;

export interface ReadSettings {
  isTracking: IsTracking;
  pace: Pace;
}

/** A document of any kind of source → clean items. */
export async function readDocument(document: Document, { isTracking, pace }: ReadSettings): Promise<Reading> {
  const reading = await readByKind(document);
  if (reading.kind === 'problem') return { kind: 'problem', problem: printable(reading.problem) };
  if (reading.kind !== 'entries') return reading;
  const { entries, version, unsettled } = reading;
  const { feedLanguage: declared, ...rest } = reading.memory;
  const feedLanguage = primaryLanguage(declared);
  const memory = { ...rest, ...(feedLanguage !== undefined && { feedLanguage }) };
  const context = {
    sourceId: document.source.id,
    now: document.now,
    isTracking,
    pace,
    ...(feedLanguage !== undefined && { feedLanguage }),
  };
  const items = await normalise(entries, context);
  const remembered =
    document.source.kind === 'page' ? memory : { ...memory, ...observed(entries, items, document.now) };
  return { kind: 'items', items, memory: remembered, ...(version && { version }), ...(unsettled && { unsettled }) };
}

/** What the entries tell of their source: how often it has news, and what is odd about them. */
function observed(entries: readonly RawItem[], items: readonly Item[], now: Instant): SourceMemory {
  const rhythm = rhythmOf(
    items.flatMap(({ publishedAt }) => publishedAt ?? []),
    now,
  );
  return { remarks: remarksOn(entries, now), ...(rhythm && { rhythm }) };
}

async function readByKind(document: Document): Promise<RawReading> {
  switch (document.source.kind) {
    case 'feed':
      return readFeed(document);
    case 'page':
      return readPage(document);
    case 'list':
      return readList(document);
    case 'sitemap':
      return readSitemap(document);
    default:
      return never(document.source.kind);
  }
}
