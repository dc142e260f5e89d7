import { gunzipSync, gzipSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import type { SourceId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { PageLine } from '../../domain/pages/lines.ts';
import type { StoredVersion } from '../../domain/sources/read.ts';
import type { Tables } from './schema.ts';

/** Versions whose page is kept whole, to try selectors on; of older ones the lines. */
const PAGES_KEPT = 10;
/** Versions kept of one page: a page that changes daily, for a year. */
const VERSIONS_KEPT = 400;
const MAX_PAGE = 2_000_000;

/** In place of the hash of a version in which nothing was found. */
const UNMATCHED = '';

export interface VersionSummary {
  id: number;
  hash: string;
  seenAt: Instant;
}

export const pageStore = (db: Kysely<Tables>) => ({
  async addVersion(source: SourceId, { hash, lines, html }: StoredVersion, seenAt: Instant): Promise<void> {
    await db
      .insertInto('page_versions')
      .values({
        source_id: source,
        hash,
        seen_at: seenAt,
        lines: JSON.stringify(lines),
        page: html.length <= MAX_PAGE ? gzipSync(html) : null,
      })
      .execute();
    const ids = (await newest(db, source, VERSIONS_KEPT + 1)).map(({ id }) => id);
    const [oldestWhole, oldest] = [ids[PAGES_KEPT - 1], ids[VERSIONS_KEPT - 1]];
    if (oldestWhole !== undefined)
      await db
        .updateTable('page_versions')
        .set({ page: null })
        .where('source_id', '=', source)
        .where('id', '<', oldestWhole)
        .where('page', 'is not', null)
        .execute();
    if (oldest !== undefined)
      await db.deleteFrom('page_versions').where('source_id', '=', source).where('id', '<', oldest).execute();
  },

  /** A page in which the zone was not found: kept, one of them, to choose another zone from. */
  async keepUnmatched(source: SourceId, html: string, seenAt: Instant): Promise<void> {
    await db.deleteFrom('page_versions').where('source_id', '=', source).where('hash', '=', UNMATCHED).execute();
    if (html.length > MAX_PAGE) return;
    const row = { source_id: source, hash: UNMATCHED, seen_at: seenAt, lines: '[]', page: gzipSync(html) };
    await db.insertInto('page_versions').values(row).execute();
  },

  /** The versions of a page, newest first. */
  list: (source: SourceId, limit = VERSIONS_KEPT): Promise<VersionSummary[]> => newest(db, source, limit),

  async lines(source: SourceId, id: number): Promise<PageLine[] | undefined> {
    const row = await db
      .selectFrom('page_versions')
      .select('lines')
      .where('source_id', '=', source)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && (JSON.parse(row.lines) as PageLine[]);
  },

  /** The pages kept whole, newest first. */
  async pages(source: SourceId): Promise<{ seenAt: Instant; html: string }[]> {
    const rows = await db
      .selectFrom('page_versions')
      .select(['seen_at', 'page'])
      .where('source_id', '=', source)
      .where('page', 'is not', null)
      .orderBy('id', 'desc')
      .limit(PAGES_KEPT)
      .execute();
    return rows.flatMap(({ seen_at, page }) =>
      page ? [{ seenAt: seen_at, html: gunzipSync(page).toString('utf8') }] : [],
    );
  },
});

async function newest(db: Kysely<Tables>, source: SourceId, limit: number): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('page_versions')
    .select(['id', 'hash', 'seen_at'])
    .where('source_id', '=', source)
    .where('hash', '!=', UNMATCHED)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, hash, seen_at }) => ({ id, hash, seenAt: seen_at }));
}
