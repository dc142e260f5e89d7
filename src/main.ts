import { run } from './cli/main.ts';

/** Long enough for what was printed to be read. */
const GRACE_MS = 2_000;

process.exitCode = await run(process.argv);
// All is closed. The search client forgets a timer of two minutes when its server goes while it waits for a task: a timer
// that holds nothing up itself ends what is left.
setTimeout(() => process.exit(), GRACE_MS).unref();
