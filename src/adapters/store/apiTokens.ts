import type { Kysely } from 'kysely';
import type { TokenScope } from '../../domain/model/person.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface ApiToken {
  id: string;
  person: string;
  name: string;
  scope: TokenScope;
  createdAt: Instant;
  lastUsedAt?: Instant;
}

/** Tokens of programs and feed readers, known by their hash only. */
export const apiTokenStore = (db: Kysely<Tables>) => ({
  async add({ id, person, name, scope, createdAt }: ApiToken, tokenHash: string): Promise<void> {
    await db
      .insertInto('api_tokens')
      .values({ id, person, name, scope, token_hash: tokenHash, created_at: createdAt, last_used_at: null })
      .execute();
  },

  async listOf(person: string): Promise<ApiToken[]> {
    const rows = await db
      .selectFrom('api_tokens')
      .selectAll()
      .where('person', '=', person)
      .orderBy('created_at')
      .execute();
    return rows.map(tokenOf);
  },

  /** Whose token it is, noting that it was used; undefined when it is unknown or revoked. */
  async use(tokenHash: string, at: Instant): Promise<ApiToken | undefined> {
    const row = await db
      .updateTable('api_tokens')
      .set({ last_used_at: at })
      .where('token_hash', '=', tokenHash)
      .returningAll()
      .executeTakeFirst();
    return row && tokenOf(row);
  },

  /** Refused from this moment on; false when it is not this person's. */
  async revoke(id: string, person: string): Promise<boolean> {
    const result = await db
      .deleteFrom('api_tokens')
      .where('id', '=', id)
      .where('person', '=', person)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  },
});

const tokenOf = (row: Tables['api_tokens']): ApiToken => ({
  id: row.id,
  person: row.person,
  name: row.name,
  scope: row.scope as TokenScope,
  createdAt: row.created_at,
  ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
});
