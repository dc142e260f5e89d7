import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/adapters/store/open.ts';
import type { Digest } from '../../src/domain/model/digest.ts';
import type { ItemId, SourceId, StoryId } from '../../src/domain/model/ids.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { retain } from '../../src/pipeline/retain.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { anItem, anUndatedItem, aSource, aState, NOW } from '../support/builders.ts';
import { body, fixtureServer, rss } from '../support/fixtureServer.ts';
import { deleteItemsBefore, insertItems } from '../support/insertItems.ts';
import { openTestStore, testFolder } from '../support/openTestStore.ts';
import { follow, testDeps } from '../support/testDeps.ts';

async function storeWithSource(): Promise<Store> {
  const store = await openTestStore();
  await store.sources.follow(aSource(), NOW);
  return store;
}

const aDigest = (given: Partial<Digest> = {}): Digest => ({
  number: 1,
  date: '2026-11-24',
  createdAt: NOW,
  since: NOW - DAY_MS,
  until: NOW,
  budgetMinutes: 60,
  plannedMinutes: 0,
  threshold: 0,
  considered: { items: 0, stories: 0 },
  sections: [],
  leftOut: [],
  failingSources: [],
  ...given,
});
const telling = (...stories: string[]): Digest['sections'] => [
  { id: 'topics', stories: stories.map((id) => ({ id, title: id }) as never) },
];

describe('items', () => {
  test('the same entry twice is one item, an edited one an update that keeps its story and when it was seen', async () => {
    const server = await fixtureServer();
    const deps = await testDeps();
    await follow(deps, `${server.url}/feed`);
    const entry = { title: 'Le tarif change', guid: 'a' };
    server.on(
      '/feed',
      body(rss([entry, entry])),
      body(rss([entry, { title: 'Autre', guid: 'b' }])),
      body(rss([{ ...entry, title: 'Le tarif change encore', text: 'Corrigé.' }])),
    );
    await sweep({}, deps);
    const [first] = await deps.store.items.listAfter('', 10);
    expect(await deps.store.items.count()).toBe(1);
    deps.clock.advance(HOUR_MS);
    await sweep({ force: true }, deps);
    deps.clock.advance(HOUR_MS);
    expect(await sweep({ force: true }, deps)).toMatchObject({ newItems: 0, updatedItems: 1 });
    const edited = (await deps.store.items.listByIds([first?.id ?? '']))[0];
    expect(edited).toMatchObject({
      title: 'Le tarif change encore',
      text: 'Corrigé.',
      storyId: first?.storyId,
      seenAt: first?.seenAt,
      firstSweep: true,
    });
    await server.close();
  });

  test('an item comes back as it went in, dated or not', async () => {
    const store = await storeWithSource();
    const dated = anItem({
      title: 'L’œuvre « complète »',
      url: 'https://a.example/1',
      author: 'É. Zola',
      updatedAt: NOW,
      imageUrl: 'https://a.example/i.png',
      categories: ['réseaux sociaux'],
      enclosures: [{ url: 'https://a.example/e.mp3', type: 'audio/mpeg', length: 12 }],
      topics: [{ id: 't', words: ['mot'], inTitle: true }],
      actors: [{ id: 'a', words: [], inTitle: false }],
      firstSweep: true,
    });
    const undated = anUndatedItem({ title: 'Sans date' });
    await insertItems(store, [dated, undated]);
    expect(await store.items.listByIds([dated.id])).toEqual([dated]);
    expect(await store.items.listByIds([undated.id])).toEqual([undated]);
  });

  test('a thousand at once, and more ids than SQLite binds', async () => {
    const store = await storeWithSource();
    const items = Array.from({ length: 1_000 }, (_, index) => anItem({ title: `Nouvelle ${index}` }));
    await insertItems(store, items);
    expect(await store.items.count()).toBe(1_000);
    const asked = [
      ...items.map(({ id }) => id),
      ...Array.from({ length: 40_000 }, (_, index) => `unknown${index}` as ItemId),
    ];
    expect((await store.items.hashes(asked)).size).toBe(1_000);
  });
});

