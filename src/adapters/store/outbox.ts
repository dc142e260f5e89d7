import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ItemId } from '../../domain/model/ids.ts';
import type { StoredItem } from '../../domain/model/item.ts';
import { itemOf } from './itemRows.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

/** What changed in the store after a revision: items to index and ids to drop. */
export interface Changes {
  items: StoredItem[];
  deleted: ItemId[];
  /** The revision these changes bring an index to. */
  revision: number;
}

/** The store's side of the search index: whatever the index holds, it can be brought up to the store from here. */
export const outboxStore = (db: Kysely<Tables>) => ({
  /** Names this store for ever, so that an index of another store is not mistaken for ours. */
  async storeId(): Promise<string> {
    const known = await this.note('store_id');
    if (known !== undefined) return known;
    await db
      .insertInto('meta')
      .values({ key: 'store_id', value: randomUUID() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return this.storeId();
  },

  /** A short fact the store keeps about itself. */
  async note(key: string): Promise<string | undefined> {
    return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value;
  },

  async setNote(key: string, value: string): Promise<void> {
    await db
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  },

  /** Takes the next `count` revisions, inside the transaction that writes what they number. Returns the first. */
  async takeRevisions(count: number): Promise<number> {
    const revision = await this.revision();
    await this.setNote('revision', String(revision + count));
    return revision + 1;
  },

  async revision(): Promise<number> {
    return Number((await this.note('revision')) ?? 0);
  },

  async recordDeletions(ids: readonly ItemId[], firstRevision: number): Promise<void> {
    const rows = ids.map((id, index) => ({ item_id: id, revision: firstRevision + index }));
    for (const chunk of chunks(rows, 500)) {
      await db
        .insertInto('deletions')
        .values(chunk)
        .onConflict((conflict) =>
          conflict.column('item_id').doUpdateSet((excluded) => ({ revision: excluded.ref('excluded.revision') })),
        )
        .execute();
    }
  },

  /** Which of these ids were deleted: an old entry still in its feed is no news. */
  async deletedAmong(ids: readonly ItemId[]): Promise<Set<ItemId>> {
    const found = new Set<ItemId>();
    for (const chunk of chunks(ids, 500)) {
      const rows = await db.selectFrom('deletions').select('item_id').where('item_id', 'in', chunk).execute();
      for (const { item_id } of rows) found.add(item_id as ItemId);
    }
    return found;
  },

  /** At most `limit` changes after `revision`, oldest first. */
  async changesAfter(revision: number, limit: number): Promise<Changes> {
    const items = await db
      .selectFrom('items')
      .selectAll()
      .where('revision', '>', revision)
      .orderBy('revision')
      .limit(limit)
      .execute();
    const deletions = await db
      .selectFrom('deletions')
      .selectAll()
      .where('revision', '>', revision)
      .orderBy('revision')
      .limit(limit)
      .execute();
    const upTo = Math.min(
      items.length === limit ? (items.at(-1)?.revision ?? 0) : Number.POSITIVE_INFINITY,
      deletions.length === limit ? (deletions.at(-1)?.revision ?? 0) : Number.POSITIVE_INFINITY,
    );
    const kept = <Row extends { revision: number }>(rows: Row[]) => rows.filter((row) => row.revision <= upTo);
    const all = [...kept(items), ...kept(deletions)].map((row) => row.revision);
    return {
      items: kept(items).map(itemOf),
      deleted: kept(deletions).map(({ item_id }) => item_id as ItemId),
      revision: all.length === 0 ? revision : Math.max(...all),
    };
  },
});
