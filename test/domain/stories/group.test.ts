import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import type { ItemEvent } from '../../../src/domain/model/event.ts';
import { HOUR_MS } from '../../../src/domain/model/units.ts';
import { wordsOf } from '../../../src/domain/query/words.ts';
import { group, STORY_WINDOW_MS, storyWindow } from '../../../src/domain/stories/group.ts';
import { titleKeys, titleSimilarity } from '../../../src/domain/stories/similarity.ts';
import { anItem, anUndatedItem, NOW } from '../../support/builders.ts';

const { retelling } = readLexicons();

type Told = Parameters<typeof anItem>[0];
let count = 0;
const told = (given: Told) => {
  count += 1;
  return anItem({ id: `item-${count}`, sourceId: `source-${count}`, ...given });
};
/** How many stories some items tell. */
const stories = (...items: Told[]): number =>
  new Set(group(items.map(told), storyWindow([], NOW, retelling), false).map(({ storyId }) => storyId)).size;

const TITLE = 'Buffer lance un calendrier de publication partagé';

describe('same news, one story', () => {
  test.each([
    ['https://x.example/a', 'https://x.example/a'],
    ['https://x.example/a', 'http://www.x.example/a/'],
    ['https://x.example/a', 'https://m.x.example/a/amp'],
    ['https://x.example/a/index.html', 'https://x.example/a'],
    ['https://x.example/?p=12', 'https://x.example/?p=12'],
  ])('the same address: %s and %s', (one, other) => {
    expect(stories({ url: one, title: 'Un titre' }, { url: other, title: 'Tout autre chose' })).toBe(1);
  });

  test('the same title, whatever its case, accents and quotes', () => {
    expect(stories({ title: TITLE }, { title: TITLE.toUpperCase() }, { title: `« ${TITLE} »` })).toBe(1);
  });

  test.each([[' - Le Monde'], [' | TechCrunch'], [' – Les Échos'], [' — 20 Minutes'], [' · BDM']])(
    'the same title with the publisher added: "%s"',
    (suffix) => {
      expect(stories({ title: TITLE }, { title: TITLE + suffix })).toBe(1);
      expect(stories({ title: `${TITLE}${suffix}` }, { title: TITLE })).toBe(1);
    },
  );

  test('a title one word away', () => {
    expect(stories({ title: TITLE }, { title: 'Buffer lance le calendrier de publication partagé' })).toBe(1);
    expect(stories({ title: TITLE }, { title: 'Buffer lance un calendrier de publications partagé' })).toBe(1);
  });

  test('a story grows: the third joins the first two', () => {
    const items = group(
      [{ title: TITLE }, { title: `${TITLE} - BDM` }, { title: TITLE }].map(told),
      storyWindow([], NOW, retelling),
      false,
    );
    expect(new Set(items.map(({ storyId }) => storyId))).toEqual(new Set([items[0]?.id]));
  });

  test('a story already stored is joined', () => {
    const known = told({ title: TITLE, storyId: 'opened-before' });
    const window = storyWindow([{ ...known, at: NOW - 3 * HOUR_MS }], NOW, retelling);
    expect(group([told({ title: TITLE })], window, false)[0]?.storyId).toBe('opened-before');
  });
});

describe('the same event in other words', () => {
  const event: ItemEvent = { type: 'legal', by: 'title', confidence: 0.8, proof: ['sues'] };
  const one = { title: 'Apple sues OpenAI, accuses ex-employees of stealing trade secrets', language: 'en' };
  const other = { title: 'Apple sues OpenAI over alleged trade secret theft', language: 'en' };

  test('is one story: less likeness is asked of two texts that say the same happened to the same', () => {
    const loose = { title: 'Apple takes OpenAI to court over trade secrets', language: 'en' };
    expect(stories(one, loose)).toBe(2);
    expect(stories({ ...one, event }, { ...loose, event })).toBe(1);
    expect(stories({ ...one, event }, { ...loose, event: { ...event, type: 'launch' } })).toBe(2);
  });

  test('of another name is another story', () => {
    expect(
      stories({ ...other, event }, { title: 'Anthropic sued over alleged pricing scheme', language: 'en', event }),
    ).toBe(2);
  });
});

