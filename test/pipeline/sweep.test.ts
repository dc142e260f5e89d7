import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Stopped } from '../../src/domain/errors.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { retain } from '../../src/pipeline/retain.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import {
  body,
  type FixtureServer,
  fixtureServer,
  hang,
  redirect,
  rss,
  status,
  tagged,
} from '../support/fixtureServer.ts';
import { follow, type TestDeps, testDeps } from '../support/testDeps.ts';

let server: FixtureServer;
beforeEach(async () => {
  server = await fixtureServer();
});
afterEach(() => server.close());

const at = (path: string) => server.url + path;
const items = async ({ store }: TestDeps) => (await store.items.listAfter('', 1000)).map(({ title }) => title).sort();
async function stateOf({ store }: TestDeps) {
  const [found] = await store.sources.list();
  if (!found) throw new Error('nothing followed');
  return found.state;
}

describe('what a sweep counts', () => {
  test('new, unchanged and edited', async () => {
    const deps = await testDeps();
    await follow(deps, at('/feed'));
    server.on('/feed', tagged(rss(['Une', 'Deux'])));
    expect(await sweep({}, deps)).toMatchObject({
      checked: 1,
      changed: 1,
      unchanged: 0,
      failed: 0,
      newItems: 2,
      updatedItems: 0,
    });
    expect(await sweep({ force: true }, deps)).toMatchObject({
      changed: 0,
      unchanged: 1,
      newItems: 0,
      updatedItems: 0,
    });
    server.on('/feed', tagged(rss([{ title: 'Une, corrigée', guid: 'guid Une' }, 'Deux', 'Trois'])));
    expect(await sweep({ force: true }, deps)).toMatchObject({ changed: 1, newItems: 1, updatedItems: 1 });
    expect(await items(deps)).toEqual(['Deux', 'Trois', 'Une, corrigée']);
  });

  test('a second sweep makes no item and transfers no body', async () => {
    const deps = await testDeps();
    server.on('/feed', tagged(rss(['Une'])));
    await follow(deps, at('/feed'));
    await sweep({}, deps);
    await sweep({ force: true }, deps);
    expect(server.seen.map((seen) => [seen.status, seen.sent > 0])).toEqual([
      [200, true],
      [304, false],
    ]);
  });

  test('an answer in other bytes with the same entries is no change', async () => {
    const deps = await testDeps();
    server.on('/feed', body(rss(['Une'])), body(`${rss(['Une'])}<!-- made at 10:00 -->`));
    await follow(deps, at('/feed'));
    await sweep({}, deps);
    expect(await sweep({ force: true }, deps)).toMatchObject({ changed: 0, unchanged: 1, updatedItems: 0 });
  });

  test('only the sources that are due are asked, unless forced', async () => {
    const deps = await testDeps();
    server.on('/feed', body(rss(['Une'])));
    await follow(deps, at('/feed'));
    await sweep({}, deps);
    expect(await sweep({}, deps)).toMatchObject({ checked: 0 });
    deps.clock.advance(HOUR_MS);
    expect(await sweep({}, deps)).toMatchObject({ checked: 1 });
  });

  test('what the first sweep of a source brings is marked as backlog, what comes later is not', async () => {
    const deps = await testDeps();
    server.on('/feed', body(rss(['Archive'])), body(rss(['Archive', 'Nouvelle'])));
    await follow(deps, at('/feed'));
    await sweep({}, deps);
    await sweep({ force: true }, deps);
    const stored = await deps.store.items.listAfter('', 10);
    expect(Object.fromEntries(stored.map(({ title, firstSweep }) => [title, firstSweep]))).toEqual({
      Archive: true,
      Nouvelle: false,
    });
  });
});

test('sources that fail, hang or lie harm no other', async () => {
  const deps = await testDeps({ http: { totalMs: 800 } });
  server.on('/good', body(rss(['Bonne'])));
  server.on('/also-good', body(rss(['Bonne aussi'])));
  server.on('/hang', hang);
  server.on('/broken', status(500));
  server.on('/page', body('<!doctype html><html><body><p>Rien</p></body></html>', { 'content-type': 'text/html' }));
  await follow(deps, ...['/hang', '/broken', '/good', '/page', '/also-good'].map(at));
  const report = await sweep({}, deps);
  expect(report).toMatchObject({ checked: 5, changed: 2, failed: 3, newItems: 2 });
  expect(
    Object.fromEntries(report.failures.map(({ url, problem }) => [url.slice(server.url.length), problem.kind])),
  ).toEqual({
    '/hang': 'timeout',
    '/broken': 'server-error',
    '/page': 'html-instead-of-feed',
  });
});

