import type { Mail, MailOutcome } from './model/mail.ts';
import type { Problem, SourceAccess } from './model/source.ts';
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
  /** What this source's requests carry besides. */
  access?: SourceAccess;
  /** Pages are asked as a robot asks; feeds that people subscribe to are not what robots.txt is about. */
  obeysRobots?: boolean;
  /** Awaited once, when the body proves large, before more of it is read: waits for room. Never the server's slowness. */
  whenLarge?: () => Promise<void>;
}

/** What an answer says of how long it stays fresh, in ms. */
interface Freshness {
  freshMs?: number;
}

export interface FetchedBody extends Freshness {
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
  /** The Link header: where some feeds name their WebSub hub. */
  link?: string;
}

/** What became of a request. Expected failures are values: only bugs throw. */
export type HttpOutcome =
  | FetchedBody
  | ({
      kind: 'unchanged';
      movedTo?: string /** By the server's 304, or by the same bytes sent again. */;
      proof: 'status' | 'bytes';
    } & Freshness)
  | { kind: 'failed'; problem: Problem /** ms the server asked us to wait */; retryAfterMs?: number };

export type PostOutcome =
  | { kind: 'answered'; status: number; body: string /** ms the server asks us to wait */; retryAfterMs?: number }
  | { kind: 'failed'; problem: Problem };

/** The only door out to the web. Once Vigie ends, every `get` in hand rejects with `Stopped`, and every later one. */
export interface Http {
  get(request: HttpRequest): Promise<HttpOutcome>;
  /** Sends a form; redirects are not followed. The answer's text is cut at 10 kB. */
  post(url: string, form: Record<string, string>): Promise<PostOutcome>;
  /** The same with a body of its own kind. */
  send(url: string, body: string, headers: Record<string, string>): Promise<PostOutcome>;
}

/** A language model, where there is one: it has an answer, or it has none. */
export interface Assistant {
  model: string;
  /** What it answered, parsed, and the tokens that cost; undefined when it did not answer in time, or at all. */
  ask(
    question: { rules: string; data: string },
    signal?: AbortSignal,
  ): Promise<{ answer: unknown; tokens: number } | undefined>;
  close(): Promise<void>;
}

/** A browser that runs a page's scripts and hands over what stands there then. */
export interface PageRenderer {
  /** Rejects with `Stopped` once Vigie ends. */
  render(request: HttpRequest): Promise<HttpOutcome>;
}

/** The way out for mail, where there is one. Never throws. */
export interface Mailer {
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/** Who a company says somebody is. */
export interface Identity {
  issuer: string;
  /** Theirs at this issuer, for ever. */
  subject: string;
  /** In lower case; only where the issuer says that it is verified. */
  email?: string;
  name?: string;
}

/** Where a company's people prove who they are. */
export interface IdentityProvider {
  /** How its button is called. */
  name: string;
  /**
   * Where to send a browser, and what only this browser's answer will fit.
   * @throws VigieError `identity.away`
   */
  begin(returnTo: string): Promise<{ url: string; proof: IdentityProof }>;
  /**
   * Who came back.
   * @param address the whole of it, with what the provider added
   * @throws VigieError `identity.away`, `identity.refused` when the answer does not fit the proof
   */
  finish(address: string, proof: IdentityProof): Promise<Identity>;
}

export interface IdentityProof {
  verifier: string;
  state: string;
  nonce: string;
}
