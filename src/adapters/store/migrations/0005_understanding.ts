import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('items').addColumn('event', 'text').execute();
  await db.schema.alterTable('items').addColumn('tone', 'text').execute();
  await db.schema.createIndex('items_at').on('items').column('at').execute();
  // What a reader knew better: kept when everything is tagged anew, and given out as labels.
  await db.schema
    .createTable('corrections')
    .addColumn('item_id', 'text', (column) => column.primaryKey())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('was', 'text')
    .addColumn('reader', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
