import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { lull, surprise } from '../../../src/domain/trends/surprise.ts';
import { titleTerms } from '../../../src/domain/trends/titleTerms.ts';
import { type Mention, type TrendSettings, trendsOf } from '../../../src/domain/trends/trends.ts';
import { NOW } from '../../support/builders.ts';

const DAYS = 36;
const settings = (more: Partial<TrendSettings> = {}): TrendSettings => ({
  until: NOW,
  baselineDays: 28,
  activeSources: Array(DAYS).fill(20),
  isSeasonal: () => false,
  ...more,
});
let count = 0;
const mention = (daysAgo: number, sourceId: string, more: Partial<Mention> = {}): Mention => {
  count += 1;
  return {
    ...{ key: 'term reel', written: 'Reels', isName: true },
    itemId: `i${count}`,
    storyId: `st${count}`,
    sourceId,
    at: NOW - daysAgo * DAY_MS - HOUR_MS,
    ...more,
  };
};
/** A mention every second day by another source: what is usual. */
const usual = () => Array.from({ length: 17 }, (_, at) => mention(2 * at + 1, `s${at % 6}`));
const kinds = (mentions: Mention[], more: Partial<TrendSettings> = {}) =>
  trendsOf(mentions, settings(more)).map(({ kind }) => kind);

describe('a term', () => {
  test('that seven sources speak of on one day rises', () => {
    const burst = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((source) => mention(0, source));
    expect(trendsOf([...usual(), ...burst], settings())).toMatchObject([
      { kind: 'rising', term: 'Reels', sources: expect.any(Number), windowDays: 1 },
    ]);
  });

  test('never heard of before is new, and says where it was first', () => {
    const [first, ...others] = ['a', 'b', 'c', 'd'].map((source, at) =>
      mention(0, source, { at: NOW - (10 - at) * HOUR_MS }),
    );
    expect(trendsOf([...others, first as Mention], settings())).toMatchObject([
      { kind: 'new', firstItemId: first?.itemId, firstSeenAt: first?.at },
    ]);
  });

  test('that one prolific source repeats is no trend', () => {
    expect(kinds(Array.from({ length: 12 }, () => mention(0, 'loud')))).toEqual([]);
  });

  test('whose copies are one story is no trend', () => {
    expect(kinds(['a', 'b', 'c', 'd'].map((source) => mention(0, source, { storyId: 'one' })))).toEqual([]);
  });

  test('that is spoken of as usual is not listed', () => {
    expect(kinds(usual())).toEqual([]);
  });

  test('that more is said of because sources were down before is no trend', () => {
    const active = Array.from({ length: DAYS }, (_, day) => (day < DAYS - 3 ? 2 : 40));
    const mentions = [0, 1, 2].flatMap((day) => ['a', 'b', 'c'].map((source) => mention(day, source)));
    const before = Array.from({ length: 15 }, (_, at) => mention(4 + 2 * at, 'a'));
    expect(kinds([...before, ...mentions], { activeSources: active })).not.toContain('rising');
    expect(kinds([...before, ...mentions])).toEqual(['rising']);
  });

  test('of the calendar rises with it', () => {
    const burst = ['a', 'b', 'c', 'd', 'e'].map((source) => mention(0, source, { written: 'Noël' }));
    expect(kinds(burst, { isSeasonal: (written) => written === 'Noël' })).toEqual(['seasonal']);
  });

  test('that everybody spoke of and nobody does falls', () => {
    const past = Array.from({ length: 28 }, (_, day) =>
      ['a', 'b', 'c'].map((source) => mention(7 + day, source)),
    ).flat();
    expect(kinds(past)).toEqual(['falling']);
  });

  test('that is a common word must rise more', () => {
    const burst = (isName: boolean) => ['a', 'b', 'c'].map((source) => mention(0, source, { isName }));
    expect(kinds(burst(true))).toEqual(['new']);
    expect(kinds(burst(false))).toEqual([]);
  });
});

test('of a name and its first word the longer is told', () => {
  const both = ['a', 'b', 'c', 'd'].flatMap((source) => {
    const one = mention(0, source, { key: 'term mistral', written: 'Mistral' });
    return [one, { ...one, key: 'term mistral ai', written: 'Mistral AI' }];
  });
  expect(trendsOf(both, settings()).map(({ term }) => term)).toEqual(['Mistral AI']);
});

test('surprise is the odds against a count', () => {
  expect(surprise(3, 3)).toBe(0);
  expect(surprise(10, 1)).toBeCloseTo(6.95, 1);
  expect(surprise(2, 0.1)).toBeCloseTo(2.33, 1);
  expect(lull(0, 7)).toBeCloseTo(3.04, 1);
  expect(lull(8, 7)).toBe(0);
});

test('a title speaks of names, words and pairs, in French as in English', () => {
  const stopWords = { fr: new Set(['le', 'de']), en: new Set(['the', 'of', 'face']) };
  const keys = (title: string, language: string) => titleTerms(title, language, stopWords).map(({ key }) => key);
  expect(keys('Le retour de Mistral AI', 'fr')).toEqual(['retour', 'mistral', 'mistral ai', 'ai']);
  expect(keys('why Hugging Face robots win', 'en')).toContain('hugging face');
  expect(keys('robots', 'en')).toEqual(keys('robot', 'fr'));
  expect(keys('hier iPhone 17 attendu', 'fr')).toContain('iphone 17');
});
