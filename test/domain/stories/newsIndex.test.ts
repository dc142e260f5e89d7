import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../src/domain/model/units.ts';
import { SAME_NEWS } from '../../../src/domain/stories/group.ts';
import { newsIndex } from '../../../src/domain/stories/newsIndex.ts';
import { newsTerms } from '../../../src/domain/stories/terms.ts';
import { chance, NOW } from '../../support/builders.ts';

/** Other news, so that words are as rare as in a real week. */
function aWeekOfNews(index: ReturnType<typeof newsIndex>, count = 300): void {
  const dice = chance(7);
  const word = () => `mot${Math.floor(dice.next() * 900)}`;
  for (let at = 0; at < count; at += 1) {
    const title = Array.from({ length: 9 }, word).join(' ');
    index.join(
      { at: NOW - 60 * HOUR_MS + at * 60_000, sourceId: `s${at % 30}`, terms: newsTerms(title, '', 'fr') },
      `other-${at}`,
    );
  }
}

const text = (title: string, hours = 0, sourceId = 'a', language = 'fr') => ({
  at: NOW + hours * HOUR_MS,
  sourceId,
  terms: newsTerms(title, '', language),
});
const open = (isApart?: (a: string, b: string) => boolean) => {
  const index = newsIndex<string>(SAME_NEWS, isApart);
  aWeekOfNews(index);
  return index;
};

const FIRST = 'Ondine porte le prix de sa box mensuelle de 24,90 € à 27,90 €';
const AGAIN = 'Box mensuelle : Ondine relève son prix à 27,90 €, contre 24,90 €';
const OTHER = 'Garance ouvre une boutique à Nantes en mars prochain';

describe('the same news in other words', () => {
  test('is one story when two papers tell it within hours', () => {
    const index = open();
    index.join(text(FIRST), 'first');
    expect(index.join(text(AGAIN, 2, 'b'), 'again').id).toBe('first');
    expect(index.join(text(OTHER, 3, 'c'), 'other').id).toBe('other');
  });

  test('is a development when the same paper tells it', () => {
    const index = open();
    index.join(text(FIRST), 'first');
    expect(index.join(text(AGAIN, 2, 'a'), 'again').id).toBe('again');
  });

  test('is another story when a week has passed', () => {
    const index = open();
    index.join(text(FIRST), 'first');
    expect(index.join(text(AGAIN, 170, 'b'), 'again').id).toBe('again');
  });

  test('is two stories when a reader said so', () => {
    const index = open((a, b) => [a, b].sort().join() === 'again,first');
    index.join(text(FIRST), 'first');
    expect(index.join(text(AGAIN, 2, 'b'), 'again').id).toBe('again');
  });
});

test('two stories that grow towards each other become the older one, and say so once', () => {
  const index = newsIndex<string>({ ...SAME_NEWS, mergeEvery: 4 });
  aWeekOfNews(index, 200);
  index.merged();
  index.add(text(FIRST), 'first');
  index.add(text(AGAIN, 2, 'b'), 'second');
  for (let at = 0; at < 4; at += 1) index.join(text(`${OTHER} ${at}`, 3, `z${at}`), `z${at}`);
  expect(index.merged()).toEqual(expect.arrayContaining([{ from: 'second', into: 'first' }]));
  expect(index.merged()).toEqual([]);
});

test('the cost of a text does not grow with what came before', () => {
  const dice = chance(3);
  const title = () => Array.from({ length: 10 }, () => `mot${Math.floor(dice.next() * 4000)}`).join(' ');
  const index = newsIndex<string>(SAME_NEWS);
  const cost = (from: number, to: number) => {
    const started = performance.now();
    for (let at = from; at < to; at += 1)
      index.join({ at: NOW + at * 60_000, sourceId: `s${at % 50}`, terms: newsTerms(title(), '', 'fr') }, `t${at}`);
    return (performance.now() - started) / (to - from);
  };
  cost(0, 6000);
  const early = cost(6000, 9000);
  cost(9000, 20_000);
  // Stories close after three days: the index holds some 4,000 texts whatever the archive. Generous: machines are shared.
  expect(cost(20_000, 23_000)).toBeLessThan(3 * early + 0.2);
}, 60_000);