describe('addresses that lead elsewhere', () => {
  const PAGE =
    '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/hidden/feed.xml"></head></html>';

  test('the feed a page announces is found, and asked directly from then on', async () => {
    const deps = await testDeps();
    server.on('/', body(PAGE, { 'content-type': 'text/html' }));
    server.on('/hidden/feed.xml', tagged(rss(['Trouvée'])));
    await follow(deps, at('/'));
    expect(await sweep({}, deps)).toMatchObject({ newItems: 1, failed: 0 });
    await sweep({ force: true }, deps);
    expect(server.seen.map(({ path, status: code }) => `${path} ${code}`)).toEqual([
      '/ 200',
      '/hidden/feed.xml 200',
      '/hidden/feed.xml 304',
    ]);
  });

  test('a page whose feed is gone fails, and is tried anew from the page', async () => {
    const deps = await testDeps();
    server.on('/', tagged(PAGE, { 'content-type': 'text/html' }));
    await follow(deps, at('/'));
    expect((await sweep({}, deps)).failures[0]?.problem.kind).toBe('not-found');
    server.on('/hidden/feed.xml', body(rss(['Revenue'])));
    expect(await sweep({ force: true }, deps)).toMatchObject({ newItems: 1, failed: 0 });
  });

  test('a permanent move is remembered, and forgotten after three failures of the new address', async () => {
    const deps = await testDeps();
    server.on('/old', redirect(301, '/new'));
    server.on('/new', tagged(rss(['Déplacée'])));
    await follow(deps, at('/old'));
    await sweep({}, deps);
    await sweep({ force: true }, deps);
    expect(server.seen.map(({ path }) => path)).toEqual(['/old', '/new', '/new']);
    server.on('/new', status(404));
    server.on('/old', tagged(rss(['Déplacée', 'De retour'])));
    for (let round = 0; round < 3; round += 1) expect(await sweep({ force: true }, deps)).toMatchObject({ failed: 1 });
    expect(await sweep({ force: true }, deps)).toMatchObject({ failed: 0, newItems: 1 });
    expect(server.seen.at(-1)?.path).toBe('/old');
  });
});

describe('failures', () => {
  test('each doubles the wait, up to a day, and the problem is kept until a check goes well', async () => {
    const deps = await testDeps();
    await follow(deps, at('/feed'));
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await sweep({ force: true }, deps);
      waits.push((await stateOf(deps)).nextCheckAt - deps.clock());
      deps.clock.advance(MINUTE_MS);
    }
    for (let index = 1; index < 5; index += 1) expect((waits[index] ?? 0) / (waits[index - 1] ?? 1)).toBeCloseTo(2, 5);
    expect(waits[6]).toBeLessThanOrEqual(DAY_MS);
    expect(await stateOf(deps)).toMatchObject({
      failures: 7,
      problem: { kind: 'not-found' },
      failingSince: deps.clock() - 7 * MINUTE_MS,
    });
    server.on('/feed', body(rss(['Une'])));
    await sweep({ force: true }, deps);
    const healed = await stateOf(deps);
    expect(healed).toMatchObject({ failures: 0, lastOkAt: deps.clock() });
    expect(healed).not.toHaveProperty('problem');
    expect(healed).not.toHaveProperty('failingSince');
  });

  test('Retry-After is respected', async () => {
    const deps = await testDeps();
    server.on('/feed', status(429, { 'retry-after': String(5 * 3600) }));
    await follow(deps, at('/feed'));
    await sweep({}, deps);
    expect((await stateOf(deps)).nextCheckAt).toBe(deps.clock() + 5 * HOUR_MS);
    deps.clock.advance(4 * HOUR_MS);
    expect(await sweep({}, deps)).toMatchObject({ checked: 0 });
  });

  test.each([
    ['an empty document', '', 'empty'],
    ['a page without a feed', '<!doctype html><html><body><p>Non</p></body></html>', 'html-instead-of-feed'],
    ['something else', '<opml version="2.0"><body/></opml>', 'not-a-feed'],
  ])('%s is not transferred twice, and stays a failure while it is the same', async (_name, content, kind) => {
    const deps = await testDeps();
    server.on('/feed', tagged(content, { 'content-type': 'text/html' }));
    await follow(deps, at('/feed'));
    for (let round = 1; round <= 3; round += 1) {
      expect((await sweep({ force: true }, deps)).failures.map(({ problem }) => problem.kind)).toEqual([kind]);
      expect(await stateOf(deps)).toMatchObject({ failures: round, problem: { kind } });
    }
    const asked = server.seen.filter(({ path }) => path === '/feed');
    expect(asked.map((seen) => seen.status)).toEqual([200, 304, 304]);
    server.on('/feed', tagged(rss(['Réparée'])));
    expect(await sweep({ force: true }, deps)).toMatchObject({ failed: 0, newItems: 1 });
  });

  test('a network failure between two answers of a broken document does not make it pass for healthy', async () => {
    const deps = await testDeps();
    const broken = tagged('<!doctype html><html><body><p>Non</p></body></html>', { 'content-type': 'text/html' });
    server.on('/feed', broken, status(503), broken);
    await follow(deps, at('/feed'));
    const kinds: (string | undefined)[] = [];
    for (let round = 0; round < 3; round += 1)
      kinds.push((await sweep({ force: true }, deps)).failures[0]?.problem.kind);
    expect(kinds).toEqual(['html-instead-of-feed', 'server-error', 'html-instead-of-feed']);
  });

  test('a network failure between two answers of a good document keeps its validators', async () => {
    const deps = await testDeps();
    server.on('/feed', tagged(rss(['Une'])), status(503), tagged(rss(['Une'])));
    await follow(deps, at('/feed'));
    for (let round = 0; round < 3; round += 1) await sweep({ force: true }, deps);
    expect(server.seen.map((seen) => seen.status)).toEqual([200, 503, 304]);
    expect(await stateOf(deps)).toMatchObject({ failures: 0 });
  });
});

