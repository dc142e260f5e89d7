import { describe, expect, test } from 'vitest';
import { wordRuns } from '../../../src/domain/pages/changeHtml.ts';
import { itemOf, said } from './reading.ts';

const card = (name: string, ...lines: string[]) =>
  `<div class="card"><h3>${name}</h3>${lines.map((line) => `<p>${line}</p>`).join('')}</div>`;
const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
const en = { language: 'en' } as const;

describe('a price that moved is told with what it is the price of', () => {
  test.each([
    ['<p>Box mensuelle : 24,90 €</p>', '<p>Box mensuelle : 27,90 €</p>', 'Box mensuelle : 24,90 € → 27,90 € (+12 %)'],
    [card('Box mensuelle', '24,90 €'), card('Box mensuelle', '27,90 €'), 'Box mensuelle : 24,90 € → 27,90 € (+12 %)'],
    [card('Pro', '9,99 €/mois'), card('Pro', '8,99 €/mois'), 'Pro : 9,99 €/mois → 8,99 €/mois (−10 %)'],
    [card('Pro', '9 €/mois'), card('Pro', '90 €/an'), 'Pro : 9 €/mois → 90 €/an'],
    [card('Pro', 'Gratuit'), card('Pro', '9 €'), 'Pro : gratuit → 9 €'],
    [card('Pro', '24,90 €'), card('Pro', '24,95 €'), 'Pro : 24,90 € → 24,95 €'],
    [
      card('Pro', '24,90 €') + card('Max', '30 €'),
      card('Pro', '25,90 €') + card('Max', '60 €'),
      'Max : 30 € → 60 € (+100 %) et 1 autre prix',
    ],
    [
      `<table>${row('Adulte', '12 €')}${row('Enfant', '6 €')}</table>`,
      `<table>${row('Adulte', '14 €')}${row('Enfant', '6 €')}</table>`,
      'Adulte : 12 € → 14 € (+17 %)',
    ],
    [
      '<p>Le paiement en plusieurs fois entraîne des frais qui n’excéderont jamais la somme de 10 € par commande.</p>',
      '<p>Le paiement en plusieurs fois entraîne des frais qui n’excéderont jamais la somme de 25 € par commande.</p>',
      '…qui n’excéderont jamais la somme de : 10 € → 25 € (+150 %)',
    ],
    [card('VPS 1000 G9', '6 €'), card('VPS 1000 G10', '8 €'), 'VPS 1000 G9 → VPS 1000 G10 : 6 € → 8 € (+33 %)'],
    [card('Tarifs 2025', '6 €'), card('Tarifs 2026', '8 €'), 'Tarifs 2025 → Tarifs 2026 : 6 € → 8 € (+33 %)'],
  ])('%#', (before, after, sentence) => {
    expect(said(before, after)).toBe(sentence);
  });

  test('in English', () => {
    expect(said(card('Pro', '$29 per user/month'), card('Pro', '$35 per user/month'), en)).toBe(
      'Pro: $29/month → $35/month (+21%)',
    );
  });

  test('a card that moved in its list and whose price changed', () => {
    const [box, eco, pro] = [card('Box familiale', '24,90 €'), card('Box éco', '9,90 €'), card('Box pro', '49 €')];
    expect(said(box + eco + pro, eco + pro + card('Box familiale', '27,90 €'))).toBe(
      'Box familiale : 24,90 € → 27,90 € (+12 %)',
    );
  });
});

describe('two things are not one whose price moved', () => {
  test.each([
    [card('RS 2000', '17 €'), card('RS 4000', '32 €')],
    [card('Forfait Mini', '9 €'), card('Forfait Maxi', '19 €')],
    [card('Webhosting 2000', '17,08 Euro / Monat'), card('Managed PS 4000', '60,59 Euro / Monat')],
    ['<p>Café 2 €</p>', '<p>Thé 3 €</p>'],
    [`<table>${row('CX22', '2 Intel', '3,29 €')}</table>`, `<table>${row('CX32', '2 Intel', '6,30 €')}</table>`],
  ])('%#', (before, after) => {
    const change = itemOf(before, after)?.change;
    expect(change?.prices).toEqual([]);
    expect(change?.lines.length).toBeGreaterThan(0);
  });

  test('two cards that swap places: nothing', () => {
    const [box, pro] = [card('Box', '24,90 €'), card('Pro', '49 €')];
    expect(said(box + pro, pro + box)).toBeUndefined();
  });
});

describe('a redesign of the same words is no news', () => {
  const before =
    '<div class="intro"><h2>Nos tarifs</h2><p>Box mensuelle sans engagement : 24,90 € par mois.</p><p>Livraison offerte dès deux boxes achetées le même mois.</p></div>';
  test.each([
    [
      'other elements',
      '<section class="x9"><h1>Nos tarifs</h1><ul><li>Box mensuelle sans engagement : 24,90 € par mois.</li><li>Livraison offerte dès deux boxes achetées le même mois.</li></ul></section>',
    ],
    [
      'other line breaks',
      '<h2>Nos tarifs</h2><p>Box mensuelle sans engagement : 24,90 € par mois. Livraison offerte dès deux<br>boxes achetées le même mois.</p>',
    ],
    [
      'another order',
      '<p>Livraison offerte dès deux boxes achetées le même mois.</p><h2>Nos tarifs</h2><p>Box mensuelle sans engagement : 24,90 € par mois.</p>',
    ],
    [
      'inline elements',
      '<h2>Nos <b>tarifs</b></h2><p>Box <i>mensuelle</i> sans engagement&nbsp;: <span>24,90</span> <span>€</span> par mois.</p><p>Livraison offerte dès deux <a href="/b">boxes</a> achetées le même mois.</p>',
    ],
  ])('%s', (_, after) => {
    expect(said(before, after)).toBeUndefined();
  });

  test('a word of news among the same words is told', () => {
    const after =
      '<ul><li>Box mensuelle sans engagement : 24,90 € par mois.</li><li>Livraison à 3 € dès deux boxes.</li></ul>';
    expect(said(before, `<h1>Nos tarifs</h1>${after}`)).toBeDefined();
  });
});

