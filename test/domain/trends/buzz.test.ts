import { describe, expect, test } from 'vitest';
import type { Tone } from '../../../src/domain/model/event.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { type BuzzStory, buzzOf } from '../../../src/domain/trends/buzz.ts';
import { NOW } from '../../support/builders.ts';

let count = 0;
const aStory = (at: number, tone: Tone | undefined, source = `source ${count}`): BuzzStory => {
  count += 1;
  return { storyId: `story ${count}`, at, itemIds: [`item ${count}`], sourceIds: [source], tone };
};
/** So many stories on each of the last four weeks' days, one in ten of them negative. */
const past = (perDay: number): BuzzStory[] =>
  Array.from({ length: 28 * perDay }, (_, at) =>
    aStory(NOW - (1 + (at % 28)) * DAY_MS - HOUR_MS, at % 10 === 0 ? 'negative' : 'neutral'),
  );
const today = (number: number, tone: Tone, source?: string): BuzzStory[] =>
  Array.from({ length: number }, (_, at) => aStory(NOW - (number - at) * HOUR_MS, tone, source));
const alert = (...stories: BuzzStory[]) => buzzOf('buffer', stories, NOW, 40);

describe('bad buzz', () => {
  test('is told with how far from usual it is, who began it and how it spread', () => {
    const bad = today(6, 'negative');
    expect(alert(...past(1), ...bad)).toMatchObject({
      ...{ actorId: 'buffer', stories: 6, negative: 6, sources: 6, firstItemId: bad[0]?.itemIds[0] },
      ...{ usual: 1, usualNegative: 0.1, storyIds: bad.map(({ storyId }) => storyId) },
    });
  });

  test('of a company much spoken of is found among its other news', () => {
    expect(alert(...past(4), ...today(4, 'neutral'), ...today(8, 'negative'))).toBeDefined();
  });

  test.each([
    ['good news, however much', [...past(1), ...today(20, 'positive')]],
    ['a bad day of a company whose days are bad', [...today(3, 'negative'), ...badDays(3)]],
    ['one angry paper', [...past(1), ...today(6, 'negative', 'the same')]],
    ['two stories', [...past(1), ...today(2, 'negative')]],
  ])('is not %s', (_, stories) => {
    expect(alert(...stories)).toBeUndefined();
  });

  test('is not told before a week is known: nothing is usual yet', () => {
    expect(buzzOf('buffer', today(9, 'negative'), NOW, 6)).toBeUndefined();
  });
});

function badDays(perDay: number): BuzzStory[] {
  return Array.from({ length: 28 * perDay }, (_, at) => aStory(NOW - (1 + (at % 28)) * DAY_MS - HOUR_MS, 'negative'));
}
