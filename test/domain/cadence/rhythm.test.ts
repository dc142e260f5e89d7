import { describe, expect, test } from 'vitest';
import { perWeek, rhythmOf, silentFrom } from '../../../src/domain/cadence/rhythm.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { chance, NOW } from '../../support/builders.ts';

const every = (gapMs: number, count: number, newest = NOW) =>
  Array.from({ length: count }, (_, n) => newest - n * gapMs);

describe('a rhythm', () => {
  test('is the usual pause between entries, the long ones, and the newest', () => {
    const dates = [0, 1, 2, 3, 4, 5, 6, 7, 8, 18].map((days) => NOW - days * DAY_MS);
    expect(rhythmOf(dates, NOW)).toEqual({ usualGapMs: DAY_MS, longGapMs: 10 * DAY_MS, newestAt: NOW });
  });

  test('needs four dates; those to come and those told twice count for nothing', () => {
    const three = every(DAY_MS, 3);
    expect(rhythmOf(three, NOW)).toBeUndefined();
    expect(rhythmOf([...three, ...three, NOW + 1, NOW + DAY_MS], NOW)).toBeUndefined();
    expect(rhythmOf([...three, NOW - 9 * DAY_MS], NOW)).toBeDefined();
  });

  test('is the same whatever order the dates come in', () => {
    const random = chance(7);
    const dates = Array.from({ length: 40 }, () => NOW - random.upTo(90 * DAY_MS));
    const expected = rhythmOf(dates, NOW);
    for (let round = 0; round < 20; round += 1)
      expect(
        rhythmOf(
          dates.toSorted(() => random.next() - 0.5),
          NOW,
        ),
      ).toEqual(expected);
  });

  test('in entries a week', () => {
    const week = (gapMs: number) => perWeek({ usualGapMs: gapMs, longGapMs: gapMs, newestAt: NOW });
    expect([week(DAY_MS), week(HOUR_MS)]).toEqual([7, 168]);
    expect(Number.isFinite(week(0))).toBe(true);
  });
});

describe('silence', () => {
  const silentAfter = (dates: number[]) => {
    const rhythm = rhythmOf(dates, NOW);
    return rhythm && (silentFrom(rhythm) - rhythm.newestAt) / DAY_MS;
  };

  test('begins after three of the long pauses', () => {
    expect(silentAfter(every(7 * DAY_MS, 10))).toBe(21);
    expect(silentAfter(every(30 * DAY_MS, 10))).toBe(90);
  });

  test('of a source that speaks by the hour begins no sooner than a long weekend ends', () => {
    expect(silentAfter(every(HOUR_MS, 50))).toBe(4);
  });

  test('a paper that rests at the weekend is not silent on a bank holiday', () => {
    const weekdays = every(DAY_MS, 40).filter((at) => ![0, 6].includes(new Date(at).getUTCDay()));
    expect(silentAfter(weekdays)).toBeGreaterThanOrEqual(4);
    expect(silentAfter(weekdays)).toBeLessThanOrEqual(9);
  });
});
