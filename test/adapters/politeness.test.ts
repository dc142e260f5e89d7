import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HttpSettings, PoliteHttp } from '../../src/adapters/http/politeHttp.ts';
import type { SourceAccess } from '../../src/domain/model/source.ts';
import { DAY_MS } from '../../src/domain/model/units.ts';
import type { HttpRequest } from '../../src/domain/ports.ts';
import {
  type Answer,
  body,
  type FixtureServer,
  fixtureServer,
  hang,
  redirect,
  rss,
  status,
} from '../support/fixtureServer.ts';
import { openTestStore } from '../support/openTestStore.ts';
import { testClock, testHttp } from '../support/testDeps.ts';
import { tlsServer, trustTestAuthority } from '../support/tlsServer.ts';
import { webProxy } from '../support/webProxy.ts';

const FEED = rss(['Une nouvelle']);
let server: FixtureServer;
let other: FixtureServer;
let doors: PoliteHttp[] = [];
beforeEach(async () => {
  [server, other] = await Promise.all([fixtureServer(), fixtureServer('127.0.0.2')]);
  for (const each of [server, other]) each.on('/feed', body(FEED));
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(doors.map((door) => door.close()));
  doors = [];
  await Promise.all([server.close(), other.close()]);
});

function door(settings: Partial<HttpSettings> = {}): PoliteHttp {
  const http = testHttp({ allowHosts: ['127.0.0.0/8'], ...settings });
  doors.push(http);
  return http;
}
const at = (path: string) => server.url + path;
const get = (path: string, request: Partial<HttpRequest> = {}, settings: Partial<HttpSettings> = {}) =>
  door(settings).get({ url: path.startsWith('http') ? path : at(path), ...request });
const kind = async (outcome: ReturnType<PoliteHttp['get']>) => {
  const came = await outcome;
  return came.kind === 'failed' ? came.problem.kind : came.kind;
};
const paths = (of = server) => of.seen.map(({ path }) => path);

describe('one host', () => {
  const settle = async () => {
    for (let each = 0; each < 200; each += 1) await turn();
  };
  /** Hosts named in allowHosts are one's own and not spared: this one is exempt by its address alone. */
  const spared = (path: string) => `http://localhost:${server.port}${path}`;
  /** Unlike vi.waitUntil, which advances the fake clock while it waits. */
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await turn();
  };
  const wait = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    await settle();
  };

  test('is asked anew only after the delay, and another meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    server.on('/a', body(FEED));
    const http = door({ hostDelayMs: 60_000 });
    const asked = ['/a?1', '/a?2', '/a?3'].map((path) => http.get({ url: spared(path) }));
    const elsewhere = http.get({ url: `${other.url}/feed` });
    await until(() => server.seen.length > 0 && other.seen.length > 0);
    expect((await elsewhere).kind).toBe('fetched');
    expect(paths()).toEqual(['/a?1']);
    await wait(59_999);
    expect(paths()).toEqual(['/a?1']);
    await wait(1);
    await asked[1];
    expect(paths()).toEqual(['/a?1', '/a?2']);
    await wait(60_000);
    expect((await Promise.all(asked)).map((outcome) => outcome.kind)).toEqual(['fetched', 'fetched', 'fetched']);
  });

  test('that names a Crawl-delay is asked no more often than that, though it be our own', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    server.on('/robots.txt', body('User-agent: *\nCrawl-delay: 20'));
    const http = door();
    const page = http.get({ url: at('/feed'), obeysRobots: true });
    await until(() => server.seen.length > 0);
    await wait(19_999);
    expect(paths()).toEqual(['/robots.txt']);
    await wait(1);
    expect((await page).kind).toBe('fetched');
  });

  test.each([1, 3])('never has more than %i of our requests at once', async (perHost) => {
    server.on('/slow', (_request, response) => setTimeout(() => response.end(FEED), 10));
    const http = door({ perHost });
    await Promise.all(Array.from({ length: 9 }, (_, n) => http.get({ url: at(`/slow?${n}`) })));
    expect(Math.max(...server.seen.map(({ concurrent }) => concurrent))).toBe(perHost);
  });
});

