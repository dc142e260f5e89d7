import type { Instant } from '../model/units.ts';

/** A folded word; `prefix` when written `word*`; `exact` holds the spelling when written `=Word`. */
export interface WordNode {
  type: 'word';
  word: string;
  prefix: boolean;
  exact?: string;
}

/** Consecutive words, at most `slop` other words in between (`"a b"~2`). */
export interface PhraseNode {
  type: 'phrase';
  words: WordNode[];
  slop: number;
}

/** Both sides with at most `distance` words between them, in any order. */
export interface NearNode {
  type: 'near';
  left: QueryNode;
  right: QueryNode;
  distance: number;
}

/** `title:` or `text:` around a textual expression. */
export interface ScopeNode {
  type: 'scope';
  scope: 'title' | 'text';
  node: QueryNode;
}

export const VALUE_FIELDS = [
  'source',
  'competitor',
  'topic',
  'event',
  'lang',
  'tone',
  'tag',
  'author',
  'site',
  'is',
] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

export interface FieldNode {
  type: 'field';
  field: ValueField;
  /** Folded text of the value. */
  value: string;
}

/** `after:` is inclusive, `before:` exclusive; `day` is local to the reader: yyyy-mm-dd. */
export type DateNode = { type: 'date'; op: 'after' | 'before'; day: string } | { type: 'date'; op: 'last'; ms: number };

export type QueryNode =
  | WordNode
  | PhraseNode
  | NearNode
  | ScopeNode
  | FieldNode
  | DateNode
  | { type: 'and' | 'or'; nodes: QueryNode[] }
  | { type: 'not'; node: QueryNode };

/** Turns the reader's days and durations into instants. */
export interface QueryClock {
  now: Instant;
  /** Start of a yyyy-mm-dd day in the reader's zone. */
  dayStart(day: string): Instant;
}

/** Whether the node speaks of words only, and so has places in the text. */
export function isTextual(node: QueryNode): boolean {
  switch (node.type) {
    case 'word':
    case 'phrase':
    case 'near':
      return true;
    case 'or':
      return node.nodes.every(isTextual);
    case 'scope':
      return isTextual(node.node);
    default:
      return false;
  }
}

/** Whether nothing positive is asked: such a query names almost everything. */
export function isOnlyNegative(node: QueryNode): boolean {
  if (node.type === 'not') return true;
  if (node.type === 'and') return node.nodes.every(isOnlyNegative);
  return node.type === 'or' && node.nodes.some(isOnlyNegative);
}
