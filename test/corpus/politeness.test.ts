import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Source } from '../../src/domain/model/source.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import { type Replay, startReplay } from '../support/replay.ts';
import { follow, type TestDeps, testDeps } from '../support/testDeps.ts';

const CORPUS = resolve(process.cwd(), '../shared/corpus');
/** After every document of the corpus: no date in it lies ahead. */
const NOW = Date.parse('2026-11-24T05:30:00Z');
const PAGES = 30;
/** What is asked at once of one host. */
const PER_HOST = 2;

interface Logged {
  time: string;
  method: string;
  path: string;
  status: number | null;
  concurrent: number;
  complete?: boolean;
  headers: Record<string, string>;
}

const documents = (kind: string) =>
  (
    JSON.parse(readFileSync(resolve(CORPUS, 'manifest.json'), 'utf8')).documents as { id: string; kind: string }[]
  ).filter((document) => document.kind === kind);

let replay: Replay;
beforeAll(async () => {
  replay = await startReplay();
});
afterAll(() => replay.close());

const log = async () => (await replay.log()) as unknown as Logged[];
const isPage = ({ path }: Logged) => path.startsWith('/pages/');
const isRobots = ({ path }: Logged) => path === '/robots.txt';
const isConditional = ({ headers }: Logged) => 'if-none-match' in headers || 'if-modified-since' in headers;

/** Every feed of the corpus and thirty watched pages, on one host. */
async function everything(): Promise<{ deps: TestDeps; sources: Source[] }> {
  const deps: TestDeps = await testDeps({
    now: NOW,
    http: { perHost: PER_HOST, clock: () => deps.clock(), totalMs: 10_000 },
  });
  const feeds = documents('feed').map(({ id }) => aSource({ url: `${replay.url}/feeds/${id}` }));
  const pages = documents('page')
    .slice(0, PAGES)
    .map(({ id }) => aSource({ kind: 'page', url: `${replay.url}/pages/${id}` }));
  const timeline = (await replay.timelineSources()).map(({ id }) =>
    aSource({ url: `${replay.url}/timeline/${id}.rss` }),
  );
  const sources = await follow(deps, ...feeds, ...timeline, ...pages);
  return { deps, sources };
}

test('two sweeps of everything, as the web saw them', async () => {
  const { deps, sources } = await everything();
  await replay.post('/_reset', {});
  const first = await sweep({}, deps);
  expect(first.checked).toBe(sources.length);
  const before = await log();

  // At most so many at once, and each document once.
  expect(Math.max(...before.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(PER_HOST);
  const asked = new Set(sources.map(({ url }) => url.slice(replay.url.length)));
  expect(before.filter(({ path }) => !asked.has(path)).map(({ path }) => path)).toEqual(['/robots.txt']);
  expect(new Set(before.map(({ path }) => path)).size).toBe(before.length);

  // robots.txt once, before the first page, for pages; nobody asks it for feeds.
  expect(before.filter(isRobots)).toHaveLength(1);
  expect(before.findIndex(isRobots)).toBeLessThan(before.findIndex(isPage));

  // Who we are and what we read, and never a cookie.
  for (const { headers, path } of before) {
    expect(headers['user-agent'], path).toContain('Vigie');
    expect(headers['accept-language'], path).toBeTruthy();
    expect(headers, path).not.toHaveProperty('cookie');
  }

  await replay.post('/_reset', {});
  const second = await sweep({ force: true }, deps);
  const again = await log();
  expect(second).toMatchObject({ checked: sources.length, newItems: 0, updatedItems: 0 });
  // The home page is looked at for where a lost feed lives now.
  const repeated = again.filter(({ path }) => path !== '/');
  expect(repeated).toHaveLength(sources.length);
  expect(repeated.filter((each) => !isConditional(each)).map(({ path }) => path)).toEqual([]);
  expect(repeated.filter(({ status }) => status !== 304).map(({ path }) => path)).toEqual([]);
  expect(Math.max(...again.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(PER_HOST);
});

test('robots.txt is obeyed for pages and does not concern feeds; believed for a day, then asked anew', async () => {
  await replay.post('/_reset', {});
  await replay.post('/_robots', { body: 'User-agent: Vigie\nDisallow: /pages/\nDisallow: /feeds/' });
  const { deps } = await everything();
  const report = await sweep({}, deps);
  const requests = await log();
  expect(requests.filter(isPage)).toEqual([]);
  expect(requests.filter(isRobots)).toHaveLength(1);
  expect(requests.filter(({ path }) => path.startsWith('/feeds/'))).toHaveLength(documents('feed').length);
  const refused = report.failures.filter(({ problem }) => problem.kind === 'robots');
  expect(refused.map(({ url }) => url.includes('/pages/'))).toEqual(Array(PAGES).fill(true));

  await replay.post('/_reset', {});
  deps.clock.advance(DAY_MS - HOUR_MS);
  await sweep({ force: true }, deps);
  expect((await log()).filter((each) => isRobots(each) || isPage(each))).toEqual([]);
  deps.clock.advance(HOUR_MS);
  await sweep({ force: true }, deps);
  expect((await log()).filter(isRobots)).toHaveLength(1);
  expect((await log()).filter(isPage)).toHaveLength(PAGES);
});

test('faults between two sweeps: nobody who asked to be left alone is asked, and no body comes twice', async () => {
  await replay.post('/_reset', {});
  const { deps } = await everything();
  await sweep({}, deps);
  await replay.post('/_reset', {});
  const waits: Record<string, number> = {};
  const feeds = documents('feed');
  const path = (index: number) => `/feeds/${feeds[index]?.id}`;
  for (const [index, mode] of ['429', '503', '429', '503'].entries()) {
    const hours = index + 2;
    const retryAfter = index < 2 ? hours * 3600 : new Date(Date.now() + hours * HOUR_MS).toUTCString();
    await replay.post('/_faults', { pathPrefix: path(index), mode, retryAfter });
    waits[path(index)] = hours * HOUR_MS;
  }
  const broken = ['500', 'reset', 'truncated', 'badgzip', 'hang'];
  for (const [index, mode] of broken.entries()) await replay.post('/_faults', { pathPrefix: path(10 + index), mode });
  const startedAt = deps.clock();
  await sweep({ force: true }, deps);
  await replay.post('/_reset', {});

  // All is well again, but for those who asked for time.
  for (let hour = 1; hour <= 6; hour += 1) {
    deps.clock.set(startedAt + hour * HOUR_MS);
    const known = (await log()).length;
    await sweep({ force: true }, deps);
    const asked = (await log()).slice(known);
    for (const [each, wait] of Object.entries(waits))
      expect(
        asked.some((request) => request.path === each),
        `${each} after ${hour} h`,
      ).toBe(hour * HOUR_MS >= wait);
    expect(Math.max(...asked.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(PER_HOST);
    expect(asked.filter(({ status }) => status !== 304).map((request) => request.path)).toEqual([]);
  }
  const states = await deps.store.sources.list();
  for (const index of [0, 1, 2, 3, 10, 11, 12, 13, 14])
    expect(
      states.find(({ source }) => source.url.endsWith(path(index)))?.state.problem?.kind,
      path(index),
    ).toBeUndefined();
});