describe('robots.txt', () => {
  const NO = body('User-agent: *\nDisallow: /closed');

  test('is asked before a page, and obeyed; for a feed it is not asked', async () => {
    server.on('/robots.txt', NO);
    server.on('/closed', body(FEED));
    expect(await get('/closed', { obeysRobots: true })).toEqual({
      kind: 'failed',
      problem: { kind: 'robots', params: { host: '127.0.0.1' } },
    });
    expect(paths()).toEqual(['/robots.txt']);
    expect(await kind(get('/closed'))).toBe('fetched');
    expect(paths()).toEqual(['/robots.txt', '/closed']);
  });

  test('is asked at every step of a redirect, of each host once', async () => {
    for (const each of [server, other]) each.on('/robots.txt', NO);
    server.on('/a', redirect(302, '/b'));
    server.on('/b', redirect(302, `${other.url}/c`));
    other.on('/c', redirect(302, '/closed'));
    expect(await kind(get('/a', { obeysRobots: true }))).toBe('robots');
    expect([paths(), paths(other)]).toEqual([
      ['/robots.txt', '/a', '/b'],
      ['/robots.txt', '/c'],
    ]);
  });

  test.each<[string, Answer, string]>([
    ['not there', status(404), 'fetched'],
    ['forbidden', status(403), 'fetched'],
    ['out of order', status(503), 'robots'],
    ['cut off', (request) => request.socket.destroy(), 'reset'],
    ['silent', hang, 'timeout'],
    ['a redirect to where it is', redirect(301, '/rules.txt'), 'robots'],
    ['a redirect for ever', redirect(302, '/robots.txt'), 'fetched'],
  ])('%s', async (_what, answer, came) => {
    server.on('/robots.txt', answer);
    server.on('/rules.txt', body('User-agent: *\nDisallow: /'));
    expect(await kind(get('/feed', { obeysRobots: true }, { totalMs: 500 }))).toBe(came);
    expect(paths().includes('/feed')).toBe(came === 'fetched');
  });

  test('is remembered for a day, across restarts too', async () => {
    server.on('/robots.txt', NO);
    const clock = testClock();
    const { robots } = await openTestStore();
    const page = { url: at('/feed'), obeysRobots: true };
    for (let start = 0; start < 3; start += 1) {
      await door({ robots, clock }).get(page);
      clock.advance(DAY_MS / 3 - 1);
    }
    expect(paths()).toEqual(['/robots.txt', '/feed', '/feed', '/feed']);
    clock.advance(3);
    await door({ robots, clock }).get(page);
    expect(paths().slice(4)).toEqual(['/robots.txt', '/feed']);
  });
});

describe('what a request carries', () => {
  const access: SourceAccess = {
    headers: { 'X-Key': 'secret', Cookie: 'subscriber=secret', Host: 'evil.example', 'Accept-Encoding': 'lzma' },
    userAgent: 'Mine/1',
    auth: { user: 'vigie', password: 'sécret:é' },
  };

  test('our name, what we prefer to read, and no cookie, whatever was set', async () => {
    server.on('/feed', body(FEED, { 'set-cookie': 'who=you; Path=/' }));
    const http = door({ acceptLanguage: 'de, en;q=0.5' });
    for (let each = 0; each < 3; each += 1) await http.get({ url: at('/feed') });
    for (const { headers } of server.seen) {
      expect(headers).toMatchObject({
        'accept-language': 'de, en;q=0.5',
        'user-agent': expect.stringContaining('Vigie'),
      });
      expect(headers).not.toHaveProperty('cookie');
    }
  });

  test('the source’s own headers, name and password, but never another host or an encoding we cannot undo', async () => {
    await get('/feed', { access });
    expect(server.seen[0]?.headers).toMatchObject({
      'x-key': 'secret',
      cookie: 'subscriber=secret',
      'user-agent': 'Mine/1',
      host: `127.0.0.1:${server.port}`,
      'accept-encoding': 'gzip, br, zstd, deflate',
      authorization: `Basic ${Buffer.from('vigie:sécret:é').toString('base64')}`,
    });
  });

  test('to another host or port after a redirect: none of them; back home, all', async () => {
    const neighbour = await fixtureServer();
    server.on('/a', redirect(302, `${other.url}/b`));
    other.on('/b', redirect(302, `${neighbour.url}/c`));
    neighbour.on('/c', redirect(302, at('/feed')));
    expect(await kind(get('/a', { access }))).toBe('fetched');
    expect(JSON.stringify([other.seen, neighbour.seen])).not.toMatch(/secret|Mine|authorization/);
    expect(server.seen[1]?.headers).toHaveProperty('authorization');
    await neighbour.close();
  });

  test('from https to the same host in the clear: none of them', async () => {
    trustTestAuthority();
    let seen: string | undefined = 'never asked';
    const url = await tlsServer('good', (request, response) => {
      seen = request.headers.authorization;
      // The same host and port in the clear is the one case that host alone would not tell.
      response.writeHead(302, { location: `${url.replace('https', 'http')}/feed` }).end();
    });
    const http = door();
    await http.get({ url, access });
    expect(seen).toMatch(/^Basic /);
    const { isSameHost } = await import('../../src/domain/sources/sameHost.ts');
    expect(isSameHost('https://x.example/', 'http://x.example/')).toBe(false);
    expect(isSameHost('http://x.example/', 'https://x.example/')).toBe(true);
    expect(isSameHost('https://x.example/', 'https://x.example:8443/')).toBe(false);
  });
});

