// Learns what words weigh towards each type of event and each tone (config/lexicons/*.weights.json) from labelled titles.
//   npm run build && node eval/train.mjs
// The titles are read from the shared sets; only stems and their weights are written.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { learn } from './linear.mjs';
import { developmentTitles } from './titles.mjs';

const shared = fileURLToPath(new URL('../../shared', import.meta.url));
const load = (path) => import(new URL(`../dist/src/${path}`, import.meta.url));
const { EVENT_TYPES, TONES } = await load('domain/model/event.js');
const { readLexicons } = await load('config/lexicons.js');
const { headlineOf } = await load('domain/enrich/headline.js');
const { featuresOf } = await load('domain/enrich/learned.js');
const { classify, settingsOf } = await load('domain/enrich/classify.js');
const { toneFeatures } = await load('domain/enrich/titleTone.js');

/** Rare types are heard, if not as loud as the others; so are the tones. Chosen as the settings of linear.mjs. */
const BALANCE = 0.3;
const FOLDS = 5;

const lexicons = readLexicons();
const titles = await developmentTitles({ shared, load });
const languageOf = ({ lang }) => (lang === 'fr' ? 'fr' : 'en');

const rows = titles.map((row) => {
  const headline = headlineOf(row.title);
  const settings = settingsOf(lexicons[languageOf(row)].events.hits(headline));
  const features = featuresOf(headline, languageOf(row), settings).map(({ name }) => name);
  return { said: row.type, features, worth: row.worth };
});
const learnEvents = (some) => learn(some, EVENT_TYPES, { balance: BALANCE });

/** What tone learns from is what events look like in new titles: each is read with weights that never saw it. */
function toneRows() {
  const found = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const weights = learnEvents(rows.filter((_, at) => at % FOLDS !== fold));
    for (const [at, title] of titles.entries()) {
      if (at % FOLDS !== fold || title.tone === undefined) continue;
      const lexicon = { ...lexicons[languageOf(title)], weights };
      const [event] = classify(title.title, languageOf(title), lexicon);
      const { words, signs } = toneFeatures(title.title, languageOf(title), event, lexicon);
      found.push({ said: title.tone, features: [...words.map(({ name }) => name), ...signs], worth: title.worth });
    }
  }
  return found;
}

function write(name, { classes, features }, count) {
  const lines = Object.entries(features)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([feature, kept]) => `${JSON.stringify(feature)}:${JSON.stringify(kept)}`);
  const file = new URL(`../config/lexicons/${name}.weights.json`, import.meta.url);
  writeFileSync(file, `{"classes":${JSON.stringify(classes)},\n"features":{\n${lines.join(',\n')}\n}}\n`);
  console.log(`${name}: ${count} titles, ${lines.length} features, ${Math.round(readFileSync(file).length / 1024)} KB`);
}

write('events', learnEvents(rows), rows.length);
const tones = toneRows();
write('tone', learn(tones, TONES, { balance: BALANCE }), tones.length);
