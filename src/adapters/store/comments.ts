import type { Kysely } from 'kysely';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface Comment {
  id: string;
  storyId: StoryId;
  person: string;
  text: string;
  at: Instant;
}

/** What the team says of stories, among itself. */
export const commentStore = (db: Kysely<Tables>) => ({
  async add({ id, storyId, person, text, at }: Comment): Promise<void> {
    await db.insertInto('comments').values({ id, story_id: storyId, person, text, at }).execute();
  },

  /** The oldest first. */
  async listOf(story: StoryId): Promise<Comment[]> {
    const rows = await db
      .selectFrom('comments')
      .selectAll()
      .where('story_id', '=', story)
      .where('removed_at', 'is', null)
      .orderBy('at')
      .orderBy('id')
      .execute();
    return rows.map(({ story_id, removed_at: _removed, ...row }) => ({ ...row, storyId: story_id as StoryId }));
  },

  /** How many are said of each of some stories; those without any are left out. */
  async counts(stories: readonly StoryId[]): Promise<Map<StoryId, number>> {
    const rows = await db
      .selectFrom('comments')
      .select(['story_id', (eb) => eb.fn.countAll<number>().as('count')])
      .where('story_id', 'in', stories.length > 0 ? stories : [''])
      .where('removed_at', 'is', null)
      .groupBy('story_id')
      .execute();
    return new Map(rows.map(({ story_id, count }) => [story_id as StoryId, Number(count)]));
  },

  /** How many of somebody's since, those they took back among them: each may have sent mail. */
  async countSince(person: string, since: Instant): Promise<number> {
    const { count } = await db
      .selectFrom('comments')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('person', '=', person)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** Their own only; its words are gone, that it was is counted. */
  async remove(id: string, person: string, at: Instant): Promise<void> {
    await db
      .updateTable('comments')
      .set({ removed_at: at, text: '' })
      .where('id', '=', id)
      .where('person', '=', person)
      .execute();
  },
});