describe('revisions', () => {
  test('every write gets its own, greater than all before', async () => {
    const store = await storeWithSource();
    const [a, b] = [anItem({ title: 'A' }), anItem({ title: 'B' })];
    await insertItems(store, [a, b]);
    await store.transaction(async (tx) => tx.items.update({ ...a, title: 'A2' }, await tx.outbox.takeRevisions(1)));
    await Promise.all(['C', 'D', 'E'].map((title) => insertItems(store, [anItem({ title })])));
    const seen: number[] = [];
    for (let from = 0; ; ) {
      const { revision } = await store.outbox.changesAfter(from, 1);
      if (revision === from) break;
      seen.push(revision);
      from = revision;
    }
    expect(seen).toEqual([2, 3, 4, 5, 6]);
    expect(await store.outbox.revision()).toBe(6);
  });

  test('processes that write at once share no revision', async () => {
    const file = join(testFolder(), 'vigie.db');
    const store = await openTestStore(file);
    await store.sources.follow(aSource(), NOW);
    const writers = ['a', 'b'].map((name) =>
      fork(new URL('../support/writeItems.ts', import.meta.url), [file, name, '30'], { execArgv: [] }),
    );
    expect(await Promise.all(writers.map((writer) => once(writer, 'exit')))).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await store.items.count()).toBe(60);
    expect(await store.outbox.revision()).toBe(60);
  });

  test('a failing transaction leaves nothing: no item, no revision, no state', async () => {
    const store = await storeWithSource();
    const source = aSource();
    await expect(
      store.transaction(async (tx) => {
        await tx.items.insert([anItem()], await tx.outbox.takeRevisions(1));
        await tx.sources.saveState(source.id, aState({ etag: '"new"' }));
        throw new Error('the power went');
      }),
    ).rejects.toThrow('the power went');
    expect(await store.items.count()).toBe(0);
    expect(await store.outbox.revision()).toBe(0);
    expect((await store.sources.find(source.id))?.state).not.toHaveProperty('etag');
  });

  test('a transaction that fails harms none of those that wait beside it', async () => {
    const store = await storeWithSource();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        store.transaction(async (tx) => {
          await tx.items.insert([anItem({ title: `Nouvelle ${index}` })], await tx.outbox.takeRevisions(1));
          if (index % 10 === 4) throw new Error('the power went');
          return index;
        }),
      ),
    );
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(kept).toEqual(Array.from({ length: 30 }, (_, index) => index).filter((index) => index % 10 !== 4));
    const { items, revision } = await store.outbox.changesAfter(0, 100);
    expect(items.map(({ title }) => title).sort()).toEqual(kept.map((index) => `Nouvelle ${index}`).sort());
    expect(revision).toBe(27);
  });

  test('deletions leave tombstones in the same row of revisions', async () => {
    const store = await storeWithSource();
    const old = anItem({ title: 'Vieille', seenAt: NOW - 10 * DAY_MS, publishedAt: NOW - 10 * DAY_MS });
    await insertItems(store, [old, anItem({ title: 'Jeune' })]);
    expect(await deleteItemsBefore(store, NOW - DAY_MS)).toEqual([old.id]);
    expect(await store.outbox.changesAfter(2, 10)).toEqual({ items: [], deleted: [old.id], revision: 3 });
    expect(await store.outbox.deletedAmong([old.id, 'other' as ItemId])).toEqual(new Set([old.id]));
  });

  test('a store keeps its name, and no two have the same', async () => {
    const file = join(testFolder(), 'vigie.db');
    const first = await openStore(file);
    const name = await first.outbox.storeId();
    await first.close();
    expect(await (await openTestStore(file)).outbox.storeId()).toBe(name);
    expect(await (await openTestStore()).outbox.storeId()).not.toBe(name);
  });
});

