import { describe, expect, test } from 'vitest';
import type { StoryId } from '../../../src/domain/model/ids.ts';
import type { Priced } from '../../../src/domain/rank/budget.ts';
import { withoutRetellings } from '../../../src/domain/rank/retellings.ts';
import { anItem } from '../../support/builders.ts';

const aStory = (title: string, actors: string[] = [], language = 'en'): Priced => {
  const lead = anItem({ title, language });
  return {
    id: title as StoryId,
    lead,
    items: [lead],
    sourceIds: [],
    actors,
    topics: [],
    minutes: 2,
    score: 20,
    isRare: false,
  };
};
const keptOf = (...stories: Priced[]) => withoutRetellings(stories).kept.map(({ lead }) => lead.title);

describe('in one edition', () => {
  const best = aStory('Apple sues OpenAI over alleged trade secret theft', ['apple', 'openai']);

  test('the news of an actor is told once, by the best story; the other is set apart, not lost', () => {
    const other = aStory('Apple files lawsuit accusing OpenAI of stealing trade secrets', ['openai']);
    expect(withoutRetellings([best, other])).toEqual({ kept: [best], retold: [other] });
  });

  test('posts of one rubric are not the same news', () => {
    const other = aStory('Show HN: A browser for old maps');
    expect(keptOf(aStory('Show HN: A browser game about bees'), other)).toHaveLength(2);
    expect(
      keptOf(aStory('En direct : le marché rouvre à Lyon'), aStory('En direct : la gare ferme à Nice')),
    ).toHaveLength(2);
  });

  test('other news of the same actor stays', () => {
    const other = aStory('Apple opens a store in the suburbs of Lyon', ['apple']);
    expect(keptOf(best, other)).toHaveLength(2);
  });

  test('more likeness is asked where no watched actor is named', () => {
    const loose = [
      'Velouria raises its subscription price by two euros in March',
      'Velouria explains what the price of a subscription pays for in farms',
    ];
    expect(keptOf(...loose.map((title) => aStory(title, ['velouria'])))).toHaveLength(1);
    expect(keptOf(...loose.map((title) => aStory(title)))).toHaveLength(2);
  });

  test('titles of few telling words, or in two languages, are never the same', () => {
    expect(keptOf(aStory('Podcast'), aStory('Podcast'))).toHaveLength(2);
    expect(keptOf(best, aStory(best.lead.title, ['apple'], 'fr'))).toHaveLength(2);
  });
});
