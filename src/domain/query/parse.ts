import { VigieError } from '../errors.ts';
import { isOnlyNegative, isTextual, type QueryNode, type WordNode } from './ast.ts';
import { readDate } from './dates.ts';
import { fieldNamed } from './fields.ts';
import { type Token, tokenise } from './lexer.ts';
import { refuseHuge } from './limits.ts';
import { foldText, wordsOf } from './words.ts';

/** Deeper nesting than anyone writes; keeps the recursion below the stack. */
const MAX_DEPTH = 40;
const MIN_PREFIX = 3;

interface Cursor {
  tokens: Token[];
  at: number;
  depth: number;
  /** Column just after the end, where something was missing. */
  end: number;
}

/**
 * Reads a query of topics, boards, searches and alerts into a tree.
 * Grammar (quality 2.3): or := and (OR and)* ; and := near ([AND] near)* ; near := not (NEAR/n not)* ;
 * not := NOT not | -prim | prim ; prim := (or) | field:prim | [=]word[*] | [=]"phrase"[~n]
 * @throws VigieError `query.*` naming the column (from 1) of the mistake
 */
export function parseRule(query: string): QueryNode {
  const cursor: Cursor = { tokens: tokenise(query), at: 0, depth: 0, end: query.length + 1 };
  if (cursor.tokens.length === 0) throw new VigieError('query.empty', { column: 1 });
  const node = parseOr(cursor);
  const rest = peek(cursor);
  if (rest)
    throw new VigieError(rest.type === 'close' ? 'query.extraClose' : 'query.unexpected', { column: rest.column });
  refuseHuge(node, cursor.end);
  return node;
}

/** A query typed in the search box: undefined when empty; one that only excludes is refused. */
export function parseSearch(query: string): QueryNode | undefined {
  if (query.trim() === '') return undefined;
  const node = parseRule(query);
  if (isOnlyNegative(node)) throw new VigieError('query.onlyNegative', { column: 1 });
  return node;
}

const peek = (cursor: Cursor): Token | undefined => cursor.tokens[cursor.at];

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  if (!token) throw new VigieError('query.missingTerm', { column: cursor.end });
  cursor.at += 1;
  return token;
}

const joined = (type: 'and' | 'or', nodes: QueryNode[]): QueryNode =>
  nodes.length === 1 && nodes[0] ? nodes[0] : { type, nodes };

function parseOr(cursor: Cursor): QueryNode {
  const nodes = [parseAnd(cursor)];
  while (peek(cursor)?.type === 'or') {
    take(cursor);
    nodes.push(parseAnd(cursor));
  }
  return joined('or', nodes);
}

function parseAnd(cursor: Cursor): QueryNode {
  const nodes = [parseNear(cursor)];
  for (;;) {
    const next = peek(cursor);
    if (!next || next.type === 'or' || next.type === 'close') return joined('and', nodes);
    if (next.type === 'and') take(cursor);
    nodes.push(parseNear(cursor));
  }
}

function parseNear(cursor: Cursor): QueryNode {
  let left = parseNot(cursor);
  for (let next = peek(cursor); next?.type === 'near'; next = peek(cursor)) {
    take(cursor);
    const right = parseNot(cursor);
    if (!isTextual(left) || !isTextual(right)) throw new VigieError('query.nearNeedsWords', { column: next.column });
    left = { type: 'near', left, right, distance: next.distance };
  }
  return left;
}

function parseNot(cursor: Cursor): QueryNode {
  const next = peek(cursor);
  if (next?.type !== 'not' && next?.type !== 'minus') return parsePrimary(cursor);
  take(cursor);
  return { type: 'not', node: nested(cursor, next.column, parseNot) };
}

function nested(cursor: Cursor, column: number, parse: (cursor: Cursor) => QueryNode): QueryNode {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) throw new VigieError('query.tooDeep', { max: MAX_DEPTH, column });
  const node = parse(cursor);
  cursor.depth -= 1;
  return node;
}

function parsePrimary(cursor: Cursor): QueryNode {
  const token = take(cursor);
  switch (token.type) {
    case 'open':
      return parseGroup(cursor, token.column);
    case 'field':
      return parseField(cursor, token.name, token.column);
    case 'equals':
      return parseExact(cursor, token.column);
    case 'phrase':
      return quoted(token, false);
    case 'word':
      return word(token.text, token.column);
    default:
      throw new VigieError('query.unexpected', { column: token.column });
  }
}

