import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore, type Store } from '../../src/adapters/store/open.ts';
import type { StoredItem } from '../../src/domain/model/item.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import type { SearchEngine } from '../../src/domain/search/model.ts';
import { indexPending } from '../../src/pipeline/indexing.ts';
import { type SearchService, searchService } from '../../src/pipeline/search.ts';
import { aMatch, anActor, anItem, aSource, NOW } from '../support/builders.ts';
import { insertItems } from '../support/insertItems.ts';
import { engineNote, type SearchServer, searchServer, serverBinary } from '../support/searchServer.ts';
import { aWatch, silent } from '../support/testDeps.ts';

const PRESS = aSource({ url: 'https://presse.example/feed', name: 'La Presse du Nord', tags: ['presse'] });
const BLOG = aSource({ url: 'https://blog.buffer.example/feed', name: 'Blog Buffer' });

const daysAgo = (days: number) => ({ publishedAt: NOW - days * DAY_MS, seenAt: NOW - days * DAY_MS });
const ITEMS: StoredItem[] = [
  anItem({
    id: 'levee',
    title: 'Levée de fonds record',
    text: 'La jeune pousse lève dix millions.',
    sourceId: PRESS.id,
    ...daysAgo(1),
  }),
  anItem({
    id: 'fonds',
    title: 'Fonds levés : le bilan',
    text: 'Des fonds de toutes sortes.',
    sourceId: PRESS.id,
    ...daysAgo(2),
  }),
  anItem({
    id: 'agence',
    title: 'L’agence de l’année',
    text: 'Aujourd’hui, qu’attendre d’une agence ?',
    author: 'Ana Lopez',
    ...daysAgo(3),
  }),
  anItem({
    id: 'meta',
    title: 'Meta change ses règles',
    text: 'Instagram et Facebook aussi.',
    sourceId: PRESS.id,
    actors: [aMatch('meta')],
    ...daysAgo(4),
  }),
  anItem({ id: 'metalower', title: 'La meta du jeu', text: 'Un joueur parle de la meta.', ...daysAgo(5) }),
  anItem({
    id: 'buffer',
    title: 'Buffer raises its prices',
    text: 'The pricing page of Buffer changed: marketing teams pay more.',
    url: 'https://blog.buffer.example/prices',
    sourceId: BLOG.id,
    language: 'en',
    actors: [aMatch('buffer')],
    topics: [aMatch('prix')],
    ...daysAgo(6),
  }),
  anItem({
    id: 'overflow',
    title: 'Buffer overflow found',
    text: 'A bug, far away from any price of anything that we would ever want to pay for.',
    language: 'en',
    ...daysAgo(7),
  }),
  anItem({
    id: 'category',
    title: 'Une tendance',
    text: 'Rien de plus.',
    categories: ['Réseaux sociaux'],
    topics: [aMatch('prix')],
    ...daysAgo(40),
  }),
  anItem({ id: 'title', title: 'Marketing, marketing', text: 'Le reste.', ...daysAgo(50) }),
  anItem({ id: 'long', title: 'Foin', text: `${'mot '.repeat(500)}aiguille`, ...daysAgo(60) }),
];

const engines = serverBinary ? (['embedded', 'meilisearch'] as const) : (['embedded'] as const);

