import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import { type SourceFacts, tagger } from '../../../src/domain/enrich/tagger.ts';
import type { Actor, Topic } from '../../../src/domain/model/watch.ts';
import { anActor, anItem, EMPTY_CATALOG, UTC_CLOCK } from '../../support/builders.ts';

const LEXICONS = readLexicons();
const JOURNAL: SourceFacts = { id: 's1', name: 'Journal', tags: [] };
type Told = Parameters<typeof anItem>[0];

const tag = (watch: { actors?: Actor[]; topics?: Topic[] }, told: Told, source = JOURNAL) =>
  tagger(watch.actors ?? [], watch.topics ?? [], EMPTY_CATALOG, UTC_CLOCK, LEXICONS)(anItem(told), source);

const actorsIn = (actor: Partial<Actor>, told: Told, source = JOURNAL) =>
  tag({ actors: [anActor(actor)] }, { title: '', ...told }, source).actors;
const topicsIn = (query: string, told: Told, source = JOURNAL) =>
  tag({ topics: [{ id: 'sujet', name: 'Sujet', query }] }, { title: '', ...told }, source).topics;

describe('actors', () => {
  test.each([
    ['in a sentence', 'Hier Buffer a lancé un outil'],
    ['with a possessive', 'Buffer’s new plan'],
    ['with a straight possessive', "Buffer's new plan"],
    ['as a hashtag', 'Merci #Buffer !'],
    ['as a handle', 'vu par @buffer hier'],
    ['after an elided article', "l’Buffer d'hier"],
    ['in capitals', 'BUFFER'],
    ['between quotes', '« Buffer »'],
    ['joined by a hyphen', 'l’effet post-Buffer'],
  ])('a competitor is recognised %s', (_, text) => {
    expect(actorsIn({}, { text })).toMatchObject([{ id: 'buffer', inTitle: false }]);
  });

  test('not inside a longer word', () => {
    expect(actorsIn({}, { text: 'buffering, rebuffer, buffers, bufferbloat' })).toEqual([]);
  });

  test('by any alias, of several words or with signs in it', () => {
    const actor = { id: 'ms', name: 'M&S', aliases: ['Marks and Spencer', 'Agora Pulse', 'AT&T'] };
    for (const text of ['chez M&S', 'Marks and Spencer', 'AGORA-PULSE', 'AT&T'])
      expect(actorsIn(actor, { text }), text).toHaveLength(1);
    expect(actorsIn(actor, { text: 'Marks, and then Spencer' })).toEqual([]);
  });

  test('accents do not count, in the name or in the text', () => {
    expect(actorsIn({ name: 'Élysée Conseil' }, { text: 'ELYSEE CONSEIL' })).toHaveLength(1);
    expect(actorsIn({ name: 'Atelier Nova' }, { text: 'Atelier Nová' })).toHaveLength(1);
  });

  test('an alias written =Buffer makes the case of the name count', () => {
    const actor = { name: 'Buffer', aliases: ['=Buffer'] };
    expect(actorsIn(actor, { text: 'Buffer lève des fonds' })).toHaveLength(1);
    expect(actorsIn(actor, { text: 'a memory buffer' })).toEqual([]);
  });

  test('an exclusion silences its own place, not the whole item', () => {
    const actor = { not: ['buffer overflow', 'ring buffer'] };
    expect(actorsIn(actor, { text: 'A buffer overflow in a ring buffer' })).toEqual([]);
    expect(actorsIn(actor, { text: 'Buffer overflow? Non : Buffer augmente ses prix' })).toMatchObject([
      { words: ['Buffer'] },
    ]);
    expect(actorsIn(actor, { text: 'Une Buffer-Overflow' })).toEqual([]);
  });

  test('a mention in the address counts', () => {
    expect(actorsIn({}, { text: 'rien', url: 'https://x.example/2026/why-buffer-won' })).toMatchObject([
      { id: 'buffer', words: ['buffer'], inTitle: false },
    ]);
    expect(actorsIn({ aliases: ['buffer.com'] }, { url: 'https://www.buffer.com/x' })).toHaveLength(1);
    expect(actorsIn({ name: 'Élan' }, { url: 'https://x.example/%C3%A9lan' })).toHaveLength(1);
    expect(actorsIn({}, { url: 'https://x.example/%E9%buffer' })).toHaveLength(1);
  });

  test('the proof holds the words as they stand, each name once', () => {
    expect(
      actorsIn({ aliases: ['Buffer app'] }, { title: 'BUFFER gagne', text: 'La « Buffer  App », dit Buffer, Buffer.' }),
    ).toEqual([{ id: 'buffer', words: ['BUFFER', 'Buffer  App'], inTitle: true }]);
  });

  test('a proof stays short however often the name comes', () => {
    const [match] = actorsIn(
      { aliases: ['pulse buf*'] },
      { text: Array.from({ length: 50 }, (_, n) => `pulse buf${n}`).join(' ') },
    );
    expect(match?.words).toHaveLength(6);
  });

  test("what a competitor's own source publishes is about it, named or not", () => {
    const own = { ...JOURNAL, competitor: 'buffer' };
    expect(actorsIn({}, { text: 'Nous recrutons' }, own)).toEqual([{ id: 'buffer', words: [], inTitle: false }]);
    expect(actorsIn({}, { text: 'Buffer recrute' }, own)).toEqual([
      { id: 'buffer', words: ['Buffer'], inTitle: false },
    ]);
  });

  test('several actors come in the order of their ids', () => {
    const actors = ['swello', 'buffer', 'metricool'].map((id) => anActor({ id, name: id }));
    expect(tag({ actors }, { title: 'metricool, swello et buffer' }).actors.map(({ id }) => id)).toEqual([
      'buffer',
      'metricool',
      'swello',
    ]);
  });
});

describe('topics', () => {
  test('tag title, text and categories, with the words that matched', () => {
    expect(topicsIn('"vidéo courte" OR reels', { title: 'La Vidéo courte', text: 'et les REELS' })).toEqual([
      { id: 'sujet', words: ['Vidéo courte', 'REELS'], inTitle: true },
    ]);
    expect(topicsIn('reels', { categories: ['Reels'] })).toHaveLength(1);
  });

  test('do not read the address: a tag in a URL is no subject', () => {
    expect(topicsIn('reels', { url: 'https://x.example/reels' })).toEqual([]);
  });

  test('may ask for the actors just found, the language, the tags and the site', () => {
    const actors = [anActor({})];
    const topics = ['competitor:buffer', 'lang:fr', 'tag:presse', 'site:x.example', 'author:anne'].map((query, n) => ({
      id: `t${n}`,
      name: 't',
      query,
    }));
    const named = { idsOf: (_: string, name: string) => [name], marked: () => [] };
    const tagged = tagger(
      actors,
      topics,
      named,
      UTC_CLOCK,
      LEXICONS,
    )(anItem({ title: 'Buffer', url: 'https://x.example/1', author: 'Anne Martin' }), { ...JOURNAL, tags: ['Presse'] });
    expect(tagged.topics.map(({ id }) => id)).toEqual(['t0', 't1', 't2', 't3', 't4']);
  });

  test('a topic that only excludes matches without words to show', () => {
    expect(topicsIn('-prix', { text: 'rien' })).toEqual([{ id: 'sujet', words: [], inTitle: false }]);
  });

  test('the item itself is not changed', () => {
    const item = anItem({ title: 'Buffer' });
    const before = structuredClone(item);
    tagger([anActor({})], [], EMPTY_CATALOG, UTC_CLOCK, LEXICONS)(item, JOURNAL);
    expect(item).toEqual(before);
  });
});
