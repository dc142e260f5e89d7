import { type EventType, type ItemTone, TONES, type Tone } from '../model/event.ts';
import type { EventLexicons, Finding } from './classify.ts';
import { hitsIn } from './eventLexicon.ts';
import { headlineOf } from './headline.ts';
import { type Feature, featuresOf, proofOf, tellingWords, type Weights, weighed } from './learned.ts';
import { toneOf, weigh } from './tone.ts';
import type { ToneLexicon } from './toneLexicon.ts';

/** What the tone of titles is told by, in one language. */
export interface ToneLexicons extends EventLexicons {
  tone: ToneLexicon;
  toneWeights: Weights<Tone>;
}

type Event = Pick<Finding, 'type' | 'proof'>;
type Place = { from: number; to: number };

const PROOF_WORDS = 3;
/** Points of the event and the words from which on a title is one step better, or worse. */
const POINTS = [1, 2, 3, 4] as const;

/**
 * Good or bad for whom a title is about: what the event and the words of tone say (toneOf), and what is learned of titles
 * in which they said so and were right or wrong. A tone is told only when words prove it.
 * @param place of the actor's tokens in the title; undefined weighs every word
 */
export function titleTone(
  title: string,
  language: string,
  event: Event | undefined,
  lexicons: ToneLexicons,
  place?: Place,
): ItemTone {
  const { toneWeights, stopWords } = lexicons;
  const read = toneOf(title, event, lexicons.tone, place);
  const { words, signs } = toneFeatures(title, language, event, lexicons, place);
  const sums = weighed([...words.map(({ name }) => name), ...signs], toneWeights);
  const byWeight = TONES.toSorted(
    (a, b) => (sums[toneWeights.classes.indexOf(b)] ?? 0) - (sums[toneWeights.classes.indexOf(a)] ?? 0),
  );
  for (const tone of byWeight) {
    if (tone === read.tone) return read;
    if (tone === 'neutral') break;
    const headline = headlineOf(title);
    const telling = tellingWords(headline, words, tone, toneWeights, { most: PROOF_WORDS, stopWords });
    if (telling.length > 0) return { tone, proof: [proofOf(headline, telling)], by: 'title' };
  }
  return { tone: 'neutral', proof: [], by: 'title' };
}

/** What the learned weights of tone speak of: the words of a title, and what its event and its words of tone say already. */
export function toneFeatures(
  title: string,
  language: string,
  event: Event | undefined,
  { events, tone, concepts }: ToneLexicons,
  place?: Place,
): { words: Feature[]; signs: string[] } {
  const headline = headlineOf(title);
  const type: EventType = event?.type ?? 'other';
  const { points } = weigh(title, event, tone, place);
  const alone = toneOf(title, undefined, tone, place).tone;
  return {
    words: featuresOf(headline, language, hitsIn(headline, events), concepts),
    signs: [
      `event ${type}`,
      `words ${alone}`,
      `event ${type}, words ${alone}`,
      `both ${toneOf(title, event, tone, place).tone}`,
      ...POINTS.filter((least) => Math.abs(points) >= least).map((least) => `${points > 0 ? 'good' : 'bad'} ${least}`),
    ],
  };
}
