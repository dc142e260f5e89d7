import type { QueryNode, WordNode } from '../src/domain/query/ast.ts';
import type { ResolvedNode } from '../src/domain/query/resolve.ts';
import { wordsOf } from '../src/domain/query/words.ts';

/** A run of text, marked when it is what was searched for. */
export interface Run {
  text: string;
  marked: boolean;
}

/** The words a query wants; those it excludes are not marked. */
export function wantedWords(node: ResolvedNode | QueryNode | undefined): WordNode[] {
  if (!node) return [];
  switch (node.type) {
    case 'word':
      return [node];
    case 'phrase':
      return node.words;
    case 'near':
      return [...wantedWords(node.left), ...wantedWords(node.right)];
    case 'scope':
      return wantedWords(node.node);
    case 'and':
    case 'or':
      return (node.nodes as (ResolvedNode | QueryNode)[]).flatMap(wantedWords);
    default:
      return [];
  }
}

/** `raw` is the word as it stands: written `=Word`, its capitals count. */
function isWanted({ word, prefix, exact }: WordNode, folded: string, raw: string): boolean {
  const [asked, found] = exact === undefined ? [word, folded] : [exact, raw.normalize()];
  return prefix ? found.startsWith(asked) : found === asked;
}

/** Cuts a text into marked and unmarked runs. */
export function highlight(text: string, wanted: readonly WordNode[]): Run[] {
  const { folded, starts, ends } = wordsOf(text);
  const runs: Run[] = [];
  let at = 0;
  for (const [index, word] of folded.entries()) {
    const [start = 0, end = 0] = [starts[index], ends[index]];
    if (!wanted.some((each) => isWanted(each, word, text.slice(start, end)))) continue;
    if (start > at) runs.push({ text: text.slice(at, start), marked: false });
    runs.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) runs.push({ text: text.slice(at), marked: false });
  return runs;
}

const SNIPPET = 220;

/** The part of a text where the search was found, cut at words. */
export function snippet(text: string, wanted: readonly WordNode[]): string {
  const flat = text.replace(/\s+/g, ' ');
  const { folded, starts, ends } = wordsOf(flat);
  const hit = folded.findIndex((word, index) =>
    wanted.some((each) => isWanted(each, word, flat.slice(starts[index], ends[index]))),
  );
  const start = starts[hit] ?? 0;
  const from = Math.max(0, start - Math.round(SNIPPET / 3));
  const space = flat.indexOf(' ', from) + 1;
  // A long address may stand between the place and the space before it.
  const begin = from === 0 ? 0 : space > 0 && space <= start ? space : from;
  const cut = flat.slice(begin, begin + SNIPPET);
  const end = begin + SNIPPET < flat.length ? cut.lastIndexOf(' ') : cut.length;
  return `${begin > 0 ? '…' : ''}${cut.slice(0, end)}${end < cut.length || begin + SNIPPET < flat.length ? '…' : ''}`;
}