test('a selector mended in feeds.yaml is tried at once, though the page did not change', async () => {
  const deps = await testDeps();
  server.on('/page', tagged('<!doctype html><main>49 € par mois</main>', { 'content-type': 'text/html' }));
  const page = (select: string) => aSource({ kind: 'page', url: at('/page'), select });
  await follow(deps, page('#prix'));
  expect((await sweep({}, deps)).failures[0]?.problem.kind).toBe('selector-not-found');
  await follow(deps, page('main'));
  expect(await sweep({}, deps)).toMatchObject({ checked: 1, failed: 0 });
});

test('a crash while items are stored keeps the old validators, so that the items come again', async () => {
  const deps = await testDeps();
  server.on('/feed', tagged(rss(['Une'])));
  await follow(deps, at('/feed'));
  await sweep({}, deps);
  server.on('/feed', tagged(rss(['Une', 'Deux'])));
  const crashing: TestDeps = {
    ...deps,
    store: {
      ...deps.store,
      transaction: (work) =>
        deps.store.transaction(async (tx) => {
          await work(tx);
          throw new Error('the power went');
        }),
    },
  };
  expect(await sweep({ force: true }, crashing)).toMatchObject({ failed: 1, newItems: 0 });
  expect(await items(deps)).toEqual(['Une']);
  expect(await sweep({ force: true }, deps)).toMatchObject({ failed: 0, newItems: 1 });
  expect(await items(deps)).toEqual(['Deux', 'Une']);
});

test('a source paused while it is being asked stays paused', async () => {
  const deps = await testDeps();
  server.on('/feed', (request, response) => setTimeout(() => body(rss(['Une']))(request, response), 100));
  const [source] = await follow(deps, at('/feed'));
  const sweeping = sweep({}, deps);
  await sleep(40);
  if (source) await deps.store.sources.pause(source.id, true, deps.clock());
  await sweeping;
  expect((await stateOf(deps)).paused).toBe(true);
});

test('an entry forgotten for its age does not come back as news while its feed still holds it', async () => {
  const deps = await testDeps();
  server.on('/feed', body(rss(['Très vieille', 'Vieille'])), body(`${rss(['Très vieille', 'Vieille'])}\n`));
  await follow(deps, at('/feed'));
  await sweep({}, deps);
  deps.clock.advance(731 * DAY_MS);
  expect(await retain(deps)).toBe(2);
  expect(await sweep({ force: true }, deps)).toMatchObject({ newItems: 0 });
});

test('a stopped sweep finishes what is in hand and picks up nothing more', async () => {
  const deps = await testDeps();
  for (let index = 0; index < 10; index += 1)
    server.on(`/${index}`, (request, response) =>
      setTimeout(() => body(rss([`Nouvelle ${index}`]))(request, response), 50),
    );
  await follow(deps, ...Array.from({ length: 10 }, (_, index) => at(`/${index}`)));
  const stop = new AbortController();
  const report = await sweep({ signal: stop.signal, onProgress: () => stop.abort() }, deps);
  expect(report.failed).toBe(0);
  expect(report.checked).toBeLessThan(4);
  expect(await items(deps)).toHaveLength(report.newItems);
});

test('what is given up because Vigie ends is as if it had not been asked: in flight, in the queue of its host, between two hops', async () => {
  const ending = new AbortController();
  const deps = await testDeps({ http: { stop: ending.signal, allowHosts: ['127.0.0.1', 'localhost'] } });
  const atLocalhost = (path: string) => at(path).replace('127.0.0.1', 'localhost');
  const asked = new Promise<void>((resolve) =>
    server.on('/hangs', (request, response) => {
      hang(request, response);
      resolve();
    }),
  );
  server.on('/moved', redirect(302, atLocalhost('/hangs')));
  server.on('/first', tagged(rss(['Une'])));
  await follow(deps, at('/first'), at('/hangs'), at('/moved'));
  const { promise: oneIsIn, resolve: onProgress } = Promise.withResolvers<unknown>();
  const sweeping = sweep({ signal: ending.signal, onProgress }, deps);
  await Promise.all([asked, oneIsIn]);
  ending.abort(new Stopped());
  const report = await sweeping;
  expect(report).toMatchObject({ checked: 1, failed: 0, newItems: 1 });
  expect(
    (await deps.store.sources.listDue(deps.clock())).map(({ source, state }) => [source.url, state.problem]),
  ).toEqual([
    [at('/hangs'), undefined],
    [at('/moved'), undefined],
  ]);
  await expect(deps.http.get({ url: at('/first') })).rejects.toThrow(Stopped);
});
