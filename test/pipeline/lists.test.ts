import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import { followLists, listProblemKeys, listProblems } from '../../src/pipeline/lists.ts';
import { speech } from '../../web/i18n.ts';
import { body, type FixtureServer, fixtureServer, status, tagged } from '../support/fixtureServer.ts';
import { type TestDeps, testDeps } from '../support/testDeps.ts';

let server: FixtureServer;
let deps: TestDeps;
beforeEach(async () => {
  server = await fixtureServer();
  deps = await testDeps();
  deps.watch = { ...deps.watch, opml: [{ location: `${server.url}/list.opml`, tags: ['liste'] }] };
});
afterEach(() => server.close());

const opml = (...urls: string[]) =>
  `<opml version="2.0"><body><outline text="Presse">${urls.map((url) => `<outline text="${url.at(-1)}" xmlUrl="${url}"/>`).join('')}</outline></body></opml>`;
const [A, B, C] = ['https://x.example/a', 'https://x.example/b', 'https://x.example/c'] as const;
const many = (count: number) => Array.from({ length: count }, (_, n) => `https://x.example/${n}`);

const answers = (content: string) => server.on('/list.opml', tagged(content));
const sources = async () => (await deps.store.sources.list()).map(({ source }) => source);
const followed = async () => (await sources()).map(({ url }) => url).sort();
const problems = async () => (await listProblems(deps)).map(({ problem }) => problem.kind);
const statuses = () => server.seen.map((seen) => seen.status);

test('a list on the web is read once a day: its feeds come and go with it, what a person follows stays', async () => {
  answers(opml(A, B));
  await deps.store.sources.follow(newFeed(B), deps.clock());

  expect(await followLists(deps)).toBe(1);
  expect(await followed()).toEqual([A, B]);
  expect((await sources()).find(({ url }) => url === A)).toMatchObject({
    ...{ name: 'a', tags: ['liste', 'Presse'], origin: 'list' },
  });
  expect(await followLists(deps)).toBe(0);

  answers(opml(C));
  deps.clock.advance(DAY_MS);
  expect(await followLists(deps)).toBe(1);
  expect(await followed()).toEqual([B, C]);

  answers('not a list');
  deps.clock.advance(DAY_MS);
  expect(await followLists(deps)).toBe(0);
  expect(await followed()).toEqual([B, C]);
});

describe('a list is transferred again only when it changed', () => {
  test('as its server says', async () => {
    answers(opml(A));
    for (let day = 0; day < 3; day += 1) {
      expect(await followLists(deps)).toBe(1);
      deps.clock.advance(DAY_MS);
    }
    expect(statuses()).toEqual([200, 304, 304]);
    expect(await followed()).toEqual([A]);
  });

  test('but whole when feeds.yaml gives it other tags, at once', async () => {
    answers(opml(A));
    await followLists(deps);
    deps.watch = { ...deps.watch, opml: [{ location: `${server.url}/list.opml`, tags: ['autre'] }] };
    expect(await followLists(deps)).toBe(1);
    expect(await sources()).toMatchObject([{ url: A, tags: ['autre', 'Presse'] }]);
    expect(statuses()).toEqual([200, 200]);
    expect(await followLists(deps)).toBe(0);
  });

  test('but whole when one of its feeds is followed no more', async () => {
    answers(opml(A, B));
    await followLists(deps);
    await deps.store.sources.unfollow(newFeed(A).id);
    deps.clock.advance(DAY_MS);
    await followLists(deps);
    expect(await followed()).toEqual([A, B]);
  });
});

