import type { Kysely } from 'kysely';
import type { Digest } from '../../domain/model/digest.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

/** Enough of an edition to link to it. */
export interface DigestHeading {
  number: number;
  date: string;
}

export const digestStore = (db: Kysely<Tables>) => {
  const read = (row: { document: string } | undefined): Digest | undefined =>
    row && (JSON.parse(row.document) as Digest);
  return {
    async findByDate(date: string): Promise<Digest | undefined> {
      return read(await db.selectFrom('digests').select('document').where('date', '=', date).executeTakeFirst());
    },

    async findLatest(): Promise<Digest | undefined> {
      return read(
        await db.selectFrom('digests').select('document').orderBy('number', 'desc').limit(1).executeTakeFirst(),
      );
    },

    /** The newest edition made before an instant. */
    async findLastBefore(instant: Instant): Promise<Digest | undefined> {
      return read(
        await db
          .selectFrom('digests')
          .select('document')
          .where('until', '<', instant)
          .orderBy('until', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
    },

    /** @param month yyyy-mm */
    async listOfMonth(month: string): Promise<Digest[]> {
      const rows = await db.selectFrom('digests').select('document').where('date', 'like', `${month}-%`).execute();
      return rows.map((row) => JSON.parse(row.document) as Digest);
    },

    async listHeadings(limit: number): Promise<DigestHeading[]> {
      return db.selectFrom('digests').select(['number', 'date']).orderBy('date', 'desc').limit(limit).execute();
    },

    async nextNumber(): Promise<number> {
      const row = await db
        .selectFrom('digests')
        .select((expression) => expression.fn.max<number | null>('number').as('last'))
        .executeTakeFirst();
      return Number(row?.last ?? 0) + 1;
    },

    /** Freezes an edition. The date is unique: a second edition of the same day is refused by the database. */
    async insert(digest: Digest): Promise<void> {
      const { number, date, createdAt, since, until } = digest;
      await db
        .insertInto('digests')
        .values({ number, date, created_at: createdAt, since, until, document: JSON.stringify(digest) })
        .execute();
      const told = digest.sections.flatMap(({ stories }) =>
        stories.map(({ id }) => ({ digest_number: number, story_id: id })),
      );
      for (const chunk of chunks(told, 500)) await db.insertInto('digest_stories').values(chunk).execute();
    },

    /** Which of these stories an earlier edition told, and the day it did. */
    async listTold(ids: readonly StoryId[]): Promise<Map<string, string>> {
      const told = new Map<string, string>();
      for (const chunk of chunks(ids, 500)) {
        const rows = await db
          .selectFrom('digest_stories')
          .innerJoin('digests', 'digests.number', 'digest_stories.digest_number')
          .select(['story_id', 'date'])
          .where('story_id', 'in', chunk)
          .orderBy('date')
          .execute();
        for (const row of rows) told.set(row.story_id, row.date);
      }
      return told;
    },
  };
};
