import { describe, expect, test } from 'vitest';
import { headlineOf } from '../../../src/domain/enrich/headline.ts';
import { matcher, parsePattern } from '../../../src/domain/enrich/pattern.ts';
import { VigieError } from '../../../src/domain/errors.ts';

/** The words of the title that a pattern matches. */
function matched(pattern: string, title: string): string[] {
  const headline = headlineOf(title);
  return matcher([parsePattern(pattern, 'x')])
    .hits(headline)
    .map(({ from, to }) => title.slice(headline.tokens[from]?.start, headline.tokens[to]?.end));
}

describe('a pattern', () => {
  test.each([
    ['leve|levent {money}', 'Kaliz lève 20 millions d’euros pour sa plateforme', 'lève 20 millions d’euros'],
    ['leve|levent {money}', 'Cailabs lève 26 M€', 'lève 26 M€'],
    ['raises {money}', 'Modal raises $25M to train workers', 'raises $25M'],
    ['supprim* ~3 poste*|emploi*', 'Le groupe va supprimer plus de 300 postes', 'supprimer plus de 300 postes'],
    ['fusionn* [avec] {name}', 'Alba fusionne avec Brune', 'fusionne avec Brune'],
    ['^ {number} astuces', '10 astuces pour vos stories', '10 astuces'],
    ['^ {number} astuces', 'Nos 10 astuces', ''],
    ['^ {number} astuces', 'Guide : 10 astuces', '10 astuces'],
    ['comment *er', 'Comment développer sa page', 'Comment développer'],
    ['?', 'Faut-il partir ?', '?'],
    ['{percent} des', '40 % des marques', '40 % des'],
    ['associe avec', 'Alba s’associe avec Brune', 'associe avec'],
  ])('%s in "%s" matches "%s"', (pattern, title, words) => {
    expect(matched(pattern, title)).toEqual(words === '' ? [] : [words]);
  });

  test('a gap does not reach into the next part of the title', () => {
    expect(matched('supprim* ~3 poste*', 'Ils suppriment tout : nouveaux postes')).toEqual([]);
  });

  test.each(['lè*', 'ab*', '~9 mot', '[mot]', '*er', 'mot|', '{argent}', ''])('"%s" is refused by name', (written) => {
    expect(() => parsePattern(written, 'x')).toThrow(VigieError);
  });

  test('amounts are one word however they are written', () => {
    const kinds = (title: string) => headlineOf(title).tokens.map(({ kind, text }) => `${kind} ${text}`);
    expect(kinds('1 500 euros')).toEqual(['money 1500']);
    expect(kinds('€12.5bn deal')).toEqual(['money 125', 'word deal']);
    expect(kinds('iPhone 17')).toEqual(['word iphone', 'number 17']);
    expect(kinds('+12 %')).toEqual(['percent 12']);
  });
});
