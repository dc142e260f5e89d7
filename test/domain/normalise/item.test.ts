import { describe, expect, test } from 'vitest';
import type { RawItem } from '../../../src/domain/model/item.ts';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { normalise } from '../../../src/domain/normalise/item.ts';
import { trackingParameters } from '../../../src/domain/normalise/url.ts';
import { aRawItem, aSource, NOW } from '../../support/builders.ts';

const context = {
  sourceId: aSource().id,
  now: NOW,
  isTracking: trackingParameters('utm_*'),
  pace: { wordsPerMinute: 230 },
  feedLanguage: 'fr',
};
type Given = Partial<RawItem>;
const all = (entries: Given[], more: Partial<typeof context> = {}) =>
  normalise(entries.map(aRawItem), { ...context, ...more });
const one = async (entry: Given, more: Partial<typeof context> = {}) => {
  const [item] = await all([entry], more);
  if (!item) throw new Error('no item');
  return item;
};
const idsOf = async (...entries: Given[]) => (await all(entries)).map(({ id }) => id);

describe('identity', () => {
  test('the same entry fetched twice has one id, whatever was edited', async () => {
    const entry = { guid: 'g1', url: 'https://x.example/a', title: 'Un' };
    const [first] = await idsOf(entry);
    expect(await idsOf({ ...entry, title: 'Un, corrigé', url: 'https://x.example/b' })).toEqual([first]);
    expect(first).toMatch(/^[0-9a-f]{24}$/);
  });

  test('without a guid the address tells, trackers aside; without an address the words', async () => {
    const [first] = await idsOf({ url: 'https://x.example/a?utm_source=rss', title: 'Un' });
    expect(await idsOf({ url: 'https://x.example/a', title: 'Un, corrigé' })).toEqual([first]);
    expect(await idsOf({ title: 'Un' }, { title: 'Deux' })).toHaveLength(2);
    expect(await idsOf({ title: '', summaryHtml: 'a' }, { title: '', summaryHtml: 'b' })).toHaveLength(2);
  });

  test('one guid for all entries: they stay distinct', async () => {
    const guid = 'https://x.example/';
    expect(
      new Set(
        await idsOf({ guid, url: '/a', title: 'Un' }, { guid, url: '/b', title: 'Deux' }, { guid, title: 'Trois' }),
      ).size,
    ).toBe(3);
  });

  test('one address for all entries, and no guid: they stay distinct', async () => {
    const url = 'https://x.example/';
    expect(new Set(await idsOf({ url, title: 'Un' }, { url, title: 'Deux' }, { url, title: 'Trois' })).size).toBe(3);
  });

  test('an entry that stands twice in one document is one item, with the id it has alone', async () => {
    for (const entry of [{ guid: 'g', url: '/a', title: 'Un' }, { url: '/a', title: 'Un' }, { title: 'Un' }]) {
      expect(await idsOf(entry, entry)).toEqual(await idsOf(entry));
    }
  });

  test('two sources telling the same are two items', async () => {
    const other = aSource({ url: 'https://other.example/feed' }).id;
    const [mine] = await idsOf({ guid: 'g' });
    expect((await one({ guid: 'g' }, { sourceId: other })).id).not.toBe(mine);
  });

  test('the content hash changes with anything a reader sees, and with nothing else', async () => {
    const entry = { guid: 'g', url: 'https://x.example/a', title: 'Un', contentHtml: '<p>Texte</p>' };
    const { contentHash } = await one(entry);
    expect((await one({ ...entry, url: `${entry.url}?utm_source=a` }, { now: NOW + HOUR_MS })).contentHash).toBe(
      contentHash,
    );
    for (const change of [
      { title: 'Deux' },
      { contentHtml: '<p>Autre</p>' },
      { url: 'https://x.example/b' },
      { author: 'Anne' },
      { publishedAt: NOW - 1 },
    ])
      expect((await one({ ...entry, ...change })).contentHash, JSON.stringify(change)).not.toBe(contentHash);
  });
});

describe('dates', () => {
  test('a date is kept as given', async () => {
    expect(await one({ publishedAt: NOW - 3 * DAY_MS })).toMatchObject({ publishedAt: NOW - 3 * DAY_MS, seenAt: NOW });
  });

  test('an undated entry stays undated, with the time it was seen', async () => {
    const item = await one({ updatedAt: NOW - DAY_MS });
    expect(item).not.toHaveProperty('publishedAt');
    expect(item).toMatchObject({ seenAt: NOW, updatedAt: NOW - DAY_MS });
  });

  test('a clock a little ahead is believed, a date to come is not', async () => {
    expect(await one({ publishedAt: NOW + 2 * HOUR_MS })).toHaveProperty('publishedAt');
    expect(await one({ publishedAt: NOW + 2 * DAY_MS })).not.toHaveProperty('publishedAt');
  });
});

