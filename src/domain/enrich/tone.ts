import type { EventType, ItemTone, Tone } from '../model/event.ts';
import type { Finding } from './classify.ts';
import { headlineOf, wordsBetween } from './headline.ts';
import type { ToneLexicon } from './toneLexicon.ts';

/** What an event is for whom it happens to, before any word of the title is weighed. */
const OF_EVENT: Partial<Record<EventType, number>> = {
  layoffs: -3,
  incident: -3,
  crisis: -3,
  legal: -2,
  funding: 3,
  award: 3,
  customer: 2,
};
/** These are told in the words of the title alone: prices go up or down, results too. */
const DIRECTED: ReadonlySet<EventType> = new Set(['pricing', 'results']);
/** A plain announcement is neither good nor bad, whatever superlatives it is made in. */
const ANNOUNCEMENT: ReadonlySet<EventType> = new Set([
  'launch',
  'feature',
  'partnership',
  'mna',
  'people',
  'expansion',
  'content',
  'event',
  'campaign',
]);

/** Points from which on a title is not neutral. */
const TELLING = 2;
const TELLING_OF_ANNOUNCEMENT = 3;
/** Words away from the actor a word of tone still speaks of it. */
const NEAR = 8;
/** Words after a negation that it turns round. */
const NEGATED = 3;

/** What the words say, before it is called good or bad. */
export interface Weighing {
  /** Above 0 is good. */
  points: number;
  prior: number;
  /** Words that gave points. */
  proof: string[];
}

/**
 * Good or bad for whom the title is about: the event first, then the words around the actor.
 * @param place of the actor's tokens in the title; undefined weighs every word
 */
export function toneOf(
  title: string,
  event: Pick<Finding, 'type' | 'proof'> | undefined,
  lexicon: ToneLexicon,
  place?: { from: number; to: number },
): ItemTone {
  const { points, prior, proof } = weigh(title, event, lexicon, place);
  const least = event && ANNOUNCEMENT.has(event.type) ? TELLING_OF_ANNOUNCEMENT : TELLING;
  const tone = toneFrom(points, isDirected(event) ? 1 : least);
  if (tone === 'neutral') return { tone, proof: [], by: 'title' };
  if (prior !== 0 && Math.sign(prior) === Math.sign(points)) return { tone, proof: [event?.proof ?? ''], by: 'event' };
  return { tone, proof: proof.slice(0, 4), by: 'title' };
}

/** The points of an event and of the words around an actor; see toneOf. */
export function weigh(
  title: string,
  event: Pick<Finding, 'type'> | undefined,
  lexicon: ToneLexicon,
  place?: { from: number; to: number },
): Weighing {
  const headline = headlineOf(title);
  const hits = lexicon.hits(headline);
  const negations = hits.flatMap(({ value, to }) => ('negates' in value ? [to] : []));
  let words = 0;
  const proof: string[] = [];
  const seen = new Set<number>();
  for (const { value, from, to } of hits) {
    if ('negates' in value || seen.has(to)) continue;
    seen.add(to);
    if (place && (from > place.to + NEAR || to < place.from - NEAR)) continue;
    const isNegated = negations.some((at) => at < from && from - at <= NEGATED);
    const quoted =
      headline.tokens.slice(0, from).filter(({ kind, text }) => kind === 'mark' && text === '"').length % 2 === 1;
    words += value.points * (isNegated ? -0.5 : 1) * (quoted ? 0.5 : 1);
    proof.push(wordsBetween(headline, from, to));
  }
  const prior = event ? (OF_EVENT[event.type] ?? 0) : 0;
  return { points: prior + words * (prior === 0 || isDirected(event) ? 1 : 0.5), prior, proof };
}

const isDirected = (event: Pick<Finding, 'type'> | undefined): boolean =>
  event !== undefined && DIRECTED.has(event.type);

const toneFrom = (points: number, least: number): Tone =>
  points >= least ? 'positive' : points <= -least ? 'negative' : 'neutral';
