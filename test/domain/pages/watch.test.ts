import { describe, expect, test } from 'vitest';
import { learnedPatterns, withoutIgnored } from '../../../src/domain/pages/rules.ts';
import { itemOf, readings, said } from './reading.ts';

const box = (price: string, more = '') => `<h1>Nos boxes</h1><h2>Box mensuelle</h2><p>${price}</p>${more}`;
const titles = (contents: string[], watch: Parameters<typeof readings>[1] = {}) =>
  readings(contents, watch).map(({ entries }) => entries.map(({ title }) => title));
const words = (seed: string, count = 60) => Array.from({ length: count }, (_, at) => `${seed}${at}`).join(' ');

describe('one step after another', () => {
  test('the first reading is remembered and tells nothing; the same again tells nothing', () => {
    const [first, second] = readings([box('24,90 €'), box('24,90 €')]);
    expect([first?.entries, first?.version !== undefined]).toEqual([[], true]);
    expect([second?.entries, second?.version]).toEqual([[], undefined]);
  });

  test('each change is told once, from what was told last', () => {
    expect(titles([box('24,90 €'), box('27,90 €'), box('27,90 €'), box('29,90 €')])).toEqual([
      [],
      ['Box mensuelle : 24,90 € → 27,90 € (+12 %)'],
      [],
      ['Box mensuelle : 27,90 € → 29,90 € (+7 %)'],
    ]);
  });

  test('what a price is of reads as a sentence without the words of its period', () => {
    const kilo = (price: string) => `<h2>La Grande Halte</h2><p>1 kg par mois, sans engagement : ${price}</p>`;
    expect(titles([kilo('39,90 €'), kilo('44,90 €')]).flat()).toEqual([
      'La Grande Halte, 1 kg, sans engagement : 39,90 € → 44,90 € (+13 %)',
    ]);
  });

  test('noise between two readings is no version', () => {
    const [, second] = readings([box('24,90 €', '<p>12 vues</p>'), box('24,90 €', '<p>15 vues</p>')]);
    expect([second?.entries, second?.version, second?.unsettled]).toEqual([[], undefined, false]);
  });
});

describe('a page that flickers', () => {
  const [a, b] = [box('24,90 €'), box('27,90 €')];

  test('what it said before must be read three times before it is news', () => {
    const steps = readings([a, b, a, b, a, b]);
    expect(steps.map(({ entries }) => entries.length)).toEqual([0, 1, 0, 0, 0, 0]);
    expect(steps[2]).toMatchObject({ unsettled: true, remarks: [{ kind: 'flickering' }] });
  });

  test('a change taken back for good is told in the end', () => {
    expect(titles([a, b, a, a, a]).map((each) => each.length)).toEqual([0, 1, 0, 0, 1]);
  });

  test('equal readings that were asked for: a single odd one tells nothing', () => {
    const source = { readings: 2 };
    expect(titles([a, b, a, a], { source }).flat()).toEqual([]);
    expect(titles([a, b, b], { source }).map((each) => each.length)).toEqual([0, 0, 1]);
  });
});

describe('a page that is not itself', () => {
  const long = `<h1>Nos boxes</h1><p>${words('mot')}</p>`;

  test('emptied: an error page sent as a page is waited out', () => {
    const steps = readings([long, '<p>Service unavailable</p>', long]);
    expect(steps.map(({ entries }) => entries.length)).toEqual([0, 0, 0]);
    expect(steps[1]?.unsettled).toBe(true);
  });

  test('emptied for good: told at the third reading', () => {
    const gone = '<p>Offre terminée</p>';
    expect(titles([long, gone, gone, gone]).map((each) => each.length)).toEqual([0, 0, 0, 1]);
  });

  test('rebuilt, its texts and its structure: said as a remark, not as news, and watched from there on', () => {
    const old = `<div class="hero box"><h1 class="title">Boxes</h1><p class="lead">${words('vieux')}</p></div>`;
    const built = (last: string) =>
      `<section class="sc-grid"><ul class="sc-list"><li class="sc-item">${words('neuf')}</li><li>${last}</li></ul></section>`;
    const steps = readings([old, built('Fin du texte'), built('Fin de toute la page')]);
    expect(steps.map(({ entries }) => entries.length)).toEqual([0, 0, 1]);
    expect(steps[1]?.remarks).toEqual([{ kind: 'page-rebuilt', params: {} }]);
  });

  test('a small page may change whole', () => {
    expect(said('<p>Fermé pour travaux</p>', '<div class="x"><b>Ouvert dès lundi prochain</b></div>')).toBeDefined();
  });
});

