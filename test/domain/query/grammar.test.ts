import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/domain/model/units.ts';
import { parseRule } from '../../../src/domain/query/parse.ts';
import { says } from '../../support/builders.ts';

const word = (text: string) => ({ type: 'word', word: text, prefix: false });

describe('operators', () => {
  test.each([['reels shorts'], ['reels AND shorts'], ['reels ET shorts']])('%s asks for both words', (query) => {
    expect(parseRule(query)).toEqual({ type: 'and', nodes: [word('reels'), word('shorts')] });
    expect(says(query, 'des shorts et des reels')).toBe(true);
    expect(says(query, 'des reels seulement')).toBe(false);
  });

  test.each([['reels OR shorts'], ['reels OU shorts']])('%s asks for either', (query) => {
    expect(parseRule(query)).toEqual({ type: 'or', nodes: [word('reels'), word('shorts')] });
    expect(says(query, 'des shorts')).toBe(true);
    expect(says(query, 'des stories')).toBe(false);
  });

  test.each([
    ['reels NOT emploi'],
    ['reels SAUF emploi'],
    ['reels -emploi'],
    ['reels AND NOT emploi'],
    ['reels ET -emploi'],
  ])('%s leaves out what is excluded', (query) => {
    expect(says(query, 'des reels')).toBe(true);
    expect(says(query, 'des reels, une offre d’emploi')).toBe(false);
  });

  test('operators are capitals: small "and", "ou", "near" are words', () => {
    expect(says('sel ou poivre', 'sel poivre')).toBe(false);
    expect(says('sel ou poivre', 'du sel ou du poivre')).toBe(true);
    expect(says('near', 'so near')).toBe(true);
  });

  test('AND binds tighter than OR, NEAR tighter than AND, NOT tightest', () => {
    expect(parseRule('a OR b c')).toEqual({
      type: 'or',
      nodes: [word('a'), { type: 'and', nodes: [word('b'), word('c')] }],
    });
    expect(parseRule('a b NEAR/2 c')).toMatchObject({ type: 'and', nodes: [word('a'), { type: 'near', distance: 2 }] });
    expect(parseRule('NOT a b')).toEqual({ type: 'and', nodes: [{ type: 'not', node: word('a') }, word('b')] });
  });

  test('parentheses change the order, however many', () => {
    expect(says('(a OR b) c', 'a')).toBe(false);
    expect(says('a OR b c', 'a')).toBe(true);
    expect(says('((((a))))', 'a')).toBe(true);
  });

  test('two negations cancel out', () => {
    expect(says('NOT NOT a', 'a')).toBe(true);
    expect(says('--a', 'b')).toBe(false);
  });

  test('an excluded group excludes what the whole group matches', () => {
    expect(says('a -(b c)', 'a b')).toBe(true);
    expect(says('a -(b c)', 'a b c')).toBe(false);
  });
});

