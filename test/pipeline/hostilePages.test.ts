import { describe, expect, test, vi } from 'vitest';
import type { SourceKind } from '../../src/domain/model/source.ts';
import { body } from '../support/fixtureServer.ts';
import { ARTICLE, html, list, map, PLAIN, page, SITE_URL, sitemap } from '../support/hostilePages.ts';
import { survivesAnswer } from '../support/ordeal.ts';

/** Pages, lists and sitemaps written to hurt: each is swept beside a healthy feed. */

/** Four documents that may each be given up. */
vi.setConfig({ testTimeout: 60_000 });

describe('depth', () => {
  test.each([
    'div',
    'b',
    'blockquote',
    'table><tr><td',
    'svg',
    'ul><li',
    'custom-element',
    'b x=1><i y=2><u',
    'template',
    'form><p',
  ])('a page nested 10,000 deep in <%s> is read or refused, whole or by its zone', async (tag) => {
    const levels = 10_000 / tag.split('><').length;
    const deep = (text: string) => html(`<main>${`<${tag}>`.repeat(levels)}${text}</main><p>fin</p>`);
    const zone = { select: 'main', ignore: ['nav', 'i'] };
    expect(PLAIN).toContain((await page(html('<main>Prix : 10 €</main>'), deep('Prix : 12 €'))).came);
    expect(PLAIN).toContain((await page(deep('Prix : 10 €'), deep('Prix : 12 €'), zone)).came);
  });

  test.each(['div', 'article', 'b', 'section'])(
    'a list under <%s> nested 10,000 deep is read or refused',
    async (tag) => {
      const deep = html(`${`<${tag}>`.repeat(10_000)}<h2>Une nouvelle</h2><a href="/une">lire</a>`);
      const { came, items } = await list(deep, { item: tag === 'article' ? 'article' : 'body' }, 6_000);
      expect(PLAIN).toContain(came === 500 ? 1 : came);
      for (const { title } of items) expect(title).toBe('Une nouvelle');
    },
  );

  test('the pieces of an item nested 10,000 deep are read or refused', async () => {
    const deep = (tag: string, text: string) =>
      `<${tag}>${'<div>'.repeat(10_000)}${text}${'</div>'.repeat(10_000)}</${tag}>`;
    const inside = `${deep('h2', 'Une nouvelle')}<a href="/une">${'<b>'.repeat(1000)}lire</a>${deep('time', '2026-11-23')}${deep('section', 'mot')}`;
    expect(PLAIN).toContain((await list(html(`<article>${inside}</article>`))).came);
  });

  test.each([
    ['addresses in addresses', `${'<url>'.repeat(10_000)}<loc>https://hostile.example/a</loc>`],
    ['anything', `${'<x>'.repeat(25_000)}${SITE_URL}`],
    ['an address', `<url><loc>${'<x>'.repeat(25_000)}https://hostile.example/a</loc></url>`],
  ])('a sitemap nested deep is read or refused: %s', async (_what, inside) => {
    expect(PLAIN).toContain((await map(sitemap(inside), {}, 6_000)).came);
  });
});

describe('entities', () => {
  const laughs = [
    '<!ENTITY l0 "ha">',
    ...Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};">`),
  ].join('');

  test('a billion laughs in a sitemap, and files it names', async () => {
    for (const prolog of [
      `<!DOCTYPE urlset [${laughs}]>`,
      '<!DOCTYPE urlset [<!ENTITY l30 SYSTEM "file:///etc/passwd">]>',
    ]) {
      const { came, items } = await map(sitemap('<url><loc>https://hostile.example/&l30;</loc></url>', prolog));
      expect(came).toBe(1);
      expect(JSON.stringify(items).length).toBeLessThan(2000);
      expect(JSON.stringify(items)).not.toContain('root:');
    }
  });

  test('a billion laughs in a page', async () => {
    const laughing = (text: string) => `<!DOCTYPE html [${laughs}]>${html(`<p>&l30; ${text}</p>`)}`;
    const { items } = await page(laughing('un'), laughing('deux'));
    expect(items[0]?.html.length).toBeLessThan(10_000);
  });
});

