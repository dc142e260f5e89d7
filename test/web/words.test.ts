import { describe, expect, test } from 'vitest';
import { SECTION_IDS } from '../../src/domain/model/digest.ts';
import { parseRule } from '../../src/domain/query/parse.ts';
import { highlight, snippet, wantedWords } from '../../web/highlight.ts';
import { chosenLanguage, frenchSpaces, speech } from '../../web/i18n.ts';
import { reasonSentences } from '../../web/reasons.ts';
import { NOW } from '../support/builders.ts';

const french = speech('fr', 'Europe/Paris');
const english = speech('en', 'Europe/Paris');
/** No-break spaces made visible. */
const shown = (text: string) => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '^');

describe('sentences', () => {
  test.each([
    [0, '0 article', '0 articles'],
    [1, '1 article', '1 article'],
    [2, '2 articles', '2 articles'],
    [1234, '1^234 articles', '1,234 articles'],
  ])('%i: nothing is singular in French and plural in English', (count, inFrench, inEnglish) => {
    expect(shown(french.t('search.total', { count }))).toBe(inFrench);
    expect(shown(english.t('search.total', { count }))).toBe(inEnglish);
  });

  test('French has its no-break spaces, English none', () => {
    expect(shown(frenchSpaces('Quoi ? « Rien » : 3 min ; 20 % !'))).toBe(
      'Quoi^? «^Rien^» : 3~min^; 20~%^!'.replace(' :', '~:'),
    );
    expect(shown(french.t('reason.topic', { name: 'Prix', words: 'tarif' }))).toBe('thème Prix~: «^tarif^»');
    expect(shown(english.t('reason.topic', { name: 'Pricing', words: 'fee' }))).toBe('topic Pricing: “fee”');
    expect(frenchSpaces('3 minutes et 2 sources')).toBe('3 minutes et 2 sources');
  });

  test('an unknown key shows itself, a missing parameter leaves a gap, a brace in a value stays', () => {
    expect(french.t('no.such.key')).toBe('no.such.key');
    expect(french.t('sections')).toBe('sections');
    expect(english.t('story.by')).toBe('by ');
    expect(english.t('story.by', { author: '{author} $& {x}' })).toBe('by {author} $& {x}');
  });

  test('days and hours are told in the zone of the reader', () => {
    expect(shown(french.day('2026-11-24'))).toBe('mardi 24 novembre 2026');
    expect(english.day('2026-11-24')).toMatch(/^Tuesday,? 24 November 2026$/);
    expect(french.since(NOW, NOW)).toBe('06:30');
    expect(french.since(NOW - 7 * 3_600_000, NOW)).toBe('hier, 23:30');
    expect(english.since(NOW - 7 * 3_600_000, NOW)).toBe('yesterday, 23:30');
    expect(french.since(NOW - 3 * 86_400_000, NOW)).toBe('samedi');
    expect(french.list(['a', 'b', 'c'])).toBe('a, b et c');
  });
});

describe('the language of a page', () => {
  test.each([
    ['en', 'fr-FR', 'fr', 'en'],
    [undefined, 'fr-FR,fr;q=0.9,en;q=0.8', 'en', 'fr'],
    [undefined, 'en-US,en;q=0.9,fr;q=0.8', 'fr', 'en'],
    [undefined, 'de-DE,de;q=0.9,en;q=0.5', 'fr', 'en'],
    [undefined, 'en;q=0.3, fr;q=0.9', 'en', 'fr'],
    [undefined, 'en;q=0, de', 'fr', 'fr'],
    [undefined, 'frr, enm', 'en', 'en'],
    [undefined, 'de', 'fr', 'fr'],
    [undefined, undefined, 'en', 'en'],
    ['de', '*', 'fr', 'fr'],
  ] as const)('cookie %s, browser %s, watch %s: %s', (cookie, browser, watch, expected) => {
    expect(chosenLanguage(cookie, browser, watch)).toBe(expected);
  });
});

