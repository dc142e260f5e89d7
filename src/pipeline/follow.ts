import type { Store } from '../adapters/store/open.ts';
import { contentHash } from '../domain/model/ids.ts';
import { FIRST_OWNER } from '../domain/model/person.ts';
import type { Source } from '../domain/model/source.ts';
import { withOpinion } from './advice.ts';
import type { Deps } from './deps.ts';
import { taggerFor, withCorrection } from './tagging.ts';
import { allTopics } from './topics.ts';

/** Makes the store follow what feeds.yaml says: its sources and boards come and go with it, those of the app stay. */
export async function followFile(
  sources: readonly Source[],
  { store, clock, watch }: Pick<Deps, 'store' | 'clock' | 'watch'>,
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const source of sources) await tx.sources.follow(source, clock());
    await tx.sources.keepOnlyFromFile(sources.map(({ id }) => id));
    await tx.boards.followFile(watch.boards, FIRST_OWNER, clock());
  });
}

const PAGE = 500;
const WATCH_LIST = 'watch_list';
/** Raised when the lexicons or what reads them change, so that what is stored is judged anew. */
const LEXICONS_VERSION = 3;

/** Taggings of a store, one after the other: of two at once the older list could have the last word. */
const taggings = new WeakMap<Store, Promise<unknown>>();

/**
 * Tags every stored item anew when topics, competitors or the brand changed. Returns how many items changed.
 * @param stop leaves the rest to the next time, which begins again
 */
export function retagIfChanged(deps: Deps, stop?: AbortSignal): Promise<number> {
  const before = taggings.get(deps.store) ?? Promise.resolve();
  const tagging = before.catch(() => undefined).then(() => retag(deps, stop));
  taggings.set(deps.store, tagging);
  return tagging;
}

async function retag(deps: Deps, stop?: AbortSignal): Promise<number> {
  const { store, watch } = deps;
  const current = contentHash(JSON.stringify([watch.actors, await allTopics(deps), LEXICONS_VERSION]));
  if ((await store.outbox.note(WATCH_LIST)) === current) return 0;
  const tag = await taggerFor(deps);
  const sources = new Map((await store.sources.list()).map(({ source }) => [source.id, source]));
  let changed = 0;
  for (let after = ''; ; ) {
    if (stop?.aborted) return changed;
    const items = await store.items.listAfter(after, PAGE);
    const last = items.at(-1);
    if (!last) break;
    after = last.id;
    const advice = await store.advice.listOf(items.map(({ id }) => id));
    const corrected = await store.corrections.eventsOf(items.map(({ id }) => id));
    const retagged = items
      .map(({ event, tone, ...item }) => ({
        before: { ...item, event, tone },
        after: withCorrection(
          withOpinion(
            tag(item, { tags: [], name: '', ...sources.get(item.sourceId), id: item.sourceId }),
            advice.get(item.id),
          ),
          corrected,
        ),
      }))
      .filter(
        ({ before, after: next }) =>
          JSON.stringify([before.actors, before.topics, before.event, before.tone]) !==
          JSON.stringify([next.actors, next.topics, next.event, next.tone]),
      );
    changed += retagged.length;
    await store.transaction(async (tx) => {
      const revision = await tx.outbox.takeRevisions(retagged.length);
      for (const [index, { after: item }] of retagged.entries()) await tx.items.setTags(item, revision + index);
    });
  }
  await store.outbox.setNote(WATCH_LIST, current);
  return changed;
}
