import { diffArrays } from 'diff';
import type { Instant } from '../model/units.ts';
import { amountsIn, type PriceChange, priceChanges, withoutAmounts } from './amounts.ts';
import { lineKey } from './keys.ts';
import type { PageLine } from './lines.ts';
import { pairLines, wordsOf } from './pairs.ts';

export interface ChangedLine {
  before?: PageLine;
  after?: PageLine;
}

/** What became of a page between two readings. */
export interface PageChange {
  /** In the order of the newer page: a line that came has no `before`, one that left no `after`. */
  lines: ChangedLine[];
  prices: PriceChange[];
  /** 0 to 1: of the lines of both versions, those that changed. */
  share: number;
}

/** Beyond so many edits two pages are compared as sets of lines: Myers' cost grows with the square. */
const MAX_EDITS = 3000;
/** Lines that both moved and changed are told as one from this alikeness on. */
const FAR_ALIKE = 0.75;
/** Shorter lines ("Oui", "12") may stand in a page for many reasons: only whole lines count as found elsewhere. */
const FINDABLE_LETTERS = 12;

/** A line and what it is compared by. */
interface Keyed {
  line: PageLine;
  key: string;
}

/**
 * Lines that left, came or changed, moves and noise left out; undefined when the page says the same.
 * @param then when the older version was read
 */
export function comparePages(
  before: readonly PageLine[],
  after: readonly PageLine[],
  now: Instant,
  then = now,
): PageChange | undefined {
  const [old, current] = [keyed(before, now, then), keyed(after, now, then)];
  const hunks = withoutMoves(hunksOf(old, current));
  const pairs = hunks.flatMap(({ removed, added }) => pairLines(removed, added));
  const lines = withoutResegmented(withFarPairs(pairs), old, current);
  if (lines.length === 0) return undefined;
  return { lines, prices: pricesOf(lines), share: Math.min(1, lines.length / Math.max(old.length, current.length, 1)) };
}

const keyed = (lines: readonly PageLine[], now: Instant, then: Instant): Keyed[] =>
  lines.flatMap((line) => {
    const key = lineKey(line.text, now, then);
    if (key === '') return [];
    // A bare price means nothing without what it is the price of: two cards that swap places swap nothing.
    return [
      {
        line,
        key: isBarePrice(line.text) && line.under !== undefined ? `${lineKey(line.under, now, then)} > ${key}` : key,
      },
    ];
  });

const isBarePrice = (text: string): boolean => amountsIn(text).length > 0 && wordsOf(withoutAmounts(text)).length < 2;

interface Pair {
  removed?: Keyed;
  added?: Keyed;
}

interface Hunk {
  removed: Keyed[];
  added: Keyed[];
}

/** Runs of lines that left and came together. */
function hunksOf(old: readonly Keyed[], current: readonly Keyed[]): Hunk[] {
  const parts = diffArrays(
    old.map(({ key }) => key),
    current.map(({ key }) => key),
    { maxEditLength: MAX_EDITS },
  );
  if (!parts) return [asSets(old, current)];
  const hunks: Hunk[] = [];
  let [oldAt, currentAt] = [0, 0];
  let hunk: Hunk = { removed: [], added: [] };
  for (const { removed, added, value } of parts) {
    if (removed) hunk.removed.push(...old.slice(oldAt, oldAt + value.length));
    else if (added) hunk.added.push(...current.slice(currentAt, currentAt + value.length));
    else {
      hunks.push(hunk);
      hunk = { removed: [], added: [] };
    }
    if (!added) oldAt += value.length;
    if (!removed) currentAt += value.length;
  }
  return [...hunks, hunk].filter(({ removed, added }) => removed.length + added.length > 0);
}

function asSets(old: readonly Keyed[], current: readonly Keyed[]): Hunk {
  const [oldKeys, currentKeys] = [new Set(old.map(({ key }) => key)), new Set(current.map(({ key }) => key))];
  return {
    removed: old.filter(({ key }) => !currentKeys.has(key)),
    added: current.filter(({ key }) => !oldKeys.has(key)),
  };
}

