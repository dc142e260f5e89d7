import type { DigestAlert } from '../domain/model/digest.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import { type BuzzAlert, type BuzzStory, buzzOf } from '../domain/trends/buzz.ts';
import type { Deps } from './deps.ts';
import { actorStories } from './renown.ts';

const DAYS = 30;

/** Stories shown of how an alert spread. */
const SPREAD = 8;

/** The actors about whom more, and worse, is said than usual; our own brand first. */
export async function buzzAlerts(
  now: Instant,
  { store, watch }: Pick<Deps, 'store' | 'watch'>,
): Promise<DigestAlert[]> {
  const facts = (await store.understanding.listFacts(now - DAYS * DAY_MS, now + 1)).filter(
    ({ isBacklog }) => !isBacklog,
  );
  const first = facts[0];
  if (!first) return [];
  const sourceOf = new Map(facts.map(({ id, sourceId }) => [id as string, sourceId as string]));
  const stories = actorStories(facts, () => 1);
  const names = await store.sources.names();
  const spreadOf = ({ storyIds }: BuzzAlert): DigestAlert['spread'] =>
    storyIds.slice(0, SPREAD).flatMap((storyId) => {
      const item = facts.find((each) => each.storyId === storyId);
      return item
        ? [{ storyId, title: item.title, source: names.get(item.sourceId) ?? item.sourceId, at: item.at }]
        : [];
    });
  return watch.actors.flatMap(({ id }) => {
    const own = stories
      .filter(({ actorId }) => actorId === id)
      .map(
        (story): BuzzStory => ({
          ...story,
          sourceIds: [...new Set(story.itemIds.flatMap((itemId) => sourceOf.get(itemId) ?? []))],
        }),
      );
    const alert = buzzOf(id, own, now, Math.floor((now - first.at) / DAY_MS));
    return alert ? [{ ...alert, spread: spreadOf(alert) }] : [];
  });
}
