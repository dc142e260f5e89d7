// The figures of Vigie beside a floor measured in the same run. Ratios count; seconds depend on the machine.
//   node bench/run.mjs [sweep] [search] [digest] [deliver] [--quick] [--feeds=5000] [--items=100000] [--rounds=3]
import { parseArgs } from 'node:util';
import { benchDeliver } from './deliver.mjs';
import { benchDigest } from './digest.mjs';
import { benchSearch } from './search.mjs';
import { benchSweep } from './sweep.mjs';

const BENCHES = { sweep: benchSweep, search: benchSearch, digest: benchDigest, deliver: benchDeliver };
const SIZES = { feeds: 1000, items: 100_000, rounds: 3 };
/** For continuous integration: does it run, and is nothing ten times slower than it was. */
const QUICK = { feeds: 200, items: 10_000, rounds: 1 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    feeds: { type: 'string' },
    items: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const { quick = false, ...given } = values;
const sizes = {
  ...(quick ? QUICK : SIZES),
  ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, Number(value)])),
};
const chosen = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = chosen.filter((name) => !(name in BENCHES));
if (unknown.length > 0) throw new Error(`no bench is called ${unknown.join()}: ${Object.keys(BENCHES).join(', ')}`);

let missed = 0;
for (const name of chosen) missed += await BENCHES[name](sizes);
console.log(
  `\n${missed === 0 ? 'Every goal is met.' : `${missed} goal${missed === 1 ? '' : 's'} missed.`}${quick ? ' A quick run is too small to judge by.' : ''}`,
);
