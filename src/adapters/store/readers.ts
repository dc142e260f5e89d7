import type { Kysely } from 'kysely';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

export interface Mark {
  read: boolean;
  saved: boolean;
}

/** What a reader has read and kept, story by story. */
export const readerStore = (db: Kysely<Tables>) => ({
  async marks(reader: string, ids: readonly StoryId[]): Promise<Map<string, Mark>> {
    const marks = new Map<string, Mark>();
    for (const chunk of chunks(ids, 500)) {
      const rows = await db
        .selectFrom('marks')
        .selectAll()
        .where('reader', '=', reader)
        .where('story_id', 'in', chunk)
        .execute();
      for (const row of rows) marks.set(row.story_id, { read: row.read_at !== null, saved: row.saved_at !== null });
    }
    return marks;
  },

  /** Sets or clears one mark; setting it twice is setting it once. */
  async mark(reader: string, id: StoryId, what: keyof Mark, at: Instant | null): Promise<void> {
    const change = what === 'read' ? { read_at: at } : { saved_at: at };
    await db
      .insertInto('marks')
      .values({ reader, story_id: id, read_at: null, saved_at: null, ...change })
      .onConflict((conflict) => conflict.columns(['reader', 'story_id']).doUpdateSet(change))
      .execute();
  },

  /** Of these, those not read yet are, from now on; what was read keeps its hour. */
  async readAll(reader: string, ids: readonly StoryId[], at: Instant): Promise<void> {
    const marks = await this.marks(reader, ids);
    for (const id of ids) if (!marks.get(id)?.read) await this.mark(reader, id, 'read', at);
  },

  /** Items of the stories a reader marked, newest mark first: what `is:saved` and `is:unread` stand on. */
  async listMarkedItems(reader: string, what: keyof Mark, limit: number): Promise<string[]> {
    const column = what === 'read' ? 'read_at' : 'saved_at';
    const rows = await db
      .selectFrom('marks')
      .innerJoin('items', 'items.story_id', 'marks.story_id')
      .select('items.id')
      .where('reader', '=', reader)
      .where(column, 'is not', null)
      .orderBy(column, 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  },
});
