import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** Who may do a job right now, across processes on one store. */
export const leaseStore = (db: Kysely<Tables>) => ({
  /** Takes or prolongs a lease; false when somebody else holds it. */
  async take(name: string, holder: string, now: Instant, until: Instant): Promise<boolean> {
    const row = await db
      .insertInto('leases')
      .values({ name, holder, until })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until })
          .where((where) => where.or([where('leases.holder', '=', holder), where('leases.until', '<=', now)])),
      )
      .returning('holder')
      .executeTakeFirst();
    return row?.holder === holder;
  },

  async release(name: string, holder: string): Promise<void> {
    await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  },
});
