import type { TasteIncrement } from '../adapters/store/tastes.ts';
import type { DigestStory } from '../domain/model/digest.ts';
import type { StoryId } from '../domain/model/ids.ts';
import { type Candidate, candidatesOf } from '../domain/rank/candidates.ts';
import { subjectsOf } from '../domain/rank/taste.ts';
import type { Deps } from './deps.ts';

/** What a reader may do that says something of their taste, and how much. */
const LIKES = { read: 1, unread: -1, saved: 1, unsaved: -1 } as const;
const SAYS = { more: 1, less: -1 } as const;
export type Liking = keyof typeof LIKES | keyof typeof SAYS;

export const isSaying = (text: string): text is keyof typeof SAYS => text in SAYS;

/** Remembers what a reader did with a story, or said of it. */
export async function learnFrom(
  reader: string,
  story: StoryId,
  liking: Liking,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  const [candidate] = candidatesOf(await store.items.listOfStory(story), { sourceWeight: () => 1 });
  if (!candidate) return;
  const more = isSaying(liking) ? { said: SAYS[liking] } : { liked: LIKES[liking] };
  const increments = new Map(subjectsOf(candidate).map((subject) => [subject, more]));
  await store.transaction((tx) => tx.tastes.add(reader, increments, clock()));
}

/** How often an edition shows each subject. */
export function shownBy(stories: readonly DigestStory[]): Map<string, TasteIncrement> {
  const shown = new Map<string, TasteIncrement>();
  for (const subject of stories.flatMap(subjectsShown))
    shown.set(subject, { shown: (shown.get(subject)?.shown ?? 0) + 1 });
  return shown;
}

const subjectsShown = ({ actors, topics, event, items }: DigestStory): string[] =>
  subjectsOf({
    actors,
    topics,
    ...(event && { event }),
    lead: { sourceId: items[0]?.sourceId } as Candidate['lead'],
  });
