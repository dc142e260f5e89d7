import { describe, expect, test } from 'vitest';
import { MAX_FEEDS, parseOpml } from '../../../src/domain/parse/opml.ts';
import { OPML_LINE_KINDS } from '../../../src/domain/parse/opmlAccount.ts';
import { type OpmlFeed, webAddress } from '../../../src/domain/parse/opmlFeed.ts';
import { writeOpml } from '../../../src/domain/parse/opmlWriter.ts';
import { feedForList, feedFromList, newFeed } from '../../../src/domain/sources/newFeed.ts';
import { speech } from '../../../web/i18n.ts';

const A = 'https://x.example/a';
const B = 'https://x.example/b';
const list = (inside: string) =>
  `<?xml version="1.0"?>\n<opml version="2.0"><head><title>Ma &amp; liste</title></head><body>\n${inside}\n</body></opml>`;
/** The first line of `inside` is line 3. */
const read = (inside: string) => parseOpml(list(inside)) ?? { feeds: [], account: [], isCut: false };
const one = (inside: string) => read(inside).feeds[0];
const accountOf = (inside: string) => read(inside).account.map(({ line, kind }) => `${line} ${kind}`);

test('a list has a title, and its feeds what their outlines say', () => {
  expect(
    parseOpml(
      list(
        `<outline type="rss" text="Un" title="Un" xmlUrl="${A}" htmlUrl="https://x.example/" description="d" language="fr" version="RSS" retrieveFullText='true'/>`,
      ),
    ),
  ).toEqual({
    title: 'Ma & liste',
    feeds: [
      {
        url: A,
        title: 'Un',
        tags: [],
        htmlUrl: 'https://x.example/',
        description: 'd',
        language: 'fr',
        extra: { version: 'RSS', retrieveFullText: 'true' },
      },
    ],
    account: [],
    isCut: false,
  });
});

test.each([
  [`<outline text="P"><outline title="Q"><outline xmlUrl="${A}"/></outline></outline>`, ['P', 'Q']],
  [`<outline text="P"></outline><outline xmlUrl="${A}"/>`, []],
  [`<outline text="P" xmlUrl="${B}"><outline xmlUrl="${A}"/></outline>`, []],
  [`<outline xmlUrl="${A}" category="/Boston/Weather,/Harvard, tag "/>`, ['Boston', 'Weather', 'Harvard', 'tag']],
  [`<outline text="P"><outline xmlUrl="${A}" category="P,Q"/></outline>`, ['P', 'Q']],
  [
    `<outline text="P"><outline xmlUrl="${A}"/></outline><outline text="Q"><outline xmlUrl="${A}"/></outline>`,
    ['P', 'Q'],
  ],
  [`<outline text="two\n  words"><outline xmlUrl="${A}"/></outline>`, ['two words']],
])('tags: %s', (inside, tags) => {
  expect(read(inside).feeds.find(({ url }) => url === A)?.tags).toEqual(tags);
});

test.each([
  ['https://x.example/a', A],
  [' HTTPS://X.example/a\n', A],
  ['feed://x.example/a', 'http://x.example/a'],
  ['feed:https://x.example/a', A],
  ['feed://https://x.example/a', A],
  ['itpc://x.example/a', 'http://x.example/a'],
  ['www.example.org/feed', 'http://www.example.org/feed'],
  ['example.org', 'http://example.org/'],
  ['//x.example:8080/a', 'http://x.example:8080/a'],
  ['éclair.example/flux', 'http://xn--clair-9ra.example/flux'],
  ['feed.xml', undefined],
  ['/feed.xml', undefined],
  ['not an address', undefined],
  ['ftp://x.example/a', undefined],
  ['javascript:alert(1)', undefined],
  ['file:///etc/passwd', undefined],
  ['', undefined],
  [`https://x.example/${'a'.repeat(5000)}`, undefined],
])('the address %j', (text, expected) => {
  expect(webAddress(text)).toBe(expected);
});

