import type { Context, Hono } from 'hono';
import type { Speech } from '../../web/i18n.ts';
import type { PageContext } from '../../web/views/layout.tsx';
import type { HubSubscription } from '../adapters/store/hubs.ts';
import type { Person } from '../domain/model/person.ts';
import type { SetUp, Starter } from '../domain/model/setUp.ts';
import type { WatchChange } from '../domain/model/watchChange.ts';
import type { IdentityProvider } from '../domain/ports.ts';
import type { Deps } from '../pipeline/deps.ts';

/** How an owner's own watch begins. */
export interface SetUpPort {
  starters: readonly Starter[];
  /**
   * The feeds.yaml of what was said.
   * @throws VigieError `setUp.refused` when it would not start
   */
  textOf(setUp: SetUp): string;
  /**
   * Writes it, and begins anew with it.
   * @throws VigieError `setUp.unwritten`, `setUp.exists`: nothing was changed
   */
  begin(text: string): void;
}

/** feeds.yaml, as far as pages may change it. */
export interface WatchFilePort {
  /** @throws VigieError `watch.unreadable`, or `setUp.refused` when somebody wrote a mistake into it since the start */
  read(): { text: string; watch: WatchChange };
  /**
   * The text with a change; nothing is written.
   * @throws VigieError `setUp.refused` when it would not start, `watch.byHand`
   */
  changed(text: string, change: WatchChange): string;
  /**
   * Writes it in place of `before`, and begins anew with it.
   * @throws VigieError `watch.changed` when it is not what it was, `watch.unwritten`: nothing was changed
   */
  replace(before: string, text: string): void;
}

/** What the web app is given. */
export interface ServerDeps extends Deps {
  secret: string;
  /** Public base URL: whether cookies are secure, which host is ours. */
  baseUrl: string;
  /** Hosts a browser may call us by; empty: any (a proxy in front decides). */
  hosts: readonly string[];
  /** Runs a sweep of one source, or of those due, in the background. */
  requestSweep(source?: string): void;
  /** Tags what is stored anew, in the background: it takes a while. */
  requestTagging(): void;
  /** Where the people of a company enter, and whose of its addresses may join by themselves. */
  identity?: { provider: IdentityProvider; domains: readonly string[] };
  /** As long as the example is watched. */
  setUp?: SetUpPort;
  /** From then on. */
  watchFile?: WatchFilePort;
  /** Reads what a hub pushed, in the background. */
  receivePush(subscription: HubSubscription, body: Uint8Array, contentType: string | undefined): void;
}

/** What middleware leaves for the routes. */
export interface Variables {
  speech: Speech;
  nonce: string;
  csrf: string;
  /** Who asks. */
  person: Person;
  /** From where: the network address the limits count by. */
  from: string;
  /** Whether other sites may show this page in theirs. */
  mayBeFramed?: boolean;
  /** Whether this is a mail as a mailbox will show it. */
  isMail?: boolean;
  /** Hash of the session's token: which of theirs it is. */
  session: string;
  /** Whether the access table knows the page and lets them in. */
  isListed: boolean;
  page: PageContext;
}

export type App = Hono<{ Variables: Variables }>;
export type Ctx = Context<{ Variables: Variables }>;
