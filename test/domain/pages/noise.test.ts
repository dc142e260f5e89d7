import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../src/domain/model/units.ts';
import { lineKey } from '../../../src/domain/pages/keys.ts';
import { NOW } from '../../support/builders.ts';
import { said } from './reading.ts';

const p = (text: string) => `<h1>Nova</h1><p>Tous nos services en ligne.</p><p>${text}</p>`;

test.each([
  ['Il y a 2 heures', 'Il y a 3 jours'],
  ['Published 5 minutes ago by Ann', 'Published 2 hours ago by Ann'],
  ['vor 3 Stunden', 'vor einer Woche'],
  ['Mis à jour le 23/11/2026 à 18:12', 'Mis à jour le 24/11/2026 à 06:30'],
  ['Last updated: November 23, 2026', 'Last updated: November 24, 2026'],
  ['Page générée le 24/11/2026 à 03:12:44', 'Page générée le 24/11/2026 à 04:13:45'],
  ['Generated at 2026-11-24T03:12:44.123Z', 'Generated at 2026-11-24T06:12:44.999Z'],
  ['Page rendue en 0,034 s', 'Page rendue en 0,034 s'],
  ['Généré en 0,034 s', 'Généré en 1,2 s'],
  ['12 345 vues', '12 391 vues'],
  ['Par Ann · 1.2K views · 3 comments', 'Par Ann · 1.3K views · 5 comments'],
  ['Likes: 12', 'Likes: 1,340'],
  ['4,5/5 (1 234 avis)', '4,6/5 (1 240 avis)'],
  ['12 personnes consultent cette page', '3 personnes consultent cette page'],
  ['Visitor number: 12345', 'Visitor number: 12399'],
  ['Plus que 3 h 12', 'Plus que 2 h 44'],
  ['Ends in 02:11:09', 'Ends in 01:00:12'],
  ['Session: 8f3ac09d2b7e', 'Session: 0aa1bb2cc3dd'],
  ['Trace 6f9619ff-8b86-d011-b42d-00cf4fc964ff', 'Trace 7f9619ff-8b86-d011-b42d-00cf4fc964ff'],
  ['© 2025 Nova', '© 2026 Nova'],
  ['© 2019–2025 Nova', '© 2019–2026 Nova'],
  ['Tarifs « clairs » - l’offre', 'tarifs "clairs" – l\'offre'],
  ['Deux   mots\n de plus', 'Deux mots de plus'],
  ['Prix&nbsp;: 12&nbsp;€', 'Prix : 12 €'],
  ['', 'Have a moment?'],
  ['Was this page helpful?', 'Toggle navigation'],
])('“%s” → “%s” is no news', (before, after) => {
  expect(said(p(before), p(after))).toBeUndefined();
});

test.each([
  ['Concert le 12 mars à 18 h', 'Concert le 12 mars à 19 h'],
  ['Concert le 12 mars 2027 à 18 h', 'Concert le 12 mars 2027 à 19 h'],
  ['Réunion demain, 25 novembre 2026 à 18 h', 'Réunion demain, 25 novembre 2026 à 19 h'],
  ['Ouvert de 9h-18h', 'Ouvert de 9h-19h'],
  ['En stock', 'Rupture de stock'],
  ['3 sites inclus', '5 sites inclus'],
  ['Version 12.2', 'Version 12.6'],
  ['500 avis requis', '300 avis requis'],
  ['Vous avez au moins 10 000 abonnés', 'Vous avez au moins 5 000 abonnés'],
  ['Creators need 10,000 followers.', 'Creators need 5,000 followers.'],
  ['Up to 100 downloads', 'Up to 200 downloads'],
  [
    'Le retrait de 6 points du permis de conduire est prononcé.',
    'Le retrait de 4 points du permis de conduire est prononcé.',
  ],
  ['Engagement : 12 mois', 'Engagement : 24 mois'],
  ['Livraison en 3 jours', 'Livraison en 5 jours'],
  ['Un article sur les cookies', 'Un article sur les traceurs'],
  ['Date limite : 30 janvier 2027', 'Date limite : 28 février 2027'],
  ['Durée : 2 heures', 'Durée : 3 heures'],
  ['12 % de TVA', '15 % de TVA'],
  ['Salle B12', 'Salle B14'],
])('“%s” → “%s” is news', (before, after) => {
  expect(said(p(before), p(after))).toBeDefined();
});

