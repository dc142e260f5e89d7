import type { Kysely } from 'kysely';
import type { Delivery, DeliveryState } from '../../domain/model/subscription.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/**
 * The outbox of messages. One is taken in hand by a write of its own before anything leaves: whatever happens after, there
 * is a trace of it.
 */
export const deliveryStore = (db: Kysely<Tables>) => ({
  async add({
    id,
    subscription,
    kind = 'message',
    channel,
    address,
    payload,
    createdAt,
    newsletter,
  }: NewDelivery): Promise<void> {
    await db
      .insertInto('deliveries')
      .values({
        ...{ id, subscription, kind, channel, address, payload, state: 'waiting', attempts: 0 },
        ...{ created_at: createdAt, next_at: createdAt, settled_at: null, problem: null },
        newsletter: newsletter ?? null,
      })
      .execute();
  },

  /** Takes what is due in hand, the oldest first. */
  async take(now: Instant, limit: number): Promise<Delivery[]> {
    const rows = await db
      .updateTable('deliveries')
      .set((eb) => ({ state: 'sending', attempts: eb('attempts', '+', 1), settled_at: now }))
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('deliveries')
          .select('id')
          .where('state', '=', 'waiting')
          .where('next_at', '<=', now)
          .orderBy('next_at')
          .limit(limit),
      )
      .returningAll()
      .execute();
    return rows.map(deliveryOf);
  },

  async settle(id: string, state: DeliveryState, at: Instant, problem?: string): Promise<void> {
    await db
      .updateTable('deliveries')
      .set({ state, settled_at: at, problem: problem ?? null })
      .where('id', '=', id)
      .execute();
  },

  async postpone(id: string, until: Instant, problem: string): Promise<void> {
    await db
      .updateTable('deliveries')
      .set({ state: 'waiting', next_at: until, problem })
      .where('id', '=', id)
      .execute();
  },

  /** In hand since before `before`: whoever held them is gone. */
  async listAbandoned(before: Instant): Promise<Delivery[]> {
    const rows = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('state', '=', 'sending')
      .where('settled_at', '<', before)
      .execute();
    return rows.map(deliveryOf);
  },

  async find(id: string): Promise<Delivery | undefined> {
    const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
    return row && deliveryOf(row);
  },

  /** The newest first. */
  async list(limit: number): Promise<Delivery[]> {
    const rows = await db
      .selectFrom('deliveries')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  },

  async countByState(): Promise<Map<string, number>> {
    const rows = await db
      .selectFrom('deliveries')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  },

  /** Messages made for a subscription since. */
  async countSince(subscription: string, since: Instant): Promise<number> {
    const { count } = await db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('subscription', '=', subscription)
      .where('kind', '=', 'message')
      .where('created_at', '>=', since)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** Messages that brought a newsletter and went out. */
  async countSentOf(newsletter: string): Promise<number> {
    const { count } = await db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('newsletter', '=', newsletter)
      .where('state', '=', 'sent')
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** How often an address was asked whether it wants anything, since. */
  async countQuestions(address: string, since: Instant): Promise<number> {
    const { count } = await db
      .selectFrom('deliveries')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('address', '=', address)
      .where('kind', '=', 'question')
      .where('created_at', '>=', since)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** By hand: what is dead or uncertain goes out again, from its first try. */
  async retry(id: string, now: Instant): Promise<boolean> {
    const result = await db
      .updateTable('deliveries')
      .set({ state: 'waiting', attempts: 0, next_at: now, problem: null })
      .where('id', '=', id)
      .where('state', 'in', ['dead', 'uncertain'])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  /** Nothing more goes out for a subscription that has ended. */
  async cancelOf(subscription: string): Promise<void> {
    await db.deleteFrom('deliveries').where('subscription', '=', subscription).where('state', '=', 'waiting').execute();
  },

  async removeSettledBefore(before: Instant): Promise<void> {
    await db
      .deleteFrom('deliveries')
      .where('state', 'in', ['sent', 'dead', 'uncertain'])
      .where('created_at', '<', before)
      .execute();
  },
});

type NewDelivery = Pick<Delivery, 'id' | 'subscription' | 'channel' | 'address' | 'payload' | 'createdAt'> &
  Partial<Pick<Delivery, 'kind' | 'newsletter'>>;

const deliveryOf = (row: Tables['deliveries']): Delivery => ({
  id: row.id,
  subscription: row.subscription,
  kind: row.kind as Delivery['kind'],
  channel: row.channel as Delivery['channel'],
  address: row.address,
  payload: row.payload,
  state: row.state as DeliveryState,
  attempts: row.attempts,
  createdAt: row.created_at,
  nextAt: row.next_at,
  ...(row.settled_at !== null && { settledAt: row.settled_at }),
  ...(row.problem !== null && { problem: row.problem }),
  ...(row.newsletter !== null && { newsletter: row.newsletter }),
});
