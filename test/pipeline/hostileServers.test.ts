import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { aSource } from '../support/builders.ts';
import { type Answer, body, fixtureServer, hang, redirect, rss, status } from '../support/fixtureServer.ts';
import { endlessly, rawServer, survives, survivesAnswer } from '../support/ordeal.ts';

/** Servers that answer to hurt: too much, too slowly, never, or something that is not HTTP. */

const FEED = rss(['Une nouvelle']);
const MB = 1024 * 1024;
/** The limit on the whole, whether nothing came or not enough. */
const OUT_OF_TIME = ['timeout', 'too-slow'];
/** Short, so that the tests are; the proportions are those of the real limits. */
const LIMITS = { maxBytes: MB, totalMs: 300, headersMs: 200, connectMs: 200 };

const encoded = (content: Uint8Array, encoding: string) => body(content, { 'content-encoding': encoding });
const blank = Buffer.alloc(64 * MB, 32);
const bomb = (layers: number) => {
  let content: Buffer = blank;
  for (let layer = 0; layer < layers; layer += 1) content = zlib.gzipSync(content);
  return content;
};

describe('bodies that grow', () => {
  test.each<[string, Answer, string[]]>([
    ['gzip', encoded(bomb(1), 'gzip'), ['too-large']],
    [
      'br',
      encoded(zlib.brotliCompressSync(blank, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }), 'br'),
      ['too-large'],
    ],
    ['zstd', encoded(zlib.zstdCompressSync(blank), 'zstd'), ['too-large']],
    ['deflate', encoded(zlib.deflateSync(blank), 'deflate'), ['too-large']],
    ['raw deflate', encoded(zlib.deflateRawSync(blank), 'deflate'), ['too-large']],
    ['two layers of gzip', encoded(bomb(2), 'gzip, gzip'), ['too-large']],
    ['three layers, of which one is told', encoded(bomb(3), 'gzip'), ['not-a-feed', 'unreadable']],
    ['three layers, all told', encoded(bomb(3), 'gzip, gzip, gzip'), ['bad-encoding']],
    ['gzip in br in gzip', encoded(bomb(1), 'gzip, br, gzip'), ['bad-encoding']],
    ['a thousand layers', encoded(Buffer.from(FEED), Array(1000).fill('gzip').join(',')), ['bad-encoding']],
    ['layers of nothing', encoded(Buffer.from(FEED), `${'identity, ,'.repeat(1000)}identity`), ['1']],
    ['gzip that is none', encoded(Buffer.from(FEED), 'gzip'), ['bad-encoding']],
    ['gzip cut short', encoded(zlib.gzipSync(FEED).subarray(0, -12), 'gzip'), ['bad-encoding']],
    ['50,000 empty pieces of gzip', encoded(Buffer.concat(Array(40_000).fill(zlib.gzipSync(''))), 'gzip'), ['empty']],
    [
      'gzip with a tail of rubbish',
      encoded(Buffer.concat([zlib.gzipSync(FEED), Buffer.alloc(500_000, 7)]), 'gzip'),
      ['1', 'bad-encoding'],
    ],
    ['a name of an object', encoded(Buffer.from(FEED), 'constructor'), ['bad-encoding']],
    ['the name of all objects', encoded(Buffer.from(FEED), '__proto__'), ['bad-encoding']],
    ['nothing at all, compressed', encoded(Buffer.alloc(0), 'gzip'), ['empty']],
  ])('%s', async (_what, answer, kinds) => {
    const { came } = await survivesAnswer(answer, { http: { ...LIMITS, totalMs: 10_000 } });
    expect(kinds).toContain(String(came));
  });
});

