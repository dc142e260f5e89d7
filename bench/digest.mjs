// How long the edition of a day takes to make, by how many items it chooses from.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './children.mjs';
import { median } from './measure.mjs';
import { figure, printTable } from './table.mjs';

const SIZES = [500, 2_000, 10_000];

/** @returns how many goals were missed: it has none */
export async function benchDigest({ rounds }) {
  const rows = [];
  for (const size of SIZES) {
    process.stderr.write(`digest: ${size} items\n`);
    const runs = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await oneEdition(size));
    const of = (key) => median(runs.map((run) => run[key]));
    rows.push([
      `${size} items`,
      of('stories'),
      of('told'),
      figure(of('cpu') * 1000),
      figure(of('wall') * 1000),
      Math.round(of('peakMb')),
    ]);
  }
  printTable(
    `Digest: making an edition, medians of ${rounds}, each the first of its process`,
    ['candidates', 'stories', 'taken', 'CPU ms', 'wall ms', 'peak MB'],
    rows,
  );
  return 0;
}

async function oneEdition(size) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  try {
    return await runChild('digestOnce.mjs', [folder, size]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
