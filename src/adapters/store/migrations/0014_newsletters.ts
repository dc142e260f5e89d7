import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('newsletters')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('board', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    // Whether anybody could read its board when it went out.
    .addColumn('public', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addUniqueConstraint('newsletters_number', ['board', 'number'])
    .execute();
  // The next one of each board, while it is written.
  await db.schema
    .createTable('newsletter_drafts')
    .addColumn('board', 'text', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
  // In which newsletter a link stood that was followed, and which one a message brings.
  await db.schema.alterTable('clicks').addColumn('newsletter', 'text').execute();
  await db.schema.alterTable('deliveries').addColumn('newsletter', 'text').execute();
}
