// What telling people costs: thousands of alerts against what has just arrived, and a digest for everybody.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './children.mjs';
import { median } from './measure.mjs';
import { figure, printGoals, printTable } from './table.mjs';

const ALERTS = 10_000;
const ARRIVALS = 1_000;
const SUBSCRIBERS = 1_000;

/** @returns how many goals were missed */
export async function benchDeliver({ rounds }) {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`deliver: round ${round + 1}\n`);
    runs.push(await once());
  }
  const of = (key) => median(runs.map((run) => run[key]));
  printTable(
    `Deliver: telling people, medians of ${rounds}`,
    ['', 'CPU s', 'wall s'],
    [
      [
        `${ALERTS} alerts filed by their words, ${ARRIVALS} items: matched ${of('matched')} times`,
        figure(of('matchCpu')),
        figure(of('matchWall')),
      ],
      [
        '  each asked of every item (one in a hundred, times a hundred)',
        figure(of('plainCpu')),
        figure(of('plainWall')),
      ],
      [
        `${SUBSCRIBERS} digests made and written down, ${Math.round(of('mailKb'))} kB each`,
        figure(of('digestCpu')),
        figure(of('digestWall')),
      ],
    ],
  );
  return printGoals([
    { what: `${ALERTS} alerts against ${ARRIVALS} items, CPU`, value: of('matchCpu'), limit: 5, unit: 's' },
    { what: `${SUBSCRIBERS} digests rendered, wall`, value: of('digestWall'), limit: 20, unit: 's' },
    { what: 'weight of a mail', value: of('mailKb'), limit: 100, unit: 'kB' },
  ]);
}

async function once() {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  try {
    return await runChild('deliverOnce.mjs', [folder, ALERTS, ARRIVALS, SUBSCRIBERS]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