describe('words', () => {
  test('a word matches whole words only: meta is not metaverse', () => {
    expect(says('meta', 'Le metaverse de Meta')).toBe(true);
    expect(says('meta', 'Le metaverse, le #metaverse et metas')).toBe(false);
  });

  test('a hyphen, a dot or a slash ends a word', () => {
    expect(says('meta', 'post-meta-analyse')).toBe(true);
    expect(says('buffer.com', 'lu sur buffer.com hier')).toBe(true);
    expect(says('short-form', 'short form')).toBe(true);
  });

  test.each([
    ['levée de fonds', 'LEVEE DE FONDS'],
    ['levee', 'La levée'],
    ['œuvre', 'une oeuvre'],
    ['oeuvre', 'L’Œuvre'],
    ['agence', 'l’agence'],
    ["l'agence", 'une agence'],
    ['l’agence', "L'AGENCE"],
    ['émile', "d'Emile"],
    ["qu'ils", 'ils'],
    ["jusqu'ici", 'ici'],
    ['strasse', 'Straße'],
    ['cafe', 'cafe\u0301'],
    ['ﬁltre', 'filtre'],
  ])('%s finds %s: accents, case, elision and ligatures do not count', (query, text) => {
    expect(says(query, text)).toBe(true);
  });

  test('words a plain object would know by itself are ordinary words', () => {
    for (const each of ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__']) {
      expect(says(each, `the ${each} of it`), each).toBe(true);
      expect(says(each, 'nothing of the kind'), each).toBe(false);
    }
  });

  test('a star at the end matches every continuation, and the word itself', () => {
    expect(says('publicit*', 'publicité, publicitaire')).toBe(true);
    expect(says('meta*', 'meta')).toBe(true);
    expect(says('publicit*', 'antipublicitaire')).toBe(false);
  });

  test('an equals sign makes the case count', () => {
    expect(says('=Meta', 'Meta annonce')).toBe(true);
    expect(says('=Meta', 'une META-analyse, une meta')).toBe(false);
    expect(says('=Later', 'see you later')).toBe(false);
    expect(says('=Buff*', 'Buffer')).toBe(true);
    expect(says('=Buff*', 'buffer')).toBe(false);
    expect(says('="Sprout Social"', 'sprout social')).toBe(false);
    expect(says('="Sprout Social"', 'chez Sprout Social')).toBe(true);
  });

  test('exact spelling does not depend on how accents are encoded', () => {
    expect(says('=Élan', 'E\u0301lan')).toBe(true);
    expect(says('=E\u0301lan', 'Élan')).toBe(true);
    expect(says('=Élan', 'Elan')).toBe(false);
  });
});

describe('phrases', () => {
  test.each([['"vidéo courte"'], ['“vidéo courte”'], ['« vidéo courte »'], ['„vidéo courte“']])(
    '%s matches the words in a row',
    (query) => {
      expect(says(query, 'une Vidéo  courte')).toBe(true);
      expect(says(query, 'courte vidéo')).toBe(false);
      expect(says(query, 'vidéo très courte')).toBe(false);
    },
  );

  test('~n lets n other words stand between two neighbours', () => {
    expect(says('"prix offre"~2', 'le prix de cette offre')).toBe(true);
    expect(says('"prix offre"~2', 'le prix de cette nouvelle offre')).toBe(false);
    expect(says('"prix offre"~2', 'offre de prix')).toBe(false);
  });

  test('~n tries every place of a word that comes several times', () => {
    expect(says('"a b c"~2', 'a b x b x x c')).toBe(true);
    expect(says('"a b c"~2', 'a x b c x b')).toBe(true);
  });

  test('~n of any size stays one number', () => {
    expect(says('"prix offre"~100', `prix ${'x '.repeat(50)} offre`)).toBe(true);
    expect(parseRule('"prix offre"~100')).toMatchObject({ type: 'phrase' });
  });

  test('a prefix may end any word of a phrase', () => {
    expect(says('"régie publicit*"', 'la régie publicitaire')).toBe(true);
    expect(says('"régie publicit*"', 'la régie du métro')).toBe(false);
  });

  test('no phrase runs from the title into the text', () => {
    expect(says('"fin debut"', 'debut', 'fin')).toBe(false);
    expect(says('"fin debut"~99', 'debut', 'fin')).toBe(false);
  });
});

describe('NEAR', () => {
  test('joins words in any order, at most n words apart', () => {
    expect(says('prix NEAR/2 hausse', 'hausse de leurs prix')).toBe(true);
    expect(says('prix NEAR/1 hausse', 'hausse de leurs prix')).toBe(false);
    expect(says('prix NEAR/1 hausse', 'prix en hausse')).toBe(true);
  });

  test('means five words when no number is given', () => {
    expect(parseRule('a NEAR b')).toMatchObject({ distance: 5 });
    expect(says('a NEAR b', 'a 1 2 3 4 5 b')).toBe(true);
    expect(says('a NEAR b', 'a 1 2 3 4 5 6 b')).toBe(false);
  });

  test('joins phrases, prefixes and groups of alternatives, and chains', () => {
    expect(says('"social media" NEAR/2 (tool* OR outil)', 'tools for social media')).toBe(true);
    expect(says('a NEAR/1 b NEAR/1 c', 'a b x c')).toBe(true);
    expect(says('a NEAR/1 b NEAR/1 c', 'a b x x c')).toBe(false);
  });

  test('a word is not near itself', () => {
    expect(says('prix NEAR/5 prix', 'un prix')).toBe(false);
    expect(says('prix NEAR/5 prix', 'un prix, deux prix')).toBe(true);
  });

  test('never reaches from the title into the text', () => {
    expect(says('a NEAR/30 b', 'b', 'a')).toBe(false);
  });
});

