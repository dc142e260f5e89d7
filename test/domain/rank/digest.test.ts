import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import type { StoredItem } from '../../../src/domain/model/item.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { candidatesOf, isFresh } from '../../../src/domain/rank/candidates.ts';
import { type DigestRequest, makeDigest } from '../../../src/domain/rank/digest.ts';
import { reasonsFor, scoreOf } from '../../../src/domain/rank/score.ts';
import { aMatch, anItem, anUndatedItem, aRankContext, chance, NOW } from '../../support/builders.ts';

const request = (items: StoredItem[], given: Partial<DigestRequest> = {}): DigestRequest => ({
  number: 12,
  date: '2026-11-24',
  createdAt: NOW,
  since: NOW - DAY_MS,
  until: NOW,
  budgetMinutes: 60,
  items,
  told: new Map(),
  failingSources: [],
  retelling: readLexicons().retelling,
  context: aRankContext(),
  ...given,
});
const storiesOf = (digest: ReturnType<typeof makeDigest>) => digest.sections.flatMap(({ stories }) => stories);
const reasonsOf = (items: StoredItem[], context = aRankContext()) => {
  const [candidate] = candidatesOf(items, context);
  return candidate ? reasonsFor(candidate, context) : [];
};
const points = (items: StoredItem[], code: string, context = aRankContext()) =>
  reasonsOf(items, context)
    .filter((reason) => reason.code === code)
    .reduce((sum, reason) => sum + reason.points, 0);

/** Items of every kind, told by several sources. */
function someItems(seed: number, count = 120): StoredItem[] {
  const { upTo, next, oneOf } = chance(seed);
  return Array.from({ length: count }, (_, n) => {
    const age = upTo(60) * HOUR_MS;
    const given = {
      id: `i${n}`,
      storyId: `story ${upTo(count / 2)}`,
      sourceId: `s${upTo(30)}`,
      title: oneOf(['Une nouvelle', 'Revue de presse', 'Buffer augmente']),
      readingMinutes: 1 + upTo(6),
      words: upTo(2000),
      seenAt: NOW - age,
      actors: next() < 0.2 ? [aMatch(oneOf(['nova', 'buffer', 'swello']), ['mot'], next() < 0.5)] : [],
      topics: Array.from({ length: upTo(4) }, (_, t) => aMatch(`t${t}`, next() < 0.5 ? ['mot'] : [], next() < 0.5)),
    };
    return next() < 0.1 ? anUndatedItem(given) : anItem({ ...given, publishedAt: NOW - age });
  });
}

