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
      .orderBy('at')
      .orderBy('id')
      .execute();
    return rows.map(({ story_id, ...row }) => ({ ...row, storyId: story_id as StoryId }));
  },

  /** How many of somebody's since. */
  async countSince(person: string, since: Instant): Promise<number> {
    const { count } = await db
      .selectFrom('comments')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('person', '=', person)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** Their own only. */
  async remove(id: string, person: string): Promise<void> {
    await db.deleteFrom('comments').where('id', '=', id).where('person', '=', person).execute();
  },
});