describe('keys', () => {
  test('a stamp is masked as long as either reading is near it', () => {
    const posted = '24 novembre 2026';
    expect(lineKey(posted, NOW)).toBe('');
    expect(lineKey(posted, NOW + 200 * HOUR_MS)).not.toBe('');
    expect(lineKey(posted, NOW + 200 * HOUR_MS, NOW)).toBe('');
  });

  test('a line of signs or noise alone has no key', () => {
    for (const text of ['', ' — ', '•••', '3 comments', 'Il y a 2 h', '👍']) expect(lineKey(text, NOW), text).toBe('');
  });
});

describe('furniture', () => {
  test.each([
    ['an advert by its class', '<div class="ad">Matelas à 99 €</div>'],
    ['a sponsored aside', '<aside class="sponsored"><p>VPN à 2 €</p></aside>'],
    ['adsense', '<ins class="adsbygoogle">Assurance</ins>'],
    ['taboola', '<div id="taboola-below"><p>Dix astuces</p></div>'],
    ['a frame', '<iframe src="/ad">Voyage</iframe>'],
    ['a named consent banner', '<div class="cookie-banner">Nous utilisons des cookies.</div>'],
    ['a consent dialog', '<div role="dialog">We use cookies. <button>OK</button></div>'],
    [
      'a consent banner of no name',
      '<div class="x1"><div><p>Ce site dépose des cookies.</p></div><div><button>Tout accepter</button><a href="#">Continuer sans accepter</a></div></div>',
    ],
    ['what is hidden', '<p hidden>Secret</p><p style="display: none">Secret</p>'],
    [
      'scripts, styles and comments',
      '<script>1</script><style>p{}</style><!-- built today --><noscript>pixel</noscript>',
    ],
    [
      'related articles',
      '<h3>À lire aussi</h3><ul><li><a href="/a">Un article</a></li><li><a href="/b">Un autre</a></li></ul>',
    ],
    ['a price struck through', '<p><s>29,90 €</s></p>'],
  ])('%s comes and goes unnoticed', (_, block) => {
    const page = '<h1>Nova</h1><p>Tous nos services.</p>';
    expect(said(page, page + block)).toBeUndefined();
    expect(said(page + block, page)).toBeUndefined();
  });

  test.each([
    ['a promotion', '<div class="promo-banner">-20 % jusqu’à dimanche</div>'],
    ['a class name that only holds the letters', '<div class="shadow adresse">12 rue Haute</div>'],
    ['a made-up class name', '<div class="css-ad4120">Nouvelle offre</div>'],
    ['an article about cookies', `<article class="cookie-law"><p>La loi sur les cookies change.</p></article>`],
    ['an offer below “À lire aussi”', '<p>À lire aussi</p><p>Notre nouvelle offre est sortie.</p>'],
    ['a choice that is not of cookies', '<div><p>Recette des cookies au chocolat</p><button>Ajouter</button></div>'],
  ])('%s is news', (_, block) => {
    const page = '<h1>Nova</h1><p>Tous nos services.</p>';
    expect(said(page, page + block)).toBeDefined();
  });

  test('the struck price beside the one asked: a price that fell', () => {
    const card = (price: string) => `<h3>Box mensuelle</h3><p>${price}</p>`;
    expect(said(card('24,90 €'), card('<del>24,90 €</del> 19,90 €'))).toBe('Box mensuelle : 24,90 € → 19,90 € (−20 %)');
  });
});