describe('attributes', () => {
  test('are known in any case, the rest is kept as written', () => {
    expect(one(`<OUTLINE TEXT="Un" xmlURL="${A}" HtmlUrl="h" X-Y="Z" x-y="z"/>`)).toEqual({
      ...{ url: A, title: 'Un', tags: [], htmlUrl: 'h', extra: { 'X-Y': 'Z', 'x-y': 'z' } },
    });
  });

  test('with a prefix take its declaration along', () => {
    const xml = `<opml xmlns:g="urn:g" xmlns:unused="urn:u"><body><outline xmlUrl="${A}" g:icon="/w=="/></body></opml>`;
    expect(parseOpml(xml)?.feeds[0]?.extra).toEqual({ 'g:icon': '/w==', 'xmlns:g': 'urn:g' });
  });

  test.each([
    ['text="a" title="b"', 'b', { text: 'a' }],
    ['text="a" title=""', 'a', {}],
    ['text="a &amp;amp; &lt;b&gt; &#233;&#10;"', 'a &amp; <b> é', {}],
    [`text="${A}"`, undefined, {}],
    ['text="a" type="atom"', 'a', { type: 'atom' }],
    ['text="a" __proto__="b"', 'a', Object.fromEntries([['__proto__', 'b']])],
  ])('%s', (attributes, title, extra) => {
    const feed = one(`<outline ${attributes} xmlUrl="${A}"/>`);
    expect(feed?.title).toBe(title);
    expect(Object.entries(feed?.extra ?? {})).toEqual(Object.entries(extra));
  });
});

describe('what is mended leaves no trace in the account', () => {
  test.each([
    ['a stray ampersand', `<outline text="A & B" xmlUrl="${A}?x=1&y=2"/>`, 'A & B'],
    ['names of HTML', `<outline text="caf&eacute; &rsquo;" xmlUrl="${A}"/>`, 'café ’'],
    ['unknown names', `<outline text="&nobody;" xmlUrl="${A}"/>`, '&nobody;'],
    ['control characters', `<outline text="a\u0007b\0&#8;" xmlUrl="${A}"/>`, 'ab'],
    ['quotes in quotes', `<outline text="a "quoted" word" xmlUrl="${A}"/>`, 'a "quoted" word'],
    [
      'markup in quotes',
      `<outline text="by <a href="/x" rel='y'>Z</a>." xmlUrl="${A}"/>`,
      `by <a href="/x" rel='y'>Z</a>.`,
    ],
    ['signs in quotes', `<outline text="R<D > 3" xmlUrl="${A}"/>`, 'R<D > 3'],
    ['no quotes', `<outline text=a xmlUrl=${A}/>`, 'a'],
    ['no blanks', `<outline text="a"xmlUrl='${A}'/>`, 'a'],
    ['comments', `<!-- <outline xmlUrl="${B}"/> --><outline text="a" xmlUrl="${A}"/>`, 'a'],
  ])('%s', (_name, inside, title) => {
    expect(read(inside).feeds.map((feed) => feed.title)).toEqual([title]);
    expect(read(inside).feeds[0]?.url.startsWith(A)).toBe(true);
    expect(accountOf(inside)).toEqual([]);
  });
});