describe('text', () => {
  test('is what a reader sees: entities read, blocks apart, nothing hidden', async () => {
    const html =
      '<style>p{}</style><p>L&rsquo;id&eacute;e&nbsp;:</p><p>un<b>e</b> &lt;b&gt;</p><script>alert(1)</script><ul><li>a</li><li>b</li></ul>';
    expect((await one({ contentHtml: html })).text).toBe('L’idée :\nune <b>\na\nb');
  });

  test('plain text is left as it is', async () => {
    expect((await one({ summaryHtml: 'a < b & c > d' })).text).toBe('a < b & c > d');
    expect((await one({ summaryHtml: 'x\u0000y\u200bz\ud800' })).text).toBe('xyz\ufffd');
  });

  test('the first image that is no tracking pixel is kept, absolute', async () => {
    const html = '<img src="/p.gif" width="1" height="1"><p>a</p><img src="/photo.jpg">';
    expect(await one({ contentHtml: html })).toMatchObject({ imageUrl: 'https://journal.example/photo.jpg' });
    expect(await one({ contentHtml: html, imageUrl: 'https://x.example/own.jpg' })).toMatchObject({
      imageUrl: 'https://x.example/own.jpg',
    });
    expect(await one({ imageUrl: 'javascript:alert(1)' })).not.toHaveProperty('imageUrl');
  });

  test.each([
    ['Caf&eacute; &amp; th&eacute;', 'Café & thé'],
    ['Un <b>titre</b>\n  sur deux lignes ', 'Un titre sur deux lignes'],
    ['AT&amp;T', 'AT&T'],
    ['5 < 7 et 8 > 3', '5 < 7 et 8 > 3'],
  ])('title %j reads %j', async (title, expected) => {
    expect((await one({ title })).title).toBe(expected);
  });

  test('an entry without a title is called by its first words, else by its address', async () => {
    expect((await one({ title: '', contentHtml: '<p>Bonjour à tous</p><p>la suite</p>' })).title).toBe(
      'Bonjour à tous',
    );
    const long = (await one({ title: '', contentHtml: `<p>${'mot '.repeat(100)}</p>` })).title;
    expect(long.length).toBeLessThanOrEqual(120);
    expect(long).toMatch(/mot…$/);
    expect((await one({ title: '', url: 'https://x.example/a' })).title).toBe('https://x.example/a');
  });

  test('the summary is the short form when there is one, else the beginning, cut at a sentence', async () => {
    expect(await one({ summaryHtml: '<p>Court.</p>', contentHtml: '<p>Long et plein.</p>' })).toMatchObject({
      summary: 'Court.',
      text: 'Long et plein.',
    });
    const { summary } = await one({ contentHtml: `<p>${'Une phrase de plus ici. '.repeat(40)}</p>` });
    expect(summary.length).toBeLessThanOrEqual(320);
    expect(summary).toMatch(/ici\.$/);
  });

  test('a summary does not begin by saying the title again', async () => {
    expect((await one({ title: 'Buffer recrute', contentHtml: 'Buffer recrute : dix postes à Lyon' })).summary).toBe(
      'dix postes à Lyon',
    );
    expect((await one({ title: 'Meta', contentHtml: 'Metaverse : la fin' })).summary).toBe('Metaverse : la fin');
  });

  test('text, title and lists from a hostile feed are bounded', async () => {
    const item = await one({
      title: 'x'.repeat(10_000),
      contentHtml: `<p>${'mot '.repeat(300_000)}</p>`,
      categories: Array.from({ length: 500 }, (_, n) => `c${n}${'y'.repeat(300)}`),
      author: 'z'.repeat(9000),
      enclosures: Array.from({ length: 500 }, () => ({ url: 'https://x.example/a.mp3' })),
    });
    expect(item.title.length).toBeLessThanOrEqual(500);
    expect(item.text.length).toBeLessThanOrEqual(200_000);
    expect(item.categories).toHaveLength(20);
    expect(item.author).toHaveLength(200);
    expect(item.enclosures).toHaveLength(20);
  });

  test('categories are cleaned, each once', async () => {
    expect((await one({ categories: ['Caf&eacute;', 'Café', ' ', '<b>SEO</b>'] })).categories).toEqual(['Café', 'SEO']);
  });
});

describe('language', () => {
  const FRENCH = 'Le community manager prépare chaque matin la revue de presse de son agence avec soin.';
  const ENGLISH = 'The community manager prepares the daily press review of the agency every single morning.';

  test('goes by the entry, then by the feed', async () => {
    expect((await one({ language: 'en-GB', title: FRENCH })).language).toBe('en');
    expect((await one({ title: ENGLISH })).language).toBe('fr');
  });

  test('is told from the words when nobody declares one, or declares nonsense', async () => {
    for (const feedLanguage of ['', 'unknown', 'x-klingon']) {
      expect((await one({ title: FRENCH }, { feedLanguage })).language).toBe('fr');
      expect((await one({ title: ENGLISH, contentHtml: ENGLISH }, { feedLanguage })).language).toBe('en');
    }
  });

  test('is "und" when there is nothing to tell it from', async () => {
    expect((await one({ title: '42' }, { feedLanguage: '' })).language).toBe('und');
  });
});

describe('reading minutes', () => {
  const minutes = async (words: number, end = '.') =>
    (await one({ contentHtml: `${'mot '.repeat(words)}${end}` })).readingMinutes;

  test('follow the words and the pace of the reader', async () => {
    expect(await minutes(2300)).toBe(10);
    expect((await one({ contentHtml: 'mot '.repeat(2300) }, { pace: { wordsPerMinute: 460 } })).readingMinutes).toBe(5);
  });

  test('a teaser counts as the article behind it', async () => {
    expect(await minutes(40)).toBe(2);
    expect(await minutes(200, '[…]')).toBe(2);
    expect(await minutes(200, 'Lire la suite')).toBe(2);
    expect(await minutes(200)).toBe(1);
    expect(await minutes(2300, '…')).toBe(10);
  });

  test('are whole and at least one', async () => {
    for (const words of [0, 1, 115, 130, 999])
      expect(await minutes(words)).toSatisfy((each: number) => Number.isInteger(each) && each >= 1);
  });

  test('words joined by an apostrophe or a hyphen count once', async () => {
    expect((await one({ contentHtml: "aujourd'hui l’arc-en-ciel 2026" })).words).toBe(3);
  });
});

test('entries without a guid that share address and title are told apart by their dates', async () => {
  const told = (publishedAt: number) => aRawItem({ url: 'https://nix.example/', title: 'Release', publishedAt });
  const days = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 2)];
  expect(await normalise(days.map(told), context)).toHaveLength(2);
});
