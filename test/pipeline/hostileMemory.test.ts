import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { afterAll, expect, test, vi } from 'vitest';
import type { Source } from '../../src/domain/model/source.ts';
import { aSource } from '../support/builders.ts';
import { type Answer, body, type FixtureServer, fixtureServer, rss } from '../support/fixtureServer.ts';

/** Sweeps in a process of their own with little memory: whoever eats it takes at most its own thread along. */

const ALONE = fileURLToPath(new URL('../support/sweepAlone.ts', import.meta.url));
const MB = 1024 * 1024;
/** A process of its own, and several documents that are given up. */
vi.setConfig({ testTimeout: 120_000 });
const servers: FixtureServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function serve(host: string, answer: Answer, source: Partial<Source> = {}): Promise<Source> {
  const server = await fixtureServer(host);
  servers.push(server);
  server.on('/feed', answer);
  return aSource({ ...source, url: `${server.url}/feed` });
}

/**
 * @param heapMb what the process may use for objects; buffers and threads come on top
 * @param readerHeapMb what the reader's thread may use
 */
async function sweptAlone(sources: readonly Source[], heapMb: number, readerHeapMb = 512) {
  const healthy = await serve('127.0.0.2', body(rss(['Le marché rouvre', 'La bibliothèque aussi'])));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, ALONE, JSON.stringify([...sources, healthy]), String(readerHeapMb)],
    { maxBuffer: 16 * MB },
  );
  const { came, peakMb } = JSON.parse(stdout) as { came: Record<string, string | number>; peakMb: number };
  expect(came[healthy.url]).toBe(2);
  return { came: sources.map(({ url }) => came[url]), peakMb };
}

const compressed = (content: Uint8Array, encoding: string, compress: (raw: Uint8Array) => Buffer) =>
  body(compress(content), { 'content-encoding': encoding });

test.concurrent('48 bombs at once are stopped in bounded memory', async () => {
  const blank = Buffer.alloc(64 * MB, 32);
  const bombs = [
    compressed(blank, 'gzip', zlib.gzipSync),
    compressed(blank, 'deflate', zlib.deflateSync),
    compressed(blank, 'zstd', zlib.zstdCompressSync),
  ];
  const sources = await Promise.all(
    Array.from({ length: 48 }, (_, n) => serve(`127.0.1.${n + 1}`, bombs[n % 3] as Answer)),
  );
  const { came, peakMb } = await sweptAlone(sources, 192);
  expect(came).toEqual(sources.map(() => 'too-large'));
  expect(peakMb).toBeLessThan(700);
});

test.concurrent('24 feeds of 14 MB at once are read', async () => {
  const feed = zlib.gzipSync(rss([{ title: 'Une', text: 'mot '.repeat(3_600_000) }]));
  const sources = await Promise.all(
    Array.from({ length: 24 }, (_, n) => serve(`127.0.1.${n + 1}`, body(feed, { 'content-encoding': 'gzip' }))),
  );
  const { came, peakMb } = await sweptAlone(sources, 192);
  expect(came).toEqual(sources.map(() => 1));
  // What waits for the reader is held whole: eight at a time, however many there are.
  expect(peakMb).toBeLessThan(800);
});

test.concurrent('documents that are larger read than written take at most their thread along', async () => {
  const formatting = Array.from({ length: 500 }, (_, n) => `<b x${n}>`).join('');
  const sources = [
    await serve('127.0.1.1', body(`<html><body>${'<p>x'.repeat(2_000_000)}`), { kind: 'page' }),
    await serve('127.0.1.2', body(`<html><body>${formatting}${'<p>x'.repeat(10_000)}`), { kind: 'page' }),
    await serve('127.0.1.3', body(`<urlset>${'<url/>'.repeat(1_500_000)}`), { kind: 'sitemap' }),
    await serve('127.0.1.4', body(`{"items":[${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}]}`)),
    await serve('127.0.1.5', body(`{"items":[${'{"a":[],"b":{}},'.repeat(400_000)}{}]}`)),
    await serve('127.0.1.6', body(`<rss><channel>${'<item><title>x</title></item>'.repeat(480_000)}</channel></rss>`)),
  ];
  const { came, peakMb } = await sweptAlone(sources, 256, 192);
  expect(peakMb).toBeLessThan(1500);
  for (const each of came)
    expect(['too-slow-to-read', 'not-a-feed', 'unreadable', 'selector-not-found', 0, 1]).toContain(each);
});

test.concurrent('a long base is not written out in each of the twenty files of 1,500 entries', async () => {
  const files = Array.from({ length: 20 }, (_, n) => `<media:content url="${n}.mp3"/>`).join('');
  const entry = (n: number) =>
    `<item><guid>${n}</guid><title>T ${n}</title><media:group xml:base="https://a.example/${'b'.repeat(4000)}/">${files}</media:group></item>`;
  const feed = rss([]).replace('</channel>', `${Array.from({ length: 1500 }, (_, n) => entry(n)).join('')}</channel>`);
  const { came } = await sweptAlone([await serve('127.0.1.1', body(feed))], 256);
  expect(came).toEqual([1500]);
});
