import { rmSync, writeFileSync } from 'node:fs';
import { problemSentence } from '../../../web/problems.ts';
import { openIdProvider } from '../../adapters/identity/openId.ts';
import { findMeiliBinary, type MeiliProcess, startMeili } from '../../adapters/search/meiliProcess.ts';
import { recoverDeliveries } from '../../pipeline/deliver.ts';
import { edition } from '../../pipeline/digest.ts';
import { retagIfChanged } from '../../pipeline/follow.ts';
import { ingestPushed } from '../../pipeline/hubs.ts';
import { indexPending, indexStore } from '../../pipeline/indexing.ts';
import { followLists } from '../../pipeline/lists.ts';
import type { Addresses } from '../../pipeline/messages.ts';
import { beginAfreshIfAsked } from '../../pipeline/setUp.ts';
import { type SweepReport, sweep } from '../../pipeline/sweep.ts';
import { jobs } from '../../scheduler/jobs.ts';
import { scheduler } from '../../scheduler/scheduler.ts';
import { webApp } from '../../server/app.tsx';
import type { ServerDeps, App as Web } from '../../server/context.ts';
import { goUrl } from '../../server/going.ts';
import { signed } from '../../server/signed.ts';
import { signInLink } from '../../server/tokens.ts';
import { type Background, background } from '../background.ts';
import { type Door, openDoor } from '../door.ts';
import type { Context } from '../main.ts';
import type { Output } from '../output.ts';
import { setUpPort } from '../setUp.ts';
import { watchFilePort } from '../watchFile.ts';
import { type App, reachServer, wire } from '../wire.ts';

/** Between two looks at whether an index is behind the store: an item is found within seconds. */
const INDEX_EVERY_MS = 2_000;

/** Web app and schedule, until told to stop. */
export async function serve({ env, out }: Context): Promise<boolean> {
  const app = await wire(env);
  return runServer(app, out);
}

export async function runServer(first: App, out: Output): Promise<boolean> {
  const stopped = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(undefined));
  });
  const door = await openDoor(first.env);
  let app = first;
  try {
    out.say(`Open ${await signInLink(app.deps.store, app.secret, door.baseUrl, app.deps.clock())}`);
    for (;;) {
      const begun = Promise.withResolvers<string>();
      const begin = (file: string) => {
        // What is asked from now on is for the new one to answer.
        door.use(undefined);
        begun.resolve(file);
      };
      const running = await run(app, door, begin, out);
      const file = await Promise.race([stopped, begun.promise]);
      out.say(file === undefined ? 'Stopping: finishing what is in hand' : 'feeds.yaml is written: beginning with it');
      await running.stop();
      if (file === undefined) break;
      app = await wire({ ...app.env, configFile: file, isExample: false });
    }
  } finally {
    await door.close();
  }
  return true;
}

/** One watch: its pages, its schedule, its search. `begun` is told where a feeds.yaml was written, while there is none. */
async function run(
  app: App,
  door: Door,
  begun: (file: string) => void,
  out: Output,
): Promise<{ stop(): Promise<void> }> {
  const { deps, env, config } = app;
  const { baseUrl } = door;
  // Also where the process died between the last of the first steps and this.
  if (!env.isExample) await beginAfreshIfAsked(deps);
  out.say(
    `${config.title}: ${config.sources.length} sources, ${config.topics.length} topics (${config.file.split('/').at(-1)})`,
  );
  writeFileSync(app.files.serverUrl, baseUrl);
  const aside = background(deps.log);
  const stopping = new AbortController();
  door.use(webOf(app, baseUrl, { aside, begun, signal: stopping.signal }));
  // The page is there at once; search and sources come up behind it.
  const meili = manageSearch(app);
  // In hand when a process before this one died.
  await recoverDeliveries(deps, 0);
  const addresses: Addresses = {
    baseUrl,
    unsubscribeUrl: (id) => `${baseUrl}/unsubscribe/${signed('unsubscribe', id, app.secret)}`,
    goUrl: (target) => goUrl(baseUrl, target, app.secret),
  };
  const schedule = scheduler(jobs(deps, env.url, addresses), deps.clock, deps.log);
  const indexer = keepIndexed(app);
  // The heart beats from then on: an edition made meanwhile would hold half of the morning's news.
  aside.run(
    () => firstSweep(app, out, stopping.signal).finally(() => void schedule.start()),
    'The first sweep failed; the next is at its hour',
  );
  return {
    async stop() {
      // An answer on its way gets there.
      await new Promise((resolve) => setTimeout(resolve, LAST_ANSWER_MS));
      door.use(undefined);
      stopping.abort();
      app.hangUp();
      await Promise.all([schedule.stop(), aside.settled()]);
      clearInterval(indexer);
      await (await meili)?.stop();
      for (const file of [app.files.meiliEndpoint, app.files.serverUrl]) rmSync(file, { force: true });
      await app.close();
    },
  };
}

