import { never } from '../../domain/errors.ts';
import type { QueryNode, WordNode } from '../../domain/query/ast.ts';
import type { ResolvedNode } from '../../domain/query/resolve.ts';

/** A query in Meilisearch's terms: one search per branch, their union is the answer. */
export interface MeiliPlan {
  branches: { q: string; fields: ('title' | 'text')[] | undefined }[];
  filter: string | undefined;
}

const MAX_BRANCHES = 8;
/** Meilisearch reads ten words of a query and silently drops the rest. */
const MAX_WORDS = 10;

/**
 * Meilisearch has no OR, NEAR, prefix or fields inside `q`: words and phrases become quoted parts (whole words, no
 * typos), OR becomes branches, values become a filter. Undefined when that cannot say the query exactly; the
 * embedded engine then answers.
 */
export function meiliPlan(node: ResolvedNode | undefined): MeiliPlan | undefined {
  if (!node) return { branches: [{ q: '', fields: undefined }], filter: undefined };
  const parts = node.type === 'and' ? node.nodes : [node];
  const filters: string[] = [];
  const texts: ResolvedNode[] = [];
  for (const part of parts) {
    const filter = filterOf(part);
    if (filter === undefined) texts.push(part);
    else filters.push(filter);
  }
  const branches = texts.length > 0 ? branchesOf({ type: 'and', nodes: texts }) : [[]];
  if (!branches || branches.length > MAX_BRANCHES) return undefined;
  const planned = branches.map(planBranch);
  if (planned.some((branch) => branch === undefined)) return undefined;
  return {
    branches: planned.filter((branch) => branch !== undefined),
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

/** Disjunctive normal form: a list of branches, each a list of quoted parts. Undefined for what `q` cannot say. */
function branchesOf(node: ResolvedNode | QueryNode, excluded = false, scope?: Part['scope']): Part[][] | undefined {
  switch (node.type) {
    case 'word':
      return isPlain(node) ? [[{ words: [node.word], excluded, scope }]] : undefined;
    case 'phrase':
      if (node.slop > 0 || !node.words.every(isPlain)) return undefined;
      return [[{ words: node.words.map(({ word }) => word), excluded, scope }]];
    case 'scope':
      return branchesOf(node.node, excluded, node.scope);
    case 'not':
      return branchesOf(node.node, !excluded, scope);
    case 'and':
    case 'or': {
      const inner = node.nodes.map((each) => branchesOf(each, excluded, scope));
      if (inner.some((each) => each === undefined)) return undefined;
      // Excluding swaps the two: not (a or b) is not a and not b.
      return (node.type === 'or') !== excluded
        ? inner.flatMap((each) => each ?? [])
        : product(inner.map((each) => each ?? []));
    }
    case 'near':
    case 'in':
    case 'author':
    case 'range':
    case 'field':
    case 'date':
      return undefined;
    default:
      return never(node);
  }
}

function product(lists: readonly Part[][][]): Part[][] | undefined {
  let branches: Part[][] = [[]];
  for (const list of lists) {
    branches = branches.flatMap((branch) => list.map((parts) => [...branch, ...parts]));
    if (branches.length > MAX_BRANCHES) return undefined;
  }
  return branches;
}

function planBranch(parts: Part[]): MeiliPlan['branches'][number] | undefined {
  const scopes = new Set(parts.map(({ scope }) => scope));
  const words = parts.reduce((sum, part) => sum + part.words.length, 0);
  const [scope] = scopes;
  if (scopes.size > 1 || words > MAX_WORDS) return undefined;
  const q = parts.map(({ words: each, excluded }) => `${excluded ? '-' : ''}"${each.join(' ')}"`).join(' ');
  return { q, fields: scope ? [scope] : undefined };
}
