import { expect, test } from 'vitest';
import { normalise } from '../../src/domain/normalise/item.ts';
import { cleanUrl, trackingParameters } from '../../src/domain/normalise/url.ts';
import { queryDocument } from '../../src/domain/query/document.ts';
import { parseRule } from '../../src/domain/query/parse.ts';
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
