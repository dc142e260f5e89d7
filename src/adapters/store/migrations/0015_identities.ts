import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Whether somebody showed that they read their address: an invitation, a link in a mail, a company's word.
  await db.schema
    .alterTable('people')
    .addColumn('email_proven', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  // Who somebody is at a company's identity provider: looked up by this, never again by an address.
  await db.schema
    .createTable('identities')
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('identities_pk', ['issuer', 'subject'])
    .addUniqueConstraint('identities_person', ['issuer', 'person'])
    .execute();
}
