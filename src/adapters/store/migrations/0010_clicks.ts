import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // What was opened, and from where it was told: nothing of who opened it.
  await db.schema
    .createTable('clicks')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('story_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('board', 'text')
    .execute();
  await db.schema.createIndex('clicks_at').on('clicks').column('at').execute();
}