describe('the same news in two languages', () => {
  const fr = { title: 'Velmoka lève 14 millions d’euros pour ses capsules', language: 'fr' };

  test('is one story when a name and a sum are the same', () => {
    expect(stories(fr, { title: 'Velmoka raises €14 million to put pods in offices', language: 'en' })).toBe(1);
    expect(
      stories(
        { title: 'Abonnement : Halte Noire passe de 18,90 € à 21,50 €', language: 'fr' },
        { title: 'Halte Noire raises subscription price to €21.50', language: 'en' },
      ),
    ).toBe(1);
  });

  test('is one story when what it names and what happened are the same', () => {
    const legal: ItemEvent = { type: 'legal', confidence: 0.9, proof: ['condamne'], by: 'title' };
    expect(
      stories(
        {
          title: 'Karsund : la Cour suprême condamne Brandolo pour avoir copié les cerfs-volants de Kestrelia',
          summary: 'Les juges norvégiens interdisent à Brandolo de vendre ses cerfs-volants.',
          language: 'fr',
          event: legal,
        },
        {
          title: 'Brandolo copied kites of Kestrelia, supreme court judges rule in Karsund',
          summary: 'The Norwegian court bans Brandolo from selling its kites.',
          language: 'en',
          event: legal,
        },
      ),
    ).toBe(1);
  });

  test.each([
    ['another event of one affair', { title: 'Velmoka opens its capsules to other roasters', language: 'en' }],
    ['another sum', { title: 'Velmoka raises €15 million to put pods in offices', language: 'en' }],
    ['another name', { title: 'Fjordlund raises €14 million to put pods in offices', language: 'en' }],
    ['no sum', { title: 'Velmoka has 14 baristas on the road', language: 'en' }],
    ['days later', { title: 'Velmoka raises €14 million', language: 'en', publishedAt: NOW - 80 * HOUR_MS }],
  ])('is not told by %s', (_, en) => {
    expect(stories(en, fr)).toBe(2);
  });
});

describe('different news, different stories', () => {
  test.each([
    ['Agorapulse lève 5 millions auprès de ses fonds', 'Agorapulse lève 50 millions auprès de ses fonds'],
    ['Apple publie iOS 26.1 pour tous les iPhone', 'Apple publie iOS 26.2 pour tous les iPhone'],
    ['Buffer raises $5m from existing investors today', 'Buffer raises $50m from existing investors today'],
    ['Le prix passe à 12 € par mois en janvier', 'Le prix passe à 15 € par mois en janvier'],
  ])('other figures: %s / %s', (one, other) => {
    expect(stories({ title: one }, { title: other })).toBe(2);
  });

  test.each([['Podcast'], ['Morning brief'], ['Revue de presse'], ['Weekly links']])(
    'a short title anyone uses: %s',
    (title) => {
      expect(stories({ title, url: 'https://a.example/1' }, { title, url: 'https://b.example/2' })).toBe(2);
    },
  );

  test('a source that links all its entries to one page tells as many stories', () => {
    const source = { sourceId: 's', url: 'https://s.example/news' };
    expect(stories({ ...source, title: 'Un' }, { ...source, title: 'Deux' }, { ...source, title: 'Trois' })).toBe(3);
  });

  test('a home page is no article, even from two sources', () => {
    expect(stories({ url: 'https://s.example/', title: 'Un' }, { url: 'https://s.example', title: 'Deux' })).toBe(2);
  });

  test('other addresses by their parameters alone', () => {
    expect(
      stories({ url: 'https://x.example/?p=12', title: 'Un' }, { url: 'https://x.example/?p=13', title: 'Deux' }),
    ).toBe(2);
  });

  test('two titles about one actor', () => {
    expect(stories({ title: TITLE }, { title: 'Buffer ferme son bureau de San Francisco' })).toBe(2);
  });

  test('an item older than the window gathers only its copies: no figure counts them twice', () => {
    const old = { title: TITLE, publishedAt: NOW - STORY_WINDOW_MS - 1 };
    expect(stories({ title: TITLE }, old, { ...old, title: `${TITLE} - Le Monde` })).toBe(2);
    expect(stories(old, { ...old, title: 'Buffer lance le calendrier de publication partagé' })).toBe(2);
    expect(stories(old, { ...old, publishedAt: NOW - 3 * STORY_WINDOW_MS })).toBe(2);
    expect(stories({ title: TITLE }, { title: TITLE, publishedAt: NOW - STORY_WINDOW_MS })).toBe(1);
  });

  test('titles without a word never meet', () => {
    expect(stories({ title: '…' }, { title: '!!!' }, { title: '—' })).toBe(3);
  });
});