const LAST_ANSWER_MS = 200;

interface Beside {
  aside: Background;
  /** The watch was written, or written anew. */
  begun: (file: string) => void;
  /** Vigie ends. */
  signal: AbortSignal;
}

function webOf(app: App, baseUrl: string, { aside, begun, signal }: Beside): Web {
  const { env, deps, secret } = app;
  const hosts = env.url ? [new URL(env.url).hostname] : LOOPBACK.includes(env.host) ? LOOPBACK : [];
  const requestSweep = (source?: string) =>
    aside.run(async () => {
      await sweep(source === undefined ? {} : { source }, deps);
      await indexStore(deps);
    }, 'A requested sweep failed');
  const requestTagging = () =>
    aside.run(() => retagIfChanged(deps, signal), 'Tagging anew failed; it begins again at the next start');
  const receivePush: ServerDeps['receivePush'] = (subscription, body, contentType) =>
    aside.run(async () => {
      await ingestPushed(subscription, body, contentType, deps);
      await indexStore(deps);
    }, 'A push could not be read');
  const setUp = setUpPort(app, begun);
  const watchFile = watchFilePort(app, begun);
  const identity = env.identity && { provider: openIdProvider(env.identity), domains: env.identity.domains };
  return webApp({
    ...{ ...deps, secret, baseUrl, hosts, requestSweep, requestTagging, receivePush },
    ...(setUp && { setUp }),
    ...(watchFile && { watchFile }),
    ...(identity && { identity }),
  });
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1', '[::1]'];

/** Starts Meilisearch when it is ours to run, and tells the command line where it is. */
async function manageSearch(app: App): Promise<MeiliProcess | undefined> {
  const { env, deps, files } = app;
  if (env.search === 'embedded' || env.meiliUrl !== undefined) return undefined;
  try {
    const binary = await findMeiliBinary(env.meiliBin, env.path, deps.log);
    if (!binary) return undefined;
    const meili = await startMeili(binary, files.meili, deps.log);
    deps.search.use(await reachServer(meili.address, deps.log));
    writeFileSync(files.meiliEndpoint, JSON.stringify(meili.address), { mode: 0o600 });
    return meili;
  } catch (error) {
    deps.log.warn({ error: (error as Error).message }, 'Meilisearch could not be started: the embedded index answers');
    return undefined;
  }
}

function keepIndexed({ deps }: App): NodeJS.Timeout {
  const reached = new Map<string, number>();
  let busy = false;
  return setInterval(async () => {
    if (busy) return;
    busy = true;
    try {
      const revision = await deps.store.outbox.revision();
      const behind = deps.search.engines().some((engine) => reached.get(engine.name) !== revision);
      if (behind) await indexStore(deps);
      for (const engine of deps.search.engines()) reached.set(engine.name, (await engine.cursor())?.revision ?? 0);
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'Indexing is waiting for the search server');
    } finally {
      busy = false;
    }
  }, INDEX_EVERY_MS);
}

/** At start: what is due is asked at once, and what could not be reached is said in plain words. */
async function firstSweep({ deps, config }: App, out: Output, signal: AbortSignal): Promise<void> {
  await retagIfChanged(deps, signal);
  if (signal.aborted) return;
  await followLists(deps);
  const report = await sweep({ signal }, deps);
  if (signal.aborted) return;
  for (const engine of deps.search.engines().slice(0, 1)) await indexPending(engine, deps.store);
  if (report.checked === 0) return;
  out.say(`${report.checked} sources asked: ${report.newItems} new items, ${report.failed} could not be read`);
  if (isOffline(report)) return out.say(`  ${out.speech.t('offline')}`);
  const names = await deps.store.sources.names();
  const shown = report.failures.slice(0, MAX_FAILURES_SAID);
  for (const { source, problem } of shown)
    out.say(`  ${names.get(source) ?? source}: ${problemSentence(problem, out.speech)}`);
  if (report.failures.length > shown.length)
    out.say(`  and ${report.failures.length - shown.length} more: npx vigie doctor`);
  // A newcomer should not wait for tomorrow morning.
  if (config.sources.length > 0 && !(await deps.store.digests.findLatest()) && report.newItems > 0)
    await makeFirstDigest(deps, out);
}

const MAX_FAILURES_SAID = 8;

/** Not one name resolved: fifty misspelt addresses are less likely than no network. */
const isOffline = ({ checked, failed, failures }: SweepReport): boolean =>
  checked === failed && failures.every(({ problem }) => problem.kind === 'dns');

async function makeFirstDigest(deps: App['deps'], out: Output): Promise<void> {
  const digest = await edition({}, deps);
  out.say(
    `First digest: ${digest.plannedMinutes} minutes, ${digest.sections.flatMap(({ stories }) => stories).length} stories`,
  );
}