describe('answers without end', () => {
  test('a body as fast as it is read', async () => {
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n<rss><channel>');
      endlessly(socket, () => '<item><title>encore</title></item>'.repeat(1000));
    });
    expect((await survives(aSource({ url }), { http: { ...LIMITS, totalMs: 20_000 } })).came).toBe('too-large');
  });

  test('chunks of which each is only an extension of the last', async () => {
    const { url } = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;x=');
      endlessly(socket, () => 'a'.repeat(65_536));
    });
    expect([...OUT_OF_TIME, 'truncated', 'too-large', 'reset']).toContain(
      (await survives(aSource({ url }), { http: LIMITS })).came,
    );
  });

  test.each<[string, () => string, string]>([
    ['bytes', () => 'x', 'HTTP/1.1 200 OK\r\n\r\n<rss><channel>'],
    ['white space', () => '\n', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['chunks', () => '1\r\nx\r\n', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['letters of one header', () => 'x', 'HTTP/1.1 200 OK\r\nx-drip: '],
    ['headers', () => 'x-drip: 1\r\n', 'HTTP/1.1 200 OK\r\n'],
    ['letters of the first line', () => 'O', 'HTTP/1.1 200 '],
    ['answers before the answer', () => 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', ''],
    ['invitations to go on', () => 'HTTP/1.1 100 Continue\r\n\r\n', ''],
    ['blank lines before the answer', () => '\r\n', ''],
  ])('a slow drip of %s', async (_of, piece, start) => {
    const { url } = await rawServer((socket) => {
      socket.write(start);
      endlessly(socket, piece, 10);
    });
    expect([...OUT_OF_TIME, 'reset', 'truncated']).toContain(
      (await survives(aSource({ url }), { http: { ...LIMITS, headersMs: 5_000 } })).came,
    );
  });

  test('silence, before the headers or after them', async () => {
    expect(OUT_OF_TIME).toContain((await survivesAnswer(hang, { http: LIMITS })).came);
    const half: Answer = (_request, response) => response.writeHead(200).write(FEED.slice(0, 50));
    expect(OUT_OF_TIME).toContain((await survivesAnswer(half, { http: LIMITS })).came);
  });

  test('an error page, a redirect and a 304 with an endless body', async () => {
    for (const [first, came] of [
      ['404 Not Found', 'not-found'],
      ['500 No', 'server-error'],
      ['302 Found\r\nlocation: /again', 'redirect-loop'],
    ] as const) {
      const { url } = await rawServer((socket) => {
        socket.write(`HTTP/1.1 ${first}\r\n\r\n`);
        endlessly(socket, () => 'x'.repeat(65_536));
      });
      expect((await survives(aSource({ url }), { http: { ...LIMITS, totalMs: 15_000 } })).came, first).toBe(came);
    }
  });
});

describe('headers', () => {
  const many = (count: number, size: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-h${n}`, 'v'.repeat(size)]));

  test.each<[string, Record<string, string>, string | number]>([
    ['one of 64 KB', { 'x-long': 'v'.repeat(65_536) }, 'too-large'],
    ['one of 1 MB', { 'x-long': 'v'.repeat(MB) }, 'too-large'],
    ['1,000 short ones', many(1000, 1), 1],
    ['1,000 of 100 bytes', many(1000, 100), 'too-large'],
    ['20,000', many(20_000, 10), 'too-large'],
  ])('%s', async (_what, headers, came) => {
    expect((await survivesAnswer(body(FEED, headers), { http: { ...LIMITS, totalMs: 10_000 } })).came).toBe(came);
  });

  test('a flood of trailers after a whole body', async () => {
    const { url } = await rawServer((socket) => {
      const chunk = `${Buffer.byteLength(FEED).toString(16)}\r\n${FEED}\r\n0\r\n`;
      socket.write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x\r\n\r\n${chunk}`);
      endlessly(socket, () => `x: ${'v'.repeat(1000)}\r\n`);
    });
    expect((await survives(aSource({ url }), { http: { ...LIMITS, totalMs: 5_000 } })).came).toBe('too-large');
  });

  const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
  test.each<[string, Record<string, string>]>([
    ['an ETag in Chinese', { etag: bytes('"版本一"') }],
    ['an ETag of stray bytes', { etag: '"\x80\xfe\xff"' }],
    ['a Last-Modified in Russian', { 'last-modified': bytes('Вторник, 24 ноября') }],
    ['an ETag of 20 kB', { etag: `"${'e'.repeat(20_000)}"` }],
    ['a Last-Modified of 20 kB', { 'last-modified': 'Tue, '.repeat(4000) }],
    ['an ETag of escapes', { etag: bytes('"\u009b31m\u202e"') }],
  ])('%s does no harm the next time', async (_what, headers) => {
    const { came } = await survivesAnswer([body(FEED, headers), body(rss(['Une nouvelle', 'Une autre']), headers)], {
      sweeps: 2,
    });
    expect(came).toBe(2);
  });

  test.each<[string, Record<string, string>]>([
    ['a Retry-After of brackets', { 'retry-after': '('.repeat(20_000) }],
    ['a Retry-After of digits', { 'retry-after': '9'.repeat(20_000) }],
    ['a Retry-After in the past', { 'retry-after': '-1' }],
    ['a content type of spaces', { 'content-type': `text/xml;charset${' '.repeat(20_000)}x` }],
  ])('%s', async (_what, headers) => {
    expect((await survivesAnswer(status(429, headers))).came).toBe('rate-limited');
    expect((await survivesAnswer(body(FEED, headers))).came).toBe(1);
  });
});

