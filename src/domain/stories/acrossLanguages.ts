import { isSum } from '../enrich/concepts.ts';
import type { StoryId } from '../model/ids.ts';
import type { Instant } from '../model/units.ts';
import { nameIndex } from './nameIndex.ts';
import { type RetellingLexicon, retellings, type Telling } from './retelling.ts';

interface Told {
  telling: Telling;
  at: Instant;
  storyId: StoryId;
}

/** How likely two tellings are to tell the same news, to be one story for good: nearly all are (npm run eval -- stories). */
const SAME_STORY_FROM = 0.95;
/** A sum and two names in common are one piece of news, surely. */
const NAMES_WITH_SUM = 3;
/** Tellings looked at per name: the latest are the likeliest. */
const LATEST = 30;

/**
 * News told in another language shares no words with ours but its names, its figures and what both call the same: "Velmoka
 * lève 14 millions d'euros", "Velmoka raises €14 million".
 */
export function acrossLanguages(withinMs: number, lexicon: RetellingLexicon) {
  const { count, rarity, namedIn, likelihood } = retellings(lexicon);
  const known = { fr: nameIndex<Told>(rarity, LATEST), en: nameIndex<Told>(rarity, LATEST) };
  return {
    add(telling: Telling, at: Instant, storyId: StoryId): void {
      if (!isKnown(telling.language)) return;
      count(telling);
      known[telling.language].add(namedIn(telling), { telling, at, storyId });
    },

    find(telling: Telling, at: Instant): StoryId | undefined {
      if (!isKnown(telling.language)) return undefined;
      let best: StoryId | undefined;
      let likeliest = SAME_STORY_FROM;
      const isNear = (told: Told) => Math.abs(told.at - at) <= withinMs;
      for (const told of known[ABROAD[telling.language]].nearest(namedIn(telling), isNear)) {
        const likely = likelihoodOf(told.telling, telling);
        if (likely >= likeliest) [best, likeliest] = [told.storyId, likely];
      }
      return best;
    },
  };

  function likelihoodOf(a: Telling, b: Telling): number {
    const [one, other] = [[...namedIn(a)], new Set(namedIn(b))];
    const shared = one.filter((name) => other.has(name));
    const isSameSum = shared.some(isSum);
    if (isSameSum && shared.length >= NAMES_WITH_SUM) return 1;
    // "14 millions" is not "€15 million".
    const isOtherSum = !isSameSum && one.some(isSum) && [...other].some(isSum);
    return isOtherSum ? 0 : likelihood(a, b);
  }
}

const ABROAD = { fr: 'en', en: 'fr' } as const;

const isKnown = (language: string): language is keyof typeof ABROAD => Object.hasOwn(ABROAD, language);
