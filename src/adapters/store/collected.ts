import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** All that came from sources and all that was said of it; who is here and what they set up is not of it. */
const COLLECTED = [
  'items',
  'deletions',
  'page_versions',
  'story_moves',
  'stories_apart',
  'tastes',
  'corrections',
  'advice',
  'digest_stories',
  'digests',
  'marks',
  'readings',
  'board_stories',
  'newsletter_drafts',
  'newsletters',
  'arrivals',
  'comments',
  'ideas',
  'clicks',
] as const satisfies (keyof Tables)[];

/** What was collected, as a whole. */
export const collectedStore = (db: Kysely<Tables>) => ({
  /** Whether nobody has worked with it: nothing kept, put on a board or spoken of, and one edition at most. */
  async isUntouched(): Promise<boolean> {
    const one = async (table: 'board_stories' | 'comments' | 'ideas' | 'corrections') =>
      (await db
        .selectFrom(table)
        .select((eb) => eb.val(1).as('one'))
        .limit(1)
        .executeTakeFirst()) !== undefined;
    for (const table of ['board_stories', 'comments', 'ideas', 'corrections'] as const)
      if (await one(table)) return false;
    const kept = await db.selectFrom('marks').select('story_id').where('saved_at', 'is not', null).executeTakeFirst();
    const editions = await db.selectFrom('digests').select('number').limit(2).execute();
    return kept === undefined && editions.length < 2;
  },

  /**
   * Forgets it, and what is known of where each source stands: all are asked as if for the first time. The store is another
   * one from then on: indexes of the old one are emptied.
   */
  async forget(): Promise<void> {
    for (const table of COLLECTED) await db.deleteFrom(table).execute();
    await db.updateTable('source_states').set(NEVER_ASKED).execute();
    await db.deleteFrom('meta').where('key', '=', 'store_id').execute();
  },
});

const NEVER_ASKED = {
  ...{ etag: null, last_modified: null, body_hash: null, moved_to: null, last_checked_at: null, last_ok_at: null },
  ...{ next_check_at: 0, failures: 0, failing_since: null, problem: null, memory: '{}' },
};
