import type { Speech } from '../../web/i18n.ts';
import { mendSentence, problemSentence } from '../../web/problems.ts';
import type { FollowedSource } from '../adapters/store/sources.ts';
import { healthOf } from '../domain/cadence/health.ts';
import type { CadenceBounds } from '../domain/cadence/nextCheck.ts';
import type { Digest } from '../domain/model/digest.ts';
import type { EnrichedItem } from '../domain/model/item.ts';
import type { Instant } from '../domain/model/units.ts';
import type { Actor } from '../domain/model/watch.ts';
import type { FacetCounts } from '../domain/search/model.ts';
import type { RenownReport } from '../pipeline/renown.ts';
import type { SearchAnswer } from '../pipeline/search.ts';
import type { SweepReport } from '../pipeline/sweep.ts';
import type { TrendsReport } from '../pipeline/trends.ts';

// The JSON of the public contract, one function per document.

const iso = (instant: Instant | undefined): string | null =>
  instant === undefined ? null : new Date(instant).toISOString();

export const reportJson = ({ failures, ...counts }: SweepReport, speech: Speech) => ({
  ...counts,
  failures: failures.map(({ source, url, problem }) => ({
    source,
    url,
    kind: problem.kind,
    message: problemSentence(problem, speech),
  })),
});

export const checkedItemJson = (item: EnrichedItem) => ({
  title: item.title,
  url: item.url ?? null,
  publishedAt: iso(item.publishedAt),
  topics: item.topics.map(({ id }) => id),
  competitors: item.actors.map(({ id }) => id),
  event: item.event?.type ?? null,
});

export const digestJson = (digest: Digest) => ({
  number: digest.number,
  date: digest.date,
  budgetMinutes: digest.budgetMinutes,
  plannedMinutes: digest.plannedMinutes,
  considered: digest.considered,
  sections: digest.sections.map(({ id, stories }) => ({
    id,
    stories: stories.map((story) => ({
      id: story.id,
      title: story.title,
      url: story.url ?? null,
      minutes: story.minutes,
      score: story.score,
      reasons: story.reasons,
      items: story.items.map((item) => ({
        id: item.id,
        title: item.title,
        url: item.url ?? null,
        source: item.source,
        publishedAt: iso(item.publishedAt),
      })),
    })),
  })),
  leftOut: digest.leftOut,
});

export const searchJson = (answer: SearchAnswer, facets: FacetCounts, names: ReadonlyMap<string, string>) => ({
  query: answer.query,
  total: answer.total,
  tookMs: answer.tookMs,
  engine: answer.engine,
  degraded: answer.degraded,
  approximate: answer.approximate,
  items: answer.items.map((item) => ({
    id: item.id,
    title: item.title,
    url: item.url ?? null,
    source: names.get(item.sourceId) ?? item.sourceId,
    publishedAt: iso(item.publishedAt),
    competitors: item.actors.map(({ id }) => id),
    topics: item.topics.map(({ id }) => id),
    event: item.event?.type ?? null,
    tone: item.tone?.tone ?? null,
    lang: item.language,
  })),
  facets: { ...facets, source: byName(facets.source, names) },
});

export const trendsJson = ({ trends, items, days }: TrendsReport) => ({
  trends: trends.map((trend) => ({
    term: trend.term,
    kind: trend.kind,
    count: trend.count,
    expected: trend.expected,
    score: trend.score,
    windowDays: trend.windowDays,
    sources: trend.sources,
    subject: trend.key.split(' ', 1)[0],
    firstSeenAt: iso(trend.firstSeenAt),
    firstItem: trend.firstItemId,
    series: trend.series,
    items: trend.itemIds,
  })),
  days,
  considered: { items },
});

export const competitorsJson = ({ now, before }: RenownReport, actors: readonly Actor[]) => ({
  from: iso(now.from),
  to: iso(now.to),
  actors: now.actors.map((actor) => ({
    id: actor.actorId,
    name: actors.find(({ id }) => id === actor.actorId)?.name ?? actor.actorId,
    isBrand: actors.some(({ id, isBrand }) => id === actor.actorId && isBrand),
    items: actor.items,
    stories: actor.stories,
    shareOfVoice: Math.round(actor.shareOfVoice * 1000) / 1000,
    tone: actor.tone === undefined ? null : Math.round(actor.tone * 100) / 100,
    points: actor.points,
    renown: actor.thermometer,
    rank: actor.rank,
    // Who was not spoken of stood nowhere.
    rankBefore: before.actors.find(({ actorId, stories }) => actorId === actor.actorId && stories > 0)?.rank ?? null,
    events: actor.events,
  })),
});

/** Two sources of one name count together: people read names. */
function byName(counts: Record<string, number>, names: ReadonlyMap<string, string>): Record<string, number> {
  const named: Record<string, number> = {};
  for (const [id, count] of Object.entries(counts))
    named[names.get(id) ?? id] = (named[names.get(id) ?? id] ?? 0) + count;
  return named;
}

/** @param bounds of the intervals, from feeds.yaml: how late is late */
export const sourceJson = (
  { source, state }: FollowedSource,
  items: number,
  now: Instant,
  speech: Speech,
  bounds: CadenceBounds,
) => ({
  id: source.id,
  name: source.name ?? state.feedTitle ?? source.url,
  kind: source.kind,
  url: source.url,
  items,
  health: healthOf(source, state, now, bounds),
  lastCheckedAt: iso(state.lastCheckedAt),
  nextCheckAt: state.paused ? null : iso(state.nextCheckAt),
  problem: state.problem
    ? {
        kind: state.problem.kind,
        message: problemSentence(state.problem, speech),
        mend: mendSentence(state.problem, speech, state.suggestion),
      }
    : null,
});
