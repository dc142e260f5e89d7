import type { Kysely } from 'kysely';
import type { Subject, Subscription, SubscriptionState } from '../../domain/model/subscription.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';

/** Who receives what, and what waits to be told to whom. */
export const subscriptionStore = (db: Kysely<Tables>) => ({
  async list(): Promise<Subscription[]> {
    const rows = await db.selectFrom('subscriptions').selectAll().orderBy('created_at').execute();
    return rows.map(subscriptionOf);
  },

  async listActive(): Promise<Subscription[]> {
    const rows = await db.selectFrom('subscriptions').selectAll().where('state', '=', 'active').execute();
    return rows.map(subscriptionOf);
  },

  /** How many somebody made. */
  async countBy(person: string): Promise<number> {
    const { count } = await db
      .selectFrom('subscriptions')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('created_by', '=', person)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  async find(id: string): Promise<Subscription | undefined> {
    const row = await db.selectFrom('subscriptions').selectAll().where('id', '=', id).executeTakeFirst();
    return row && subscriptionOf(row);
  },

  /** The one of this address to this subject, whatever became of it. */
  async findSame(channel: string, address: string, subject: Subject): Promise<Subscription | undefined> {
    const row = await db
      .selectFrom('subscriptions')
      .selectAll()
      .where('channel', '=', channel)
      .where('address', '=', address)
      .where('subject', '=', JSON.stringify(subject))
      .executeTakeFirst();
    return row && subscriptionOf(row);
  },

  async save(subscription: Subscription): Promise<void> {
    const row = rowOf(subscription);
    await db
      .insertInto('subscriptions')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  },

  async setState(id: string, state: SubscriptionState): Promise<void> {
    await db.updateTable('subscriptions').set({ state, refusals: 0 }).where('id', '=', id).execute();
  },

  /** What somebody receives by mail goes to another address of theirs. */
  async moveTo(person: string, address: string): Promise<void> {
    await db
      .updateTable('subscriptions')
      .set({ address })
      .where('person', '=', person)
      .where('channel', '=', 'mail')
      .execute();
  },

  async setPlanned(id: string, at: Instant): Promise<void> {
    await db.updateTable('subscriptions').set({ planned_at: at }).where('id', '=', id).execute();
  },

  /** Counts a refusal, or forgets them; returns how many in a row there are. */
  async noteRefusal(id: string, isRefused: boolean): Promise<number> {
    const row = await db
      .updateTable('subscriptions')
      .set((eb) => ({ refusals: isRefused ? eb('refusals', '+', 1) : eb.val(0) }))
      .where('id', '=', id)
      .returning('refusals')
      .executeTakeFirst();
    return row?.refusals ?? 0;
  },

  async remove(id: string): Promise<void> {
    await db.deleteFrom('subscriptions').where('id', '=', id).execute();
    await db.deleteFrom('arrivals').where('subscription', '=', id).execute();
  },

  /**
   * Notes what is for whom; what was noted before, told or not, is not noted again. Written in the order of the key:
   * SQLite then fills each page once (300,000 rows: 1 s instead of 4 and more, `npm run bench -- deliver`).
   */
  async arrive(arrivals: readonly Arrival[]): Promise<void> {
    for (const chunk of chunks(arrivals.toSorted(inKeyOrder), 300))
      await db
        .insertInto('arrivals')
        .values(chunk.map((arrival) => ({ ...arrival, delivery: null })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  },

  /** What waits for a subscription, the newest first. */
  async waiting(subscription: string): Promise<{ subject: string; at: Instant }[]> {
    return db
      .selectFrom('arrivals')
      .select(['subject', 'at'])
      .where('delivery', 'is', null)
      .where('subscription', '=', subscription)
      .orderBy('at', 'desc')
      .execute();
  },

  /** Subscriptions for which something waits. */
  async withWaiting(): Promise<Set<string>> {
    const rows = await db
      .selectFrom('arrivals')
      .select('subscription')
      .distinct()
      .where('delivery', 'is', null)
      .execute();
    return new Set(rows.map(({ subscription }) => subscription));
  },

  /** What went so long ago that it cannot come again. */
  async forgetToldBefore(before: Instant): Promise<void> {
    await db.deleteFrom('arrivals').where('at', '<', before).execute();
  },

  /** Says in which message these went. */
  async told(subscription: string, subjects: readonly string[], delivery: string): Promise<void> {
    for (const chunk of chunks(subjects, 300))
      await db
        .updateTable('arrivals')
        .set({ delivery })
        .where('subscription', '=', subscription)
        .where('subject', 'in', chunk)
        .execute();
  },
});

interface Arrival {
  subscription: string;
  subject: string;
  at: Instant;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const inKeyOrder = (a: Arrival, b: Arrival): number =>
  compare(a.subscription, b.subscription) || compare(a.subject, b.subject);

const rowOf = (subscription: Subscription): Tables['subscriptions'] => ({
  id: subscription.id,
  person: subscription.person ?? null,
  channel: subscription.channel,
  address: subscription.address,
  secret: subscription.secret ?? null,
  subject: JSON.stringify(subscription.subject),
  schedule: JSON.stringify(subscription.schedule),
  language: subscription.language,
  timezone: subscription.timezone,
  state: subscription.state,
  created_by: subscription.createdBy,
  created_at: subscription.createdAt,
  planned_at: subscription.plannedAt,
  refusals: subscription.refusals,
});

const subscriptionOf = (row: Tables['subscriptions']): Subscription => ({
  id: row.id,
  ...(row.person !== null && { person: row.person }),
  channel: row.channel as Subscription['channel'],
  address: row.address,
  ...(row.secret !== null && { secret: row.secret }),
  subject: JSON.parse(row.subject),
  schedule: JSON.parse(row.schedule),
  language: row.language as Subscription['language'],
  timezone: row.timezone,
  state: row.state as SubscriptionState,
  createdBy: row.created_by,
  createdAt: row.created_at,
  plannedAt: row.planned_at,
  refusals: row.refusals,
});
