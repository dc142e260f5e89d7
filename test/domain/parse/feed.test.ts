import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ParsedFeed, parseFeed } from '../../../src/domain/parse/feed.ts';

const URL_OF_FEED = 'https://feeds.example/here';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const parseText = (text: string, contentType = 'application/xml') => parseFeed(bytesOf(text), contentType, URL_OF_FEED);

async function feedIn(text: string): Promise<ParsedFeed> {
  const outcome = await parseText(text);
  if (outcome.kind !== 'feed') throw new Error(`expected a feed, got ${JSON.stringify(outcome)}`);
  return outcome.feed;
}

const fixture = (name: string) =>
  feedIn(readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url), 'utf8'));

test('an ordinary feed is read by rss-parser, with all that its items say', async () => {
  const feed = await fixture('wordpress-cdata-content.xml');
  expect(feed).toMatchObject({
    format: 'rss',
    reader: 'rss-parser',
    title: 'Atelier du port',
    siteUrl: 'https://atelier.example',
    language: 'fr-FR',
    ttlMinutes: 60,
  });
  expect(feed.selfUrl).toBe('https://atelier.example/feed/');
  expect(feed.items).toHaveLength(2);
  expect(feed.items[0]).toEqual({
    base: URL_OF_FEED,
    guid: 'https://atelier.example/?p=311',
    title: 'Trois métiers & un quai',
    url: 'https://atelier.example/2026/05/trois-metiers/',
    summaryHtml: '<p>Un calfat, une voilière…</p>',
    contentHtml: '<p>Un calfat, une voilière &amp; un docker.</p><!-- <item>not one</item> -->',
    author: 'Maïa Kerbrat',
    publishedAt: Date.UTC(2026, 4, 12, 7, 30),
    categories: ['Port', 'Métiers'],
    enclosures: [
      { url: 'https://atelier.example/son/quai.mp3', length: 1_048_576, type: 'audio/mpeg' },
      { url: 'https://atelier.example/son/quai.ogg', type: 'audio/ogg' },
      { url: 'https://atelier.example/img/quai.jpg' },
    ],
    imageUrl: 'https://atelier.example/img/quai.jpg',
  });
});

test('a guid that is an address stands in for a missing link, an author is a name, a French date is read', async () => {
  const item = (await fixture('wordpress-cdata-content.xml')).items[1];
  expect(item).toMatchObject({
    url: 'https://atelier.example/2026/05/sans-lien/',
    author: 'La rédaction',
    publishedAt: Date.UTC(2026, 4, 11, 18, 5),
  });
});

test('XHTML keeps its markup, and links know what they are relative to', async () => {
  const feed = await fixture('atom-xhtml-and-bases.xml');
  expect(feed).toMatchObject({ format: 'atom', reader: 'lenient', title: 'Lab notes', language: 'en' });
  const [first, second] = feed.items;
  expect(first?.contentHtml).toContain('<p>One<br>two &amp; <a href="more.html">more</a></p><p></p>');
  expect(first).toMatchObject({
    base: 'https://lab.example/notes/2026/',
    url: '12.html',
    author: 'Ada Okafor',
    categories: ['Code'],
  });
  expect(first?.enclosures).toEqual([{ url: 'audio.mp3', type: 'audio/mpeg', length: 99 }]);
  expect(first?.title).toBe('Reading List&lt;T> twice');
  expect(second).toMatchObject({
    url: 'https://lab.example/notes/13',
    title: 'Bold <b>claims</b>',
    author: 'Lin Wu',
    summaryHtml: 'Short form',
  });
});

test('an Atom entry with only an update date was published then; an unreadable date loses nothing else', async () => {
  const item = (await fixture('atom-xhtml-and-bases.xml')).items[1];
  expect(item?.publishedAt).toBe(Date.UTC(2026, 2, 4, 23));
  const feed = await feedIn(
    '<feed><entry><id>1</id><published>soon</published></entry><entry><id>2</id></entry></feed>',
  );
  expect(feed).toMatchObject({ reader: 'rss-parser', items: [{ guid: '1' }, { guid: '2' }] });
  expect(feed.items[0]).not.toHaveProperty('publishedAt');
});

test('Atom 0.3 texts are read by their mode', async () => {
  const { items } = await fixture('atom03-modes.xml');
  expect(items[0]).toMatchObject({
    title: 'Salt &amp; sand',
    contentHtml: '<p>Encoded …</p>',
    publishedAt: Date.UTC(2004, 2, 4, 12),
    updatedAt: Date.UTC(2004, 2, 5, 12),
  });
  expect(items[1]?.contentHtml).toContain('Plain <em>mark-up</em>');
});

test('prefixes are looked up, not guessed', async () => {
  const feed = await fixture('rdf-odd-prefixes.xml');
  expect(feed).toMatchObject({ format: 'rdf', title: 'Archive', siteUrl: 'http://archive.example/' });
  expect(feed.items).toMatchObject([
    { title: 'First box', author: 'M. Duval', categories: ['boxes'], publishedAt: Date.UTC(2003, 6, 1, 8) },
  ]);
  const prefixed = await feedIn(
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>x</a:id><a:title>T</a:title></a:entry></a:feed>',
  );
  expect(prefixed).toMatchObject({ format: 'atom', items: [{ guid: 'x', title: 'T' }] });
});