describe('a list that fails', () => {
  test('changes nothing, is asked again after an hour and says what is wrong until it is well', async () => {
    answers(opml(A));
    await followLists(deps);
    server.on('/list.opml', status(404));
    deps.clock.advance(DAY_MS);
    const since = deps.clock();
    expect(await followLists(deps)).toBe(0);
    expect(await listProblems(deps)).toMatchObject([
      { location: `${server.url}/list.opml`, problem: { kind: 'not-found' }, since },
    ]);
    deps.clock.advance(55 * MINUTE_MS);
    await followLists(deps);
    expect(statuses()).toEqual([200, 404]);

    deps.clock.advance(5 * MINUTE_MS);
    server.on('/list.opml', body('<html><body>Bonjour</body></html>', { 'content-type': 'text/html' }));
    await followLists(deps);
    expect(await listProblems(deps)).toMatchObject([{ problem: { kind: 'no-opml' }, since }]);
    expect(await followed()).toEqual([A]);

    deps.clock.advance(HOUR_MS);
    answers(opml(A, B));
    expect(await followLists(deps)).toBe(1);
    expect(await listProblems(deps)).toEqual([]);
    expect(await followed()).toEqual([A, B]);
  });

  test('from the first day on is told, and followed when it comes', async () => {
    server.on('/list.opml', status(500));
    expect(await followLists(deps)).toBe(0);
    expect(await problems()).toEqual(['server-error']);
    expect(await followLists(deps)).toBe(0);
    expect(statuses()).toEqual([500]);
    answers(opml(A));
    deps.clock.advance(HOUR_MS);
    expect(await followLists(deps)).toBe(1);
    expect(await followed()).toEqual([A]);
  });

  test('is well again when it is as it was', async () => {
    answers(opml(A));
    await followLists(deps);
    deps.clock.advance(DAY_MS);
    server.on('/list.opml', status(404));
    await followLists(deps);
    deps.clock.advance(HOUR_MS);
    answers(opml(A));
    expect(await followLists(deps)).toBe(1);
    expect(statuses()).toEqual([200, 404, 304]);
    expect(await problems()).toEqual([]);
  });
});

describe('a list that suddenly lacks feeds is not believed for two days', () => {
  test.each([
    ['emptied', many(3), opml()],
    ['shrunk', many(10), opml(...many(4))],
    ['cut', many(4), opml(...many(4)).slice(0, -60)],
  ])('%s', async (kind, before, after) => {
    answers(opml(...before));
    await followLists(deps);
    answers(after);
    deps.clock.advance(DAY_MS);
    expect(await followLists(deps)).toBe(0);
    expect(await problems()).toEqual([kind]);
    expect(await followed()).toHaveLength(before.length);

    deps.clock.advance(2 * DAY_MS - HOUR_MS);
    expect(await followLists(deps)).toBe(0);
    expect(await followed()).toHaveLength(before.length);

    deps.clock.advance(HOUR_MS);
    expect(await followLists(deps)).toBe(1);
    expect(await problems()).toEqual([]);
    expect((await followed()).length).toBeLessThan(before.length);
  });

  test.each([
    ['half of ten', many(10), many(5)],
    ['most of nine', many(9), many(1)],
  ])('but %s may go', async (_name, before, after) => {
    answers(opml(...before));
    await followLists(deps);
    answers(opml(...after));
    deps.clock.advance(DAY_MS);
    expect(await followLists(deps)).toBe(1);
    expect(await followed()).toEqual(after);
  });

  test('the two days begin anew once the list was well', async () => {
    answers(opml(...many(10)));
    await followLists(deps);
    for (let round = 0; round < 2; round += 1) {
      deps.clock.advance(DAY_MS);
      answers(opml());
      await followLists(deps);
      deps.clock.advance(DAY_MS);
      answers(opml(...many(10)));
      expect(await followLists(deps)).toBe(1);
    }
    deps.clock.advance(DAY_MS);
    answers(opml());
    expect(await followLists(deps)).toBe(0);
    expect(await followed()).toHaveLength(10);
  });
});

test('the feeds of a list taken out of feeds.yaml go, but for those of another', async () => {
  const other = { location: `${server.url}/other.opml`, tags: [] };
  answers(opml(A, B));
  server.on('/other.opml', body(opml(B, C)));
  deps.watch = { ...deps.watch, opml: [...(deps.watch.opml ?? []), other] };
  expect(await followLists(deps)).toBe(2);
  deps.watch = { ...deps.watch, opml: [other] };
  await followLists(deps);
  expect(await followed()).toEqual([B, C]);
});

test('each problem of lists has its sentences in both languages', () => {
  for (const kind of ['no-opml', 'emptied', 'shrunk', 'cut', 'dns'] as const)
    for (const language of ['fr', 'en'] as const) {
      const { t } = speech(language, 'UTC');
      const { problem, mend } = listProblemKeys({ kind, params: {} });
      expect(t(problem, { before: 10, lost: 6, host: 'x' })).not.toMatch(/problem\.|\{/);
      expect(t(mend)).not.toMatch(/mend\.|\{/);
    }
});