describe('through a proxy of the operator’s', () => {
  test('plain and encrypted requests go, the proxy’s own address being private', async () => {
    trustTestAuthority();
    const secure = await tlsServer('good', body(FEED));
    const proxy = await webProxy();
    const access = { proxy: proxy.url.replace('//', '//me:secret@') };
    expect(await kind(get('/feed', { access }))).toBe('fetched');
    expect(await kind(get(`${secure}/feed`, { access }))).toBe('fetched');
    expect(proxy.asked).toEqual([at('/feed'), new URL(secure).host]);
    expect(new Set(proxy.authorizations)).toEqual(new Set([`Basic ${btoa('me:secret')}`]));
    expect(server.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('a private address stays out of reach, redirected to or not', async () => {
    const proxy = await webProxy();
    const settings = { allowHosts: [`127.0.0.2:${other.port}`] };
    const access = { proxy: proxy.url };
    other.on('/inwards', redirect(302, at('/feed')));
    for (const url of [at('/feed'), 'http://10.0.0.1/feed', 'http://localhost/feed', `${other.url}/inwards`])
      expect(await kind(get(url, { access }, settings)), url).toBe('private-address');
    expect([proxy.asked, server.seen]).toEqual([[`${other.url}/inwards`], []]);
  });

  test.each([
    [403, 'blocked'],
    [407, 'login'],
    [502, 'server-error'],
  ])('what it answers itself, %i, is told as "%s", in the clear and for a tunnel', async (code, came) => {
    const secure = await tlsServer('good', body(FEED));
    const access = { proxy: (await webProxy(code)).url };
    expect(await kind(get('/feed', { access }))).toBe(came);
    expect(await kind(get(`${secure}/feed`, { access }))).toBe(came);
  });
});

describe('slow answers', () => {
  test('nothing at all is a timeout; a beginning without an end is too slow; both tell how long was waited', async () => {
    server.on('/hang', hang);
    server.on('/stall', (_request, response) => response.writeHead(200).write(FEED.slice(0, 50)));
    const settings = { totalMs: 1000 };
    const params = { host: '127.0.0.1', seconds: 1 };
    expect(await get('/hang', {}, settings)).toMatchObject({ problem: { kind: 'timeout', params } });
    expect(await get('/stall', {}, settings)).toMatchObject({ problem: { kind: 'too-slow', params } });
  });

  test('waiting for one’s turn is not the server’s slowness', async () => {
    server.on('/slow', (_request, response) => setTimeout(() => response.end(FEED), 250));
    const http = door({ perHost: 1, totalMs: 1000 });
    const asked = Array.from({ length: 6 }, (_, n) => kind(http.get({ url: at(`/slow?${n}`) })));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['fetched']));
  });
});

describe('what an answer says besides', () => {
  test('Retry-After in both forms, with 429 and 503, never below nothing', async () => {
    const inTwoHours = new Date(Date.now() + 7_200_000).toUTCString();
    const asked = async (code: number, value: string) => {
      server.on('/wait', status(code, { 'retry-after': value }));
      const outcome = await get('/wait');
      return outcome.kind === 'failed' ? outcome.retryAfterMs : 'read';
    };
    for (const code of [429, 503]) {
      expect(await asked(code, '7200')).toBe(7_200_000);
      expect(Math.round(Number(await asked(code, inTwoHours)) / 60_000)).toBe(120);
      expect(await asked(code, 'Tue, 24 Nov 2020 05:00:00 GMT')).toBe(0);
      expect(await asked(code, '-5')).not.toBeGreaterThan(0);
    }
  });

  test.each<[string, Record<string, string>, number | undefined]>([
    ['max-age', { 'cache-control': 'public, max-age=600' }, 600_000],
    ['max-age less the age it has', { 'cache-control': 'max-age=600', age: '540' }, 60_000],
    ['max-age before Expires', { 'cache-control': 'max-age=60', expires: 'Tue, 24 Nov 2099 05:00:00 GMT' }, 60_000],
    [
      'Expires, by the server’s own clock',
      { date: 'Tue, 24 Nov 2020 05:00:00 GMT', expires: 'Tue, 24 Nov 2020 05:30:00 GMT' },
      1_800_000,
    ],
    ['no-cache', { 'cache-control': 'no-cache, max-age=600' }, undefined],
    ['nothing fresh', { 'cache-control': 'max-age=0' }, undefined],
    ['nonsense', { 'cache-control': 'max-age=soon', expires: '0' }, undefined],
  ])('freshness: %s', async (_what, headers, freshMs) => {
    server.on('/feed', body(FEED, headers));
    const outcome = await get('/feed');
    expect(outcome.kind === 'fetched' && outcome.freshMs).toBe(freshMs);
  });

  test('every Link header, not the first alone', async () => {
    server.on('/feed', (_request, response) =>
      response
        .writeHead(
          200,
          [
            ['link', '</wp-json/>; rel="api"'],
            ['link', '</hub>; rel="hub"'],
          ].flat(),
        )
        .end(FEED),
    );
    expect(await get('/feed')).toMatchObject({ link: '</wp-json/>; rel="api", </hub>; rel="hub"' });
  });

  test('a body that is a gzip file is opened, though nothing says so', async () => {
    server.on('/sitemap.xml.gz', body(gzipSync('<urlset/>'), { 'content-type': 'application/x-gzip' }));
    const outcome = await get('/sitemap.xml.gz');
    expect(outcome.kind === 'fetched' && Buffer.from(outcome.body).toString()).toBe('<urlset/>');
  });
});

describe('sending a form', () => {
  test('says who we are, and follows no redirect', async () => {
    let sent = '';
    server.on('/hub', async (request, response) => {
      for await (const chunk of request) sent += chunk;
      response.writeHead(302, { location: '/feed' }).end('no');
    });
    const answer = await door().post(at('/hub'), {
      'hub.mode': 'subscribe',
      'hub.topic': 'https://x.example/?a=1&b=é',
    });
    expect(answer).toEqual({ kind: 'answered', status: 302, body: 'no' });
    expect(sent).toBe('hub.mode=subscribe&hub.topic=https%3A%2F%2Fx.example%2F%3Fa%3D1%26b%3D%C3%A9');
    expect(server.seen).toMatchObject([{ path: '/hub', headers: { 'user-agent': expect.stringContaining('Vigie') } }]);
  });

  test('reaches no private address, and waits its turn', async () => {
    expect(await door().post('http://10.0.0.1/', {})).toMatchObject({ problem: { kind: 'private-address' } });
    server.on('/hub', (_request, response) => setTimeout(() => response.end(), 10));
    const http = door({ perHost: 1 });
    await Promise.all([1, 2, 3].map((n) => http.post(at('/hub'), { n: `${n}` })));
    expect(Math.max(...server.seen.map(({ concurrent }) => concurrent))).toBe(1);
  });
});
