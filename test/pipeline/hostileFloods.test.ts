import { describe, expect, test } from 'vitest';
import { body } from '../support/fixtureServer.ts';
import { html, list, map, PLAIN, page, sitemap } from '../support/hostilePages.ts';
import { survivesAnswer, survivesBody } from '../support/ordeal.ts';

/** 100 KB of one thing: each made some expression or tree of the world's feed readers take minutes. */

const channel = (inside: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Hostile</title><link>https://hostile.example/</link>${inside}</channel></rss>`;
const item = (inside: string) => `<item><guid isPermaLink="false">1</guid>${inside}</item>`;
const titled = '<title>Une nouvelle</title>';

/** What takes the square of the time is given up; what is read takes one second. */
const killAfterMs = 4_000;
const FLOODS: [string, string][] = [
  ['spaces', ' '],
  ['spaces and lines', ' \n'],
  ['tabs', '\t'],
  ['no-break spaces', '\u00a0'],
  ['<br', '<br '],
  ['(', '('],
  ['a@', 'a@'],
  ['&', '&'],
  ['&amp', '&amp'],
  ['&#', '&#'],
  ['<', '<'],
  ['</', '</'],
  ['<!--', '<!--'],
  ['<![CDATA[', '<![CDATA['],
  ['<a href="', '<a href="'],
  ['<p>', '<p>'],
  ['</p>', '</p>'],
  ['<b></i>', '<b></i>'],
  ['<b x=', '<b x='],
  ['<title>', '<title>'],
  ['/', '/'],
  ['?', '?'],
  ['.', '.'],
  ['…', '… '],
  ['"', '"'],
  ['digits', '1'],
  ['dates', '1:1:1 '],
  ['commas', ', '],
  ['accents', '\u0301\u0316'],
  ['emoji joined', '👩\u200d'],
  ['Hangul', '\u1100\u1161'],
  ['<table>', '<table>'],
  ['<select><option>', '<select><option>'],
  ['<svg><p>', '<svg><p>'],
  ['/ and a letter', '/////////x'],
  ['#', '#'],
  ['-', '-'],
  ['/feed/?', '/feed/?'],
];
/** Elements that nest take the square of their number: 25 KB of them, and what is deeper is given up (hostilePages). */
const NESTS = new Set(['<b></i>', '<svg><p>', '<table>']);
const flood = (piece: string) => piece.repeat((NESTS.has(piece) ? 25_000 : 100_000) / piece.length);

describe('100 KB of one thing', () => {
  test.each(FLOODS)('is read in time as the text of an entry: %s', async (_name, piece) => {
    const text = flood(piece);
    const inside = `${titled}<description><![CDATA[a${text.replaceAll(']', '')}b]]></description><author>${text}x</author>`;
    expect(
      (
        await survivesBody(channel(item(`${inside}<category>${text}x</category><pubDate>${text}x</pubDate>`)), {
          killAfterMs,
        })
      ).came,
    ).not.toBe('too-slow-to-read');
  });

  test.each(FLOODS)(
    'is read in time as the title and address of an entry, and as the whole document: %s',
    async (_name, piece) => {
      const text = `a${flood(piece)}b`;
      const feed = channel(
        item(`<title><![CDATA[${text.replaceAll(']', '')}]]></title><link>https://a.example/${text}</link>`),
      );
      expect((await survivesBody(feed, { killAfterMs })).came).not.toBe('too-slow-to-read');
      expect((await survivesBody(text, { killAfterMs })).came).not.toBe('too-slow-to-read');
      const json = {
        items: [
          {
            id: '1',
            title: text,
            url: `https://a.example/${text}`,
            content_html: text,
            author: { name: text },
            date_published: text,
          },
        ],
      };
      expect((await survivesBody(JSON.stringify(json), { killAfterMs })).came).not.toBe('too-slow-to-read');
    },
  );

  test.each(FLOODS)('is read in time in a page: %s', async (_name, piece) => {
    const text = flood(piece);
    const { came } = await page(
      html(`<main><p>${text}un</p></main>`),
      html(`<main><p>${text}deux</p></main>`),
      {},
      killAfterMs,
    );
    expect(came).not.toBe('too-slow-to-read');
  });

  test.each(FLOODS)('is read in time in a list: %s', async (_name, piece) => {
    const text = flood(piece);
    const quoted = text.replaceAll('"', "'");
    const { came } = await list(
      html(
        `<article><h2>${text}x</h2></article><article><h2>T</h2><a href="/${quoted}x">x</a><time datetime="${quoted}x">${text}x</time><p>${text}x</p></article>`,
      ),
      {},
      killAfterMs,
    );
    expect(came).not.toBe('too-slow-to-read');
  });

  test.each(FLOODS)('is read in time in the addresses of a sitemap: %s', async (_name, piece) => {
    const text = flood(piece)
      .replaceAll('<', '&lt;')
      .replaceAll(/&(?!lt)/g, '&amp;');
    const url = (address: string) => `<url><loc>${address}</loc><lastmod>${text}x</lastmod></url>`;
    const addresses = url(`https://hostile.example/${text}x\nx`) + url(`https://hostile.example/${text}`);
    expect((await map(sitemap(addresses), { match: 'hostile' }, killAfterMs)).came).not.toBe('too-slow-to-read');
  });

  test.each(FLOODS)('in place of a sitemap, and in one, is read or refused: %s', async (_name, piece) => {
    for (const content of [flood(piece), sitemap(flood(piece))])
      expect(PLAIN).toContain((await map(content, {}, 4_000)).came);
  });

  test.each(FLOODS)('is read in time in the feeds a page announces: %s', async (_name, piece) => {
    const text = flood(piece).replaceAll('"', "'");
    const link = (n: number) =>
      `<link rel="alternate" type="application/rss+xml" href="/${n}${text}x" title="${text}x">`;
    const { came } = await survivesAnswer(
      body(`<!doctype html><html><head>${link(1)}${link(2)}</head></html>`, { 'content-type': 'text/html' }),
      { killAfterMs },
    );
    expect(came).not.toBe('too-slow-to-read');
  });
});
