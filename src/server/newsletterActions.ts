import { VigieError } from '../domain/errors.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { NewsletterDraft } from '../domain/model/newsletter.ts';
import type { Person } from '../domain/model/person.ts';
import type { ServerDeps } from './context.ts';

const MAX_TITLE = 140;
const MAX_INTRO = 4000;
/** More than a board shows. */
const MAX_CHOSEN = 200;

/** What somebody writes of a draft. */
export type Written = Pick<NewsletterDraft, 'title' | 'intro' | 'stories'>;

export const written = (title: string, intro: string, stories: readonly string[]): Written => ({
  title: title.replace(/\s+/g, ' ').trim().slice(0, MAX_TITLE),
  intro: intro.replace(/\r\n?/g, '\n').trim().slice(0, MAX_INTRO),
  stories: [...new Set(stories)].slice(0, MAX_CHOSEN) as StoryId[],
});

/**
 * Saves what somebody wrote.
 * @param seenAt when what they began from was saved; undefined when nothing was
 * @throws VigieError `newsletter.changed` when somebody else saved meanwhile: nothing is overwritten
 */
export async function saveDraft(
  board: string,
  draft: Written,
  seenAt: number | undefined,
  by: Person,
  { store, clock }: Pick<ServerDeps, 'store' | 'clock'>,
): Promise<void> {
  await store.transaction(async (tx) => {
    const saved = await tx.newsletters.draftOf(board);
    // Sent or discarded since: an old page brings nothing back.
    if (!saved && seenAt !== undefined) throw new VigieError('newsletter.gone');
    if (saved && saved.changedAt !== seenAt) {
      const who = (await tx.people.names()).get(saved.changedBy) ?? '';
      throw new VigieError('newsletter.changed', { who });
    }
    // Later than the one before, even where the clock stands: it tells two versions apart.
    const changedAt = Math.max(clock(), (saved?.changedAt ?? 0) + 1);
    await tx.newsletters.saveDraft(board, { ...draft, changedAt, changedBy: by.id });
  });
}

/** The order with one story a place earlier or later. */
export function moved(stories: readonly StoryId[], story: string, direction: 'up' | 'down'): StoryId[] {
  const at = stories.indexOf(story as StoryId);
  const to = at + (direction === 'up' ? -1 : 1);
  const next = stories[to];
  if (at < 0 || next === undefined) return [...stories];
  return stories.with(at, next).with(to, story as StoryId);
}
