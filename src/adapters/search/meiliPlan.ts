import type { PhraseNode, QueryNode, WordNode } from '../../domain/query/ast.ts';
import type { ResolvedNode } from '../../domain/query/resolve.ts';

/** A query in Meilisearch's terms. */
export interface MeiliPlan {
  q: string;
  fields: ('title' | 'text')[] | undefined;
  filter: string | undefined;
}

/** Meilisearch reads ten words of a query and silently drops the rest. */
const MAX_WORDS = 10;

/**
 * Meilisearch has no OR, NEAR, prefix or fields inside `q`: words and phrases become quoted parts (whole words, no
 * typos), values become a filter. Undefined when that cannot say the query exactly; the embedded engine then answers.
 * OR as one search per branch was tried: 100 to 180 ms at the 95th percentile where the embedded index took 15.
 */
export function meiliPlan(node: ResolvedNode | undefined): MeiliPlan | undefined {
  const parts = node === undefined ? [] : node.type === 'and' ? node.nodes : [node];
  const filters: string[] = [];
  const texts: Part[] = [];
  for (const each of parts) {
    const filter = filterOf(each);
    const text = filter === undefined ? partsOf(each) : undefined;
    if (filter !== undefined) filters.push(filter);
    else if (text) texts.push(...text);
    else return undefined;
  }
  const scopes = new Set(texts.map(({ scope }) => scope));
  const words = texts.reduce((sum, part) => sum + part.words.length, 0);
  if (scopes.size > 1 || words > MAX_WORDS) return undefined;
  const [scope] = scopes;
  return {
    q: texts.map(({ words: each, excluded }) => `${excluded ? '-' : ''}"${each.join(' ')}"`).join(' '),
    fields: scope ? [scope] : undefined,
    filter: filters.length > 0 ? filters.join(' AND ') : undefined,
  };
}

/** A value inside a filter: quoted, so that nothing in it is read as syntax; well-formed, or the request is refused whole. */
export const quoted = (value: string): string => `"${value.toWellFormed().replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;

/** The filter of a node that speaks of values only; undefined otherwise. */
function filterOf(node: ResolvedNode): string | undefined {
  switch (node.type) {
    case 'in':
      // Nothing is called so: a filter that no document passes.
      return node.values.length === 0 ? 'id = "-"' : `${node.field} IN [${node.values.map(quoted).join(', ')}]`;
    case 'range': {
      const bounds = [
        ...(node.from !== undefined ? [`at >= ${node.from}`] : []),
        ...(node.to !== undefined ? [`at < ${node.to}`] : []),
      ];
      return `(${bounds.join(' AND ')})`;
    }
    case 'not': {
      const inner = filterOf(node.node);
      return inner === undefined ? undefined : `NOT (${inner})`;
    }
    case 'and':
    case 'or': {
      const inner = node.nodes.map(filterOf);
      return inner.includes(undefined) ? undefined : `(${inner.join(node.type === 'and' ? ' AND ' : ' OR ')})`;
    }
    default:
      return undefined;
  }
}

/** Meilisearch cuts Chinese or Japanese into words of its own, and "4G" in two when it follows some. */
const WHOLE_WORD = /^(?:[\p{Script=Latin}]+|[\p{Script=Cyrillic}]+|[\p{Script=Greek}]+|\d+)$/u;

/** A whole word, which stands in the index as one word too. */
const isPlain = ({ word, prefix, exact }: WordNode): boolean => !prefix && exact === undefined && WHOLE_WORD.test(word);

interface Part {
  words: string[];
  excluded: boolean;
  scope: 'title' | 'text' | undefined;
}

/** The quoted parts that must all hold; undefined for what `q` cannot say. */
function partsOf(node: ResolvedNode | QueryNode, excluded = false, scope?: Part['scope']): Part[] | undefined {
  switch (node.type) {
    case 'word':
    case 'phrase':
      if (node.type === 'phrase' && node.slop > 0) return undefined;
      return wordNodes(node).every(isPlain)
        ? [{ words: wordNodes(node).map(({ word }) => word), excluded, scope }]
        : undefined;
    case 'scope':
      return partsOf(node.node, excluded, node.scope);
    case 'not':
      return partsOf(node.node, !excluded, scope);
    case 'and':
    case 'or': {
      // Excluding swaps the two: not (a or b) is not a and not b.
      if ((node.type === 'or') !== excluded) return undefined;
      const inner = node.nodes.map((each) => partsOf(each, excluded, scope));
      return inner.some((each) => each === undefined) ? undefined : inner.flatMap((each) => each ?? []);
    }
    default:
      return undefined;
  }
}

const wordNodes = (node: WordNode | PhraseNode): WordNode[] => (node.type === 'word' ? [node] : node.words);
