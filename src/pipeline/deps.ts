import type { DocumentReader } from '../adapters/reader/reader.ts';
import type { Store } from '../adapters/store/open.ts';
import type { CadenceBounds } from '../domain/cadence/nextCheck.ts';
import type { Lexicons } from '../domain/enrich/judge.ts';
import type { Actor, Board, Topic } from '../domain/model/watch.ts';
import type { Assistant, Clock, Http, Log, Mailer, PageRenderer } from '../domain/ports.ts';
import type { SearchService } from './search.ts';

/** The reader's own settings that runs need. */
export interface WatchSettings {
  title: string;
  language: 'fr' | 'en';
  timezone: string;
  digest: { minutes: number; cron: string; wordsPerMinute: number };
  sweep: { cron: string } & CadenceBounds;
  actors: Actor[];
  topics: Topic[];
  boards: Board[];
  /** Campaign parameters of the links the team publishes. */
  share: { utm: Record<string, string> };
  /** Subscription lists on the web. */
  opml?: { location: string; tags: string[] }[];
}

/** Everything a run is given. Only cli/wire builds it. */
export interface Deps {
  store: Store;
  http: Http;
  /** A local browser, for pages that are empty without their scripts; absent where there is none. */
  renderer?: PageRenderer;
  /** A language model, when the operator named one. */
  assistant?: Assistant;
  /** Mail, when the operator named a server. */
  mailer?: Mailer;
  reader: DocumentReader;
  search: SearchService;
  watch: WatchSettings;
  /** The words events and tone are told by. */
  lexicons: Lexicons;
  clock: Clock;
  log: Log;
}
