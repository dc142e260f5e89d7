import type { EventType } from '../model/event.ts';
import type { EventLexicon, Meaning, Setting, Strength } from './eventLexicon.ts';
import { type Headline, headlineOf, wordsBetween } from './headline.ts';
import { type Feature, featuresOf, proofOf, tellingWords, type Weights, weighed } from './learned.ts';
import type { Hit } from './pattern.ts';

/** What events are told by, in one language. */
export interface EventLexicons {
  events: EventLexicon;
  weights: Weights<EventType>;
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
  /** Higher is more surely what the title is about; see BEARING. */
  bearing: number;
}

/** How much each kind of pattern bears on what the title is about. */
const BEARING: Record<Strength, number> = { over: 5, sure: 3, likely: 2, weak: 1 };
/** What stands after "after" or "amid" is what happened before: it is told when nothing else is. */
const ASIDE = -1.5;
/** Somebody writes about something: that is told when nothing happened. */
const COMMENTARY = -1.5;
const IS_COMMENTARY: ReadonlySet<EventType> = new Set(['content', 'opinion']);
/** What a title on world affairs may still say; the words of the other types mean other things there: armies launch, presidents step down. */
const IN_THE_WORLD: ReadonlySet<EventType> = new Set([
  'layoffs',
  'funding',
  'results',
  'mna',
  'legal',
  'incident',
  'pricing',
  'study',
  'content',
  'opinion',
] as const);

/** How much a point of bearing adds to what the learned weights say; chosen on titles held out. */
const BEARING_WEIGHT = 1;
/** What a type must be worth to be told at all, 0 to 1. */
const LEAST = 0.12;
/** Words shown as proof where no pattern speaks. */
const PROOF_WORDS = 3;

/**
 * What a title says happened, the likeliest first: the patterns' bearing and the learned weights of its words, added.
 * Empty when "nothing of the kind" is likelier than any of them.
 */
export function classify(title: string, language: string, lexicons: EventLexicons): Finding[] {
  const { events, weights } = lexicons;
  const headline = headlineOf(title);
  const hits = events.hits(headline);
  const settings = settingsOf(hits);
  const patterns = patternFindings(headline, hits, settings);
  const features = featuresOf(headline, language, settings);
  const names = features.map(({ name }) => name);
  const sums = weighed(names, weights).map(
    (sum, at) => sum + BEARING_WEIGHT * Math.max(0, patterns.get(weights.classes[at] as EventType)?.bearing ?? 0),
  );
  const likely = softmax(sums);
  const nothing = likely[weights.classes.indexOf('other')] ?? 0;
  return weights.classes
    .flatMap((type, at): Finding[] => {
      const confidence = likely[at] ?? 0;
      if (type === 'other' || confidence < LEAST) return [];
      const finding = patterns.get(type) ?? learnedFinding(type, headline, features, lexicons);
      return finding ? [{ ...finding, confidence }] : [];
    })
    .filter(({ confidence }, _at, all) => Math.max(...all.map((each) => each.confidence)) > nothing && confidence > 0)
    .sort((a, b) => b.confidence - a.confidence);
}

function softmax(sums: readonly number[]): number[] {
  const most = Math.max(...sums);
  const exponentials = sums.map((sum) => Math.exp(sum - most));
  const total = exponentials.reduce((sum, each) => sum + each, 0);
  return exponentials.map((each) => each / total);
}

function learnedFinding(
  type: EventType,
  headline: Headline,
  features: readonly Feature[],
  { weights, stopWords }: EventLexicons,
): Finding | undefined {
  const telling = tellingWords(headline, features, type, weights, { most: PROOF_WORDS, stopWords });
  const [first] = telling;
  if (!first) return undefined;
  const proof = proofOf(headline, telling);
  return { type, confidence: 0, proof, from: first.from, to: Math.max(...telling.map(({ to }) => to)), bearing: 0 };
}

/** What the title as a whole speaks of. */
export const settingsOf = (hits: readonly Hit<Meaning>[]): Set<Setting> =>
  new Set(hits.flatMap(({ value }) => (value.kind === 'event' || value.kind === 'not' ? [] : [value.kind])));

/** What the patterns say, by type. */
function patternFindings(
  headline: Headline,
  hits: readonly Hit<Meaning>[],
  settings: ReadonlySet<Setting>,
): Map<EventType, Finding> {
  const isWorld = settings.has('world') && !settings.has('business');
  const excluded = new Set(hits.flatMap(({ value }) => (value.kind === 'not' ? [value.type] : [])));
  const asideFrom = Math.min(...hits.flatMap(({ value, to }) => (value.kind === 'aside' ? [to] : [])));
  const byType = new Map<EventType, Finding>();
  for (const hit of hits) {
    const { value } = hit;
    if (value.kind !== 'event' || excluded.has(value.type)) continue;
    if (isWorld && (!IN_THE_WORLD.has(value.type) || BEARING[value.strength] < BEARING.sure)) continue;
    const finding = findingOf(hit, value, { headline, asideFrom });
    const known = byType.get(value.type);
    byType.set(value.type, known && isBetter(known, finding) ? known : finding);
  }
  const speech = byType.has('opinion') ? undefined : speechIn(headline);
  if (speech) byType.set('opinion', speech);
  return byType;
}

/** The one that bears more, then the longer, is the proof. */
const isBetter = (a: Finding, b: Finding): boolean =>
  (b.bearing - a.bearing || b.to - b.from - (a.to - a.from) || a.from - b.from) <= 0;

/** "Ann Martin, founder: “We never…”" and titles that are one quotation report what somebody says. */
const SPEECH = /^(?:[^«“":]{2,80}:\s?)?[«“"]\s?([^»”"]{25,})[»”"]?\s*$/;

function speechIn({ raw, tokens }: Headline): Finding | undefined {
  const said = SPEECH.exec(raw)?.[1];
  if (said === undefined) return undefined;
  const last = tokens.length - 1;
  return {
    type: 'opinion',
    confidence: 0,
    proof: said.trim(),
    from: last,
    to: last,
    bearing: BEARING.sure + COMMENTARY,
  };
}

interface Reading {
  headline: Headline;
  /** Where the title begins to tell what happened before; Infinity when it does not. */
  asideFrom: number;
}

function findingOf(
  { from, to }: Hit<Meaning>,
  { type, strength }: { type: EventType; strength: Strength },
  { headline, asideFrom }: Reading,
): Finding {
  const isAside = from > asideFrom && asideFrom > 0;
  const demoted = strength === 'over' ? 0 : (isAside ? ASIDE : 0) + (IS_COMMENTARY.has(type) ? COMMENTARY : 0);
  const proof = wordsBetween(headline, from, to);
  return { type, confidence: 0, proof, from, to, bearing: BEARING[strength] + demoted };
}
