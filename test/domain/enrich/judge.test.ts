import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import { classify } from '../../../src/domain/enrich/classify.ts';
import { correctedEvent, lexiconFor } from '../../../src/domain/enrich/judge.ts';
import { tagger } from '../../../src/domain/enrich/tagger.ts';
import { toneOf } from '../../../src/domain/enrich/tone.ts';
import type { RecordedChange } from '../../../src/domain/model/item.ts';
import { anActor, anItem, EMPTY_CATALOG, UTC_CLOCK } from '../../support/builders.ts';

const LEXICONS = readLexicons();
const ACTORS = [anActor({}), anActor({ id: 'later', name: 'Later', aliases: [] })];
const tag = (title: string, more: Parameters<typeof anItem>[0] = {}, competitor?: string) =>
  tagger(
    ACTORS,
    [{ id: 'prix', name: 'Prix', query: 'event:pricing tone:negative' }],
    EMPTY_CATALOG,
    UTC_CLOCK,
    LEXICONS,
  )(anItem({ title, language: 'fr', ...more }), {
    id: 's',
    name: 'Journal',
    tags: [],
    ...(competitor !== undefined && { competitor }),
  });
const eventIn = (title: string, language = 'fr') => classify(title, language, lexiconFor(language, LEXICONS))[0]?.type;

describe('what happened', () => {
  test.each([
    ['Buffer augmente le prix de son offre', 'pricing', 'fr'],
    ['Kaliz lève 20 millions d’euros pour sa plateforme', 'funding', 'fr'],
    ['Le groupe va supprimer 300 postes', 'layoffs', 'fr'],
    ['Alba rachète Brune pour 12 millions d’euros', 'mna', 'fr'],
    ['Panne géante chez Ondine, le site inaccessible', 'incident', 'fr'],
    ['La CNIL inflige une amende de 5 millions d’euros à Ondine', 'legal', 'fr'],
    ['Ondine s’associe avec Brune', 'partnership', 'fr'],
    ['Buffer raises prices for agencies', 'pricing', 'en'],
    ['Startup raises $25M to train workers', 'funding', 'en'],
    ['Acme lays off 300 employees', 'layoffs', 'en'],
    ['Acme acquires Widget Labs', 'mna', 'en'],
    ['Regulator sues Acme over privacy', 'legal', 'en'],
  ])('%s: %s', (title, type, language) => {
    expect(eventIn(title, language)).toBe(type);
  });

  test.each([
    ['Iran launches missiles after ceasefire ends', 'en'],
    ['L’Ukraine lance une attaque de drones massive sur Moscou', 'fr'],
    ['Le président démissionne après les élections', 'fr'],
  ])('war and politics are nobody’s launch or appointment: %s', (title, language) => {
    expect([undefined, 'legal']).toContain(eventIn(title, language));
  });

  test('what stands after "after" is told only when nothing else is', () => {
    expect(eventIn('Acme acquires Widget Labs days after blockbuster IPO', 'en')).toBe('mna');
  });

  test('every event shows words of its title', () => {
    const { event } = tag('Buffer augmente le prix de son offre');
    expect(event).toMatchObject({ type: 'pricing', actor: 'buffer', by: 'title' });
    for (const words of event?.proof ?? []) expect('Buffer augmente le prix de son offre').toContain(words);
  });

  test('it happened to the actor named near it, not to one named far away', () => {
    expect(tag('Later rachète Brune').event).toMatchObject({ type: 'mna', actor: 'later' });
    const far = `Buffer raconte une histoire très longue de dix mots et encore bien d’autres ${'mot '.repeat(6)}: Brune rachète Alba`;
    expect(tag(far).event?.actor).toBeUndefined();
  });

  test('a watched page whose price moved is a pricing event, its lines the proof', () => {
    const amount = (text: string, value: number) => ({ text, value, currency: 'EUR' });
    const change = {
      prices: [
        { line: 'x', label: 'Box', before: amount('24,90 €', 24.9), after: amount('27,90 €', 27.9), percent: 12 },
      ],
      lines: [],
      share: 0.1,
      from: 'a',
      to: 'b',
    } as unknown as RecordedChange;
    expect(tag('Box : 24,90 € → 27,90 €', { change }, 'buffer')).toMatchObject({
      event: { type: 'pricing', actor: 'buffer', by: 'change', proof: ['24,90 € → 27,90 €'] },
      tone: { tone: 'negative' },
    });
  });

  test('topics may ask for the event and the tone just judged', () => {
    expect(tag('Buffer augmente le prix de son offre').topics).toMatchObject([{ id: 'prix' }]);
  });

  test('what a reader set right keeps the actor and says who knew better', () => {
    const { event } = tag('Buffer augmente le prix de son offre');
    expect(correctedEvent('launch', event)).toMatchObject({
      type: 'launch',
      actor: 'buffer',
      by: 'reader',
      confidence: 1,
    });
    expect(correctedEvent('other', event)).toBeUndefined();
  });
});

