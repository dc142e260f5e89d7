// Search latency for one reader and for 16 at once, on Meilisearch and on the embedded index.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './children.mjs';
import { figure, printGoals, printTable } from './table.mjs';

/** @returns how many goals were missed */
export async function benchSearch({ items }) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  try {
    const engines = await runChild('searchOnce.mjs', [folder, items]);
    for (const each of engines) report(each, items);
    const meilisearch = engines.find(({ engine }) => engine === 'meilisearch');
    if (!meilisearch) {
      console.log('  not measured  no Meilisearch on this machine');
      return 0;
    }
    return printGoals([
      { what: 'p95, one reader, every kind', value: meilisearch.all.one.p95, limit: 50, unit: 'ms' },
      { what: 'p95, 16 readers, every kind', value: meilisearch.all.many.p95, limit: 300, unit: 'ms' },
      { what: 'p95, one reader, what Meilisearch answered', value: meilisearch.own.one.p95, limit: 50, unit: 'ms' },
      { what: 'p95, 16 readers, what Meilisearch answered', value: meilisearch.own.many.p95, limit: 300, unit: 'ms' },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cells = ({ p50, p95, p99 }) => [figure(p50), figure(p95), figure(p99)];

function report({ engine, kinds, all, own, facets, indexingSeconds }, items) {
  const shown = all.elsewhere > 0 ? [...kinds, all, own] : [...kinds, all];
  printTable(
    `Search: ${items} items, ${engine}; ms (one reader, then 16 at once). Filling the index took ${figure(indexingSeconds)} s`,
    ['', 'p50', 'p95', 'p99', '16: p50', 'p95', 'p99', 'elsewhere'],
    [
      ...shown.map(({ name, one, many, elsewhere }) => [
        name,
        ...cells(one),
        ...cells(many),
        elsewhere > 0 ? `${Math.round(elsewhere * 100)} %` : '',
      ]),
      ['facets alone', ...cells(facets)],
    ],
  );
  if (all.elsewhere > 0) {
    console.log(
      'elsewhere: answered by the embedded index, because the server cannot say the query or did not answer in time',
    );
  }
}
