import type { Kysely } from 'kysely';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** Stories the team wants to publish about, each on one day. */
export const ideaStore = (db: Kysely<Tables>) => ({
  /** @param day yyyy-mm-dd */
  async plan(story: StoryId, day: string, by: string, at: Instant): Promise<void> {
    await db
      .insertInto('ideas')
      .values({ story_id: story, day, by, at })
      .onConflict((conflict) => conflict.column('story_id').doUpdateSet({ day, by, at }))
      .execute();
  },

  async drop(story: StoryId): Promise<void> {
    await db.deleteFrom('ideas').where('story_id', '=', story).execute();
  },

  async dayOf(story: StoryId): Promise<string | undefined> {
    return (await db.selectFrom('ideas').select('day').where('story_id', '=', story).executeTakeFirst())?.day;
  },

  /** The latest day first. */
  async list(limit: number): Promise<{ storyId: StoryId; day: string }[]> {
    const rows = await db.selectFrom('ideas').select(['story_id', 'day']).orderBy('day', 'desc').limit(limit).execute();
    return rows.map(({ story_id, day }) => ({ storyId: story_id as StoryId, day }));
  },
});
