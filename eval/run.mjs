// The figures of quality, each beside a baseline in the same run, on the shared sets where they are and on our own.
//   npm run eval [-- lists pages discovery]
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printTable } from '../bench/table.mjs';
import { evaluateAbroad } from './abroad.mjs';
import { evaluateBuzz } from './buzz.mjs';
import { evaluateCost } from './cost.mjs';
import { evaluateDiscovery } from './discovery.mjs';
import { evaluateEvents, evaluateTone } from './events.mjs';
import { evaluateLanguage } from './language.mjs';
import { evaluateLists } from './lists.mjs';
import { evaluateMentions } from './mentions.mjs';
import { evaluatePages } from './pages.mjs';
import { evaluateRetellings } from './retellings.mjs';
import { evaluateStories } from './stories.mjs';
import { evaluateBursts, evaluateTrends } from './trends.mjs';

const shared = fileURLToPath(new URL('../../shared', import.meta.url));
const load = (path) => import(new URL(`../dist/src/${path}`, import.meta.url));

const EVALUATIONS = {
  async events() {
    const { rows, classes, totals } = await evaluateEvents({ shared, load });
    printRows('Events: what titles say happened', rows);
    printRows('Events: each type on the titles held out', classes);
    printTotals(totals);
  },
  async mentions() {
    const { rows } = await evaluateMentions({ load });
    printRows('Mentions: 500 hard cases', rows);
  },
  async language() {
    const { rows } = await evaluateLanguage({ shared, load });
    printRows('Language of short texts', rows);
  },
  async stories() {
    const { rows, pairs } = await evaluateStories({ shared, load });
    printRows('Stories: News-T in stream order', rows);
    printRows('Stories: pairs of different sources on the timeline, judged by a reader', pairs);
    const abroad = await evaluateAbroad({ shared, load });
    printRows('Stories: French and English texts of one story, seven weeks of the timeline', abroad.rows);
  },
  async retellings() {
    const { rows } = await evaluateRetellings({ shared, load });
    printRows('Retellings: pairs of one morning, judged by two readers; learned on the other ten mornings', rows);
  },
  async trends() {
    const { totals } = await evaluateTrends({ shared, load });
    console.log('\nTrends: bursts put into the timeline');
    printTotals(totals);
    printRows('Bursts: hourly mentions of brands', (await evaluateBursts({ shared, load })).rows);
  },
  async buzz() {
    const { totals, told } = await evaluateBuzz({ shared, load });
    console.log('\nBad buzz: bad news put into the timeline');
    printTotals(totals);
    if (told.length > 0) printRows('Told without any put in', told);
  },
  async cost() {
    const { rows, totals } = await evaluateCost({ shared, load });
    printRows('Cost of understanding: tags, event, tone and story of an item', rows);
    printTotals(totals);
  },
  async tone() {
    const { rows, totals } = await evaluateTone({ shared, load });
    printRows('Tone toward the company named', rows);
    printTotals(totals);
  },
  async lists() {
    const { rows, totals } = await evaluateLists({ shared, load });
    printRows('Page lists: is the first selector guessed the right one?', rows);
    printTotals(totals);
  },
  async discovery() {
    const { rows, totals } = await evaluateDiscovery({ shared, load });
    printRows('Finding: the feeds of the corpus’s home pages and articles', rows);
    printTotals(totals);
  },
  async pages() {
    const { rows, totals } = await evaluatePages({ shared, load });
    printRows('Page watch: the corpus’s pages through their versions, each with 20 noises', rows);
    printTotals(totals);
  },
};

/** Rows of objects as a table: the keys of the first are the columns. */
function printRows(heading, rows) {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value) =>
    value === true
      ? 'yes'
      : value === false
        ? 'no'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value ?? '');
  printTable(
    heading,
    columns,
    rows.map((row) => columns.map((column) => cell(row[column]).slice(0, 60))),
  );
}

function printTotals(totals) {
  for (const [name, value] of Object.entries(totals ?? {}))
    console.log(
      `  ${name}: ${
        typeof value === 'object'
          ? Object.entries(value)
              .map(([key, each]) => `${key} ${each}`)
              .join(', ')
          : value
      }`,
    );
}

const chosen = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(EVALUATIONS);
const unknown = chosen.filter((name) => !(name in EVALUATIONS));
if (unknown.length > 0)
  throw new Error(`no evaluation is called ${unknown.join()}: ${Object.keys(EVALUATIONS).join(', ')}`);
if (!existsSync(shared)) {
  console.log('The shared sets are not beside this checkout: nothing to measure on.');
} else {
  for (const name of chosen) await EVALUATIONS[name]();
}
