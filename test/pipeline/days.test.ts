import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { dayStart, lastSlot, localDay, nextSlot } from '../../src/pipeline/days.ts';

const PARIS = 'Europe/Paris';
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());
/** Every slot of a pattern from one instant to another. */
function slots(pattern: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (
    let slot = nextSlot(pattern, PARIS, from - 1);
    slot !== undefined && slot < to;
    slot = nextSlot(pattern, PARIS, slot)
  )
    found.push(slot);
  return found;
}

// Paris 2026: clocks jump from 02:00 to 03:00 on 29 March, and fall back from 03:00 to 02:00 on 25 October.
const SPRING = { day: '2026-03-29', start: at('2026-03-28T23:00:00Z'), end: at('2026-03-29T22:00:00Z'), hours: 23 };
const AUTUMN = { day: '2026-10-25', start: at('2026-10-24T22:00:00Z'), end: at('2026-10-25T23:00:00Z'), hours: 25 };

describe.each([SPRING, AUTUMN])('on the clock-change day $day', ({ day, start, end, hours }) => {
  test(`the day lasts ${hours} hours`, () => {
    expect(iso(dayStart(day, PARIS))).toBe(iso(start));
    expect(end - start).toBe(hours * HOUR_MS);
    expect(localDay(start, PARIS)).toBe(day);
    expect(localDay(start - 1, PARIS)).not.toBe(day);
    expect(localDay(end - 1, PARIS)).toBe(day);
    expect(localDay(end, PARIS)).not.toBe(day);
    expect(dayStart(localDay(end, PARIS), PARIS)).toBe(end);
  });

  test('a daily digest at 06:30 is due once, at 06:30', () => {
    expect(slots('30 6 * * *', start, end).map(iso)).toEqual([iso(end - 17.5 * HOUR_MS)]);
  });

  test('a daily digest at 02:30 is due once, though that hour is missing or comes twice', () => {
    const due = slots('30 2 * * *', start, end);
    expect(due.map(iso)).toHaveLength(1);
    for (const hour of Array.from({ length: hours * 4 }, (_, n) => start + n * 15 * MINUTE_MS)) {
      const last = lastSlot('30 2 * * *', PARIS, hour);
      expect(last).toBeLessThanOrEqual(hour);
      expect(iso(last), iso(hour)).toBe(
        iso(hour >= (due[0] as number) ? due[0] : lastSlot('30 2 * * *', PARIS, start)),
      );
    }
  });

  test('a sweep every 10 minutes never misses one', () => {
    const due = slots('*/10 * * * *', start, end);
    expect(due).toHaveLength(hours * 6);
    expect(new Set(due.slice(1).map((slot, n) => slot - (due[n] as number)))).toEqual(new Set([10 * MINUTE_MS]));
  });
});

describe('on any day', () => {
  test('the last slot is the one at or before now', () => {
    const slot = at('2026-11-24T05:30:00Z');
    expect(iso(lastSlot('30 6 * * *', PARIS, slot))).toBe(iso(slot));
    expect(iso(lastSlot('30 6 * * *', PARIS, slot + 12_345))).toBe(iso(slot));
    expect(iso(lastSlot('30 6 * * *', PARIS, slot - MINUTE_MS))).toBe(iso(slot - DAY_MS));
    expect(iso(lastSlot('30 6 * * *', PARIS, slot - 1))).toBe(iso(slot - DAY_MS));
  });

  test('the next slot is after now, never now', () => {
    const slot = at('2026-11-24T05:30:00Z');
    expect(iso(nextSlot('30 6 * * *', PARIS, slot - 1))).toBe(iso(slot));
    expect(iso(nextSlot('30 6 * * *', PARIS, slot))).toBe(iso(slot + DAY_MS));
  });

  test('weekdays only: Friday is followed by Monday', () => {
    const friday = at('2026-11-27T05:30:00Z');
    expect(iso(nextSlot('30 6 * * 1-5', PARIS, friday))).toBe('2026-11-30T05:30:00.000Z');
    expect(iso(lastSlot('30 6 * * 1-5', PARIS, at('2026-11-29T12:00:00Z')))).toBe(iso(friday));
  });

  test.each([
    ['2026-11-24', 'Europe/Paris', '2026-11-23T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Paris', '2026-06-30T22:00:00.000Z'],
    ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z'],
    ['2026-11-24', 'Pacific/Kiritimati', '2026-11-23T10:00:00.000Z'],
    ['2026-11-24', 'Pacific/Pago_Pago', '2026-11-24T11:00:00.000Z'],
    ['2026-11-24', 'Asia/Kathmandu', '2026-11-23T18:15:00.000Z'],
    // Midnight does not exist on this day in Beirut: it begins at 01:00.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, start) => {
    expect(iso(dayStart(day, zone))).toBe(start);
    expect(localDay(dayStart(day, zone), zone)).toBe(day);
  });
});
