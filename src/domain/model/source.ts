import type { SourceId } from './ids.ts';
import type { Instant } from './units.ts';

export const SOURCE_KINDS = ['feed', 'page', 'list', 'sitemap'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** One thing we ask regularly. */
export interface Source {
  id: SourceId;
  kind: SourceKind;
  url: string;
  /** As given in feeds.yaml or by the person who added it; absent: the feed's own title serves. */
  name?: string;
  /** 1 is ordinary; 2 counts double in the ranking. */
  weight: number;
  tags: string[];
  competitor?: string;
  /** Milliseconds between two checks; absent: the default. */
  everyMs?: number;
  /** CSS selectors of `page:` and `list:`, the pattern of `sitemap:`. */
  select?: string;
  ignore: string[];
  item?: string;
  title?: string;
  link?: string;
  date?: string;
  match?: string;
  /** Who owns it: feeds.yaml, an OPML list on the web that it names, or the database (added in the app or by CLI). */
  origin: 'file' | 'list' | 'user';
}

/** What we remember of a source between two checks. */
export interface SourceMemory {
  etag?: string;
  lastModified?: string;
  bodyHash?: string;
  /** Where a permanent redirect or discovery moved it to. */
  movedTo?: string;
  /** Title the feed gives itself. */
  feedTitle?: string;
  /** Language the feed declares for itself. */
  feedLanguage?: string;
  /** Last normalised text of a watched page. */
  pageText?: string;
}

export interface SourceState extends SourceMemory {
  lastCheckedAt?: Instant;
  lastOkAt?: Instant;
  nextCheckAt: Instant;
  /** Failures in a row. */
  failures: number;
  failingSince?: Instant;
  problem?: Problem;
  paused: boolean;
}

/** Everything that can be wrong with a source, each with a sentence in locales/ (`problem.<kind>`). */
export const PROBLEM_KINDS = [
  'dns',
  'refused',
  'timeout',
  'tls',
  'reset',
  'truncated',
  'private-address',
  'bad-url',
  'redirect-loop',
  'blocked',
  'login',
  'gone',
  'not-found',
  'rate-limited',
  'server-error',
  'http-error',
  'too-large',
  'bad-encoding',
  'empty',
  'html-instead-of-feed',
  'not-a-feed',
  'unreadable',
  'too-slow-to-read',
  'selector-not-found',
  'internal',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface Problem {
  kind: ProblemKind;
  /** What fills the sentence: status, limit, host … Never a secret. */
  params: Record<string, string | number>;
}
