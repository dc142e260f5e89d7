import type { EventType } from '../model/event.ts';
import type { Concepts } from './concepts.ts';
import { type EventLexicon, hitsIn, type Meaning, type Strength } from './eventLexicon.ts';
import { type Headline, headlineOf, wordsBetween } from './headline.ts';
import { type Feature, featuresOf, proofOf, speechIn, tellingWords, type Weights, weighed } from './learned.ts';
import type { Hit } from './pattern.ts';

/** What events are told by, in one language. */
export interface EventLexicons {
  events: EventLexicon;
  weights: Weights<EventType>;
  concepts: Concepts;
  /** Folded words that prove nothing. */
  stopWords: ReadonlySet<string>;
}

/** One type a title says, and where it says it. */
export interface Finding {
  type: EventType;
  /** 0 to 1. */
  confidence: number;
  /** The words that tell it. */
  proof: string;
  /** Places of their first and last tokens. */
  from: number;
  to: number;
}

type Proof = Pick<Finding, 'proof' | 'from' | 'to'>;

/** The trustier pattern of a type is its proof. */
const TRUST: Record<Strength, number> = { over: 3, sure: 2, likely: 1, weak: 0 };
/** What a type must be worth to be told at all, 0 to 1. */
const LEAST = 0.12;
/** Words shown as proof where no pattern speaks. */
const PROOF_WORDS = 3;

/**
 * What a title says happened, the likeliest first, by the learned weights of its words and of the patterns it answers to.
 * Empty when "nothing of the kind" is likelier than any of them.
 */
export function classify(title: string, language: string, lexicons: EventLexicons): Finding[] {
  const { events, weights, concepts } = lexicons;
  const headline = headlineOf(title);
  const hits = hitsIn(headline, events);
  const features = featuresOf(headline, language, hits, concepts);
  const names = features.map(({ name }) => name);
  const likely = softmax(weighed(names, weights));
  const nothing = likely[weights.classes.indexOf('other')] ?? 0;
  const findings = weights.classes
    .flatMap((type, at): Finding[] => {
      const confidence = likely[at] ?? 0;
      if (type === 'other' || confidence < LEAST) return [];
      const proof = patternProof(type, headline, hits) ?? learnedProof(type, headline, features, lexicons);
      return proof ? [{ type, confidence, ...proof }] : [];
    })
    .sort((a, b) => b.confidence - a.confidence);
  return (findings[0]?.confidence ?? 0) > nothing ? findings : [];
}

function softmax(sums: readonly number[]): number[] {
  const most = Math.max(...sums);
  const exponentials = sums.map((sum) => Math.exp(sum - most));
  const total = exponentials.reduce((sum, each) => sum + each, 0);
  return exponentials.map((each) => each / total);
}

function learnedProof(
  type: EventType,
  headline: Headline,
  features: readonly Feature[],
  { weights, stopWords }: EventLexicons,
): Proof | undefined {
  const telling = tellingWords(headline, features, type, weights, { most: PROOF_WORDS, stopWords });
  const [first] = telling;
  if (!first) return undefined;
  return { proof: proofOf(headline, telling), from: first.from, to: Math.max(...telling.map(({ to }) => to)) };
}

/** The words of the trustiest pattern of a type, the longest of them. */
function patternProof(type: EventType, headline: Headline, hits: readonly Hit<Meaning>[]): Proof | undefined {
  const [best] = hits
    .flatMap(({ value, from, to }) =>
      value.kind === 'event' && value.type === type ? [{ from, to, trust: TRUST[value.strength] }] : [],
    )
    .sort((a, b) => b.trust - a.trust || b.to - b.from - (a.to - a.from) || a.from - b.from);
  if (best) return { proof: wordsBetween(headline, best.from, best.to), from: best.from, to: best.to };
  const said = type === 'opinion' ? speechIn(headline) : undefined;
  const last = headline.tokens.length - 1;
  return said === undefined ? undefined : { proof: said, from: last, to: last };
}
