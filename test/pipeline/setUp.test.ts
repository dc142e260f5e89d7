import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexStore } from '../../src/pipeline/indexing.ts';
import { askAfresh, beginAfreshIfAsked, waysOfSite } from '../../src/pipeline/setUp.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { body, fixtureServer, rss } from '../support/fixtureServer.ts';
import { testDeps } from '../support/testDeps.ts';

let server: DemoServer;
beforeEach(async () => {
  server = await demoServer();
});
afterEach(() => server.close());

const found = async () => (await server.deps.search.search({ query: 'buffer' })).total;

test('beginning afresh forgets what was collected, asks every source as if for the first time, and finds it again', async () => {
  const { deps } = server;
  const { store } = deps;
  const items = await store.items.count();
  await store.boards.put('b', (await store.items.listAfter('', 1))[0]?.storyId as never, 'todo', 'owner', MORNING);
  await askAfresh(deps, true);
  await beginAfreshIfAsked(deps);
  expect(await store.items.count()).toBe(0);
  expect(await store.digests.findLatest()).toBeUndefined();
  expect(await store.boards.counts()).toEqual(new Map());
  await indexStore(deps);
  expect(await found()).toBe(0);
  // Whoever is here stays, and so do the sources.
  expect((await store.people.list()).length).toBeGreaterThan(0);
  expect(await sweep({}, deps)).toMatchObject({ checked: 2, newItems: items });
  await indexStore(deps);
  expect(await found()).toBeGreaterThan(0);
  // Asked once, done once.
  await beginAfreshIfAsked(deps);
  expect(await store.items.count()).toBe(items);
});

test('what somebody worked with is not thrown away unasked', async () => {
  const { store } = server.deps;
  await beginAfreshIfAsked(server.deps);
  expect(await store.items.count()).toBeGreaterThan(0);
  expect(await store.collected.isUntouched()).toBe(true);
  const [item] = await store.items.listAfter('', 1);
  const story = item?.storyId as never;
  await store.readers.mark('owner', story, 'read', MORNING);
  expect(await store.collected.isUntouched()).toBe(true);
  await store.readers.mark('owner', story, 'saved', MORNING);
  expect(await store.collected.isUntouched()).toBe(false);
  await store.readers.mark('owner', story, 'saved', null);
  await store.boards.put('b', story, 'todo', 'owner', MORNING);
  expect(await store.collected.isUntouched()).toBe(false);
});

test('a site is followed by its feed and its prices, or watched where it has none', async () => {
  const web = await fixtureServer();
  const deps = await testDeps();
  const link = '<link rel="alternate" type="application/rss+xml" href="/journal.xml">';
  web.on('/', body(`<html><head><title>Halte</title>${link}</head><body><a href="/tarifs">Tarifs</a></body></html>`));
  web.on('/journal.xml', body(rss([{ title: 'Un', guid: '1' }])));
  expect(await waysOfSite(`${web.url}/`, 'Tarifs de Halte', deps)).toEqual([
    { kind: 'feed', url: `${web.url}/journal.xml`, title: expect.any(String) },
    { kind: 'page', url: `${web.url}/tarifs`, title: 'Tarifs de Halte' },
  ]);
  web.on('/seule', body('<html><head><title>Seule</title></head><body><p>Bonjour</p></body></html>'));
  expect(await waysOfSite(`${web.url}/seule`, '', deps)).toEqual([
    { kind: 'page', url: `${web.url}/seule`, title: 'Seule' },
  ]);
  expect(await waysOfSite(`${web.url}/absente`, '', deps)).toEqual([
    { kind: 'page', url: `${web.url}/absente`, title: '' },
  ]);
  await web.close();
});
