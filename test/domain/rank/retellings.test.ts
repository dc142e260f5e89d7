import { describe, expect, test } from 'vitest';
import { readLexicons } from '../../../src/config/lexicons.ts';
import type { StoryId } from '../../../src/domain/model/ids.ts';
import { DAY_MS } from '../../../src/domain/model/units.ts';
import type { Priced } from '../../../src/domain/rank/budget.ts';
import { withoutRetellings } from '../../../src/domain/rank/retellings.ts';
import { anItem, NOW } from '../../support/builders.ts';

const { retelling } = readLexicons();

interface Told {
  summary?: string;
  language?: string;
  sourceId?: string;
}

const aStory = (title: string, { summary = '', language = 'en', sourceId = title }: Told = {}): Priced => {
  const lead = anItem({ title, summary, language, sourceId });
  return {
    id: title as StoryId,
    lead,
    items: [lead],
    sourceIds: [],
    actors: [],
    topics: [],
    minutes: 2,
    score: 20,
    isRare: false,
  };
};
const inFrench = (title: string, summary = '') => aStory(title, { summary, language: 'fr' });
const keptOf = (...stories: Priced[]) => withoutRetellings(stories, retelling).kept.map(({ lead }) => lead.title);

/** Other news of a morning: what is rare is rare among them. */
const MORNING = [
  'Velouria opens a bakery in the old harbour',
  'Why lighthouse keepers still matter',
  'A cellist walks across Patagonia',
  'Regional trains get new timetables in March',
  'Beekeepers count their hives after the storm',
].map((title) => aStory(title));

describe('in one edition', () => {
  const best = aStory('Brandolo sues Kestrelia over alleged theft of trade secrets', {
    summary: 'The maker of kites says that two engineers took its plans to Kestrelia.',
  });

  test('news is told once, by the best story; the other is set apart, not lost', () => {
    const other = aStory('Brandolo files lawsuit accusing Kestrelia of stealing trade secrets', {
      summary: 'Two engineers are said to have taken plans of kites with them.',
    });
    expect(withoutRetellings([best, other, ...MORNING], retelling)).toEqual({
      kept: [best, ...MORNING],
      retold: [other],
    });
  });

  test('also in other words, where text says what the other title says', () => {
    const titles = keptOf(
      aStory('Parcelune is shredding rare books to teach its machines', {
        summary:
          'A tracker hidden in a shipment shows that Parcelune destroys the rare books it buys, to train its AI.',
      }),
      aStory('We tracked a shipment of rare books. It ended at a Parcelune AI training facility', {
        summary: 'The retailer buys old volumes and destroys them after they were scanned.',
      }),
      ...MORNING,
    );
    expect(titles).toHaveLength(1 + MORNING.length);
  });

  test('also in French and in English', () => {
    const pairs: [Priced, Priced][] = [
      [
        aStory('Romania shuts its only nuclear plant as heat lowers the Danube', {
          summary: 'The reactors of Cernavoda lack water from the river.',
        }),
        inFrench(
          'En Roumanie, la seule centrale nucléaire à l’arrêt à cause de la canicule',
          'Le Danube est trop bas pour refroidir les réacteurs de Cernavoda.',
        ),
      ],
      [
        inFrench('Les Etats-Unis sanctionnent quatre juges de la Cour pénale internationale'),
        aStory('US sanctions four judges of the International Criminal Court'),
      ],
    ];
    for (const [one, other] of pairs)
      expect(keptOf(one, other, ...MORNING), other.lead.title).toEqual(keptOf(one, ...MORNING));
  });

  test('the same words three days later are other news', () => {
    const [first, later] = [
      aStory('Strikes on the port of Karsund kill five'),
      aStory('Strikes on the port of Karsund kill seven'),
    ];
    expect(keptOf(first, later, ...MORNING)).toHaveLength(1 + MORNING.length);
    later.lead.publishedAt = NOW + 3 * DAY_MS;
    expect(keptOf(first, later, ...MORNING)).toHaveLength(2 + MORNING.length);
  });

  test('is found among many older tellings that are nearer in words', () => {
    const older = Array.from({ length: 12 }, (_, night) => {
      const story = aStory(`First woman director elected by the port authority of Karsund, ${night}`);
      story.lead.publishedAt = NOW - (3 + night * 3) * DAY_MS;
      return story;
    });
    const [one, again] = [
      aStory('Karsund port authority elects its first woman director'),
      aStory('First woman director elected by the port authority of Karsund'),
    ];
    expect(keptOf(...older, one, again)).toEqual(keptOf(...older, one));
  });

  test.each([
    ['posts of one rubric', 'Show HN: A browser game about bees', 'Show HN: A browser for old maps'],
    ['live pages of two places', 'En direct : le marché rouvre à Lyon', 'En direct : la gare ferme à Nice'],
    ['other news of one company', best.lead.title, 'Brandolo opens a store in the suburbs of Lyon'],
    ['two prices of one company', 'Corvane raises the price of tea', 'Corvane explains how coffee is priced in farms'],
    ['titles of a word', 'Podcast', 'Podcast'],
    [
      'other news of one country',
      'US sanctions four judges of the ICC',
      'US eases its sanctions on the banks of Syria',
    ],
  ])('%s are not the same news', (_, one, other) => {
    expect(keptOf(aStory(one, { sourceId: 'a' }), aStory(other, { sourceId: 'b' }), ...MORNING)).toHaveLength(
      2 + MORNING.length,
    );
  });

  test('one source rarely tells its news twice: it takes more likeness', () => {
    const [one, other] = ['Ulm votes on its tram line today', 'Ulm rejects its tram line in a vote'] as const;
    const told = (sources: [string, string]) =>
      keptOf(aStory(one, { sourceId: sources[0] }), aStory(other, { sourceId: sources[1] }), ...MORNING).length;
    expect(told(['a', 'b'])).toBe(1 + MORNING.length);
    expect(told(['a', 'a'])).toBe(2 + MORNING.length);
  });
});
