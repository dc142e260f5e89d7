import type { Generated } from 'kysely';
import type { TeamTables } from './schemaTeam.ts';

/** The tables, as SQL has them: instants are integers of UTC milliseconds, flags are 0 or 1, lists are JSON text. */
export interface Tables extends TeamTables {
  meta: { key: string; value: string };
  sources: {
    id: string;
    kind: string;
    url: string;
    name: string | null;
    weight: number;
    tags: string;
    competitor: string | null;
    every_ms: number | null;
    /** Selectors and patterns of the kinds that have them, JSON. */
    options: string;
    origin: string;
    added_at: number;
    /** 0: no longer followed; its items stay. */
    followed: Generated<number>;
    /** Lines a reader asked never to be told, JSON: feeds.yaml does not overwrite them. */
    learned: Generated<string>;
  };
  source_states: {
    source_id: string;
    etag: string | null;
    last_modified: string | null;
    body_hash: string | null;
    moved_to: string | null;
    feed_title: string | null;
    feed_language: string | null;
    last_checked_at: number | null;
    last_ok_at: number | null;
    next_check_at: number;
    failures: number;
    failing_since: number | null;
    problem: string | null;
    paused: number;
    /** What is remembered besides, JSON. */
    memory: string;
  };
  items: {
    id: string;
    source_id: string;
    story_id: string;
    url: string | null;
    title: string;
    text: string;
    summary: string;
    html: string;
    author: string | null;
    published_at: number | null;
    updated_at: number | null;
    seen_at: number;
    /** published_at, else seen_at: what lists are ordered by. */
    at: number;
    language: string;
    categories: string;
    enclosures: string;
    image_url: string | null;
    words: number;
    reading_minutes: number;
    content_hash: string;
    first_sweep: number;
    topics: string;
    actors: string;
    /** What a watched page changed, JSON. */
    change: string | null;
    full_text: number;
    /** What it says happened, JSON. */
    event: string | null;
    /** Good or bad for whom, JSON. */
    tone: string | null;
    /** Grows with every write of the store: the outbox of the search index. */
    revision: number;
  };
  page_versions: {
    id: Generated<number>;
    source_id: string;
    hash: string;
    seen_at: number;
    lines: string;
    /** The whole page, gzip; null for old versions. */
    page: Uint8Array | null;
  };
  hub_subscriptions: {
    source_id: string;
    hub: string;
    topic: string;
    token: string;
    secret: string;
    asked_at: number;
    active_until: number | null;
  };
  robots: { origin: string; status: number; body: string; fetched_at: number };
  story_moves: { from_id: string; into_id: string; at: number };
  stories_apart: { a: string; b: string; at: number };
  followed_terms: { id: string; name: string; query: string; at: number; ignored: number };
  tastes: { reader: string; subject: string; shown: number; liked: number; said: number; at: number };
  corrections: { item_id: string; event: string; was: string | null; reader: string; at: number };
  advice: { item_id: string; content_hash: string; model: string; advice: string | null; tokens: number; at: number };
  deletions: { item_id: string; revision: number };
  digests: {
    number: number;
    date: string;
    created_at: number;
    since: number;
    until: number;
    /** The frozen edition, JSON. */
    document: string;
  };
  digest_stories: { digest_number: number; story_id: string };
  marks: { reader: string; story_id: string; read_at: number | null; saved_at: number | null };
  leases: { name: string; holder: string; until: number };
}
