import type { Kysely } from 'kysely';
import type { SourceId } from '../../domain/model/ids.ts';
import type { Source, SourceState } from '../../domain/model/source.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks } from './rows.ts';
import type { Tables } from './schema.ts';
import { hostOf, isReadAlike, newState, sourceOf, sourceRow, stateOf, stateRow } from './sourceRows.ts';

export interface FollowedSource {
  source: Source;
  state: SourceState;
}

export const sourceStore = (db: Kysely<Tables>) => ({
  /** Every source still followed, with its state, by name or address. */
  async list(): Promise<(FollowedSource & { addedAt: Instant })[]> {
    const rows = await db
      .selectFrom('sources')
      .innerJoin('source_states', 'source_states.source_id', 'sources.id')
      .selectAll()
      .where('followed', '=', 1)
      .orderBy('added_at')
      .orderBy('sources.id')
      .execute();
    return rows.map((row) => ({ source: sourceOf(row), state: stateOf(row), addedAt: row.added_at }));
  },

  /** Those whose next check is due, the longest waiting first. */
  async listDue(now: Instant): Promise<FollowedSource[]> {
    const rows = await db
      .selectFrom('sources')
      .innerJoin('source_states', 'source_states.source_id', 'sources.id')
      .selectAll()
      .where('followed', '=', 1)
      .where('paused', '=', 0)
      .where('next_check_at', '<=', now)
      .orderBy('next_check_at')
      .execute();
    return rows.map((row) => ({ source: sourceOf(row), state: stateOf(row) }));
  },

  async find(id: SourceId): Promise<FollowedSource | undefined> {
    const row = await db
      .selectFrom('sources')
      .innerJoin('source_states', 'source_states.source_id', 'sources.id')
      .selectAll()
      .where('sources.id', '=', id)
      .where('followed', '=', 1)
      .executeTakeFirst();
    return row && { source: sourceOf(row), state: stateOf(row) };
  },

  /** Names of all sources ever followed: old items keep saying where they came from. */
  async names(): Promise<Map<string, string>> {
    const rows = await db
      .selectFrom('sources')
      .leftJoin('source_states', 'source_states.source_id', 'sources.id')
      .select(['id', 'name', 'url', 'feed_title'])
      .execute();
    return new Map(rows.map(({ id, name, url, feed_title }) => [id, name ?? feed_title ?? hostOf(url)]));
  },

  /** Adds or updates; the state of a known source is kept. */
  async follow(source: Source, now: Instant): Promise<void> {
    const row = sourceRow(source, now);
    const { id: _id, added_at: _addedAt, learned: _learned, ...changes } = row;
    const known = await db.selectFrom('sources').select('options').where('id', '=', source.id).executeTakeFirst();
    await db
      .insertInto('sources')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
      .execute();
    await db
      .insertInto('source_states')
      .values(newState(source.id))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    if (known && !isReadAlike(known.options, row.options))
      await db
        .updateTable('source_states')
        .set({ etag: null, last_modified: null, body_hash: null, memory: '{}', next_check_at: now })
        .where('source_id', '=', source.id)
        .execute();
  },

  /** Stops following; the items stay. False when it was not followed. */
  async unfollow(id: SourceId): Promise<boolean> {
    const result = await db
      .updateTable('sources')
      .set({ followed: 0 })
      .where('id', '=', id)
      .where('followed', '=', 1)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  /** Unfollows the sources of feeds.yaml that are no longer in it. */
  async keepOnlyFromFile(ids: readonly SourceId[]): Promise<void> {
    const rows = await db
      .selectFrom('sources')
      .select('id')
      .where('origin', '=', 'file')
      .where('followed', '=', 1)
      .execute();
    const kept = new Set<string>(ids);
    for (const chunk of chunks(
      rows.map(({ id }) => id).filter((id) => !kept.has(id)),
      500,
    )) {
      await db.updateTable('sources').set({ followed: 0 }).where('id', 'in', chunk).execute();
    }
  },

  /** What a check came to. Pausing is a person's doing: a check that was under way meanwhile does not undo it. */
  async saveState(id: SourceId, state: SourceState): Promise<void> {
    const { paused: _paused, ...checked } = stateRow(state);
    await db.updateTable('source_states').set(checked).where('source_id', '=', id).execute();
  },

  /** Lines of a watched page that a reader asked never to be told again. */
  async learnToIgnore(id: SourceId, patterns: readonly string[]): Promise<void> {
    const row = await db.selectFrom('sources').select('learned').where('id', '=', id).executeTakeFirst();
    const learned = [...new Set([...(JSON.parse(row?.learned ?? '[]') as string[]), ...patterns])];
    await db
      .updateTable('sources')
      .set({ learned: JSON.stringify(learned) })
      .where('id', '=', id)
      .execute();
  },

  async forgetIgnored(id: SourceId, pattern: string): Promise<void> {
    const row = await db.selectFrom('sources').select('learned').where('id', '=', id).executeTakeFirst();
    const learned = (JSON.parse(row?.learned ?? '[]') as string[]).filter((each) => each !== pattern);
    await db
      .updateTable('sources')
      .set({ learned: JSON.stringify(learned) })
      .where('id', '=', id)
      .execute();
  },

  async setTags(id: SourceId, tags: readonly string[]): Promise<void> {
    await db
      .updateTable('sources')
      .set({ tags: JSON.stringify(tags) })
      .where('id', '=', id)
      .execute();
  },

  /** The source asks at once, whatever its next check was: something announced news. */
  async makeDue(id: SourceId, now: Instant): Promise<void> {
    await db.updateTable('source_states').set({ next_check_at: now }).where('source_id', '=', id).execute();
  },

  async pause(id: SourceId, paused: boolean, now: Instant): Promise<boolean> {
    const result = await db
      .updateTable('source_states')
      .set({ paused: paused ? 1 : 0, ...(!paused && { next_check_at: now, failures: 0 }) })
      .where('source_id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },
});
