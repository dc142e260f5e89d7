import type { RawItem } from '../model/item.ts';

export interface ParsedFeed {
  format: 'rss' | 'rdf' | 'atom' | 'json';
  title?: string;
  siteUrl?: string;
  selfUrl?: string;
  language?: string;
  /** RSS ttl in minutes. */
  ttlMinutes?: number;
  /** RSS skipHours, 0 to 23 in UTC. */
  skipHours?: number[];
  /** RSS skipDays, 0 (Sunday) to 6 in UTC. */
  skipDays?: number[];
  /** WebSub hub, as written. */
  hubUrl?: string;
  items: RawItem[];
  /** Which reader answered; `repaired`: rss-parser, after the commonest damage was mended. */
  reader: 'rss-parser' | 'repaired' | 'lenient' | 'json';
}

export type ParseOutcome =
  | { kind: 'feed'; feed: ParsedFeed }
  /** No byte, or white space. */
  | { kind: 'empty' }
  | { kind: 'html-instead-of-feed' }
  /** Some other XML, JSON or text; `root` says shortly what was found. */
  | { kind: 'not-a-feed'; root: string }
  /** Claims to be a feed, but nothing in it can be read. */
  | { kind: 'unreadable'; detail: string; line?: number; column?: number };
