import { describe, expect, test } from 'vitest';
import { readConcepts } from '../../../src/config/lexicons.ts';
import { conceptsOf, namedIn } from '../../../src/domain/stories/concepts.ts';

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
const terms = (text: string, language = 'en') => [...namedIn(text, language, concepts).keys()];

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

  test('weighs double where it is a name or a figure; sums are no plain numbers', () => {
    expect([...namedIn('Gelatin of Brugge costs 48 dollars more', 'en', concepts)]).toEqual([
      ['gelat', 1],
      ['brugg', 2],
      ['€48', 2],
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
