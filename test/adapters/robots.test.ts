import { describe, expect, test } from 'vitest';
import { type RobotsFetched, type RobotsRecord, robotsRules } from '../../src/adapters/http/robots.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { openTestStore } from '../support/openTestStore.ts';
import { testClock } from '../support/testDeps.ts';

const ok = (body: string): RobotsFetched => ({ status: 200, body });
const outage: RobotsFetched = { problem: { kind: 'timeout', params: { host: 'x.example' } } };

/** Rules as given one after the other, the last for ever. */
function rules(...answers: (string | RobotsFetched)[]) {
  const clock = testClock();
  const asked: string[] = [];
  const records = new Map<string, RobotsRecord>();
  const memory = {
    find: async (origin: string) => records.get(origin),
    save: async (origin: string, record: RobotsRecord) => void records.set(origin, record),
  };
  const may = robotsRules(
    'Vigie',
    memory,
    async (url) => {
      asked.push(url);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return typeof answer === 'string' ? ok(answer) : (answer ?? outage);
    },
    clock,
  );
  const isAllowed = async (path: string) => (await may(new URL(path, 'https://x.example'))).isAllowed;
  return { may, isAllowed, asked, clock };
}

describe('what the rules say (RFC 9309)', () => {
  test.each<[string, string, Record<string, boolean>]>([
    ['nothing at all', '', { '/': true }],
    ['an empty Disallow', 'User-agent: *\nDisallow:', { '/a': true }],
    ['a whole site', 'User-agent: *\nDisallow: /', { '/': false, '/a': false }],
    [
      'the longest rule wins',
      'User-agent: *\nDisallow: /a\nAllow: /a/b',
      { '/a/x': false, '/a/b/c': true, '/c': true },
    ],
    ['as long, allowed wins', 'User-agent: *\nDisallow: /a\nAllow: /a', { '/a': true }],
    [
      'our own group, and no other',
      'User-agent: *\nDisallow: /\n\nUser-agent: Vigie\nDisallow: /a',
      { '/a': false, '/b': true },
    ],
    ['our name in any letters', 'User-agent: VIGIE\nDisallow: /', { '/a': false }],
    ['names of others', 'User-agent: GPTBot\nDisallow: /', { '/a': true }],
    ['a group of several names', 'User-agent: GPTBot\nUser-agent: vigie\nDisallow: /a', { '/a': false }],
    [
      'two groups of one name are one',
      'User-agent: vigie\nDisallow: /a\n\nUser-agent: vigie\nDisallow: /b',
      { '/a': false, '/b': false, '/c': true },
    ],
    [
      'wildcards, and the end of an address',
      'User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?sort=',
      { '/a.pdf': false, '/a.pdf?x': true, '/l?sort=1': false },
    ],
    [
      'comments, CRLF and odd letters',
      '# hello\r\nuser-AGENT: * # all\r\nDISALLOW: /a # this\r\n',
      { '/a': false, '/b': true },
    ],
    ['a page of HTML in its place', '<!doctype html><html><body>Disallow: everything</body></html>', { '/a': true }],
    ['a byte-order mark', '\ufeffUser-agent: *\nDisallow: /a', { '/a': false }],
  ])('%s', async (_what, body, expected) => {
    const { isAllowed } = rules(body);
    for (const [path, allowed] of Object.entries(expected)) expect(await isAllowed(path), path).toBe(allowed);
  });

  test('Crawl-delay is kept up to half a minute; nonsense is none', async () => {
    const delay = async (value: string) =>
      (await rules(`User-agent: *\nCrawl-delay: ${value}`).may(new URL('https://x.example/'))).delayMs;
    expect([await delay('5'), await delay('0.5'), await delay('86400')]).toEqual([5000, 500, 30_000]);
    expect([await delay('0'), await delay('-3'), await delay('soon')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a robots.txt that cannot be had', () => {
  test.each([400, 401, 403, 404, 410, 429])('%i: everything is allowed', async (status) => {
    expect(await rules({ status, body: '' }).isAllowed('/a')).toBe(true);
  });

  test.each([500, 503])('%i: nothing is, and the status is told', async (status) => {
    expect(await rules({ status, body: '' }).may(new URL('https://x.example/a'))).toEqual({ isAllowed: false, status });
  });

  test('a host that is not reached: nothing is, and what kept us from it is told', async () => {
    expect(await rules(outage).may(new URL('https://x.example/a'))).toEqual({ isAllowed: false, ...outage });
  });

  test('one that redirects for ever, or is larger than anything: there are no rules', async () => {
    for (const kind of ['redirect-loop', 'too-large'] as const)
      expect(await rules({ problem: { kind, params: {} } }).isAllowed('/a'), kind).toBe(true);
  });

  test('rules once given outlive an outage', async () => {
    const { isAllowed, clock } = rules(
      'User-agent: *\nDisallow: /a',
      outage,
      { status: 503, body: '' },
      'User-agent: *',
    );
    for (const expected of [false, false, false, true]) {
      expect([await isAllowed('/a'), await isAllowed('/b')]).toEqual([expected, true]);
      clock.advance(DAY_MS);
    }
  });
});

describe('asking', () => {
  test('once a day for each origin, however many pages are asked at once', async () => {
    const { isAllowed, asked, clock } = rules('');
    await Promise.all(['/a', '/b', '/c'].map(isAllowed));
    clock.advance(DAY_MS - 1);
    await isAllowed('/d');
    expect(asked).toEqual(['https://x.example/robots.txt']);
    clock.advance(1);
    await isAllowed('/e');
    expect(asked).toHaveLength(2);
    await isAllowed('http://x.example:8080/f');
    expect(asked.at(-1)).toBe('http://x.example:8080/robots.txt');
  });

  test('a host out of order is asked again after an hour, not for every page', async () => {
    const { isAllowed, asked, clock } = rules({ status: 503, body: '' }, '');
    for (const path of ['/a', '/b', '/c']) await isAllowed(path);
    expect(asked).toHaveLength(1);
    clock.advance(HOUR_MS);
    expect(await isAllowed('/a')).toBe(true);
  });

  test('the store remembers it across restarts', async () => {
    const store = await openTestStore();
    const clock = testClock();
    let asked = 0;
    const fetchRules = async () => {
      asked += 1;
      return ok('User-agent: *\nDisallow: /a');
    };
    for (let start = 0; start < 3; start += 1) {
      const may = robotsRules('Vigie', store.robots, fetchRules, clock);
      expect((await may(new URL('https://x.example/a'))).isAllowed).toBe(false);
    }
    expect(asked).toBe(1);
  });
});
