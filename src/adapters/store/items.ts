import type { Kysely } from 'kysely';
import type { ItemEvent } from '../../domain/model/event.ts';
import type { ItemId, SourceId, StoryId } from '../../domain/model/ids.ts';
import type { EnrichedItem, StoredItem } from '../../domain/model/item.ts';
import type { Instant } from '../../domain/model/units.ts';
import { itemOf, itemRow } from './itemRows.ts';
import { chunks, given } from './rows.ts';
import type { Tables } from './schema.ts';

/** 28 columns: 1,000 rows stay under SQLite's 32,766 bound values. */
const ROWS_PER_INSERT = 100;

/** What grouping needs of a recent item. */
export type ItemKey = Pick<
  StoredItem,
  'id' | 'storyId' | 'title' | 'url' | 'sourceId' | 'summary' | 'language' | 'event'
> & {
  at: Instant;
};

export type ItemIdentity = Pick<StoredItem, 'id' | 'title' | 'url' | 'contentHash'>;

export const itemStore = (db: Kysely<Tables>) => ({
  /** Content hashes of those ids that are stored. */
  async hashes(ids: readonly ItemId[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const chunk of chunks(ids, 500)) {
      const rows = await db.selectFrom('items').select(['id', 'content_hash']).where('id', 'in', chunk).execute();
      for (const row of rows) found.set(row.id, row.content_hash);
    }
    return found;
  },

  async insert(items: readonly StoredItem[], firstRevision: number): Promise<void> {
    const rows = items.map((item, index) => itemRow(item, firstRevision + index));
    for (const chunk of chunks(rows, ROWS_PER_INSERT)) await db.insertInto('items').values(chunk).execute();
  },

  /** An edited entry: what it says changes; its story, and when it was first seen, do not. */
  async update(item: EnrichedItem, revision: number): Promise<void> {
    const {
      id,
      story_id: _story,
      seen_at: _seen,
      first_sweep: _first,
      ...changes
    } = itemRow({ ...item, storyId: '' as StoryId, firstSweep: false }, revision);
    await db.updateTable('items').set(changes).where('id', '=', id).execute();
  },

  async setTags(item: EnrichedItem, revision: number): Promise<void> {
    const { topics, actors, event, tone } = itemRow({ ...item, storyId: '' as StoryId, firstSweep: false }, revision);
    const changes = { topics, actors, event, tone, revision };
    await db.updateTable('items').set(changes).where('id', '=', item.id).execute();
  },

  async listByIds(ids: readonly string[]): Promise<StoredItem[]> {
    const found: StoredItem[] = [];
    for (const chunk of chunks(ids, 500)) {
      const rows = await db.selectFrom('items').selectAll().where('id', 'in', chunk).execute();
      found.push(...rows.map(itemOf));
    }
    return found;
  },

  /** Seen after `since`, up to `until`: what a digest chooses from. */
  async listSeenBetween(since: Instant, until: Instant): Promise<StoredItem[]> {
    const rows = await db
      .selectFrom('items')
      .selectAll()
      .where('seen_at', '>', since)
      .where('seen_at', '<=', until)
      .orderBy('at')
      .execute();
    return rows.map(itemOf);
  },

  /** What tells the entries of one source apart, the newest first: to know an article that comes back under another id. */
  async identities(id: SourceId, limit: number): Promise<ItemIdentity[]> {
    const rows = await db
      .selectFrom('items')
      .select(['id', 'url', 'title', 'content_hash'])
      .where('source_id', '=', id)
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id as ItemId,
      title: row.title,
      contentHash: row.content_hash,
      ...given({ url: row.url }),
    }));
  },

  /** The newest of this address. */
  async findByUrl(url: string): Promise<StoredItem | undefined> {
    const row = await db
      .selectFrom('items')
      .selectAll()
      .where('url', '=', url)
      .orderBy('seen_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && itemOf(row);
  },

  async listOfStory(id: StoryId): Promise<StoredItem[]> {
    const rows = await db
      .selectFrom('items')
      .selectAll()
      .where('story_id', '=', id)
      .orderBy('at')
      .orderBy('id')
      .limit(200)
      .execute();
    return rows.map(itemOf);
  },

  async listOfSource(id: SourceId, limit: number): Promise<StoredItem[]> {
    const rows = await db
      .selectFrom('items')
      .selectAll()
      .where('source_id', '=', id)
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(itemOf);
  },

  /** In the order of ids, a page at a time: for tagging everything anew. */
  async listAfter(id: string, limit: number): Promise<StoredItem[]> {
    const rows = await db.selectFrom('items').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute();
    return rows.map(itemOf);
  },

  async listKeysSeenSince(since: Instant): Promise<ItemKey[]> {
    const rows = await db
      .selectFrom('items')
      .select(['id', 'story_id', 'title', 'url', 'source_id', 'at', 'summary', 'language', 'event'])
      .where('seen_at', '>=', since)
      .orderBy('seen_at')
      .execute();
    return rows.map((row) => ({
      id: row.id as ItemId,
      storyId: row.story_id as StoryId,
      title: row.title,
      sourceId: row.source_id as SourceId,
      at: row.at,
      summary: row.summary,
      language: row.language,
      ...given({ url: row.url }),
      ...(row.event !== null && { event: JSON.parse(row.event) as ItemEvent }),
    }));
  },

  /** Items of each source, all and since `since`, and its newest. */
  async statsBySource(since: Instant): Promise<Map<string, { items: number; recent: number; newestAt: Instant }>> {
    const rows = await db
      .selectFrom('items')
      .select((expression) => [
        'source_id',
        expression.fn.countAll<number>().as('items'),
        expression.fn.sum<number>(expression.case().when('at', '>=', since).then(1).else(0).end()).as('recent'),
        expression.fn.max<number>('at').as('newest'),
      ])
      .groupBy('source_id')
      .execute();
    return new Map(
      rows.map((row) => [
        row.source_id,
        { items: Number(row.items), recent: Number(row.recent), newestAt: Number(row.newest) },
      ]),
    );
  },

  async count(): Promise<number> {
    const row = await db
      .selectFrom('items')
      .select((expression) => expression.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  /** Forgets items older than `before` that nobody saved and no digest told; their ids leave tombstones for the index. */
  async deleteSeenBefore(before: Instant, limit: number): Promise<ItemId[]> {
    const rows = await db
      .selectFrom('items')
      .select('id')
      .where('seen_at', '<', before)
      .where('at', '<', before)
      .where('story_id', 'not in', db.selectFrom('marks').select('story_id').where('saved_at', 'is not', null))
      .where('story_id', 'not in', db.selectFrom('digest_stories').select('story_id'))
      .where('story_id', 'not in', db.selectFrom('board_stories').select('story_id'))
      .where('story_id', 'not in', db.selectFrom('ideas').select('story_id'))
      .where('story_id', 'not in', db.selectFrom('comments').select('story_id').where('removed_at', 'is', null))
      .orderBy('seen_at')
      .limit(limit)
      .execute();
    const ids = rows.map(({ id }) => id as ItemId);
    for (const chunk of chunks(ids, 500)) await db.deleteFrom('items').where('id', 'in', chunk).execute();
    return ids;
  },
});
