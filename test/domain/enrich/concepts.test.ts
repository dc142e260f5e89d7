import { describe, expect, test } from 'vitest';
import { readConcepts } from '../../../src/config/lexicons.ts';
import { conceptsOf, namedIn } from '../../../src/domain/enrich/concepts.ts';
import { headlineOf } from '../../../src/domain/enrich/headline.ts';

const concepts = conceptsOf(
  {
    icc: { fr: ['CPI', 'cour pénale internationale'], en: ['ICC', 'international criminal court'] },
    us: { fr: ['états-unis', 'américain'], en: ['US', 'american'] },
    sanction: { fr: ['sanction'], en: ['sanction'] },
    judge: { fr: ['juge'], en: ['judge'] },
  },
  (name, word) => {
    throw new Error(`${name} ${word}`);
  },
);
const named = (text: string, language = 'en') => namedIn(headlineOf(text), language, concepts);
const terms = (text: string, language?: string) => named(text, language).map(({ term }) => term);

describe('what a text names', () => {
  test('is the same in French and English, in every form of a word', () => {
    const said = ['=us', '=sanction', '=judge', '=icc'];
    expect(terms('American sanctions: judges of the International Criminal Court')).toEqual(said);
    expect(terms('Américaines, les sanctions : juges de la Cour pénale internationale', 'fr')).toEqual(said);
    expect(terms('US sanction: judge of the ICC')).toEqual(said);
  });

  test('is written with a capital where the lexicon has one', () => {
    expect(terms('No one told us of the icc')).toEqual([]);
  });

  test('is names of three letters and more, figures, and how long words begin', () => {
    expect(terms('Gand : Zoé et 48 aéroports organisent', 'fr')).toEqual(['gand', 'zoe', '#48', 'aerop', 'organ']);
    expect(terms('At 7 they go up in May, or so')).toEqual(['may']);
  });

  test('stands at its tokens; names inside a text and figures tell, sums are no plain numbers', () => {
    expect(named('Gelatin, says the International Criminal Court of Brugge, costs 48 dollars')).toEqual([
      { term: 'gelat', from: 0, to: 0, isTelling: false },
      { term: '=icc', from: 3, to: 5, isTelling: true },
      { term: 'brugg', from: 7, to: 7, isTelling: true },
      { term: '€48', from: 9, to: 9, isTelling: true },
    ]);
  });
});

describe('the lexicon of concepts', () => {
  test('that ships is read, and has no word twice', () => {
    expect(readConcepts().fr.size).toBeGreaterThan(500);
  });

  test.each([
    ['a line without an English side', 'dog: chien', 'dog'],
    ['an empty side', 'dog: chien | ', 'dog'],
    ['a third side', 'dog: chien | dog | hund', 'dog'],
    ['a line that is no text', 'dog: [chien]', 'dog'],
    ['a word of two lines', 'dog: chien | dog\nhound: chiens | hound', 'hound'],
  ])('%s is named with its place', (_, text, place) => {
    expect(() => readConcepts(text)).toThrow(new RegExp(`^config/lexicons/concepts.yaml: ${place}: `));
  });
});
