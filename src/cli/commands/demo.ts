import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseConfig } from '../../config/load.ts';
import { readProjectFile } from '../../config/paths.ts';
import { type DemoArticle, type DemoPage, demoWeb } from '../../demo/demoWeb.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/model/units.ts';
import { dayStart, localDay } from '../../pipeline/days.ts';
import { edition } from '../../pipeline/digest.ts';
import { indexStore } from '../../pipeline/indexing.ts';
import { sweep } from '../../pipeline/sweep.ts';
import type { Context } from '../main.ts';
import { progressBar } from '../output.ts';
import { type App, wire } from '../wire.ts';
import { runServer } from './serve.ts';

/** Days of history the demo lives through before it opens. */
const DAYS = 4;
const OPENS_AT_MS = 7 * HOUR_MS + 5 * MINUTE_MS;

/** The same app offline: an invented trade on a loopback web, swept day by day through the real pipeline. */
export async function demo({ env, out }: Context): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-demo-'));
  const articles = parse(readProjectFile('config/demo/articles.yaml')) as DemoArticle[];
  const pages = parse(readProjectFile('config/demo/pages.yaml')) as DemoPage[];
  const timezone = 'Europe/Paris';
  const opening = dayStart(localDay(Date.now(), timezone), timezone) + OPENS_AT_MS;
  let now = opening;
  const web = await demoWeb(articles, timezone, () => now, pages);
  const config = parseConfig(
    readProjectFile('config/demo/feeds.yaml').replaceAll('{{base}}', web.url),
    'config/demo/feeds.yaml',
  );
  const app = await wire(
    {
      ...env,
      isExample: false,
      logLevel: env.logLevel === 'info' ? 'warn' : env.logLevel,
      dataFolder: folder,
      allowHosts: [new URL(web.url).host],
    },
    { config, clock: () => now },
  );
  try {
    const started = Date.now();
    const bar = progressBar('demo');
    for (const [index, morning] of mornings(opening, timezone).entries()) {
      now = morning;
      await liveThrough(app);
      bar.update(index + 1, DAYS);
    }
    bar.stop();
    // From here on time passes, from five past seven: the demo opens in the morning whenever it is started.
    const ticking = setInterval(() => {
      now = opening + Date.now() - started;
    }, 1000);
    ticking.unref();
    return await runServer(app, out);
  } finally {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Half past six on each of the last days. */
function mornings(now: number, timezone: string): number[] {
  const days = Array.from({ length: DAYS }, (_, index) => localDay(now - (DAYS - 1 - index) * DAY_MS, timezone));
  return days.map((day) => dayStart(day, timezone) + 6.5 * HOUR_MS);
}

async function liveThrough({ deps }: App): Promise<void> {
  await sweep({ force: true }, deps);
  await edition({}, deps);
  await indexStore(deps);
}
