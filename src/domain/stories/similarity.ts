import { wordsOf } from '../query/words.ts';

export interface TitleKeys {
  words: string[];
  /** Spellings two copies of one title share: whole, and without the publisher's name at the end. */
  exact: string[];
  /** The longest words: near-same titles share at least one of them. */
  rare: string[];
}

const RARE_WORDS = 3;
/** " - Le Monde", " | TechCrunch": what aggregators add to a title. */
const PUBLISHER_SUFFIX = /\s+[-–—|·]\s+[^-–—|·]{2,40}$/;

export function titleKeys(title: string): TitleKeys {
  const stripped = title.replace(PUBLISHER_SUFFIX, '');
  const whole = wordsOf(title).folded;
  const bare = stripped === title ? whole : wordsOf(stripped).folded;
  // A suffix that leaves almost nothing was not a suffix.
  const words = bare.length >= 4 ? bare : whole;
  const rare = [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, RARE_WORDS);
  return { words, exact: [...new Set([whole.join(' '), words.join(' ')])], rare };
}

/**
 * Jaccard index of the character trigrams of two titles, 0 to 1; 0 when their figures differ: "iOS 26.1" is not "iOS 26.2".
 */
export function titleSimilarity(a: readonly string[], b: readonly string[]): number {
  if (figures(a) !== figures(b)) return 0;
  const [left, right] = [trigrams(a.join(' ')), trigrams(b.join(' '))];
  let shared = 0;
  for (const trigram of left) if (right.has(trigram)) shared += 1;
  return shared / (left.size + right.size - shared || 1);
}

const figures = (words: readonly string[]): string =>
  words
    .filter((word) => /\d/.test(word))
    .sort()
    .join(' ');

function trigrams(text: string): Set<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, index) => padded.slice(index, index + 3)));
}
