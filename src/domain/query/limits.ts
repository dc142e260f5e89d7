import { VigieError } from '../errors.ts';
import type { QueryNode } from './ast.ts';

/** More than any topic of ours holds (the longest has 30); each costs a look-up, in the index and in every item. */
const MAX_WORDS = 200;
/** NEAR compares every place of one side with every place of the other. */
const MAX_NEARS = 16;
const MAX_NEAR_PAIRS = 200;
const MAX_GAPPED_WORDS = 12;

interface Size {
  words: number;
  nears: number;
}

/**
 * Refuses a query that would take an engine seconds: one reader's search holds up everybody else's.
 * @throws VigieError `query.tooManyWords`, `query.tooManyNears`, `query.nearTooWide` or `query.gapsTooLong`
 */
export function refuseHuge(node: QueryNode, column: number): void {
  const { words, nears } = sizeOf(node, column);
  if (words > MAX_WORDS) throw new VigieError('query.tooManyWords', { max: MAX_WORDS, column });
  if (nears > MAX_NEARS) throw new VigieError('query.tooManyNears', { max: MAX_NEARS, column });
}

function sizeOf(node: QueryNode, column: number): Size {
  switch (node.type) {
    case 'word':
      return { words: 1, nears: 0 };
    case 'phrase':
      if (node.slop > 0 && node.words.length > MAX_GAPPED_WORDS)
        throw new VigieError('query.gapsTooLong', { max: MAX_GAPPED_WORDS, column });
      return { words: node.words.length, nears: 0 };
    case 'near': {
      const [left, right] = [sizeOf(node.left, column), sizeOf(node.right, column)];
      if (left.words * right.words > MAX_NEAR_PAIRS)
        throw new VigieError('query.nearTooWide', { max: MAX_NEAR_PAIRS, column });
      return { words: left.words + right.words, nears: left.nears + right.nears + 1 };
    }
    case 'and':
    case 'or':
      return node.nodes
        .map((each) => sizeOf(each, column))
        .reduce((a, b) => ({ words: a.words + b.words, nears: a.nears + b.nears }), { words: 0, nears: 0 });
    case 'not':
    case 'scope':
      return sizeOf(node.node, column);
    default:
      return { words: 1, nears: 0 };
  }
}
