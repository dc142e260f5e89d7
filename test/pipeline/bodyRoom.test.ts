import { afterEach, expect, test } from 'vitest';
import { bodyRoom } from '../../src/pipeline/bodyRoom.ts';
import type { Deps } from '../../src/pipeline/deps.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import { body, type FixtureServer, fixtureServer, rss } from '../support/fixtureServer.ts';
import { follow, testDeps } from '../support/testDeps.ts';

const LARGE = rss([{ title: 'Une', text: 'mot '.repeat(400_000) }]);

let server: FixtureServer | undefined;
afterEach(() => server?.close());

/** A source at work: what it asked for, and what it does next when told. */
function doors() {
  const settled: string[] = [];
  const get = async ({ url, whenLarge }: { url: string; whenLarge?: () => Promise<void> }) => {
    if (url !== 'small') await whenLarge?.();
    settled.push(url);
    return { kind: 'fetched', body: new Uint8Array(), finalUrl: url, bodyHash: '' };
  };
  const reader = { read: async () => ({}), survey: async () => undefined, article: async () => undefined };
  return { deps: { http: { get }, reader } as unknown as Deps, settled };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('large bodies wait until one before them was read; small ones do not', async () => {
  const { deps, settled } = doors();
  const room = bodyRoom(1);
  let readFirst = () => {};
  const isRead = new Promise<void>((resolve) => {
    readFirst = resolve;
  });
  const first = room(deps, async ({ http, reader }) => {
    await http.get({ url: 'first' });
    await isRead;
    await reader.read({} as never);
  });
  const others = ['second', 'small'].map((url) => room(deps, ({ http }) => http.get({ url })));
  await turn();
  expect(settled.toSorted()).toEqual(['first', 'small']);
  readFirst();
  await Promise.all([first, ...others]);
  expect(settled.at(-1)).toBe('second');
});

test('a source that asks again, or for several at once, never waits for itself', async () => {
  const { deps, settled } = doors();
  const room = bodyRoom(1);
  await room(deps, async ({ http }) => {
    await http.get({ url: 'page' });
    await http.get({ url: 'feed' });
    await Promise.all(['a', 'b', 'c'].map((url) => http.get({ url })));
  });
  await room(deps, ({ http }) => Promise.reject(http)).catch(() => undefined);
  await room(deps, ({ http }) => http.get({ url: 'another' }));
  expect(settled).toEqual(['page', 'feed', 'a', 'b', 'c', 'another']);
});

test('more large feeds than there is room for are all read, and waiting is nobody’s slowness', async () => {
  server = await fixtureServer();
  const deps = await testDeps({ http: { perHost: 20, totalMs: 400, headersMs: 400 } });
  const own: Deps = {
    ...deps,
    reader: {
      ...deps.reader,
      read: async (document) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return deps.reader.read(document);
      },
    },
  };
  const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
  for (const path of paths) server.on(path, body(LARGE));
  await follow(deps, ...paths.map((path) => aSource({ url: `http://127.0.0.1:${server?.port}${path}` })));
  const report = await sweep({ force: true }, own);
  expect(report.failures).toEqual([]);
  expect(report.newItems).toBe(20);
});
