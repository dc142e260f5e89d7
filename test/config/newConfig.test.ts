import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { newConfig } from '../../src/config/newConfig.ts';
import { readStarters } from '../../src/config/starters.ts';
import type { SetUp } from '../../src/domain/model/setUp.ts';

const STARTERS = readStarters();
const setUp = (given: Partial<SetUp> = {}): SetUp => ({
  ...{ title: 'Veille', language: 'fr', timezone: 'Europe/Paris', competitors: [], trades: [], readIn: ['fr'] },
  ...{ hasPress: false, addresses: [], minutes: 60, at: 390 },
  ...given,
});
const configOf = (given: Partial<SetUp>) => parseConfig(newConfig(setUp(given), STARTERS), 'feeds.yaml');
const actor = (name: string, site?: string) => ({ name, aliases: [], follow: [], ...(site && { site }) });

describe('the feeds.yaml of a newcomer', () => {
  test.each(STARTERS.map(({ id, name }) => [name.fr, id]))('of the trade %s is without a mistake', (_, id) => {
    const config = configOf({ trades: [id], readIn: ['fr', 'en'] });
    const starter = STARTERS.find((each) => each.id === id);
    expect(config.sources.map(({ url }) => url)).toEqual(starter?.sources.map(({ feed }) => new URL(feed).href));
    expect(config.topics.length).toBe(starter?.topics.length);
  });

  test('holds only what is read: the languages and trades that were taken', () => {
    const { sources } = configOf({ trades: ['social'], readIn: ['en'] });
    expect(sources.some(({ name }) => name === 'Social Media Today')).toBe(true);
    expect(sources.some(({ name }) => name === 'Journal du CM')).toBe(false);
    expect(configOf({ language: 'en', trades: ['social'] }).topics[0]?.name).toBe('Algorithms and reach');
  });

  test('explains each of its blocks, and names topics and boards, in the language of the watch', () => {
    const [french, english] = (['fr', 'en'] as const).map((language) =>
      newConfig(setUp({ language, trades: ['social'], competitors: [actor('Halte')] }), STARTERS),
    );
    const blocks = (text = '') => text.split('\n').filter((line) => /^[a-z]+:$/.test(line));
    for (const text of [french, english])
      for (const block of blocks(text)) expect(text).toMatch(new RegExp(`\n\n# [^\n]+\n${block}\n`));
    expect(blocks(french)).toEqual(['digest:', 'competitors:', 'topics:', 'sources:', 'boards:']);
    expect(french).toContain('id: algorithmes-et-portee');
    expect(french).toContain('id: prix-des-concurrents');
    expect(english).toContain('id: algorithms-and-reach');
    expect(english).toContain('id: prices-of-competitors');
  });

  test('keeps every text as it was typed, whatever marks it holds', () => {
    const title = `L'agence: "Nova" #1 {a} - & *b* |\t%`;
    const brand = `L'agence: #1 {a} - & |%`;
    const config = configOf({ title, brand: actor(brand), addresses: ['https://a.fr/'] });
    expect(config.title).toBe(title);
    expect(config.actors[0]).toMatchObject({ name: brand, isBrand: true });
  });

  test('names each competitor apart, also two of one name, or without a letter of ours', () => {
    const { actors, boards } = configOf({
      competitors: ['Été & Co', 'été co', '猫', 'Brand', 'A 6', 'A', 'A'].map((each) => actor(each)),
    });
    expect(actors.map(({ id }) => id)).toEqual(['ete-co', 'ete-co-2', 'actor-3', 'brand-4', 'a-6', 'a', 'a-7']);
    expect(boards.map(({ query }) => query)[0]).toBe(
      'event:pricing competitor:(ete-co OR ete-co-2 OR actor-3 OR brand-4 OR a-6 OR a OR a-7)',
    );
  });

  test('follows what was found of a site, once, in the name of its competitor', () => {
    const follow = [
      { kind: 'feed', url: 'https://halte.fr/feed', title: 'Le journal' },
      { kind: 'page', url: 'https://halte.fr/tarifs', title: '' },
    ] as const;
    const { sources, actors } = configOf({
      competitors: [{ ...actor('Halte', 'https://www.halte.fr/'), follow: [...follow] }],
      addresses: ['https://halte.fr/feed', 'https://b.fr/'],
    });
    expect(sources.map(({ kind, name, competitor }) => [kind, name, competitor])).toEqual([
      ['feed', 'Le journal', 'halte'],
      ['page', undefined, 'halte'],
      ['feed', undefined, undefined],
    ]);
    expect(actors[0]?.aliases).toEqual(['halte.fr']);
  });

  test('takes no host for a name where many share it', () => {
    const { actors } = configOf({
      brand: actor('Nova', 'https://www.facebook.com/nova'),
      competitors: [actor('Halte', 'https://halte.fr/'), actor('Ici', 'http://127.0.0.1:3000/')],
      addresses: ['https://a.fr/'],
    });
    expect(actors.map(({ aliases }) => aliases)).toEqual([[], ['halte.fr'], []]);
  });

  test('takes a name as long as a name may be', () => {
    expect(configOf({ competitors: [actor('é'.repeat(120))], hasPress: true }).sources).toHaveLength(1);
  });

  test('asks the press of each name in each language, and makes the edition at the hour that was said', () => {
    const { sources, digest } = configOf({
      ...{ brand: actor('Nova'), competitors: [actor('Halte Noire')], hasPress: true, readIn: ['fr', 'en'] },
      ...{ minutes: 30, at: 7 * 60 + 5 },
    });
    expect(sources).toHaveLength(4);
    expect(sources[2]?.url).toContain('q=%22Halte%20Noire%22&hl=fr');
    expect(digest).toMatchObject({ minutes: 30, cron: '5 7 * * *' });
  });
});