test('bare ampersands and HTML entities are mended; CDATA is left alone', async () => {
  const feed = await fixture('bare-ampersands.xml');
  expect(feed).toMatchObject({ reader: 'repaired', title: 'R&D at Café Nord' });
  expect(feed.items[0]).toMatchObject({
    title: 'Q&A',
    url: 'https://nord.example/a?b=1&copy=2',
    summaryHtml: 'fish & chips &eacute;',
  });
});

test('a damaged feed gives its items: junk before the root, stray signs, tags never closed, an end missing', async () => {
  const feed = await fixture('shop-damaged-everywhere.xml');
  expect(feed).toMatchObject({ reader: 'lenient', title: 'Salt & Sand' });
  expect(feed.items.map(({ guid, title, url }) => [guid, title, url])).toEqual([
    ['g1', 'Prices: 3 < 5, I <3 it', 'http://shop.example/?a=1&b=2'],
    ['g2', 'Unclosed title', 'http://shop.example/2'],
    ['g3', 'Last', 'http://shop.example/3'],
  ]);
});

test('a last item cut off before its link and id is not kept: it would come back as another', async () => {
  const feed = await feedIn(
    '<rss version="2.0"><channel><item><guid>1</guid></item><item><title>Cut</title><link>http://a.exa',
  );
  expect(feed.items.map(({ guid }) => guid)).toEqual(['1']);
});

test('a comment never closed does not hide what follows, nor do capitals', async () => {
  const items = '<item><guid>1</guid><!-- oops</item><ITEM><guid>2</guid></ITEM>';
  const feed = await feedIn(`<rss version="2.0"><channel>${items}</channel></rss>`);
  expect(feed.items.map(({ guid }) => guid)).toEqual(['1', '2']);
});

test('markup that nobody escaped is kept in order', async () => {
  const feed = await fixture('description-with-raw-markup.xml');
  expect(feed.items[0]?.summaryHtml).toBe('Before <b>bold</b> and <i>then</i> after');
});

test('an item without a title has none, and that alone wakes no second reader', async () => {
  const feed = await fixture('mastodon-untitled.xml');
  expect(feed.reader).toBe('rss-parser');
  expect(feed.items[0]).not.toHaveProperty('title');
  expect(feed.items[0]).toMatchObject({
    imageUrl: 'https://files.example/1.png',
    enclosures: [{ length: 2048, type: 'image/png' }],
  });
});

test('FeedBurner redirects give way to the address behind them', async () => {
  expect((await fixture('feedburner-redirects.xml')).items[0]?.url).toBe('http://burnt.example/one');
});

test('odd spellings leave holes that the lenient reader fills', async () => {
  const feed = await feedIn(
    '<rss version="2.0"><channel><title>T</title><item><Title>Odd</Title><link>http://a.example/</link><pubdate>2026-01-02</pubdate></item></channel></rss>',
  );
  expect(feed).toMatchObject({ reader: 'rss-parser', items: [{ title: 'Odd', publishedAt: Date.UTC(2026, 0, 2) }] });
});

test('JSON Feed without a version and with numbers for ids is a feed', async () => {
  const feed = await fixture('json-feed-slightly-broken.json');
  expect(feed).toMatchObject({ format: 'json', reader: 'json', title: 'Numbers' });
  expect(feed.items).toHaveLength(2);
  expect(feed.items[0]).toMatchObject({
    guid: '41',
    url: '/41',
    author: 'Zoé',
    contentHtml: '<p>1 &lt; 2</p><p>next</p>',
    categories: ['a', 'b'],
    publishedAt: Date.UTC(2026, 1, 3, 3, 5, 6),
  });
  expect(feed.items[1]).toMatchObject({ url: 'https://numbers.example/42', title: 'Lone \ufffd half' });
});

test.each([
  ['', { kind: 'empty' }],
  [' \n\ufeff ', { kind: 'empty' }],
  ['<!DOCTYPE html><html><body>hi</body></html>', { kind: 'html-instead-of-feed' }],
  ['<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', { kind: 'html-instead-of-feed' }],
  ['<opml version="2.0"/>', { kind: 'not-a-feed', root: 'opml' }],
  ['Bad gateway', { kind: 'not-a-feed', root: 'Bad gateway' }],
  ['{"a":1}', { kind: 'not-a-feed', root: 'JSON' }],
  ['<rss version="2.0"><channel/></rss>', { kind: 'feed', feed: { items: [] } }],
  ['<feed xmlns="http://www.w3.org/2005/Atom"/>', { kind: 'feed', feed: { format: 'atom', items: [] } }],
  ['\n<!-- x -->\n<rss version="2.0"><channel', { kind: 'unreadable', line: 3 }],
  ['{"version":"https://jsonfeed.org/version/1","items":[', { kind: 'unreadable' }],
])('%j is told for what it is', async (text, expected) => {
  expect(await parseText(text)).toMatchObject(expected);
});

test('the body decides, not the content type', async () => {
  expect(await parseText('<rss><channel><item><guid>1</guid></item></channel></rss>', 'text/html')).toMatchObject({
    kind: 'feed',
    feed: { items: [{ guid: '1' }] },
  });
});

test('a page that leaves its <html> tag out is a page', async () => {
  const page = new TextEncoder().encode('<!DOCTYPE html>\n<title>Accueil</title><p>Bienvenue');
  expect(await parseFeed(page, 'text/html', 'https://site.example/')).toEqual({ kind: 'html-instead-of-feed' });
});
