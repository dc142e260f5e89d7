import { headlineOf } from '../enrich/headline.ts';
import type { StoryId } from '../model/ids.ts';
import type { Instant } from '../model/units.ts';

interface Told {
  title: string;
  language: string;
  at: Instant;
}

/** Shorter names are words of some language. */
const NAME_LETTERS = 4;
const MOST_AMOUNTS = 3;
const MOST_NAMES = 12;
const LATEST = 20;

/**
 * News told in another language shares no words with ours but its names and its amounts: "Velmoka lève 14 millions d'euros",
 * "Velmoka raises €14 million". One name and one sum or percentage of two figures in common, within the window, is the same
 * news; on the timeline all that it joins is (plain numbers are not enough: "Trump 250").
 */
export function acrossLanguages(withinMs: number) {
  const byFact = new Map<string, { storyId: StoryId; language: string; at: Instant }[]>();
  return {
    add({ title, language, at }: Told, storyId: StoryId): void {
      for (const fact of factsOf(title))
        byFact.set(fact, [...(byFact.get(fact) ?? []).slice(-LATEST), { storyId, language, at }]);
    },

    find({ title, language, at }: Told): StoryId | undefined {
      const told = factsOf(title).flatMap((fact) => byFact.get(fact) ?? []);
      return told.find((other) => other.language !== language && Math.abs(other.at - at) <= withinMs)?.storyId;
    },
  };
}

/** Each name of a title with each of its amounts. */
function factsOf(title: string): string[] {
  const { tokens } = headlineOf(title);
  const amounts = tokens.filter(({ kind, text }) => (kind === 'money' || kind === 'percent') && text.length >= 2);
  if (amounts.length === 0) return [];
  const names = tokens.filter(({ kind, isName, text }) => kind === 'word' && isName && text.length >= NAME_LETTERS);
  return amounts
    .slice(0, MOST_AMOUNTS)
    .flatMap((amount) => names.slice(0, MOST_NAMES).map((name) => `${name.text} ${amount.kind} ${amount.text}`));
}
