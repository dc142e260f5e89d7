import { fork } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src/adapters/store/open.ts';
import type { Digest } from '../../src/domain/model/digest.ts';
import type { StoryId } from '../../src/domain/model/ids.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../src/domain/model/units.ts';
import { dueEdition, edition } from '../../src/pipeline/digest.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { anItem, aSource, NOW } from '../support/builders.ts';
import { body, fixtureServer, rss } from '../support/fixtureServer.ts';
import { insertItems } from '../support/insertItems.ts';
import { testFolder } from '../support/openTestStore.ts';
import { follow, type TestDeps, testDeps } from '../support/testDeps.ts';

const storiesOf = (digest: Digest | undefined) =>
  digest?.sections.flatMap(({ stories }) => stories.map(({ title }) => title)).sort() ?? [];

/** A source and news of it, seen just now. */
async function publish(deps: TestDeps, ...titles: string[]): Promise<void> {
  await deps.store.sources.follow(aSource(), deps.clock());
  const now = deps.clock();
  await insertItems(
    deps.store,
    titles.map((title) => anItem({ title, seenAt: now, publishedAt: now - MINUTE_MS })),
  );
}

/** Asks every ten minutes, as the heartbeat does, and tells when editions were made. */
async function live(deps: TestDeps, from: string, until: string): Promise<string[]> {
  const made: string[] = [];
  for (let now: Instant = Date.parse(from); now <= Date.parse(until); now += 10 * MINUTE_MS) {
    deps.clock.set(now);
    const digest = await dueEdition(deps);
    if (digest) made.push(`${digest.date} ${new Date(now).toISOString().slice(11, 16)}`);
  }
  return made;
}

describe('across the clock changes of 2026 in Paris', () => {
  test('spring: made at 6:30 local every day, which is an hour earlier in UTC from the 29th of March on', async () => {
    const deps = await testDeps({ now: Date.parse('2026-03-27T05:30:00Z') });
    await edition({}, deps);
    expect(await live(deps, '2026-03-27T06:00:00Z', '2026-03-31T12:00:00Z')).toEqual([
      '2026-03-28 05:30',
      '2026-03-29 04:30',
      '2026-03-30 04:30',
      '2026-03-31 04:30',
    ]);
  });

  test('autumn: an hour later in UTC from the 25th of October on', async () => {
    const deps = await testDeps({ now: Date.parse('2026-10-23T04:30:00Z') });
    await edition({}, deps);
    expect(await live(deps, '2026-10-23T06:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-24 04:30',
      '2026-10-25 05:30',
      '2026-10-26 05:30',
    ]);
  });

  test('an hour that spring skips and autumn repeats still gives one edition a day', async () => {
    for (const [from, until, days] of [
      ['2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z', ['2026-03-28', '2026-03-29', '2026-03-30']],
      ['2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z', ['2026-10-24', '2026-10-25', '2026-10-26']],
    ] as const) {
      const deps = await testDeps({
        now: Date.parse(from),
        watch: { digest: { minutes: 60, wordsPerMinute: 230, cron: '30 2 * * *' } },
      });
      await edition({}, deps);
      expect((await live(deps, from, until)).map((made) => made.slice(0, 10))).toEqual(days);
    }
  });
});

test('after some days switched off one edition is made, and it reaches back to the last one', async () => {
  const deps = await testDeps();
  await edition({}, deps);
  deps.clock.advance(2 * HOUR_MS);
  await publish(deps, 'Vue juste après la dernière revue');
  deps.clock.advance(4 * DAY_MS);
  await publish(deps, 'Vue après la panne du serveur');
  const caughtUp = await dueEdition(deps);
  expect(caughtUp).toMatchObject({ number: 2, since: NOW });
  expect(storiesOf(caughtUp)).toEqual(['Vue après la panne du serveur', 'Vue juste après la dernière revue']);
  expect(await dueEdition(deps)).toBeUndefined();
});

test('never twice: the next heartbeats of the day make none', async () => {
  const deps = await testDeps();
  await publish(deps, 'Une seule nouvelle ce matin');
  expect(await dueEdition(deps)).toMatchObject({ number: 1 });
  for (let minute = 0; minute < 5; minute += 1) {
    deps.clock.advance(MINUTE_MS);
    expect(await dueEdition(deps)).toBeUndefined();
  }
});

test('an edition made on demand before its hour stands for the day', async () => {
  const deps = await testDeps({ now: NOW - 3 * HOUR_MS });
  const asked = await edition({ minutes: 20 }, deps);
  expect(asked.budgetMinutes).toBe(20);
  deps.clock.set(NOW + MINUTE_MS);
  expect(await dueEdition(deps)).toBeUndefined();
  deps.clock.advance(DAY_MS);
  expect(await dueEdition(deps)).toMatchObject({ number: 2 });
});