describe('sources', () => {
  const url = (index: number) => `https://journal${index}.example/feed`;

  test('following twice updates the source and keeps its state; items survive unfollowing', async () => {
    const store = await storeWithSource();
    const { id } = aSource();
    await store.sources.saveState(id, aState({ etag: '"a"', feedTitle: 'Le Journal' }));
    await store.sources.follow(aSource({ name: 'Mon journal', weight: 2, tags: ['presse'] }), NOW);
    const found = await store.sources.find(id);
    expect(found?.source).toEqual(aSource({ name: 'Mon journal', weight: 2, tags: ['presse'] }));
    expect(found?.state).toMatchObject({ etag: '"a"', feedTitle: 'Le Journal' });
    await insertItems(store, [anItem()]);
    expect(await store.sources.unfollow(id)).toBe(true);
    expect(await store.sources.unfollow(id)).toBe(false);
    expect(await store.sources.list()).toEqual([]);
    expect(await store.items.count()).toBe(1);
    expect((await store.sources.names()).get(id)).toBe('Mon journal');
  });

  test('sources of the file go with it, those added by people stay', async () => {
    const store = await openTestStore();
    const [kept, gone, own] = [
      aSource({ url: url(1) }),
      aSource({ url: url(2) }),
      aSource({ url: url(3), origin: 'user' }),
    ];
    for (const source of [kept, gone, own]) await store.sources.follow(source, NOW);
    await store.sources.keepOnlyFromFile([kept.id]);
    expect((await store.sources.list()).map(({ source }) => source.id).sort()).toEqual([kept.id, own.id].sort());
    await store.sources.follow(gone, NOW);
    expect(await store.sources.list()).toHaveLength(3);
  });

  test('a paused source is not due; resumed, it is at once', async () => {
    const store = await storeWithSource();
    const { id } = aSource();
    await store.sources.saveState(id, aState({ nextCheckAt: NOW + HOUR_MS, failures: 4 }));
    await store.sources.pause(id, true, NOW);
    expect(await store.sources.listDue(NOW + 2 * HOUR_MS)).toEqual([]);
    await store.sources.pause(id, false, NOW);
    expect((await store.sources.listDue(NOW)).map(({ state }) => state.failures)).toEqual([0]);
    expect(await store.sources.pause('nobody' as SourceId, true, NOW)).toBe(false);
  });

  test('those that wait longest come first', async () => {
    const store = await openTestStore();
    for (const index of [1, 2, 3]) {
      const source = aSource({ url: url(index) });
      await store.sources.follow(source, NOW);
      await store.sources.saveState(source.id, aState({ nextCheckAt: NOW - index * HOUR_MS }));
    }
    expect((await store.sources.listDue(NOW)).map(({ source }) => source.url)).toEqual([url(3), url(2), url(1)]);
  });
});

test('one digest a day, numbered, with the day each story was told', async () => {
  const store = await openTestStore();
  await store.digests.insert(aDigest({ sections: telling('s1', 's2') }));
  await expect(store.digests.insert(aDigest({ number: 2 }))).rejects.toThrow(/UNIQUE/);
  expect(await store.digests.nextNumber()).toBe(2);
  await store.digests.insert(aDigest({ number: 2, date: '2026-11-25', until: NOW + DAY_MS, sections: telling('s3') }));
  expect(await store.digests.listTold(['s1', 's3', 's9'] as StoryId[])).toEqual(
    new Map([
      ['s1', '2026-11-24'],
      ['s3', '2026-11-25'],
    ]),
  );
  expect((await store.digests.findLastBefore(NOW + 1))?.number).toBe(1);
  expect((await store.digests.findLatest())?.number).toBe(2);
});

