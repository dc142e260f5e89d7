import { afterEach, expect, test } from 'vitest';
import { DAY_MS } from '../../src/domain/model/units.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import { followLists } from '../../src/pipeline/lists.ts';
import { type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';
import { testDeps } from '../support/testDeps.ts';

let server: FixtureServer | undefined;
afterEach(() => server?.close());

const opml = (...urls: string[]) =>
  `<opml version="2.0"><body><outline text="Presse">${urls.map((url) => `<outline text="${url.at(-1)}" xmlUrl="${url}"/>`).join('')}</outline></body></opml>`;
const [A, B, C] = ['https://x.example/a', 'https://x.example/b', 'https://x.example/c'] as const;

test('a list on the web is read once a day: its feeds come and go with it, what a person follows stays', async () => {
  let listed = opml(A, B);
  server = await fixtureServer();
  server.on('/list.opml', (_, response) => response.end(listed));
  const deps = await testDeps();
  deps.watch = { ...deps.watch, opml: [{ location: `${server.url}/list.opml`, tags: ['liste'] }] };
  await deps.store.sources.follow(newFeed(B), deps.clock());
  const followed = async () => (await deps.store.sources.list()).map(({ source }) => source.url).sort();

  expect(await followLists(deps)).toBe(1);
  expect(await followed()).toEqual([A, B]);
  expect((await deps.store.sources.list()).find(({ source }) => source.url === A)?.source).toMatchObject({
    name: 'a',
    tags: ['liste', 'Presse'],
    origin: 'list',
  });
  expect(await followLists(deps)).toBe(0);

  listed = opml(C);
  deps.clock.advance(DAY_MS);
  expect(await followLists(deps)).toBe(1);
  expect(await followed()).toEqual([B, C]);

  listed = 'not a list';
  deps.clock.advance(DAY_MS);
  expect(await followLists(deps)).toBe(0);
  expect(await followed()).toEqual([B, C]);
});
