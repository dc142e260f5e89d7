import type { Kysely } from 'kysely';
import type { ItemEvent, ItemTone } from '../../domain/model/event.ts';
import type { ItemId, SourceId, StoryId } from '../../domain/model/ids.ts';
import type { Match } from '../../domain/model/item.ts';
import type { Instant } from '../../domain/model/units.ts';
import type { Tables } from './schema.ts';

/** What figures need of an item: no text. */
export interface ItemFacts {
  id: ItemId;
  storyId: StoryId;
  sourceId: SourceId;
  title: string;
  language: string;
  at: Instant;
  actors: Match[];
  topics: Match[];
  event?: ItemEvent;
  tone?: ItemTone;
  isBacklog: boolean;
}

/** A term readers follow as a topic, or want to hear no more of. */
export interface FollowedTerm {
  id: string;
  name: string;
  query: string;
  isIgnored: boolean;
}

export const understandingStore = (db: Kysely<Tables>) => ({
  /** Everything dated from `from` up to `to`, without its text; the oldest first. */
  async listFacts(from: Instant, to: Instant): Promise<ItemFacts[]> {
    const rows = await db
      .selectFrom('items')
      .select(['id', 'story_id', 'source_id', 'title', 'language', 'at', 'actors', 'topics', 'event', 'tone'])
      .select(['first_sweep', 'published_at'])
      .where('at', '>=', from)
      .where('at', '<', to)
      .orderBy('at')
      .execute();
    return rows.map((row) => ({
      id: row.id as ItemId,
      storyId: row.story_id as StoryId,
      sourceId: row.source_id as SourceId,
      title: row.title,
      language: row.language,
      at: row.at,
      actors: JSON.parse(row.actors),
      topics: JSON.parse(row.topics),
      // An undated entry of a first sweep may be years old.
      isBacklog: row.first_sweep === 1 && row.published_at === null,
      ...(row.event !== null && { event: JSON.parse(row.event) as ItemEvent }),
      ...(row.tone !== null && { tone: JSON.parse(row.tone) as ItemTone }),
    }));
  },

  async followTerm({ id, name, query, isIgnored }: FollowedTerm, at: Instant): Promise<void> {
    const values = { id, name, query, at, ignored: isIgnored ? 1 : 0 };
    await db
      .insertInto('followed_terms')
      .values(values)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
      .execute();
  },

  async forgetTerm(id: string): Promise<void> {
    await db.deleteFrom('followed_terms').where('id', '=', id).execute();
  },

  async listTerms(): Promise<FollowedTerm[]> {
    const rows = await db.selectFrom('followed_terms').selectAll().orderBy('name').execute();
    return rows.map(({ id, name, query, ignored }) => ({ id, name, query, isIgnored: ignored === 1 }));
  },
});