describe('the score', () => {
  test('is exactly the sum of whole reasons, none of which is nothing', () => {
    const context = aRankContext({
      sourceWeight: (id) => 0.3 + Number(id.slice(1)) / 7,
      sourceRate: (id) => Number(id.slice(1)),
    });
    for (let seed = 0; seed < 20; seed += 1) {
      for (const story of storiesOf(makeDigest(request(someItems(seed), { context, budgetMinutes: 240 })))) {
        expect(story.score).toBe(scoreOf(story.reasons));
        expect(story.reasons.length).toBeGreaterThan(0);
        for (const reason of story.reasons)
          expect(reason.points).toSatisfy((each: number) => Number.isInteger(each) && each !== 0);
      }
    }
  });

  test('a name in the title counts more than in the text; my brand more than a competitor', () => {
    const about = (id: string, inTitle: boolean) => [anItem({ actors: [aMatch(id, [id], inTitle)] })];
    expect(points(about('buffer', true), 'competitor')).toBeGreaterThan(points(about('buffer', false), 'competitor'));
    expect(points(about('nova', true), 'brand')).toBeGreaterThan(points(about('buffer', true), 'competitor'));
    expect(points(about('nova', false), 'competitor')).toBe(0);
  });

  test('further topics add little, and no more than a ceiling', () => {
    const topics = (count: number) => [anItem({ topics: Array.from({ length: count }, (_, n) => aMatch(`t${n}`)) })];
    expect(points(topics(2), 'topic')).toBeGreaterThan(points(topics(1), 'topic'));
    expect(points(topics(9), 'topic')).toBe(points(topics(4), 'topic'));
  });

  test('independent sources count, the same source twice does not', () => {
    const tellers = (...sources: string[]) =>
      sources.map((sourceId, n) => anItem({ id: `${n}`, storyId: 's', sourceId }));
    expect(points(tellers('a'), 'sources')).toBe(0);
    expect(points(tellers('a', 'a'), 'sources')).toBe(0);
    expect(points(tellers('a', 'b'), 'sources')).toBe(8);
    expect(points(tellers('a', 'b', 'c', 'd'), 'sources')).toBe(16);
    expect(points(tellers(...Array.from({ length: 40 }, (_, n) => `${n}`)), 'sources')).toBe(24);
  });

  test('fresh news counts more, a round-up less, a trusted or rare source more', () => {
    const at = (hours: number) => [anItem({ publishedAt: NOW - hours * HOUR_MS })];
    expect(points(at(0), 'freshness')).toBe(10);
    expect(points(at(18), 'freshness')).toBe(5);
    expect(points([anItem({ publishedAt: NOW + HOUR_MS })], 'freshness')).toBe(10);
    expect(points([anItem({ title: 'La revue de presse du lundi' })], 'roundUp')).toBeLessThan(0);
    expect(points([anItem()], 'trustedSource', aRankContext({ sourceWeight: () => 2 }))).toBe(8);
    expect(points([anItem()], 'minorSource', aRankContext({ sourceWeight: () => 0.5 }))).toBe(-4);
    expect(points([anItem()], 'rareSource', aRankContext({ sourceRate: () => 8 }))).toBe(6);
    expect(points([anItem()], 'rareSource', aRankContext({ sourceRate: () => 9 }))).toBe(0);
  });
});

describe('candidates', () => {
  test('the lead is told by the source one trusts, else in full, else first', () => {
    const lead = (items: StoredItem[], weight = (_: string) => 1) =>
      candidatesOf(items, { sourceWeight: weight, language: 'fr' })[0]?.lead.id;
    const two = (a: Parameters<typeof anItem>[0], b: Parameters<typeof anItem>[0]) => [
      anItem({ id: 'a', storyId: 's', sourceId: 'sa', ...a }),
      anItem({ id: 'b', storyId: 's', sourceId: 'sb', ...b }),
    ];
    expect(lead(two({}, {}), (id) => (id === 'sb' ? 2 : 1))).toBe('b');
    expect(lead(two({ words: 50 }, { words: 600 }))).toBe('b');
    expect(lead(two({ publishedAt: NOW }, { publishedAt: NOW - HOUR_MS }))).toBe('b');
  });

  test('of a story told in two languages the readers’ own leads, unless the other says much more', () => {
    const lead = (words: number) =>
      candidatesOf(
        [
          anItem({ id: 'en', storyId: 's', language: 'en', words, publishedAt: NOW - HOUR_MS }),
          anItem({ id: 'fr', storyId: 's', language: 'fr', words: 50 }),
        ],
        { sourceWeight: () => 1, language: 'fr' },
      )[0]?.lead.id;
    expect(lead(200)).toBe('fr');
    expect(lead(600)).toBe('en');
  });

  test('the archive a new source brings is no news', () => {
    expect(isFresh(anItem({ publishedAt: NOW - 30 * DAY_MS }), NOW - DAY_MS, NOW)).toBe(false);
    expect(isFresh(anItem({ publishedAt: NOW - 47 * HOUR_MS }), NOW - DAY_MS, NOW)).toBe(true);
    expect(isFresh(anUndatedItem({ firstSweep: true }), NOW - DAY_MS, NOW)).toBe(false);
    expect(isFresh(anUndatedItem({}), NOW - DAY_MS, NOW)).toBe(true);
  });

  test('after a pause the edition reaches back to the last one', () => {
    expect(isFresh(anItem({ publishedAt: NOW - 5 * DAY_MS }), NOW - 6 * DAY_MS, NOW)).toBe(true);
  });
});

