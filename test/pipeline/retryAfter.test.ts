import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { body, rss, status } from '../support/fixtureServer.ts';
import { aWard } from '../support/ward.ts';

const asked = 5 * HOUR_MS;
const forms: [string, number, () => string][] = [
  ['seconds with 429', 429, () => String(asked / 1000)],
  ['seconds with 503', 503, () => String(asked / 1000)],
  ['a date with 429', 429, () => new Date(Date.now() + asked).toUTCString()],
  ['a date with 503', 503, () => new Date(Date.now() + asked).toUTCString()],
];

describe('a server that asks to be left alone is left alone', () => {
  test.each(forms)('%s: by no sweep, forced or for this source alone', async (_form, code, retryAfter) => {
    const ward = await aWard();
    const { deps, server, source } = ward;
    server.on('/feed', status(code, { 'retry-after': retryAfter() }));
    const from = deps.clock();
    await ward.nextCheck();
    server.on('/feed', body(rss(['Une'])));
    // A date is written in whole seconds.
    for (const waited of [1, HOUR_MS, asked - MINUTE_MS]) {
      deps.clock.set(from + waited);
      expect((await sweep({}, deps)).checked).toBe(0);
      for (const request of [{ force: true }, { source: source.id }])
        expect(await sweep(request, deps)).toMatchObject({ checked: 1, failed: 1, newItems: 0 });
    }
    expect(server.seen).toHaveLength(1);
    expect((await ward.state()).failures).toBe(1);
    deps.clock.set(from + asked);
    expect(await sweep({ force: true }, deps)).toMatchObject({ failed: 0, newItems: 1 });
    expect(await ward.state()).not.toHaveProperty('notBefore');
  });

  test('one that asks for less than the interval is asked at the interval, doubled as it goes on', async () => {
    const ward = await aWard();
    ward.server.on('/feed', status(429, { 'retry-after': '1' }));
    await ward.nextCheck();
    const waits: number[] = [];
    for (let check = 0; check < 4; check += 1) {
      waits.push((await ward.state()).nextCheckAt - ward.deps.clock());
      await ward.nextCheck();
    }
    const [first = 0] = waits;
    expect(first).toBeGreaterThan(0.9 * HOUR_MS - 1);
    expect(waits.map((wait) => Math.round(wait / first))).toEqual([1, 2, 4, 8]);
  });
});
