// Search latency over a store filled for it, on both engines, in a process of its own:   node searchOnce.mjs <folder> <items>
import { join } from 'node:path';
import { findMeiliBinary, startMeili } from '../dist/src/adapters/search/meiliProcess.js';
import { indexStore } from '../dist/src/pipeline/indexing.js';
import { openApp, writeConfig } from './app.mjs';
import { insertItems, sourceUrls } from './items.mjs';
import { measured, percentile } from './measure.mjs';
import { searches } from './searches.mjs';

const [folder, size] = process.argv.slice(2);
const YEAR_MS = 365 * 24 * 3_600_000;
/** Queries of each kind a reader asks, one after the other. */
const ASKED = 100;
const READERS = 16;
const ASKED_BY_EACH = 20;

function progress(what) {
  process.stderr.write(`search: ${what}\n`);
}

/** Answers to `each` queries by each of `readers` at once: how many ms each took, and whether another engine gave it. */
async function answers(search, kind, readers, each, engine) {
  const given = [];
  async function reader(number) {
    for (let at = 0; at < each; at += 1) {
      const query = kind.query(number * each + at);
      const before = performance.now();
      const answer = await search.search({ query });
      given.push({ ms: performance.now() - before, isElsewhere: answer.engine !== engine });
    }
  }
  await Promise.all(Array.from({ length: readers }, (_, number) => reader(number)));
  return given;
}

async function facetLatencies(search, kind) {
  const times = [];
  for (let at = 0; at < ASKED / 2; at += 1) {
    const { node } = await search.search({ query: kind.query(at), limit: 1 });
    const before = performance.now();
    await search.facets(node);
    times.push(performance.now() - before);
  }
  return times;
}

const spread = (times) => ({ p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99) });
const spreadOf = (given) => spread(given.map(({ ms }) => ms));

async function measuredEngine(search, engine) {
  const kinds = [];
  for (const kind of searches) {
    progress(`${engine}, ${kind.name}`);
    await answers(search, kind, 1, 5, engine);
    const one = await answers(search, kind, 1, ASKED, engine);
    const many = await answers(search, kind, READERS, ASKED_BY_EACH, engine);
    kinds.push({ name: kind.name, one, many });
  }
  const rows = kinds.map(({ name, one, many }) => row(name, one, many));
  const [one, many] = [kinds.flatMap((kind) => kind.one), kinds.flatMap((kind) => kind.many)];
  const own = ({ isElsewhere }) => !isElsewhere;
  return {
    engine,
    kinds: rows,
    all: row('all together', one, many),
    own: row(`answered by ${engine}`, one.filter(own), many.filter(own)),
    facets: spread(await facetLatencies(search, searches[0])),
  };
}

function row(name, one, many) {
  const all = [...one, ...many];
  return {
    name,
    one: spreadOf(one),
    many: spreadOf(many),
    elsewhere: all.filter(({ isElsewhere }) => isElsewhere).length / all.length,
  };
}

/** Fills the index of whichever engines the app has, and measures the one named. */
async function withEngine(engine, variables) {
  const app = await openApp(folder, variables);
  try {
    progress(`filling the index: ${engine}`);
    const { wall } = await measured(() => indexStore(app.deps));
    return { ...(await measuredEngine(app.deps.search, engine)), indexingSeconds: wall };
  } finally {
    await app.close();
  }
}

async function withMeilisearch() {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const binary = await findMeiliBinary(process.env.VIGIE_MEILI_BIN, process.env.PATH ?? '', quiet);
  if (!binary) return undefined;
  const server = await startMeili(binary, join(folder, 'meili'), quiet);
  try {
    return await withEngine('meilisearch', {
      VIGIE_SEARCH: 'meilisearch',
      MEILI_URL: server.address.url,
      MEILI_KEY: server.address.key,
    });
  } finally {
    await server.stop();
  }
}

writeConfig(
  folder,
  sourceUrls(300).map((feed) => ({ feed })),
);
const filler = await openApp(folder);
progress(`making ${size} items`);
await insertItems(filler.deps.store, filler.deps.watch, {
  count: Number(size),
  now: Date.now() - 120_000,
  spanMs: YEAR_MS,
});
await filler.close();
const embedded = await withEngine('embedded');
const meilisearch = await withMeilisearch();
console.log(JSON.stringify([embedded, ...(meilisearch ? [meilisearch] : [])]));
