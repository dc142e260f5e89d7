import { describe, expect, test } from 'vitest';
import { intervalOf, nextCheck } from '../../../src/domain/cadence/nextCheck.ts';
import type { ReadingHints } from '../../../src/domain/model/source.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/model/units.ts';
import { parseFeed } from '../../../src/domain/parse/feed.ts';
import { hintsOf } from '../../../src/domain/sources/hints.ts';
import { aSource, NOW } from '../../support/builders.ts';

const BOUNDS = { minEveryMs: 15 * MINUTE_MS, maxEveryMs: 4 * HOUR_MS };
const rhythm = (usualGapMs: number) => ({ usualGapMs, longGapMs: 3 * usualGapMs, newestAt: NOW - HOUR_MS });
const every = (facts: Parameters<typeof intervalOf>[1], everyMs?: number) =>
  intervalOf(everyMs === undefined ? {} : { everyMs }, facts, BOUNDS) / MINUTE_MS;

describe('the interval', () => {
  test('is half the usual pause of the source, within the bounds', () => {
    expect(every({ rhythm: rhythm(2 * HOUR_MS) })).toBe(60);
    expect(every({ rhythm: rhythm(MINUTE_MS) })).toBe(15);
    expect(every({ rhythm: rhythm(30 * DAY_MS) })).toBe(240);
    expect(every({})).toBe(60);
  });

  test('is no shorter than the feed’s ttl, believed up to a day', () => {
    expect(every({ rhythm: rhythm(HOUR_MS), hints: { ttlMs: 6 * HOUR_MS } })).toBe(360);
    expect(every({ rhythm: rhythm(HOUR_MS), hints: { ttlMs: 365 * DAY_MS } })).toBe(24 * 60);
    expect(every({ rhythm: rhythm(4 * HOUR_MS), hints: { ttlMs: MINUTE_MS } })).toBe(120);
  });

  test('is no shorter than the answer stays fresh, believed up to the longest interval', () => {
    expect(every({ rhythm: rhythm(HOUR_MS), hints: { freshMs: 2 * HOUR_MS } })).toBe(120);
    expect(every({ rhythm: rhythm(HOUR_MS), hints: { freshMs: 365 * DAY_MS } })).toBe(240);
  });

  test('as its owner wrote it wins over all of them', () => {
    const hints: ReadingHints = { ttlMs: DAY_MS, freshMs: DAY_MS };
    expect(every({ rhythm: rhythm(HOUR_MS), hints }, 5 * MINUTE_MS)).toBe(5);
    expect(every({}, 7 * DAY_MS)).toBe(7 * 24 * 60);
  });
});

describe('hours and days a feed asks to be left alone', () => {
  /** Tuesday 24 November 2026, 05:30 UTC. */
  const next = (hints: ReadingHints, everyMs?: number) =>
    new Date(
      nextCheck(aSource(everyMs === undefined ? {} : { everyMs }), { failures: 0, hints }, BOUNDS, NOW),
    ).toISOString();
  const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  test('are waited for: to the first full hour after them', () => {
    expect(next({ skipHours: [6, 7] })).toBe('2026-11-24T08:00:00.000Z');
    expect(next({ skipDays: [2] })).toBe('2026-11-25T00:00:00.000Z');
    expect(next({ skipDays: [2, 3, 4] })).toBe('2026-11-27T00:00:00.000Z');
  });

  test('over midnight, and into a day that is skipped too', () => {
    expect(next({ skipHours: hours(0, 23) })).toBe('2026-11-24T23:00:00.000Z');
    expect(next({ skipHours: hours(6, 24), skipDays: [3] })).toBe('2026-11-26T00:00:00.000Z');
  });

  test('that are not now change nothing', () => {
    expect(next({ skipHours: [3], skipDays: [0, 6] })).toBe(next({}));
  });

  test('that are all of them are none', () => {
    expect(next({ skipHours: hours(0, 24) })).toBe(next({}));
    expect(next({ skipDays: [0, 1, 2, 3, 4, 5, 6] })).toBe(next({}));
  });

  test('yield to what the owner wrote', () => {
    expect(next({ skipHours: [5, 6], skipDays: [2] }, HOUR_MS)).toBe(next({}, HOUR_MS));
  });

  test('never shorten what the server asked for', () => {
    const facts = { failures: 1, retryAfterMs: 5 * HOUR_MS };
    const at = (hints: ReadingHints) => nextCheck(aSource(), { ...facts, hints }, BOUNDS, NOW) - NOW;
    expect(at({})).toBe(5 * HOUR_MS);
    expect(at({ skipHours: [10] })).toBe(5.5 * HOUR_MS);
  });
});

describe('what a document says of itself', () => {
  const channel = (inside: string) =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>J</title>${inside}<item><title>Une</title></item></channel></rss>`;
  async function hints(inside: string, link?: string) {
    const outcome = await parseFeed(Buffer.from(channel(inside)), 'text/xml', 'https://x.example/feed');
    if (outcome.kind !== 'feed') throw new Error(outcome.kind);
    return hintsOf(outcome.feed, link, 'https://x.example/feed');
  }

  test('ttl', async () => {
    expect(await hints('<ttl>90</ttl>')).toEqual({ ttlMs: 90 * MINUTE_MS });
  });

  test('skipHours and skipDays', async () => {
    expect(
      await hints(
        '<skipHours><hour>0</hour><hour>23</hour></skipHours><skipDays><day>Saturday</day><day>Sunday</day></skipDays>',
      ),
    ).toMatchObject({ skipHours: [0, 23], skipDays: [6, 0] });
  });

  test('nonsense is nothing', async () => {
    expect(
      await hints('<ttl>soon</ttl><skipHours><hour>99</hour></skipHours><skipDays><day>Noday</day></skipDays>'),
    ).toEqual({});
    expect(await hints('<ttl>-5</ttl>')).toEqual({});
  });

  test('its hub, in the document or in the Link header, on the web and nowhere else', async () => {
    expect(await hints('<atom:link rel="hub" href="https://hub.example/"/>')).toMatchObject({
      hub: 'https://hub.example/',
    });
    expect(
      await hints(
        '',
        '<https://x.example/wp-json/>; rel="https://api.w.org/", </hub>; rel=hub, <https://x.example/f>; rel="self"',
      ),
    ).toMatchObject({ hub: 'https://x.example/hub', self: 'https://x.example/f' });
    expect(await hints('', '<javascript:alert(1)>; rel="hub"')).toEqual({});
  });
});
