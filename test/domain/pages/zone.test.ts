import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { isEmptied, isRebuilt, selectorOf, suggestSelector } from '../../../src/domain/pages/rebuilt.ts';
import { isReadableSelector, isXPath } from '../../../src/domain/pages/selector.ts';
import { readZone } from '../../../src/domain/pages/zone.ts';
import { NOW } from '../../support/builders.ts';

const PAGE = `<html><body><nav>Menu</nav><header>Site</header>
<main><div class="offers"><h2>Box</h2><p>24,90 €</p><p class="stock">12 en stock</p></div>
<div class="offers"><h2>Pro</h2><p>49 €</p></div><table><tr><th>RAM</th><td>8 Go</td><td><p>16</p><p>Go</p></td></tr></table></main>
<footer>Mentions</footer></body></html>`;
const textsOf = (select?: string, ignore: string[] = [], html = PAGE) =>
  readZone(html, { ignore, ...(select !== undefined && { select }) }).lines.map(({ text }) => text);

describe('the watched zone', () => {
  test('without a selector: the main part, the site’s frame left out', () => {
    expect(textsOf()).toEqual(['Box', '24,90 €', '12 en stock', 'Pro', '49 €', 'RAM | 8 Go | 16 Go']);
  });

  test.each([
    ['.offers h2', ['Box', 'Pro']],
    ['//div[@class="offers"]/h2', ['Box', 'Pro']],
    ['(//div[@class="offers"])[2]/p', ['49 €']],
    ["//p[contains(., 'stock')]", ['12 en stock']],
    ['nav', ['Menu']],
    ['.missing', []],
    ['//missing', []],
    ['div[', []],
    ['//div[', []],
  ])('%s', (select, texts) => {
    expect(textsOf(select)).toEqual(texts);
  });

  test('what is ignored, by CSS or XPath', () => {
    expect(textsOf('.offers', ['.stock', '//h2'])).toEqual(['24,90 €', '49 €']);
  });

  test('elements inside one another count once', () => {
    expect(textsOf('div', [], '<body><div>Un<div>Deux</div></div></body>')).toEqual(['Un', 'Deux']);
  });

  test('a price stands under its card’s title', () => {
    const { lines } = readZone(PAGE, { ignore: [] });
    expect(lines.find(({ text }) => text === '24,90 €')?.under).toBe('Box');
    expect(lines.find(({ text }) => text === '49 €')?.under).toBe('Pro');
  });

  test('a title in the body of a page without a head is not its text', () => {
    expect(textsOf(undefined, [], '\ufeffx<title>Nova</title><p>Bonjour</p>')).toEqual(['x', 'Bonjour']);
  });
});

test.each([
  ['main p', true, false],
  ['//main/p', true, true],
  ['(//p)[1]', true, true],
  ['./p', true, true],
  ['p[', false, false],
  ['//p[', false, true],
  [' ', false, false],
])('“%s” can be read: %s; is XPath: %s', (selector, isReadable, isPath) => {
  expect([isReadableSelector(selector), isXPath(selector)]).toEqual([isReadable, isPath]);
});

describe('a zone that was lost', () => {
  const lost = ['Box mensuelle à la vanille', 'Livraison offerte dès deux boxes', 'Sans engagement'].map((text) => ({
    text,
  }));
  const html = `<body><nav>Menu</nav><div id="app"><div class="css-1a2b3c plans">${lost.map(({ text }) => `<p>${text}</p>`).join('')}</div><p>${'Autre texte. '.repeat(30)}</p></div></body>`;

  test('is found again by what it said, under a name that lasts', () => {
    expect(suggestSelector(html, lost, NOW)).toBe('.plans');
  });

  test('is not suggested where the page says other things', () => {
    expect(suggestSelector('<body><div><p>Rien de tel</p></div></body>', lost, NOW)).toBeUndefined();
  });

  test('an element of no name is named by its way', () => {
    const $ = load('<body><main><div><p>Un</p></div><div><p>Deux</p></div></main></body>');
    const element = $('p').get(1);
    expect(element && $(selectorOf($, element)).text()).toBe('Deux');
  });
});

describe('rebuilt or emptied', () => {
  const reading = (word: string, structure: string[]) => ({
    lines: [{ text: Array.from({ length: 60 }, (_, at) => `${word}${at}`).join(' ') }],
    structure,
  });

  test.each([
    ['other words and other structure', reading('neuf', ['.x', '.y', 'ul']), true],
    ['other words in the same structure', reading('neuf', ['.hero', 'p']), false],
    ['the same words in another structure', reading('mot', ['.x', '.y', 'ul']), false],
  ])('%s', (_, after, isNew) => {
    expect(isRebuilt(reading('mot', ['.hero', 'p']), after)).toBe(isNew);
  });

  test('a page that keeps a fifth of its words is not emptied', () => {
    const { lines } = reading('mot', []);
    expect(isEmptied(lines, [{ text: 'Erreur 500' }])).toBe(true);
    expect(isEmptied(lines, [{ text: 'mot1 mot2 mot3' }])).toBe(false);
    expect(isEmptied([{ text: 'Court' }], [{ text: 'Vide' }])).toBe(false);
  });
});
