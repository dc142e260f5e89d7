import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('items').addColumn('event', 'text').execute();
  await db.schema.alterTable('items').addColumn('tone', 'text').execute();
  await db.schema.createIndex('items_at').on('items').column('at').execute();
  await db.schema
    .createTable('story_moves')
    .addColumn('from_id', 'text', (column) => column.primaryKey())
    .addColumn('into_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('stories_apart')
    .addColumn('a', 'text', (column) => column.notNull())
    .addColumn('b', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('stories_apart_pk', ['a', 'b'])
    .execute();
  // Terms that readers follow as topics, and those they do not want to hear of.
  await db.schema
    .createTable('followed_terms')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('ignored', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  // What each reader said and did, by subject: bounded, explained, and forgotten at a word.
  await db.schema
    .createTable('tastes')
    .addColumn('reader', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('shown', 'real', (column) => column.notNull().defaultTo(0))
    .addColumn('liked', 'real', (column) => column.notNull().defaultTo(0))
    .addColumn('said', 'real', (column) => column.notNull().defaultTo(0))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tastes_pk', ['reader', 'subject'])
    .execute();
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
