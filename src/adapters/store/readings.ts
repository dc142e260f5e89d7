import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** When editions were opened and read to their end: told of a month as a whole, never of one reader. */
export const readingStore = (db: Kysely<Tables>) => ({
  /** The first time counts. */
  async open(reader: string, date: string, at: Instant): Promise<void> {
    await db
      .insertInto('readings')
      .values({ reader, date, opened_at: at, finished_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },

  /** The first time counts; whoever finished without having opened it here is not timed. */
  async finish(reader: string, date: string, at: Instant): Promise<void> {
    await db
      .updateTable('readings')
      .set({ finished_at: at })
      .where('reader', '=', reader)
      .where('date', '=', date)
      .where('finished_at', 'is', null)
      .execute();
  },

  /**
   * Of the editions of a month.
   * @param month yyyy-mm
   * @returns how many readings began, and how long each took that came to its end, in ms, the shortest first
   */
  async ofMonth(month: string): Promise<{ opened: number; took: number[] }> {
    const rows = await db
      .selectFrom('readings')
      .select(['opened_at', 'finished_at'])
      .where('date', 'like', `${month}-%`)
      .execute();
    const took = rows.flatMap(({ opened_at, finished_at }) => (finished_at === null ? [] : [finished_at - opened_at]));
    return { opened: rows.length, took: took.sort((a, b) => a - b) };
  },
});
