import { onTestFinished } from 'vitest';
import { HTTP_DEFAULTS, type HttpSettings, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { type DocumentReader, documentReader } from '../../src/adapters/reader/reader.ts';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore, type Store } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import type { Source } from '../../src/domain/model/source.ts';
import { HOUR_MS, type Instant } from '../../src/domain/model/units.ts';
import type { Log } from '../../src/domain/ports.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import type { Deps, WatchSettings } from '../../src/pipeline/deps.ts';
import { searchService } from '../../src/pipeline/search.ts';
import { NOW } from './builders.ts';

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const aWatch = (given: Partial<WatchSettings> = {}): WatchSettings => ({
  title: 'Veille',
  language: 'fr',
  timezone: 'Europe/Paris',
  digest: { minutes: 60, cron: '30 6 * * *', wordsPerMinute: 230 },
  // As often as an hour, as sources without a rhythm: tests move the clock by the hour.
  sweep: { cron: '*/5 * * * *', minEveryMs: HOUR_MS, maxEveryMs: HOUR_MS },
  actors: [],
  topics: [],
  boards: [],
  share: { utm: {} },
  ...given,
});

/** A clock that stands still until it is moved. */
export interface TestClock {
  (): Instant;
  set(now: Instant): void;
  advance(ms: number): void;
}

export function testClock(start: Instant = NOW): TestClock {
  let now = start;
  return Object.assign(() => now, {
    set: (next: Instant) => {
      now = next;
    },
    advance: (ms: number) => {
      now += ms;
    },
  });
}

export interface TestDeps extends Deps {
  clock: TestClock;
}

interface Given {
  watch?: Partial<WatchSettings>;
  http?: Partial<HttpSettings>;
  now?: Instant;
  store?: Store;
  log?: Log;
}

export const testHttp = (settings: Partial<HttpSettings> = {}) =>
  politeHttp({
    ...HTTP_DEFAULTS,
    userAgent: 'Vigie/test (+https://vigie.example)',
    allowHosts: ['127.0.0.1'],
    ...settings,
  });

let reader: DocumentReader | undefined;
/** One thread for a whole file of tests: starting one takes longer than most tests. */
export function testReader(): DocumentReader {
  reader ??= documentReader({ trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 });
  return reader;
}

/** Everything a run is given, real but for the clock: a store in memory, our own door to loopback, the embedded index. */
export async function testDeps(given: Given = {}): Promise<TestDeps> {
  const store = given.store ?? (await openStore(':memory:'));
  const http = testHttp(given.http);
  const clock = testClock(given.now);
  const watch = aWatch(given.watch);
  const embedded = embeddedEngine(':memory:');
  const log = given.log ?? silent;
  const search = searchService({ store, embedded, watch, wantsServer: false, clock, log });
  onTestFinished(async () => {
    await http.close();
    await embedded.close();
    await store.close().catch(() => undefined);
  });
  return { store, http, reader: testReader(), search, watch, lexicons: readLexicons(), clock, log };
}

/** Follows feeds, one for each address. */
export async function follow(deps: TestDeps, ...sources: (string | Source)[]): Promise<Source[]> {
  const followed = sources.map((source) => (typeof source === 'string' ? newFeed(source) : source));
  for (const source of followed) await deps.store.sources.follow(source, deps.clock());
  return followed;
}
