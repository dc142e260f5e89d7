import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface SessionRow {
  csrf: string;
  expiresAt: Instant;
}

/** Sign-in links and sessions, known by the hash of their token only. */
export const sessionStore = (db: Kysely<Tables>) => ({
  async addLink(tokenHash: string, expiresAt: Instant): Promise<void> {
    await db
      .insertInto('sign_in_links')
      .values({ token_hash: tokenHash, expires_at: expiresAt, used_at: null })
      .execute();
  },

  /** Uses a link up; false when it is unknown, used or expired. */
  async useLink(tokenHash: string, now: Instant): Promise<boolean> {
    const result = await db
      .updateTable('sign_in_links')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  async add(tokenHash: string, csrf: string, now: Instant, expiresAt: Instant): Promise<void> {
    await db
      .insertInto('sessions')
      .values({ token_hash: tokenHash, csrf, created_at: now, expires_at: expiresAt })
      .execute();
  },

  async find(tokenHash: string, now: Instant): Promise<SessionRow | undefined> {
    const row = await db
      .selectFrom('sessions')
      .select(['csrf', 'expires_at'])
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row && { csrf: row.csrf, expiresAt: row.expires_at };
  },

  async remove(tokenHash: string): Promise<void> {
    await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
  },

  async removeExpired(now: Instant): Promise<void> {
    await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
    await db.deleteFrom('sign_in_links').where('expires_at', '<=', now).execute();
  },
});
