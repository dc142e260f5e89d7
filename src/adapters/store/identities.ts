import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Identity } from '../../domain/ports.ts';
import type { Tables } from './schema.ts';

type Who = Pick<Identity, 'issuer' | 'subject'>;

/** Who people are at a company's identity provider. */
export const identityStore = (db: Kysely<Tables>) => ({
  async personOf({ issuer, subject }: Who): Promise<string | undefined> {
    const row = await db
      .selectFrom('identities')
      .select('person')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.person;
  },

  /** Where somebody enters by their company, and since when. */
  async listOf(person: string): Promise<{ issuer: string; at: Instant }[]> {
    return db.selectFrom('identities').select(['issuer', 'at']).where('person', '=', person).orderBy('at').execute();
  },

  /** Gives who was removed and invited again the account they have now. */
  async relink({ issuer, subject }: Who, person: string, at: Instant): Promise<void> {
    await db
      .updateTable('identities')
      .set({ person, at })
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .execute();
  },

  /** False when the person is somebody else there already: an account is one person's. */
  async link({ issuer, subject }: Who, person: string, at: Instant): Promise<boolean> {
    const result = await db
      .insertInto('identities')
      .values({ issuer, subject, person, at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },
});
