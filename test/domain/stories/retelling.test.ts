import { expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import { retellings, type Telling } from '../../../src/domain/stories/retelling.ts';
import { chance } from '../../support/builders.ts';

const { retelling } = readLexicons();
/** What is known once some tellings were counted. */
function counted(tellings: readonly Telling[]) {
  const known = retellings(retelling);
  for (const each of tellings) known.count(each);
  return known;
}

const telling = (title: string, given: Partial<Telling> = {}): Telling => ({
  ...{ title, summary: '', language: 'en', sourceId: title },
  ...given,
});

const brandolo = telling('Brandolo raises €14 million to build kites', {
  summary: 'The start-up has sixty employees.',
});
const corvane = telling('Corvane recalls 40,000 kettles after fires', { summary: 'Owners get their money back.' });

test('a text tells its own news, whole', () => {
  const { likeness, likelihood } = counted([brandolo, corvane]);
  const copy = { ...brandolo, sourceId: 'another' };
  expect(likeness(brandolo, copy)).toMatchObject({ told: 2, title: expect.closeTo(1), text: expect.closeTo(1) });
  expect(likelihood(brandolo, copy)).toBeGreaterThan(0.9);
});

test('texts that name nothing in common are nothing alike', () => {
  const { likeness } = counted([brandolo, corvane]);
  const nothing = { shared: 0, told: 0, title: 0, text: 0, sameEvent: 0, sameSource: 0 };
  expect(likeness(brandolo, corvane)).toEqual(nothing);
  expect(likeness(telling(''), telling('', { sourceId: 'b' }))).toEqual(nothing);
});

test('it is the same either way, and always a likelihood', () => {
  const { oneOf, upTo } = chance(5);
  const words = 'Brandolo Corvane raises 14 million kettles sanctions président juge "?" : – Le the'.split(' ');
  const tellings = Array.from({ length: 60 }, () =>
    telling(Array.from({ length: upTo(9) }, () => oneOf(words)).join(' '), {
      language: oneOf(['fr', 'en', 'de']),
      sourceId: oneOf(['a', 'b']),
      ...(upTo(2) === 1 && { happened: oneOf(['legal', 'funding'] as const) }),
    }),
  );
  const { likelihood } = counted(tellings);
  for (const a of tellings) {
    for (const b of tellings) {
      expect(likelihood(a, b)).toBeCloseTo(likelihood(b, a), 10);
      expect(likelihood(a, b)).toBeGreaterThan(0);
      expect(likelihood(a, b)).toBeLessThan(1);
    }
  }
});

test('what many tellings name tells little', () => {
  const pair: [Telling, Telling] = [
    telling('Corvane opens a bureau in Lisbon'),
    telling('Corvane sells pianos in Lisbon'),
  ];
  const many = Array.from({ length: 40 }, (_, n) => telling(`Corvane in Lisbon, day ${n}`));
  const alone = counted(pair).likeness(...pair);
  expect(counted([...pair, ...many]).likeness(...pair).shared).toBeLessThan(alone.shared / 2);
});

test('the same event makes it likelier', () => {
  const [a, b] = [telling('Corvane is taken to court'), telling('Corvane must answer for its kettles')];
  const { likelihood } = counted([a, b, brandolo]);
  expect(likelihood({ ...a, happened: 'legal' }, { ...b, happened: 'legal' })).toBeGreaterThan(likelihood(a, b));
});
