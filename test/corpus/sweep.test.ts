import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import type { ProblemKind } from '../../src/domain/model/source.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import { searchService } from '../../src/pipeline/search.ts';
import { type SweepReport, sweep } from '../../src/pipeline/sweep.ts';
import { type Replay, startReplay } from '../support/replay.ts';
import { aWatch, silent, type TestDeps, testClock, testReader } from '../support/testDeps.ts';

const CORPUS = resolve(process.cwd(), '../shared/corpus');
/** After every document of the corpus: no date in it lies ahead. */
const NOW = Date.parse('2026-11-24T05:30:00Z');

interface Document {
  id: string;
  kind: string;
  file: string;
  format?: string;
  itemsExpected?: number;
  versions?: { at: string; file: string }[];
}

const feeds = (): Document[] =>
  (JSON.parse(readFileSync(resolve(CORPUS, 'manifest.json'), 'utf8')).documents as Document[]).filter(
    ({ kind }) => kind === 'feed',
  );

/** Feeds whose items are not as many as their `<item>` or `<entry>` elements, and why. */
const EXPLAINED: Record<string, { found: number; expected: number; why: string }> = {
  'illegally-nested': {
    found: 11,
    expected: 20,
    why: 'ten entries of nothing at all (no title, link, id or text) are one',
  },
  nova: {
    found: 34,
    expected: 35,
    why: 'one guid twice, with the same link and title: published again two weeks later',
  },
  'windsurf-changelog': {
    found: 115,
    expected: 118,
    why: 'two guids, links and titles come 2 and 3 times, dated anew',
  },
};

/** Documents that are no feed or hold nothing. */
const UNREAD: Partial<Record<ProblemKind, string[]>> = {
  empty: ['derived-empty-body', 'syn-empty'],
  // A wall of Cloudflare's, in place of the feed.
  challenge: ['fr-le-figaro-etudiant'],
  'html-instead-of-feed': [
    'duplicate-content-atom-feed',
    'error-lemessager',
    'error-toomanyfatalerror',
    'fr-bfmtv-replay-html',
    'fr-bfmtv-strasbourg',
    'notafeed',
  ],
  'not-a-feed': ['scripting-news', 'syn-invalid-json', 'syn-unknown-root', 'unrecognized'],
  unreadable: ['allthis-partial'],
};

/** The newest version is what the replay serves; the manifest counts the items of the stored file only. */
function itemsOf({ itemsExpected = 0, versions }: Document): number {
  const newest = versions?.at(-1);
  if (!newest) return itemsExpected;
  const text = readFileSync(resolve(CORPUS, newest.file), 'utf8').replace(
    /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g,
    '',
  );
  return text.trimStart().startsWith('{')
    ? JSON.parse(text).items.length
    : (text.match(/<(?:item|entry)[\s>/]/g)?.length ?? 0);
}

async function corpusDeps(settings: Partial<typeof HTTP_DEFAULTS> = {}): Promise<TestDeps> {
  const store = await openStore(':memory:');
  const http = politeHttp({ ...HTTP_DEFAULTS, userAgent: 'Vigie/test', allowHosts: ['127.0.0.1'], ...settings });
  const clock = testClock(NOW);
  const watch = aWatch();
  const search = searchService({
    store,
    embedded: embeddedEngine(':memory:'),
    watch,
    wantsServer: false,
    clock,
    log: silent,
  });
  return { store, http, reader: testReader(), search, watch, lexicons: readLexicons(), clock, log: silent };
}

let replay: Replay;
let timeline: string[];
beforeAll(async () => {
  replay = await startReplay();
  timeline = (await replay.timelineSources()).map(({ id }) => `/timeline/${id}.rss`);
});
afterAll(() => replay.close());

