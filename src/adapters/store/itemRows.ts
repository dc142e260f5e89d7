import type { Selectable } from 'kysely';
import type { ItemEvent, ItemTone } from '../../domain/model/event.ts';
import type { ItemId, SourceId, StoryId } from '../../domain/model/ids.ts';
import type { RecordedChange, StoredItem } from '../../domain/model/item.ts';
import { given } from './rows.ts';
import type { Tables } from './schema.ts';

type ItemRow = Selectable<Tables['items']>;

export function itemRow(item: StoredItem, revision: number): ItemRow {
  return {
    id: item.id,
    source_id: item.sourceId,
    story_id: item.storyId,
    url: item.url ?? null,
    title: item.title,
    text: item.text,
    summary: item.summary,
    html: item.html,
    author: item.author ?? null,
    published_at: item.publishedAt ?? null,
    updated_at: item.updatedAt ?? null,
    seen_at: item.seenAt,
    at: item.publishedAt ?? item.seenAt,
    language: item.language,
    categories: JSON.stringify(item.categories),
    enclosures: JSON.stringify(item.enclosures),
    image_url: item.imageUrl ?? null,
    words: item.words,
    reading_minutes: item.readingMinutes,
    content_hash: item.contentHash,
    first_sweep: item.firstSweep ? 1 : 0,
    topics: JSON.stringify(item.topics),
    actors: JSON.stringify(item.actors),
    change: item.change ? JSON.stringify(item.change) : null,
    full_text: item.isFullText ? 1 : 0,
    event: item.event ? JSON.stringify(item.event) : null,
    tone: item.tone ? JSON.stringify(item.tone) : null,
    revision,
  };
}

export function itemOf(row: ItemRow): StoredItem {
  return {
    id: row.id as ItemId,
    sourceId: row.source_id as SourceId,
    storyId: row.story_id as StoryId,
    title: row.title,
    text: row.text,
    summary: row.summary,
    html: row.html,
    seenAt: row.seen_at,
    language: row.language,
    categories: JSON.parse(row.categories),
    enclosures: JSON.parse(row.enclosures),
    words: row.words,
    readingMinutes: row.reading_minutes,
    contentHash: row.content_hash,
    firstSweep: row.first_sweep === 1,
    topics: JSON.parse(row.topics),
    actors: JSON.parse(row.actors),
    ...given({
      url: row.url,
      author: row.author,
      publishedAt: row.published_at,
      updatedAt: row.updated_at,
      imageUrl: row.image_url,
    }),
    ...(row.change !== null && { change: JSON.parse(row.change) as RecordedChange }),
    ...(row.full_text === 1 && { isFullText: true }),
    ...(row.event !== null && { event: JSON.parse(row.event) as ItemEvent }),
    ...(row.tone !== null && { tone: JSON.parse(row.tone) as ItemTone }),
  };
}