describe('the edition', () => {
  test('holds each candidate once: taken, or left out with a reason', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const items = someItems(seed);
      const told = new Map([
        ['story 3', '2026-11-23'],
        ['story 8', '2026-11-22'],
      ]);
      const digest = makeDigest(request(items, { told, budgetMinutes: 30 }));
      const fresh = items.filter((item) => isFresh(item, NOW - DAY_MS, NOW));
      const expected = [...new Set(fresh.map(({ storyId }) => storyId as string))].sort();
      expect([...storiesOf(digest), ...digest.leftOut].map(({ id }) => id as string).sort()).toEqual(expected);
      expect(digest.considered).toEqual({ items: fresh.length, stories: expected.length });
      expect(digest.plannedMinutes).toBe(storiesOf(digest).reduce((sum, { minutes }) => sum + minutes, 0));
      expect(digest.plannedMinutes).toBeLessThanOrEqual(30);
    }
  });

  test('does not tell again what an earlier edition told, and says which', () => {
    const item = anItem({ storyId: 'old', topics: [aMatch('t', ['t'], true)] });
    const digest = makeDigest(request([item], { told: new Map([['old', '2026-11-23']]) }));
    expect(digest.sections).toEqual([]);
    expect(digest.leftOut).toMatchObject([{ id: 'old', reason: 'toldBefore', date: '2026-11-23' }]);
  });

  test('puts brand, competitors, topics and the rest in their sections, best first', () => {
    const told = (id: string, actor?: string, topic?: string) =>
      anItem({
        id,
        sourceId: id,
        title: id,
        actors: actor ? [aMatch(actor, [actor], true)] : [],
        topics: topic ? [aMatch(topic)] : [],
      });
    const digest = makeDigest(
      request([told('a', 'nova'), told('b', 'buffer'), told('c', undefined, 'prix'), told('d')]),
    );
    const sections = Object.fromEntries(
      digest.sections.map(({ id, stories }) => [id, stories.map((story) => story.id as string)]),
    );
    expect(sections).toEqual({ brand: ['a'], competitors: ['b'], topics: ['c'], offtrack: ['d'] });
    for (const { stories } of makeDigest(request(someItems(5))).sections) {
      const scores = stories.map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
  });

  test('gives every item of a story, the lead first, dated only when dated', () => {
    const items = [
      anUndatedItem({ id: 'undated', storyId: 's', sourceId: 'sa', words: 10 }),
      anItem({
        id: 'lead',
        storyId: 's',
        sourceId: 'sb',
        words: 900,
        url: 'https://x.example/a',
        topics: [aMatch('t')],
      }),
    ];
    const [story] = storiesOf(makeDigest(request(items)));
    expect(story?.items.map(({ id }) => id)).toEqual(['lead', 'undated']);
    expect(story?.url).toBe('https://x.example/a');
    expect(story?.items[1]).not.toHaveProperty('publishedAt');
  });

  test('is the same for the same input, in any order, and changes none of it', () => {
    const items = someItems(9);
    const before = structuredClone(items);
    const digest = makeDigest(request(items));
    expect(makeDigest(request(items))).toEqual(digest);
    expect(makeDigest(request([...items].reverse()))).toEqual(digest);
    expect(items).toEqual(before);
    expect(JSON.parse(JSON.stringify(digest))).toEqual(digest);
  });

  test('of an empty morning is empty, and still an edition', () => {
    expect(makeDigest(request([]))).toMatchObject({
      number: 12,
      date: '2026-11-24',
      plannedMinutes: 0,
      sections: [],
      leftOut: [],
    });
  });
});
