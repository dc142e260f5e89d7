import type { Problem } from './model/source.ts';
import type { Instant } from './model/units.ts';

export type Clock = () => Instant;

export interface Log {
  debug(what: object, message: string): void;
  info(what: object, message: string): void;
  warn(what: object, message: string): void;
  error(what: object, message: string): void;
}

export interface HttpRequest {
  url: string;
  accept?: string;
  /** Validators of the last body read whole; the answer may then be `unchanged`. */
  etag?: string;
  lastModified?: string;
  bodyHash?: string;
}

export interface FetchedBody {
  kind: 'fetched';
  /** Decompressed. */
  body: Uint8Array;
  contentType?: string;
  /** Where the redirects ended. */
  finalUrl: string;
  /** Set when every redirect on the way was permanent. */
  movedTo?: string;
  etag?: string;
  lastModified?: string;
  bodyHash: string;
}

/** What became of a request. Expected failures are values: only bugs throw. */
export type HttpOutcome =
  | FetchedBody
  | { kind: 'unchanged'; movedTo?: string }
  | { kind: 'failed'; problem: Problem /** ms the server asked us to wait */; retryAfterMs?: number };

/** The only door out to the web. */
export interface Http {
  get(request: HttpRequest): Promise<HttpOutcome>;
}
