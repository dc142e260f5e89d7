import type { Kysely, Selectable } from 'kysely';
import type { SourceId } from '../../domain/model/ids.ts';
import type { Problem, Source, SourceState } from '../../domain/model/source.ts';
import type { Instant } from '../../domain/model/units.ts';
import { chunks, given } from './rows.ts';
import type { Tables } from './schema.ts';

export interface FollowedSource {
  source: Source;
  state: SourceState;
}

type SourceRow = Selectable<Tables['sources']>;
type StateRow = Selectable<Tables['source_states']>;

const OPTIONS = ['select', 'ignore', 'item', 'title', 'link', 'date', 'match'] as const;

export const sourceStore = (db: Kysely<Tables>) => ({
  /** Every source still followed, with its state, by name or address. */
  async list(): Promise<FollowedSource[]> {
    const rows = await db
      .selectFrom('sources')
      .innerJoin('source_states', 'source_states.source_id', 'sources.id')
      .selectAll()
      .where('followed', '=', 1)
      .orderBy('added_at')
      .orderBy('sources.id')
      .execute();
    return rows.map((row) => ({ source: sourceOf(row), state: stateOf(row) }));
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
    const { id: _id, added_at: _addedAt, ...changes } = row;
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
    // Read by other selectors, the same document says something else: it must be transferred again.
    if (known && known.options !== row.options)
      await db
        .updateTable('source_states')
        .set({ etag: null, last_modified: null, body_hash: null, page_text: null, next_check_at: now })
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

  async pause(id: SourceId, paused: boolean, now: Instant): Promise<boolean> {
    const result = await db
      .updateTable('source_states')
      .set({ paused: paused ? 1 : 0, ...(!paused && { next_check_at: now, failures: 0 }) })
      .where('source_id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },
});

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : url);

function sourceRow(source: Source, now: Instant): SourceRow {
  const options = Object.fromEntries(OPTIONS.map((key) => [key, source[key]]));
  return {
    id: source.id,
    kind: source.kind,
    url: source.url,
    name: source.name ?? null,
    weight: source.weight,
    tags: JSON.stringify(source.tags),
    competitor: source.competitor ?? null,
    every_ms: source.everyMs ?? null,
    options: JSON.stringify(options),
    origin: source.origin,
    added_at: now,
    followed: 1,
  };
}

function sourceOf(row: SourceRow): Source {
  return {
    id: row.id as SourceId,
    kind: row.kind as Source['kind'],
    url: row.url,
    weight: row.weight,
    tags: JSON.parse(row.tags),
    origin: row.origin as Source['origin'],
    ignore: [],
    ...JSON.parse(row.options),
    ...given({ name: row.name, competitor: row.competitor, everyMs: row.every_ms }),
  };
}

const newState = (id: SourceId): StateRow => ({
  source_id: id,
  ...stateRow({ nextCheckAt: 0, failures: 0, paused: false }),
});

function stateRow(state: SourceState): Omit<StateRow, 'source_id'> {
  return {
    etag: state.etag ?? null,
    last_modified: state.lastModified ?? null,
    body_hash: state.bodyHash ?? null,
    moved_to: state.movedTo ?? null,
    feed_title: state.feedTitle ?? null,
    feed_language: state.feedLanguage ?? null,
    page_text: state.pageText ?? null,
    last_checked_at: state.lastCheckedAt ?? null,
    last_ok_at: state.lastOkAt ?? null,
    next_check_at: state.nextCheckAt,
    failures: state.failures,
    failing_since: state.failingSince ?? null,
    problem: state.problem ? JSON.stringify(state.problem) : null,
    paused: state.paused ? 1 : 0,
  };
}

function stateOf(row: Omit<StateRow, 'source_id'>): SourceState {
  return {
    nextCheckAt: row.next_check_at,
    failures: row.failures,
    paused: row.paused === 1,
    ...given({ etag: row.etag, lastModified: row.last_modified, bodyHash: row.body_hash, movedTo: row.moved_to }),
    ...given({ feedTitle: row.feed_title, feedLanguage: row.feed_language, pageText: row.page_text }),
    ...given({ lastCheckedAt: row.last_checked_at, lastOkAt: row.last_ok_at, failingSince: row.failing_since }),
    ...(row.problem !== null && { problem: JSON.parse(row.problem) as Problem }),
  };
}
