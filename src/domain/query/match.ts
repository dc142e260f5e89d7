import { never } from '../errors.ts';
import type { NearNode, PhraseNode, QueryNode, WordNode } from './ast.ts';
import { PREFIX_LETTERS, type QueryDocument, rawWordAt } from './document.ts';
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
      // Not push(...spans): a hostile text has more spans than a call may have arguments.
      for (const span of spans) proof.push(span);
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
  for (const word of wordsLike(node.word, document)) {
    const positions = word.startsWith(node.word) ? document.positions.get(word) : undefined;
    if (positions) yield positions;
  }
}

function wordsLike(prefix: string, { filed, positions }: QueryDocument): Iterable<string> {
  const key = prefix.slice(0, PREFIX_LETTERS);
  return filed?.prefixes.has(key) ? (filed.words.get(key) ?? []) : positions.keys();
}

const spelledAs = (node: WordNode, document: QueryDocument, at: number): boolean => {
  if (node.exact === undefined) return true;
  const raw = rawWordAt(document, at).normalize();
  return node.prefix ? raw.startsWith(node.exact) : raw === node.exact;
};

/** Read from the last word to the first, so that every place of a word that comes several times is tried. */
function phraseSpans(node: PhraseNode, document: QueryDocument, scope: Scope): Span[] {
  const [last, ...before] = [...node.words].reverse();
  if (!last) return [];
  let spans = inOrder(wordSpans(last, document, scope));
  for (const word of before) {
    const following = spans;
    spans = inOrder(wordSpans(word, document, scope)).flatMap(([at]): Span[] => {
      const next = following[firstFrom(following, at + 1)];
      return next && next[0] <= at + 1 + node.slop ? [[at, next[1]]] : [];
    });
  }
  return spans;
}

/** Spans of one NEAR that are kept: only a text of nothing else has more, and it must not hold up the others. */
const MAX_NEAR_SPANS = 20_000;

function nearSpans(node: NearNode, document: QueryDocument, scope: Scope): Span[] {
  const rights = inOrder(spansOf(node.right, document, scope));
  const longest = rights.reduce((most, [start, end]) => Math.max(most, end - start), 0);
  const found = new Map<string, Span>();
  for (const left of inOrder(spansOf(node.left, document, scope))) {
    for (let index = firstFrom(rights, left[0] - node.distance - 1 - longest); index < rights.length; index += 1) {
      const right = rights[index] as Span;
      if (right[0] > left[1] + node.distance + 1 || found.size >= MAX_NEAR_SPANS) break;
      if (wordsBetween(left, right) > node.distance) continue;
      const span: Span = [Math.min(left[0], right[0]), Math.max(left[1], right[1])];
      found.set(span.join(), span);
    }
  }
  return [...found.values()];
}

const inOrder = (spans: Span[]): Span[] => spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);

/** Index of the first span that starts at `position` or later. */
function firstFrom(spans: readonly Span[], position: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span)[0] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Words between two spans; two that overlap are not "near": a word is not near itself. */
function wordsBetween(left: Span, right: Span): number {
  if (left[1] < right[0]) return right[0] - left[1] - 1;
  if (right[1] < left[0]) return left[0] - right[1] - 1;
  return Number.POSITIVE_INFINITY;
}
