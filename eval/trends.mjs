// Trends: bursts put into the timeline (three times as many sources for two days) and how many are found within a day, and
// what rises without any; the alert on bad buzz likewise.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeline } from './titles.mjs';

const DAY_MS = 86_400_000;
const SERIES_DAYS = 36;
const FIRST_DAY = Date.parse('2026-07-16T00:00:00Z');
const LAST_DAY = Date.parse('2026-08-20T00:00:00Z');

export async function evaluateTrends({ shared, load }) {
  const { trendsOf } = await load('domain/trends/trends.js');
  const { titleTerms } = await load('domain/trends/titleTerms.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { stopWords } = readLexicons();
  const items = [...timeline(shared).values()]
    .map((item) => ({ ...item, at: Date.parse(item.publishedAt) }))
    .sort((a, b) => a.at - b.at);
  const mentions = items.flatMap(({ id, source, title, lang, at }) =>
    titleTerms(title, lang, stopWords).map(({ key, written, isName }) => ({
      ...{ key: `topic ${key}`, written, isName, itemId: id, storyId: id, sourceId: source, at },
    })),
  );
  const sources = [...new Set(items.map(({ source }) => source))];
  const trendsOn = (until, own) => {
    const from = until - SERIES_DAYS * DAY_MS;
    const active = Array.from({ length: SERIES_DAYS }, () => new Set());
    for (const { at, source } of items)
      if (at >= from && at < until) active[Math.floor((at - from) / DAY_MS)].add(source);
    return trendsOf(
      own.filter(({ at }) => at >= from && at < until),
      { until, baselineDays: 28, activeSources: active.map(({ size }) => size), isSeasonal: () => false },
    );
  };
  const usual = usualTerms(mentions);
  let [found, injected, days, alarms] = [0, 0, 0, 0];
  for (let day = FIRST_DAY; day <= LAST_DAY; day += 3 * DAY_MS) {
    const key = usual[injected % usual.length];
    const own = mentions.filter((mention) => mention.key === key);
    // Three times what is usual then, not what will be later.
    const perDay = sourcesPerDay(own, day - 28 * DAY_MS, day);
    const extra = [0, 1].flatMap((offset) => {
      const from = day + offset * DAY_MS;
      const spoke = new Set(own.filter(({ at }) => at >= from && at < from + DAY_MS).map(({ sourceId }) => sourceId));
      const silent = sources.filter((source) => !spoke.has(source));
      return burst(key, from, 3 * perDay, silent, injected);
    });
    injected += 1;
    // Within a day of its beginning.
    if (trendsOn(day + DAY_MS, [...own, ...extra]).some((trend) => trend.key === key && isRise(trend))) found += 1;
  }
  for (const key of usual) {
    const own = mentions.filter((mention) => mention.key === key);
    let told = Number.NEGATIVE_INFINITY;
    for (let day = FIRST_DAY; day <= LAST_DAY; day += DAY_MS) {
      days += 1;
      const [trend] = trendsOn(day + DAY_MS, own);
      if (!trend || !isRise(trend)) continue;
      if (day - told > COOLDOWN_MS) alarms += 1;
      told = day;
    }
  }
  return {
    totals: {
      'terms watched, spoken of once to six times a day': usual.length,
      'bursts put in': injected,
      'found within a day': `${found}/${injected}`,
      'rises told of a term in 30 days, without a burst put in': ((30 * alarms) / days).toFixed(2),
    },
  };
}

const isRise = ({ kind }) => kind === 'rising' || kind === 'new';

/** Terms that are spoken of on most days, so that three times as much is a burst and not a first mention. */
function usualTerms(mentions) {
  const byKey = Map.groupBy(
    mentions.filter(({ isName }) => isName),
    ({ key }) => key,
  );
  return [...byKey]
    .filter(([, own]) => {
      const perDay = sourcesPerDay(own, FIRST_DAY, LAST_DAY);
      return perDay >= 1 && perDay <= 6;
    })
    .map(([key]) => key)
    .sort();
}

/** Different sources that spoke of a term on a day, on average. */
function sourcesPerDay(mentions, from, to) {
  const days = mentions
    .filter(({ at }) => at >= from && at < to)
    .map(({ sourceId, at }) => `${sourceId} ${Math.floor(at / DAY_MS)}`);
  return new Set(days).size / ((to - from) / DAY_MS);
}

/** So many sources that said nothing of it, at least five, speak of a term in a day. */
const burst = (key, day, perDay, sources, seed) =>
  Array.from({ length: Math.max(5, Math.ceil(perDay)) }, (_, at) => ({
    ...{ key, written: key, isName: true, itemId: `x${seed}-${day}-${at}`, storyId: `x${seed}-${day}-${at}` },
    sourceId: sources[(seed * 7 + at * 3) % sources.length],
    at: day + (at + 1) * 600_000,
  }));

const BIN_HOURS = 6;
const WEEK_BINS = (7 * 24) / BIN_HOURS;
/** A rise is told once; what goes on within two days is the same. */
const COOLDOWN_MS = 2 * DAY_MS;

/** Hourly mentions of brands with the windows in which they burst: event-level figures, beside a moving average. */
export async function evaluateBursts({ shared, load }) {
  const { aboveBand, USUAL_BAND } = await load('domain/trends/band.js');
  const brands = Object.values(JSON.parse(readFileSync(join(shared, 'eval/brand-mentions-hourly.json'), 'utf8')));
  const detectors = {
    'moving average, 3 h, z ≥ 5': [3, (counts) => movingAverage(counts, 0.02, 5, (7 * 24) / 3)],
    Vigie: [BIN_HOURS, (counts) => aboveBand(counts, { ...USUAL_BAND, warmUp: WEEK_BINS })],
  };
  const rows = Object.entries(detectors).map(([by, [hours, detect]]) => {
    let [right, wrong, windows, months] = [0, 0, 0, 0];
    for (const brand of brands) {
      const bins = binned(brand.hourly, hours);
      const above = detect(bins.map(({ count }) => count));
      const alerts = [];
      for (const [index, { at }] of bins.entries())
        if (above[index] && at - (alerts.at(-1) ?? Number.NEGATIVE_INFINITY) > COOLDOWN_MS) alerts.push(at);
      const spans = brand.windows.map((span) => span.map(instantOf));
      const hit = new Set(alerts.map((at) => spans.findIndex(([from, to]) => at >= from && at <= to)));
      wrong += alerts.filter((at) => !spans.some(([from, to]) => at >= from && at <= to)).length;
      hit.delete(-1);
      right += hit.size;
      windows += spans.length;
      months += brand.hourly.length / 720;
    }
    const [precision, recall] = [right / (right + wrong), right / windows];
    return {
      by,
      bursts: windows,
      precision: precision.toFixed(2),
      recall: recall.toFixed(2),
      F1: ((2 * precision * recall) / (precision + recall)).toFixed(3),
      'false alarms a month': (wrong / months).toFixed(2),
    };
  });
  return { rows };
}

const instantOf = (text) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);

function binned(hourly, hours) {
  const bins = [];
  for (let from = 0; from + hours <= hourly.length; from += hours)
    bins.push({
      at: instantOf(hourly[from][0]),
      count: hourly.slice(from, from + hours).reduce((sum, [, count]) => sum + count, 0),
    });
  return bins;
}

/** What one would write first: mean and variance of the counts, weighted towards the recent. */
function movingAverage(counts, alpha, spreads, warmUp) {
  let [mean, variance] = [counts[0], 1e-6];
  return counts.map((count, index) => {
    const isAbove = index >= warmUp && (count - mean) / (Math.sqrt(variance) + 1) >= spreads;
    const difference = count - mean;
    const weight = isAbove ? alpha / 5 : alpha;
    mean += weight * difference;
    variance = (1 - weight) * (variance + weight * difference ** 2);
    return isAbove;
  });
}
