import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface Session {
  tokenHash: string;
  csrf: string;
  person: string;
  /** What the browser says it is. */
  agent: string;
  createdAt: Instant;
  expiresAt: Instant;
}

/** Sign-in links and sessions, known by the hash of their token only. */
export const sessionStore = (db: Kysely<Tables>) => ({
  async addLink(tokenHash: string, person: string, expiresAt: Instant): Promise<void> {
    await db
      .insertInto('sign_in_links')
      .values({ token_hash: tokenHash, person, expires_at: expiresAt, used_at: null })
      .execute();
  },

  /** Uses a link up, and says whose it is; undefined when it is unknown, used or expired. */
  async useLink(tokenHash: string, now: Instant): Promise<string | undefined> {
    const row = await db
      .updateTable('sign_in_links')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('person')
      .executeTakeFirst();
    return row?.person;
  },

  async add({ tokenHash, csrf, person, agent, createdAt, expiresAt }: Session): Promise<void> {
    await db
      .insertInto('sessions')
      .values({ token_hash: tokenHash, csrf, person, agent, created_at: createdAt, expires_at: expiresAt })
      .execute();
  },

  async find(tokenHash: string, now: Instant): Promise<Session | undefined> {
    const row = await db
      .selectFrom('sessions')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row && sessionOf(row);
  },

  /** A person's own, the newest first. */
  async listOf(person: string, now: Instant): Promise<Session[]> {
    const rows = await db
      .selectFrom('sessions')
      .selectAll()
      .where('person', '=', person)
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map(sessionOf);
  },

  async remove(tokenHash: string): Promise<void> {
    await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
  },

  /** Ends one of a person's sessions, or all but one: nobody else's. */
  async removeOf(person: string, which: { only: string } | { allBut: string }): Promise<void> {
    const own = db.deleteFrom('sessions').where('person', '=', person);
    await ('only' in which
      ? own.where('token_hash', '=', which.only)
      : own.where('token_hash', '!=', which.allBut)
    ).execute();
  },

  async removeExpired(now: Instant): Promise<void> {
    await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
    await db.deleteFrom('sign_in_links').where('expires_at', '<=', now).execute();
    await db.deleteFrom('invitations').where('expires_at', '<=', now).execute();
  },
});

const sessionOf = (row: Tables['sessions']): Session => ({
  tokenHash: row.token_hash,
  csrf: row.csrf,
  person: row.person,
  agent: row.agent,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
