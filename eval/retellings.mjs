// Retellings: pairs of one morning's titles of the timeline that two readers judged; what they are known by is learned on ten
// mornings and judged on ten others.
import { readFileSync } from 'node:fs';
import { timeline } from './titles.mjs';

/** As inverse strength of the pull to zero: weights of a handful of features need little. */
const PULL = 1 / 3;
const ROUNDS = 20_000;
const RATE = 0.8;
/** Share of the shorter title's words of four letters or more: what editions were made by before. */
const BASELINE = { least: 3, share: 0.6 };

/** @returns what makes the telling of an item of the timeline */
export async function tellingReader(load) {
  const { tellingOf } = await load('domain/stories/retelling.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { tagger } = await load('domain/enrich/tagger.js');
  const tag = tagger([], [], { idsOf: () => [], marked: () => [] }, { now: 0, dayStart: () => 0 }, readLexicons());
  return ({ title, summary = '', lang, source }) => {
    const item = { id: 'x', title, text: summary, language: lang, categories: [], enclosures: [], seenAt: 0 };
    const { event } = tag(item, { id: 's', name: '', tags: [] });
    return tellingOf({ title, summary, language: lang, sourceId: source }, event);
  };
}

/**
 * @returns the judged pairs: {day, said, likeness, words}; `said` is 2 for the same news, 1 for the same affair, 0 for other
 * news, or undefined where the readers disagree whether it is the same
 */
export async function judgedPairs({ shared, load }) {
  const { retellings } = await load('domain/stories/retelling.js');
  const { readLexicons } = await load('config/lexicons.js');
  const lexicons = readLexicons();
  const tellingOf = await tellingReader(load);
  const items = timeline(shared);
  const labels = readFileSync(new URL('labels/retellings.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const byDay = Map.groupBy(
    labels.map((line) => JSON.parse(line)),
    ({ day }) => day,
  );
  return [...byDay].flatMap(([day, pairs]) => {
    const tellings = new Map(pairs.flatMap(({ a, b }) => [a, b]).map((id) => [id, tellingOf(items.get(id))]));
    const { count, likeness } = retellings(lexicons.retelling);
    for (const telling of tellings.values()) count(telling);
    return pairs.map(({ a, b, said }) => ({
      day,
      said: (said[0] === 2) === (said[1] === 2) ? Math.min(...said) : undefined,
      likeness: likeness(tellings.get(a), tellings.get(b)),
      words: sharedWords(items.get(a), items.get(b)),
    }));
  });
}

function sharedWords(a, b) {
  const [one, other] = [a, b].map(({ title }) => new Set(title.toLowerCase().match(/[\p{L}\d]{4,}/gu)));
  const both = one.intersection(other).size;
  return a.lang === b.lang && both >= BASELINE.least ? both / Math.min(one.size, other.size) : 0;
}

/** Logistic regression by plain descent. @returns RetellingWeights, in hundredths */
export function learnRetellings(pairs) {
  const rows = pairs.filter(({ said }) => said !== undefined);
  const keys = Object.keys(rows[0].likeness);
  const features = rows.map(({ likeness }) => [1, ...keys.map((key) => likeness[key])]);
  const weights = new Float64Array(keys.length + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : weight * PULL));
    for (const [row, values] of features.entries()) {
      const missed = likelihoodOf(values, weights) - (rows[row].said === 2 ? 1 : 0);
      for (let at = 0; at < values.length; at += 1) gradient[at] += missed * values[at];
    }
    for (let at = 0; at < weights.length; at += 1) weights[at] -= (RATE * gradient[at]) / rows.length;
  }
  const hundredths = [...weights].map((weight) => Math.round(weight * 100) / 100);
  return Object.fromEntries([['bias', hundredths[0]], ...keys.map((key, at) => [key, hundredths[at + 1]])]);
}

const likelihoodOf = (values, weights) =>
  1 / (1 + Math.exp(-values.reduce((points, value, at) => points + value * weights[at], 0)));

export async function evaluateRetellings(given) {
  const pairs = await judgedPairs(given);
  const { RETOLD_FROM } = await given.load('domain/rank/retellings.js');
  const days = [...new Set(pairs.map(({ day }) => day))].sort();
  const late = new Set(days.slice(days.length / 2));
  const halves = [pairs.filter(({ day }) => late.has(day)), pairs.filter(({ day }) => !late.has(day))];
  const rows = halves.flatMap((half, at) => {
    const { bias, ...weights } = learnRetellings(halves[1 - at]);
    const isTold = ({ likeness }) =>
      likelihoodOf([1, ...Object.values(likeness)], [bias, ...Object.values(weights)]) >= RETOLD_FROM;
    const set = at === 0 ? 'ten later mornings' : 'ten earlier mornings';
    return [
      { set, by: 'shared words', ...figures(half, ({ words }) => words >= BASELINE.share) },
      { set, by: 'Vigie', ...figures(half, isTold) },
    ];
  });
  return { rows };
}

function figures(pairs, isTold) {
  const sure = pairs.filter(({ said }) => said !== undefined);
  const told = sure.filter(isTold);
  const right = told.filter(({ said }) => said === 2).length;
  return {
    pairs: sure.length,
    same: sure.filter(({ said }) => said === 2).length,
    'taken for one': told.length,
    precision: (right / told.length).toFixed(2),
    recall: (right / sure.filter(({ said }) => said === 2).length).toFixed(2),
    'other news': told.filter(({ said }) => said === 0).length,
  };
}
