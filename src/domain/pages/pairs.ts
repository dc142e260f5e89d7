import { askedAmounts, type Period, withoutAmounts } from './amounts.ts';
import type { PageLine } from './lines.ts';

/** What pairing needs of a line. */
interface Pairable {
  line: PageLine;
  key: string;
}

/** Below, two lines share too little to be one line that changed. Held by hand on the history of 30 pages. */
const ALIKE = 0.5;
/** "VPS 1000 G10" and "VPS 1000 G11" are one product in two years; "RS 1000" and "VPS 2000" are two. */
const SAME_THING = 0.5;
/** A line of so many words besides its price says itself what it is the price of. */
const NAMED_WORDS = 3;
/** Two prices named by other words are of two things. */
const SAME_NAME = 0.34;
const SHORT = 8;
const OTHER_PERIOD = 0.1;
/** Lines compared with each other, each with each. */
const MAX_PAIRED = 300;

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Which of the lines that left became which of those that came: the likest first, each once; the rest stand alone.
 * @param needed alikeness from which two lines are one that changed
 */
export function pairLines<Line extends Pairable>(
  removed: readonly Line[],
  added: readonly Line[],
  needed = ALIKE,
): { removed?: Line; added?: Line }[] {
  const partner = new Map<Line, Line>();
  const taken = new Set<Line>();
  for (const { before, after, score } of likest(removed.slice(0, MAX_PAIRED), added.slice(0, MAX_PAIRED))) {
    if (score < needed) break;
    if (partner.has(after) || taken.has(before)) continue;
    partner.set(after, before);
    taken.add(before);
  }
  return inOrder(removed, added, partner, taken);
}

function likest<Line extends Pairable>(
  removed: readonly Line[],
  added: readonly Line[],
): { before: Line; after: Line; score: number }[] {
  const [old, current] = [removed.map(described), added.map(described)];
  const isEven = old.length === current.length;
  const candidates = old.flatMap((before, from) =>
    current.flatMap((after, to) => {
      const score = alikeness(before, after, isEven) - Math.abs(from / old.length - to / current.length) * 0.05;
      return score >= ALIKE ? [{ before: before.line, after: after.line, score }] : [];
    }),
  );
  return candidates.sort((a, b) => b.score - a.score);
}

interface Described<Line> {
  line: Line;
  words: Map<string, number>;
  count: number;
  amounts: number;
  /** Its prices as written. */
  asked: string;
  /** Of its first price. */
  period: Period | undefined;
  /** Words besides prices and figures. */
  own: string[];
  /** What it is named by: the first cell of a row, else the title above. */
  name: string[];
  isRow: boolean;
}

function described<Line extends Pairable>(line: Line): Described<Line> {
  const words = wordsOf(line.line.text);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const amounts = askedAmounts(line.line.text);
  return {
    line,
    words: counts,
    count: words.length,
    amounts: amounts.length,
    asked: amounts.map(({ text }) => text).join(' '),
    period: amounts[0]?.period,
    own: wordsOf(withoutAmounts(line.line.text)).filter((word) => !/^\d+$/.test(word)),
    name: nameOf(line.line),
    isRow: line.line.text.includes(' | '),
  };
}

const nameOf = ({ text, under = '' }: PageLine): string[] => {
  const [first = '', second] = text.split(' | ');
  const name = second !== undefined && /\p{L}/u.test(first) ? first : under;
  return name.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];
};

/**
 * 0 to 1: the share of words in common; for lines with prices, of those besides the figures, or of the title above.
 * @param isEven as many lines left as came: they may stand for each other one by one
 */
function alikeness<Line>(a: Described<Line>, b: Described<Line>, isEven: boolean): number {
  const words = dice(a.words, a.count, b.words, b.count);
  const names = a.name.length + b.name.length === 0 ? 1 : share(a.name, b.name);
  if (a.isRow && b.isRow && names === 0) return 0;
  // Two short lines in one place of one card: a label or a state that changed.
  const isSpot = isEven && names === 1 && a.name.length > 0 && a.count <= SHORT && b.count <= SHORT;
  const sameSpot = isSpot ? ALIKE + 0.05 : 0;
  if (a.amounts !== b.amounts) return words;
  return a.amounts === 0 ? Math.max(words, sameSpot) : priceAlikeness(a, b, { words, names, sameSpot });
}

/** Prices of two different things are not one price that moved. */
function priceAlikeness<Line>(
  a: Described<Line>,
  b: Described<Line>,
  { words, names, sameSpot }: { words: number; names: number; sameSpot: number },
): number {
  const needsName = a.isRow || b.isRow || Math.min(a.own.length, b.own.length) < NAMED_WORDS;
  if (needsName && (names < SAME_THING || isOtherModel(a.name, b.name))) return 0;
  // A card says "9,81 €/month" and "9,81 €": each became its like.
  if (a.own.length + b.own.length === 0) return names - (a.period === b.period ? 0 : OTHER_PERIOD);
  // "$ 79.99 Add to cart" → "$ 79.99 Read more": the price stays, the state moved.
  if (a.asked === b.asked && names === 1 && a.name.length > 0) return Math.max(words, ALIKE);
  const own = share(a.own, b.own);
  if (own < SAME_NAME && a.own.length > 0 && b.own.length > 0) return 0;
  return Math.max(own, sameSpot);
}

const YEAR = /^20[1-4]\d$/;

/** "RS 2000" and "RS 4000", "Mini" and "Maxi" are two products; "G9" and "G10", "Tarifs 2025" and "Tarifs 2026" one. */
function isOtherModel(a: readonly string[], b: readonly string[]): boolean {
  const own = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => /^(?:\d+|[^\d.]+)$/.test(word) && !others.includes(word));
  const [old, current] = [own(a, b), own(b, a)];
  return old.length > 0 && current.length > 0 && ![...old, ...current].every((word) => YEAR.test(word));
}

const share = (a: readonly string[], b: readonly string[]): number => {
  const count = (words: readonly string[]) => new Map(words.map((word) => [word, 1]));
  const [left, right] = [count(a), count(b)];
  return dice(left, left.size, right, right.size);
};

function dice(a: Map<string, number>, countA: number, b: Map<string, number>, countB: number): number {
  if (countA + countB === 0) return 0;
  let common = 0;
  for (const [word, count] of a) common += Math.min(count, b.get(word) ?? 0);
  return (2 * common) / (countA + countB);
}

/** Changed and new lines in the order of the newer page; lines that left stand where they stood among their neighbours. */
function inOrder<Line extends Pairable>(
  removed: readonly Line[],
  added: readonly Line[],
  partner: Map<Line, Line>,
  taken: Set<Line>,
): { removed?: Line; added?: Line }[] {
  const gone = removed.filter((line) => !taken.has(line)).map((line) => ({ removed: line }));
  const came = added.map((line) => {
    const before = partner.get(line);
    return before ? { removed: before, added: line } : { added: line };
  });
  return [...gone, ...came];
}
