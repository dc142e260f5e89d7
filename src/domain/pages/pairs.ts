import { amountsIn } from './amounts.ts';
import type { PageLine } from './lines.ts';

/** What pairing needs of a line. */
interface Pairable {
  line: PageLine;
  key: string;
}

/** Below, two lines share too little to be one line that changed. Held by hand on the history of 30 pages. */
const ALIKE = 0.5;
/** "VPS 1000 G10" and "VPS 1000 G11" are one product in two years; "RS 1000" and "VPS 2000" are two. */
const SAME_THING = 0.6;
/** A line of so many words besides its figures says itself what it is the price of. */
const NAMED_WORDS = 3;
const SHORT = 8;
/** Lines compared with each other, each with each. */
const MAX_PAIRED = 300;

export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Which of the lines that left became which of those that came: the likest first, each once; the rest stand alone. */
export function pairLines<Line extends Pairable>(
  removed: readonly Line[],
  added: readonly Line[],
): { removed?: Line; added?: Line }[] {
  const partner = new Map<Line, Line>();
  const taken = new Set<Line>();
  for (const { before, after } of likest(removed.slice(0, MAX_PAIRED), added.slice(0, MAX_PAIRED))) {
    if (partner.has(after) || taken.has(before)) continue;
    partner.set(after, before);
    taken.add(before);
  }
  return inOrder(removed, added, partner, taken);
}

function likest<Line extends Pairable>(
  removed: readonly Line[],
  added: readonly Line[],
): { before: Line; after: Line }[] {
  const [old, current] = [removed.map(described), added.map(described)];
  const candidates = old.flatMap((before, from) =>
    current.flatMap((after, to) => {
      const score = alikeness(before, after) - Math.abs(from / old.length - to / current.length) * 0.05;
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
  under: string[];
}

function described<Line extends Pairable>(line: Line): Described<Line> {
  const words = wordsOf(line.line.text);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return {
    line,
    words: counts,
    count: words.length,
    amounts: amountsIn(line.line.text).length,
    under: (line.line.under ?? '').toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [],
  };
}

/** 0 to 1: the share of words in common; for lines with prices, those besides the figures, or the title above them. */
function alikeness<Line>(a: Described<Line>, b: Described<Line>): number {
  const words = dice(a.words, a.count, b.words, b.count);
  const titles = a.under.length + b.under.length === 0 ? 1 : share(a.under, b.under);
  // Two short lines in one place of one card: a label or a state that changed.
  const sameSpot = titles === 1 && a.under.length > 0 && a.count <= SHORT && b.count <= SHORT ? ALIKE + 0.05 : 0;
  if (a.amounts === 0 || a.amounts !== b.amounts) return Math.max(words, a.amounts === b.amounts ? sameSpot : 0);
  const [bareA, bareB] = [withoutFigures(a), withoutFigures(b)];
  const own = bareA.length + bareB.length === 0 ? 1 : share(bareA, bareB);
  // Prices of two different things are not one price that moved.
  if (titles < SAME_THING && bareA.length < NAMED_WORDS) return 0;
  return Math.max(own, sameSpot);
}

const withoutFigures = <Line>({ words }: Described<Line>): string[] =>
  [...words.keys()].filter((word) => !/^\d+$/.test(word));

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
