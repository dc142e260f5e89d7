import { describe, expect, test } from 'vitest';
import type { StoryId } from '../../../src/domain/model/ids.ts';
import { HOUR_MS } from '../../../src/domain/model/units.ts';
import { type Priced, type Selection, selectWithin, THRESHOLD } from '../../../src/domain/rank/budget.ts';
import { anItem, chance, NOW } from '../../support/builders.ts';

interface Told {
  id: string;
  minutes?: number;
  score?: number;
  source?: string;
  actors?: string[];
  topics?: string[];
  isRare?: boolean;
}

function aStory({
  id,
  minutes = 2,
  score = 20,
  source = `source of ${id}`,
  actors = [],
  topics = [],
  isRare = false,
}: Told): Priced {
  const lead = anItem({ id: `item of ${id}`, sourceId: source, storyId: id, readingMinutes: minutes });
  return { id: id as StoryId, lead, items: [lead], sourceIds: [source], actors, topics, minutes, score, isRare };
}
const many = (count: number, of: (n: number) => Omit<Told, 'id'>): Priced[] =>
  Array.from({ length: count }, (_, n) => aStory({ id: `s${String(n).padStart(3, '0')}`, ...of(n) }));

const minutesOf = (stories: readonly Priced[]) => stories.reduce((sum, { minutes }) => sum + minutes, 0);
const ids = (stories: readonly Priced[]): string[] => stories.map(({ id }) => id);
const reasonOf = ({ leftOut }: Selection, id: string) => leftOut.find(({ story }) => story.id === id)?.reason;

describe('the minutes', () => {
  test('are never exceeded, and filled within 2 when there is enough', () => {
    const { taken } = selectWithin(
      many(200, (n) => ({ minutes: 1 + (n % 7), score: 10 + (n % 40) })),
      60,
    );
    expect(minutesOf(taken)).toBeLessThanOrEqual(60);
    expect(minutesOf(taken)).toBeGreaterThanOrEqual(58);
  });

  test('stay empty when nothing is worth one', () => {
    const selection = selectWithin(
      many(5, () => ({ score: THRESHOLD - 1 })),
      60,
    );
    expect(selection.taken).toEqual([]);
    expect(selection.leftOut.map(({ reason }) => reason)).toEqual(Array(5).fill('belowThreshold'));
    expect(selectWithin([], 60)).toEqual({ taken: [], leftOut: [] });
  });

  test('go to the whole morning when it is short', () => {
    expect(
      selectWithin(
        many(5, () => ({ score: THRESHOLD })),
        60,
      ).taken,
    ).toHaveLength(5);
  });

  test('go to the better of two stories of one length, and to the shorter of two of one score', () => {
    expect(
      ids(
        selectWithin([aStory({ id: 'a', minutes: 5, score: 30 }), aStory({ id: 'b', minutes: 5, score: 40 })], 5).taken,
      ),
    ).toEqual(['b']);
    expect(ids(selectWithin([aStory({ id: 'a', minutes: 5 }), aStory({ id: 'b', minutes: 4 })], 5).taken)).toEqual([
      'b',
    ]);
  });

  test('a story longer than the budget is left out for that reason', () => {
    expect(reasonOf(selectWithin([aStory({ id: 'long', minutes: 61, score: 90 })], 60), 'long')).toBe('overBudget');
  });
});

describe('diversity', () => {
  test('no source with several stories takes more than a quarter, the rest says why', () => {
    const selection = selectWithin(
      [
        ...many(20, () => ({ source: 'loud', score: 90 })),
        ...['quiet', 'still', 'calm'].map((id) => aStory({ id, score: 8 })),
      ],
      60,
    );
    expect(minutesOf(selection.taken.filter(({ lead }) => lead.sourceId === ('loud' as string)))).toBeLessThanOrEqual(
      15,
    );
    expect(ids(selection.taken)).toContain('quiet');
    expect(reasonOf(selection, 's019')).toBe('sourceFull');
  });

  test('fewer than four sources that have something to tell share the hour evenly: it is not left empty', () => {
    const { taken } = selectWithin(
      ['one', 'other']
        .flatMap((source) => many(30, (n) => ({ source, score: 20 + n })))
        .map((story, n) => ({
          ...story,
          id: `s${n}` as StoryId,
        })),
      60,
    );
    for (const source of ['one', 'other'])
      expect(minutesOf(taken.filter(({ lead }) => lead.sourceId === (source as string)))).toBe(30);
  });

  test('what is worth nothing by itself is taken too where the threshold says so, the better first', () => {
    const stories = many(40, (n) => ({ source: `s${n % 8}`, score: n % 2 === 0 ? 0 : -9 }));
    const { taken, leftOut } = selectWithin(stories, 60, -8);
    expect(taken).toHaveLength(20);
    expect(new Set(leftOut.map(({ reason }) => reason))).toEqual(new Set(['belowThreshold']));
  });

  test('more of one subject counts less and less', () => {
    const buffer = many(10, () => ({ actors: ['buffer'], score: 30 }));
    const { taken } = selectWithin([...buffer, aStory({ id: 'other', score: 22 })], 6);
    expect(ids(taken)).toContain('other');
  });
});