test('once made it is frozen: what comes later waits for tomorrow', async () => {
  const deps = await testDeps();
  await publish(deps, 'Le barrage rouvre au public');
  const made = await edition({}, deps);
  deps.clock.advance(HOUR_MS);
  await publish(deps, 'Une usine ferme dans le Nord');
  expect(await edition({}, deps)).toEqual(made);
  expect(await edition({ date: made.date, minutes: 5 }, deps)).toEqual(made);
  deps.clock.advance(DAY_MS);
  expect(storiesOf(await dueEdition(deps))).toEqual(['Une usine ferme dans le Nord']);
});

describe('what the last edition told and was not read', () => {
  const morning = async (deps: TestDeps) => {
    deps.clock.advance(DAY_MS);
    return storiesOf(await dueEdition(deps));
  };
  const read = async (deps: TestDeps, title: string) => {
    const stories = (await deps.store.digests.findLatest())?.sections.flatMap((section) => section.stories) ?? [];
    const story = stories.find((each) => each.title === title);
    await deps.store.readers.mark('owner', story?.id as StoryId, 'read', deps.clock());
  };

  test('is told once more, and not again', async () => {
    const deps = await testDeps();
    await publish(deps, 'Le barrage rouvre au public', 'Une usine ferme dans le Nord');
    await edition({}, deps);
    await read(deps, 'Le barrage rouvre au public');
    expect(await morning(deps)).toEqual(['Une usine ferme dans le Nord']);
    const [story] = (await deps.store.digests.findLatest())?.sections[0]?.stories ?? [];
    expect(story?.reasons.map(({ code }) => code)).toContain('carried');
    deps.clock.advance(HOUR_MS);
    await publish(deps, 'Un musée ouvre à Lille');
    expect(await morning(deps)).toEqual(['Un musée ouvre à Lille']);
  });

  test('is told with the story it was merged into since', async () => {
    const deps = await testDeps();
    await publish(deps, 'Le barrage rouvre au public', 'Une usine ferme dans le Nord');
    await edition({}, deps);
    await read(deps, 'Le barrage rouvre au public');
    deps.clock.advance(HOUR_MS);
    await publish(deps, 'Le Nord perd une usine');
    const idOf = async (title: string) =>
      (await deps.store.items.listSeenBetween(0, deps.clock() + 1)).find((item) => item.title === title)?.storyId;
    const [from, into] = [await idOf('Une usine ferme dans le Nord'), await idOf('Le Nord perd une usine')];
    await deps.store.stories.move(from as StoryId, into as StoryId, deps.clock());
    expect(await morning(deps)).toHaveLength(1);
    const [story] = (await deps.store.digests.findLatest())?.sections[0]?.stories ?? [];
    expect(story?.items).toHaveLength(2);
  });

  test('stays in the past for a reader who was away', async () => {
    const deps = await testDeps();
    await publish(deps, 'Le barrage rouvre au public', 'Une usine ferme dans le Nord');
    await edition({}, deps);
    expect(await morning(deps)).toEqual([]);
  });
});

test('a past or future day without an edition has none to give', async () => {
  const deps = await testDeps();
  for (const date of ['2026-11-23', '2026-11-25'])
    await expect(edition({ date }, deps)).rejects.toMatchObject({ code: 'digest.none' });
});

test('a story told one day is not told on the next ones, even when another source takes it up', async () => {
  const server = await fixtureServer();
  const deps = await testDeps();
  const title = 'La mairie de Lyon interdit les écrans publicitaires lumineux';
  server.on('/a', body(rss([])), body(rss([{ title, date: new Date(NOW - HOUR_MS).toUTCString() }])));
  server.on('/b', body(rss([], 'Gazette')));
  await follow(deps, `${server.url}/a`, `${server.url}/b`);
  deps.clock.advance(-2 * HOUR_MS);
  await sweep({}, deps);
  deps.clock.set(NOW);
  await sweep({ force: true }, deps);
  expect(storiesOf(await dueEdition(deps))).toEqual([title]);
  server.on('/b', body(rss([{ title, guid: 'other', date: new Date(NOW + HOUR_MS).toUTCString() }], 'Gazette')));
  deps.clock.set(NOW + 3 * HOUR_MS);
  expect(await sweep({ force: true }, deps)).toMatchObject({ newItems: 1 });
  deps.clock.set(NOW + DAY_MS);
  const next = await dueEdition(deps);
  expect(storiesOf(next)).toEqual([]);
  expect(next?.leftOut.map(({ title: left, reason }) => [left, reason])).toEqual([[title, 'toldBefore']]);
  await server.close();
});

