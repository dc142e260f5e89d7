// One edition over a store filled for it, in a process of its own:   node digestOnce.mjs <folder> <items>
import { edition } from '../dist/src/pipeline/digest.js';
import { openApp, writeConfig } from './app.mjs';
import { insertItems, sourceUrls } from './items.mjs';
import { measured } from './measure.mjs';

const [folder, size] = process.argv.slice(2);
const DAY_MS = 24 * 3_600_000;

writeConfig(
  folder,
  sourceUrls(300).map((feed) => ({ feed })),
);
const app = await openApp(folder);
await insertItems(app.deps.store, app.deps.watch, { count: Number(size), now: Date.now() - 120_000, spanMs: DAY_MS });
const { result, ...cost } = await measured(() => edition({}, app.deps));
await app.close();
const told = result.sections.flatMap(({ stories }) => stories).length;
console.log(JSON.stringify({ ...cost, told, stories: result.considered.stories }));
