import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** Who changed what. `detail` never holds a token or a password. */
export interface AuditEntry {
  at: Instant;
  person: string;
  /** "team.invited", "board.shared": its sentence stands in web/locales (`audit.<action>`). */
  action: string;
  subject: string;
  detail: Record<string, string>;
}

export const auditStore = (db: Kysely<Tables>) => ({
  async add({ at, person, action, subject, detail }: AuditEntry): Promise<void> {
    await db
      .insertInto('audit')
      .values({ at, person, action, subject, detail: JSON.stringify(detail) })
      .execute();
  },

  /** The newest first. */
  async list(limit: number): Promise<AuditEntry[]> {
    const rows = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit).execute();
    return rows.map(({ id: _id, detail, ...row }) => ({ ...row, detail: JSON.parse(detail) }));
  },
});