describe.each(engines)(`search on %s${engineNote}`, (name) => {
  let server: SearchServer | undefined;
  let engine: SearchEngine;
  let store: Store;
  let service: SearchService;

  beforeAll(async () => {
    server = name === 'meilisearch' ? await searchServer() : undefined;
    const embedded = embeddedEngine(':memory:');
    engine = server?.engine ?? embedded;
    store = await openStore(':memory:');
    for (const source of [aSource(), PRESS, BLOG]) await store.sources.follow(source, NOW);
    await insertItems(store, ITEMS);
    const watch = aWatch({
      actors: [anActor(), anActor({ id: 'meta', name: 'Meta', aliases: ['Instagram'] })],
      topics: [{ id: 'prix', name: 'Prix des autres', query: 'prix' }],
    });
    service = searchService({
      store,
      embedded,
      watch,
      wantsServer: server !== undefined,
      clock: () => NOW,
      log: silent,
    });
    if (server) service.use(server.engine);
    for (const each of service.engines()) await indexPending(each, store);
  }, 30_000);
  afterAll(async () => {
    await server?.close();
    await store.close();
  });

  const found = async (query: string, more: object = {}) =>
    (await service.search({ query, ...more })).items.map(({ id }) => id as string);

  test.each([
    ['a word', 'agence', ['agence']],
    ['accents and capitals do not count', 'LEVEE', ['levee']],
    ['a word is whole: "lev" is not "levée"', 'fond', []],
    ['elision: l’agence holds agence', "l'agence", ['agence']],
    ['an elided word is no word', 'annee', ['agence']],
    ['a phrase, in order', '"levée de fonds"', ['levee']],
    ['a phrase the other way round', '"fonds levés"', ['fonds']],
    ['AND', 'buffer AND pricing', ['buffer']],
    ['ET, and no word in between', 'buffer prices', ['buffer']],
    ['OR', 'agence OR overflow', ['agence', 'overflow']],
    ['OU', 'agence OU overflow', ['agence', 'overflow']],
    ['NOT', 'buffer NOT overflow', ['buffer']],
    ['SAUF and minus', 'buffer SAUF overflow -aiguille', ['buffer']],
    ['groups', '(agence OR buffer) NOT (overflow OR année)', ['buffer']],
    ['prefix', 'marketin*', ['buffer', 'title']],
    ['NEAR in any order', 'pricing NEAR/3 buffer', ['buffer']],
    ['NEAR, too far', 'bug NEAR/3 price', []],
    ['a phrase with a gap', '"page buffer"~1', ['buffer']],
    ['exact case', '=Meta', ['meta']],
    ['exact case, the other', '=meta', ['metalower']],
    ['title:', 'title:fonds', ['levee', 'fonds']],
    ['title: leaves the text out', 'titre:millions', []],
    ['text:', 'text:meta', ['metalower']],
    ['competitor: by name', 'competitor:Buffer', ['buffer']],
    ['concurrent: by alias', 'concurrent:instagram', ['meta']],
    ['topic: by part of its name', 'thème:prix', ['buffer', 'category']],
    ['source: by part of its name', 'source:presse', ['levee', 'fonds', 'meta']],
    ['source: by name, and a word', 'source:"La Presse du Nord" fonds', ['levee', 'fonds']],
    ['lang:', 'lang:en', ['buffer', 'overflow']],
    ['tag: of the source', 'tag:presse', ['levee', 'fonds', 'meta']],
    ['tag: a category', 'tag:"réseaux sociaux"', ['category']],
    ['a category is text too', 'sociaux', ['category']],
    ['exact case and a tag of the source', '=Meta tag:presse', ['meta']],
    ['author:', 'auteur:lopez', ['agence']],
    ['site: and the sites under it', 'site:buffer.example', ['buffer']],
    ['after: is inclusive, in the reader’s zone', 'after:2026-11-23', ['levee']],
    ['before:', 'before:2026-10-30', ['category', 'title', 'long']],
    ['last:', 'last:3d', ['levee', 'fonds', 'agence']],
    ['a value nothing has', 'competitor:nobody', []],
    ['a value nothing has, excluded', 'agence NOT competitor:nobody', ['agence']],
    ['a word far into the text', 'aiguille', ['long']],
    ['fields in groups', 'lang:(fr en) agence', ['agence']],
  ])('%s: %s', async (_what, query, expected) => {
    const answer = await service.search({ query });
    expect(answer.approximate ? [] : answer.items.map(({ id }) => id as string)).toEqual(expected);
    if (expected.length > 0) expect(answer.total).toBe(expected.length);
  });

  test('no query at all is everything, newest first', async () => {
    expect(await found('')).toEqual(ITEMS.map(({ id }) => id));
  });

  test('by relevance, the title counts before the text', async () => {
    expect((await found('marketing', { sort: 'relevance' }))[0]).toBe('title');
    expect(await found('marketing')).toEqual(['buffer', 'title']);
  });

  test('pages follow each other without a gap, and the total stays', async () => {
    const pages = await Promise.all([0, 4, 8].map((offset) => service.search({ query: '', offset, limit: 4 })));
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ITEMS.map(({ id }) => id));
    expect(pages.map(({ total }) => total)).toEqual([10, 10, 10]);
    await expect(service.search({ query: '', limit: 1000 })).rejects.toMatchObject({ code: 'search.range' });
  });

  test('is:saved and is:unread are the reader’s own', async () => {
    await store.readers.mark('ana', ITEMS[0]?.storyId as never, 'saved', NOW);
    await store.readers.mark('ana', ITEMS[1]?.storyId as never, 'read', NOW);
    expect(await found('is:saved', { reader: 'ana' })).toEqual(['levee']);
    expect(await found('is:saved', { reader: 'bob' })).toEqual([]);
    expect(await found('fonds is:unread', { reader: 'ana' })).toEqual(['levee']);
  });

  test('facets count what the query finds', async () => {
    const { node } = await service.search({ query: 'buffer OR topic:prix' });
    const facets = await service.facets(node);
    expect(facets.lang).toEqual({ en: 2, fr: 1 });
    expect(facets.topic).toEqual({ prix: 2 });
    expect(facets.competitor).toEqual({ buffer: 1 });
    expect(facets.month).toEqual({ '2026-11': 2, '2026-10': 1 });
  });

  test('facets of a query that counts case count only what matches it', async () => {
    const { node, total } = await service.search({ query: '=Meta' });
    const { lang } = await service.facets(node);
    expect([total, lang]).toEqual([1, { fr: 1 }]);
  });

  test('nothing found: what is near is shown, and said to be near', async () => {
    const answer = await service.search({ query: 'agences' });
    expect(answer).toMatchObject({ approximate: true });
    expect(answer.items.map(({ id }) => id)).toEqual(['agence']);
    expect(await service.search({ query: 'introuvablement' })).toMatchObject({
      approximate: false,
      total: 0,
      items: [],
    });
  });

  test.each([
    '"',
    '\\',
    '\\"',
    "' OR 1=1 --",
    '"] OR id EXISTS OR id IN ["',
    '{x}',
    '%',
    '_',
    ') OR (1',
    'AND',
    'é\ud800',
  ])('a value %j in a filter is only a value', async (value) => {
    for (const field of ['tag', 'lang', 'host', 'topic'] as const) {
      const query = {
        node: { type: 'in' as const, field, values: [value] },
        sort: 'date' as const,
        offset: 0,
        limit: 50,
      };
      expect(await engine.search(query), field).toEqual({ ids: [], total: 0 });
    }
    const all = {
      node: { type: 'not' as const, node: { type: 'in' as const, field: 'tag' as const, values: [value] } },
    };
    expect((await engine.search({ ...all, sort: 'date', offset: 0, limit: 50 }))?.total).toBe(ITEMS.length);
  });

  test('a store of nothing but hostile text is indexed like any other', async () => {
    const odd = anItem({
      id: 'odd',
      title: 'Un \ud800 seul',
      text: `\udfff\u0000 zébulon ${'x'.repeat(70_000)}`,
      categories: ['\ud83d'],
      ...daysAgo(0),
    });
    await insertItems(store, [odd, anItem({ id: 'after', title: 'Le suivant zébulon', publishedAt: NOW - HOUR_MS })]);
    for (const each of service.engines()) await indexPending(each, store);
    expect(await found('zebulon')).toEqual(['odd', 'after']);
  });
});
