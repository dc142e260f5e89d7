import type { GivenAdvice } from '../adapters/store/advice.ts';
import { adviceOf, questionOf } from '../domain/advice/advice.ts';
import type { DigestStory } from '../domain/model/digest.ts';
import type { ItemEvent } from '../domain/model/event.ts';
import type { ItemId } from '../domain/model/ids.ts';
import type { EnrichedItem, StoredItem } from '../domain/model/item.ts';
import type { Assistant } from '../domain/ports.ts';
import type { Deps } from './deps.ts';

/** Questions an edition may cost: its stories, and no more. */
const MOST_QUESTIONS = 60;
/** Questions without an answer after which the model is left alone until the next round. */
const MOST_FAILURES = 3;
/** A judgement less sure than this is worth a second opinion. */
const UNSURE = 0.5;

/**
 * Asks the model about the stories of the last edition that it was not asked about yet, the first ones first. Everything
 * works without: an edition never waits for it. Returns how many questions were answered.
 */
export async function adviseEdition(deps: Deps, signal?: AbortSignal): Promise<number> {
  const { store, assistant } = deps;
  if (!assistant) return 0;
  const leads = await unadvised(deps);
  let [answered, failures] = [0, 0];
  for (const lead of leads) {
    if (signal?.aborted || failures >= MOST_FAILURES) break;
    if (await advise(lead, assistant, deps, signal)) answered += 1;
    else failures += 1;
  }
  if (answered > 0) deps.log.info({ answered, ...(await store.advice.spentSince(0)) }, 'advice');
  return answered;
}

/** The leads of the last edition that were not asked about, as they are now. */
async function unadvised({ store }: Pick<Deps, 'store'>): Promise<StoredItem[]> {
  const digest = await store.digests.findLatest();
  const stories: DigestStory[] = digest?.sections.flatMap((section) => section.stories) ?? [];
  const ids = stories.flatMap(({ items }) => items[0]?.id ?? []).slice(0, MOST_QUESTIONS);
  const known = await store.advice.listOf(ids);
  const items = new Map((await store.items.listByIds(ids as ItemId[])).map((item) => [item.id as string, item]));
  return ids.flatMap((id) => {
    const item = items.get(id);
    return item && known.get(id)?.contentHash !== item.contentHash ? [item] : [];
  });
}

async function advise(item: StoredItem, assistant: Assistant, deps: Deps, signal?: AbortSignal): Promise<boolean> {
  const { store, watch, clock } = deps;
  const brand = watch.actors.find(({ isBrand }) => isBrand)?.name;
  const competitors = watch.actors.filter(({ isBrand }) => !isBrand).map(({ name }) => name);
  const question = questionOf(item, { brand, competitors, language: watch.language });
  const answer = await assistant.ask(question, signal);
  if (!answer) return false;
  const advice = adviceOf(answer.answer, item);
  const given = { contentHash: item.contentHash, model: assistant.model, advice, tokens: answer.tokens, at: clock() };
  await store.transaction(async (tx) => {
    await tx.advice.save(item.id, given);
    const [now] = await tx.items.listByIds([item.id]);
    const judged = now && withOpinion(now, given);
    if (judged && judged !== now) await tx.items.setTags(judged, await tx.outbox.takeRevisions(1));
  });
  return true;
}

/** The item with what the model said of it as it is now. */
export function withOpinion<Tagged extends EnrichedItem>(item: Tagged, given: GivenAdvice | undefined): Tagged {
  const said = given?.contentHash === item.contentHash ? given.advice?.event : undefined;
  const event = said && secondOpinion(said, item.event);
  return event ? { ...item, event } : item;
}

/** What the model says happened, where patterns are not sure and no reader said so. */
function secondOpinion(
  { type, words }: { type: ItemEvent['type']; words: string },
  known: ItemEvent | undefined,
): ItemEvent | undefined {
  if (type === 'other' || type === known?.type || known?.by === 'reader' || known?.by === 'change') return undefined;
  if (known && known.confidence >= UNSURE) return undefined;
  return { ...(known ?? {}), type, confidence: UNSURE, proof: [words], by: 'model' };
}
