import { expect, test } from 'vitest';
import { pricePageOf } from '../../../src/domain/sources/pricePage.ts';

const HOME = 'https://www.exemple.fr/fr/';

test.each([
  ['by its words', '<a href="/fr/offres">Du moment</a><a href="/fr/x">Nos tarifs</a>', 'https://www.exemple.fr/fr/x'],
  ['by its address', '<a href="../pricing/">Choose</a>', 'https://www.exemple.fr/pricing/'],
  ['in English', '<a href="/p?plan=1#top"> Plans &amp;\n pricing </a>', 'https://www.exemple.fr/p'],
  ['without www.', '<a href="https://exemple.fr/prix">…</a>', 'https://exemple.fr/prix'],
  ['the first of several', '<a href="/tarifs">a</a><a href="/pricing">b</a>', 'https://www.exemple.fr/tarifs'],
])('the page of prices is found %s', (_, html, url) => {
  expect(pricePageOf(html, HOME)).toBe(url);
});

test.each([
  ['of another site', '<a href="https://autre.fr/tarifs">Tarifs</a>'],
  ['that is no page', '<a href="javascript:tarifs()">Tarifs</a><a href="mailto:a@b.fr">Prix</a>'],
  ['that speaks of prices', '<a href="/blog/prix-du-cafe-2026">Le prix du café monte encore cette année</a>'],
  ['of nothing', '<p>Tarifs</p>'],
  ['longer than an address', `<a href="/${'a'.repeat(10_000)}/tarifs">Tarifs</a>`],
])('no page of prices is found in a link %s', (_, html) => {
  expect(pricePageOf(html, HOME)).toBeUndefined();
});
