import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** What robots.txt files said, by origin, so that a day passes between two requests for one whatever restarts. */
export const robotsStore = (db: Kysely<Tables>) => ({
  async find(origin: string): Promise<{ status: number; body: string; fetchedAt: Instant } | undefined> {
    const row = await db.selectFrom('robots').selectAll().where('origin', '=', origin).executeTakeFirst();
    return row && { status: row.status, body: row.body, fetchedAt: row.fetched_at };
  },

  async save(origin: string, record: { status: number; body: string; fetchedAt: Instant }): Promise<void> {
    const row = { status: record.status, body: record.body, fetched_at: record.fetchedAt };
    await db
      .insertInto('robots')
      .values({ origin, ...row })
      .onConflict((conflict) => conflict.column('origin').doUpdateSet(row))
      .execute();
  },
});
