import { describe, expect, test } from 'vitest';
import { VigieError } from '../../../src/domain/errors.ts';
import { queryDocument } from '../../../src/domain/query/document.ts';
import { matchQuery } from '../../../src/domain/query/match.ts';
import { parseRule, parseSearch } from '../../../src/domain/query/parse.ts';
import { resolved } from '../../support/builders.ts';

function mistakeIn(
  query: string,
  parse: (text: string) => unknown = parseRule,
): { code: string } & VigieError['params'] {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof VigieError) return { code: error.code, ...error.params };
    throw error;
  }
  throw new Error(`no mistake found in ${query.slice(0, 80)}`);
}

describe('a mistake is named with its column, counted from 1', () => {
  test.each([
    ['', 'query.empty', 1],
    ['   ', 'query.empty', 1],
    ['prix "hausse', 'query.unclosedQuote', 6],
    ['« prix', 'query.unclosedQuote', 1],
    ['prix (hausse', 'query.unclosedGroup', 6],
    ['a (b (c)', 'query.unclosedGroup', 3],
    ['prix) hausse', 'query.extraClose', 5],
    ['OR prix', 'query.unexpected', 1],
    ['prix ET ET hausse', 'query.unexpected', 9],
    ['()', 'query.unexpected', 2],
    ['NEAR/5 prix', 'query.unexpected', 1],
    ['prix ET', 'query.missingTerm', 8],
    ['prix OU ', 'query.missingTerm', 9],
    ['NOT', 'query.missingTerm', 4],
    ['title:', 'query.missingTerm', 7],
    ['prix NEAR/5', 'query.missingTerm', 12],
    ['prix NEAR/0 hausse', 'query.nearRange', 6],
    ['prix NEAR/31 hausse', 'query.nearRange', 6],
    ['prix NEAR/1000 hausse', 'query.nearRange', 6],
    ['prix NEAR/5 lang:fr', 'query.nearNeedsWords', 6],
    ['(a b) NEAR/5 c', 'query.nearNeedsWords', 7],
    ['a NEAR/5 -b', 'query.nearNeedsWords', 3],
    ['= (prix)', 'query.exactNeedsWord', 1],
    ['prix =-a', 'query.exactNeedsWord', 6],
    ['prix a*b', 'query.starInside', 7],
    ['*prix', 'query.starInside', 1],
    ['prix ab*', 'query.shortPrefix', 6],
    ['"régie pu*"', 'query.shortPrefix', 8],
    ['prix ++', 'query.noWord', 6],
    ['""', 'query.noWord', 1],
    ['prix couleur:bleu', 'query.unknownField', 6],
    ['title:lang:fr', 'query.fieldInField', 1],
    ['titre:(prix after:2026-01-01)', 'query.fieldInField', 1],
    ['lang:-fr', 'query.missingValue', 6],
    ['lang:()', 'query.missingValue', 1],
    ['tag:"!!"', 'query.missingValue', 5],
    ['is:new', 'query.unknownIs', 4],
    ['after:hier', 'query.badDate', 7],
    ['prix before:2026-13', 'query.badDate', 13],
    ['after:2026-02-30', 'query.badDate', 7],
    ['after:26-01-01', 'query.badDate', 7],
    ['last:month', 'query.badDuration', 6],
    ['last:0d', 'query.badDuration', 6],
    ['last:30x', 'query.badDuration', 6],
  ])('%j: %s at column %i', (query, code, column) => {
    expect(mistakeIn(query)).toMatchObject({ code, column });
  });

  test('the search box refuses a search that only excludes, rules accept it', () => {
    expect(mistakeIn('-prix', parseSearch)).toMatchObject({ code: 'query.onlyNegative' });
    expect(mistakeIn('prix OR -hausse', parseSearch)).toMatchObject({ code: 'query.onlyNegative' });
    expect(parseRule('-prix')).toMatchObject({ type: 'not' });
    expect(parseSearch('prix -hausse')).toBeDefined();
    expect(parseSearch('lang:fr -hausse')).toBeDefined();
  });

  test('an empty search is no search', () => {
    expect(parseSearch('  ')).toBeUndefined();
  });
});

