import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { documentReader } from '../../src/adapters/reader/reader.ts';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import { parseConfig } from '../../src/config/load.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import { type DemoArticle, demoWeb } from '../../src/demo/demoWeb.ts';
import type { Log } from '../../src/domain/ports.ts';
import { edition } from '../../src/pipeline/digest.ts';
import { followFile, retagIfChanged } from '../../src/pipeline/follow.ts';
import { indexStore } from '../../src/pipeline/indexing.ts';
import { searchService } from '../../src/pipeline/search.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import type { ServerDeps } from '../../src/server/context.ts';

/** Tuesday 10 March 2026, 7:05 in Paris. */
export const MORNING = Date.parse('2026-03-10T06:05:00Z');
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export const HOSTILE_TITLE = '<script>alert(1)</script> "Buffer" & co';
export const HOSTILE_BODY =
  'onerror="alert(1)" <img src=x onerror=alert(1)><svg onload=alert(1)><iframe src="javascript:alert(1)"></iframe>';

const article = (source: string, slug: string, title: string, fields: Partial<DemoArticle> = {}): DemoArticle => ({
  source,
  daysAgo: 0,
  at: '05:10',
  lang: 'fr',
  title,
  summary: `${title}. Le reste se lit dans l’article.`,
  slug,
  ...fields,
});

const ARTICLES: DemoArticle[] = [
  article('presse', 'buffer-prix', 'Buffer augmente le prix de son offre de base'),
  article('gazette', 'buffer-prix-2', 'Buffer augmente le prix de son offre de base - La Gazette'),
  article('presse', 'reels', 'Les reels changent de format dès lundi', { at: '04:00' }),
  article('presse', 'hostile', HOSTILE_TITLE, { body: HOSTILE_BODY, at: '03:00' }),
  article('gazette', 'rien', 'Un marché couvert rouvre à Brest', { at: '02:00' }),
];

const CONFIG = (base: string) => `
title: Veille d’essai
language: fr
brand: { name: Atelier Nova }
competitors: [{ id: buffer, name: Buffer }]
topics: [{ id: video, name: Vidéo courte, query: 'reels OR shorts' }]
sources:
  - { feed: "${base}/presse/feed.xml", name: La Presse }
  - { feed: "${base}/gazette/feed.xml", name: La Gazette }
`;

export interface DemoServer {
  deps: ServerDeps;
  webUrl: string;
  swept: string[];
  setNow(now: number): void;
  close(): Promise<void>;
}

/** Everything a page needs, swept from a small press on loopback; the clock stands still unless moved. */
export async function demoServer(
  options: { withDigest?: boolean; hosts?: string[]; baseUrl?: string; allowHosts?: string[]; log?: Log } = {},
): Promise<DemoServer> {
  let now = MORNING;
  const clock = () => now;
  const web = await demoWeb(ARTICLES, 'Europe/Paris', clock);
  const watch = parseConfig(CONFIG(web.url), 'feeds.yaml');
  const store = await openStore(':memory:');
  const embedded = embeddedEngine(':memory:');
  const search = searchService({ store, embedded, watch, wantsServer: false, clock, log: silent });
  const http = politeHttp({
    ...HTTP_DEFAULTS,
    userAgent: 'Vigie/test',
    allowHosts: [new URL(web.url).host, ...(options.allowHosts ?? [])],
  });
  const reader = documentReader({ trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 });
  const swept: string[] = [];
  const deps: ServerDeps = {
    ...{ store, http, reader, search, watch, lexicons: readLexicons(), clock, log: options.log ?? silent },
    secret: 'a secret of the tests',
    baseUrl: options.baseUrl ?? 'http://127.0.0.1:3000',
    hosts: options.hosts ?? ['127.0.0.1', 'localhost'],
    receivePush: () => undefined,
    requestSweep: (source) => swept.push(source ?? 'due'),
    requestTagging: () => void retagIfChanged(deps),
  };
  await followFile(watch.sources, deps);
  await sweep({}, deps);
  await indexStore(deps);
  if (options.withDigest !== false) await edition({}, deps);
  return {
    deps,
    webUrl: web.url,
    swept,
    setNow(instant) {
      now = instant;
    },
    async close() {
      await web.close();
      await reader.close();
      await http.close();
      await embedded.close();
      await store.close();
    },
  };
}
