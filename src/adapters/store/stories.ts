import { type Kysely, sql } from 'kysely';
import type { ItemId, StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** Moves that lead to one another: a story merged twice is two steps away. */
const MOST_STEPS = 20;

/** What became of stories after they were opened: merged, and held apart by a reader. */
export const storyStore = (db: Kysely<Tables>) => ({
  /** All that was of `from` is of `into` from now on: its items, its marks, the editions that told it. */
  async move(from: StoryId, into: StoryId, at: Instant): Promise<void> {
    if (from === into) return;
    await db.updateTable('items').set({ story_id: into }).where('story_id', '=', from).execute();
    await sql`INSERT INTO digest_stories (digest_number, story_id)
      SELECT digest_number, ${into} FROM digest_stories WHERE story_id = ${from}
      ON CONFLICT DO NOTHING`.execute(db);
    await sql`INSERT INTO marks (reader, story_id, read_at, saved_at)
      SELECT reader, ${into}, read_at, saved_at FROM marks WHERE story_id = ${from}
      ON CONFLICT (reader, story_id) DO UPDATE SET
        saved_at = coalesce(marks.saved_at, excluded.saved_at)`.execute(db);
    await db.deleteFrom('marks').where('story_id', '=', from).execute();
    await db.updateTable('clicks').set({ story_id: into }).where('story_id', '=', from).execute();
    // Told once is told; on a board once is on it.
    await sql`INSERT INTO arrivals (subscription, subject, at, delivery)
      SELECT subscription, ${into}, at, delivery FROM arrivals WHERE subject = ${from}
      ON CONFLICT (subscription, subject) DO UPDATE SET delivery = coalesce(arrivals.delivery, excluded.delivery)`.execute(
      db,
    );
    await db.deleteFrom('arrivals').where('subject', '=', from).execute();
    await sql`INSERT INTO board_stories (board, story_id, pinned, position, note, note_by, state, by, added_at)
      SELECT board, ${into}, pinned, position, note, note_by, state, by, added_at FROM board_stories WHERE story_id = ${from}
      ON CONFLICT DO NOTHING`.execute(db);
    await db.deleteFrom('board_stories').where('story_id', '=', from).execute();
    await sql`INSERT INTO ideas (story_id, day, by, at)
      SELECT ${into}, day, by, at FROM ideas WHERE story_id = ${from} ON CONFLICT DO NOTHING`.execute(db);
    await db.deleteFrom('ideas').where('story_id', '=', from).execute();
    await db.updateTable('comments').set({ story_id: into }).where('story_id', '=', from).execute();
    // Where all is moved to is a story again: two moves must never lead to each other.
    await db.deleteFrom('story_moves').where('from_id', '=', into).execute();
    await db
      .insertInto('story_moves')
      .values({ from_id: from, into_id: into, at })
      .onConflict((conflict) => conflict.column('from_id').doUpdateSet({ into_id: into, at }))
      .execute();
  },

  /** The story an old address stands for now. */
  async current(id: StoryId): Promise<StoryId> {
    let found = id;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const move = await db.selectFrom('story_moves').select('into_id').where('from_id', '=', found).executeTakeFirst();
      if (!move) return found;
      found = move.into_id as StoryId;
    }
    return found;
  },

  /** One item leaves its story for one of its own, and the two are held apart from now on. */
  async split(item: ItemId, from: StoryId, own: StoryId, at: Instant): Promise<void> {
    await db.updateTable('items').set({ story_id: own }).where('id', '=', item).execute();
    await db.deleteFrom('story_moves').where('from_id', '=', own).execute();
    await db
      .insertInto('stories_apart')
      .values({ a: from, b: own, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },

  /** Pairs of stories that a reader said are not the same, since `since`. */
  async listApart(since: Instant): Promise<[StoryId, StoryId][]> {
    const rows = await db.selectFrom('stories_apart').select(['a', 'b']).where('at', '>=', since).execute();
    return rows.map(({ a, b }) => [a as StoryId, b as StoryId]);
  },

  async forgetApart(a: StoryId, b: StoryId): Promise<void> {
    await db
      .deleteFrom('stories_apart')
      .where((expression) =>
        expression.or([
          expression.and([expression('a', '=', a), expression('b', '=', b)]),
          expression.and([expression('a', '=', b), expression('b', '=', a)]),
        ]),
      )
      .execute();
  },
});
