import type { Topic } from '../domain/model/watch.ts';
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
