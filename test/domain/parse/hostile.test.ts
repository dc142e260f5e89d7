import { expect, test } from 'vitest';
import { parseFeed } from '../../../src/domain/parse/feed.ts';
import { MAX_ENTRIES } from '../../../src/domain/parse/fields.ts';

/** Generous for a loaded machine: what is quadratic takes minutes. */
const BOUND_MS = 3000;

async function read(body: string | Uint8Array) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const start = performance.now();
  const outcome = await parseFeed(bytes, 'application/rss+xml', 'https://hostile.example/');
  expect(performance.now() - start).toBeLessThan(BOUND_MS);
  return outcome;
}

const rss = (items: string, prolog = '') =>
  `${prolog}<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
const item = (inside: string) => `<item><guid>1</guid>${inside}</item>`;

test('entities are never expanded: a billion laughs stay a few bytes', async () => {
  const laughs = [
    '<!ENTITY l0 "ha">',
    ...Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};">`),
  ];
  const outcome = await read(
    rss(item('<title>&l30;</title>'), `<?xml version="1.0"?><!DOCTYPE rss [${laughs.join('')}]>`),
  );
  expect(outcome).toMatchObject({ kind: 'feed', feed: { items: [{ guid: '1', title: '&l30;' }] } });
});

test('external entities are never fetched nor read', async () => {
  const outcome = await read(
    rss(item('<title>a&x;b</title>'), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  );
  expect(outcome).toMatchObject({ feed: { items: [{ title: 'a&x;b' }] } });
});

test.each(['div', 'author', 'item', 'media:group', 'channel'])('50,000 nested <%s> do not overflow', async (name) => {
  const nested = `<${name}>`.repeat(50_000);
  expect(await read(rss(item(nested + `</${name}>`.repeat(50_000))))).toMatchObject({ kind: 'feed' });
  expect(await read(rss(item(nested)))).toMatchObject({ kind: 'feed' });
  expect(
    await read(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="xhtml">${nested}`),
  ).toMatchObject({ kind: 'feed' });
});

test.each([
  '<br ',
  '<',
  '&',
  '<!--',
  '<![CDATA[',
  '<a href="',
  "<a b='",
  '<content ',
  '</',
  '<title ',
  '<?',
  '<!DOCTYPE [',
  'a:',
])('200 KB of %j cost a moment', async (piece) => {
  const flood = piece.repeat(200_000 / piece.length);
  await read(rss(item(`<description><![CDATA[${flood.replaceAll(']', '')}]]></description>`)));
  await read(rss(item(`<description>${flood}</description>`)));
  await read(flood);
  await read(`<feed xml:base="/"><entry><id>1</id>${flood}`);
});

test('a title of 1 MB is read', async () => {
  const outcome = await read(rss(item(`<title>${'long '.repeat(200_000)}</title>`)));
  expect(outcome.kind === 'feed' && outcome.feed.items[0]?.title?.length).toBe(999_999);
});

test('100,000 items are cut to a bounded number', async () => {
  const outcome = await read(rss(item('<title>x</title>').repeat(100_000)));
  expect(outcome.kind === 'feed' && outcome.feed.items.length).toBe(MAX_ENTRIES);
});

test('a thousand attributes and namespaces on every level cost a moment', async () => {
  const attributes = Array.from({ length: 1000 }, (_, n) => ` xmlns:n${n}="u${n}"`).join('');
  await read(rss(item(`<author${attributes}>`.repeat(40))));
});

test('no text that comes out holds a NUL or a lone surrogate', async () => {
  const outcome = await read(rss(item('<title>a&#0;b&#xD800;c</title><description>\0x&#xDFFF;</description>')));
  const text = JSON.stringify(outcome);
  expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  expect(outcome).toMatchObject({ feed: { items: [{ guid: '1' }] } });
});

test('random bytes are something, not an exception', async () => {
  let state = 7;
  const noise = Uint8Array.from({ length: 50_000 }, () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state >> 16;
  });
  expect(['not-a-feed', 'unreadable', 'empty']).toContain((await read(noise)).kind);
});

test('names that objects are born with are only names', async () => {
  const inside =
    '<constructor>x</constructor><__proto__ a="b">y</__proto__><title constructor="c" __proto__="p">T</title>';
  expect(await read(rss(item(inside)))).toMatchObject({ feed: { items: [{ title: 'T' }] } });
  expect(await read(rss(`${item(inside)}<item><guid>2`))).toMatchObject({
    feed: { items: [{ title: 'T' }, { guid: '2' }] },
  });
});
