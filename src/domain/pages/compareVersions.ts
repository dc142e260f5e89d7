import { diffArrays } from 'diff';
import type { Instant } from '../model/units.ts';
import { type Run, wordRuns } from './changeHtml.ts';
import { lineKey } from './keys.ts';
import type { PageLine } from './lines.ts';
import { pairLines } from './pairs.ts';

/** One row of two versions side by side; numbers are those of the lines, from 1. */
export type VersionRow =
  | {
      kind: 'same' | 'changed' | 'removed' | 'added';
      before?: NumberedLine;
      after?: NumberedLine;
      /** Of a changed line, its words. */
      runs?: Run[];
    }
  /** A run of equal lines, folded. */
  | { kind: 'gap'; count: number };

export interface NumberedLine {
  number: number;
  text: string;
}

/** Equal lines shown around a change. */
const CONTEXT = 2;
const MAX_EDITS = 3000;
/** Rows shown at most: a rewritten page is read in the page. */
const MAX_ROWS = 600;

/** Two versions of a page, line by line, runs of equal lines folded. What is noise to the watch counts as equal. */
export function versionRows(before: readonly PageLine[], after: readonly PageLine[], now: Instant): VersionRow[] {
  const [old, current] = [keyed(before, now), keyed(after, now)];
  const parts = diffArrays(
    old.map(({ key }) => key),
    current.map(({ key }) => key),
    { maxEditLength: MAX_EDITS },
  ) ?? [
    { removed: true, value: old },
    { added: true, value: current },
  ];
  const rows: VersionRow[] = [];
  let [oldAt, currentAt] = [0, 0];
  let hunk: { removed: Keyed[]; added: Keyed[] } = { removed: [], added: [] };
  const flush = () => {
    rows.push(...hunkRows(hunk.removed, hunk.added));
    hunk = { removed: [], added: [] };
  };
  for (const { removed, added, value } of parts) {
    if (removed) hunk.removed.push(...old.slice(oldAt, oldAt + value.length));
    else if (added) hunk.added.push(...current.slice(currentAt, currentAt + value.length));
    else {
      flush();
      for (let index = 0; index < value.length; index += 1)
        rows.push({ kind: 'same', ...sides(old[oldAt + index], current[currentAt + index]) });
    }
    if (!added) oldAt += value.length;
    if (!removed) currentAt += value.length;
  }
  flush();
  return folded(rows).slice(0, MAX_ROWS);
}

interface Keyed {
  line: PageLine;
  key: string;
  number: number;
}

const keyed = (lines: readonly PageLine[], now: Instant): Keyed[] =>
  lines.map((line, index) => ({ line, key: lineKey(line.text, now), number: index + 1 }));

const sides = (before: Keyed | undefined, after: Keyed | undefined) => ({
  ...(before && { before: { number: before.number, text: before.line.text } }),
  ...(after && { after: { number: after.number, text: after.line.text } }),
});

function hunkRows(removed: readonly Keyed[], added: readonly Keyed[]): VersionRow[] {
  return pairLines(removed, added).map((pair) => ({
    kind: pair.removed && pair.added ? 'changed' : pair.removed ? 'removed' : 'added',
    ...sides(pair.removed, pair.added),
    ...(pair.removed && pair.added && { runs: wordRuns(pair.removed.line.text, pair.added.line.text) }),
  }));
}

function folded(rows: readonly VersionRow[]): VersionRow[] {
  const isNear = (index: number) =>
    rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same');
  const shown: VersionRow[] = [];
  for (const [index, row] of rows.entries()) {
    const last = shown.at(-1);
    if (row.kind !== 'same' || isNear(index)) shown.push(row);
    else if (last?.kind === 'gap') last.count += 1;
    else shown.push({ kind: 'gap', count: 1 });
  }
  return shown;
}