describe('the account, line by line', () => {
  const a = `<outline text="a" xmlUrl="${A}"/>`;
  const b = `<outline text="b" xmlUrl="${B}"/>`;
  test.each([
    ['a title never closed', `<outline text="a xmlUrl="${A}"/>\n${b}`, ['3 broken-markup'], 2],
    ['an address never closed', `<outline text="a" xmlUrl="${A}/>\n${b}`, ['3 broken-markup'], 2],
    ['a tag never closed', `<outline text="a" xmlUrl="${A}"\n${b}`, ['3 broken-markup'], 2],
    ['a folder never closed', `${a}\n<outline text="F">\n${b}`, ['4 broken-markup'], 2],
    ['an end too many', `${a}\n</outline>\n${b}`, ['4 broken-markup'], 2],
    ['stray text', `${a}\n\n  words\n${b}`, ['5 broken-markup'], 2],
    ['a comment never closed', `<!-- x\n${a}\n${b}`, ['3 broken-markup'], 2],
    ['a name no XML can write', `<outline 1x="" text="a" xmlUrl="${A}"/>`, ['3 broken-markup'], 1],
    ['no web address', `<outline text="a" xmlUrl="ftp://x"/>\n${b}`, ['3 not-web-address'], 1],
    [
      'no address',
      `<outline text="a"/>\n<outline type="rss" text="c" xmlUrl=" "></outline>`,
      ['3 no-address', '4 no-address'],
      0,
    ],
    ['twice the same', `${a}\r\n${b}\r\n${a}`, ['5 duplicate'], 2],
    ['another list', `<outline type="include" url="https://x.example/y"/>\n${b}`, ['3 other-list'], 1],
    ['a link to a list', `<outline type="link" text="y" url="https://x.example/y.opml"/>`, ['3 other-list'], 0],
    ['a link to a page', `<outline type="link" text="y" url="https://x.example/y.html"/>`, ['3 no-address'], 0],
  ])('%s', (_name, inside, account, feeds) => {
    expect(accountOf(inside)).toEqual(account);
    expect(read(inside).feeds).toHaveLength(feeds);
  });

  test.each([
    ['in the address', `<outline text="a" xmlUrl="${A}"/>\n<outline text="b" xmlUrl="https://x.exa`, [A], 2],
    ['behind the address', `<outline xmlUrl="${A}" text="b`, [A], 1],
    ['without quotes', `<outline text="a" xmlUrl=https://x.exa`, [], 1],
    ['in a name', `<outline xmlUrl="${A}"/>\n<outl`, [A], 2],
    ['between two', `<outline xmlUrl="${A}"/>\n`, [A], 1],
    ['in a folder', `<outline text="F">\n<outline xmlUrl="${A}"/>\n`, [A], 2],
  ])('cut off %s', (_name, inside, urls, line) => {
    const reading = parseOpml(`<opml><body>${inside}`);
    expect(reading?.feeds.map(({ url }) => url)).toEqual(urls);
    expect(reading?.isCut).toBe(true);
    expect(reading?.account.map((each) => `${each.line} ${each.kind}`)).toEqual([`${line} broken-markup`]);
  });

  test('says what stands there, in a line', () => {
    expect(read(`<outline text="a\nb" xmlUrl="ftp://x"/>`).account[0]?.text).toBe('a b: ftp://x');
    expect(read(`<outline text="${'a'.repeat(999)}"/>`).account[0]?.text).toHaveLength(200);
  });

  test('every kind has its sentence', () => {
    for (const language of ['fr', 'en'] as const) {
      const told = OPML_LINE_KINDS.map((kind) =>
        speech(language, 'UTC').t(`opml.line.${kind}`, { text: 'x', count: 2 }),
      );
      expect(new Set(told).size).toBe(OPML_LINE_KINDS.length);
      for (const sentence of told) expect(sentence).not.toMatch(/opml\.|\{/);
    }
  });
});

test.each([
  ['no root', `<outline xmlUrl="${A}"/>`, []],
  [
    'text before the prolog',
    `Warning: x\n<?xml version="1.0"?><opml><outline xmlUrl="${A}"/></opml>`,
    ['1 broken-markup'],
  ],
  ['a BOM before the prolog', `\ufeff<?xml version="1.0"?><opml><outline xmlUrl="${A}"/></opml>`, []],
  ['entities of its own', `<!DOCTYPE opml [<!ENTITY a "b">]><opml><outline text="&a;" xmlUrl="${A}"/></opml>`, []],
  ['a prolog never closed', `<?xml version="1.0">\n<opml><outline xmlUrl="${A}"/></opml>`, ['1 broken-markup']],
])('%s', (_name, xml, account) => {
  expect(parseOpml(xml)?.feeds.map(({ url }) => url)).toEqual([A]);
  expect(parseOpml(xml)?.account.map(({ line, kind }) => `${line} ${kind}`)).toEqual(account);
});

test.each(['', 'words', '<html><body/></html>', '<rss><channel/></rss>', '{"a":1}'])('%j holds no OPML', (text) => {
  expect(parseOpml(text)).toBeUndefined();
});

describe('what goes out comes in', () => {
  const feed = (fields: Partial<OpmlFeed>): OpmlFeed => ({ url: A, title: 'Un', tags: [], extra: {}, ...fields });
  const again = (feeds: OpmlFeed[]) => parseOpml(writeOpml('Titre & "x"', feeds));
  test.each<[string, Partial<OpmlFeed>]>([
    ['everything', { htmlUrl: 'https://x.example/?a=1&b', description: 'a <b>\n\tc "d" \'e\'', language: 'fr' }],
    ['no title', { title: undefined as never }],
    ['tags', { tags: ['Presse', 'b', 'c d'] }],
    ['tags that no category can say', { tags: ['a', 'TCP/IP', 'b', 'x, y', 'c'] }],
    ['a tag with signs', { tags: ['R&D "x" <y>'] }],
    ['unknown attributes', { extra: { a: '', version: 'RSS', type: 'atom', text: 'other', 'X-y': '&amp;' } }],
    ['a prefix', { extra: { 'g:icon': '/w==', 'xmlns:g': 'urn:g' } }],
    ['a prefix that nothing declares', { extra: { 'g:icon': '/w==', 'xml:lang': 'fr' } }],
  ])('%s', (_name, fields) => {
    const sent = JSON.parse(JSON.stringify(feed(fields))) as OpmlFeed;
    const received = again([sent]);
    expect(received).toEqual({ title: 'Titre & "x"', feeds: [sent], account: [], isCut: false });
    expect(received && writeOpml('Titre & "x"', received.feeds)).toBe(writeOpml('Titre & "x"', [sent]));
  });

  test('a prefix that means two things is declared where it is used', () => {
    const feeds = [
      feed({ extra: { 'g:i': '1', 'xmlns:g': 'urn:1' } }),
      feed({ url: B, extra: { 'g:i': '2', 'xmlns:g': 'urn:2' } }),
      feed({ url: `${B}c`, extra: { 'g:i': '3' } }),
    ];
    expect(again(feeds)?.feeds).toEqual(feeds);
  });

  test('a feed stands in the folder of its first tag', () => {
    const text = writeOpml('T', [feed({ tags: ['P', 'Q'] }), feed({ url: B })]);
    expect(text).toContain(`    <outline text="P" title="P">
      <outline type="rss" text="Un" title="Un" xmlUrl="${A}" category="P,Q"/>
    </outline>
    <outline type="rss" text="Un" title="Un" xmlUrl="${B}"/>`);
  });

  test('a source keeps what its list said of it', () => {
    const listed = feed({ tags: ['P'], htmlUrl: 'h', description: 'd', language: 'fr', extra: { version: 'RSS' } });
    expect(feedForList(feedFromList(listed, [], 'user'))).toEqual(listed);
    expect(feedForList(newFeed(A), 'Its own')).toEqual(feed({ title: 'Its own' }));
  });
});

describe('hostile lists', () => {
  /** Generous for a loaded machine: what is quadratic takes minutes. */
  const BOUND_MS = 8000;
  const soon = (xml: string) => {
    const start = performance.now();
    const reading = parseOpml(xml);
    expect(performance.now() - start).toBeLessThan(BOUND_MS);
    return reading;
  };
  const many = (count: number, outline: (n: number) => string) =>
    list(Array.from({ length: count }, (_, n) => outline(n)).join('\n'));

  test('500,000 outlines are cut to a bounded number, and the rest is counted', () => {
    const reading = soon(many(500_000, (n) => `<outline text="${n}" xmlUrl="https://x.example/${n}"/>`));
    expect(reading?.feeds).toHaveLength(MAX_FEEDS);
    expect(reading?.account).toEqual([
      { line: 10_003, kind: 'too-many', text: 'https://x.example/10000', count: 490_000 },
    ]);
  });

  test('the account is bounded too', () => {
    const reading = soon(many(200_000, (n) => `<outline text="${n}" xmlUrl="no ${n}"/>`));
    expect(reading?.account).toHaveLength(1001);
    expect(reading?.account.at(-1)).toEqual({ line: 1003, kind: 'more', text: '', count: 199_000 });
  });

  test('folders 100,000 deep do not overflow', () => {
    const deep = '<outline text="a">'.repeat(100_000);
    expect(soon(`<opml><body>${deep}<outline xmlUrl="${A}"/>`)?.feeds).toMatchObject([{ url: A, tags: ['a'] }]);
    expect(soon(list(deep + '</outline>'.repeat(100_000)))?.feeds).toEqual([]);
  });

  test('an attribute of 10 MB is left out, a thousand attributes are cut', () => {
    const reading = soon(list(`<outline text="a" x="${'a'.repeat(1e7)}" xmlUrl="${A}"/>`));
    expect(reading?.feeds).toEqual([{ url: A, title: 'a', tags: [], extra: {} }]);
    expect(reading?.account).toEqual([{ line: 3, kind: 'too-long', text: 'x' }]);
    const attributes = Array.from({ length: 1000 }, (_, n) => `a${n}="b"`).join(' ');
    expect(Object.keys(soon(list(`<outline xmlUrl="${A}" ${attributes}/>`))?.feeds[0]?.extra ?? {})).toHaveLength(199);
  });

  test.each([
    ...['<br ', '<', '&', '&x;', '<!--', '<![CDATA[', '<?', '<!DOCTYPE [', '</', '<title ', '<outline ', '</outline>'],
    ...['<outline text="', "<outline a='", '<outline/a="', '<outline a="x"y ', '<outline a="<b', '<x/a="'],
    ...['a="', 'x="/', '" ', '=', ' a', '\n', 'a:b="c" ', '"y "z', '<a b="c" ', ' b="c"'],
  ])('2 MB of %j cost a moment', (piece) => {
    soon(`<opml><body><outline ${piece.repeat(2_000_000 / piece.length)}`);
    soon(`<opml><body><outline text="${piece.repeat(2_000_000 / piece.length)}`);
  });
});
