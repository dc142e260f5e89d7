import type { Kysely, Selectable } from 'kysely';
import type { SourceId } from '../../domain/model/ids.ts';
import type { Instant } from '../../domain/model/units.ts';
import { given } from './rows.ts';
import type { Tables } from './schema.ts';

/** What was agreed with a WebSub hub about one feed. */
export interface HubSubscription {
  sourceId: SourceId;
  hub: string;
  topic: string;
  /** The last step of the callback's address: nobody else knows it. */
  token: string;
  /** Signs what the hub sends. */
  secret: string;
  askedAt: Instant;
  /** Until when the hub has promised to tell; absent before it has confirmed. */
  activeUntil?: Instant;
}

export const hubStore = (db: Kysely<Tables>) => ({
  async list(): Promise<HubSubscription[]> {
    return (await db.selectFrom('hub_subscriptions').selectAll().execute()).map(subscriptionOf);
  },

  async findByToken(token: string): Promise<HubSubscription | undefined> {
    const row = await db.selectFrom('hub_subscriptions').selectAll().where('token', '=', token).executeTakeFirst();
    return row && subscriptionOf(row);
  },

  async save({ sourceId, hub, topic, token, secret, askedAt, activeUntil }: HubSubscription): Promise<void> {
    const row = { hub, topic, token, secret, asked_at: askedAt, active_until: activeUntil ?? null };
    await db
      .insertInto('hub_subscriptions')
      .values({ source_id: sourceId, ...row })
      .onConflict((conflict) => conflict.column('source_id').doUpdateSet(row))
      .execute();
  },

  async remove(sourceId: SourceId): Promise<void> {
    await db.deleteFrom('hub_subscriptions').where('source_id', '=', sourceId).execute();
  },
});

const subscriptionOf = (row: Selectable<Tables['hub_subscriptions']>): HubSubscription => ({
  sourceId: row.source_id as SourceId,
  hub: row.hub,
  topic: row.topic,
  token: row.token,
  secret: row.secret,
  askedAt: row.asked_at,
  ...given({ activeUntil: row.active_until }),
});
