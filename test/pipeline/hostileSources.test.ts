import { describe, expect, test } from 'vitest';
import { MAX_ENTRIES } from '../../src/domain/parse/fields.ts';
import { fixtureServer } from '../support/fixtureServer.ts';
import { survivesBody } from '../support/ordeal.ts';

/** Feeds written to hurt: each is swept beside a healthy one, and comes to plain items or a plain problem. */

const channel = (inside: string, prolog = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${prolog}<rss version="2.0"><channel><title>Hostile</title><link>https://hostile.example/</link>${inside}</channel></rss>`;
const item = (inside: string, guid = '1') => `<item><guid isPermaLink="false">${guid}</guid>${inside}</item>`;
const atom = (inside: string, prolog = '') =>
  `${prolog}<feed xmlns="http://www.w3.org/2005/Atom"><title>Hostile</title>${inside}</feed>`;
const json = (items: string) =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"Hostile","items":${items.startsWith('[') ? items : `[${items}]`}}`;
const titled = '<title>Une nouvelle</title>';
const said = (html: string) => item(`${titled}<description><![CDATA[${html}]]></description>`);

/** 3^30 times "ha". */
const LAUGHS = [
  '<!ENTITY l0 "ha">',
  ...Array.from({ length: 30 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};">`),
].join('');

