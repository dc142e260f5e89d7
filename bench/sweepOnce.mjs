// One sweep by Vigie, then its embedded index brought up to date, in a process of its own:   node sweepOnce.mjs <folder>
import { indexStore } from '../dist/src/pipeline/indexing.js';
import { sweep } from '../dist/src/pipeline/sweep.js';
import { openApp } from './app.mjs';
import { measured } from './measure.mjs';

const app = await openApp(process.argv[2]);
const swept = await measured(() => sweep({ force: true }, app.deps));
const indexed = await measured(() => indexStore(app.deps));
await app.close();
const whole = process.cpuUsage();
console.log(JSON.stringify({ swept, indexed, processCpu: (whole.user + whole.system) / 1e6 }));