function parseGroup(cursor: Cursor, column: number): QueryNode {
  const node = nested(cursor, column, parseOr);
  const close = peek(cursor);
  if (close?.type !== 'close') throw new VigieError('query.unclosedGroup', { column });
  take(cursor);
  return node;
}

function parseExact(cursor: Cursor, column: number): QueryNode {
  const token = take(cursor);
  if (token.type !== 'word' && token.type !== 'phrase') throw new VigieError('query.exactNeedsWord', { column });
  return token.type === 'phrase' ? quoted(token, true) : phrase(token.text, 0, token.column, true);
}

function word(text: string, column: number): QueryNode {
  const star = text.indexOf('*');
  if (star >= 0 && star < text.length - 1) throw new VigieError('query.starInside', { column: column + star });
  return phrase(text, 0, column, false);
}

/** The words of a phrase begin after its quote. */
const quoted = ({ text, slop, column }: Extract<Token, { type: 'phrase' }>, exact: boolean): QueryNode =>
  phrase(text, slop, column, exact, column + 1);

/** One or more words in a row, each possibly ending with a star. */
function phrase(text: string, slop: number, column: number, exact: boolean, from = column): QueryNode {
  const { folded, starts, ends } = wordsOf(text);
  const words = folded.map((each, index): WordNode => {
    const prefix = text[ends[index] ?? -1] === '*';
    if (prefix && each.length < MIN_PREFIX)
      throw new VigieError('query.shortPrefix', { min: MIN_PREFIX, column: from + (starts[index] ?? 0) });
    return {
      type: 'word',
      word: each,
      prefix,
      ...(exact && { exact: text.slice(starts[index], ends[index]).normalize() }),
    };
  });
  const [first] = words;
  if (!first) throw new VigieError('query.noWord', { text: text.slice(0, 40), column });
  return words.length === 1 ? first : { type: 'phrase', words, slop };
}

function parseField(cursor: Cursor, name: string, column: number): QueryNode {
  const field = fieldNamed(name);
  if (!field) throw new VigieError('query.unknownField', { field: name, column });
  if (field === 'title' || field === 'text') return parseScope(cursor, field, column);
  const token = take(cursor);
  if (token.type === 'open') return parseValues(cursor, field, column);
  return fieldValue(field, token);
}

function parseScope(cursor: Cursor, scope: 'title' | 'text', column: number): QueryNode {
  const node = nested(cursor, column, parsePrimary);
  return wrapScope(scope, node, column);
}

function wrapScope(scope: 'title' | 'text', node: QueryNode, column: number): QueryNode {
  if (isTextual(node)) return { type: 'scope', scope, node };
  if (node.type === 'and' || node.type === 'or')
    return { type: node.type, nodes: node.nodes.map((each) => wrapScope(scope, each, column)) };
  if (node.type === 'not') return { type: 'not', node: wrapScope(scope, node.node, column) };
  throw new VigieError('query.fieldInField', { column });
}

type NonScopeField = Exclude<ReturnType<typeof fieldNamed>, 'title' | 'text' | undefined>;

function parseValues(cursor: Cursor, field: NonScopeField, column: number): QueryNode {
  const nodes: QueryNode[] = [];
  for (;;) {
    const token = take(cursor);
    if (token.type === 'close') break;
    if (token.type !== 'or') nodes.push(fieldValue(field, token));
  }
  if (nodes.length === 0) throw new VigieError('query.missingValue', { field, column });
  return joined('or', nodes);
}

function fieldValue(field: NonScopeField, token: Token): QueryNode {
  // "last:-3d" or "lang:-fr" read as signs; a value is a word or a quoted phrase.
  if (token.type !== 'word' && token.type !== 'phrase')
    throw new VigieError('query.missingValue', { field, column: token.column });
  if (field === 'after' || field === 'before' || field === 'last') return readDate(field, token.text, token.column);
  const value = field === 'site' ? token.text.toLowerCase() : foldText(token.text);
  if (value === '') throw new VigieError('query.missingValue', { field, column: token.column });
  if (field === 'is' && !['unread', 'saved', 'alert'].includes(value))
    throw new VigieError('query.unknownIs', { value, column: token.column });
  return { type: 'field', field, value };
}
