// A sweep of many feeds by Vigie beside the floor, in the same run: cold, unchanged, and with 10 % of the feeds changed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeConfig } from './app.mjs';
import { runChild, startChild, VIGIE_OPTIONS } from './children.mjs';
import { hostOf } from './feeds.mjs';
import { median } from './measure.mjs';
import { figure, printGoals, printTable } from './table.mjs';

const ITEMS = 25;

/** @returns how many goals were missed */
export async function benchSweep({ feeds, rounds }) {
  const server = await startChild('feedServer.mjs', [feeds, ITEMS]);
  const { port, averageBytes } = server.said;
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  const runs = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      process.stderr.write(`sweep: round ${round} of ${rounds}\n`);
      runs.push(...(await oneRound(join(folder, String(round)), port, feeds)));
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `\nSweep: ${feeds} feeds × ${ITEMS} items, ${Math.round(averageBytes / 1000)} kB each, gzip, validators, an address each; medians of ${rounds}`,
  );
  return report(runs, feeds);
}

async function oneRound(folder, port, feeds) {
  mkdirSync(folder);
  writeConfig(
    folder,
    Array.from({ length: feeds }, (_, feed) => ({ feed: `http://${hostOf(feed)}:${port}/f/${feed}.xml` })),
  );
  const runs = [];
  for (const state of ['cold', 'unchanged', 'tenth']) {
    if (state === 'tenth') await fetch(`http://127.0.0.1:${port}/advance?percent=10`);
    for (const stage of ['get', 'store', 'fts']) {
      runs.push({
        what: `floor ${stage}`,
        state,
        ...(await runChild('floor.mjs', [stage, join(folder, stage), port, feeds])),
      });
    }
    runs.push(...vigieRuns(state, await runChild('sweepOnce.mjs', [folder], VIGIE_OPTIONS), feeds));
  }
  return runs;
}

/** The sweep alone, and with the index brought up to date after it. */
function vigieRuns(state, { swept, indexed }, feeds) {
  const { checked, failed, changed } = swept.result;
  if (checked !== feeds || failed > 0) throw new Error(`Vigie checked ${checked} of ${feeds}, ${failed} failed`);
  return [
    { what: 'Vigie', state, ...swept, changed },
    {
      what: 'Vigie + index',
      state,
      cpu: swept.cpu + indexed.cpu,
      wall: swept.wall + indexed.wall,
      peakMb: indexed.peakMb,
      changed,
    },
  ];
}

const NAMES = {
  'floor get': 'floor: undici GET',
  'floor store': 'floor: + gunzip, rss-parser, insert',
  'floor fts': 'floor: + FTS5',
  Vigie: 'Vigie: fetch to store',
  'Vigie + index': 'Vigie: + embedded index',
};

function report(runs, feeds) {
  const of = (what, state, key) =>
    median(runs.filter((run) => run.what === what && run.state === state).map((run) => run[key]));
  const states = ['cold', 'unchanged', 'tenth'];
  const peakOf = (what) => Math.max(...states.map((state) => of(what, state, 'peakMb')));
  printTable(
    'CPU seconds (wall seconds beside them, for the curious), peak memory in MB',
    ['', ...states.flatMap((state) => [state, 'wall']), 'peak'],
    Object.entries(NAMES).map(([what, name]) => [
      name,
      ...states.flatMap((state) => [figure(of(what, state, 'cpu')), figure(of(what, state, 'wall'))]),
      Math.round(peakOf(what)),
    ]),
  );
  const ratio = (what, floor, state) => of(what, state, 'cpu') / of(floor, state, 'cpu');
  printTable(
    'CPU of Vigie in the same run, times that of the floor',
    ['', ...states],
    [
      ['fetch to store / undici GET', ...states.map((state) => figure(ratio('Vigie', 'floor get', state)))],
      ['fetch to store / GET + parse + insert', ...states.map((state) => figure(ratio('Vigie', 'floor store', state)))],
      [
        'with index / GET + parse + insert + FTS5',
        ...states.map((state) => figure(ratio('Vigie + index', 'floor fts', state))),
      ],
    ],
  );
  return printGoals([
    { what: 'cold sweep', value: ratio('Vigie', 'floor store', 'cold'), limit: 1.5, unit: '× (GET + parse + insert)' },
    { what: 'unchanged sweep', value: ratio('Vigie', 'floor get', 'unchanged'), limit: 1.6, unit: '× GET' },
    ...(feeds <= 1000
      ? [{ what: 'peak memory with index', value: peakOf('Vigie + index'), limit: 350, unit: 'MB' }]
      : []),
  ]);
}