test('an item that was being read while the edition was made is in the next one', async () => {
  const server = await fixtureServer();
  const deps = await testDeps();
  server.on('/a', body(rss(['Ouverture du salon des métiers'])));
  await follow(deps, `${server.url}/a`);
  const slow: TestDeps = {
    ...deps,
    reader: {
      ...deps.reader,
      async read(document) {
        const reading = await deps.reader.read(document);
        deps.clock.advance(1000);
        await edition({}, deps);
        deps.clock.advance(1000);
        return reading;
      },
    },
  };
  const [{ source, state } = {} as never] = await deps.store.sources.list();
  await deps.store.sources.saveState(source.id, { ...state, lastOkAt: deps.clock() - HOUR_MS });
  expect(await sweep({}, slow)).toMatchObject({ newItems: 1 });
  deps.clock.advance(DAY_MS);
  expect(await edition({}, deps)).toMatchObject({ considered: { items: 1 } });
  await server.close();
});

test('two processes at the same hour on one file make one edition', async () => {
  const file = join(testFolder(), 'vigie.db');
  const store = await openStore(file);
  const deps = await testDeps({ store });
  await publish(deps, 'Une nouvelle que deux processus voient');
  const made = await Promise.all([1, 2, 3].map(() => inAnotherProcess(file)));
  expect(made.map(({ number }) => number)).toEqual([1, 1, 1]);
  expect(new Set(made.map(({ createdAt }) => createdAt)).size).toBe(1);
  expect(await store.digests.listHeadings(10)).toHaveLength(1);
}, 30_000);

function inAnotherProcess(file: string): Promise<Digest> {
  const child = fork(new URL('../support/makeEdition.ts', import.meta.url), [file], { execArgv: [] });
  return new Promise((resolve, reject) => {
    child.once('message', (digest) => resolve(digest as Digest));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

describe('the first edition of a watch whose sources said nothing for two days', () => {
  const archive = async (...days: number[]) => {
    const deps = await testDeps();
    const now = deps.clock();
    await deps.store.sources.follow(aSource(), now);
    const aged = (age: number) =>
      anItem({
        title: `Il y a ${age} jours`,
        seenAt: now,
        publishedAt: now - age * DAY_MS + HOUR_MS,
        firstSweep: true,
      });
    await insertItems(deps.store, days.map(aged));
    return deps;
  };

  test('reaches back as far as a week, and no farther when there is something', async () => {
    const deps = await archive(4, 6, 20);
    const digest = await edition({}, deps);
    expect(digest.since).toBe(deps.clock() - 7 * DAY_MS);
    expect(digest.considered.items).toBe(2);
    expect(storiesOf(digest)).toEqual(['Il y a 4 jours', 'Il y a 6 jours']);
  });

  test('reaches back a month when the week was empty, and leaves what is older', async () => {
    const digest = await edition({}, await archive(20, 45));
    expect(storiesOf(digest)).toEqual(['Il y a 20 jours']);
  });

  test('tells nothing of two days when something is as new', async () => {
    const digest = await edition({}, await archive(1, 4));
    expect(storiesOf(digest)).toEqual(['Il y a 1 jours']);
  });

  test('the second edition does not reach back', async () => {
    const deps = await archive(4);
    await edition({}, deps);
    const next = deps.clock() + DAY_MS;
    deps.clock.set(next);
    await insertItems(deps.store, [anItem({ title: 'Vieux', seenAt: next - HOUR_MS, publishedAt: next - 6 * DAY_MS })]);
    expect(storiesOf(await edition({}, deps))).toEqual([]);
  });
});

describe('a morning whose news is a day old and answers to nothing followed', () => {
  const morning = async (watch: Parameters<typeof testDeps>[0]) => {
    const deps = await testDeps(watch);
    const now = deps.clock();
    await deps.store.sources.follow(aSource(), now);
    const titles = 'abcdefghijkl'
      .split('')
      .map((letter) => `${letter.repeat(4)} ${letter.repeat(6)} ${letter.repeat(8)}`);
    const published = { seenAt: now, publishedAt: now - 30 * HOUR_MS };
    await insertItems(
      deps.store,
      [...titles, 'Revue de presse du jour'].map((title) => anItem({ title, ...published })),
    );
    return edition({}, deps);
  };

  test('fills the hour where nobody and no topic is followed: but for a round-up, which tells nothing by itself', async () => {
    const digest = await morning({});
    expect(storiesOf(digest).length).toBeGreaterThan(5);
    expect(storiesOf(digest)).not.toContain('Revue de presse du jour');
  });

  test('is left out where something is followed', async () => {
    const topics = [{ id: 'prix', name: 'Prix', query: 'tarif*' }];
    expect(storiesOf(await morning({ watch: { topics } as never }))).toEqual([]);
  });
});
