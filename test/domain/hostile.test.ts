import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { normalise } from '../../src/domain/normalise/item.ts';
import { textOf } from '../../src/domain/normalise/nodeText.ts';
import { printable } from '../../src/domain/normalise/printable.ts';
import { cleanUrl, trackingParameters } from '../../src/domain/normalise/url.ts';
import { queryDocument } from '../../src/domain/query/document.ts';
import { parseRule } from '../../src/domain/query/parse.ts';
import { feedLinks } from '../../src/domain/sources/discover.ts';
import { feedTitle, pageTitle } from '../../src/domain/sources/titles.ts';
import { titleKeys } from '../../src/domain/stories/similarity.ts';
import { chosenLanguage } from '../../web/i18n.ts';
import { aRawItem, aSource, NOW } from '../support/builders.ts';

const isTracking = trackingParameters('');
const context = { sourceId: aSource().id, now: NOW, isTracking, pace: { wordsPerMinute: 230 }, feedLanguage: 'fr' };

/** Each of these took seconds to minutes on the main thread; a second is a hundred times what they need now. */
const soon = <Result>(work: () => Result): Result => {
  const cpu = process.cpuUsage();
  const result = work();
  expect(process.cpuUsage(cpu).user).toBeLessThan(1_000_000);
  return result;
};

test('an entry without title or text is not called by a megabyte of white space', async () => {
  const url = `a${' '.repeat(100_000)}b`;
  const [item] = await normalise([{ ...aRawItem({ url }), title: '', summaryHtml: '', contentHtml: '' }], context);
  expect(item?.title.length).toBeLessThanOrEqual(120);
  soon(() => titleKeys(url));
});

test('a run of combining marks is one short word', () => {
  const marks = `a${'\u0301\u0316'.repeat(99_999)}`;
  soon(() => queryDocument('', marks));
});

test.each([
  ['query.tooManyWords', Array.from({ length: 201 }, (_, index) => `w${index}`).join(' ')],
  [
    'query.nearTooWide',
    `(${Array.from({ length: 15 }, (_, index) => `w${index}`).join(' OR ')}) NEAR (${Array.from({ length: 15 }, (_, index) => `v${index}`).join(' OR ')})`,
  ],
  [
    'query.tooManyNears',
    Array.from({ length: 14 }, () => '(a NEAR b)')
      .concat('a NEAR b NEAR c NEAR d')
      .join(' '),
  ],
  ['query.gapsTooLong', `"${'a '.repeat(13)}"~3`],
])('a query that would hold up everybody is refused: %s', (code, query) => {
  expect(() => parseRule(query)).toThrow(expect.objectContaining({ code }));
});

test('an address of millions of letters is no address', () => {
  expect(cleanUrl(`https://x.example/${'a'.repeat(5000)}`, 'https://x.example/', isTracking)).toBeUndefined();
});

test('control, escape and direction marks of a feed reach no terminal', async () => {
  const [item] = await normalise([aRawItem({ title: 'Prix\u001b[31m\u009b31m\u202e en hausse' })], context);
  expect(item?.title).toBe('Prix[31m31m en hausse');
});

test('a header of spaces is read in no time', () => {
  expect(soon(() => chosenLanguage(undefined, `de,${' '.repeat(50_000)}x`, 'en'))).toBe('en');
});

const MARKS = '\u0007\u001b[31m\u009b31m\u202e\u2066';
const PRINTED = '[31m31m';

test.each([
  ['a feed', feedTitle(`${MARKS}Le &lt;b&gt; ${'port '.repeat(100_000)}`), `${PRINTED}Le <b> port`],
  [
    'a page',
    pageTitle(load(`<title>${MARKS}Le &lt;b&gt;\n ${'port '.repeat(100_000)}</title>`)),
    `${PRINTED}Le <b> port`,
  ],
  ['a page without one', pageTitle(load('<p>Le port</p>')), ''],
])('the title of %s is one clean line of 120 letters at most', (_what, title, start) => {
  expect(title.length).toBeLessThanOrEqual(120);
  expect(title.slice(0, start.length)).toBe(start);
});

test('what a problem quotes may be printed', () => {
  expect(printable({ kind: 'not-a-feed', params: { found: `${MARKS}${'x'.repeat(999)}`, line: 3 } }).params).toEqual({
    found: `${PRINTED}${'x'.repeat(200 - MARKS.length)}`,
    line: 3,
  });
});

test.each([
  ['javascript:alert(1)', undefined],
  ['data:audio/mpeg,x', undefined],
  ['/a.mp3?utm_source=x&sig=1', 'https://a.example/a.mp3?utm_source=x&sig=1'],
  [`https://a.example/${'a'.repeat(5000)}`, undefined],
])('of the files of an entry only those on the web are kept, whole: %s', async (url, kept) => {
  const enclosures = [{ url, type: `audio/${MARKS}mpeg`, length: 3 }];
  const [item] = await normalise([aRawItem({ enclosures, base: 'https://a.example/feed' })], context);
  expect(item?.enclosures).toEqual(kept ? [{ url: kept, type: `audio/${PRINTED}mpeg`, length: 3 }] : []);
});

test('the addresses of one entry’s files have a limit in all', async () => {
  const enclosures = Array.from({ length: 20 }, (_, n) => ({ url: `https://a.example/${'a'.repeat(1000)}${n}` }));
  const [item] = await normalise([aRawItem({ enclosures })], context);
  expect(item?.enclosures).toHaveLength(7);
});

test('an author of a megabyte is cut before it is read', async () => {
  const [item] = await normalise([aRawItem({ author: '<b>&amp; '.repeat(100_000) })], context);
  expect(item?.author?.length).toBeLessThanOrEqual(200);
});

test('the text of elements nested 10,000 deep is read', () => {
  expect(textOf(load(`${'<div>'.repeat(10_000)}au fond`).root()[0])).toBe('au fond');
});

test('an announced address of a megabyte is no feed', () => {
  const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`;
  const page = link(`/${'/feed/?'.repeat(150_000)}`) + link('/feed');
  expect(soon(() => feedLinks(page, 'https://a.example/'))).toEqual([{ url: 'https://a.example/feed', title: '' }]);
});
