import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // A page read by the old reader and by the new one would differ without having changed: it is read anew.
  await db.schema.alterTable('source_states').dropColumn('page_text').execute();
  await db.schema
    .alterTable('source_states')
    .addColumn('memory', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
  await db.schema
    .alterTable('sources')
    .addColumn('learned', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await db.schema.alterTable('items').addColumn('change', 'text').execute();
  await db.schema
    .alterTable('items')
    .addColumn('full_text', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('page_versions')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('source_id', 'text', (column) => column.notNull().references('sources.id'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('lines', 'text', (column) => column.notNull())
    .addColumn('page', 'blob')
    .execute();
  await db.schema.createIndex('page_versions_source').on('page_versions').columns(['source_id', 'id']).execute();
  await db.schema
    .createTable('robots')
    .addColumn('origin', 'text', (column) => column.primaryKey())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('fetched_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('hub_subscriptions')
    .addColumn('source_id', 'text', (column) => column.primaryKey().references('sources.id'))
    .addColumn('hub', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('active_until', 'bigint')
    .execute();
}
