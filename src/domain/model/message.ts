import type { Instant } from './units.ts';

/** One story as a message shows it. */
export interface MessageStory {
  id: string;
  title: string;
  url: string;
  source: string;
  text: string;
  at?: Instant;
  /** Section of the edition it stands in. */
  section?: string;
  minutes?: number;
  event?: string;
  /** Names of watched actors. */
  actors: string[];
  /** Whose sentence stands above the extract. */
  note?: string;
}

/** What one receiver is sent, before the channel gives it its form. */
export interface Message {
  kind: 'digest' | 'stories' | 'report' | 'newsletter';
  /** The watch, and what was subscribed to. */
  watch: string;
  title: string;
  /** Page with all of it. */
  url: string;
  /** What the writers of a newsletter say first; blank lines part its paragraphs. */
  intro?: string;
  stories: MessageStory[];
  /** Stories that had no room. */
  rest: number;
  minutes?: number;
  /** Of a report: what its first sentence says. */
  figures?: Record<string, number>;
  language: 'fr' | 'en';
  timezone: string;
  /** Stops it at a press: of mail to people and guests. */
  unsubscribeUrl?: string;
  manageUrl?: string;
}
