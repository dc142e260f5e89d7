import { VigieError } from '../errors.ts';

/** `column` counts from 1, as an editor shows it. */
export type Token = { column: number } & (
  | { type: 'open' | 'close' | 'and' | 'or' | 'not' | 'minus' | 'equals' }
  | { type: 'near'; distance: number }
  | { type: 'field'; name: string }
  | { type: 'phrase'; text: string; slop: number }
  | { type: 'word'; text: string }
);

// A map, not an object, which would take the word "constructor" for one of its own.
const KEYWORDS = new Map<string, 'and' | 'or' | 'not'>([
  ['AND', 'and'],
  ['ET', 'and'],
  ['OR', 'or'],
  ['OU', 'or'],
  ['NOT', 'not'],
  ['SAUF', 'not'],
]);
const NEAR = /^NEAR(?:\/(\d+))?$/;
const DEFAULT_NEAR = 5;
const MAX_NEAR = 30;
const MAX_LENGTH = 4000;
/** Below the gap between title and text, which no phrase crosses. */
const MAX_SLOP = 99;
const QUOTES = /[«»“”„]/g;

/** Cuts a query into tokens. Throws VigieError `query.*` with the column of the mistake. */
export function tokenise(query: string): Token[] {
  if (query.length > MAX_LENGTH) throw new VigieError('query.tooLong', { max: MAX_LENGTH, column: MAX_LENGTH });
  const text = query.replace(QUOTES, '"');
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) at += 1;
    else at = readToken(text, at, char, tokens);
  }
  return tokens;
}

const SIGNS: Record<string, 'open' | 'close' | 'minus' | 'equals'> = {
  '(': 'open',
  ')': 'close',
  '-': 'minus',
  '=': 'equals',
};

function readToken(text: string, at: number, char: string, tokens: Token[]): number {
  const column = at + 1;
  const sign = SIGNS[char];
  if (sign) {
    tokens.push({ type: sign, column });
    return at + 1;
  }
  if (char === '"') return readPhrase(text, at, tokens);
  const word = /^[^\s()"]+/.exec(text.slice(at))?.[0] ?? char;
  const field = /^([\p{L}\p{M}]+):/u.exec(word)?.[1];
  if (field && !word.startsWith(`${field}://`)) {
    tokens.push({ type: 'field', name: field, column });
    return at + field.length + 1;
  }
  tokens.push(wordToken(word, column));
  return at + word.length;
}

function wordToken(word: string, column: number): Token {
  const keyword = KEYWORDS.get(word);
  if (keyword) return { type: keyword, column };
  const near = NEAR.exec(word);
  if (!near) return { type: 'word', text: word, column };
  const distance = Number(near[1] ?? DEFAULT_NEAR);
  if (distance < 1 || distance > MAX_NEAR) throw new VigieError('query.nearRange', { max: MAX_NEAR, column });
  return { type: 'near', distance, column };
}

function readPhrase(text: string, at: number, tokens: Token[]): number {
  const close = text.indexOf('"', at + 1);
  if (close < 0) throw new VigieError('query.unclosedQuote', { column: at + 1 });
  const slop = /^~(\d+)/.exec(text.slice(close + 1));
  tokens.push({
    type: 'phrase',
    text: text.slice(at + 1, close),
    slop: Math.min(Number(slop?.[1] ?? 0), MAX_SLOP),
    column: at + 1,
  });
  return close + 1 + (slop?.[0].length ?? 0);
}
