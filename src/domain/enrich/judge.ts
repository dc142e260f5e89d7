import { ALERT_CONFIDENCE, ALERT_TYPES, type EventType, type ItemEvent, type ItemTone } from '../model/event.ts';
import type { Item } from '../model/item.ts';
import type { RetellingLexicon } from '../stories/retelling.ts';
import type { StopWords } from '../trends/titleTerms.ts';
import { classify, type Finding } from './classify.ts';
import { headlineOf } from './headline.ts';
import { type ToneLexicons, titleTone } from './titleTone.ts';
import { toneOf } from './tone.ts';

/** The words of one language. */
export type Lexicon = ToneLexicons;

/** By language; texts in any other are read as English, the language of names and product words. */
export interface Lexicons {
  fr: Lexicon;
  en: Lexicon;
  stopWords: StopWords;
  /** Whether a term belongs to the calendar: it rises every year. */
  isSeasonal(term: string): boolean;
  retelling: RetellingLexicon;
}

export const lexiconFor = (language: string, lexicons: Lexicons): Lexicon =>
  language === 'fr' ? lexicons.fr : lexicons.en;

/** Where a watched actor is named, in letters of the title or of the text. */
export interface Mention {
  id: string;
  inTitle: [start: number, end: number][];
  inText: [start: number, end: number][];
}

export interface Judgement {
  event?: ItemEvent;
  tone?: ItemTone;
}

/** What the field `event:` answers to: the event and what else is said. */
export const eventValues = (event: ItemEvent | undefined): string[] =>
  event ? [event.type, ...(event.also ?? [])] : [];

/** The same where an answer wakes somebody up: of the types that may, what a title says surely; what else it says is never sure. */
export function sureEventValues(event: ItemEvent | undefined): string[] {
  const isSure = event?.by !== 'title' || event.confidence >= ALERT_CONFIDENCE;
  return eventValues(event).filter((value, at) => (at === 0 && isSure) || !ALERT_TYPES.has(value as EventType));
}

/** Words between an actor and the words that tell what happened, beyond which it happened to somebody else. */
const NEAR = 8;
/** How likely what else a title says must be to be kept. */
const TOLD = 0.2;
const CHANGED_PRICE_CONFIDENCE = 0.95;

/** What an item says happened to whom, and whether that is good or bad for them, each with its proof. */
export function judge(
  item: Pick<Item, 'title' | 'text' | 'language' | 'change'>,
  mentions: readonly Mention[],
  ownActor: string | undefined,
  lexicons: Lexicons,
): Judgement {
  if (item.change) return judgeChange(item.change, ownActor);
  const lexicon = lexiconFor(item.language, lexicons);
  const findings = classify(item.title, item.language, lexicon);
  const event = eventOf(findings, item.title, mentions, ownActor);
  const judged = toneToward(item, findings[0], event?.actor, mentions, ownActor, lexicon);
  return { ...(event && { event }), ...(judged && { tone: judged }) };
}

/** A watched page whose price moved is a pricing event; its other changes say nothing of the kind. */
function judgeChange({ prices }: NonNullable<Item['change']>, ownActor: string | undefined): Judgement {
  if (prices.length === 0) return {};
  const proof = prices.slice(0, 3).map(({ before, after }) => `${before.text} → ${after.text}`);
  const moves = prices.map(({ percent = 0 }) => Math.sign(percent)).filter((move) => move !== 0);
  const sum = moves.reduce((total, move) => total + move, 0);
  const event: ItemEvent = {
    type: 'pricing',
    confidence: CHANGED_PRICE_CONFIDENCE,
    proof,
    by: 'change',
    ...(ownActor !== undefined && { actor: ownActor }),
  };
  const tone: ItemTone = { tone: sum > 0 ? 'negative' : sum < 0 ? 'positive' : 'neutral', proof, by: 'change' };
  return { event, ...(ownActor !== undefined && { tone }) };
}

