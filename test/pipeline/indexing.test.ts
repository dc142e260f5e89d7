import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { startMeili } from '../../src/adapters/search/meiliProcess.ts';
import { meilisearchEngine } from '../../src/adapters/search/meilisearch.ts';
import type { Store } from '../../src/adapters/store/open.ts';
import { DAY_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import type { SearchEngine } from '../../src/domain/search/model.ts';
import { indexPending, indexStore, reindex } from '../../src/pipeline/indexing.ts';
import { searchService } from '../../src/pipeline/search.ts';
import { anItem, aSource, NOW } from '../support/builders.ts';
import { deleteItemsBefore, insertItems } from '../support/insertItems.ts';
import { openTestStore, testFolder } from '../support/openTestStore.ts';
import {
  childrenOf,
  engineNote,
  isAlive,
  type SearchServer,
  searchServer,
  serverBinary,
} from '../support/searchServer.ts';
import { aWatch, silent } from '../support/testDeps.ts';

async function aStore(): Promise<Store> {
  const store = await openTestStore();
  await store.sources.follow(aSource(), NOW);
  return store;
}

const news = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    anItem({
      title: `Nouvelle ${from + index}`,
      publishedAt: NOW - (from + index) * MINUTE_MS,
      seenAt: NOW - (from + index) * MINUTE_MS,
    }),
  );

const everything = { node: undefined, sort: 'date', offset: 0, limit: 5_000 } as const;
const idsIn = async (engine: SearchEngine) => ((await engine.search(everything))?.ids ?? []).sort();
const idsOf = async (store: Store) => (await store.items.listAfter('', 10_000)).map(({ id }) => id).sort();

async function inStep(engine: SearchEngine, store: Store): Promise<void> {
  expect(await idsIn(engine)).toEqual(await idsOf(store));
  expect((await engine.cursor())?.revision).toBe(await store.outbox.revision());
}

const engines = serverBinary ? (['embedded', 'meilisearch'] as const) : (['embedded'] as const);

describe.each(engines)(`the index follows the store, on %s${engineNote}`, (name) => {
  let server: SearchServer | undefined;
  let engine: SearchEngine;
  beforeAll(async () => {
    server = name === 'meilisearch' ? await searchServer() : undefined;
    engine = server?.engine ?? embeddedEngine(':memory:');
  });
  afterAll(() => server?.close());

  test('an item acknowledged while the index was down arrives later', async () => {
    const store = await aStore();
    await insertItems(store, news(0, 3));
    let isDown = true;
    const flaky = {
      ...engine,
      apply: async (batch) => (isDown ? Promise.reject(new Error('down')) : engine.apply(batch)),
    } as SearchEngine;
    const search = { engines: () => [flaky] } as never;
    expect(await indexStore({ store, search, log: silent })).toBe(0);
    isDown = false;
    await insertItems(store, news(3, 2));
    expect(await indexStore({ store, search, log: silent })).toBe(5);
    await inStep(engine, store);
    expect(await indexStore({ store, search, log: silent })).toBe(0);
  });

  test('more than a batch, then edits and deletions', async () => {
    const store = await aStore();
    await insertItems(store, news(0, 1_500));
    await indexPending(engine, store);
    await inStep(engine, store);
    const [first] = news(0, 1);
    if (!first) throw new Error('no item');
    await store.transaction(async (tx) =>
      tx.items.update({ ...first, title: 'Zébulon' }, await tx.outbox.takeRevisions(1)),
    );
    await deleteItemsBefore(store, NOW - 1_200 * MINUTE_MS);
    await indexPending(engine, store);
    await inStep(engine, store);
    const word = { ...everything, node: { type: 'word', word: 'zebulon', prefix: false } as const };
    expect((await engine.search(word))?.ids).toEqual([first.id]);
  });

  test('the index of a foreign store is replaced, also by a store with nothing in it', async () => {
    const [theirs, ours, empty] = [await aStore(), await aStore(), await aStore()];
    await insertItems(theirs, news(0, 20));
    await indexPending(engine, theirs);
    await insertItems(ours, news(100, 4));
    await indexPending(engine, ours);
    await inStep(engine, ours);
    await indexPending(engine, empty);
    await inStep(engine, empty);
  });

  test('a store restored from a backup, behind its index, is followed again', async () => {
    const store = await aStore();
    await insertItems(store, news(0, 10));
    await indexPending(engine, store);
    await store.outbox.setNote('revision', '4');
    // What came after the backup is gone from the store, and nothing tells the index.
    expect(await store.transaction((tx) => tx.items.deleteSeenBefore(NOW - 3 * MINUTE_MS, 100))).toHaveLength(6);
    await insertItems(store, news(50, 2));
    await indexPending(engine, store);
    expect(await idsIn(engine)).toEqual(await idsOf(store));
  });

  test('a rebuild answers searches all along, and ends in step', async () => {
    const store = await aStore();
    await insertItems(store, news(0, 2_500));
    await indexPending(engine, store);
    let done = false;
    const rebuilding = reindex(engine, store).finally(() => {
      done = true;
    });
    const totals = new Set<number | undefined>();
    let asked = 0;
    while (!done) {
      totals.add((await engine.search({ ...everything, limit: 1 }))?.total);
      asked += 1;
      await sleep(5);
    }
    expect(await rebuilding).toBe(2_500);
    expect(asked).toBeGreaterThan(2);
    expect([...totals]).toEqual([2_500]);
    await inStep(engine, store);
  });

  test('what is written during a rebuild is in the index after it', async () => {
    const store = await aStore();
    await insertItems(store, news(0, 1_200));
    const rebuilding = reindex(engine, store);
    await insertItems(store, news(5_000, 3));
    await indexPending(engine, store);
    await rebuilding;
    await indexPending(engine, store);
    expect(await idsIn(engine)).toEqual(await idsOf(store));
  });
});

