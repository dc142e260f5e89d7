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
  const { count, namedIn, likelihood } = retellings(lexicon);
  const known = nameIndex<Told>(LATEST);
  return {
    add(telling: Telling, at: Instant, storyId: StoryId): void {
      count(telling);
      known.add(namedIn(telling), { telling, at, storyId });
    },

    find(telling: Telling, at: Instant): StoryId | undefined {
      let best: StoryId | undefined;
      let likeliest = SAME_STORY_FROM;
      for (const [told, shared] of known.sharing(namedIn(telling))) {
        if (!isAbroad(told.telling, telling) || Math.abs(told.at - at) > withinMs) continue;
        const likely = likelihoodOf(shared, told.telling, telling);
        if (likely >= likeliest) [best, likeliest] = [told.storyId, likely];
      }
      return best;
    },
  };

  function likelihoodOf(shared: readonly string[], a: Telling, b: Telling): number {
    const isSameSum = shared.some(isSum);
    if (isSameSum && shared.length >= NAMES_WITH_SUM) return 1;
    // "14 millions" is not "€15 million".
    const isOtherSum = !isSameSum && [a, b].every((telling) => [...namedIn(telling)].some(isSum));
    return isOtherSum ? 0 : likelihood(a, b);
  }
}

const LANGUAGES = new Set(['fr', 'en']);

const isAbroad = (a: Telling, b: Telling): boolean =>
  a.language !== b.language && LANGUAGES.has(a.language) && LANGUAGES.has(b.language);
