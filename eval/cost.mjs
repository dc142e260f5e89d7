// What understanding costs: the timeline's items, told again and again month after month, are enriched, grouped and stored
// as sweeps do it. A story's members fade, so an item must cost as little at the end of the archive as at its beginning.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeline } from './titles.mjs';

const HOUR_MS = 3_600_000;
const PERIOD_MS = 72 * 24 * HOUR_MS;
/** Items of one sweep. */
const BATCH = 250;
const PART = 10_000;
const ARCHIVE = 100_000;

export async function evaluateCost({ shared, load }) {
  const { openStore } = await load('adapters/store/open.js');
  const { loadConfig } = await load('config/load.js');
  const { actors, topics } = loadConfig('feeds.example.yaml');
  const { tagger } = await load('domain/enrich/tagger.js');
  const { catalog } = await load('domain/query/catalog.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { group, storyWindow, STORY_WINDOW_MS } = await load('domain/stories/group.js');
  const { sourceId, itemId, storyId } = await load('domain/model/ids.js');
  const lexicons = readLexicons();
  const tag = tagger(actors, topics, catalog(actors, topics, new Map()), { now: 0, dayStart: () => 0 }, lexicons);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-cost-'));
  const store = await openStore(join(folder, 'vigie.db'));
  for (const name of new Set([...timeline(shared).values()].map(({ source }) => source))) {
    const url = feedOf(name);
    const source = { id: sourceId('feed', url), kind: 'feed', url, weight: 1, tags: [], ignore: [], origin: 'file' };
    await store.sources.follow(source, 0);
  }
  const items = retold([...timeline(shared).values()], { sourceId, itemId, storyId });
  const spent = { enrich: 0, group: 0, store: 0 };
  const timed = async (what, work) => {
    const from = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(from);
    spent[what] += (user + system) / 1e6;
    return result;
  };
  const rows = [];
  let memory = 0;
  for (let done = 0; done < ARCHIVE; done += BATCH) {
    const batch = items(done, BATCH);
    const now = batch[0].seenAt;
    const tagged = await timed('enrich', () =>
      batch.map((item) => tag(item, { id: item.sourceId, name: '', tags: [] })),
    );
    const grouped = await timed('group', async () =>
      group(
        tagged,
        storyWindow(await store.items.listKeysSeenSince(now - STORY_WINDOW_MS - HOUR_MS), now, lexicons.retelling),
        false,
      ),
    );
    await timed('store', () =>
      store.transaction(async (tx) => tx.items.insert(grouped, await tx.outbox.takeRevisions(grouped.length))),
    );
    memory = Math.max(memory, process.memoryUsage().rss);
    if ((done + BATCH) % PART === 0) {
      const { enrich, group: grouping } = spent;
      rows.push({
        items: `${done + BATCH - PART + 1}–${done + BATCH}`,
        'enriched, s of CPU': enrich.toFixed(1),
        'grouped, s of CPU': grouping.toFixed(1),
        'both per item, ms': (((enrich + grouping) / PART) * 1000).toFixed(2),
        'peak, MB': Math.round(memory / 1e6),
      });
      Object.assign(spent, { enrich: 0, group: 0, store: 0 });
    }
  }
  await store.close();
  rmSync(folder, { recursive: true });
  const perItem = (row) => Number(row['both per item, ms']);
  return {
    rows: [rows[0], rows[4], rows[9]],
    totals: { 'an item at 100,000 archived beside one at 10,000': (perItem(rows[9]) / perItem(rows[0])).toFixed(2) },
  };
}

const feedOf = (name) => `https://${name}.example/feed`;

/** Items in order of time, the timeline anew every 72 days, each with the text of some neighbours: about 200 words. */
const retold = (all, { sourceId, itemId, storyId }) => {
  const sorted = all.toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  const one = (index) => {
    const round = Math.floor(index / sorted.length);
    const { source, title, summary, url, lang, publishedAt } = sorted[index % sorted.length];
    const text = Array.from({ length: 5 }, (_, at) => sorted[(index + at) % sorted.length].summary ?? '').join('\n');
    const at = Date.parse(publishedAt) + round * PERIOD_MS;
    const from = sourceId('feed', feedOf(source));
    const id = itemId(from, `${url} ${round}`);
    return {
      ...{ id, sourceId: from, storyId: storyId(id), title, text, summary: summary ?? '', html: '', language: lang },
      ...{ url: `${url}#${round}`, seenAt: at, publishedAt: at, categories: [], enclosures: [], words: 200 },
      ...{ readingMinutes: 1, contentHash: id, topics: [], actors: [], firstSweep: false },
    };
  };
  return (from, count) => Array.from({ length: count }, (_, at) => one(from + at));
};
