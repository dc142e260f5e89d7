import { type Kysely, sql } from 'kysely';
import { DAY_MS, type Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** What a source brought, and what became of it. */
export interface SourceActivity {
  /** Items a week, the oldest week first. */
  weeks: number[];
  /** Of the last 30 days: items, those an edition told, the minutes of the stories it began, those somebody read. */
  items: number;
  kept: number;
  keptMinutes: number;
  read: number;
  newestAt?: Instant;
}

const WEEK_MS = 7 * DAY_MS;
const RECENT_MS = 30 * DAY_MS;

export const activityStore = (db: Kysely<Tables>) => ({
  /** What each source brought in the last `weeks` weeks. */
  async bySource(now: Instant, weeks: number): Promise<Map<string, SourceActivity>> {
    const since = now - weeks * WEEK_MS;
    const weekly = await db
      .selectFrom('items')
      .select(['source_id', sql<number>`(at - ${since}) / ${WEEK_MS}`.as('week'), sql<number>`count(*)`.as('count')])
      .where('at', '>=', since)
      .where('at', '<=', now)
      .groupBy(['source_id', 'week'])
      .execute();
    const recent = await db
      .selectFrom('items')
      .leftJoin('marks', 'marks.story_id', 'items.story_id')
      .select([
        'source_id',
        sql<number>`count(distinct items.id)`.as('items'),
        sql<number>`count(distinct case when items.story_id in (select story_id from digest_stories) then items.id end)`.as(
          'kept',
        ),
        sql<number>`sum(case when items.id = items.story_id and items.story_id in (select story_id from digest_stories) then reading_minutes else 0 end)`.as(
          'minutes',
        ),
        sql<number>`count(distinct case when marks.read_at is not null then items.id end)`.as('read'),
      ])
      .where('at', '>=', now - RECENT_MS)
      .groupBy('source_id')
      .execute();
    const newest = await db
      .selectFrom('items')
      .select(['source_id', sql<number>`max(at)`.as('newest')])
      .groupBy('source_id')
      .execute();
    return assembled(weekly, recent, newest, weeks);
  },
});

function assembled(
  weekly: readonly { source_id: string; week: number; count: number }[],
  recent: readonly { source_id: string; items: number; kept: number; minutes: number; read: number }[],
  newest: readonly { source_id: string; newest: number }[],
  weeks: number,
): Map<string, SourceActivity> {
  const found = new Map<string, SourceActivity>();
  for (const { source_id, newest: newestAt } of newest)
    found.set(source_id, { weeks: Array<number>(weeks).fill(0), items: 0, kept: 0, keptMinutes: 0, read: 0, newestAt });
  for (const { source_id, week, count } of weekly) {
    const activity = found.get(source_id);
    if (activity) activity.weeks[Math.min(weeks - 1, Math.floor(week))] = count;
  }
  for (const { source_id, items, kept, minutes, read } of recent)
    Object.assign(found.get(source_id) ?? {}, { items, kept, keptMinutes: minutes, read });
  return found;
}
