import { wordsOf } from '../query/words.ts';

export type TokenKind = 'word' | 'money' | 'percent' | 'number' | 'mark';

/** One word of a title, one amount however it is written ("5 M€", "12,5 millions d'euros"), or a mark that divides it. */
export interface HeadlineToken {
  kind: TokenKind;
  /** Folded; an amount is its figures, a mark one of `: ? "`. */
  text: string;
  /** Begins with a capital letter. */
  isName: boolean;
  start: number;
  end: number;
}

export interface Headline {
  raw: string;
  tokens: HeadlineToken[];
}

/** Longer titles are texts; what they tell, they tell in their beginning. */
const MAX_LETTERS = 300;

const SCALE =
  '(?:k|m|mn|mds?|bn|b|t|tn|millions?|milliards?|billions?|trillions?|thousand|mille|crore|lakh)(?![\\p{L}])';
const CURRENCY =
  '(?:[€$£¥₹]|(?:euros?|dollars?|usd|eur|gbp|livres|pounds?|yuans?|yens?|francs?|fcfa|roubles?|won)(?![\\p{L}]))';
const FIGURE = '\\d(?:[\\d.,\\u00a0\\u202f]*\\d)?(?: \\d{3}(?!\\d))*';
const AMOUNT = new RegExp(
  `(?<sign>(?:us|ca|a|c|r|hk)?[$€£¥₹]\\s?)?(?<![\\p{L}\\d])${FIGURE}(?<scale>[\\s\\u00a0\\u202f-]?${SCALE})?(?<unit>[\\s\\u00a0\\u202f-]?(?:d['’]|de )?${CURRENCY})?(?<percent>[\\s\\u00a0\\u202f]?(?:%|percent|per cent|pour cent|pc(?![\\p{L}])|points?(?![\\p{L}])))?`,
  'giu',
);
const MARKS: Record<string, string> = {
  ':': ':',
  '|': ':',
  '–': ':',
  '—': ':',
  '?': '?',
  '"': '"',
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
};

/** A title laid out for the event and tone patterns. */
export function headlineOf(title: string): Headline {
  const raw = title.slice(0, MAX_LETTERS);
  const amounts = amountsIn(raw);
  const words = wordsOf(raw);
  const tokens: HeadlineToken[] = [...amounts, ...marksIn(raw)];
  for (const [index, text] of words.folded.entries()) {
    const [start, end] = [words.starts[index] ?? 0, words.ends[index] ?? 0];
    if (amounts.some((amount) => start < amount.end && amount.start < end)) continue;
    tokens.push({ kind: 'word', text, isName: /^\p{Lu}/u.test(raw.slice(start, end)), start, end });
  }
  return { raw, tokens: tokens.sort((a, b) => a.start - b.start) };
}

function amountsIn(raw: string): HeadlineToken[] {
  return [...raw.matchAll(AMOUNT)].map(({ 0: written, index, groups = {} }) => {
    const kind = groups.sign || groups.unit ? 'money' : groups.percent ? 'percent' : 'number';
    // "iPhone 17", "2,5 points": the figures alone tell one number from another.
    return { kind, text: written.replace(/[^\d]/g, ''), isName: false, start: index, end: index + written.length };
  });
}

const marksIn = (raw: string): HeadlineToken[] =>
  [...raw.matchAll(/[:|–—?"«»“”]| - /g)].map(({ 0: mark, index }) => ({
    kind: 'mark',
    text: mark === ' - ' ? ':' : (MARKS[mark] ?? ':'),
    isName: false,
    start: index,
    end: index + mark.length,
  }));

/** The title's own words from one token to another. */
export const wordsBetween = ({ raw, tokens }: Headline, from: number, to: number): string =>
  raw.slice(tokens[from]?.start ?? 0, tokens[to]?.end ?? raw.length);
