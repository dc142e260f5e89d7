import { describe, expect, test } from 'vitest';
import { survivesBody } from '../support/ordeal.ts';

/** Bytes, characters and addresses that are not what they seem, and texts made to keep a regular expression busy. */

const channel = (inside: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Hostile</title><link>https://hostile.example/</link>${inside}</channel></rss>`;
const item = (inside: string) => `<item><guid isPermaLink="false">1</guid>${inside}</item>`;
const titled = '<title>Une nouvelle</title>';
const ONE = channel(item(`${titled}<description>Un été à la mer.</description>`));

const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('bytes', () => {
  test.each([
    ['UTF-16 without a mark', utf16(ONE)],
    ['UTF-16, big end first, without a mark', utf16(ONE, true)],
    ['UTF-16 cut in the middle of a letter', utf16(ONE).subarray(0, -1)],
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from(ONE.slice(0, -40)),
        Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf5]),
        Buffer.from(ONE.slice(-40)),
      ]),
    ],
    ['overlong UTF-8 that spells a tag', Buffer.from(ONE.replace('été', '\u00c0\u00bcscript\u00c0\u00be'), 'latin1')],
    ['a NUL after every letter of the text', Buffer.from(ONE.replace('Un été', 'U\0n\0 \0é\0t\0é\0'))],
    ['10,000 NULs in front', Buffer.concat([Buffer.alloc(10_000), Buffer.from(ONE)])],
    ['a charset nobody knows', Buffer.from(ONE.replace('1.0"', '1.0" encoding="x-klingon"'))],
    ['a charset that shifts', Buffer.from(ONE.replace('1.0"', '1.0" encoding="utf-7"'))],
    ['a charset of another time', Buffer.from(ONE.replace('1.0"', '1.0" encoding="ibm037"'))],
  ])('%s', async (_what, bytes) => {
    const { came, items } = await survivesBody(bytes, { type: 'application/rss+xml' });
    expect(came).toBe(1);
    expect(items[0]?.title).toBe('Une nouvelle');
    expect(items[0]?.html).not.toContain('<script');
  });

  test('a feed that lies about its charset in a very long way', async () => {
    const type = `text/xml; ${'charset '.repeat(1000)}charset=${'"'.repeat(2000)}`;
    expect((await survivesBody(ONE, { type })).came).toBe(1);
  });

  test('halves of characters, written or as references', async () => {
    const halves = '&#xD800; &#55296; &#xDFFF;&#xD83D; &#xDE00; &#0; &#x110000; &#99999999999; &#x1b;[31m &#155;31m';
    const feed = channel(
      item(
        `<title>Titre ${halves}</title><category>${halves} mot</category><author>${halves} nom</author><description>${halves}</description>`,
      ),
    );
    expect((await survivesBody(feed)).came).toBe(1);
    const json = `{"version":"https://jsonfeed.org/version/1","title":"T \\ud800","items":[{"id":"\\ud800","title":"a\\udfff\\u0000b\\u001b[31m","url":"https://a.example/\\ud800","content_text":"x\\ud83d","tags":["\\udead"],"authors":[{"name":"\\ud800"}],"attachments":[{"url":"https://a.example/\\udead","mime_type":"\\ud800"}]}]}`;
    expect((await survivesBody(json)).came).toBe(1);
  });
});

/** Escapes of terminals, C0 and C1 controls, and the marks that write backwards. */
const MARKS =
  '\u0007\u001b[31m\u001b]0;x\u0007\u009b31m\u009d0;x\u009c\u0090\u202e\u202d\u2066\u2067\u2069\u202c\u0085\u00ad\u200b';

describe('marks that turn a terminal or a line around', () => {
  test.each(['title', 'author', 'dc:creator', 'category', 'description', 'content:encoded', 'link', 'guid'])(
    'in <%s>',
    async (name) => {
      const text = `<${name}>Prix ${MARKS}en hausse</${name}>`;
      const { came, items } = await survivesBody(channel(item(name === 'title' ? text : titled + text)));
      expect(came).toBe(1);
      expect(items[0]?.title).toMatch(name === 'title' ? /^Prix .*en hausse$/ : /^Une nouvelle$/);
    },
  );

  test('in the type of a file', async () => {
    const file = (type: string) => `<enclosure url="https://a.example/a.mp3" type="${type}"/>`;
    expect((await survivesBody(channel(item(titled + file(`audio/${MARKS}mp3`))))).came).toBe(1);
  });

  test('in the name and language of a feed', async () => {
    const feed = ONE.replace('Hostile', `Hostile ${MARKS}`).replace(
      '</title>',
      `</title><language>fr${MARKS}</language>`,
    );
    const { state } = await survivesBody(feed);
    expect(state.feedTitle).toMatch(/^Hostile/);
  });

  test.each([
    ['text', `${MARKS} pas un flux`],
    ['a root', `<\u009b31mx>${MARKS}</x>`],
    ['broken JSON', `{"items": [${MARKS}`],
    ['JSON broken at a mark', `{"items": \u009b31m\u202e`],
    ['broken XML', `<rss version="2.0"><\u009b31m ${MARKS}`],
    ['XML broken at an entity', `<rss version="2.0"><channel \u009b31m="&${MARKS};" <`],
  ])('in what is said to be wrong: %s', async (_what, content) => {
    const { came } = await survivesBody(content, { type: 'application/xml' });
    expect(['not-a-feed', 'unreadable', 0]).toContain(came);
  });
});

describe('addresses that are none', () => {
  test.each([
    'javascript:alert(1)',
    ' JaVa\tScript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://a.example/1',
    'view-source:https://a.example/',
    'mailto:a@a.example',
    'http://',
    'http://[bad',
    'https://a.example:99999/',
    '//',
    'https:\\\\a.example\\..\\b',
    'https://who:secret@a.example/',
  ])('%s', async (url) => {
    const xml = url.replaceAll('<', '&lt;').replaceAll('&', '&amp;');
    const links = `<link>${xml}</link><guid>${xml}</guid><comments>${xml}</comments><image>${xml}</image><media:thumbnail url="${xml}"/><itunes:image href="${xml}"/>`;
    const { came, items } = await survivesBody(channel(`<item>${titled}${links}<description>a</description></item>`));
    expect(came).toBe(1);
    expect(JSON.stringify([items[0]?.url, items[0]?.imageUrl])).not.toMatch(/secret|script:|data:|file:/i);
    const json = { items: [{ id: url, title: 'T', url, external_url: url, image: url, banner_image: url }] };
    expect((await survivesBody(JSON.stringify(json))).came).toBe(1);
  });
});
