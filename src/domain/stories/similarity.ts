import { wordsOf } from '../query/words.ts';

export interface TitleKeys {
  words: string[];
  /** Spellings two copies of one title share: whole, and without the publisher's name at the end. */
  exact: string[];
  /** The longest words, and its figures when they tell: near-same titles share two of the words, or the figures. */
  rare: string[];
  figures: string | undefined;
}

const RARE_WORDS = 3;
const SUFFIX_LETTERS = 60;
/** " - Le Monde", " | TechCrunch": what aggregators add to a title. */
const PUBLISHER_SUFFIX = /\s+[-–—|·]\s+([^-–—|·]{2,40})$/;
/** " - 12 mars", " - #48", " - Week 3" tell one column from the next: no publisher is called so. */
const COUNTS =
  /^(?:#|n°|no\b|[ée]p|jour|day|semaine|week|part|\d+$)|\d[/.]\d|\b(?:jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]|aug|sep|oct|nov|d[eé]c)\p{L}*\.?\s+\d|\d(?:er|st|nd|rd|th)?\s+(?:jan|f[eé]v|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]|aug|sep|oct|nov|d[eé]c)/iu;

/** Only the end is searched: a run of white space would make the pattern try every place in it. */
export function withoutPublisher(title: string): string {
  const end = title.slice(-SUFFIX_LETTERS);
  const [suffix = '', name = ''] = PUBLISHER_SUFFIX.exec(end) ?? [];
  return suffix === '' || COUNTS.test(name) ? title : title.slice(0, -suffix.length);
}

export function titleKeys(title: string): TitleKeys {
  const stripped = withoutPublisher(title);
  const whole = wordsOf(title).folded;
  const bare = stripped === title ? whole : wordsOf(stripped).folded;
  // A suffix that leaves almost nothing was not a suffix.
  const words = bare.length >= 4 ? bare : whole;
  const rare = [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, RARE_WORDS);
  const figures = hasTellingFigures(words) ? figuresOf(words) : undefined;
  return { words, exact: [...new Set([whole.join(' '), words.join(' ')])], rare, figures };
}

/** Near-same titles: 0.8 keeps "raises $5m" apart from "raises $50m". */
const SAME_TITLE = 0.8;
/** Two figures in common ("de 18,90 € à 21,50 €") are a strong sign: reworded titles are then the same news. */
const SAME_TITLE_AND_FIGURES = 0.45;
const TELLING_FIGURES = 2;

const hasTellingFigures = (words: readonly string[]): boolean =>
  new Set(words.filter((word) => /\d{2}/.test(word))).size >= TELLING_FIGURES;

/** A title made ready to be compared with many others. */
export interface TitlePrint {
  /** Its trigrams as numbers, each once, ascending: two such lists are compared in one walk. */
  trigrams: Float64Array;
  /** The words with a digit: titles whose figures differ tell different news. */
  figures: string;
  /** How near another title must be to tell the same news. */
  least: number;
}

export function titlePrint(words: readonly string[]): TitlePrint {
  return {
    trigrams: trigramsOf(words.join(' ')),
    figures: figuresOf(words),
    least: hasTellingFigures(words) ? SAME_TITLE_AND_FIGURES : SAME_TITLE,
  };
}

/** Whether two titles tell the same news in nearly the same words. */
export const isSameNews = (a: TitlePrint, b: TitlePrint): boolean => printSimilarity(a, b, a.least) >= a.least;

/**
 * Jaccard index of the character trigrams of two titles, 0 to 1; 0 when their figures differ: "iOS 26.1" is not "iOS 26.2".
 */
export const titleSimilarity = (a: readonly string[], b: readonly string[]): number =>
  printSimilarity(titlePrint(a), titlePrint(b), 0);

/** The same for titles made ready. Less than `least` may be told as 0: most pairs are far apart, and that shows early. */
function printSimilarity(a: TitlePrint, b: TitlePrint, least: number): number {
  if (a.figures !== b.figures) return 0;
  const [left, right] = [a.trigrams, b.trigrams];
  const all = left.length + right.length;
  // shared / (all - shared) ≥ least
  const needed = (least * all) / (1 + least);
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (shared + Math.min(left.length - i, right.length - j) < needed) return 0;
    const difference = (left[i] ?? 0) - (right[j] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) i += 1;
    if (difference >= 0) j += 1;
  }
  return shared / (all - shared || 1);
}

const figuresOf = (words: readonly string[]): string =>
  words
    .filter((word) => /\d/.test(word))
    .sort()
    .join(' ');

/** Three UTF-16 units make one number below 2^48, which a double holds exactly. */
function trigramsOf(text: string): Float64Array {
  const padded = ` ${text} `;
  const codes = new Float64Array(Math.max(0, padded.length - 2));
  for (let at = 0; at < codes.length; at += 1)
    codes[at] = (padded.charCodeAt(at) * 65_536 + padded.charCodeAt(at + 1)) * 65_536 + padded.charCodeAt(at + 2);
  codes.sort();
  let distinct = 0;
  for (const code of codes) if (distinct === 0 || codes[distinct - 1] !== code) codes[distinct++] = code;
  return codes.slice(0, distinct);
}
