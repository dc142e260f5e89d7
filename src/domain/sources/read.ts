import { never } from '../errors.ts';
import type { Item, RawItem } from '../model/item.ts';
import type { Problem, Source, SourceMemory } from '../model/source.ts';
import type { Instant } from '../model/units.ts';
import { normalise } from '../normalise/item.ts';
import { primaryLanguage } from '../normalise/language.ts';
import type { Pace } from '../normalise/readingTime.ts';
import type { IsTracking } from '../normalise/url.ts';
import type { FeedLink } from './discover.ts';
import { readFeed } from './feed.ts';
import { readList } from './list.ts';
import { readPage } from './page.ts';
import { readSitemap } from './sitemap.ts';

/** One fetched document and what we know of its source. */
export interface Document {
  source: Source;
  body: Uint8Array;
  contentType?: string;
  finalUrl: string;
  memory: SourceMemory;
  now: Instant;
}

/** What a kind of source finds in a document, before normalising. */
export type RawReading =
  | { kind: 'entries'; entries: RawItem[]; memory: SourceMemory }
  | { kind: 'discovered'; feeds: FeedLink[] }
  | { kind: 'problem'; problem: Problem };

export type Reading = { kind: 'items'; items: Item[]; memory: SourceMemory } | Exclude<RawReading, { kind: 'entries' }>;

export interface ReadSettings {
  isTracking: IsTracking;
  pace: Pace;
}

/** A document of any kind of source → clean items. */
export async function readDocument(document: Document, { isTracking, pace }: ReadSettings): Promise<Reading> {
  const reading = await readByKind(document);
  if (reading.kind !== 'entries') return reading;
  const { entries, memory } = reading;
  const feedLanguage = primaryLanguage(memory.feedLanguage);
  const context = {
    sourceId: document.source.id,
    now: document.now,
    isTracking,
    pace,
    ...(feedLanguage !== undefined && { feedLanguage }),
  };
  return { kind: 'items', items: await normalise(entries, context), memory };
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