describe('hostile queries end soon, in a tree or in a named mistake', () => {
  const within = (limitMs: number, act: () => void) => {
    const start = performance.now();
    act();
    expect(performance.now() - start).toBeLessThan(limitMs);
  };

  test('4,000 characters are read, 4,001 are too long', () => {
    expect(parseRule('a'.repeat(4000))).toMatchObject({ type: 'word' });
    expect(mistakeIn('a'.repeat(4001))).toMatchObject({ code: 'query.tooLong', max: 4000 });
  });

  test('10,000 parentheses are refused without filling the stack', () => {
    within(500, () => expect(mistakeIn('('.repeat(10_000))).toMatchObject({ code: 'query.tooLong' }));
    within(500, () => expect(mistakeIn('('.repeat(3900))).toMatchObject({ code: 'query.tooDeep', column: 41 }));
    within(500, () => expect(mistakeIn('-'.repeat(3900))).toMatchObject({ code: 'query.tooDeep' }));
    within(500, () => expect(mistakeIn(`${'title:('.repeat(500)}a`)).toMatchObject({ code: 'query.tooDeep' }));
    within(500, () => expect(mistakeIn(`${'title:'.repeat(600)}a`)).toMatchObject({ code: 'query.tooDeep' }));
  });

  test('forty groups in a row are not forty deep', () => {
    expect(parseRule('(a) '.repeat(150))).toMatchObject({ type: 'and' });
  });

  test.each([
    ['.*.*.*=.*'],
    ['(a+)+$'],
    ['[[:alpha:]]'],
    ['a|b|c'],
    ['\\w\\d\\'],
    ['$&$1'],
    ['a\u0000b'],
    ['\ud800x'],
    ['💥 prix'],
  ])('%j never throws anything but a VigieError', (query) => {
    within(500, () => {
      try {
        matchQuery(resolved(query), queryDocument('prix', 'x '.repeat(1000)));
      } catch (error) {
        expect(error).toBeInstanceOf(VigieError);
      }
    });
  });

  test('any 300 signs at random end in a tree or in a VigieError with a column inside the query', () => {
    const signs = [
      '(',
      ')',
      '"',
      '-',
      '=',
      '*',
      '~2',
      ' ',
      'OR ',
      'ET ',
      'NEAR/3 ',
      'title:',
      'lang:',
      'last:',
      'mot',
      'é',
      '«',
      "l'",
    ];
    let state = 42;
    for (let round = 0; round < 2000; round += 1) {
      let query = '';
      for (let at = 0; at < 12; at += 1) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        query += signs[(state >>> 8) % signs.length];
      }
      try {
        parseRule(query);
      } catch (error) {
        expect(error, query).toBeInstanceOf(VigieError);
        const { column } = (error as VigieError).params;
        expect(column, query).toBeGreaterThanOrEqual(1);
        expect(column, query).toBeLessThanOrEqual(query.length + 1);
      }
    }
  });
});

describe('hostile texts are matched in bounded time', () => {
  const repeated = queryDocument('', 'reels shorts '.repeat(10_000));

  test.each([
    ['reels NEAR/30 shorts'],
    ['reels NEAR/30 reels'],
    ['reels NEAR/30 shorts NEAR/30 reels'],
    ['"reels shorts reels"'],
    ['"reels shorts reels shorts reels"~20'],
    ['ree* NEAR/30 sho*'],
    ['reels OR shorts'],
  ])('%s over 20,000 words of nothing else', (query) => {
    const start = performance.now();
    expect(matchQuery(resolved(query), repeated)).toBeDefined();
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('words beyond the 20,000th are not read', () => {
    const document = queryDocument('', `${'x '.repeat(20_000)} prix`);
    expect(matchQuery(resolved('prix'), document)).toBeUndefined();
  });
});
