import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/domain/parse/charset.ts';
import { decodeEntities } from '../../src/domain/parse/entities.ts';
import { parseOpml } from '../../src/domain/parse/opml.ts';
import { writeOpml } from '../../src/domain/parse/opmlWriter.ts';
import { feedForList, feedFromList } from '../../src/domain/sources/newFeed.ts';

const CORPUS = resolve(process.cwd(), '../shared/corpus');
const FILES = readdirSync(resolve(CORPUS, 'opml'));
const { documents } = JSON.parse(readFileSync(resolve(CORPUS, 'manifest.json'), 'utf8')) as {
  documents: { kind: string; file: string; feedsExpected?: number }[];
};

const textOf = (file: string) => decodeText(new Uint8Array(readFileSync(resolve(CORPUS, 'opml', file))), undefined);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
const folded = (url: string) => new URL(url).href;

/** Counted and read without our reader: each outline of a feed by its attributes, comments left out. */
function outlinesIn(text: string): Map<string, string>[] {
  const plain = text.replace(/<!--[\s\S]*?-->/g, '');
  return plain
    .split(/<outline(?=\s)/)
    .slice(1)
    .filter((rest) => /\sxmlUrl\s*=/i.test(rest.split(/\/>\s*\n|>\s*$/, 1)[0] ?? ''))
    .map((rest) => {
      const tag = rest.split(/\/>\s*(?:\n|<|$)/, 1)[0] ?? '';
      const attributes = tag.matchAll(/\s([\w:]+)\s*=\s*(?:"((?:<[^<>]*>|[^"<])*)"|'([^'<]*)')/g);
      return new Map(
        [...attributes].map(([, name = '', a, b]) => [name, decodeEntities((a ?? b ?? '').replace(/[\r\n\t]+/g, ' '))]),
      );
    });
}

test('there are ten lists', () => {
  expect(FILES).toHaveLength(10);
});

test.each(FILES)('%s is imported without loss', (file) => {
  const text = textOf(file);
  const counted = text.replace(/<!--[\s\S]*?-->/g, '').match(/\sxmlUrl\s*=/gi)?.length ?? 0;
  const outlines = outlinesIn(text);
  expect(outlines).toHaveLength(counted);
  expect(documents.find((each) => each.kind === 'opml' && each.file.endsWith(file))?.feedsExpected ?? counted).toBe(
    counted,
  );

  const reading = parseOpml(text);
  if (!reading) throw new Error('no OPML');
  const { title = '', feeds, account, isCut } = reading;
  process.stdout.write(
    `  ${file}: ${feeds.length} feeds${account.map(({ line, kind, text: what }) => `; line ${line} ${kind} ${what}`).join('')}\n`,
  );
  expect(isCut).toBe(false);
  expect(feeds.length + account.filter(({ kind }) => kind === 'duplicate').length).toBe(counted);
  expect(account.filter(({ kind }) => kind !== 'duplicate')).toEqual([]);

  // Through a source and back, as an import and an export do.
  const kept = feeds.map((feed) => feedForList(feedFromList(feed, [], 'user')));
  const again = parseOpml(writeOpml(title, kept));
  const byUrl = (list: typeof feeds) => [...list].sort((a, b) => (a.url < b.url ? -1 : 1));
  expect(again?.title).toBe(title);
  expect(again?.account).toEqual([]);
  expect(byUrl(again?.feeds ?? [])).toEqual(byUrl(feeds));

  for (const outline of outlines) {
    const feed = again?.feeds.find(({ url }) => url === folded(outline.get('xmlUrl') ?? ''));
    if (!feed) throw new Error(`${outline.get('xmlUrl')} is lost`);
    const label = outline.get('title') || outline.get('text');
    const { url: _url, title: _title, tags: _tags, extra, ...described } = feed;
    const found: Record<string, string> = {
      ...{ type: 'rss', ...extra, ...described },
      ...{ xmlUrl: outline.get('xmlUrl') ?? '', title: feed.title ?? '', text: extra.text ?? feed.title ?? '' },
    };
    expect(feed.title, outline.get('xmlUrl')).toBe(oneLine(label ?? ''));
    for (const [name, value] of outline)
      if (value.trim() !== '') expect(oneLine(found[name] ?? ''), `${name} of ${feed.url}`).toBe(oneLine(value));
  }
});

test('folders become tags, those in folders too', () => {
  const tagsOf = (file: string) => parseOpml(textOf(file))?.feeds.map(({ tags }) => tags);
  expect(tagsOf('opml-greader-subscriptions.opml')).toEqual([[], ['Comics', 'Sub'], ['Comics', 'Sub'], ['Dev']]);
  expect(new Set(tagsOf('opml-flym-auto-backup.opml')?.flat())).toEqual(
    new Set(['black humor', 'comics', 'Tech', 'Political humour']),
  );
});
