/**
 * Text as the query language sees it: words folded (lower case, no accents, œ → oe), elided articles dropped,
 * each with its place in the original so that a match can be shown as proof.
 */
export interface Words {
  raw: string;
  folded: string[];
  starts: number[];
  ends: number[];
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const PLAIN = /^[a-z0-9]+$/;
/** French words that lose their vowel before an apostrophe: l'agence is the word "agence". */
const ELIDED = new Set('l d qu j n s c m t jusqu lorsqu puisqu quoiqu'.split(' '));
const APOSTROPHES = "'’ʼ`´";
const LIGATURES: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' };

/** One word folded: "Levée" → "levee", "Œuvre" → "oeuvre". */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[œæßøłđ]/g, (letter) => LIGATURES[letter] ?? letter);
}

/** Splits a text into folded words: "L'Œuvre d’Émile" → oeuvre, emile. */
export function wordsOf(raw: string): Words {
  const words: Words = { raw, folded: [], starts: [], ends: [] };
  for (const match of raw.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    const folded = foldWord(match[0]);
    if (isElided(folded, raw, end)) continue;
    words.folded.push(folded);
    words.starts.push(start);
    words.ends.push(end);
  }
  return words;
}

function isElided(folded: string, raw: string, end: number): boolean {
  if (folded.length > 7 || !APOSTROPHES.includes(raw[end] ?? ' ') || !ELIDED.has(folded)) return false;
  return /[\p{L}\p{N}]/u.test(raw[end + 1] ?? '');
}

/** Folded words joined by spaces: what the search index stores and what equal texts are compared by. */
export const foldText = (raw: string): string => wordsOf(raw).folded.join(' ');