describe('the whole corpus as sources', () => {
  let deps: TestDeps;
  let first: SweepReport;
  const counts = new Map<string, number>();
  const problems = new Map<string, ProblemKind>();

  beforeAll(async () => {
    deps = await corpusDeps();
    const paths = [...feeds().map(({ id }) => `/feeds/${id}`), ...timeline];
    for (const path of paths) await deps.store.sources.follow(newFeed(replay.url + path), NOW);
    first = await sweep({}, deps);
    const stats = await deps.store.items.statsBySource(0);
    for (const { source } of await deps.store.sources.list())
      counts.set(source.url.slice(replay.url.length), stats.get(source.id)?.items ?? 0);
    for (const { url, problem } of first.failures) problems.set(url.slice(replay.url.length), problem.kind);
  });

  test('every readable feed gives its items; each difference is known and explained', () => {
    const differences = feeds().flatMap((document) => {
      const found = counts.get(`/feeds/${document.id}`) ?? 0;
      const expected = itemsOf(document);
      return found === expected ? [] : [[document.id, [found, expected]] as const];
    });
    expect(Object.fromEntries(differences)).toEqual(
      Object.fromEntries(Object.entries(EXPLAINED).map(([id, { found, expected }]) => [id, [found, expected]])),
    );
  });

  test('the documents that fail hold no item, and each fails as what it is', () => {
    const byId = new Map(feeds().map((document) => [`/feeds/${document.id}`, document]));
    for (const [path, kind] of problems) expect(itemsOf(byId.get(path) as Document), `${path}: ${kind}`).toBe(0);
    const kinds = Object.groupBy([...problems], ([, kind]) => kind);
    expect(
      Object.fromEntries(
        Object.entries(kinds).map(([kind, list]) => [kind, list?.map(([path]) => path.slice(7)).sort()]),
      ),
    ).toEqual(UNREAD);
  });

  test('every timeline feed gives all the entries it shows', async () => {
    for (const path of timeline) {
      const shown = (await (await fetch(replay.url + path)).text()).match(/<item>/g)?.length ?? 0;
      expect(counts.get(path), path).toBe(shown);
    }
  });

  test('a second sweep makes no item and transfers no body; what failed still fails', async () => {
    await replay.post('/_reset', {});
    const second = await sweep({ force: true }, deps);
    expect(second).toMatchObject({
      checked: first.checked,
      changed: 0,
      newItems: 0,
      updatedItems: 0,
      failed: first.failed,
    });
    expect(second.failures.map(({ url, problem }) => `${url} ${problem.kind}`).sort()).toEqual(
      first.failures.map(({ url, problem }) => `${url} ${problem.kind}`).sort(),
    );
    const transferred = (await replay.log()).filter(({ status }) => status !== 304).map(({ path }) => path);
    // The home page is looked at for where a lost feed lives now, once for each.
    expect(transferred.filter((path) => !['/', '/robots.txt'].includes(path))).toEqual([]);
    expect(Math.max(...(await replay.log()).map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(2);
  });
});

/** What each fault of the replay comes to; undefined: it is no failure, the feed is read all the same. */
const FAULTS: Record<string, ProblemKind | undefined> = {
  301: undefined,
  302: undefined,
  303: undefined,
  307: undefined,
  308: undefined,
  loop: 'redirect-loop',
  400: 'http-error',
  401: 'login',
  403: 'blocked',
  404: 'not-found',
  410: 'gone',
  418: 'http-error',
  429: 'rate-limited',
  451: 'http-error',
  500: 'server-error',
  502: 'server-error',
  503: 'server-error',
  504: 'server-error',
  599: 'server-error',
  slow: 'too-slow',
  hang: 'timeout',
  stall: 'too-slow',
  reset: 'reset',
  truncated: 'truncated',
  huge: 'too-large',
  bomb: 'too-large',
  badgzip: 'bad-encoding',
  type: undefined,
  notype: undefined,
  charset: undefined,
  html: 'challenge',
  empty: 'empty',
  novalidators: undefined,
};

test('every fault ends in one plainly worded failure, the other sources unharmed', async () => {
  const deps = await corpusDeps({ totalMs: 5_000, maxBytes: 3 * 1024 * 1024 });
  await replay.post('/_reset', {});
  // Small feeds, so that no limit is met by accident; one for each fault.
  const modes = Object.keys(FAULTS);
  const victims = new Map(modes.map((mode, index) => [timeline[index] ?? '', mode]));
  for (const [path, mode] of victims)
    await replay.post('/_faults', { pathPrefix: path, mode, ...(mode === 'slow' && { bytes: 16 }) });
  for (const path of timeline) await deps.store.sources.follow(newFeed(replay.url + path), NOW);
  const started = performance.now();
  const report = await sweep({}, deps);
  const tookMs = performance.now() - started;
  const failed = new Map(report.failures.map(({ url, problem }) => [url.slice(replay.url.length), problem.kind]));
  expect(Object.fromEntries([...victims].map(([path, mode]) => [mode, failed.get(path)]))).toEqual(FAULTS);
  expect([...failed.keys()].filter((path) => !victims.has(path))).toEqual([]);
  const stats = await deps.store.items.statsBySource(0);
  const silentOnes = (await deps.store.sources.list())
    .filter(({ source }) => !stats.has(source.id))
    .map(({ source }) => source.url.slice(replay.url.length));
  expect(silentOnes.sort()).toEqual([...failed.keys()].sort());
  for (const language of ['fr', 'en']) {
    const { problem } = JSON.parse(readFileSync(`web/locales/${language}.json`, 'utf8')) as {
      problem: Record<string, string>;
    };
    for (const kind of failed.values()) expect(problem[kind], `${language}: ${kind}`).toBeTruthy();
  }
  expect(tookMs).toBeLessThan(30_000);
});
