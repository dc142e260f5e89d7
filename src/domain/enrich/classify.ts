import { EVENT_TYPES, type EventType } from '../model/event.ts';
import type { EventLexicon, Meaning, Setting, Strength } from './eventLexicon.ts';
import { type Headline, headlineOf, wordsBetween } from './headline.ts';
import type { Hit } from './pattern.ts';

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

const CONFIDENCE: Record<Strength, number> = { over: 0.95, sure: 0.9, likely: 0.7, weak: 0.5 };
const CONFIDENCE_IN_THE_WORLD = 0.6;
/** Every further pattern of the same type takes this much of the doubt away. */
const FURTHER = 0.5;

/**
 * What a title says happened, the primary type first: what bears most on it, then the most telling of EVENT_TYPES.
 * Empty when no pattern of the lexicon speaks.
 */
export function classify(title: string, lexicon: EventLexicon): Finding[] {
  const headline = headlineOf(title);
  const hits = lexicon.hits(headline);
  const speaksOf = (setting: Setting) => hits.some(({ value }) => value.kind === setting);
  const isWorld = speaksOf('world') && !speaksOf('business');
  const excluded = new Set(hits.flatMap(({ value }) => (value.kind === 'not' ? [value.type] : [])));
  const asideFrom = Math.min(...hits.flatMap(({ value, to }) => (value.kind === 'aside' ? [to] : [])));
  const byType = new Map<EventType, Finding>();
  for (const hit of hits) {
    const { value } = hit;
    if (value.kind !== 'event' || excluded.has(value.type)) continue;
    if (isWorld && (!IN_THE_WORLD.has(value.type) || BEARING[value.strength] < BEARING.sure)) continue;
    const finding = findingOf(hit, value, { headline, isWorld, asideFrom });
    byType.set(value.type, confirmed(byType.get(value.type), finding));
  }
  const speech = byType.has('opinion') ? undefined : speechIn(title);
  if (speech) byType.set('opinion', speech);
  return [...byType.values()].sort(
    (a, b) => b.bearing - a.bearing || EVENT_TYPES.indexOf(a.type) - EVENT_TYPES.indexOf(b.type),
  );
}

/** "Ann Martin, founder: “We never…”" and titles that are one quotation report what somebody says. */
const SPEECH = /^(?:[^«“":]{2,80}:\s?)?[«“"]\s?([^»”"]{25,})[»”"]?\s*$/;

function speechIn(title: string): Finding | undefined {
  const said = SPEECH.exec(title.slice(0, MAX_SPEECH))?.[1];
  if (said === undefined) return undefined;
  const from = headlineOf(title).tokens.length;
  return {
    type: 'opinion',
    confidence: CONFIDENCE.likely,
    proof: said.trim(),
    from,
    to: from,
    bearing: BEARING.sure + COMMENTARY,
  };
}
const MAX_SPEECH = 300;

interface Reading {
  headline: Headline;
  isWorld: boolean;
  /** Where the title begins to tell what happened before; Infinity when it does not. */
  asideFrom: number;
}

function findingOf(
  { from, to }: Hit<Meaning>,
  { type, strength }: { type: EventType; strength: Strength },
  { headline, isWorld, asideFrom }: Reading,
): Finding {
  const isAside = from > asideFrom && asideFrom > 0;
  const demoted = strength === 'over' ? 0 : (isAside ? ASIDE : 0) + (IS_COMMENTARY.has(type) ? COMMENTARY : 0);
  return {
    type,
    confidence: CONFIDENCE[strength] * (isWorld ? CONFIDENCE_IN_THE_WORLD : 1),
    proof: wordsBetween(headline, from, to),
    from,
    to,
    bearing: BEARING[strength] + demoted,
  };
}

/** A second pattern elsewhere in the title confirms the first; the one that bears more, then the longer, is the proof. */
function confirmed(known: Finding | undefined, further: Finding): Finding {
  if (!known) return further;
  const isBetter =
    further.bearing - known.bearing || further.to - further.from - (known.to - known.from) || known.from - further.from;
  const [kept, other] = isBetter > 0 ? [further, known] : [known, further];
  const overlaps = kept.from <= other.to && other.from <= kept.to;
  const confidence = Math.max(kept.confidence, other.confidence);
  return { ...kept, confidence: overlaps ? confidence : 1 - (1 - confidence) * FURTHER };
}
