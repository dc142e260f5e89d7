import { describe, expect, test } from 'vitest';
import {
  type Amount,
  amountsIn,
  askedAmounts,
  numberOf,
  priceChanges,
  withoutAmounts,
} from '../../../src/domain/pages/amounts.ts';

const short = ({ value, currency, period }: Amount): string => `${value} ${currency}${period ? `/${period}` : ''}`;
const found = (line: string): string[] => amountsIn(line).map(short);

test.each([
  ['24,90 €', ['24.9 EUR']],
  ['24,90€', ['24.9 EUR']],
  ['24\u00a0€', ['24 EUR']],
  ['€24.90', ['24.9 EUR']],
  ['€ 0.0063 / h', ['0.0063 EUR/hour']],
  ['24€90', ['24.9 EUR']],
  ['1 299,00 €', ['1299 EUR']],
  ['1\u202f299,00\u00a0€', ['1299 EUR']],
  ['1.299,00 EUR', ['1299 EUR']],
  ["1'299.00 CHF", ['1299 CHF']],
  ['$1,299.00', ['1299 USD']],
  ['US$49', ['49 USD']],
  ['£9.99 per month', ['9.99 GBP/month']],
  ['9,99 €/mois', ['9.99 EUR/month']],
  ['9,99 € HT par mois', ['9.99 EUR/month']],
  ['99 € par an', ['99 EUR/year']],
  ['5 € de l’heure', ['5 EUR/hour']],
  ['0,008€/Stunde', ['0.008 EUR/hour']],
  ['3,99 € / Monat', ['3.99 EUR/month']],
  ['17,08 Euro / Monat', ['17.08 EUR/month']],
  ['$29 per user/month billed annually', ['29 USD/month']],
  ['$29 per user per month', ['29 USD/month']],
  ['12 € / utilisateur / mois', ['12 EUR/month']],
  ['CHF 12.–', ['12 CHF']],
  ['Fr. 12.50', ['12.5 CHF']],
  ['12,– €', ['12 EUR']],
  ['499 kr', ['499 SEK']],
  ['29,99 zł', ['29.99 PLN']],
  ['3 x 25 €', ['25 EUR']],
  ['10 € – 20 €', ['10 EUR', '20 EUR']],
  ['12 € HT / 14,40 € TTC', ['12 EUR', '14.4 EUR']],
  ['iPhone 15 €', ['15 EUR']],
  ['Forfait 4G 19 €', ['19 EUR']],
  ['Gratuit', ['0 ']],
  ['Prix | Free | 9 €', ['0 ', '9 EUR']],
])('%s is a price', (line, amounts) => {
  expect(found(line)).toEqual(amounts);
});

test.each([
  ['-20 % sur tout le site'],
  ['100% remboursé'],
  ['01 42 36 00 00'],
  ['+33 1 42 36 00 00'],
  ['le 24/11/2026 à 18 h'],
  ['2026-11-24'],
  ['Forfait 4G'],
  ['Version 12.6'],
  ['75009 Paris'],
  ['Livraison gratuite dès demain'],
  ['Feel free to call'],
  ['Apple stopped over $1.5 billion in suspect transactions'],
  ['une levée de 12 millions d’euros, puis 12 M€'],
  ['1,5 milliard € de ventes'],
  ['ISBN 978 2 07 036822 8'],
  [''],
])('%s is none', (line) => {
  expect(found(line)).toEqual([]);
});

test.each([
  ['19,90 € au lieu de 24,90 €', ['19.9 EUR']],
  ['1,08 € / Monat statt 2,17 € / Monat', ['1.08 EUR/month']],
  ['$9, was $12', ['9 USD']],
  ['statt 2,17 € / Monat', []],
  ['12 € HT, 14,40 € TTC', ['12 EUR', '14.4 EUR']],
])('%s: what is asked today', (line, asked) => {
  expect(askedAmounts(line).map(short)).toEqual(asked);
});

test.each([
  ['1 299,00', 1299],
  ['1,299.00', 1299],
  ['1.299', 1299],
  ['24,90', 24.9],
  ['0.005', 0.005],
  ['12,5', 12.5],
  ['1’000’000', 1_000_000],
  ['douze', undefined],
])('%s is the number %s', (written, number) => {
  expect(numberOf(written)).toBe(number);
});

describe('a price that moved', () => {
  const moved = (before: string, after: string) =>
    priceChanges(before, after, '').map(({ before: old, after: current, percent }) => [
      short(old),
      short(current),
      percent,
    ]);

  test.each([
    ['24,90 €', '27,90 €', [['24.9 EUR', '27.9 EUR', 12]]],
    ['24,90 €', '24€90', []],
    ['24,90 €/mois', '24,90 €/an', [['24.9 EUR/month', '24.9 EUR/year', undefined]]],
    ['24,90 €', '$24.90', [['24.9 EUR', '24.9 USD', undefined]]],
    ['Gratuit', '9 €', [['0 ', '9 EUR', undefined]]],
    ['0 €', 'Gratuit', []],
    [
      '12 € HT / 14,40 € TTC',
      '13 € HT / 15,60 € TTC',
      [
        ['12 EUR', '13 EUR', 8],
        ['14.4 EUR', '15.6 EUR', 8],
      ],
    ],
    ['24,90 €', '19,90 € au lieu de 24,90 €', [['24.9 EUR', '19.9 EUR', -20]]],
    ['9 €', '9 € ou 90 € par an', []],
  ])('%s → %s', (before, after, changes) => {
    expect(moved(before, after)).toEqual(changes);
  });
});

test.each([
  ['Box mensuelle : 24,90 €', 'Box mensuelle'],
  ['dès 9,99 € / mois', ''],
  ['ab 13,20 Euro / Monat', ''],
  ['VPS 1000 G10 | 8,75 €', 'VPS 1000 G10'],
])('%s names %s', (line, name) => {
  expect(withoutAmounts(line)).toBe(name);
});