/** A line that left one place and came to another has moved: blocks that change order are no news. */
function withoutMoves(hunks: readonly Hunk[]): Hunk[] {
  const removed = counted(hunks.flatMap((hunk) => hunk.removed));
  const added = counted(hunks.flatMap((hunk) => hunk.added));
  const moved = new Map([...removed].map(([key, count]) => [key, Math.min(count, added.get(key) ?? 0)]));
  const [leaving, coming] = [new Map(moved), new Map(moved)];
  const stays = (left: Map<string, number>) => (entry: Keyed) => {
    const count = left.get(entry.key) ?? 0;
    if (count > 0) left.set(entry.key, count - 1);
    return count === 0;
  };
  return hunks.map((hunk) => ({
    removed: hunk.removed.filter(stays(leaving)),
    added: hunk.added.filter(stays(coming)),
  }));
}

const counted = (entries: readonly Keyed[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { key } of entries) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/** A card that moved in its list and whose price changed is one line that changed, not one that left and one that came. */
function withFarPairs(pairs: readonly Pair[]): Pair[] {
  const gone = pairs.flatMap(({ removed, added }) => (removed && !added ? [removed] : []));
  const came = pairs.flatMap(({ removed, added }) => (added && !removed ? [added] : []));
  const partner = new Map<Keyed, Keyed>();
  for (const { removed, added } of pairLines(gone, came, FAR_ALIKE)) if (removed && added) partner.set(added, removed);
  const taken = new Set(partner.values());
  return pairs.flatMap((pair) => {
    if (!pair.added) return pair.removed && taken.has(pair.removed) ? [] : [pair];
    const before = partner.get(pair.added);
    return [before ? { removed: before, added: pair.added } : pair];
  });
}

/** Words that a redesign only cut into other lines are not new: each line is looked for in the whole of the other page. */
function withoutResegmented(pairs: readonly Pair[], old: readonly Keyed[], current: readonly Keyed[]): ChangedLine[] {
  if (pairs.length === 0) return [];
  const [oldText, currentText] = [joined(old), joined(current)];
  const isIn = (text: string, entry: Keyed | undefined) => {
    const letters = lettersOf(entry?.key ?? '');
    return letters.length >= FINDABLE_LETTERS && text.includes(letters);
  };
  return pairs.flatMap(({ removed, added }) => {
    const goes = removed !== undefined && !isIn(currentText, removed);
    const comes = added !== undefined && !isIn(oldText, added);
    if (!goes && !comes) return [];
    // Only what it stands under changed: its title's change is told already.
    if (removed && added && removed.line.text === added.line.text) return [];
    return [
      {
        ...(removed && goes && { before: removed.line }),
        ...(added && comes && { after: added.line }),
        ...bothIf(removed, added),
      },
    ];
  });
}

/** A changed line is told with both its forms, even where one of them also stands elsewhere. */
const bothIf = (removed: Keyed | undefined, added: Keyed | undefined): ChangedLine =>
  removed && added ? { before: removed.line, after: added.line } : {};

const lettersOf = (key: string): string => key.replace(/[^\p{L}\p{N}€$£%]/gu, '');
const joined = (entries: readonly Keyed[]): string => entries.map(({ key }) => lettersOf(key)).join('');

function pricesOf(lines: readonly ChangedLine[]): PriceChange[] {
  return lines.flatMap(({ before, after }) =>
    before && after ? priceChanges(before.text, after.text, priceLabel(before, after)) : [],
  );
}

const MAX_LABEL = 90;
/** Prose is no name: of a long line, the words right before the amount. */
const MAX_LABEL_WORDS = 10;

/** What the price is of: its row, the line's own words, else the title above; both titles when that changed too. */
function priceLabel(before: PageLine, after: PageLine): string {
  const [first = '', second] = after.text.split(' | ');
  if (second !== undefined && wordsOf(first).length > 0 && amountsIn(first).length === 0)
    return first.slice(0, MAX_LABEL);
  const own = withoutAmounts(after.text);
  const words = wordsOf(own).length;
  if (words > MAX_LABEL_WORDS) return `…${wordsBefore(after.text)}`;
  if (own.length > 2 && !isBarePrice(after.text)) return named(own, after.under).slice(0, MAX_LABEL);
  const [old = '', current = ''] = [before.under, after.under];
  return (old === current || old === '' ? current : `${old} → ${current}`).slice(0, MAX_LABEL);
}

/** "250 g par mois" says how much of what its title names. */
const named = (label: string, under: string | undefined): string =>
  under !== undefined && /^[\d\p{Ll}]/u.test(label) ? `${under}, ${label}` : label;

function wordsBefore(line: string): string {
  const [first] = amountsIn(line);
  const lead = line.slice(0, first ? line.indexOf(first.text) : 0).trim();
  return lead
    .split(' ')
    .slice(-6)
    .join(' ')
    .replace(/[\s:,;]+$/, '');
}