describe('size', () => {
  test('a title of 1 MB', async () => {
    const title = 'long '.repeat(200_000);
    const states = [
      await page(html('<p>Prix : 10 €</p>', title), html('<p>Prix : 12 €</p>', title)),
      await list(html(ARTICLE, title)),
      await list(html(ARTICLE.replace('Une nouvelle', title))),
      await map(sitemap(`<url><loc>https://hostile.example/a</loc><news:title>${title}</news:title></url>`)),
    ];
    for (const { came } of states) expect(came).toBe(1);
  });

  test('a language of 1 MB', async () => {
    const long = (text: string) => html(text).replace('"fr"', `"${'fr-'.repeat(300_000)}"`);
    expect((await page(long('<p>un</p>'), long('<p>deux</p>'))).came).toBe(1);
    expect((await list(long(ARTICLE))).came).toBe(1);
  });

  test('a line of 10 MB that changes is told by its beginning', async () => {
    const line = 'mot '.repeat(2_500_000);
    const { came, items } = await page(html(`<p>un ${line} un</p>`), html(`<p>deux ${line} deux</p>`));
    expect(came).toBe(1);
    expect(items[0]?.html.length).toBeLessThanOrEqual(400_000);
    const end = line.slice(0, 400_000);
    expect((await page(html(`<p>${end} un</p>`), html(`<p>${end} deux</p>`))).came).toBe(0);
  });

  test('100,000 lines that all change', async () => {
    const lines = (word: string) => html(Array.from({ length: 100_000 }, (_, n) => `<p>${word} ${n}</p>`).join(''));
    expect((await page(lines('un'), lines('deux'), {}, 5_000)).came).toBe(1);
  });

  test('50,000 articles in a list and 50,000 addresses in a sitemap are cut to a bounded number', async () => {
    const many = (make: (n: number) => string) => Array.from({ length: 50_000 }, (_, n) => make(n)).join('');
    const { came } = await list(html(many((n) => `<article><h2>T ${n}</h2><a href="/${n}">x</a></article>`)));
    expect(came).toBe(500);
    expect((await map(sitemap(many((n) => `<url><loc>https://hostile.example/${n}</loc></url>`)))).came).toBe(1000);
  });
});

describe('texts', () => {
  const MARKS = '\u0007\u001b[31m\u009b31m\u009d0;x\u009c\u202e\u202d\u2066\u2069';
  test('marks that turn a terminal or a line around are in no title, text or name', async () => {
    const marked = (text: string) =>
      html(`<p>${text} ${MARKS}</p>`, `Hostile ${MARKS}`).replace('"fr"', `"fr${MARKS}"`);
    expect((await page(marked('un'), marked('deux'))).came).toBe(1);
    expect((await list(html(ARTICLE.replace('Une', `Une ${MARKS}`), `Hostile ${MARKS}`))).came).toBe(1);
    expect((await map(sitemap(SITE_URL.replace('une-', `une-${MARKS}-`)))).came).toBe(1);
    expect((await map(`<\u009b31m\u202ex>${MARKS}</x>`)).came).toBe('not-a-feed');
  });

  test('links that are none, and a base that leads elsewhere', async () => {
    for (const href of ['javascript:alert(1)', 'data:text/html,x', 'http://[bad', 'https://who:secret@a.example/'])
      for (const head of ['', `<base href="${href}">`])
        expect((await list(html(head + ARTICLE.replace('/une', href)))).came, href).toBe(1);
  });

  test.each(['NUL', 'UTF-16', 'stray bytes', 'half a character'])('%s', async (what) => {
    const write = (text: string): Uint8Array => {
      if (what === 'UTF-16') return Buffer.from(text, 'utf16le');
      if (what === 'NUL') return Buffer.from(text.replaceAll(' ', ' \0'));
      return Buffer.concat([
        Buffer.from(text.slice(0, -60)),
        Buffer.from(what === 'NUL' ? [0] : [0xed, 0xa0, 0x80, 0xff]),
        Buffer.from(text.slice(-60)),
      ]);
    };
    for (const [kind, texts] of [
      ['page', [html('<p>un</p>'), html('<p>deux</p>')]],
      ['list', [html(ARTICLE)]],
      ['sitemap', [sitemap(SITE_URL)]],
    ] as [SourceKind, string[]][]) {
      const answers = texts.map((text) => body(write(text), { 'content-type': 'text/html' }));
      const { came } = await survivesAnswer(answers, { sweeps: texts.length, source: { kind, item: 'article' } });
      expect(came, kind).toBe(1);
    }
  });
});
