import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpSettings, PoliteHttp } from '../../src/adapters/http/politeHttp.ts';
import type { HttpOutcome, HttpRequest } from '../../src/domain/ports.ts';
import {
  body,
  type FixtureServer,
  fixtureServer,
  hang,
  redirect,
  rss,
  status,
  tagged,
} from '../support/fixtureServer.ts';
import { testHttp } from '../support/testDeps.ts';

const FEED = rss(['Une nouvelle', 'Une autre']);
let server: FixtureServer;
let doors: PoliteHttp[] = [];

beforeEach(async () => {
  server = await fixtureServer();
  server.on('/feed', body(FEED));
});
afterEach(async () => {
  for (const door of doors) await door.close();
  doors = [];
  await server.close();
});

function door(settings: Partial<HttpSettings> = {}): PoliteHttp {
  const http = testHttp(settings);
  doors.push(http);
  return http;
}
const get = (path: string, request: Partial<HttpRequest> = {}, settings: Partial<HttpSettings> = {}) =>
  door(settings).get({ url: server.url + path, ...request });
const textOf = (outcome: HttpOutcome) =>
  outcome.kind === 'fetched' ? Buffer.from(outcome.body).toString() : outcome.kind;
const kindOf = (outcome: HttpOutcome) => (outcome.kind === 'failed' ? outcome.problem.kind : outcome.kind);

describe('asking again', () => {
  test('an ETag is sent back and 304 means unchanged', async () => {
    server.on('/feed', tagged(FEED));
    const first = await get('/feed');
    if (first.kind !== 'fetched' || first.etag === undefined) throw new Error('no ETag kept');
    expect(await get('/feed', { etag: first.etag })).toEqual({ kind: 'unchanged', proof: 'status' });
    expect(server.seen.at(-1)?.sent).toBe(0);
  });

  test('Last-Modified is sent back as If-Modified-Since', async () => {
    const when = 'Tue, 24 Nov 2026 05:00:00 GMT';
    server.on('/feed', body(FEED, { 'last-modified': when }), status(304));
    const http = door();
    const first = await http.get({ url: `${server.url}/feed` });
    expect(first).toMatchObject({ kind: 'fetched', lastModified: when });
    expect(await http.get({ url: `${server.url}/feed`, lastModified: when })).toEqual({
      kind: 'unchanged',
      proof: 'status',
    });
    expect(server.seen[1]?.headers['if-modified-since']).toBe(when);
  });

  test('the same bytes without validators are unchanged', async () => {
    const first = await get('/feed');
    if (first.kind !== 'fetched') throw new Error('not fetched');
    expect(await get('/feed', { bodyHash: first.bodyHash })).toEqual({ kind: 'unchanged', proof: 'bytes' });
  });

  test('a 304 nobody asked for is no health: there is nothing it could be compared with', async () => {
    server.on('/feed', status(304));
    expect(kindOf(await get('/feed'))).toBe('http-error');
  });
});

describe('encodings', () => {
  test.each([
    ['gzip', 'gzip', zlib.gzipSync],
    ['x-gzip', 'x-gzip', zlib.gzipSync],
    ['br', 'br', zlib.brotliCompressSync],
    ['deflate with its zlib header', 'deflate', zlib.deflateSync],
    ['raw deflate', 'deflate', zlib.deflateRawSync],
    ['zstd', 'zstd', zlib.zstdCompressSync],
    ['identity', 'identity', (content: string) => Buffer.from(content)],
  ])('%s is decompressed', async (_name, encoding, compress) => {
    server.on('/feed', body(compress(FEED), { 'content-encoding': encoding }));
    expect(textOf(await get('/feed'))).toBe(FEED);
  });

  test('two layers are undone in reverse order, five are refused', async () => {
    server.on('/two', body(zlib.brotliCompressSync(zlib.gzipSync(FEED)), { 'content-encoding': 'gzip, br' }));
    server.on('/five', body(FEED, { 'content-encoding': 'gzip, gzip, gzip, gzip, gzip' }));
    expect(textOf(await get('/two'))).toBe(FEED);
    expect(kindOf(await get('/five'))).toBe('bad-encoding');
  });

  test('a body that is not what it says is a bad encoding', async () => {
    server.on('/gzip', body(FEED, { 'content-encoding': 'gzip' }));
    server.on('/unknown', body(FEED, { 'content-encoding': 'lzma' }));
    server.on('/cut', body(zlib.gzipSync(FEED).subarray(0, 60), { 'content-encoding': 'gzip' }));
    for (const path of ['/gzip', '/unknown', '/cut']) expect(kindOf(await get(path)), path).toBe('bad-encoding');
  });

  test('what we accept is said', async () => {
    await get('/feed');
    expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip, br, zstd, deflate');
  });
});

