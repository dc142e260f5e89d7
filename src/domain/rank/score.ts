import type { Reason } from '../model/digest.ts';
import type { EventType } from '../model/event.ts';
import type { Match } from '../model/item.ts';
import { HOUR_MS, type Instant } from '../model/units.ts';
import { type Candidate, instantOf, type LeadChoice } from './candidates.ts';
import { type Taste, tasteReason } from './taste.ts';

/** What the reader watches and what is known of the sources. */
export interface RankContext extends LeadChoice {
  until: Instant;
  brandId?: string;
  actorName: (id: string) => string;
  topicName: (id: string) => string;
  sourceName: (id: string) => string;
  /** What the reader likes, by subject; empty for nobody in particular. */
  tastes: ReadonlyMap<string, Taste>;
  /** Stories of the last edition that were not read: they get one more chance. */
  carried: ReadonlySet<string>;
  /** Items the source published over the last 30 days. */
  sourceRate: (id: string) => number;
}

/** Points of each term: whole numbers, so that they sum exactly. */
const POINTS = {
  brand: { title: 40, text: 25 },
  competitor: { title: 30, text: 10, further: 4 },
  topic: { title: 16, text: 10, further: 3, mostFurther: 9 },
  perDoubling: 8,
  mostSources: 24,
  weight: 8,
  freshness: 10,
  rareSource: 6,
  carried: 4,
  roundUp: -12,
} as const;
/** Quality notes give 18 h as the half-life of a story's interest. */
const HALF_LIFE_HOURS = 18;
/** What an act of a watched actor is worth knowing; how an article is written weighs little, and less than an act. */
const EVENT_POINTS: Record<EventType, number> = {
  crisis: 14,
  pricing: 14,
  launch: 12,
  mna: 12,
  layoffs: 12,
  incident: 12,
  legal: 10,
  funding: 10,
  campaign: 8,
  people: 8,
  partnership: 8,
  feature: 6,
  results: 6,
  expansion: 6,
  customer: 6,
  award: 6,
  event: 4,
  study: 4,
  content: -4,
  opinion: -2,
  other: 0,
};
/** Of somebody nobody watches it is worth a third. */
const UNWATCHED = 1 / 3;
/** A source with at most so many items in 30 days is rare: what it says would be lost in the stream. */
export const RARE_PER_MONTH = 8;
const ROUND_UP =
  /\b(revue (de presse|du jour|de la semaine)|récap|recap|round-?up|weekly (digest|wrap)|newsletter|morning (brief|digest)|la veille du|best of the week|week (in review|ender)|(this|last) week in|reading list|links (of|for) (the )?(week|day)|not much happened|en bref)\b/i;

export const scoreOf = (reasons: readonly Reason[]): number => reasons.reduce((sum, { points }) => sum + points, 0);

/** Why a story is worth its minutes. The order is the order they are shown in. */
export function reasonsFor(candidate: Candidate, context: RankContext): Reason[] {
  return [
    ...actorReasons(candidate, context),
    ...eventReasons(candidate),
    ...topicReasons(candidate, context),
    ...sourceReasons(candidate, context),
    freshness(candidate, context),
    ...tasteReasons(candidate, context),
    ...(context.carried.has(candidate.id) ? [{ code: 'carried', points: POINTS.carried, params: {} }] : []),
    ...(ROUND_UP.test(candidate.lead.title) ? [{ code: 'roundUp', points: POINTS.roundUp, params: {} }] : []),
  ].filter(({ points }) => points !== 0);
}

/** The strongest proof of one id among the items of a story. */
function bestMatch(candidate: Candidate, kind: 'actors' | 'topics', id: string): Match {
  const matches = candidate.items.flatMap((item) => item[kind].filter((match) => match.id === id));
  return (
    matches.find((match) => match.inTitle) ??
    matches.find((match) => match.words.length > 0) ?? { id, words: [], inTitle: false }
  );
}

const wordsOfMatch = (match: Match): string => match.words.slice(0, 2).join(', ');

function actorReasons(candidate: Candidate, { brandId, actorName }: RankContext): Reason[] {
  const brand = candidate.actors.filter((id) => id === brandId);
  const competitors = candidate.actors.filter((id) => id !== brandId).map((id) => bestMatch(candidate, 'actors', id));
  competitors.sort((a, b) => Number(b.inTitle) - Number(a.inTitle));
  const term = (match: Match, code: 'brand' | 'competitor', points: number): Reason => ({
    code,
    points,
    params: { name: actorName(match.id), words: wordsOfMatch(match) },
  });
  return [
    ...brand
      .map((id) => bestMatch(candidate, 'actors', id))
      .map((match) => term(match, 'brand', match.inTitle ? POINTS.brand.title : POINTS.brand.text)),
    ...competitors.slice(0, 3).map((match, index) => {
      const first = match.inTitle ? POINTS.competitor.title : POINTS.competitor.text;
      return term(match, 'competitor', index === 0 ? first : POINTS.competitor.further);
    }),
  ];
}

function eventReasons({ event }: Candidate): Reason[] {
  if (!event) return [];
  const points = EVENT_POINTS[event.type] * event.confidence * (event.actor === undefined ? UNWATCHED : 1);
  return [
    {
      code: 'event',
      points: Math.round(points),
      params: { type: event.type, words: event.proof.slice(0, 2).join(', ') },
    },
  ];
}

function topicReasons(candidate: Candidate, { topicName }: RankContext): Reason[] {
  const matches = candidate.topics
    .map((id) => bestMatch(candidate, 'topics', id))
    .sort((a, b) => Number(b.inTitle) - Number(a.inTitle));
  let left: number = POINTS.topic.mostFurther;
  return matches.slice(0, 4).map((match, index) => {
    const points =
      index === 0 ? (match.inTitle ? POINTS.topic.title : POINTS.topic.text) : Math.min(POINTS.topic.further, left);
    if (index > 0) left -= points;
    return { code: 'topic', points, params: { name: topicName(match.id), words: wordsOfMatch(match) } };
  });
}

function sourceReasons({ sourceIds, lead }: Candidate, context: RankContext): Reason[] {
  const count = sourceIds.length;
  const several = Math.min(POINTS.mostSources, Math.round(POINTS.perDoubling * Math.log2(count)));
  const name = context.sourceName(lead.sourceId);
  const weight = Math.round((context.sourceWeight(lead.sourceId) - 1) * POINTS.weight);
  const rare = context.sourceRate(lead.sourceId) <= RARE_PER_MONTH ? POINTS.rareSource : 0;
  return [
    { code: 'sources', points: several, params: { count } },
    { code: weight > 0 ? 'trustedSource' : 'minorSource', points: weight, params: { name } },
    { code: 'rareSource', points: rare, params: { name } },
  ];
}

function freshness({ items }: Candidate, { until }: RankContext): Reason {
  const newest = Math.max(...items.map(instantOf));
  const hours = Math.max(0, Math.round((until - newest) / HOUR_MS));
  return {
    code: 'freshness',
    points: Math.round(POINTS.freshness * 2 ** (-hours / HALF_LIFE_HOURS)),
    params: { hours },
  };
}

/** The habit, with the name its reader knows the subject by. */
function tasteReasons(candidate: Candidate, context: RankContext): Reason[] {
  const nameOf: Record<string, (id: string) => string> = {
    actor: context.actorName,
    topic: context.topicName,
    source: context.sourceName,
  };
  return tasteReason(candidate, context.tastes).map((reason) => {
    const { kind = '', id = '' } = reason.params;
    return { ...reason, params: { ...reason.params, name: nameOf[String(kind)]?.(String(id)) ?? String(id) } };
  });
}