describe('entities', () => {
  test.each([
    ['the title of an entry', channel(item('<title>&l30;</title>'), `<!DOCTYPE rss [${LAUGHS}]>`)],
    ['its text', channel(item(`${titled}<description>&l30;</description>`), `<!DOCTYPE rss [${LAUGHS}]>`)],
    ['an attribute', channel(item(`${titled}<enclosure url="&l30;"/>`), `<!DOCTYPE rss [${LAUGHS}]>`)],
    ['Atom', atom('<entry><id>1</id><title>&l30;</title></entry>', `<!DOCTYPE feed [${LAUGHS}]>`)],
    [
      'Atom’s XHTML',
      atom('<entry><id>1</id><title type="xhtml"><div>&l30;</div></title></entry>', `<!DOCTYPE feed [${LAUGHS}]>`),
    ],
    ['a subset that never ends', channel(item('<title>&l30;</title>'), `<!DOCTYPE rss [${LAUGHS}`)],
  ])('a billion laughs stay a few letters in %s', async (_where, feed) => {
    const { items } = await survivesBody(feed);
    for (const each of items) expect(each.title.length + each.text.length + each.html.length).toBeLessThan(200);
  });

  test('one long entity named ten thousand times is not written out', async () => {
    const doctype = `<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(100_000)}">]>`;
    const { came, items } = await survivesBody(
      channel(item(`${titled}<description>${'&a;'.repeat(10_000)}</description>`), doctype),
    );
    expect(came).toBe(1);
    expect(items[0]?.html.length).toBeLessThan(100_000);
  });

  test.each([
    ['a file', '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '&x;'],
    ['an address', '<!DOCTYPE rss [<!ENTITY x SYSTEM "CALLBACK">]>', '&x;'],
    ['a public name', '<!DOCTYPE rss [<!ENTITY x PUBLIC "-//X//Y" "CALLBACK">]>', '&x;'],
    ['a parameter', '<!DOCTYPE rss [<!ENTITY % x SYSTEM "CALLBACK"> %x;]>', '&all;'],
    [
      'a parameter in a parameter',
      `<!DOCTYPE rss [<!ENTITY % f SYSTEM "file:///etc/passwd"><!ENTITY % d "<!ENTITY x SYSTEM 'CALLBACK?%f;'>">%d;]>`,
      '&x;',
    ],
    ['its own grammar', '<!DOCTYPE rss SYSTEM "CALLBACK">', 'x'],
    ['a style sheet', '<?xml-stylesheet type="text/xsl" href="CALLBACK"?>', 'x'],
    ['an inclusion', '', '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="CALLBACK" parse="text"/>'],
    [
      'an inclusion of a file',
      '',
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
    ],
  ])('%s named from outside is neither read nor asked for', async (_what, prolog, use) => {
    const listener = await fixtureServer();
    const feed = channel(item(`<title>vu ${use}</title><description>lu ${use}</description>`), prolog);
    const { came, items } = await survivesBody(feed.replaceAll('CALLBACK', `${listener.url}/callback`));
    expect(listener.connections()).toBe(0);
    await listener.close();
    expect(came).toBe(1);
    expect(JSON.stringify(items)).not.toContain('root:');
  });
});

describe('size', () => {
  test('a line of 10 MB is cut to an article', async () => {
    const { came, items } = await survivesBody(channel(said('mot '.repeat(2_600_000))));
    expect(came).toBe(1);
    expect(items[0]?.html.length).toBe(400_000);
  });

  test('a word of 10 MB is cut too', async () => {
    expect((await survivesBody(channel(said('m'.repeat(10_000_000))))).came).toBe(1);
  });

  test.each([
    ['RSS', channel(Array.from({ length: 100_000 }, (_, n) => item(`<title>Titre ${n}</title>`, `${n}`)).join(''))],
    [
      'Atom',
      atom(Array.from({ length: 100_000 }, (_, n) => `<entry><id>${n}</id><title>T ${n}</title></entry>`).join('')),
    ],
    ['JSON', json(`[${Array.from({ length: 100_000 }, (_, n) => `{"id":${n},"title":"Titre ${n}"}`).join(',')}]`)],
  ])('of 100,000 items as many are taken as a feed may hold: %s', async (_format, feed) => {
    expect((await survivesBody(feed)).came).toBe(MAX_ENTRIES);
  });

  test('5,000 items with the same words in their titles are told apart in the time it takes', async () => {
    const words = Array.from({ length: 40 }, (_, n) => `mot${n}`);
    const titles = Array.from({ length: 5000 }, (_, n) =>
      [...words.slice(n % 40), ...words.slice(0, n % 40), n].join(' '),
    );
    const feed = channel(titles.map((title, n) => item(`<title>${title}</title>`, `${n}`)).join(''));
    expect((await survivesBody(feed)).came).toBe(5000);
  });

  test.each(['title', 'author', 'category', 'link', 'guid', 'pubDate', 'comments'])('1 MB of <%s>', async (name) => {
    const long = `<${name}>${'long '.repeat(200_000)}</${name}>`;
    const { came } = await survivesBody(channel(item(name === 'title' ? long : titled + long)));
    expect(came).toBe(1);
  });

  test.each(['title', 'language', 'link', 'generator', 'author', 'ttl'])('1 MB of <%s> in the head', async (name) => {
    const feed = channel(`<${name}>${'long '.repeat(200_000)}</${name}>${said('Un mot')}`);
    expect((await survivesBody(feed.replace('<title>Hostile</title>', ''))).came).toBe(1);
  });

  test('the 2,000 authors of a feed are not spelt out for each of its entries', async () => {
    const authors = Array.from(
      { length: 2000 },
      (_, n) => `<author><name>${'Nom '.repeat(200)}${n}</name></author>`,
    ).join('');
    const entries = Array.from({ length: 5000 }, (_, n) => `<entry><id>${n}</id><title>T ${n}</title></entry>`).join(
      '',
    );
    expect((await survivesBody(atom(authors + entries))).came).toBe(5000);
  });

  test('5,000 enclosures are cut to a few', async () => {
    const files = Array.from(
      { length: 5000 },
      (_, n) => `<enclosure url="https://a.example/${n}.mp3" type="audio/mpeg"/>`,
    );
    const { came, items } = await survivesBody(channel(item(titled + files.join(''))));
    expect(came).toBe(1);
    expect(items[0]?.enclosures).toHaveLength(20);
  });

  test('5,000 attachments of JSON, and 5,000 tags and authors', async () => {
    const many = (make: (n: number) => unknown) => JSON.stringify(Array.from({ length: 5000 }, (_, n) => make(n)));
    const files = many((n) => ({ url: `https://a.example/${n}.mp3`, mime_type: `audio/${'x'.repeat(200)}` }));
    const entry = `{"id":"1","title":"T","attachments":${files},"tags":${many((n) => `tag ${n}`)},"authors":${many((n) => ({ name: `Nom ${n}` }))}}`;
    const { came, items } = await survivesBody(json(entry));
    expect(came).toBe(1);
    expect(items[0]?.enclosures).toHaveLength(20);
  });
});

describe('depth', () => {
  test.each(['div', 'b', 'table', 'blockquote', 'svg', 'a', 'ul><li', 'p'])(
    'HTML nested 10,000 deep in <%s>',
    async (tag) => {
      const nested = `<${tag}>`.repeat(10_000);
      const feed = channel(said(`${nested}texte${'</div>'.repeat(10_000)}`));
      expect((await survivesBody(feed)).came).toBe(1);
    },
  );

  test('XML nested 50,000 deep, closed or not', async () => {
    for (const nested of ['<div>'.repeat(50_000) + '</div>'.repeat(50_000), '<div>'.repeat(50_000)])
      expect((await survivesBody(channel(item(titled + nested)))).came).toBe(1);
    expect(
      (await survivesBody(atom(`<entry><id>1</id><title>T</title><content type="xhtml">${'<div>'.repeat(50_000)}`)))
        .came,
    ).toBe(1);
  });

  test.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('JSON 100,000 deep: %s', async (_of, nested) => {
    expect((await survivesBody(json(`{"id":"1","title":"T","_deep":${nested}}`))).came).toBe(1);
    expect((await survivesBody(json(`{"id":"1","title":"T","tags":${nested}}`))).came).toBe(1);
    expect((await survivesBody(nested)).came).toBe('not-a-feed');
    expect((await survivesBody(json(`[${nested.slice(0, 90_000)}`))).came).toBe('unreadable');
  });
});

describe('names every object is born with', () => {
  test('are only names in JSON', async () => {
    const entry =
      '{"id":"1","title":"Une nouvelle","__proto__":{"title":"Volé","polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1,"hasOwnProperty":null}';
    const { came, items } = await survivesBody(json(entry).replace('{', '{"__proto__":{"polluted":1,"items":[]},'));
    expect(came).toBe(1);
    expect(items[0]?.title).toBe('Une nouvelle');
    expect('polluted' in {}).toBe(false);
  });

  test('are only names in XML', async () => {
    const inside = `${titled}<__proto__><polluted>1</polluted></__proto__><constructor>x</constructor><toString/><category domain="__proto__">__proto__</category>`;
    const { came, items } = await survivesBody(channel(item(inside, '__proto__') + item(titled, 'constructor')));
    expect(came).toBe(2);
    expect(items.flatMap(({ categories }) => categories)).toContain('__proto__');
    expect('polluted' in {}).toBe(false);
  });
});
