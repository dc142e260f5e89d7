import { oneLine } from './opmlFeed.ts';

/** Why a line of a list, or a part of it, was not taken. */
export const OPML_LINE_KINDS = [
  'not-web-address',
  'no-address',
  /** The feed stands further up already; the tags of both places are kept. */
  'duplicate',
  /** Something had to be guessed or left out. What was certain to mend (a stray ampersand) is not told. */
  'broken-markup',
  /** Attributes longer than any reader writes were left out; the feed is followed. */
  'too-long',
  /** A reference to another list, which is not followed. */
  'other-list',
  /** This feed, and `count` in all, are over the limit of one list. */
  'too-many',
  /** `count` further lines are not told one by one. */
  'more',
] as const;
export type OpmlLineKind = (typeof OPML_LINE_KINDS)[number];

export interface OpmlLine {
  /** In the file, from 1. */
  line: number;
  kind: OpmlLineKind;
  /** The part in question, 200 characters at most. */
  text: string;
  /** Of `too-many` and `more`. */
  count?: number;
}

export interface OpmlAccount {
  add(line: number, kind: OpmlLineKind, text: string): void;
  addSurplus(line: number, text: string): void;
  /** By line. */
  lines(): OpmlLine[];
}

const MAX_LINES = 1000;
const MAX_TEXT = 200;

/** The account of a reading, bounded: a line is told to be broken once, and what is over the limits is counted. */
export function opmlAccount(): OpmlAccount {
  const told: OpmlLine[] = [];
  const broken = new Set<number>();
  let surplus: Required<OpmlLine> | undefined;
  let more: Required<OpmlLine> | undefined;
  return {
    add(line, kind, text) {
      if (kind === 'broken-markup' && broken.has(line)) return;
      if (told.length >= MAX_LINES) {
        more ??= { line, kind: 'more', text: '', count: 0 };
        more.count += 1;
        return;
      }
      if (kind === 'broken-markup') broken.add(line);
      told.push({ line, kind, text: cut(text) });
    },
    addSurplus(line, text) {
      surplus ??= { line, kind: 'too-many', text: cut(text), count: 0 };
      surplus.count += 1;
    },
    lines: () => [...(surplus ? [...told, surplus] : told).sort((a, b) => a.line - b.line), ...(more ? [more] : [])],
  };
}

function cut(text: string): string {
  const line = oneLine(text.slice(0, 10 * MAX_TEXT));
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1).toWellFormed()}…` : line;
}

/** What stands at `at`, to the end of its line. */
export const lineAt = (xml: string, at: number): string => xml.slice(at, at + 2 * MAX_TEXT).split(/[\r\n]/, 1)[0] ?? '';

/** Line numbers, from 1, of ever later places. */
export function lineCounter(xml: string): (at: number) => number {
  const lineBreak = /\r\n?|\n/g;
  let line = 1;
  let next = lineBreak.exec(xml);
  return (at) => {
    for (; next && next.index < at; next = lineBreak.exec(xml)) line += 1;
    return line;
  };
}
