import { describe, expect, test } from 'vitest';
import { FAILING_AFTER, healthOf } from '../../../src/domain/cadence/health.ts';
import { CADENCE_DEFAULTS, DEFAULT_EVERY_MS, nextCheck } from '../../../src/domain/cadence/nextCheck.ts';
import { sourceId } from '../../../src/domain/model/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/model/units.ts';
import { aSource, aState, NOW } from '../../support/builders.ts';

const wait = (given: Parameters<typeof aSource>[0], failures = 0, retryAfterMs = 0) =>
  nextCheck(aSource(given), { failures, retryAfterMs }, CADENCE_DEFAULTS, NOW) - NOW;

describe('the next check', () => {
  test('comes after the interval of the source, at most a tenth early', () => {
    for (let n = 0; n < 50; n += 1) {
      const id = sourceId('feed', `https://x.example/${n}`);
      const waited = wait({ id, everyMs: 30 * MINUTE_MS });
      expect(waited).toBeLessThanOrEqual(30 * MINUTE_MS);
      expect(waited).toBeGreaterThanOrEqual(27 * MINUTE_MS);
    }
  });

  test('an hour when the source names none, the same every time', () => {
    expect(wait({})).toBeLessThanOrEqual(DEFAULT_EVERY_MS);
    expect(wait({})).toBe(wait({}));
  });

  test('sources asked together drift apart', () => {
    const waits = Array.from({ length: 50 }, (_, n) => wait({ id: sourceId('feed', `https://x.example/${n}`) }));
    expect(new Set(waits).size).toBeGreaterThan(45);
  });

  test('each failure after the first doubles the wait, up to a day', () => {
    const waits = [1, 2, 3, 4, 5, 6, 20, 5000].map((failures) => wait({ everyMs: HOUR_MS }, failures));
    expect(waits[0]).toBe(wait({ everyMs: HOUR_MS }));
    expect((waits[1] as number) / (waits[0] as number)).toBeCloseTo(2, 3);
    expect((waits[2] as number) / (waits[0] as number)).toBeCloseTo(4, 3);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeLessThanOrEqual(DAY_MS);
    expect(waits.at(-1)).toBeGreaterThan(0.89 * DAY_MS);
  });

  test('a source asked every week is not asked more often because it fails', () => {
    expect(wait({ everyMs: 7 * DAY_MS }, 4)).toBeGreaterThan(6 * DAY_MS);
  });

  test('never before the server allows, never within the minute, always a whole instant', () => {
    expect(wait({ everyMs: HOUR_MS }, 1, 5 * HOUR_MS)).toBe(5 * HOUR_MS);
    expect(wait({ everyMs: MINUTE_MS })).toBe(MINUTE_MS);
    expect(Number.isInteger(nextCheck(aSource({ everyMs: 61_001 }), { failures: 3 }, CADENCE_DEFAULTS, NOW))).toBe(
      true,
    );
  });
});

describe('health', () => {
  const neverOk = () => {
    const { lastOkAt: _, ...state } = aState();
    return state;
  };
  const source = aSource({ everyMs: HOUR_MS });

  test.each([
    ['ok', 'all is well', aState()],
    ['ok', 'one failure may be the weather', aState({ failures: 1 })],
    ['late', 'it fails and the last success is long ago', aState({ failures: 1, lastOkAt: NOW - 4 * HOUR_MS })],
    ['ok', 'Vigie itself was stopped for days', aState({ lastOkAt: NOW - 4 * DAY_MS })],
    ['failing', 'it fails again and again', aState({ failures: FAILING_AFTER })],
    ['failing', 'it failed at the first attempt', { ...neverOk(), failures: 1 }],
    ['new', 'it was never asked', neverOk()],
    ['paused', 'someone paused it, whatever else', aState({ paused: true, failures: 9 })],
  ])('is %s when %s', (health, _, state) => {
    expect(healthOf(source, state, NOW)).toBe(health);
  });
});
