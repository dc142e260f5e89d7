import { describe, expect, test } from 'vitest';
import type { StoredItem } from '../../../src/domain/model/item.ts';
import { DAY_MS } from '../../../src/domain/model/units.ts';
import type { Candidate } from '../../../src/domain/rank/candidates.ts';
import { fadedTo, type Taste, tasteReason } from '../../../src/domain/rank/taste.ts';
import { NOW } from '../../support/builders.ts';

const taste = (subject: string, figures: Partial<Taste>): [string, Taste] => [
  subject,
  { subject, shown: 0, liked: 0, said: 0, at: NOW, ...figures },
];
const buffer = {
  id: 's',
  actors: ['buffer'],
  topics: [],
  lead: { sourceId: 'press' } as StoredItem,
} as unknown as Candidate;
/** A reader who reads two in ten of what the press shows. */
const habit = taste('source press', { shown: 200, liked: 40 });
const points = (...tastes: [string, Taste][]) => tasteReason(buffer, new Map(tastes))[0]?.points ?? 0;

describe('what a reader likes', () => {
  test('says nothing before much is known', () => {
    expect(tasteReason(buffer, new Map())).toEqual([]);
    expect(points(taste('actor buffer', { shown: 3, liked: 3 }))).toBe(0);
  });

  test('lifts what they read more than the rest, and lowers what they pass over', () => {
    expect(points(habit, taste('actor buffer', { shown: 40, liked: 30 }))).toBeGreaterThan(3);
    expect(points(habit, taste('actor buffer', { shown: 60, liked: 0 }))).toBeLessThan(-3);
  });

  test('is heard at once when they say it, and named', () => {
    expect(tasteReason(buffer, new Map([taste('actor buffer', { said: 1 })]))).toEqual([
      { code: 'tasteMore', points: 3, params: { kind: 'actor', id: 'buffer' } },
    ]);
    expect(points(taste('actor buffer', { said: -1 }))).toBe(-3);
  });

  test('never counts more than ten points', () => {
    const all = [
      taste('actor buffer', { said: 99, shown: 99, liked: 99 }),
      taste('source press', { said: 99, shown: 200, liked: 40 }),
    ];
    expect(points(...all)).toBe(10);
  });

  test('fades: half of it is gone after thirty days', () => {
    const [, kept] = taste('actor buffer', { shown: 8, liked: 4, said: 2 });
    expect(fadedTo(kept, NOW + 30 * DAY_MS)).toMatchObject({ shown: 4, liked: 2, said: 1 });
  });
});
