import { type Kysely, sql } from 'kysely';
import type { Instant } from '../../domain/model/units.ts';
import type { ClickChannel } from '../../domain/report/clicks.ts';
import type { Tables } from './schema.ts';

export interface Click {
  at: Instant;
  storyId: string;
  sourceId: string;
  channel: ClickChannel;
  board?: string;
  newsletter?: string;
}

/** A span of time: from, inclusive, to, exclusive. */
export interface Span {
  from: Instant;
  to: Instant;
}

/** What was opened, kept and put on boards in a span of time. Every figure counts rows of the log; none is kept. */
export const clickStore = (db: Kysely<Tables>) => {
  const within = ({ from, to }: Span) => db.selectFrom('clicks').where('at', '>=', from).where('at', '<', to);
  return {
    async add({ at, storyId, sourceId, channel, board, newsletter }: Click): Promise<void> {
      await db
        .insertInto('clicks')
        .values({
          ...{ at, story_id: storyId, source_id: sourceId, channel },
          ...{ board: board ?? null, newsletter: newsletter ?? null },
        })
        .execute();
    },

    async count(span: Span): Promise<number> {
      const row = await within(span)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async byChannel(span: Span): Promise<{ channel: string; board: string | null; count: number }[]> {
      return within(span)
        .select(['channel', 'board', (eb) => eb.fn.countAll<number>().as('count')])
        .groupBy(['channel', 'board'])
        .orderBy('count', 'desc')
        .execute();
    },

    /** The most opened first. */
    async byStory(span: Span, limit: number): Promise<{ storyId: string; count: number }[]> {
      const rows = await within(span)
        .select(['story_id', (eb) => eb.fn.countAll<number>().as('count')])
        .groupBy('story_id')
        .orderBy('count', 'desc')
        .orderBy('story_id')
        .limit(limit)
        .execute();
      return rows.map(({ story_id, count }) => ({ storyId: story_id, count }));
    },

    /** Clicks from each newsletter, by id. */
    async byNewsletter(span: Span): Promise<Map<string, number>> {
      const rows = await within(span)
        .select(['newsletter', (eb) => eb.fn.countAll<number>().as('count')])
        .where('newsletter', 'is not', null)
        .groupBy('newsletter')
        .execute();
      return new Map(rows.map(({ newsletter, count }) => [newsletter ?? '', Number(count)]));
    },

    /** When each click was. */
    async times(span: Span): Promise<Instant[]> {
      return (await within(span).select('at').orderBy('at').execute()).map(({ at }) => at);
    },

    /** Different stories read and kept by anybody in a span. */
    async marks({ from, to }: Span): Promise<{ read: number; kept: number }> {
      const row = await db
        .selectFrom('marks')
        .select([
          sql<number>`count(distinct case when read_at >= ${from} and read_at < ${to} then story_id end)`.as('read'),
          sql<number>`count(distinct case when saved_at >= ${from} and saved_at < ${to} then story_id end)`.as('kept'),
        ])
        .executeTakeFirstOrThrow();
      return { read: Number(row.read), kept: Number(row.kept) };
    },

    /** Digests and news that went out, by mail and to chats. */
    async sends({ from, to }: Span): Promise<Map<'mail' | 'chat', number>> {
      const rows = await db
        .selectFrom('deliveries')
        .select(['channel', (eb) => eb.fn.countAll<number>().as('count')])
        .where('state', '=', 'sent')
        .where('kind', '=', 'message')
        .where('channel', '!=', 'webhook')
        .where('settled_at', '>=', from)
        .where('settled_at', '<', to)
        .groupBy('channel')
        .execute();
      const sends = new Map<'mail' | 'chat', number>();
      for (const { channel, count } of rows) {
        const as = channel === 'mail' ? 'mail' : 'chat';
        sends.set(as, (sends.get(as) ?? 0) + Number(count));
      }
      return sends;
    },

    /** What each source brought, and what became of it; see SourceWorth. */
    async bySource(month: string, { from, to }: Span): Promise<Map<string, Omit<SourceRow, 'source_id'>>> {
      const { rows } = await sql<SourceRow>`
        with told as (
          select distinct story_id from digest_stories join digests on number = digest_number
          where date like ${`${month}-%`}
        ), kept as (select distinct story_id from marks where saved_at >= ${from} and saved_at < ${to}
        ), put as (select distinct story_id from board_stories where state != 'aside' and added_at >= ${from} and added_at < ${to}
        ), opened as (select story_id, source_id, count(*) as clicks from clicks where at >= ${from} and at < ${to} group by 1, 2
        ), tellers as (
          select story_id, count(distinct source_id) as sources from items
          where story_id in (select story_id from opened union select story_id from kept union select story_id from put) group by 1
        )
        select items.source_id,
          count(case when items.at >= ${from} and items.at < ${to} then 1 end) as items,
          count(distinct told.story_id) as told,
          count(distinct kept.story_id) as kept,
          count(distinct put.story_id) as boards,
          count(distinct case when tellers.sources = 1 then tellers.story_id end) as "only",
          coalesce((select sum(clicks) from opened where opened.source_id = items.source_id), 0) as clicks
        from items
          left join told on told.story_id = items.story_id
          left join kept on kept.story_id = items.story_id
          left join put on put.story_id = items.story_id
          left join tellers on tellers.story_id = items.story_id
        group by items.source_id`.execute(db);
      return new Map(rows.map(({ source_id, ...row }) => [source_id, row]));
    },
  };
};

interface SourceRow {
  source_id: string;
  items: number;
  told: number;
  kept: number;
  boards: number;
  only: number;
  clicks: number;
}
