import { correctedEvent } from '../domain/enrich/judge.ts';
import type { EventType } from '../domain/model/event.ts';
import { type ItemId, type StoryId, storyId } from '../domain/model/ids.ts';
import type { StoredItem } from '../domain/model/item.ts';
import { DAY_MS } from '../domain/model/units.ts';
import { newsTerms } from '../domain/stories/terms.ts';
import type { Deps } from './deps.ts';

/** What a reader does to a story by hand; each is remembered. */
export type StoryChange =
  | { kind: 'correct'; item: ItemId; event: EventType }
  | { kind: 'split'; item: ItemId }
  | { kind: 'merge'; other: StoryId };

/** Changes a story. Returns the story to look at now; undefined when there is nothing of the kind to change. */
export async function changeStory(
  id: StoryId,
  change: StoryChange | undefined,
  reader: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<StoryId | undefined> {
  if (!change) return undefined;
  const now = clock();
  return store.transaction(async (tx) => {
    const items = await tx.items.listOfStory(id);
    if (change.kind === 'merge') {
      const others = await tx.items.listOfStory(change.other);
      if (items.length === 0 || others.length === 0 || change.other === id) return undefined;
      await tx.stories.forgetApart(id, change.other);
      await tx.stories.move(change.other, id, now);
      return id;
    }
    const item = items.find((each) => each.id === change.item);
    if (!item) return undefined;
    if (change.kind === 'correct') {
      const { event: known, ...rest } = item;
      await tx.corrections.save({ itemId: item.id, event: change.event, was: known?.type, reader, at: now });
      const event = correctedEvent(change.event, known);
      const revision = await tx.outbox.takeRevisions(1);
      await tx.items.setTags({ ...rest, ...(event && { event }) }, revision);
      return id;
    }
    return splitOff(item, items, now, tx);
  });
}

/** The item leaves; when the story was named after it, the others leave it instead. */
async function splitOff(
  item: StoredItem,
  items: readonly StoredItem[],
  now: number,
  tx: Pick<Deps['store'], 'stories'>,
): Promise<StoryId | undefined> {
  const [from, own] = [item.storyId, storyId(item.id)];
  const others = items.filter(({ id }) => id !== item.id);
  const [next] = others;
  if (!next) return undefined;
  if (own !== from) {
    await tx.stories.split(item.id, from, own, now);
    return from;
  }
  const rest = storyId(next.id);
  for (const other of others) await tx.stories.split(other.id, from, rest, now);
  return rest;
}

/** Stories of the days around that share most telling words: what a reader may want to merge. */
const SIMILAR = 3;
const AROUND_MS = 2 * DAY_MS;
const LEAST_SHARED = 3;

export async function similarStories(
  lead: StoredItem,
  id: StoryId,
  { store }: Pick<Deps, 'store'>,
): Promise<{ id: StoryId; title: string }[]> {
  const at = lead.publishedAt ?? lead.seenAt;
  const terms = newsTerms(lead.title, '', lead.language);
  const facts = await store.understanding.listFacts(at - AROUND_MS, at + AROUND_MS);
  const found = new Map<StoryId, { id: StoryId; title: string; shared: number }>();
  for (const item of facts) {
    if (item.storyId === id) continue;
    const own = newsTerms(item.title, '', item.language);
    // Only what tells: names, figures and long words weigh twice in a title.
    const shared = [...terms].filter(([term]) => own.has(term) && term.length > 3).length;
    const known = found.get(item.storyId);
    if (shared >= LEAST_SHARED && (known?.shared ?? 0) < shared)
      found.set(item.storyId, { id: item.storyId, title: item.title, shared });
  }
  return [...found.values()]
    .sort((a, b) => b.shared - a.shared)
    .slice(0, SIMILAR)
    .map(({ id: story, title }) => ({ id: story, title }));
}
