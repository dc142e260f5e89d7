import type { ChangedLine, PageChange } from './compare.ts';

/** When a change is worth an item; every condition given must hold. */
export interface ChangeConditions {
  /** Only when a price moved. */
  price?: boolean;
  /** Only when a line that came, left or changed matches this pattern. */
  matches?: string;
  /** Only when at least so many lines differ. */
  lines?: number;
}

export function meets(change: PageChange, { price, matches, lines }: ChangeConditions): boolean {
  if (price && change.prices.length === 0) return false;
  if (lines !== undefined && change.lines.length < lines) return false;
  if (matches === undefined) return true;
  const pattern = new RegExp(matches, 'iu');
  return change.lines.some(({ before, after }) => [before, after].some((line) => line && pattern.test(line.text)));
}

/**
 * Leaves out the lines that a reader does not want told: `Plus que * pour la livraison`, where `*` stands for any
 * words. A line is left out when each of its forms is covered.
 */
export function withoutIgnored(change: PageChange, patterns: readonly string[]): PageChange | undefined {
  if (patterns.length === 0) return change;
  const rules = patterns.map(coveredBy);
  const isIgnored = ({ before, after }: ChangedLine) =>
    [before, after].every((line) => !line || rules.some((isCovered) => isCovered(folded(line.text))));
  const lines = change.lines.filter((line) => !isIgnored(line));
  if (lines.length === 0) return undefined;
  const ignored = new Set(change.lines.filter(isIgnored).map(({ after }) => after?.text));
  return {
    ...change,
    lines,
    prices: ignored.size === 0 ? change.prices : change.prices.filter(({ line }) => !ignored.has(line)),
  };
}

const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** Part by part, each where it is found first: a regular expression with five stars takes the fifth power of a line. */
function coveredBy(pattern: string): (text: string) => boolean {
  const [start = '', ...rest] = folded(pattern).split('*');
  const end = rest.pop();
  return (text) => {
    if (end === undefined) return text === start;
    if (!text.startsWith(start)) return false;
    let at = start.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - end.length >= at && text.endsWith(end);
  };
}

/** Most stars in one learned pattern. */
const MAX_STARS = 4;

/** The patterns that would have kept a change from being told: what its lines share, `*` where they differ. */
export function learnedPatterns(change: PageChange): string[] {
  return [...new Set(change.lines.flatMap(patternsFor))].filter((pattern) => /\p{L}{2}/u.test(pattern));
}

/** Words that must stand around a star that covers words; a figure's star needs none. */
const FIXED_WORDS = 3;

function patternsFor({ before, after }: ChangedLine): string[] {
  const both = [before, after].flatMap((line) => (line ? [starred(line.text)] : []));
  if (!before || !after) return both;
  const [old, current] = [before.text.split(' '), after.text.split(' ')];
  const start = current.findIndex((word, index) => word !== old[index]);
  if (start < 0) return both;
  let end = 0;
  while (end < Math.min(old.length, current.length) - start && old.at(-1 - end) === current.at(-1 - end)) end += 1;
  const fixed = [...current.slice(0, start), ...(end > 0 ? current.slice(-end) : [])];
  const moved = [...old.slice(start, old.length - end), ...current.slice(start, current.length - end)];
  const words = fixed.filter((word) => /\p{L}/u.test(word)).length;
  // "Il *" would silence half of a page, a star alone all of it.
  const isNarrow = moved.every((word) => !/\p{L}/u.test(word))
    ? words > 0
    : words >= Math.max(FIXED_WORDS, moved.length / 2);
  return isNarrow
    ? [starred([...current.slice(0, start), '*', ...current.slice(current.length - end)].join(' '))]
    : both;
}

/** Figures stand for any figure. */
const starred = (text: string): string => {
  const parts = text.split(/\d[\d\s.,:]*/).slice(0, MAX_STARS + 1);
  return parts.length > MAX_STARS ? `${parts.slice(0, MAX_STARS).join('*')}*` : parts.join('*');
};
