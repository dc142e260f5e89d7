import { correctedEvent } from '../domain/enrich/judge.ts';
import { type Tagger, tagger } from '../domain/enrich/tagger.ts';
import type { EventType } from '../domain/model/event.ts';
import type { ItemId } from '../domain/model/ids.ts';
import type { EnrichedItem } from '../domain/model/item.ts';
import { catalog } from '../domain/query/catalog.ts';
import { queryClock } from './days.ts';
import type { Deps } from './deps.ts';
import { allTopics } from './topics.ts';

/** What finds the topics, the actors, the event and the tone of any item, prepared for the watch list as it is now. */
export async function taggerFor(deps: Deps): Promise<Tagger> {
  const { store, watch, clock, lexicons } = deps;
  const topics = await allTopics(deps);
  const names = catalog(watch.actors, topics, await store.sources.names());
  return tagger(watch.actors, topics, names, queryClock(clock(), watch.timezone), lexicons);
}

/** What a reader set right stays so, whatever the patterns say later. */
export function withCorrection<Tagged extends EnrichedItem>(
  item: Tagged,
  corrected: ReadonlyMap<ItemId, EventType>,
): Tagged {
  const type = corrected.get(item.id);
  if (type === undefined) return item;
  const { event, ...rest } = item;
  const right = correctedEvent(type, event);
  return { ...rest, ...(right && { event: right }) } as Tagged;
}
