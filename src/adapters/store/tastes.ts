import type { Kysely } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import { fadedTo, type Taste } from '../../domain/rank/taste.ts';
import type { Tables } from './schema.ts';

export type TasteIncrement = Partial<Pick<Taste, 'shown' | 'liked' | 'said'>>;

/** What each reader did and said, by subject. */
export const tasteStore = (db: Kysely<Tables>) => ({
  /** As of `at`, by subject. */
  async list(reader: string, at: Instant): Promise<Map<string, Taste>> {
    const rows = await db.selectFrom('tastes').selectAll().where('reader', '=', reader).execute();
    return new Map(rows.map(({ reader: _reader, ...taste }) => [taste.subject, fadedTo(taste, at)]));
  },

  /** Adds to what is known of some subjects. */
  async add(reader: string, increments: ReadonlyMap<string, TasteIncrement>, at: Instant): Promise<void> {
    const known = await this.list(reader, at);
    for (const [subject, { shown = 0, liked = 0, said = 0 }] of increments) {
      const before = known.get(subject);
      const values = {
        shown: (before?.shown ?? 0) + shown,
        liked: Math.max(0, (before?.liked ?? 0) + liked),
        said: (before?.said ?? 0) + said,
        at,
      };
      await db
        .insertInto('tastes')
        .values({ reader, subject, ...values })
        .onConflict((conflict) => conflict.columns(['reader', 'subject']).doUpdateSet(values))
        .execute();
    }
  },

  /** Everything learned of a reader. */
  async forget(reader: string): Promise<void> {
    await db.deleteFrom('tastes').where('reader', '=', reader).execute();
  },
});
