import { diffArrays } from 'diff';
import type { ChangedLine } from './compare.ts';

/** A run of words of a line: the same in both versions, only in the older, or only in the newer. */
export interface Run {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Longer lines are compared by their beginning: word by word costs with the square. */
const MAX_COMPARED = 4000;
const MAX_EDITS = 400;

/** Letters with which two texts begin alike, up to the end of a word. */
export function commonStart(before: string, after: string): number {
  let at = 0;
  while (at < Math.min(before.length, after.length) && before[at] === after[at]) at += 1;
  return before.length === after.length && at === before.length ? at : before.lastIndexOf(' ', at - 1) + 1;
}

/** The words of two forms of a line, in order, each run told what became of it. */
export function wordRuns(before: string, after: string): Run[] {
  const start = commonStart(before, after);
  const runs = changedRuns(before.slice(start), after.slice(start));
  return start === 0 ? runs : joined([{ kind: 'same', text: before.slice(0, start) }, ...runs]);
}

/** Neighbours of one kind are one run. */
const joined = ([first, second, ...rest]: Run[]): Run[] =>
  first && second && first.kind === second.kind
    ? [{ kind: first.kind, text: first.text + second.text }, ...rest]
    : [first, second, ...rest].filter((run) => run !== undefined);

/** Words, spaces and signs; a figure with its separators is one word: "12,90" does not become "13,90" by half. */
const tokensOf = (text: string): string[] =>
  text.slice(0, MAX_COMPARED).match(/\d+(?:[.,\u00a0\u202f]\d+)*|[\p{L}\p{M}]+|\s+|[^\s\p{L}\p{M}\d]/gu) ?? [];

function changedRuns(before: string, after: string): Run[] {
  const parts = diffArrays(tokensOf(before), tokensOf(after), { maxEditLength: MAX_EDITS });
  if (!parts)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return parts.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

/** A change as HTML for those who read the item: what left struck through, what came underlined. */
export const changeHtml = (lines: readonly ChangedLine[]): string =>
  lines
    .map(({ before, after }) => {
      if (!before) return `<p><ins>${escaped(after?.text ?? '')}</ins></p>`;
      if (!after) return `<p><del>${escaped(before.text)}</del></p>`;
      return `<p>${wordRuns(before.text, after.text).map(runHtml).join('').replaceAll('</del><ins>', '</del> <ins>')}</p>`;
    })
    .join('\n');

const SUMMARISED = 3;

/** The first lines of a change in words: what each was, and what it is. */
export const changeSummary = (lines: readonly ChangedLine[]): string =>
  lines
    .slice(0, SUMMARISED)
    .map(({ before, after }) =>
      before && after ? `${before.text} → ${after.text}` : after ? `+ ${after.text}` : `− ${before?.text ?? ''}`,
    )
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('\n');

const TAGS = { same: ['', ''], removed: ['<del>', '</del>'], added: ['<ins>', '</ins>'] } as const;

function runHtml({ kind, text }: Run): string {
  const [open, close] = TAGS[kind];
  return `${open}${escaped(text)}${close}`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