test('what a product is made for did not put it out', () => {
  expect(tag('Show HN: A tiny scheduler for Buffer', { language: 'en' }).event?.actor).toBeUndefined();
  expect(tag('Buffer launches a tiny scheduler', { language: 'en' }).event?.actor).toBe('buffer');
});

describe('tone', () => {
  const tone = (title: string, language: 'fr' | 'en' = 'fr') => toneOf(title, undefined, LEXICONS[language].tone).tone;
  test.each([
    ['Le succès d’Ondine ne se dément plus', 'fr', 'positive'],
    ['Scandale chez Ondine : les clients en colère', 'fr', 'negative'],
    ['Ondine présente sa collection', 'fr', 'neutral'],
    ['Acme slammed over broken app', 'en', 'negative'],
    ['Acme wins best workplace award', 'en', 'positive'],
  ] as const)('%s', (title, language, expected) => {
    expect(tone(title, language)).toBe(expected);
  });

  test('a negation turns a word round', () => {
    expect(tone('No scandal at Acme', 'en')).not.toBe('negative');
    expect(tone('Ondine sans scandale')).not.toBe('negative');
  });

  test('what is said between quotes weighs half', () => {
    expect(tone('Acme says rumours are "a scandal"', 'en')).toBe('neutral');
  });

  test('only items that name a watched actor have one', () => {
    expect(tag('Scandale chez Ondine : les clients en colère').tone).toBeUndefined();
    expect(tag('Scandale chez Buffer : les clients en colère').tone?.tone).toBe('negative');
  });

  test.each([
    'Buffer lève 20 millions et séduit les agences',
    'Buffer accusé d’avoir vendu les données de ses clients',
    'Les clients de Buffer furieux après une panne de trois jours',
    'Buffer, élu meilleur employeur de l’année',
  ])('good or bad is told with the words that say so: %s', (title) => {
    const { tone } = tag(title);
    expect(tone?.tone).not.toBe('neutral');
    expect(tone?.proof.join('')).not.toBe('');
  });

  test('a plain announcement is neither', () => {
    expect(tag('Buffer présente une application pour iPad').tone).toMatchObject({ tone: 'neutral', proof: [] });
  });

  test('a name in passing is judged by its own sentence', () => {
    const text = 'Tout va mal, scandale partout. Buffer gagne un prix. La faillite menace ailleurs.';
    expect(tag('Le marché en bref', { text }).tone?.tone).toBe('positive');
  });
});

test('the lexicons of both languages can be read, and know the same types', () => {
  expect(Object.keys(LEXICONS)).toEqual(expect.arrayContaining(['fr', 'en']));
  expect(LEXICONS.isSeasonal('Noël')).toBe(true);
  expect(LEXICONS.isSeasonal('Black Friday')).toBe(true);
  expect(LEXICONS.isSeasonal('Buffer')).toBe(false);
});
