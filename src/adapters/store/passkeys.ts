import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface Passkey {
  /** The authenticator's own, base64url. */
  id: string;
  person: string;
  name: string;
  /** COSE, base64url: it proves, and opens nothing. */
  publicKey: string;
  /** Uses, as the authenticator counts them: a copy of it would count anew. */
  counter: number;
  createdAt: Instant;
  lastUsedAt?: Instant;
}

export const passkeyStore = (db: Kysely<Tables>) => ({
  async add({ id, person, name, publicKey, counter, createdAt }: Passkey): Promise<void> {
    await db
      .insertInto('passkeys')
      .values({ id, person, name, public_key: publicKey, counter, created_at: createdAt, last_used_at: null })
      .execute();
  },

  async find(id: string): Promise<Passkey | undefined> {
    const row = await db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
    return row && passkeyOf(row);
  },

  async listOf(person: string): Promise<Passkey[]> {
    const rows = await db
      .selectFrom('passkeys')
      .selectAll()
      .where('person', '=', person)
      .orderBy('created_at')
      .execute();
    return rows.map(passkeyOf);
  },

  async used(id: string, counter: number, at: Instant): Promise<void> {
    await db.updateTable('passkeys').set({ counter, last_used_at: at }).where('id', '=', id).execute();
  },

  /** Their own only. */
  async remove(id: string, person: string): Promise<void> {
    await db.deleteFrom('passkeys').where('id', '=', id).where('person', '=', person).execute();
  },
});

const passkeyOf = (row: Tables['passkeys']): Passkey => ({
  id: row.id,
  person: row.person,
  name: row.name,
  publicKey: row.public_key,
  counter: row.counter,
  createdAt: row.created_at,
  ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
});