describe('highlights', () => {
  const marked = (query: string, text: string) =>
    highlight(text, wantedWords(parseRule(query)))
      .map((run) => (run.marked ? `[${run.text}]` : run.text))
      .join('');

  test.each([
    ['prix', 'Le Prix, les prixs', 'Le [Prix], les prixs'],
    ['levee', 'La levée de fonds', 'La [levée] de fonds'],
    ['agence', "L'agence d’Agence", "L'[agence] d’[Agence]"],
    ['publicit*', 'publicité publicitaire public', '[publicité] [publicitaire] public'],
    ['"vidéo courte" -prix', 'vidéo courte, prix', '[vidéo] [courte], prix'],
    ['a NEAR/2 (b OR c) lang:fr', 'a b c d', '[a] [b] [c] d'],
    ['title:prix', 'prix', '[prix]'],
    ['=Later', 'Later, later', '[Later], later'],
    ['=Buff*', 'Buffer buffer', '[Buffer] buffer'],
    ['-prix', 'prix', 'prix'],
  ])('%s marks %s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  test('the runs together are the text, whatever stands in it', () => {
    const text = '<b>prix</b> & "prix" \ud83d\ude00 prix\u0301';
    expect(
      highlight(text, wantedWords(parseRule('prix')))
        .map((run) => run.text)
        .join(''),
    ).toBe(text);
    expect(highlight('', [])).toEqual([]);
  });

  test('a snippet shows the place, cut at words, with its ellipses', () => {
    const wanted = wantedWords(parseRule('prix'));
    const long = `${'avant '.repeat(60)}le prix monte ${'ensuite '.repeat(60)}`;
    expect(snippet(long, wanted)).toMatch(/^…avant .*le prix monte ensuite.* ensuite…$/);
    expect(snippet(long, wanted).length).toBeLessThanOrEqual(222);
    expect(snippet('le prix  monte\nun peu', wanted)).toBe('le prix monte un peu');
    expect(snippet(long, [])).toMatch(/^avant /);
    expect(snippet('', wanted)).toBe('');
  });

  test('a snippet holds its word even behind a very long one', () => {
    const text = `${'mot '.repeat(50)}https://x.example/${'a'.repeat(150)}/prix et la suite ${'mot '.repeat(100)}`;
    expect(snippet(text, wantedWords(parseRule('prix')))).toContain('prix');
  });
});

describe('reasons', () => {
  const every = [
    { code: 'brand', points: 40, params: { name: 'Nova', words: 'ateliernova' } },
    { code: 'brand', points: 40, params: { name: 'Nova', words: 'NOVA' } },
    { code: 'brand', points: 25, params: { name: 'Nova', words: '' } },
    { code: 'competitor', points: 30, params: { name: 'Buffer', words: 'Buffer app' } },
    { code: 'competitor', points: 30, params: { name: 'Buffer', words: 'Buffer' } },
    { code: 'competitor', points: 18, params: { name: 'Buffer', words: '' } },
    { code: 'topic', points: 16, params: { name: 'Prix', words: 'tarif' } },
    { code: 'topic', points: 10, params: { name: 'Prix', words: '' } },
    { code: 'sources', points: 8, params: { count: 3 } },
    { code: 'trustedSource', points: 8, params: { name: 'BDM' } },
    { code: 'minorSource', points: -4, params: { name: 'BDM' } },
    { code: 'rareSource', points: 6, params: { name: 'CNIL' } },
    { code: 'freshness', points: 9, params: { hours: 3 } },
    { code: 'freshness', points: 10, params: { hours: 0 } },
    { code: 'roundUp', points: -12, params: {} },
  ];

  test('each has its own sentence in both languages, with nothing left to fill', () => {
    for (const words of [french, english]) {
      const told = reasonSentences(every, words);
      expect(new Set(told).size).toBe(every.length);
      for (const sentence of told) {
        expect(sentence).not.toMatch(/reason\.|\{|undefined|NaN|«\s*»|“”/);
        expect(sentence.trim()).not.toBe('');
      }
    }
  });

  test('read like this', () => {
    expect(reasonSentences(every.slice(3, 5), french).map(shown)).toEqual([
      'concurrent suivi~: Buffer («^Buffer app^»)',
      'concurrent suivi~: Buffer',
    ]);
    expect(reasonSentences(every.slice(8, 9), english)).toEqual(['3 independent sources']);
    expect(reasonSentences(every.slice(12, 14), french).map(shown)).toEqual(['il y a 3~h', 'à l’instant']);
  });

  test('every section has a name', () => {
    for (const id of SECTION_IDS)
      for (const words of [french, english]) expect(words.t(`sections.${id}`)).not.toContain('sections.');
  });
});
