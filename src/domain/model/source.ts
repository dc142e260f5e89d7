import type { ChangeConditions } from '../pages/rules.ts';
import type { PageMemory } from '../pages/watch.ts';
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
  /** `page:` lines never told, `*` for any words: "Plus que * pour la livraison". */
  ignoreText?: string[];
  /** `page:` which changes are told. */
  when?: ChangeConditions;
  /** `page:` equal readings before a change counts; 1 when absent. */
  readings?: number;
  /** `page:` and `list:` read after its scripts have run in a local Chromium. */
  render?: boolean;
  /** `feed:` fetch the article where the feed gives only a summary. */
  fullText?: boolean;
  /** How it is asked; secrets are never shown again. */
  access?: SourceAccess;
  /** What an OPML list said of it that Vigie has no use for; written back on export. */
  opml?: Record<string, string>;
  /** Who owns it: feeds.yaml, an OPML list on the web that it names, or the database (added in the app or by CLI). */
  origin: 'file' | 'list' | 'user';
}

/** What a source's requests carry besides what every request does. */
export interface SourceAccess {
  headers?: Record<string, string>;
  userAgent?: string;
  /** An HTTP proxy of the operator's: from feeds.yaml only. */
  proxy?: string;
  /** Basic authentication. */
  auth?: { user: string; password: string };
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
  /** A watched page as it was told last. */
  page?: PageMemory;
  /** Sitemaps that a sitemap index led to, by address: their validators, and the index's date of them. */
  parts?: Record<string, PartMemory>;
  /** What the document and its server ask of who reads it. */
  hints?: ReadingHints;
  /** How often it has news. */
  rhythm?: Rhythm;
  /** The server's validators lied: it says "unchanged" of documents that changed. */
  ignoresValidators?: boolean;
  /** What is odd about it though it works. */
  remarks?: Problem[];
}

export interface PartMemory {
  etag?: string;
  lastModified?: string;
  bodyHash?: string;
  changedAt?: Instant;
}

/** How often a feed asks to be read, and who would tell us without being asked. */
export interface ReadingHints {
  /** RSS ttl. */
  ttlMs?: number;
  /** Cache-Control max-age, else Expires. */
  freshMs?: number;
  /** RSS skipHours, 0 to 23 in UTC. */
  skipHours?: number[];
  /** RSS skipDays, 0 (Sunday) to 6 in UTC. */
  skipDays?: number[];
  /** WebSub hub, and the address the feed calls its own there. */
  hub?: string;
  self?: string;
}

/** How often a source has news, from the dates of what it published. */
export interface Rhythm {
  /** Median between two entries. */
  usualGapMs: number;
  /** Nine of ten pauses are shorter. */
  longGapMs: number;
  newestAt: Instant;
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
  /** The server asked us not to come before. */
  notBefore?: Instant;
  /** Last time the whole document was transferred and read. */
  lastReadAt?: Instant;
  /** Where a source that fails probably lives now. */
  suggestion?: string;
}

/** What can keep a source from being read, each with a sentence and a mend in locales/ (`problem.<kind>`, `mend.<kind>`). */
export const FAILURE_KINDS = [
  'dns',
  'refused',
  'timeout',
  'too-slow',
  'tls',
  'reset',
  'truncated',
  'private-address',
  'bad-url',
  'redirect-loop',
  'blocked',
  'challenge',
  'robots',
  'login',
  'gone',
  'not-found',
  'rate-limited',
  'server-error',
  'http-error',
  'too-large',
  'bad-encoding',
  'no-browser',
  'internal',
] as const;

/** What is wrong with a document rather than with the way to it: it stays wrong while the document is the same. */
export const DOCUMENT_PROBLEM_KINDS = [
  'empty',
  'html-instead-of-feed',
  'not-a-feed',
  'unreadable',
  'too-slow-to-read',
  'selector-not-found',
  'needs-javascript',
] as const;

/** What is odd about a source that is read well: said, while its items keep coming. */
export const REMARK_KINDS = [
  'moved',
  'no-entries',
  'undated',
  'future-dates',
  'ids-changed',
  'stuck',
  'silent',
  'page-rebuilt',
  'flickering',
] as const;

export const PROBLEM_KINDS = [...FAILURE_KINDS, ...DOCUMENT_PROBLEM_KINDS, ...REMARK_KINDS] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface Problem {
  kind: ProblemKind;
  /** What fills the sentence: status, limit, host … Never a secret. */
  params: Record<string, string | number>;
}

/** A wall or a login that was sent with 200, in place of the document, is a document too. */
export const isOfDocument = (problem: Problem | undefined): problem is Problem =>
  problem !== undefined &&
  ((DOCUMENT_PROBLEM_KINDS as readonly string[]).includes(problem.kind) || problem.params.status === 200);
