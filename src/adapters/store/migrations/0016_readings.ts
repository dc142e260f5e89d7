import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // When somebody opened an edition first, and when they came to its end.
  await db.schema
    .createTable('readings')
    .addColumn('reader', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    .addPrimaryKeyConstraint('readings_pk', ['reader', 'date'])
    .execute();
}
