import { existsSync, readFileSync } from 'node:fs';
import { smtpMailer } from '../adapters/deliver/smtp.ts';
import { chatAssistant } from '../adapters/http/assistant.ts';
import { HTTP_DEFAULTS, politeHttp } from '../adapters/http/politeHttp.ts';
import { chromiumRenderer, findChromium } from '../adapters/http/renderer.ts';
import { openLog } from '../adapters/observe/log.ts';
import { documentReader } from '../adapters/reader/reader.ts';
import { embeddedEngine } from '../adapters/search/embedded.ts';
import { type MeiliAddress, meilisearchEngine } from '../adapters/search/meilisearch.ts';
import { openStore } from '../adapters/store/open.ts';
import type { Env } from '../config/env.ts';
import { readLexicons } from '../config/lexicons.ts';
import { type Config, loadConfig } from '../config/load.ts';
import { type DataFiles, dataFiles, readProjectFile, secretOf } from '../config/paths.ts';
import { Stopped } from '../domain/errors.ts';
import type { Instant } from '../domain/model/units.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { SearchEngine } from '../domain/search/model.ts';
import type { Deps } from '../pipeline/deps.ts';
import { followFile } from '../pipeline/follow.ts';
import { searchService } from '../pipeline/search.ts';

export interface App {
  env: Env;
  config: Config;
  files: DataFiles;
  secret: string;
  deps: Deps;
  /** Gives up the requests in hand: nothing is recorded of them. Then comes `close`. */
  hangUp(): void;
  /** Finishes and closes everything. */
  close(): Promise<void>;
}

export const VERSION: string = JSON.parse(readProjectFile('package.json')).version;

export interface WireOptions {
  /** Acts as if it were this instant. */
  now?: Instant;
  /** Follow what feeds.yaml says now; a command that only reads does not need it. */
  follow?: boolean;
  config?: Config;
  clock?: Clock;
}

/** The only place that builds adapters. */
export async function wire(
  env: Env,
  {
    now,
    follow = true,
    config = loadConfig(env.configFile),
    clock = now === undefined ? Date.now : () => now,
  }: WireOptions = {},
): Promise<App> {
  const files = dataFiles(env.dataFolder);
  const log = openLog(env.logLevel);
  const store = await openStore(files.store);
  const acceptLanguage = config.language === 'fr' ? 'fr, en;q=0.8, *;q=0.5' : 'en, fr;q=0.8, *;q=0.5';
  const stopping = new AbortController();
  const { signal: stop } = stopping;
  const http = politeHttp({
    ...{ ...HTTP_DEFAULTS, stop },
    userAgent: userAgent(env),
    allowHosts: env.allowHosts,
    acceptLanguage,
    perHost: config.sweep.perHost,
    ...(config.sweep.hostDelayMs !== undefined && { hostDelayMs: config.sweep.hostDelayMs }),
    robots: store.robots,
    clock,
  });
  const chromium = findChromium(env.path);
  const renderer =
    chromium === undefined
      ? undefined
      : chromiumRenderer(
          {
            ...{ ...HTTP_DEFAULTS, stop },
            executable: chromium,
            userAgent: userAgent(env),
            allowHosts: env.allowHosts,
            acceptLanguage,
          },
          http,
        );
  const reader = documentReader({
    trackingList: readProjectFile('config/trackingParams.txt'),
    wordsPerMinute: config.digest.wordsPerMinute,
  });
  const embedded = embeddedEngine(files.index);
  const wantsServer = env.search !== 'embedded' && (env.meiliUrl !== undefined || existsSync(files.meiliEndpoint));
  const search = searchService({ store, embedded, watch: config, wantsServer, clock, log });
  if (wantsServer) search.use(await reachServer(serverAddress(env, files), log));
  const lexicons = readLexicons();
  const assistant = env.llm && chatAssistant(env.llm);
  const mailer = env.smtpUrl === undefined ? undefined : smtpMailer(env.smtpUrl, senderOf(env));
  const deps: Deps = {
    store,
    http,
    reader,
    search,
    watch: config,
    lexicons,
    clock,
    log,
    ...(renderer && { renderer }),
    ...(assistant && { assistant }),
    ...(mailer && { mailer }),
  };
  if (follow) await followFile(config.sources, deps);
  return {
    env,
    config,
    files,
    secret: secretOf(files.folder, env.secret),
    deps,
    hangUp: () => stopping.abort(new Stopped()),
    async close() {
      await reader.close();
      await renderer?.close();
      await assistant?.close();
      mailer?.close();
      await http.close();
      await embedded.close();
      await store.close();
    },
  };
}

/** Who asks, and whom to write to about it. */
function userAgent({ url, mailFrom }: Env): string {
  const contact = url ?? mailFrom?.replace(/^.*<|>.*$/g, '');
  return `Vigie/${VERSION} (${contact ? `+${contact}` : 'self-hosted news watch, one team'})`;
}

/** Whom mail comes from, when MAIL_FROM does not say. */
const senderOf = ({ mailFrom, url }: Env): string =>
  mailFrom ?? `Vigie <vigie@${url === undefined ? 'localhost' : new URL(url).hostname}>`;

/** An external server, or the one a running Vigie manages. */
function serverAddress({ meiliUrl, meiliKey }: Env, files: DataFiles): MeiliAddress | undefined {
  if (meiliUrl !== undefined) return { url: meiliUrl, key: meiliKey };
  try {
    return JSON.parse(readFileSync(files.meiliEndpoint, 'utf8')) as MeiliAddress;
  } catch {
    return undefined;
  }
}

export async function reachServer(address: MeiliAddress | undefined, log: Log): Promise<SearchEngine | undefined> {
  if (!address) return undefined;
  try {
    return await meilisearchEngine(address);
  } catch (error) {
    log.warn(
      { url: address.url, error: (error as Error).message },
      'The search server cannot be reached: the embedded index answers',
    );
    return undefined;
  }
}