function eventOf(
  findings: readonly Finding[],
  title: string,
  mentions: readonly Mention[],
  ownActor: string | undefined,
): ItemEvent | undefined {
  const [first, ...others] = findings;
  if (!first) return undefined;
  const actor = nearestActor(first, title, mentions) ?? ownActor;
  const also: EventType[] = others.filter(({ confidence }) => confidence >= TOLD).map(({ type }) => type);
  return {
    type: first.type,
    confidence: Math.round(first.confidence * 100) / 100,
    proof: [first.proof],
    by: 'title',
    ...(actor !== undefined && { actor }),
    ...(also.length > 0 && { also }),
  };
}

/** Who acts is named before the act more often than after it. */
const AFTER = 1.5;
/** What a product is made for or with did not put it out: "Show HN: a scheduler for Buffer". */
const MADE_WITH = new Set([
  'for',
  'with',
  'on',
  'using',
  'via',
  'into',
  'inside',
  'like',
  'pour',
  'avec',
  'sur',
  'dans',
]);
const PUT_OUT: ReadonlySet<EventType> = new Set(['launch', 'feature'] as const);

function nearestActor({ type, from, to }: Finding, title: string, mentions: readonly Mention[]): string | undefined {
  const { tokens } = headlineOf(title);
  let nearest: string | undefined;
  let least = NEAR + 1;
  for (const { id, inTitle } of mentions)
    for (const [start, end] of inTitle) {
      const first = tokens.findIndex((token) => token.end > start);
      const last = tokens.findLastIndex((token) => token.start < end);
      if (first < 0) continue;
      if (PUT_OUT.has(type) && first > to && MADE_WITH.has(tokens[first - 1]?.text ?? '')) continue;
      const distance = last < from ? from - last : first > to ? (first - to) * AFTER : 0;
      if (distance < least) [nearest, least] = [id, distance];
    }
  return nearest;
}

function toneToward(
  { title, text, language }: Pick<Item, 'title' | 'text' | 'language'>,
  event: Finding | undefined,
  actor: string | undefined,
  mentions: readonly Mention[],
  ownActor: string | undefined,
  lexicon: Lexicon,
): ItemTone | undefined {
  const named = mentions.find(({ id, inTitle }) => inTitle.length > 0 && (actor === undefined || id === actor));
  if (named) return titleTone(title, language, event, lexicon, tokensAt(title, named.inTitle[0] ?? [0, 0]));
  if (ownActor !== undefined) return titleTone(title, language, event, lexicon);
  const place = mentions.find(({ inText }) => inText.length > 0)?.inText[0];
  // Named in passing: the sentence that names it is all that speaks of it.
  return place && toneOf(sentenceAt(text, place[0]), undefined, lexicon.tone);
}

function tokensAt(title: string, [start, end]: [number, number]): { from: number; to: number } {
  const { tokens } = headlineOf(title);
  const from = tokens.findIndex((token) => token.end > start);
  const to = tokens.findLastIndex((token) => token.start < end);
  return { from: Math.max(0, from), to: Math.max(0, to) };
}

/** Letters on each side in which a sentence is looked for. */
const SENTENCE = 240;

function sentenceAt(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - SENTENCE), at);
  const start = Math.max(
    ...['. ', '! ', '? ', '\n'].map((mark) => before.lastIndexOf(mark) + mark.length * Number(before.includes(mark))),
  );
  const after = text.slice(at, at + SENTENCE);
  const ends = ['. ', '! ', '? ', '\n'].map((mark) => after.indexOf(mark)).filter((end) => end >= 0);
  return before.slice(Math.max(0, start)) + after.slice(0, ends.length > 0 ? Math.min(...ends) + 1 : after.length);
}

/** An event as a reader set it right; undefined where nothing happened. */
export const correctedEvent = (event: EventType, known: ItemEvent | undefined): ItemEvent | undefined =>
  event === 'other'
    ? undefined
    : {
        type: event,
        confidence: 1,
        proof: known?.proof ?? [],
        by: 'reader',
        ...(known?.actor !== undefined && { actor: known.actor }),
      };
