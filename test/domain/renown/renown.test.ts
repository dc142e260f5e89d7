import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/domain/model/units.ts';
import { type ActorStory, isAheadOf, rankChanges, renownOf, weeklyPoints } from '../../../src/domain/renown/renown.ts';
import { NOW } from '../../support/builders.ts';

let count = 0;
const story = (actorId: string, more: Partial<ActorStory> = {}): ActorStory => {
  count += 1;
  return {
    ...{ actorId, storyId: `s${count}`, itemIds: [`i${count}`], at: NOW - DAY_MS, weight: 1 },
    ...{ inTitle: true, tone: 'neutral', event: undefined, ...more },
  };
};
const WEEK = { from: NOW - 7 * DAY_MS, to: NOW };
const of = (stories: ActorStory[], ids = ['a', 'b'], usual?: number) => renownOf(stories, ids, WEEK, usual);

describe('renown', () => {
  test('is distinct stories × source weight × place × tone', () => {
    const [a] = of([
      story('a', { weight: 2, tone: 'positive' }),
      story('a', { inTitle: false }),
      story('a', { tone: 'negative' }),
    ]).actors;
    expect(a).toMatchObject({ stories: 3, points: 2 * 1.25 + 0.25 + 0.5, positive: 1, negative: 1, tone: 0 });
  });

  test('counts the copies of a story as items, not as stories', () => {
    expect(of([story('a', { itemIds: ['i', 'j', 'k'] })]).actors[0]).toMatchObject({ stories: 1, items: 3 });
  });

  test('gives everybody a rank, and shares that sum to one', () => {
    const board = of([story('a'), story('b'), story('b')], ['a', 'b', 'c']);
    expect(board.actors.map(({ actorId, rank }) => [actorId, rank])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 3],
    ]);
    expect(board.actors.reduce((sum, { shareOfVoice }) => sum + shareOfVoice, 0)).toBeCloseTo(1);
  });

  test('is 50 at what is usual, and 75 at twice that', () => {
    const stories = Array.from({ length: 4 }, () => story('a'));
    expect(of(stories, ['a'], 4).actors[0]?.thermometer).toBe(50);
    expect(of(stories, ['a'], 2).actors[0]?.thermometer).toBe(75);
  });

  test('of nothing is nothing', () => {
    expect(of([]).actors).toMatchObject([{ points: 0, thermometer: 0, shareOfVoice: 0, tone: undefined }, {}]);
  });

  test('forgets what is out of its window', () => {
    expect(of([story('a', { at: NOW - 8 * DAY_MS }), story('a', { at: NOW })]).actors[0]?.stories).toBe(0);
  });
});

describe('a change of rank', () => {
  const many = (actorId: string, times: number) => Array.from({ length: times }, () => story(actorId));
  test('is announced when it is more than chance', () => {
    const before = of([...many('a', 10), ...many('b', 2)]);
    expect(rankChanges(of([...many('a', 2), ...many('b', 20)]), before)).toMatchObject([
      { actorId: 'b', rank: 1, rankBefore: 2, passed: ['a'] },
    ]);
    expect(rankChanges(of([...many('a', 10), ...many('b', 11)]), before)).toEqual([]);
  });

  test('needs twice the standard error of the difference', () => {
    expect(isAheadOf({ points: 11 }, { points: 10 })).toBe(false);
    expect(isAheadOf({ points: 30 }, { points: 10 })).toBe(true);
  });
});

test('weeks are told from the oldest to this one', () => {
  const stories = [story('a'), story('a', { at: NOW - 8 * DAY_MS }), story('b')];
  expect(weeklyPoints(stories, 'a', NOW, 3)).toEqual([0, 1, 1]);
});