test('a lease has one holder until it is released or runs out', async () => {
  const { leases } = await openTestStore();
  expect(await leases.take('index', 'a', NOW, NOW + 1000)).toBe(true);
  expect(await leases.take('index', 'b', NOW, NOW + 1000)).toBe(false);
  expect(await leases.take('index', 'a', NOW, NOW + 2000)).toBe(true);
  expect(await leases.take('index', 'b', NOW + 1500, NOW + 3000)).toBe(false);
  expect(await leases.take('index', 'b', NOW + 2000, NOW + 3000)).toBe(true);
  await leases.release('index', 'a');
  expect(await leases.take('index', 'a', NOW + 2000, NOW + 3000)).toBe(false);
  await leases.release('index', 'b');
  expect(await leases.take('index', 'a', NOW + 2000, NOW + 3000)).toBe(true);
});

test('a sign-in link works once and in its time; a session until it expires or is removed', async () => {
  const { sessions } = await openTestStore();
  await sessions.addLink('link', 'ana', NOW + 1000);
  await sessions.addLink('late', 'ana', NOW + 1000);
  const uses = await Promise.all([1, 2, 3].map(() => sessions.useLink('link', NOW)));
  expect(uses.filter(Boolean)).toHaveLength(1);
  expect(uses.filter(Boolean)).toEqual(['ana']);
  expect(await sessions.useLink('late', NOW + 1000)).toBeUndefined();
  expect(await sessions.useLink('unknown', NOW)).toBeUndefined();
  const session = {
    tokenHash: 'session',
    csrf: 'csrf',
    person: 'ana',
    agent: '',
    createdAt: NOW,
    expiresAt: NOW + 1000,
  };
  await sessions.add(session);
  expect(await sessions.find('session', NOW)).toEqual(session);
  expect(await sessions.find('session', NOW + 1000)).toBeUndefined();
  await sessions.remove('session');
  expect(await sessions.find('session', NOW)).toBeUndefined();
});

test('marks are each reader’s own, and set twice are set once', async () => {
  const store = await storeWithSource();
  const item = anItem({ storyId: 's1' });
  await insertItems(store, [item]);
  const { readers } = store;
  await readers.mark('ana', 's1' as StoryId, 'read', NOW);
  await readers.mark('ana', 's1' as StoryId, 'saved', NOW);
  await readers.mark('ana', 's1' as StoryId, 'saved', NOW + 1);
  expect(await readers.marks('ana', ['s1' as StoryId])).toEqual(new Map([['s1', { read: true, saved: true }]]));
  expect(await readers.marks('bob', ['s1' as StoryId])).toEqual(new Map());
  expect(await readers.listMarkedItems('ana', 'saved', 10)).toEqual([item.id]);
  await readers.mark('ana', 's1' as StoryId, 'saved', null);
  expect(await readers.listMarkedItems('ana', 'saved', 10)).toEqual([]);
  expect((await readers.marks('ana', ['s1' as StoryId])).get('s1')).toEqual({ read: true, saved: false });
});

test('housekeeping forgets what is two years old, but not what was saved or told', async () => {
  const store = await storeWithSource();
  const old = { seenAt: NOW - 800 * DAY_MS, publishedAt: NOW - 800 * DAY_MS };
  await insertItems(store, [
    anItem({ title: 'Oubliée', storyId: 'plain', ...old }),
    anItem({ title: 'Gardée', storyId: 'saved', ...old }),
    anItem({ title: 'Racontée', storyId: 'told', ...old }),
    anItem({ title: 'Récente', storyId: 'young' }),
  ]);
  await store.readers.mark('ana', 'saved' as StoryId, 'saved', NOW);
  await store.digests.insert(aDigest({ sections: telling('told') }));
  expect(await retain({ store, clock: () => NOW })).toBe(1);
  expect((await store.items.listAfter('', 10)).map(({ title }) => title).sort()).toEqual([
    'Gardée',
    'Racontée',
    'Récente',
  ]);
});
