import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseFeed } from '../../src/domain/parse/feed.ts';

interface Document {
  id: string;
  kind: string;
  file: string;
  url?: string;
  contentType?: string;
  format?: string;
  wellFormed?: boolean;
  itemsExpected?: number;
  itemsClosed?: number;
  versions?: { at: string; file: string; itemsExpected?: number }[];
}

const CORPUS = resolve(process.cwd(), '../shared/corpus');
const SHARE_NEEDED = 0.98;
const TELLING = /<(?:item|entry)[\s>/]/g;

const bytesOf = (file: string) => new Uint8Array(readFileSync(resolve(CORPUS, file)));

/** Versions have no count of their own in the manifest: their entries outside comments and CDATA are counted here. */
function countedIn(file: string): number {
  const text = readFileSync(resolve(CORPUS, file), 'utf8').replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  if (text.trimStart().startsWith('{')) return JSON.parse(text).items.length;
  return text.match(TELLING)?.length ?? 0;
}

function cases(): { name: string; file: string; document: Document; accepted: number[] }[] {
  const { documents } = JSON.parse(readFileSync(resolve(CORPUS, 'manifest.json'), 'utf8')) as { documents: Document[] };
  return documents
    .filter(({ kind }) => kind === 'feed')
    .flatMap((document) => [
      {
        name: document.id,
        file: document.file,
        document,
        accepted: [
          document.itemsExpected ?? 0,
          document.wellFormed === false ? document.itemsClosed : undefined,
        ].filter((n) => n !== undefined),
      },
      ...(document.versions ?? []).map(({ at, file }) => ({
        name: `${document.id} at ${at}`,
        file,
        document,
        accepted: [countedIn(file)],
      })),
    ]);
}

test('at least 98 % of the corpus feeds give every one of their items', async () => {
  const withItems = cases().filter(({ accepted }) => (accepted[0] ?? 0) > 0);
  const misses: string[] = [];
  const readers: Record<string, number> = {};
  for (const { name, file, document, accepted } of withItems) {
    const outcome = await parseFeed(
      bytesOf(file),
      document.contentType,
      document.url ?? `http://corpus.invalid/${document.id}`,
    );
    const found = outcome.kind === 'feed' ? outcome.feed.items.length : outcome.kind;
    if (outcome.kind === 'feed') readers[outcome.feed.reader] = (readers[outcome.feed.reader] ?? 0) + 1;
    if (!accepted.includes(found as number))
      misses.push(`${name} (${document.format}): ${found} instead of ${accepted.join(' or ')}`);
  }
  process.stdout.write(`${withItems.length} feeds, read by ${JSON.stringify(readers)}, ${misses.length} misses\n`);
  for (const miss of misses) process.stdout.write(`  ${miss}\n`);
  expect(withItems.length).toBeGreaterThan(300);
  expect(1 - misses.length / withItems.length).toBeGreaterThanOrEqual(SHARE_NEEDED);
});

test('documents without items are told apart: none becomes a feed with items', async () => {
  for (const { name, file, document } of cases().filter(({ accepted }) => accepted[0] === 0)) {
    const outcome = await parseFeed(bytesOf(file), document.contentType, document.url ?? 'http://corpus.invalid/');
    process.stdout.write(`  ${name} (${document.format}): ${outcome.kind}\n`);
    expect(outcome.kind === 'feed' ? outcome.feed.items.length : 0, name).toBe(0);
    if (document.format === 'html') expect(outcome.kind, name).toBe('html-instead-of-feed');
  }
});