describe('what is not HTTP', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['a greeting of another protocol', '220 ftp.example ready\r\n'],
    ['a feed without headers', FEED],
    ['another version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a status of nine digits', 'HTTP/1.1 200000000 OK\r\n\r\n'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 50\r\n\r\nhello'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    ],
    ['a length below nothing', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello'],
    ['a length of 30 digits', `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(30)}\r\n\r\nhello`],
    ['a chunk of 2^64 bytes', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000000\r\nhello'],
    ['a chunk of 4 GB', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFF\r\nhello'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\nhello'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\nhello'],
    ['an unknown transfer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, identity\r\n\r\nhello'],
  ])('%s', async (_what, answer) => {
    const { url } = await rawServer((socket) => socket.end(answer));
    const { came } = await survives(aSource({ url }), { http: LIMITS });
    expect([...OUT_OF_TIME, 'truncated', 'reset', 'empty', 'not-a-feed', 'http-error', 'too-large']).toContain(came);
  });
});

describe('redirects', () => {
  test.each([
    'file:///etc/passwd',
    'data:application/rss+xml,<rss version="2.0"><channel><item><title>x</title></item></channel></rss>',
    'ftp://127.0.0.1/feed',
    'javascript:alert(1)',
    'gopher://127.0.0.1:70/_x',
    'blob:http://127.0.0.1/1',
    'about:blank',
    'unix:/var/run/docker.sock',
    'http:///',
    'http://[::bad',
    'http://who:secret@127.0.0.1/',
    'http://example.com@127.0.0.1/',
    `http://127.0.0.1:99999/${'x'.repeat(10_000)}`,
    'http://\x9b31m\xe2\x80\xae.[/',
  ])('to %s are not followed', async (location) => {
    for (const code of [301, 302]) {
      const { came, items, asked, state } = await survivesAnswer(redirect(code, location), { http: LIMITS });
      expect([came, items, asked.length, state.movedTo]).toEqual(['bad-url', [], 1, undefined]);
    }
  });

  test('in a circle, in a long chain, and in a chain that is another every time', async () => {
    const server = await fixtureServer();
    let step = 0;
    server.on('/self', redirect(301, '/self'));
    server.on('/ping', redirect(302, '/pong'));
    server.on('/pong', redirect(301, '/ping'));
    server.on('/far', (_request, response) => {
      step += 1;
      response.writeHead(302, { location: `/far?${step}${'x'.repeat(100 * step)}` }).end();
    });
    for (const path of ['/self', '/ping', '/far']) {
      const { came, state } = await survives(aSource({ url: server.url + path }));
      expect([came, state.movedTo], path).toEqual(['redirect-loop', undefined]);
    }
    expect(server.seen.length).toBeLessThan(30);
    await server.close();
  });

  test('to an address of 10,000 letters leads there', async () => {
    const server = await fixtureServer();
    const far = `/far?${'x'.repeat(10_000)}`;
    server.on('/feed', redirect(301, far));
    server.on('/far', body(FEED));
    expect((await survives(aSource({ url: `${server.url}/feed` }))).items).toHaveLength(1);
    await server.close();
  });
});
