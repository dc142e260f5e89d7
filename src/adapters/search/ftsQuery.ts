import { never } from '../../domain/errors.ts';
import type { PhraseNode, QueryNode, WordNode } from '../../domain/query/ast.ts';
import type { ResolvedNode } from '../../domain/query/resolve.ts';

/** A piece of SQL and the values it binds: nothing a reader typed is ever part of the text. */
export interface Sql {
  text: string;
  values: (string | number)[];
}

/** The WHERE of a query over `docs_<generation> d`: words through FTS5, values through the facts table. */
export function condition(node: ResolvedNode | undefined, generation: number): Sql {
  if (!node) return { text: '1', values: [] };
  const match = matchExpression(node);
  if (match !== undefined)
    return {
      text: `d.rowid IN (SELECT rowid FROM fts_${generation} WHERE fts_${generation} MATCH ?)`,
      values: [match],
    };
  switch (node.type) {
    case 'and':
    case 'or': {
      const parts = node.nodes.map((each) => condition(each, generation));
      return {
        text: `(${parts.map(({ text }) => text).join(node.type === 'and' ? ' AND ' : ' OR ')})`,
        values: parts.flatMap(({ values }) => values),
      };
    }
    case 'not': {
      const { text, values } = condition(node.node, generation);
      return { text: `NOT (${text})`, values };
    }
    case 'in':
      return membership(node, generation);
    case 'author':
      return { text: `instr(' ' || d.author || ' ', ?) > 0`, values: [` ${node.value} `] };
    case 'range':
      return {
        text: 'd.at >= ? AND d.at < ?',
        values: [node.from ?? Number.MIN_SAFE_INTEGER, node.to ?? Number.MAX_SAFE_INTEGER],
      };
    default:
      // Textual nodes always have a match expression.
      return { text: '0', values: [] };
  }
}

function membership({ field, values }: Extract<ResolvedNode, { type: 'in' }>, generation: number): Sql {
  if (values.length === 0) return { text: '0', values: [] };
  // One JSON value instead of thousands of bound ones: a reader may have read a lot.
  const list = JSON.stringify(values);
  if (field === 'id') return { text: 'd.id IN (SELECT value FROM json_each(?))', values: [list] };
  return {
    text: `d.rowid IN (SELECT doc FROM facts_${generation} WHERE field = ? AND value IN (SELECT value FROM json_each(?)))`,
    values: [field, list],
  };
}

/** The FTS5 expression of a node that speaks of words only; undefined otherwise. */
export function matchExpression(node: ResolvedNode | QueryNode): string | undefined {
  switch (node.type) {
    case 'word':
      return term(node);
    case 'phrase':
      return phrase(node.words, node.slop);
    case 'near':
      return near(node.left, node.right, node.distance);
    case 'scope': {
      const inner = matchExpression(node.node);
      return inner === undefined ? undefined : `{${node.scope}} : (${inner})`;
    }
    case 'or': {
      const parts = node.nodes.map(matchExpression);
      return parts.includes(undefined) ? undefined : `(${parts.join(' OR ')})`;
    }
    default:
      return undefined;
  }
}

/** FTS5 string: folded words hold letters and digits only, the quotes keep AND, OR and NEAR words. */
const term = ({ word, prefix }: WordNode): string => `"${word}"${prefix ? '*' : ''}`;

/** With gaps, or stars before the last word: NEAR, which finds more (any order); the items themselves are then checked. */
function phrase(words: readonly WordNode[], slop: number): string {
  // NEAR counts what stands between the first word and the last, the words in the middle included.
  if (words.slice(0, -1).some(({ prefix }) => prefix) || slop > 0)
    return `NEAR(${words.map(term).join(' ')}, ${slop * (words.length - 1) + words.length - 2})`;
  return words.map(term).join(' + ');
}

/**
 * NEAR takes phrases only: groups are multiplied out, (a OR b) NEAR c → NEAR(a c) OR NEAR(b c). What it cannot hold
 * (a NEAR or a field inside) is asked for anywhere: that finds more, and the items themselves are then checked.
 */
function near(left: QueryNode, right: QueryNode, distance: number): string {
  const [lefts, rights] = [phrasesOf(left), phrasesOf(right)];
  if (!lefts || !rights) return `(${matchExpression(left)} AND ${matchExpression(right)})`;
  const pairs = lefts.flatMap((a) => rights.map((b) => `NEAR(${a} ${b}, ${distance})`));
  return `(${pairs.join(' OR ')})`;
}

function phrasesOf(node: QueryNode): string[] | undefined {
  switch (node.type) {
    case 'or': {
      const parts = node.nodes.map(phrasesOf);
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case 'word':
      return [term(node)];
    case 'phrase':
      return isPlainPhrase(node) ? [node.words.map(term).join(' + ')] : undefined;
    case 'near':
    case 'scope':
    case 'and':
    case 'not':
    case 'field':
    case 'date':
      return undefined;
    default:
      return never(node);
  }
}

const isPlainPhrase = ({ words, slop }: PhraseNode): boolean =>
  slop === 0 && !words.slice(0, -1).some(({ prefix }) => prefix);

/** Every word the query wants, joined by OR: what the matches are ranked by. */
export function rankingMatch(node: ResolvedNode): string | undefined {
  const wanted = wantedTexts(node);
  return wanted.length > 0 ? wanted.join(' OR ') : undefined;
}

function wantedTexts(node: ResolvedNode): string[] {
  const own = matchExpression(node);
  if (own !== undefined) return [own];
  return node.type === 'and' || node.type === 'or' ? node.nodes.flatMap(wantedTexts) : [];
}