describe('size', () => {
  test.each([
    ['gzip', zlib.gzipSync],
    ['br', (raw: Buffer) => zlib.brotliCompressSync(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['zstd', zlib.zstdCompressSync],
  ])('a %s bomb is stopped by the limit after decompression, in little memory', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(48 * 1024 * 1024, 65));
    server.on('/bomb', body(bomb, { 'content-encoding': encoding }));
    const before = process.memoryUsage();
    const outcome = await get('/bomb', {}, { maxBytes: 1024 * 1024 });
    const after = process.memoryUsage();
    expect(kindOf(outcome)).toBe('too-large');
    expect(after.external - before.external).toBeLessThan(8 * 1024 * 1024);
  });

  test('a body without end is dropped at the limit, with its connection', async () => {
    let stopped = false;
    server.on('/endless', (_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024, 32);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', more);
      };
      response.on('close', () => {
        stopped = true;
      });
      more();
    });
    const outcome = await get('/endless', {}, { maxBytes: 512 * 1024 });
    expect(outcome).toMatchObject({ kind: 'failed', problem: { kind: 'too-large' } });
    await expect.poll(() => stopped).toBe(true);
    expect(server.seen[0]?.sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('an error page without end does not hold the door', async () => {
    server.on('/gone', (_request, response) => {
      response.writeHead(404);
      const drip = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 5);
      response.on('close', () => clearInterval(drip));
    });
    expect(kindOf(await get('/gone', {}, { totalMs: 3_000 }))).toBe('not-found');
  });

  test('a flood of headers is too large', async () => {
    server.on('/headers', body(FEED, { 'x-flood': 'x'.repeat(200_000) }));
    expect(kindOf(await get('/headers'))).toBe('too-large');
  });
});

