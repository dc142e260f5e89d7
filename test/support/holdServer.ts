import { startMeili } from '../../src/adapters/search/meiliProcess.ts';

/** Run as a process of its own: starts the search server, says the process id that holds it, and waits to be killed. */
const [, , binary = '', folder = ''] = process.argv;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const server = await startMeili(binary, folder, silent);
process.stdout.write(`${server.pid()}\n`);
setInterval(() => undefined, 60_000);
