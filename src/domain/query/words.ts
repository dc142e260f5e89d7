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

/** No word is longer; a run of combining marks would take a normaliser seconds to put in order. */
const MAX_LETTERS = 200;
const PLAIN = /^[a-z0-9]+$/;
/** French words that lose their vowel before an apostrophe: l'agence is the word "agence". */
const ELIDED = new Set('l d qu j n s c m t jusqu lorsqu puisqu quoiqu'.split(' '));
const APOSTROPHES = "'’ʼ`´";
const LIGATURES: Record<string, string> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' };

/** One word folded: "Levée" → "levee", "Œuvre" → "oeuvre". */
export function foldWord(word: string): string {
  const lower = word.slice(0, MAX_LETTERS).toLowerCase();
  if (PLAIN.test(lower)) return lower;
  if (LATIN_WORD.test(lower)) return lower.replace(ACCENTED, foldLetter);
  return foldLetters(lower);
}

/** Latin letters fold one by one, so that each is worked out once. */
const LATIN_WORD = /^[a-z0-9\u00a1-\u024f]+$/;
const ACCENTED = /[\u00a1-\u024f]/g;
const foldedLetters = new Map<string, string>();

function foldLetter(letter: string): string {
  const known = foldedLetters.get(letter);
  if (known !== undefined) return known;
  const folded = foldLetters(letter);
  foldedLetters.set(letter, folded);
  return folded;
}

const foldLetters = (lower: string): string =>
  lower
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[œæßøłđ]/g, (letter) => LIGATURES[letter] ?? letter);

/** Splits a text into folded words: "L'Œuvre d’Émile" → oeuvre, emile. */
export function wordsOf(raw: string): Words {
  const words: Words = { raw, folded: [], starts: [], ends: [] };
  for (let start = nextStart(raw, 0); start < raw.length; ) {
    const end = wordEnd(raw, start);
    const folded = foldWord(raw.slice(start, end));
    if (!isElided(folded, raw, end)) {
      words.folded.push(folded);
      words.starts.push(start);
      words.ends.push(end);
    }
    start = nextStart(raw, end);
  }
  return words;
}

/** What a character is to a word, worked out once for each of the first 65,536. */
const UNKNOWN = 0;
const OUTSIDE = 1;
const MARK = 2;
const LETTER = 3;
const kinds = new Uint8Array(0x10000);

function kindAt(raw: string, at: number): number {
  const unit = raw.charCodeAt(at);
  // Past the end.
  if (Number.isNaN(unit)) return OUTSIDE;
  const known = kinds[unit] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const code = raw.codePointAt(at) ?? unit;
  const kind = kindOf(code);
  if (code === unit) kinds[unit] = kind;
  return kind;
}

function kindOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (/[\p{L}\p{N}]/u.test(character)) return LETTER;
  return /\p{M}/u.test(character) ? MARK : OUTSIDE;
}

/** 2 for a character beyond the first 65,536. */
function unitsAt(raw: string, at: number): number {
  const isHighSurrogate = (raw.charCodeAt(at) & 0xfc00) === 0xd800;
  return isHighSurrogate && (raw.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Where the next letter or figure stands; the length of the text when there is none. */
function nextStart(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && kindAt(raw, at) !== LETTER) at += unitsAt(raw, at);
  return at;
}

/** Where the word that starts here ends: it goes on through letters, figures and the marks on them. */
function wordEnd(raw: string, start: number): number {
  let at = start;
  while (at < raw.length && kindAt(raw, at) >= MARK) at += unitsAt(raw, at);
  return at;
}

function isElided(folded: string, raw: string, end: number): boolean {
  if (folded.length > 7 || !APOSTROPHES.includes(raw[end] ?? ' ') || !ELIDED.has(folded)) return false;
  return /[\p{L}\p{N}]/u.test(raw[end + 1] ?? '');
}

/** Words as a reader counts them: "aujourd'hui" and "porte-parole" are one each. */
export function countWords(text: string): number {
  let count = 0;
  for (let start = nextStart(text, 0); start < text.length; count += 1) {
    let end = wordEnd(text, start);
    while ("'’-".includes(text[end] ?? ' ') && kindAt(text, end + 1) === LETTER) end = wordEnd(text, end + 1);
    start = nextStart(text, end);
  }
  return count;
}

/** Folded words joined by spaces: what the search index stores and what equal texts are compared by. */
export const foldText = (raw: string): string => wordsOf(raw).folded.join(' ');