describe('the floors', () => {
  const crowd = many(60, (n) => ({ score: 60 + (n % 10), topics: ['social'] }));

  test('each competitor that moved has a story, however weak', () => {
    const { taken } = selectWithin(
      [...crowd, ...['a', 'b', 'c'].map((id) => aStory({ id, actors: [`actor ${id}`], score: 7 }))],
      30,
    );
    for (const id of ['a', 'b', 'c']) expect(ids(taken)).toContain(id);
  });

  test('each topic has a story', () => {
    const { taken } = selectWithin(
      [...crowd, ...['x', 'y'].map((id) => aStory({ id, topics: [`topic ${id}`], score: 7 }))],
      30,
    );
    for (const id of ['x', 'y']) expect(ids(taken)).toContain(id);
  });

  test('one rare source is heard, the best of them', () => {
    const rare = [aStory({ id: 'rare', score: 8, isRare: true }), aStory({ id: 'rarer', score: 7, isRare: true })];
    expect(ids(selectWithin([...crowd, ...rare], 30).taken)).toContain('rare');
  });

  test('under the threshold nothing is owed', () => {
    const { taken } = selectWithin([...crowd, aStory({ id: 'weak', actors: ['buffer'], score: THRESHOLD - 1 })], 30);
    expect(ids(taken)).not.toContain('weak');
  });

  test('when the best story of a competitor does not fit, the next best stands for it', () => {
    const long = aStory({ id: 'long', actors: ['buffer'], minutes: 21, score: 80 });
    const short = aStory({ id: 'short', actors: ['buffer'], minutes: 3, score: 7 });
    expect(ids(selectWithin([...crowd, long, short], 20).taken)).toContain('short');
  });

  test('when its source is full, another source stands for the competitor', () => {
    const loud = many(3, (n) => ({ source: 'loud', minutes: 2, score: 80 + n, actors: [`actor ${n}`] }));
    const other = aStory({ id: 'other', actors: ['actor 0'], score: 7 });
    const { taken } = selectWithin(
      [...crowd.map((story) => ({ ...story, id: `c-${story.id}` as StoryId })), ...loud, other],
      20,
    );
    for (const actor of ['actor 0', 'actor 1', 'actor 2'])
      expect(
        taken.some(({ actors }) => actors.includes(actor)),
        actor,
      ).toBe(true);
  });

  test('filling the last minutes costs no competitor its place', () => {
    const odd = many(30, (n) => ({ minutes: 7, score: 50 + n }));
    const { taken } = selectWithin(
      [
        ...odd,
        aStory({ id: 'a', actors: ['buffer'], minutes: 1, score: 6 }),
        aStory({ id: 'b', minutes: 4, score: 10 }),
      ],
      60,
    );
    expect(ids(taken)).toContain('a');
  });
});

describe('any morning: 150 random ones', () => {
  function morning(seed: number): { stories: Priced[]; budget: number } {
    const { upTo, oneOf, next } = chance(seed);
    const pick = (name: string, of: number, share: number) => (next() < share ? [`${name} ${upTo(of)}`] : []);
    const stories = many(upTo(150), () => ({
      minutes: 1 + Math.floor(9 * next() ** 2),
      score: upTo(80),
      source: `source ${upTo(25)}`,
      actors: pick('actor', 5, 0.2),
      topics: [...pick('topic', 8, 0.4), ...pick('topic', 8, 0.1)],
      isRare: next() < 0.05,
    }));
    for (const story of stories) story.lead.publishedAt = NOW - upTo(48) * HOUR_MS;
    return { stories, budget: oneOf([10, 20, 45, 60, 90]) };
  }
  const mornings = Array.from({ length: 150 }, (_, seed) => {
    const { stories, budget } = morning(seed);
    return { stories, budget, ...selectWithin(stories, budget) };
  });

  test('each candidate is taken once or left out once, with a reason', () => {
    for (const { stories, taken, leftOut } of mornings) {
      expect([...ids(taken), ...leftOut.map(({ story }) => story.id)].sort()).toEqual(ids(stories).sort());
      for (const { story, reason } of leftOut) {
        expect(['belowThreshold', 'overBudget', 'sourceFull']).toContain(reason);
        expect(reason === 'belowThreshold').toBe(story.score < THRESHOLD);
      }
    }
  });

  test('the budget holds, the threshold holds, the quarter holds', () => {
    for (const { budget, taken } of mornings) {
      expect(minutesOf(taken)).toBeLessThanOrEqual(budget);
      expect(taken.every(({ score }) => score >= THRESHOLD)).toBe(true);
      for (const of of Map.groupBy(taken, ({ lead }) => lead.sourceId).values())
        if (of.length > 1) expect(minutesOf(of)).toBeLessThanOrEqual(budget / 4);
    }
  });

  test('nothing left out for want of minutes would still have fitted', () => {
    for (const { budget, taken, leftOut } of mornings) {
      const free = budget - minutesOf(taken);
      for (const { story, reason } of leftOut) if (reason === 'overBudget') expect(story.minutes).toBeGreaterThan(free);
    }
  });

  test('it is filled within 2 minutes when there is enough', () => {
    for (const [seed, { budget, taken, leftOut }] of mornings.entries()) {
      const waiting = leftOut.filter(({ reason }) => reason === 'overBudget').length;
      if (waiting >= 10) expect(minutesOf(taken), `morning ${seed}`).toBeGreaterThanOrEqual(budget - 2);
    }
  });

  test('the same candidates in another order make the same edition', () => {
    for (const { stories, budget, taken } of mornings.slice(0, 50)) {
      expect(ids(selectWithin([...stories].reverse(), budget).taken)).toEqual(ids(taken));
    }
  });
});
