import { afterEach, expect, test } from 'vitest';
import { type DocumentReader, documentReader } from '../../src/adapters/reader/reader.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import type { Document, Reading } from '../../src/domain/sources/read.ts';
import { aSource, NOW } from '../support/builders.ts';
import { rss } from '../support/fixtureServer.ts';

const SETTINGS = { trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 };
const FEED = rss(['Une nouvelle', 'Une autre']);
let readers: DocumentReader[] = [];

afterEach(async () => {
  for (const reader of readers) await reader.close();
  readers = [];
});

function aReader(...limits: number[]): DocumentReader {
  const reader = documentReader(SETTINGS, ...limits);
  readers.push(reader);
  return reader;
}

const document = (text: string, given: Partial<Document> = {}): Document => ({
  source: aSource(),
  body: new TextEncoder().encode(text),
  finalUrl: 'https://journal.example/feed',
  memory: {},
  now: NOW,
  language: 'fr',
  ...given,
});

const titles = (reading: Reading) =>
  reading.kind === 'items'
    ? reading.items.map(({ title }) => title)
    : reading.kind === 'problem'
      ? reading.problem.kind
      : reading.kind;

/** A pattern that tries every way to cut a row of letters: no machine lives to see its end. */
const endless = () =>
  document(`<urlset><url><loc>https://a.example/${'a'.repeat(60)}!</loc></url></urlset>`, {
    source: aSource({ kind: 'sitemap', match: '/(a+)+$' }),
  });

test('a document is read in the thread, and the next ones too', async () => {
  const reader = aReader();
  expect(titles(await reader.read(document(FEED)))).toEqual(['Une nouvelle', 'Une autre']);
  expect(titles(await reader.read(document('<html><body>Non</body></html>')))).toBe('html-instead-of-feed');
  expect(titles(await reader.read(document(FEED)))).toHaveLength(2);
});

test('a document that hangs the thread is given up, says after how long, and the next is read', async () => {
  const reader = aReader(3_000);
  const [hung, next] = await Promise.all([reader.read(endless()), reader.read(document(FEED))]);
  expect(hung).toMatchObject({ kind: 'problem', problem: { kind: 'too-slow-to-read', params: { seconds: 3 } } });
  expect(titles(next)).toEqual(['Une nouvelle', 'Une autre']);
});

test('the main thread goes on while a document hangs', async () => {
  const reader = aReader(1_500);
  const hung = reader.read(endless());
  let beats = 0;
  const heart = setInterval(() => {
    beats += 1;
  }, 20);
  await hung;
  clearInterval(heart);
  expect(beats).toBeGreaterThan(30);
});

test('each document gets its own answer, in the order asked, whatever became of the ones before', async () => {
  const reader = aReader();
  const order: number[] = [];
  const readings = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const text = index % 5 === 3 ? 'not a feed' : rss([`Nouvelle ${index}`]);
      const reading = await reader.read(document(text));
      order.push(index);
      return titles(reading);
    }),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  for (const [index, found] of readings.entries())
    if (index % 5 !== 3) expect(found, String(index)).toEqual([`Nouvelle ${index}`]);
    else expect(typeof found).toBe('string');
});

test('each document keeps its own answer when the main thread was too busy to look in time', async () => {
  const reader = aReader(2_500);
  await reader.read(document(FEED));
  const readings = ['Première', 'Deuxième'].map((title) => reader.read(document(rss([title]))));
  // When it looks again, the time is up and the answer is there.
  const until = performance.now() + 2_600;
  while (performance.now() < until);
  const [first, second] = await Promise.all(readings);
  expect(['too-slow-to-read', 'Première']).toContain([titles(first as Reading)].flat()[0]);
  expect(titles(second as Reading)).toEqual(['Deuxième']);
});

test('a document that eats the memory takes only its own thread with it', async () => {
  const reader = aReader(20_000, 48);
  const hungry = document(`<html><body>${'<p>x'.repeat(1_500_000)}</body></html>`, {
    source: aSource({ kind: 'page' }),
  });
  const [eaten, next] = await Promise.all([reader.read(hungry), reader.read(document(FEED))]);
  expect(titles(eaten)).toBe('too-slow-to-read');
  expect(titles(next)).toEqual(['Une nouvelle', 'Une autre']);
});

test('closing settles what was still waiting', async () => {
  const reader = aReader();
  const readings = [reader.read(endless()), reader.read(document(FEED))];
  await reader.close();
  for (const reading of await Promise.all(readings)) expect(reading.kind).toBe('problem');
});
