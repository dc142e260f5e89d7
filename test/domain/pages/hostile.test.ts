import { expect, test } from 'vitest';
import { amountsIn } from '../../../src/domain/pages/amounts.ts';
import { lineKey } from '../../../src/domain/pages/keys.ts';
import { withoutIgnored } from '../../../src/domain/pages/rules.ts';
import { readZone } from '../../../src/domain/pages/zone.ts';
import { NOW } from '../../support/builders.ts';
import { itemOf, said } from './reading.ts';

test('a line of ten megabytes is compared by its beginning', () => {
  const tail = 'é€9 '.repeat(2_500_000);
  expect(readZone(`<p>Un début ${tail}</p>`, { ignore: [] }).lines[0]?.text.length).toBeLessThanOrEqual(10_000);
  expect(said(`<p>Un début ${tail}</p>`, `<p>Une suite ${tail}</p>`)).toBeDefined();
});

test('a hundred thousand lines: the first few thousand are compared', () => {
  const list = (word: string) => Array.from({ length: 100_000 }, (_, at) => `<li>${word} ${at} €</li>`).join('');
  expect(readZone(`<ul>${list('Box')}</ul>`, { ignore: [] }).lines).toHaveLength(5000);
  expect(itemOf(`<ul>${list('Box')}</ul>`, `<ul>${list('Sac')}</ul>`)?.change?.lines).toHaveLength(200);
});

test('ten thousand elements deep', () => {
  const nest = (text: string) => `${'<div>'.repeat(10_000)}<p>${text}</p>`;
  expect(said(nest('Ouvert toute la semaine'), nest('Fermé pour travaux'))).toBeDefined();
});

test('a thousand titles of related articles, each in the other', () => {
  const page = `<p>Bonjour</p>${'<div>À lire aussi'.repeat(1000)}`;
  expect(said(page, page)).toBeUndefined();
});

test.each([
  ['figures', '1 '.repeat(20_000)],
  ['figures and separators', '1.2,3 '.repeat(8000)],
  ['prices', '9,99 € '.repeat(8000)],
  ['a figure that never ends', '9'.repeat(50_000)],
  ['dates', '12/12/2026 '.repeat(5000)],
  ['words before a date', `${'mis à jour le '.repeat(4000)}`],
  ['hexadecimal letters', 'a1'.repeat(25_000)],
  ['counters', '1 avis 1 vue '.repeat(4000)],
  ['cells', ' | '.repeat(20_000)],
  ['spaces', ' '.repeat(50_000)],
  ['copyright signs', '© '.repeat(20_000)],
  ['letters halved', '\ud83d'.repeat(20_000)],
])('lines made to slow patterns down: %s', (_, line) => {
  expect(() => lineKey(line, NOW)).not.toThrow();
  expect(amountsIn(line).length).toBeLessThanOrEqual(20);
  expect(() => said(`<p>a ${line}</p>`, `<p>b ${line}</p>`)).not.toThrow();
});

test('a pattern of many stars on a line made for it', () => {
  const change = itemOf('<p>a</p>', `<p>${'a'.repeat(9000)}c</p>`)?.change as never;
  expect(withoutIgnored(change, [`${'*a'.repeat(40)}*b`])).toBeDefined();
});

test('the sentence of a hostile page is short and whole', () => {
  const title = said('<h1>Nova</h1>', `<h1>Nova</h1><p>${'😀'.repeat(3000)} <b>&lt;script&gt;</b></p>`) ?? '';
  expect(title.isWellFormed()).toBe(true);
  expect(title.length).toBeLessThan(300);
});
