import type { Store } from '../../src/adapters/store/open.ts';
import type { StoredItem } from '../../src/domain/model/item.ts';

/** Stores items as a sweep does: with the next revisions, in one transaction. */
export const insertItems = (store: Store, items: readonly StoredItem[]): Promise<void> =>
  store.transaction(async (tx) => tx.items.insert(items, await tx.outbox.takeRevisions(items.length)));

/** Deletes everything first seen before an instant, as housekeeping does. */
export const deleteItemsBefore = (store: Store, before: number): Promise<string[]> =>
  store.transaction(async (tx) => {
    const ids = await tx.items.deleteSeenBefore(before, 1000);
    await tx.outbox.recordDeletions(ids, await tx.outbox.takeRevisions(ids.length));
    return ids;
  });
