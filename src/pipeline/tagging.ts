import { type Tagger, tagger } from '../domain/enrich/tagger.ts';
import { catalog } from '../domain/query/catalog.ts';
import { queryClock } from './days.ts';
import type { Deps } from './deps.ts';

/** What finds the topics, the actors, the event and the tone of any item, prepared for the watch list as it is now. */
export async function taggerFor({ store, watch, clock, lexicons }: Deps): Promise<Tagger> {
  const names = catalog(watch.actors, watch.topics, await store.sources.names());
  return tagger(watch.actors, watch.topics, names, queryClock(clock(), watch.timezone), lexicons);
}
