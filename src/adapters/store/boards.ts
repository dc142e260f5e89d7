import type { Kysely, Selectable } from 'kysely';
import type { BoardEntry, BoardRole, BoardState, KeptBoard } from '../../domain/model/board.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Board } from '../../domain/model/watch.ts';
import type { Tables } from './schema.ts';

/** What may be changed of an entry. */
export type EntryChange = Partial<Pick<BoardEntry, 'isPinned' | 'position' | 'note' | 'noteBy' | 'state'>>;

/** Boards, who has a part in them, and what stands on them. */
export const boardStore = (db: Kysely<Tables>) => ({
  async list(): Promise<KeptBoard[]> {
    const rows = await db.selectFrom('boards').selectAll().where('followed', '=', 1).orderBy('name').execute();
    return rows.map(boardOf);
  },

  async find(id: string): Promise<KeptBoard | undefined> {
    const row = await db
      .selectFrom('boards')
      .selectAll()
      .where('id', '=', id)
      .where('followed', '=', 1)
      .executeTakeFirst();
    return row && boardOf(row);
  },

  /** How many somebody made. */
  async countOf(owner: string): Promise<number> {
    const { count } = await db
      .selectFrom('boards')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('owner', '=', owner)
      .where('origin', '=', 'app')
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** False when a board of this id was ever there: its pins are not taken over. */
  async add(board: KeptBoard): Promise<boolean> {
    const result = await db
      .insertInto('boards')
      .values(rowOf(board))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  async change(id: string, change: Pick<KeptBoard, 'name' | 'purpose' | 'query' | 'visibility' | 'isListed'>) {
    const { isListed, ...rest } = change;
    await db
      .updateTable('boards')
      .set({ ...rest, listed: Number(isListed) })
      .where('id', '=', id)
      .execute();
  },

  /** The boards of feeds.yaml come and go with it; those made in the app stay. What stands on them is kept. */
  async followFile(boards: readonly Board[], owner: string, now: Instant): Promise<void> {
    for (const board of boards) {
      const { name, query, visibility } = board;
      await db
        .insertInto('boards')
        .values(rowOf({ ...board, purpose: '', origin: 'file', owner, isListed: false, createdAt: now }))
        .onConflict((conflict) =>
          // One made in the app under the same id stays as it is: nobody's notes become the file's.
          conflict
            .column('id')
            .doUpdateSet({ name, query, visibility, followed: 1 })
            .where('boards.origin', '=', 'file'),
        )
        .execute();
    }
    const ids = boards.map(({ id }) => id);
    await db
      .updateTable('boards')
      .set({ followed: 0 })
      .where('origin', '=', 'file')
      .where('id', 'not in', ids.length > 0 ? ids : [''])
      .execute();
  },

  async remove(id: string): Promise<void> {
    await db.deleteFrom('boards').where('id', '=', id).execute();
    await db.deleteFrom('board_members').where('board', '=', id).execute();
    await db.deleteFrom('board_stories').where('board', '=', id).execute();
    await db.deleteFrom('newsletters').where('board', '=', id).execute();
    await db.deleteFrom('newsletter_drafts').where('board', '=', id).execute();
    // Another board of this name is another board.
    const subject = JSON.stringify({ kind: 'board', board: id });
    await db.deleteFrom('subscriptions').where('subject', '=', subject).execute();
  },

  /** The boards of somebody who leaves go to whoever removes them, as they are. */
  async handOver(from: string, to: string): Promise<void> {
    await db.updateTable('boards').set({ owner: to }).where('owner', '=', from).execute();
    await db.deleteFrom('board_members').where('person', '=', from).execute();
  },

  /** Parts given to people, by board. */
  async membershipsOf(person: string): Promise<Map<string, BoardRole>> {
    const rows = await db.selectFrom('board_members').selectAll().where('person', '=', person).execute();
    return new Map(rows.map(({ board, role }) => [board, role as BoardRole]));
  },

  async members(board: string): Promise<Map<string, BoardRole>> {
    const rows = await db.selectFrom('board_members').selectAll().where('board', '=', board).execute();
    return new Map(rows.map(({ person, role }) => [person, role as BoardRole]));
  },

  async setMember(board: string, person: string, role: BoardRole | undefined): Promise<void> {
    await db.deleteFrom('board_members').where('board', '=', board).where('person', '=', person).execute();
    if (role !== undefined) await db.insertInto('board_members').values({ board, person, role }).execute();
  },

  /** Pinned first, then by position. */
  async entries(board: string): Promise<BoardEntry[]> {
    const rows = await db
      .selectFrom('board_stories')
      .selectAll()
      .where('board', '=', board)
      .orderBy('pinned', 'desc')
      .orderBy('position')
      .execute();
    return rows.map(entryOf);
  },

  /** How many stories stand on each board. */
  async counts(): Promise<Map<string, number>> {
    const rows = await db
      .selectFrom('board_stories')
      .select(['board', (eb) => eb.fn.countAll<number>().as('count')])
      .where('state', '!=', 'aside')
      .groupBy('board')
      .execute();
    return new Map(rows.map(({ board, count }) => [board, Number(count)]));
  },

  /** Boards on which a story stands. */
  async holding(story: StoryId): Promise<string[]> {
    const rows = await db
      .selectFrom('board_stories')
      .select('board')
      .where('story_id', '=', story)
      .where('state', '!=', 'aside')
      .execute();
    return rows.map(({ board }) => board);
  },

  /** Boards on which each of some stories stands; stories on none are left out. */
  async holdingEach(stories: readonly StoryId[]): Promise<Map<StoryId, string[]>> {
    const rows = await db
      .selectFrom('board_stories')
      .select(['board', 'story_id'])
      .where('story_id', 'in', stories.length > 0 ? stories : [''])
      .where('state', '!=', 'aside')
      .execute();
    const held = new Map<StoryId, string[]>();
    for (const { board, story_id } of rows)
      held.set(story_id as StoryId, [...(held.get(story_id as StoryId) ?? []), board]);
    return held;
  },

  /** The board somebody last put a story on. */
  async lastUsedBy(person: string): Promise<string | undefined> {
    const row = await db
      .selectFrom('board_stories')
      .select('board')
      .where('by', '=', person)
      .orderBy('added_at', 'desc')
      .executeTakeFirst();
    return row?.board;
  },

  /** Puts a story on a board, on top of what is not pinned; putting it twice is putting it once. */
  async put(board: string, story: StoryId, state: BoardState, by: string, now: Instant): Promise<void> {
    await db
      .insertInto('board_stories')
      .values({
        ...{ board, story_id: story, pinned: 0, position: -now, note: '', note_by: null },
        ...{ state, by, added_at: now },
      })
      .onConflict((conflict) => conflict.columns(['board', 'story_id']).doUpdateSet({ state, by }))
      .execute();
  },

  async changeEntry(board: string, story: StoryId, change: EntryChange, by: string): Promise<void> {
    const { isPinned, noteBy, ...rest } = change;
    await db
      .updateTable('board_stories')
      .set({
        ...rest,
        ...(isPinned !== undefined && { pinned: Number(isPinned) }),
        ...(noteBy !== undefined && { note_by: noteBy }),
        by,
      })
      .where('board', '=', board)
      .where('story_id', '=', story)
      .execute();
  },

  async take(board: string, story: StoryId): Promise<void> {
    await db.deleteFrom('board_stories').where('board', '=', board).where('story_id', '=', story).execute();
  },
});

const rowOf = ({ id, name, purpose, query, visibility, origin, owner, isListed, createdAt }: KeptBoard) => ({
  ...{ id, name, purpose, query, visibility, origin, owner },
  ...{ listed: Number(isListed), created_at: createdAt },
});

const boardOf = (row: Selectable<Tables['boards']>): KeptBoard => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  query: row.query,
  visibility: row.visibility as KeptBoard['visibility'],
  origin: row.origin as KeptBoard['origin'],
  owner: row.owner,
  isListed: row.listed === 1,
  createdAt: row.created_at,
});

const entryOf = (row: Tables['board_stories']): BoardEntry => ({
  storyId: row.story_id as StoryId,
  isPinned: row.pinned === 1,
  position: row.position,
  note: row.note,
  ...(row.note_by !== null && { noteBy: row.note_by }),
  state: row.state as BoardState,
  by: row.by,
  addedAt: row.added_at,
});
