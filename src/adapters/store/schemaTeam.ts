import type { Generated } from 'kysely';

/** The tables of who is here, what they keep and what goes out; see schema.ts. */
export interface TeamTables {
  readings: { reader: string; date: string; opened_at: number; finished_at: number | null };
  people: {
    id: string;
    /** In lower case. */
    email: string | null;
    /** They showed that they read it. */
    email_proven: Generated<number>;
    name: string;
    role: string;
    password_hash: Generated<string | null>;
    language: Generated<string | null>;
    timezone: Generated<string | null>;
    created_at: number;
    last_seen_at: Generated<number | null>;
    /** When they last ended their other sessions. */
    doors_closed_at: Generated<number | null>;
    removed_at: Generated<number | null>;
  };
  invitations: {
    token_hash: string;
    email: string;
    role: string;
    invited_by: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
  sign_in_links: { token_hash: string; person: string; expires_at: number; used_at: number | null };
  sessions: {
    token_hash: string;
    csrf: string;
    person: string;
    agent: string;
    created_at: number;
    expires_at: number;
  };
  api_tokens: {
    id: string;
    token_hash: string;
    person: string;
    name: string;
    scope: string;
    created_at: number;
    last_used_at: number | null;
  };
  boards: {
    id: string;
    name: string;
    purpose: string;
    query: string;
    visibility: string;
    origin: string;
    owner: string;
    listed: Generated<number>;
    created_at: number;
    followed: Generated<number>;
  };
  board_members: { board: string; person: string; role: string };
  board_stories: {
    board: string;
    story_id: string;
    pinned: number;
    position: number;
    note: string;
    note_by: string | null;
    state: string;
    by: string;
    added_at: number;
  };
  newsletters: {
    id: string;
    board: string;
    number: number;
    sent_at: number;
    title: string;
    public: number;
    /** JSON. */
    document: string;
  };
  newsletter_drafts: { board: string /** JSON. */; document: string; changed_at: number };
  subscriptions: {
    id: string;
    person: string | null;
    channel: string;
    address: string;
    secret: string | null;
    /** JSON. */
    subject: string;
    /** JSON. */
    schedule: string;
    language: string;
    timezone: string;
    state: string;
    created_by: string;
    created_at: number;
    planned_at: number;
    refusals: number;
  };
  arrivals: { subscription: string; subject: string; at: number; delivery: string | null };
  identities: { issuer: string; subject: string; person: string; at: number };
  passkeys: {
    id: string;
    person: string;
    name: string;
    public_key: string;
    counter: number;
    created_at: number;
    last_used_at: number | null;
  };
  comments: {
    id: string;
    story_id: string;
    person: string;
    text: string;
    at: number;
    removed_at: Generated<number | null>;
  };
  ideas: { story_id: string; day: string; by: string; at: number };
  clicks: {
    id: Generated<number>;
    at: number;
    story_id: string;
    source_id: string;
    channel: string;
    board: string | null;
    newsletter: string | null;
  };
  deliveries: {
    id: string;
    subscription: string;
    kind: string;
    channel: string;
    address: string;
    payload: string;
    state: string;
    attempts: number;
    created_at: number;
    next_at: number;
    /** When it was taken in hand, then when that ended. */
    settled_at: number | null;
    problem: string | null;
    /** The one it brings. */
    newsletter: string | null;
  };
  audit: { id: Generated<number>; at: number; person: string; action: string; subject: string; detail: string };
}
