import { headlineOf } from '../enrich/headline.ts';

/** Folded words that name no subject, by language. */
export interface StopWords {
  fr: ReadonlySet<string>;
  en: ReadonlySet<string>;
}

/** Something a title speaks of: a name, a word, or two words in a row. */
export interface TitleTerm {
  /** Folded and without plural, by which two spellings are one, in French as in English. */
  key: string;
  /** As the title spells it. */
  written: string;
  /** Written as a name, or more than one word: a single common word says little by itself. */
  isName: boolean;
}

const SHORTEST = 3;
const LONGEST_NAME = 3;

/** What a title speaks of. Words in a row that are all names are one name ("Mistral AI"); so are two words that stand together. */
export function titleTerms(title: string, language: string, stopWords: StopWords): TitleTerm[] {
  const { raw, tokens } = headlineOf(title);
  const stop = language === 'fr' ? stopWords.fr : stopWords.en;
  const names = tokens.filter(({ isName }) => isName).length;
  const isTitleCase = names > tokens.length * 0.6;
  const found = new Map<string, TitleTerm>();
  const isWord = (at: number): boolean => {
    const token = tokens[at];
    return token?.kind === 'word' && !stop.has(token.text) && (token.text.length >= SHORTEST || token.isName);
  };
  const hasCapital = (at: number): boolean => /\p{Lu}/u.test(raw.slice(tokens[at]?.start ?? 0, tokens[at]?.end ?? 0));
  const isCapital = (at: number): boolean => tokens[at]?.kind === 'word' && tokens[at]?.isName === true;
  const add = (from: number, to: number) => {
    const slice = tokens.slice(from, to + 1);
    const key = slice.map(({ text }) => singular(text)).join(' ');
    const written = raw.slice(slice[0]?.start ?? 0, slice.at(-1)?.end ?? 0);
    const isName = to > from || (from > 0 && !isTitleCase && slice[0]?.isName === true);
    if (!found.has(key)) found.set(key, { key, written, isName });
  };
  for (let at = 0; at < tokens.length; at += 1) {
    if (!isWord(at)) continue;
    add(at, at);
    // "Hugging Face": a name may end in a common word.
    if (isWord(at + 1) || (!isTitleCase && tokens[at]?.isName && isCapital(at + 1))) add(at, at + 1);
    // A figure after a name is part of it: "iPhone 17", "GPT-5".
    if (hasCapital(at) && tokens[at + 1]?.kind === 'number') add(at, at + 1);
    const isName = (place: number) => isWord(place) && tokens[place]?.isName === true;
    if (!isTitleCase && isName(at) && isName(at + 1) && isName(at + LONGEST_NAME - 1)) add(at, at + LONGEST_NAME - 1);
  }
  return [...found.values()];
}

/** "robots" → "robot"; names that end in s lose it too, everywhere alike. */
const singular = (word: string): string => (word.length > 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word);