describe.runIf(serverBinary)('the managed server', () => {
  const pidOf = (server: SearchServer): number => childrenOf(server.process.pid())[0] ?? 0;
  async function aServer(): Promise<SearchServer> {
    const server = await searchServer();
    onTestFinished(() => server.close());
    return server;
  }

  test('killed with -9 in the middle of indexing it loses nothing and is started again', async () => {
    const store = await aStore();
    const server = await aServer();
    await insertItems(store, news(0, 3_000));
    const before = pidOf(server);
    const indexing = indexPending(server.engine, store).then(
      () => 'done',
      () => 'failed',
    );
    await sleep(150);
    process.kill(before, 'SIGKILL');
    await indexing;
    await insertItems(store, news(4_000, 5));
    await expect
      .poll(
        () =>
          indexPending(server.engine, store).then(
            () => 'done',
            () => 'down',
          ),
        { timeout: 20_000, interval: 100 },
      )
      .toBe('done');
    expect(pidOf(server)).not.toBe(before);
    await inStep(server.engine, store);
  }, 40_000);

  test('wiped while it runs, it is filled again', async () => {
    const store = await aStore();
    const server = await aServer();
    await insertItems(store, news(0, 30));
    await indexPending(server.engine, store);
    process.kill(pidOf(server), 'SIGKILL');
    rmSync(join(server.folder, 'data'), { recursive: true, force: true });
    // The app's own key went with the data: the next start of the app asks for a new one.
    await server.process.stop();
    const again = await startMeili(serverBinary ?? '', server.folder, silent);
    onTestFinished(() => again.stop());
    const engine = await meilisearchEngine(again.address);
    await indexPending(engine, store);
    await inStep(engine, store);
    await fetch(`${again.address.url}/indexes/vigie_items`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${again.address.key}` },
    });
    await fetch(`${again.address.url}/indexes/vigie_meta`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${again.address.key}` },
    });
    await expect.poll(() => engine.cursor(), { timeout: 5_000 }).toBeUndefined();
    await indexPending(engine, store);
    await inStep(engine, store);
  }, 40_000);

  test('away, the embedded index answers and says so; back, the server answers again', async () => {
    const store = await aStore();
    const server = await aServer();
    const embedded = embeddedEngine(':memory:');
    const search = searchService({
      store,
      embedded,
      watch: aWatch(),
      wantsServer: true,
      clock: () => NOW,
      log: silent,
    });
    search.use(server.engine);
    await insertItems(store, news(0, 5));
    for (const engine of search.engines()) await indexPending(engine, store);
    expect(await search.search({ query: 'nouvelle' })).toMatchObject({
      engine: 'meilisearch',
      degraded: false,
      total: 5,
    });
    process.kill(pidOf(server), 'SIGKILL');
    expect(await search.search({ query: 'nouvelle' })).toMatchObject({ engine: 'embedded', degraded: true, total: 5 });
    await expect
      .poll(() => search.search({ query: 'nouvelle' }), { timeout: 20_000, interval: 300 })
      .toMatchObject({ engine: 'meilisearch', degraded: false, total: 5 });
  }, 40_000);

  test('stopped, it leaves no process behind', async () => {
    const server = await searchServer();
    const shell = server.process.pid() ?? 0;
    const processes = [shell, ...childrenOf(shell), ...childrenOf(shell, 'sh')];
    expect(processes.filter(isAlive).length).toBeGreaterThan(1);
    await server.close();
    await expect.poll(() => processes.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  });

  test('when its parent is killed with -9 it goes too, and the folder can be used again', async () => {
    const folder = testFolder();
    const parent = spawn(
      process.execPath,
      [new URL('../support/holdServer.ts', import.meta.url).pathname, serverBinary ?? '', folder],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const shell = Number(line.toString());
    const processes = [shell, ...childrenOf(shell), ...childrenOf(shell, 'sh')];
    expect(childrenOf(shell)).toHaveLength(1);
    parent.kill('SIGKILL');
    await expect.poll(() => processes.filter(isAlive), { timeout: 8_000 }).toEqual([]);
    const again = await startMeili(serverBinary ?? '', folder, silent);
    await again.stop();
  }, 40_000);
});

test('an old item deleted leaves both the store and the index', async () => {
  const store = await aStore();
  const engine = embeddedEngine(':memory:');
  await insertItems(store, [
    ...news(0, 2),
    anItem({ title: 'Vieille', seenAt: NOW - 9 * DAY_MS, publishedAt: NOW - 9 * DAY_MS }),
  ]);
  await indexPending(engine, store);
  await deleteItemsBefore(store, NOW - DAY_MS);
  await indexPending(engine, store);
  expect(await idsIn(engine)).toHaveLength(2);
});
