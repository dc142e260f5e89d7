/** What an item says an actor did, most telling first: where a title says several, the first of this order is the event. */
export const EVENT_TYPES = [
  'layoffs',
  'pricing',
  'incident',
  'legal',
  'funding',
  'results',
  'mna',
  'crisis',
  'award',
  'people',
  'study',
  'partnership',
  'customer',
  'feature',
  'expansion',
  'event',
  'campaign',
  'launch',
  'content',
  'opinion',
  'other',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something happened, rather than somebody wrote about something. */
export const ACTION_TYPES: ReadonlySet<EventType> = new Set([
  'layoffs',
  'pricing',
  'incident',
  'legal',
  'funding',
  'results',
  'mna',
  'crisis',
  'people',
  'partnership',
  'launch',
  'feature',
] as const);

/** The types a reader may be woken up for. */
export const ALERT_TYPES: ReadonlySet<EventType> = new Set([
  'layoffs',
  'pricing',
  'incident',
  'legal',
  'funding',
  'mna',
  'crisis',
  'people',
  'launch',
] as const);

/** From which confidence on the event of a title may wake somebody up: nine in ten are right (npm run eval -- events). */
export const ALERT_CONFIDENCE = 0.65;

export const isEventType = (text: string): text is EventType => (EVENT_TYPES as readonly string[]).includes(text);

export const TONES = ['negative', 'neutral', 'positive'] as const;
export type Tone = (typeof TONES)[number];

/** Where a judgement comes from: the words of the title, the lines of a watched page, or a reader who knew better. */
export type JudgedBy = 'title' | 'change' | 'reader' | 'model';

/** What happened, to whom, and the words that prove it. */
export interface ItemEvent {
  type: EventType;
  /** 0 to 1. */
  confidence: number;
  /** The watched actor it happened to, when one is named near the words that tell it. */
  actor?: string;
  /** The words of the title that tell it, as they stand there, or the changed lines of a page. */
  proof: string[];
  by: JudgedBy;
  /** What else the title says happened. */
  also?: EventType[];
}

/** What is less likely than not must not bring two texts together. */
const LIKELY = 0.5;

/** Whether something happened that two texts may tell of. */
export const isAct = (event: ItemEvent | undefined): event is ItemEvent =>
  event !== undefined && ACTION_TYPES.has(event.type) && event.confidence >= LIKELY;

/** Good or bad for whom the item is about, and the words that say so. */
export interface ItemTone {
  tone: Tone;
  proof: string[];
  by: JudgedBy | 'event';
}
