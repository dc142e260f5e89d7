// Learns what words weigh towards each type of event and each tone, and what a retelling is known by
// (config/lexicons/*.weights.json), from labelled titles.
//   npm run build && node eval/train.mjs
// The titles are read from the shared sets; only stems and their weights are written.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventLearning } from './learnEvents.mjs';
import { learn } from './linear.mjs';
import { judgedPairs, learnRetellings } from './retellings.mjs';

const shared = fileURLToPath(new URL('../../shared', import.meta.url));
const load = (path) => import(new URL(`../dist/src/${path}`, import.meta.url));
const { TONES } = await load('domain/model/event.js');
const { readLexicons } = await load('config/lexicons.js');
const { lexiconFor } = await load('domain/enrich/judge.js');
const { classify } = await load('domain/enrich/classify.js');
const { toneFeatures } = await load('domain/enrich/titleTone.js');

/** As rare types of events, so rare tones. */
const BALANCE = 0.3;
const FOLDS = 5;

const lexicons = readLexicons();
const events = await eventLearning({ shared, load, lexicons });

/** What tone learns from is what events look like in new titles: each is read with weights that never saw it. */
function* toneRows() {
  for (const { title, weights } of events.unseen(FOLDS)) {
    if (title.tone === undefined) continue;
    const lexicon = { ...lexiconFor(title.lang, lexicons), weights };
    const [event] = classify(title.title, title.lang, lexicon);
    const { words, signs } = toneFeatures(title.title, title.lang, event, lexicon);
    yield { said: title.tone, features: [...words.map(({ name }) => name), ...signs], worth: title.worth };
  }
}

function write(name, { classes, features }, count) {
  const lines = Object.entries(features)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, kept]) => `${JSON.stringify(feature)}:${JSON.stringify(kept)}`);
  const file = new URL(`../config/lexicons/${name}.weights.json`, import.meta.url);
  writeFileSync(file, `{"classes":${JSON.stringify(classes)},\n"features":{\n${lines.join(',\n')}\n}}\n`);
  console.log(`${name}: ${count} titles, ${lines.length} features, ${Math.round(readFileSync(file).length / 1024)} KB`);
}

write('events', events.weights(), events.titles.length);
const tones = [...toneRows()];
write('tone', learn(tones, TONES, { balance: BALANCE }), tones.length);

const pairs = await judgedPairs({ shared, load });
const retellings = new URL('../config/lexicons/retellings.weights.json', import.meta.url);
writeFileSync(retellings, `${JSON.stringify(learnRetellings(pairs))}\n`);
console.log(`retellings: ${pairs.length} pairs`);
