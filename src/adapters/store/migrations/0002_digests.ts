import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('digests')
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('date', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('digest_stories')
    .addColumn('digest_number', 'integer', (column) => column.notNull().references('digests.number'))
    .addColumn('story_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('digest_stories_pk', ['story_id', 'digest_number'])
    .execute();
}
