import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import { tagger } from '../../../src/domain/enrich/tagger.ts';
import { anActor, anItem, EMPTY_CATALOG, UTC_CLOCK } from '../../support/builders.ts';

const LEXICONS = readLexicons();
const orange = anActor({ id: 'orange', name: 'Orange', aliases: [], not: ['jus d’orange', 'vigilance orange'] });
const threads = anActor({
  id: 'threads',
  name: 'Threads',
  aliases: [],
  not: ['threads of'],
  context: ['Meta', 'Instagram'],
});
const amazon = anActor({ id: 'amazon', name: 'Amazon', aliases: ['Prime Video'], not: ['the Amazon rainforest'] });
const tag = tagger([orange, threads, amazon], [], EMPTY_CATALOG, UTC_CLOCK, LEXICONS);
const named = (title: string, language = 'en', text = '') =>
  tag(anItem({ title, text, language }), { id: 's', name: '', tags: [] }).actors.map(({ id }) => id);

describe('a name that is also a common word', () => {
  test.each([
    ['a capital in the midst of a sentence', 'Le patron d’Orange promet la fibre', 'fr', 'orange'],
    ['a hashtag', 'merci #Orange pour rien', 'fr', 'orange'],
    ['a handle with more letters', '@AmazonFR, colis jamais reçu', 'fr', 'amazon'],
    ['a possessive', 'Threads’ users are leaving', 'en', 'threads'],
    ['a name between quotes', 'Le maire teste « Threads » pour répondre', 'fr', 'threads'],
    ['first in the title, doing what companies do', 'Orange lance une offre', 'fr', 'orange'],
    ['first in the title, in its context', 'Threads opens to developers, Meta says', 'en', 'threads'],
    ['what people use', 'l’appli orange rame encore ce matin', 'fr', 'orange'],
    ['where people are', 'une rumeur partie de sur threads hier soir', 'fr', 'threads'],
    ['after a verb, though most words have capitals', 'Désinformation : Bruxelles convoque Orange', 'fr', 'orange'],
    ['in a row of names', 'Bouygues et Orange négocient', 'fr', 'orange'],
    ['a compound', 'An Amazon-backed firm files to list', 'en', 'amazon'],
    ['another spelling that is no common word', 'prime video ajoute des matchs', 'fr', 'amazon'],
  ])('is one: %s', (_, title, language, id) => {
    expect(named(title, language)).toEqual([id]);
  });

  test.each([
    ['fruit', 'Une orange par jour suffit-elle ?', 'fr'],
    ['a town', 'À Orange, un lycée évacué après une fuite de gaz', 'fr'],
    ['a colour', 'Météo : le ciel vire à l’orange', 'fr'],
    ['an excluded phrase', 'Vigilance orange sur le littoral', 'fr'],
    ['a sentence that begins with it', 'Threads from a Viking sail found in an attic', 'en'],
    ['a verb after a helper', 'Looms can help threads hold for decades', 'en'],
    ['a verb', 'She threads her kayak between icebergs', 'en'],
    ['a river', 'Rafting the Amazon from source to sea', 'en'],
  ])('is none: %s', (_, title, language) => {
    expect(named(title, language)).toEqual([]);
  });
});

test('a name that nobody said to be a common word is found however it is typed', () => {
  const find = tagger([anActor({ not: [] })], [], EMPTY_CATALOG, UTC_CLOCK, LEXICONS);
  const item = anItem({ title: 'un post avec buffer, puis un autre', language: 'fr' });
  expect(find(item, { id: 's', name: '', tags: [] }).actors).toMatchObject([{ id: 'buffer' }]);
});