describe('sentences', () => {
  const long = (word: string) =>
    `<p>Le freelance qui répond à une mission par la place de marché s’engage à ${word} sous trois jours ouvrés, sauf cas de force majeure, et à prévenir le client de tout retard.</p>`;

  test.each([
    ['', '<h2>Nouvelle offre Pro</h2>', 'Ajouté : « Nouvelle offre Pro »'],
    ['<h2>Offre Pro</h2>', '', 'Retiré : « Offre Pro »'],
    [
      '',
      '<h2>Offre Pro</h2><p>Pour dix personnes au plus.</p><h2>Offre Max</h2><p>Pour cent personnes au plus.</p>',
      'Ajouté : « Offre Pro », « Offre Max » et 2 autres lignes',
    ],
    [card('Box', 'En stock'), card('Box', 'Épuisé'), 'Box : « En stock » → « Épuisé »'],
    [
      long('répondre'),
      long('livrer'),
      '« …la place de marché s’engage à répondre sous trois jours ouvrés, sauf… » → « …la place de marché s’engage à livrer sous trois jours ouvrés, sauf… »',
    ],
    [
      long('répondre'),
      long('répondre au client et à la société de gestion'),
      'Ajouté : « au client et à la société de gestion »',
    ],
    [
      `<table>${row('RAM', '8 Go', '16 Go')}</table>`,
      `<table>${row('RAM', '8 Go', '24 Go')}</table>`,
      'Nova : RAM : « 16 Go » → « 24 Go »',
    ],
  ])('%#', (before, after, sentence) => {
    const always = '<h1>Nova</h1><p>Tous nos services en ligne.</p>';
    expect(said(always + before, always + after)).toBe(sentence);
  });

  test('a title that came leads, not the line of most words', () => {
    const post = (title: string) =>
      `<article><h2>${title}</h2><p>23 mars</p><p>Un texte de plusieurs lignes sur le même sujet, avec ses détails.</p></article>`;
    const [one, two] = [post('Une école ouvre ses portes'), post('Un pont ferme pour travaux')];
    expect(
      said(
        `<h1>Blog</h1>${two}<p>12 articles au total ici</p>`,
        `<h1>Blog</h1>${one}${two}<p>13 articles au total ici</p>`,
      ),
    ).toMatch(/^Ajouté : « Une école ouvre ses portes » et \d autres changements$/);
  });

  test('a page of prose written anew is told as a whole', () => {
    const prose = (seed: number) =>
      Array.from(
        { length: 20 },
        (_, at) => `<p>${Array.from({ length: 14 }, (_, word) => `mot${seed}x${at}y${word}`).join(' ')}</p>`,
      ).join('');
    expect(said(prose(1), prose(2))).toMatch(/^Texte réécrit, 40 lignes changées : /);
    expect(said(prose(1), prose(2), en)).toMatch(/^Text rewritten, 40 lines changed: /);
  });

  test('a state beside a price that stays', () => {
    expect(said(card('ROCK64', '$ 44.95 Add to cart'), card('ROCK64', '$ 44.95 Read more'), en)).toBe(
      'ROCK64: “$ 44.95 Add to cart” → “$ 44.95 Read more”',
    );
  });

  test('words glued by inline elements are told apart', () => {
    expect(
      said('<h1>Nova</h1>', '<h1>Nova</h1><p><b>Zéro engagement</b><span>Résiliable chaque mois.</span></p>'),
    ).toBe('Ajouté : « Zéro engagement Résiliable chaque mois. »');
  });
});

describe('the item', () => {
  test('holds the change as HTML, its signs escaped', () => {
    expect(
      itemOf('<p>Moins de &lt;b&gt; 10 lignes ici</p>', '<p>Moins de &lt;b&gt; 20 lignes ici</p>')?.contentHtml,
    ).toBe('<p>Moins de &#60;b&#62; <del>10</del> <ins>20</ins> lignes ici</p>');
  });

  test('a price changes whole, and the summary says what it was and what it is', () => {
    const item = itemOf('<p>Box mensuelle : 12,90 €</p>', '<p>Box mensuelle : 13,90 €</p>');
    expect(item?.contentHtml).toBe('<p>Box mensuelle : <del>12,90</del> <ins>13,90</ins> €</p>');
    expect(item?.summaryHtml).toBe('<p>Box mensuelle : 12,90 € → Box mensuelle : 13,90 €</p>');
  });

  test('a change past the two thousandth letter of a paragraph is seen', () => {
    const paragraph = (word: string) => `<p>${'un mot de plus '.repeat(200)}et ${word} pour finir</p>`;
    expect(said(paragraph('trois'), paragraph('quatre'))).toMatch(/trois.*→.*quatre/);
  });

  test('words that changed are marked in runs', () => {
    expect(wordRuns('trois jours ouvrés', 'cinq jours ouvrés')).toEqual([
      { kind: 'removed', text: 'trois' },
      { kind: 'added', text: 'cinq' },
      { kind: 'same', text: ' jours ouvrés' },
    ]);
  });
});