describe('conditions', () => {
  test('only when a price moves', () => {
    const source = { when: { price: true } };
    expect(said(box('24,90 €'), box('24,90 €', '<p>Nouveau parfum</p>'), { source })).toBeUndefined();
    expect(said(box('24,90 €'), box('27,90 €'), { source })).toBeDefined();
  });

  test('only when a changed line matches', () => {
    const source = { when: { matches: 'rupture|épuisé' } };
    expect(said(box('24,90 €'), box('24,90 €', '<p>Nouveau parfum</p>'), { source })).toBeUndefined();
    expect(said(box('24,90 €'), box('24,90 €', '<p>Stock ÉPUISÉ</p>'), { source })).toBeDefined();
  });

  test('only from so many lines on: small changes add up until they are', () => {
    const source = { when: { lines: 3 } };
    const list = (count: number) =>
      Array.from({ length: count }, (_, at) => `<li>Parfum de saison ${'abcdef'[at]}</li>`).join('');
    const steps = readings(
      [0, 1, 2, 3].map((count) => `<h1>Parfums</h1><ul>${list(count)}</ul>`),
      { source },
    );
    expect(steps.map(({ entries }) => entries.length)).toEqual([0, 0, 0, 1]);
    expect(steps[3]?.entries[0]?.title).toMatch(/Parfum de saison a.*Parfum de saison b.*Parfum de saison c/);
  });

  test('all that are given must hold', () => {
    const source = { when: { price: true, matches: 'box' } };
    expect(said('<p>Livre 9 €</p>', '<p>Livre 12 €</p>', { source })).toBeUndefined();
    expect(said('<p>Box 9 €</p>', '<p>Box 12 €</p>', { source })).toBeDefined();
  });
});

describe('never report this kind again', () => {
  /** What a reader silenced once, asked of what comes next. */
  const isSilent = ([before, after]: [string, string], [next, later]: [string, string]): boolean => {
    const ignoreText = learnedPatterns(itemOf(before, after)?.change as never);
    return said(next, later, { source: { ignoreText } }) === undefined;
  };
  const line = (text: string) => `<h1>Nos boxes</h1><p>${text}</p>`;
  const learn = (before: string, after: string): [string, string] => [line(before), line(after)];

  test.each([
    [
      learn('Commandez avant 12 h pour lundi', 'Commandez avant 14 h pour lundi'),
      learn('Commandez avant 9 h pour lundi', 'Commandez avant 10 h pour lundi'),
    ],
    [
      learn('Le parfum du jour est vanille', 'Le parfum du jour est fraise'),
      learn('Le parfum du jour est citron', 'Le parfum du jour est menthe'),
    ],
    [learn('En stock', 'Épuisé'), learn('Épuisé', 'En stock')],
    [
      learn('Box mensuelle : 24,90 €', 'Box mensuelle : 27,90 €'),
      learn('Box mensuelle : 27,90 €', 'Box mensuelle : 31 €'),
    ],
  ])('%#: the same kind is silent', (learnt, next) => {
    expect(isSilent(learnt, next)).toBe(true);
  });

  test.each([
    [
      learn('Commandez avant 12 h pour lundi', 'Commandez avant 14 h pour lundi'),
      learn('Box', 'Commandez votre box dès maintenant'),
    ],
    [learn('Il pleut', 'Il neige'), learn('Il fait beau', 'Il faut réserver')],
    [
      learn('Le parfum du jour est vanille', 'Le parfum du jour est fraise'),
      learn('Le prix est de 9 €', 'Le prix est de 12 €'),
    ],
    [learn('24,90 €', '27,90 €'), learn('Ouvert', 'Fermé')],
  ])('%#: another kind is told', (learnt, next) => {
    expect(isSilent(learnt, next)).toBe(false);
  });

  test('a change of which a part is silenced is told by the rest', () => {
    const source = { ignoreText: ['Commandez avant * h'] };
    const page = (hour: number, price: string) => `<p>Commandez avant ${hour} h</p><p>Box mensuelle : ${price}</p>`;
    expect(said(page(12, '24,90 €'), page(14, '27,90 €'), { source })).toBe(
      'Box mensuelle : 24,90 € → 27,90 € (+12 %)',
    );
  });

  test('no pattern is only a star, a figure or a sign', () => {
    for (const [before, after] of [
      ['12', '13'],
      ['24,90 €', '27,90 €'],
      ['★', '★★'],
    ] as const) {
      const change = itemOf(line(before), line(after))?.change;
      expect(change ? learnedPatterns(change as never) : [], before).toEqual([]);
    }
  });

  test('stars of a pattern stand for any words; a line and its whole must fit', () => {
    const change = itemOf(line('Plus que trois boxes ce mois'), line('Plus que deux boxes ce mois'))?.change as never;
    const isLeftOut = (pattern: string) => withoutIgnored(change, [pattern]) === undefined;
    expect(['Plus que * boxes*', 'plus*mois', '*', 'PLUS QUE * BOXES CE MOIS'].map(isLeftOut)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['Plus que *  boxes', 'que * boxes ce mois', 'Plus que', ''].map(isLeftOut)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