test('an undated item is placed by when it was seen', () => {
  const undated = anUndatedItem({ id: 'u', sourceId: 'other', title: TITLE, seenAt: NOW });
  const items = group([told({ title: TITLE }), undated], storyWindow([], NOW, retelling), true);
  expect(items[1]?.storyId).toBe(items[0]?.storyId);
  expect(items[1]).not.toHaveProperty('publishedAt');
  expect(items.every(({ firstSweep }) => firstSweep)).toBe(true);
});

test('grouping 5,000 items with alike titles stays quick', () => {
  const items = Array.from({ length: 5000 }, (_, n) =>
    told({ title: `Buffer annonce une nouvelle offre pour les équipes ${n}` }),
  );
  const start = performance.now();
  expect(new Set(group(items, storyWindow([], NOW, retelling), false).map(({ storyId }) => storyId)).size).toBe(5000);
  expect(performance.now() - start).toBeLessThan(5000);
});

describe('titleSimilarity', () => {
  const between = (a: string, b: string) => titleSimilarity(wordsOf(a).folded, wordsOf(b).folded);

  test('is 1 for the same words, 0 for none in common, the same both ways', () => {
    expect(between(TITLE, TITLE)).toBe(1);
    expect(between('abc', 'xyz')).toBe(0);
    expect(between(TITLE, 'Buffer lance un outil')).toBe(between('Buffer lance un outil', TITLE));
  });

  test('is 0 as soon as the figures differ', () => {
    expect(between('iOS 26', 'iOS 27')).toBe(0);
  });

  test('a suffix that leaves almost nothing was no suffix', () => {
    expect(titleKeys('Meta - Instagram et Threads en panne').words).toHaveLength(6);
    expect(titleKeys(`${TITLE} - BDM`).words).toEqual(wordsOf(TITLE).folded);
  });
});

describe('a column and its next edition', () => {
  const column = 'La revue de presse du matin';

  test('the same title from the same source the next morning is another story', () => {
    expect(
      stories(
        { title: column, sourceId: 'radio', publishedAt: NOW - 26 * 3_600_000 },
        { title: column, sourceId: 'radio', publishedAt: NOW - 2 * 3_600_000 },
      ),
    ).toBe(2);
  });

  test('an article sent twice within the hours is one', () => {
    expect(
      stories(
        { title: column, sourceId: 'radio', publishedAt: NOW - 5 * 3_600_000 },
        { title: column, sourceId: 'radio', publishedAt: NOW - 2 * 3_600_000 },
      ),
    ).toBe(1);
  });

  test.each(['12 mars', 'March 12', '#48', 'Week 3', 'épisode 7', '13/03'])('" - %s" is no publisher', (suffix) => {
    expect(stories({ title: `${column} - ${suffix}` }, { title: `${column} - 99 juin` })).toBe(2);
  });
});