describe('time', () => {
  test('a drip of bytes is stopped by the limit on the whole', async () => {
    server.on('/drip', (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('<!-- -->'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const started = performance.now();
    expect(kindOf(await get('/drip', {}, { totalMs: 300, headersMs: 5_000 }))).toBe('too-slow');
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  test('a server that never answers is a timeout, one that stops in the middle too slow', async () => {
    server.on('/hang', hang);
    server.on('/stall', (_request, response) => response.writeHead(200).write(FEED.slice(0, 50)));
    expect(kindOf(await get('/hang', {}, { totalMs: 300 }))).toBe('timeout');
    expect(kindOf(await get('/stall', {}, { totalMs: 300 }))).toBe('too-slow');
  });

  test('a chain of redirects has one time for the whole of it', async () => {
    server.on('/slowly', (_request, response) =>
      setTimeout(() => response.writeHead(302, { location: '/slowly' }).end(), 150),
    );
    const started = performance.now();
    expect(kindOf(await get('/slowly', {}, { totalMs: 400 }))).toBe('timeout');
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('broken connections', () => {
  test('a reset, before the answer or in the middle of it', async () => {
    server.on('/at-once', (request) => request.socket.resetAndDestroy());
    server.on('/midway', async (request, response) => {
      response.writeHead(200, { 'content-length': '5000' }).write(FEED.slice(0, 50));
      await sleep(30);
      request.socket.resetAndDestroy();
    });
    for (const path of ['/at-once', '/midway']) expect(kindOf(await get(path)), path).toBe('reset');
  });

  test('a body shorter than announced is truncated, never taken for whole', async () => {
    server.on('/length', async (request, response) => {
      response.writeHead(200, { 'content-length': String(FEED.length + 1000) }).write(FEED);
      await sleep(30);
      request.socket.end();
    });
    server.on('/chunks', async (request, response) => {
      response.writeHead(200).write(FEED);
      await sleep(30);
      request.socket.end();
    });
    for (const path of ['/length', '/chunks']) expect(kindOf(await get(path)), path).toBe('truncated');
  });

  test('nobody listens, and a name that does not exist', async () => {
    const closed = await fixtureServer();
    await closed.close();
    expect(kindOf(await door().get({ url: `${closed.url}/feed` }))).toBe('refused');
    expect(kindOf(await door().get({ url: 'http://nobody.invalid/feed' }))).toBe('dns');
  });
});

describe('redirects', () => {
  test.each([301, 308])('%i: a permanent chain is followed and remembered', async (code) => {
    server.on('/a', redirect(code, '/b'));
    server.on('/b', redirect(code, `${server.url}/feed`));
    expect(await get('/a')).toMatchObject({
      kind: 'fetched',
      movedTo: `${server.url}/feed`,
      finalUrl: `${server.url}/feed`,
    });
  });

  test.each([302, 303, 307])('%i: a temporary one is followed and not remembered', async (code) => {
    server.on('/a', redirect(code, '/feed'));
    const outcome = await get('/a');
    expect(textOf(outcome)).toBe(FEED);
    expect(outcome).not.toHaveProperty('movedTo');
  });

  test('only the permanent beginning of a mixed chain is remembered', async () => {
    server.on('/a', redirect(301, '/b'));
    server.on('/b', redirect(302, '/feed'));
    expect(await get('/a')).toMatchObject({
      kind: 'fetched',
      movedTo: `${server.url}/b`,
      finalUrl: `${server.url}/feed`,
    });
  });

  test('a relative Location is relative to where it was said', async () => {
    server.on('/deep/down/a', redirect(302, '../feed?x=1'));
    server.on('/deep/feed?x=1', body(FEED));
    expect(await get('/deep/down/a')).toMatchObject({ finalUrl: `${server.url}/deep/feed?x=1` });
  });

  test('a loop is named, and given up after a few steps', async () => {
    server.on('/loop', redirect(302, '/loop'));
    expect(kindOf(await get('/loop'))).toBe('redirect-loop');
    expect(server.seen.length).toBeLessThan(12);
  });

  test.each([
    'file:///etc/passwd',
    'gopher://x.example/',
    'data:text/xml,<rss/>',
    'http://user:secret@x.example/',
    'http://[bad',
  ])('a redirect to %s is refused', async (location) => {
    server.on('/a', redirect(302, location));
    expect(kindOf(await get('/a'))).toBe('bad-url');
  });

  test('a redirect to a private address is refused', async () => {
    server.on('/a', redirect(301, 'http://10.0.0.1/feed'));
    expect(kindOf(await get('/a'))).toBe('private-address');
  });
});

describe('statuses', () => {
  test.each([
    [401, 'login'],
    [403, 'blocked'],
    [404, 'not-found'],
    [410, 'gone'],
    [418, 'http-error'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [503, 'server-error'],
  ])('%i is told as "%s"', async (code, kind) => {
    server.on('/a', status(code, {}, '<h1>No</h1>'));
    expect(await get('/a')).toMatchObject({
      kind: 'failed',
      problem: { kind, params: { status: code, host: '127.0.0.1' } },
    });
  });

  test('Retry-After is understood in seconds and as a date, and capped', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    server.on('/seconds', status(429, { 'retry-after': '120' }));
    server.on('/date', status(503, { 'retry-after': inAnHour }));
    server.on('/nonsense', status(429, { 'retry-after': 'later' }));
    server.on('/never', status(429, { 'retry-after': '99999999' }));
    expect(await get('/seconds')).toMatchObject({ retryAfterMs: 120_000 });
    const dated = await get('/date');
    expect(dated.kind === 'failed' && dated.retryAfterMs).toBeGreaterThan(3_500_000);
    expect(await get('/nonsense')).not.toHaveProperty('retryAfterMs');
    expect(await get('/never')).toMatchObject({ retryAfterMs: 7 * 86_400_000 });
  });
});

describe('manners', () => {
  test('we say who we are', async () => {
    await get('/feed');
    expect(server.seen[0]?.headers['user-agent']).toBe('Vigie/test (+https://vigie.example)');
  });

  test('one host is never asked more than twice at once', async () => {
    server.on('/slow', (_request, response) => setTimeout(() => response.end(FEED), 30));
    const http = door();
    await Promise.all(Array.from({ length: 12 }, (_, index) => http.get({ url: `${server.url}/slow?${index}` })));
    expect(server.seen).toHaveLength(12);
    expect(Math.max(...server.seen.map(({ concurrent }) => concurrent))).toBe(2);
  });

  test('cookies are not kept', async () => {
    server.on('/a', status(302, { location: '/feed', 'set-cookie': 'who=you; Path=/' }));
    const http = door();
    await http.get({ url: `${server.url}/a` });
    await http.get({ url: `${server.url}/feed` });
    expect(server.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined, undefined]);
  });
});
