import { never } from '../errors.ts';
import type { NearNode, PhraseNode, QueryNode, WordNode } from './ast.ts';
import { type QueryDocument, rawWordAt } from './document.ts';
import type { ResolvedNode } from './resolve.ts';

/** First and last position of a match, inclusive. */
export type Span = readonly [start: number, end: number];

/** The positions a textual node may match in: from inclusive, to exclusive. */
export interface Scope {
  from: number;
  to: number;
}

/**
 * Asks one query of one document.
 * @returns the spans of text that prove the match (empty when only fields matched), or undefined when it does not match
 */
export function matchQuery(node: ResolvedNode, document: QueryDocument): Span[] | undefined {
  const proof: Span[] = [];
  // The URL is not text: queries see title and text only.
  return matches(node, document, proof) ? proof : undefined;
}

function matches(node: ResolvedNode, document: QueryDocument, proof: Span[]): boolean {
  switch (node.type) {
    case 'word':
    case 'phrase':
    case 'near':
    case 'scope': {
      const spans = spansOf(node, document, readable(document));
      proof.push(...spans);
      return spans.length > 0;
    }
    case 'and':
      return node.nodes.every((each) => matches(each, document, proof));
    case 'or':
      // Every branch is asked, so that the proof holds all the words that matched.
      return node.nodes.map((each) => matches(each, document, proof)).includes(true);
    case 'not':
      return !matches(node.node, document, []);
    case 'in':
      return node.values.some((value) => document.facts[node.field].includes(value));
    case 'author':
      return ` ${document.facts.author} `.includes(` ${node.value} `);
    case 'range':
      return document.facts.at >= (node.from ?? -Infinity) && document.facts.at < (node.to ?? Infinity);
    default:
      return never(node);
  }
}

const readable = (document: QueryDocument): Scope => ({ from: 0, to: document.text.end });

/** Where a textual node matches inside a scope. */
export function spansOf(node: QueryNode, document: QueryDocument, scope: Scope): Span[] {
  switch (node.type) {
    case 'word':
      return wordSpans(node, document, scope);
    case 'phrase':
      return phraseSpans(node, document, scope);
    case 'near':
      return nearSpans(node, document, scope);
    case 'or':
      return node.nodes.flatMap((each) => spansOf(each, document, scope));
    case 'scope': {
      const { offset, end } = document[node.scope];
      return spansOf(node.node, document, { from: Math.max(scope.from, offset), to: Math.min(scope.to, end) });
    }
    default:
      return [];
  }
}

function wordSpans(node: WordNode, document: QueryDocument, scope: Scope): Span[] {
  const spans: Span[] = [];
  for (const positions of positionLists(node, document)) {
    for (const at of positions) {
      if (at >= scope.from && at < scope.to && spelledAs(node, document, at)) spans.push([at, at]);
    }
  }
  return spans;
}

function* positionLists(node: WordNode, document: QueryDocument): Generator<number[]> {
  if (!node.prefix) {
    const positions = document.positions.get(node.word);
    if (positions) yield positions;
    return;
  }
  for (const [word, positions] of document.positions) if (word.startsWith(node.word)) yield positions;
}

const spelledAs = (node: WordNode, document: QueryDocument, at: number): boolean =>
  node.exact === undefined ||
  (node.prefix ? rawWordAt(document, at).startsWith(node.exact) : rawWordAt(document, at) === node.exact);

function phraseSpans(node: PhraseNode, document: QueryDocument, scope: Scope): Span[] {
  const [first, ...rest] = node.words;
  if (!first) return [];
  const following = rest.map((word) => wordSpans(word, document, scope).map(([at]) => at));
  const spans: Span[] = [];
  for (const [start] of wordSpans(first, document, scope)) {
    let at: number | undefined = start;
    for (const positions of following) {
      const from: number = at;
      at = positions.find((position) => position > from && position <= from + 1 + node.slop);
      if (at === undefined) break;
    }
    if (at !== undefined) spans.push([start, at]);
  }
  return spans;
}

function nearSpans(node: NearNode, document: QueryDocument, scope: Scope): Span[] {
  const rights = spansOf(node.right, document, scope);
  return spansOf(node.left, document, scope).flatMap((left) =>
    rights
      .filter((right) => wordsBetween(left, right) <= node.distance)
      .map((right): Span => [Math.min(left[0], right[0]), Math.max(left[1], right[1])]),
  );
}

/** Words between two spans; two that overlap are not "near": a word is not near itself. */
function wordsBetween(left: Span, right: Span): number {
  if (left[1] < right[0]) return right[0] - left[1] - 1;
  if (right[1] < left[0]) return left[0] - right[1] - 1;
  return Number.POSITIVE_INFINITY;
}
