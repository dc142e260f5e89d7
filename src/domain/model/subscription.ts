import type { Instant } from './units.ts';

/** Where a message goes: a mailbox, a room of a team's chat, a program. */
export const CHANNELS = ['mail', 'slack', 'teams', 'discord', 'mattermost', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What somebody subscribed to. */
export type Subject =
  | { kind: 'digest' }
  /** The month that has ended: what was worth reading. */
  | { kind: 'report' }
  | { kind: 'board'; board: string }
  | { kind: 'competitor'; actor: string }
  /** A saved search: an alert. */
  | { kind: 'query'; query: string; name: string };

export const RHYTHMS = [
  'each',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  /** Of a board: what its keepers choose and send, and nothing by itself. */
  'newsletter',
] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** When messages go out, in the receiver's own time. */
export interface Schedule {
  rhythm: Rhythm;
  /** Minute of the day, 0 to 1439: of what goes out daily, weekly, or on the first of the month. */
  minute: number;
  /** 1, Monday, to 7: of a weekly one. */
  weekday: number;
  /** Minutes of the day between which nothing goes out; what comes then waits. May pass midnight. */
  quiet?: { from: number; to: number };
  /** Messages a day at most; what comes beyond waits for the next day. */
  mostPerDay: number;
}

export type SubscriptionState =
  /** Somebody without an account has not said yes yet. */
  | 'pending'
  | 'active'
  | 'paused'
  /** Unsubscribed. */
  | 'ended'
  /** The address refuses. */
  | 'refused';

export interface Subscription {
  id: string;
  /** Whose it is; absent for a guest and for rooms. */
  person?: string;
  channel: Channel;
  /** A mail address, or the address of a hook. */
  address: string;
  /** Signs what goes to a webhook: "whsec_…". */
  secret?: string;
  subject: Subject;
  schedule: Schedule;
  language: 'fr' | 'en';
  timezone: string;
  state: SubscriptionState;
  createdBy: string;
  createdAt: Instant;
  /** When it was last looked at on its schedule; what arrived before has been planned. */
  plannedAt: Instant;
  /** Refusals in a row. */
  refusals: number;
}

/** What becomes of a message. */
export type DeliveryState =
  | 'waiting'
  /** Handed to the channel; if the process dies now, nobody knows whether it arrived. */
  | 'sending'
  | 'sent'
  /** Refused, or tried too often: shown, and sent again by hand. */
  | 'dead'
  /** A mail that was in hand when the process died: never sent again by itself. */
  | 'uncertain';

export interface Delivery {
  id: string;
  subscription: string;
  /** News; the question whether somebody wants any; what belongs to no subscription: a call by name, a newsletter tried out. */
  kind: 'message' | 'question' | 'mention' | 'trial';
  channel: Channel;
  address: string;
  /** What is sent, rendered once: trying again sends the same. */
  payload: string;
  state: DeliveryState;
  attempts: number;
  createdAt: Instant;
  nextAt: Instant;
  settledAt?: Instant;
  problem?: string;
  /** Id of the one it brings. */
  newsletter?: string;
}
