import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore, type Store } from '../../src/adapters/store/open.ts';
import type { StoredItem } from '../../src/domain/model/item.ts';
import { DAY_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { queryDocument } from '../../src/domain/query/document.ts';
import { matchQuery } from '../../src/domain/query/match.ts';
import { searchDocument } from '../../src/domain/search/model.ts';
import { indexPending } from '../../src/pipeline/indexing.ts';
import { type SearchService, searchService } from '../../src/pipeline/search.ts';
import { aMatch, anActor, anItem, aSource, chance, NOW } from '../support/builders.ts';
import { insertItems } from '../support/insertItems.ts';
import { engineNote, type SearchServer, searchServer, serverBinary } from '../support/searchServer.ts';
import { aWatch, silent } from '../support/testDeps.ts';

const DOCUMENTS = 300;
const QUERIES = 60;
const TAGS = ['presse'];
const WORDS =
  'prix Prix PRIX tarif tarifs tarifaire levée levee fonds l’agence agence agences Meta meta œuvre oeuvre Buffer buffer marketing market aujourd’hui e-mail email 2026 4G covid19 naïve façade größe 東京 Москва don’t week-end AT&T l’été'.split(
    ' ',
  );

const random = chance(20261124);
const some = (count: number) => Array.from({ length: count }, () => random.oneOf(WORDS)).join(' ');

const ITEMS: StoredItem[] = Array.from({ length: DOCUMENTS }, (_, index) =>
  anItem({
    id: `item${index}`,
    sourceId: index % 2 === 0 ? aSource().id : aSource({ url: 'https://b.example/feed' }).id,
    title: some(1 + random.upTo(4)),
    text: some(random.upTo(14)),
    categories: random.upTo(4) === 0 ? [random.oneOf(WORDS)] : [],
    language: random.oneOf(['fr', 'en']),
    actors: random.upTo(3) === 0 ? [aMatch('buffer')] : [],
    publishedAt: NOW - random.upTo(20) * DAY_MS - index * MINUTE_MS,
    ...(random.upTo(3) === 0 && { author: some(2) }),
    ...(random.upTo(2) === 0 && {
      url: `https://${random.oneOf(['blog.a.example', 'a.example', 'b.example'])}/${index}`,
    }),
  }),
);

function term(): string {
  const word = random.oneOf(WORDS);
  switch (random.upTo(9)) {
    case 0:
      return `"${some(2)}"`;
    case 1:
      return `"${some(2 + random.upTo(2))}"~${random.upTo(3)}`;
    case 2:
      return `${random.oneOf(['tari', 'mark', 'age', 'lev', 'buf'])}*`;
    case 3:
      return `=${random.oneOf(['Meta', 'meta', 'Prix', 'Buffer', '"Meta prix"'])}`;
    case 4:
      return `"${random.oneOf(['tari*', 'mark*'])} ${word}"`;
    default:
      return word.includes('&') ? `"${word}"` : word;
  }
}

function part(depth: number): string {
  switch (random.upTo(depth > 2 ? 2 : 10)) {
    case 2:
      return `(${part(depth + 1)} OR ${part(depth + 1)})`;
    case 3:
      return `(${part(depth + 1)} ${part(depth + 1)})`;
    case 4:
      return `(${part(depth + 1)} NOT ${part(depth + 1)})`;
    case 5:
      return `(${term()} NEAR/${1 + random.upTo(4)} ${random.oneOf([term(), `(${term()} OR ${term()})`, `title:${term()}`])})`;
    case 6:
      return random.oneOf(['title:', 'text:']) + (random.upTo(2) ? term() : `(${term()} OR ${term()})`);
    case 7:
      return random.oneOf([
        'lang:fr',
        'competitor:buffer',
        'tag:presse',
        'tag:meta',
        'site:a.example',
        'author:prix',
        'competitor:nobody',
      ]);
    case 8:
      return random.oneOf(['after:2026-11-10', 'before:2026-11-15', 'last:8d']);
    default:
      return term();
  }
}

const QUERY_TEXTS = [
  // What chance once found, or might miss.
  'meta NEAR/3 meta',
  '"prix prix"',
  'prix NEAR/2 tarif NEAR/2 fonds',
  '"prix tarif fonds"~2',
  'mark* NEAR/4 marketing',
  '(prix OR tarif) (meta OR buffer) (fonds OR agence) (levée OR œuvre)',
  'lang:fr NOT (prix OR tarif)',
  ...Array.from({ length: QUERIES }, () => part(0)).map((query) => `(last:400d ${query})`),
  ...Array.from({ length: QUERIES }, () => `${term()} ${part(1)}`),
];

const engines = serverBinary ? (['embedded', 'meilisearch'] as const) : (['embedded'] as const);

describe.each(engines)(`random queries over random items, on %s${engineNote}`, (name) => {
  let server: SearchServer | undefined;
  let store: Store;
  let service: SearchService;
  const answeredBy = new Map<string, number>();

  beforeAll(async () => {
    server = name === 'meilisearch' ? await searchServer() : undefined;
    store = await openStore(':memory:');
    await store.sources.follow(aSource({ tags: TAGS }), NOW);
    await store.sources.follow(aSource({ url: 'https://b.example/feed' }), NOW);
    await insertItems(store, ITEMS);
    const watch = aWatch({ actors: [anActor()] });
    const embedded = embeddedEngine(':memory:');
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

  test.each(QUERY_TEXTS)('%s', async (query) => {
    const answer = await service.search({ query, limit: 200 });
    const second = answer.total > 200 ? await service.search({ query, limit: 200, offset: 200 }) : undefined;
    answeredBy.set(answer.engine, (answeredBy.get(answer.engine) ?? 0) + 1);
    const { node } = answer;
    if (!node) throw new Error('no query');
    const expected = ITEMS.filter((item) => {
      const facts = searchDocument(item, item.sourceId === aSource().id ? TAGS : []);
      const text = [item.text, ...item.categories].join('\n');
      return matchQuery(node, queryDocument(item.title, text, item.url, facts)) !== undefined;
    });
    const found = answer.approximate ? [] : [...answer.items, ...(second?.items ?? [])];
    expect(found.map(({ id }) => id as string).sort()).toEqual(expected.map(({ id }) => id as string).sort());
    if (!answer.approximate) expect(answer.total).toBe(expected.length);
    expect(answer.degraded).toBe(false);
  });

  test('the engine under test did answer', () => {
    expect(answeredBy.get(name)).toBeGreaterThan(10);
  });
});
