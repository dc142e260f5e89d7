import type { QueryNode } from './ast.ts';
import { PREFIX_LETTERS, type QueryDocument } from './document.ts';
import type { ResolvedNode } from './resolve.ts';

/**
 * Finds the few rules that could match a document without asking all of them: each rule is filed under words
 * one of which must stand in the document (its triggers). A thousand rules cost one look-up per distinct word.
 */
export interface RuleIndex<Rule> {
  candidates(document: QueryDocument): Iterable<Rule>;
}

/** Triggers are folded words; a prefix is filed under its first letters and a star. */
type Triggers = string[] | 'always';

export function ruleIndex<Rule>(rules: readonly Rule[], queryOf: (rule: Rule) => ResolvedNode): RuleIndex<Rule> {
  const byTrigger = new Map<string, Rule[]>();
  const always: Rule[] = [];
  for (const rule of rules) {
    const triggers = triggersOf(queryOf(rule));
    if (triggers === 'always') always.push(rule);
    else for (const trigger of new Set(triggers)) file(byTrigger, trigger, rule);
  }
  const prefixes = new Set(rules.flatMap((rule) => prefixesIn(queryOf(rule))));
  return {
    candidates(document) {
      const found = new Set(always);
      const add = (trigger: string) => {
        for (const rule of byTrigger.get(trigger) ?? []) found.add(rule);
      };
      const words = new Map<string, string[]>();
      for (const word of document.positions.keys()) {
        add(word);
        const key = prefixes.size > 0 ? word.slice(0, PREFIX_LETTERS) : '';
        if (!prefixes.has(key)) continue;
        add(`${key}*`);
        file(words, key, word);
      }
      // The words were looked at anyway: the rules find theirs without looking again.
      if (prefixes.size > 0) document.filed = { prefixes, words };
      return found;
    },
  };
}

function file<Key, Value>(drawers: Map<Key, Value[]>, key: Key, value: Value): void {
  const drawer = drawers.get(key);
  if (drawer) drawer.push(value);
  else drawers.set(key, [value]);
}

/** The first letters of every prefix a query holds. */
function prefixesIn(node: QueryNode | ResolvedNode): string[] {
  switch (node.type) {
    case 'word':
      return node.prefix ? [node.word.slice(0, PREFIX_LETTERS)] : [];
    case 'phrase':
      return node.words.flatMap(prefixesIn);
    case 'near':
      return [...prefixesIn(node.left), ...prefixesIn(node.right)];
    case 'scope':
    case 'not':
      return prefixesIn(node.node);
    case 'and':
    case 'or':
      return (node.nodes as (QueryNode | ResolvedNode)[]).flatMap(prefixesIn);
    default:
      return [];
  }
}

function triggersOf(node: QueryNode | ResolvedNode): Triggers {
  switch (node.type) {
    case 'word':
      return [node.prefix ? `${node.word.slice(0, PREFIX_LETTERS)}*` : node.word];
    case 'phrase':
      return cheapest(node.words.map(triggersOf));
    case 'near':
      return cheapest([triggersOf(node.left), triggersOf(node.right)]);
    case 'scope':
      return triggersOf(node.node);
    case 'and':
      return cheapest(node.nodes.map(triggersOf));
    case 'or': {
      const each = node.nodes.map(triggersOf);
      return each.includes('always') ? 'always' : each.flat();
    }
    default:
      return 'always';
  }
}

/** Any one branch is enough, since all must match: the one with the fewest triggers, then the longest (rarest) words. */
function cheapest(branches: Triggers[]): Triggers {
  const usable = branches.filter((branch) => branch !== 'always');
  const shortest = (branch: string[]) => Math.min(...branch.map((trigger) => trigger.length));
  const [best] = usable.sort((a, b) => a.length - b.length || shortest(b) - shortest(a));
  return best ?? 'always';
}
