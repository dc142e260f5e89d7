import type { Topic } from '../domain/model/watch.ts';
import { parseRule } from '../domain/query/parse.ts';
import type { Deps } from './deps.ts';

/** The topics of feeds.yaml, and the terms that readers follow as topics. */
export async function allTopics({ store, watch }: Pick<Deps, 'store' | 'watch'>): Promise<Topic[]> {
  const followed = await store.understanding.listTerms();
  const own = new Set(watch.topics.map(({ id }) => id));
  return [
    ...watch.topics,
    ...followed
      .filter(({ id, isIgnored }) => !isIgnored && !own.has(id))
      .map(({ id, name, query }) => ({ id, name, query })),
  ];
}

/** The rule that finds a term's words in a row; undefined for a term without a word. */
export function termQuery(term: string): string | undefined {
  const query = `"${term.replaceAll('"', ' ')}"`;
  try {
    parseRule(query);
    return query;
  } catch {
    return undefined;
  }
}
