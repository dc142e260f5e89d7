import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { documentReader } from '../../src/adapters/reader/reader.ts';
import { openStore } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import { parseConfig } from '../../src/config/load.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import type { Source } from '../../src/domain/model/source.ts';
import type { Deps } from '../../src/pipeline/deps.ts';
import { sweep } from '../../src/pipeline/sweep.ts';

/** Run as a process of its own, with the memory it is given: sweeps the sources of its argument and tells what came. */
const [, , sources = '[]', readerHeapMb = '512'] = process.argv;
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const http = politeHttp({ ...HTTP_DEFAULTS, userAgent: 'Vigie/test', allowHosts: ['127.0.0.0/8'], totalMs: 60_000 });
const store = await openStore(':memory:');
const settings = { trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 };
const reader = documentReader(settings, 15_000, Number(readerHeapMb));
const watch = parseConfig('title: Veille', 'feeds.yaml');
// A sweep asks no search.
const lexicons = readLexicons();
const deps = { store, http, reader, watch, lexicons, clock: Date.now, log: silent } as unknown as Deps;
for (const source of JSON.parse(sources) as Source[]) await store.sources.follow(source, Date.now());
const report = await sweep({ force: true }, deps);
const names = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source.url]));
const came: Record<string, string | number> = {};
for (const { source, problem } of report.failures) came[names.get(source) ?? source] = problem.kind;
for (const [id, url] of names) came[url] ??= (await store.items.listOfSource(id as never, 10_000)).length;
process.stdout.write(JSON.stringify({ came, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
await reader.close();
await http.close();
await store.close();
