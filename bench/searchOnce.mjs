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

/** Latencies in ms of `each` queries by each of `readers` at once, and how many the other engine answered. */
async function latencies(search, kind, readers, each, engine) {
  const times = [];
  let elsewhere = 0;
  async function reader(number) {
    for (let at = 0; at < each; at += 1) {
      const query = kind.query(number * each + at);
      const before = performance.now();
      const answer = await search.search({ query });
      times.push(performance.now() - before);
      if (answer.engine !== engine) elsewhere += 1;
    }
  }
  await Promise.all(Array.from({ length: readers }, (_, number) => reader(number)));
  return { times, elsewhere };
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

const summary = (times) => ({ p50: percentile(times, 50), p95: percentile(times, 95), p99: percentile(times, 99) });

async function measuredEngine(search, engine) {
  const kinds = [];
  const all = { one: [], many: [] };
  for (const kind of searches) {
    progress(`${engine}, ${kind.name}`);
    await latencies(search, kind, 1, 5, engine);
    const one = await latencies(search, kind, 1, ASKED, engine);
    const many = await latencies(search, kind, READERS, ASKED_BY_EACH, engine);
    all.one.push(...one.times);
    all.many.push(...many.times);
    kinds.push({ name: kind.name, one: summary(one.times), many: summary(many.times), elsewhere: (one.elsewhere + many.elsewhere) / (ASKED + READERS * ASKED_BY_EACH) });
  }
  return { engine, kinds, all: { one: summary(all.one), many: summary(all.many) }, facets: summary(await facetLatencies(search, searches[0])) };
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
    return await withEngine('meilisearch', { VIGIE_SEARCH: 'meilisearch', MEILI_URL: server.address.url, MEILI_KEY: server.address.key });
  } finally {
    await server.stop();
  }
}

writeConfig(folder, sourceUrls(300).map((feed) => ({ feed })));
const filler = await openApp(folder);
progress(`making ${size} items`);
await insertItems(filler.deps.store, filler.deps.watch, { count: Number(size), now: Date.now() - 120_000, spanMs: YEAR_MS });
await filler.close();
const embedded = await withEngine('embedded');
const meilisearch = await withMeilisearch();
console.log(JSON.stringify([embedded, ...(meilisearch ? [meilisearch] : [])]));
