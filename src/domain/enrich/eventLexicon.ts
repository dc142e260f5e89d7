import { EVENT_TYPES, type EventType } from '../model/event.ts';
import type { Headline } from './headline.ts';
import { type Hit, type Matcher, matcher, type Pattern, parsePattern } from './pattern.ts';

/** How far whoever wrote a pattern trusts it, the most first; how far it can be trusted is learned (learned.ts). */
const STRENGTHS = ['over', 'sure', 'likely', 'weak'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** The patterns of one type as a lexicon file has them: one a line. */
export interface WrittenType {
  over?: string | undefined;
  sure?: string | undefined;
  likely?: string | undefined;
  weak?: string | undefined;
  not?: string | undefined;
}

/** One file of `config/lexicons/<language>/events.yaml`. */
export interface WrittenEvents {
  /** Words of world affairs, in which corporate words mean other things. */
  world: string;
  /** Words that say a title is about a company all the same. */
  business: string;
  /** What companies do, right after their name: "says", "va". Tells Orange from an orange. */
  acts: string;
  /** Words after which a title tells what happened before or meanwhile: "after", "sur fond de". */
  aside: string;
  types: Partial<Record<EventType, WrittenType>>;
}

/** What words say of the title as a whole. */
const SETTINGS = ['world', 'business', 'aside', 'acts'] as const;
type Setting = (typeof SETTINGS)[number];

export type Meaning =
  | { kind: 'event'; type: EventType; strength: Strength }
  | { kind: 'not'; type: EventType }
  | { kind: Setting };

export type EventLexicon = Matcher<Meaning>;

/**
 * Lays the patterns of a language out.
 * @throws VigieError `lexicon.pattern` for one that cannot be read
 */
export function eventLexicon({ types, ...settings }: WrittenEvents): EventLexicon {
  const patterns = SETTINGS.flatMap((kind) => patternsOf<Meaning>(settings[kind], { kind }));
  for (const type of EVENT_TYPES) {
    const written = types[type] ?? {};
    for (const strength of STRENGTHS)
      patterns.push(...patternsOf<Meaning>(written[strength], { kind: 'event', type, strength }));
    patterns.push(...patternsOf<Meaning>(written.not, { kind: 'not', type }));
  }
  return matcher(patterns);
}

/** What a title answers to: a pattern of a type counts for nothing beside a counter-example of that type. */
export function hitsIn(headline: Headline, lexicon: EventLexicon): Hit<Meaning>[] {
  const hits = lexicon.hits(headline);
  const excluded = new Set(hits.flatMap(({ value }) => (value.kind === 'not' ? [value.type] : [])));
  return hits.filter(({ value }) => value.kind !== 'event' || !excluded.has(value.type));
}

export const patternsOf = <Value>(lines: string | undefined, value: Value): Pattern<Value>[] =>
  (lines ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => parsePattern(line, value));
