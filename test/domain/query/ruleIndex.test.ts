import { describe, expect, test } from 'vitest';
import { type QueryDocument, queryDocument } from '../../../src/domain/query/document.ts';
import { matchQuery } from '../../../src/domain/query/match.ts';
import type { ResolvedNode } from '../../../src/domain/query/resolve.ts';
import { ruleIndex } from '../../../src/domain/query/ruleIndex.ts';
import { chance, resolved } from '../../support/builders.ts';

/** Pronounceable words, none of which is the beginning of another by design. */
const WORDS = ['ka', 'lo', 'mi', 'nu', 're', 'so', 'ti', 'vu', 'za', 'bo'].flatMap((a, _, all) =>
  all.flatMap((b) => ['x', 'r', 's', 'n'].map((end) => a + b + end)),
);

function randomQuery({ next, oneOf, upTo }: ReturnType<typeof chance>, depth = 0): string {
  const sub = () => randomQuery({ next, oneOf, upTo }, depth + 1);
  const kinds = depth > 2 ? 6 : 10;
  switch (upTo(kinds)) {
    case 0:
      return `"${oneOf(WORDS)} ${oneOf(WORDS)}"~${upTo(4)}`;
    case 1:
      return `${oneOf(WORDS).slice(0, 3 + upTo(2))}*`;
    case 2:
      return `=${oneOf(WORDS)}`;
    case 3:
      return `${oneOf(WORDS)} NEAR/${1 + upTo(9)} ${oneOf(WORDS)}`;
    case 4:
      return `title:${oneOf(WORDS)}`;
    case 6:
      return `(${sub()} OR ${sub()})`;
    case 7:
      return `(${sub()} ${sub()})`;
    case 8:
      return `(${sub()} -${oneOf(WORDS)})`;
    case 9:
      return `(lang:fr ${sub()})`;
    default:
      return oneOf(WORDS);
  }
}

function randomDocument({ oneOf, upTo }: ReturnType<typeof chance>): QueryDocument {
  const words = (count: number) => Array.from({ length: count }, () => oneOf(WORDS)).join(' ');
  return queryDocument(words(3 + upTo(8)), words(upTo(120)));
}

interface Rule {
  query: string;
  node: ResolvedNode;
}
const rulesOf = (queries: string[]): Rule[] => queries.map((query) => ({ query, node: resolved(query) }));
const matching = (rules: Iterable<Rule>, document: QueryDocument): string[] =>
  [...rules]
    .filter(({ node }) => matchQuery(node, document))
    .map(({ query }) => query)
    .sort();

describe('the rule index', () => {
  test('finds what asking every rule finds: 1,000 random rules, 60 random documents', () => {
    const luck = chance(20261124);
    const rules = rulesOf(Array.from({ length: 1000 }, () => randomQuery(luck)));
    const index = ruleIndex(rules, ({ node }) => node);
    let found = 0;
    for (let round = 0; round < 60; round += 1) {
      const document = randomDocument(luck);
      const expected = matching(rules, document);
      expect(matching(index.candidates(document), document)).toEqual(expected);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(500);
  });

  test('asks only the rules whose words stand in the document', () => {
    const rules = rulesOf(
      Array.from({ length: 1000 }, (_, number) => `"marque${number} produit${number}" OR sigle${number}`),
    );
    const index = ruleIndex(rules, ({ node }) => node);
    const document = queryDocument('marque7 lance produit7', 'et sigle12, sans rien d’autre');
    expect([...index.candidates(document)].map(({ query }) => query)).toEqual([rules[7]?.query, rules[12]?.query]);
  });

  test('asks no rule at all of a document that holds none of the words', () => {
    const index = ruleIndex(
      rulesOf(['prix', '"vidéo courte"', 'publicit*', 'social NEAR/3 ads', 'title:prix']),
      ({ node }) => node,
    );
    expect([...index.candidates(queryDocument('une autre chose', 'tout à fait'))]).toEqual([]);
  });

  test('always asks rules that can match without a word: fields, dates, exclusions', () => {
    const rules = rulesOf(['lang:fr', '-prix', 'after:2026-01-01', 'prix OR lang:fr']);
    const index = ruleIndex(rules, ({ node }) => node);
    expect([...index.candidates(queryDocument('rien', ''))]).toHaveLength(4);
  });

  test('offers each rule once, however many of its words are there', () => {
    const index = ruleIndex(rulesOf(['prix OR tarif OR tari*']), ({ node }) => node);
    expect([...index.candidates(queryDocument('prix tarif tarifs', 'prix'))]).toHaveLength(1);
  });

  test('asks a thousand rules of a long article in a few milliseconds', () => {
    const luck = chance(7);
    const rules = rulesOf(Array.from({ length: 1000 }, (_, number) => `marque${number} NEAR/5 (prix OR tarif*)`));
    const index = ruleIndex(rules, ({ node }) => node);
    const text = Array.from({ length: 2000 }, () => luck.oneOf(WORDS)).join(' ');
    const document = queryDocument('marque5 baisse ses prix', text);
    const start = performance.now();
    for (let round = 0; round < 20; round += 1) expect(matching(index.candidates(document), document)).toHaveLength(1);
    expect((performance.now() - start) / 20).toBeLessThan(100);
  });
});