describe('fields', () => {
  test.each([
    ['titre:prix', 'title:prix'],
    ['texte:prix', 'text:prix'],
    ['body:prix', 'text:prix'],
    ['concurrent:buffer', 'competitor:buffer'],
    ['entreprise:buffer', 'company:buffer'],
    ['thème:prix', 'topic:prix'],
    ['THEME:prix', 'topic:prix'],
    ['the\u0300me:prix', 'topic:prix'],
    ['événement:launch', 'event:launch'],
    ['langue:fr', 'lang:fr'],
    ['ton:positive', 'tone:positive'],
    ['étiquette:presse', 'tag:presse'],
    ['auteur:"Anne Le Gall"', 'author:"anne le gall"'],
    ['url:buffer.com', 'site:buffer.com'],
    ['est:saved', 'is:saved'],
    ['après:2026-03-01', 'after:2026-03-01'],
    ['depuis:2026-03-01', 'after:2026-03-01'],
    ['avant:2026-03-01', 'before:2026-03-01'],
    ['derniers:30j', 'last:30d'],
  ])('%s reads as %s', (french, english) => {
    expect(parseRule(french)).toEqual(parseRule(english));
  });

  test('title: and text: look in one place, at a word, a phrase or a group', () => {
    expect(says('title:prix', 'les prix', 'rien')).toBe(false);
    expect(says('title:prix', '', 'les prix')).toBe(true);
    expect(says('text:prix', 'rien', 'les prix')).toBe(false);
    expect(says('title:"les prix"', '', 'Les prix montent')).toBe(true);
    expect(says('title:(prix hausse)', 'hausse', 'prix')).toBe(false);
    expect(says('title:(prix OR hausse)', '', 'hausse')).toBe(true);
    expect(says('title:(prix -hausse)', 'hausse', 'prix')).toBe(true);
    expect(says('title:=Meta', '', 'meta')).toBe(false);
  });

  test('a group of values asks for any of them, OR or not', () => {
    const either = parseRule('competitor:(buffer OR hootsuite)');
    expect(either).toEqual(parseRule('competitor:(buffer hootsuite)'));
    expect(either).toMatchObject({ type: 'or', nodes: [{ value: 'buffer' }, { value: 'hootsuite' }] });
  });

  test('a web address is not a field', () => {
    expect(says('https://buffer.com', 'voir https://buffer.com')).toBe(true);
  });
});

describe('dates', () => {
  test.each([
    ['after:2026-03-01', { type: 'date', op: 'after', day: '2026-03-01' }],
    ['before:2026-06', { type: 'date', op: 'before', day: '2026-06-01' }],
    ['after:2026', { type: 'date', op: 'after', day: '2026-01-01' }],
    ['last:30d', { type: 'date', op: 'last', ms: 30 * DAY_MS }],
    ['last:30j', { type: 'date', op: 'last', ms: 30 * DAY_MS }],
    ['last:12h', { type: 'date', op: 'last', ms: 12 * HOUR_MS }],
    ['last:2w', { type: 'date', op: 'last', ms: 14 * DAY_MS }],
    ['last:2s', { type: 'date', op: 'last', ms: 14 * DAY_MS }],
    ['last:6m', { type: 'date', op: 'last', ms: 180 * DAY_MS }],
    ['last:1y', { type: 'date', op: 'last', ms: 365 * DAY_MS }],
    ['last:1a', { type: 'date', op: 'last', ms: 365 * DAY_MS }],
  ])('%s', (query, node) => {
    expect(parseRule(query)).toEqual(node);
  });

  test('29 February is a day in leap years only', () => {
    expect(parseRule('after:2028-02-29')).toMatchObject({ day: '2028-02-29' });
    expect(() => parseRule('after:2026-02-29')).toThrow('query.badDate');
  });
});
