import type { Kysely, Selectable } from 'kysely';
import type { Role } from '../../domain/access/policy.ts';
import type { Person } from '../../domain/model/person.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

export interface Invitation {
  tokenHash: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: Instant;
  expiresAt: Instant;
}

export type Profile = Pick<Person, 'name'> & Partial<Pick<Person, 'email' | 'language' | 'timezone'>>;

/** People with an account, and those invited to have one. Whoever was removed keeps a row: what they did has a name. */
export const peopleStore = (db: Kysely<Tables>) => ({
  async list(): Promise<Person[]> {
    const rows = await db
      .selectFrom('people')
      .selectAll()
      .where('removed_at', 'is', null)
      .orderBy('created_at')
      .execute();
    return rows.map(personOf);
  },

  async find(id: string): Promise<Person | undefined> {
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    return row && personOf(row);
  },

  /** @param email in lower case */
  async findByEmail(email: string): Promise<(Person & { passwordHash?: string }) | undefined> {
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('email', '=', email)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    return row && { ...personOf(row), ...(row.password_hash !== null && { passwordHash: row.password_hash }) };
  },

  async hasProvenEmail(id: string): Promise<boolean> {
    const row = await db.selectFrom('people').select('email_proven').where('id', '=', id).executeTakeFirst();
    return row?.email_proven === 1;
  },

  /** Names of everybody who ever was, by id. */
  async names(): Promise<Map<string, string>> {
    const rows = await db.selectFrom('people').select(['id', 'name', 'email']).execute();
    return new Map(rows.flatMap(({ id, name, email }) => (name || email ? [[id, name || email || '']] : [])));
  },

  /** The id of who was added; undefined when the address has an account already. */
  async add({ id, email, name, role, createdAt }: Person & { email: string }): Promise<string | undefined> {
    const row = await db
      .insertInto('people')
      // Whoever adds somebody by an address has passed on a link, or the company's word.
      .values({ id, email, email_proven: 1, name, role, created_at: createdAt })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row?.id;
  },

  /**
   * @param isProven whether they showed that they read the address, where it is given
   * @returns false when the address is somebody else's
   */
  async setProfile(id: string, { name, email, language, timezone }: Profile, isProven = false): Promise<boolean> {
    const taken =
      email !== undefined &&
      (await db.selectFrom('people').select('id').where('email', '=', email).where('id', '!=', id).executeTakeFirst());
    if (taken) return false;
    const given = {
      name,
      language: language ?? null,
      timezone: timezone ?? null,
      ...(email !== undefined && { email, email_proven: Number(isProven) }),
    };
    await db.updateTable('people').set(given).where('id', '=', id).execute();
    return true;
  },

  /** What a change of address stands on: another address or password since, or sessions ended, and it is void. */
  async standing(id: string): Promise<string> {
    const row = await db
      .selectFrom('people')
      .select(['email', 'password_hash', 'doors_closed_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    return JSON.stringify([id, row?.email, row?.password_hash, row?.doors_closed_at]);
  },

  async noteDoorsClosed(id: string, at: Instant): Promise<void> {
    await db.updateTable('people').set({ doors_closed_at: at }).where('id', '=', id).execute();
    // Whoever enters by a company proves anew that the address is theirs.
    await db.deleteFrom('identities').where('person', '=', id).execute();
    await db.deleteFrom('sign_in_links').where('person', '=', id).execute();
  },

  /** Links made before are void: whoever asked for them may have been somebody else. */
  async setPassword(id: string, hash: string): Promise<void> {
    await db.updateTable('people').set({ password_hash: hash }).where('id', '=', id).execute();
    await db.deleteFrom('sign_in_links').where('person', '=', id).execute();
  },

  async setRole(id: string, role: Role): Promise<void> {
    await db.updateTable('people').set({ role }).where('id', '=', id).execute();
  },

  async touch(id: string, at: Instant): Promise<void> {
    await db.updateTable('people').set({ last_seen_at: at }).where('id', '=', id).execute();
  },

  /** Shuts every door at once: sessions, links and tokens go with the account. */
  async remove(id: string, at: Instant): Promise<void> {
    // The address is free again; what they did keeps a name.
    await db
      .updateTable('people')
      .set((eb) => ({
        ...{ removed_at: at, password_hash: null, email: null },
        name: eb.fn.coalesce(eb.fn<string | null>('nullif', ['name', eb.val('')]), 'email', eb.val('')),
      }))
      .where('id', '=', id)
      .execute();
    await db
      .updateTable('subscriptions')
      .set({ state: 'ended' })
      .where((eb) => eb.or([eb('person', '=', id), eb.and([eb('person', 'is', null), eb('created_by', '=', id)])]))
      .execute();
    await this.closeBackDoors(id);
    await db.deleteFrom('sessions').where('person', '=', id).execute();
    await db.deleteFrom('api_tokens').where('person', '=', id).execute();
    await db.deleteFrom('passkeys').where('person', '=', id).execute();
  },

  /** What an owner made for others while they could: no link that is open now outlives them. */
  async closeBackDoors(id: string): Promise<void> {
    await db.deleteFrom('invitations').where('invited_by', '=', id).where('used_at', 'is', null).execute();
    await db.deleteFrom('sign_in_links').execute();
  },

  async invite({ tokenHash, email, role, invitedBy, createdAt, expiresAt }: Invitation): Promise<void> {
    // A new invitation takes the place of an older one.
    await db.deleteFrom('invitations').where('email', '=', email).where('used_at', 'is', null).execute();
    await db
      .insertInto('invitations')
      .values({
        ...{ token_hash: tokenHash, email, role, invited_by: invitedBy },
        ...{ created_at: createdAt, expires_at: expiresAt, used_at: null },
      })
      .execute();
  },

  async listInvitations(now: Instant): Promise<Invitation[]> {
    const rows = await openInvitations(db, now).orderBy('created_at').execute();
    return rows.map(invitationOf);
  },

  async findInvitation(tokenHash: string, now: Instant): Promise<Invitation | undefined> {
    const row = await openInvitations(db, now).where('token_hash', '=', tokenHash).executeTakeFirst();
    return row && invitationOf(row);
  },

  /** Uses an invitation up; false when it is unknown, used or expired. */
  async useInvitation(tokenHash: string, now: Instant): Promise<boolean> {
    const result = await db
      .updateTable('invitations')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  async withdrawInvitation(email: string): Promise<void> {
    await db.deleteFrom('invitations').where('email', '=', email).where('used_at', 'is', null).execute();
  },
});

const openInvitations = (db: Kysely<Tables>, now: Instant) =>
  db.selectFrom('invitations').selectAll().where('used_at', 'is', null).where('expires_at', '>', now);

const personOf = (row: Selectable<Tables['people']>): Person => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  createdAt: row.created_at,
  ...(row.email !== null && { email: row.email }),
  ...((row.language === 'fr' || row.language === 'en') && { language: row.language }),
  ...(row.timezone !== null && { timezone: row.timezone }),
  ...(row.last_seen_at !== null && { lastSeenAt: row.last_seen_at }),
});

const invitationOf = (row: Selectable<Tables['invitations']>): Invitation => ({
  tokenHash: row.token_hash,
  email: row.email,
  role: row.role as Role,
  invitedBy: row.invited_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
