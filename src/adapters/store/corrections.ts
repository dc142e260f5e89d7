import type { Kysely } from 'kysely';
import type { EventType } from '../../domain/model/event.ts';
import type { ItemId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

/** What a reader knew better about an item. */
export interface Correction {
  itemId: ItemId;
  title: string;
  language: string;
  /** `other`: nothing of the kind happened. */
  event: EventType;
  was: EventType | undefined;
  reader: string;
  at: Instant;
}

export const correctionStore = (db: Kysely<Tables>) => ({
  async save({ itemId, event, was, reader, at }: Omit<Correction, 'title' | 'language'>): Promise<void> {
    await db
      .insertInto('corrections')
      .values({ item_id: itemId, event, was: was ?? null, reader, at })
      .onConflict((conflict) => conflict.column('item_id').doUpdateSet({ event, reader, at }))
      .execute();
  },

  /** Which of these items a reader corrected, and to what. */
  async eventsOf(ids: readonly ItemId[]): Promise<Map<ItemId, EventType>> {
    const found = new Map<ItemId, EventType>();
    for (const chunk of chunks(ids, 500)) {
      const rows = await db
        .selectFrom('corrections')
        .select(['item_id', 'event'])
        .where('item_id', 'in', chunk)
        .execute();
      for (const row of rows) found.set(row.item_id as ItemId, row.event as EventType);
    }
    return found;
  },

  /** All of them with the titles they were made on: labels to learn from. */
  async list(): Promise<Correction[]> {
    const rows = await db
      .selectFrom('corrections')
      .innerJoin('items', 'items.id', 'corrections.item_id')
      .select([
        'corrections.item_id',
        'items.title',
        'items.language',
        'corrections.event',
        'corrections.was',
        'corrections.reader',
        'corrections.at',
      ])
      .orderBy('corrections.at')
      .execute();
    return rows.map((row) => ({
      itemId: row.item_id as ItemId,
      title: row.title,
      language: row.language,
      event: row.event as EventType,
      was: (row.was as EventType | null) ?? undefined,
      reader: row.reader,
      at: row.at,
    }));
  },
});
