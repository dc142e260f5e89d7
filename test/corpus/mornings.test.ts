import { afterAll, beforeAll, expect, test } from 'vitest';
import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { documentReader } from '../../src/adapters/reader/reader.ts';
import { embeddedEngine } from '../../src/adapters/search/embedded.ts';
import { openStore } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import { parseConfig } from '../../src/config/load.ts';
import { readProjectFile } from '../../src/config/paths.ts';
import type { Digest } from '../../src/domain/model/digest.ts';
import { HOUR_MS } from '../../src/domain/model/units.ts';
import type { Deps } from '../../src/pipeline/deps.ts';
import { dueEdition } from '../../src/pipeline/digest.ts';
import { followFile } from '../../src/pipeline/follow.ts';
import { searchService } from '../../src/pipeline/search.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { type Replay, startReplay } from '../support/replay.ts';

const FIRST = Date.parse('2026-07-10T04:00:00Z');
const DAYS = 10;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Whom a community manager of a technology agency would watch in the timeline's press. */
const WATCH = `
timezone: Europe/Paris
brand: { name: Mistral, aliases: ["Mistral AI"] }
competitors:
  - { id: openai, name: OpenAI, aliases: [ChatGPT] }
  - { id: meta, name: Meta, aliases: ["=Meta", Facebook, Instagram, WhatsApp] }
  - { id: google, name: Google, aliases: [Gemini, YouTube, Alphabet] }
  - { id: apple, name: Apple, aliases: ["=Apple", iPhone] }
  - { id: tiktok, name: TikTok, aliases: [ByteDance] }
topics:
  - { id: ia, name: IA, query: '"intelligence artificielle" OR =IA OR =AI OR LLM' }
  - { id: reseaux, name: Réseaux sociaux, query: '"réseaux sociaux" OR "social media" OR Bluesky OR LinkedIn OR Reddit' }
  - { id: regles, name: Réglementation, query: 'CNIL OR RGPD OR GDPR OR antitrust OR "AI Act" OR amende OR lawsuit' }
  - { id: pub, name: Publicité, query: 'publicité OR advertising OR =ads OR sponsor*' }
`;

let replay: Replay;
let deps: Deps;
let now = FIRST;
const digests: Digest[] = [];

beforeAll(async () => {
  replay = await startReplay();
  const sources = (await replay.timelineSources()).map(
    ({ id, name }) => `  - { feed: "${replay.url}/timeline/${id}.rss", name: ${JSON.stringify(name)} }`,
  );
  const watch = parseConfig(`${WATCH}sources:\n${sources.join('\n')}\n`, 'feeds.yaml');
  const store = await openStore(':memory:');
  const clock = () => now;
  const search = searchService({
    store,
    embedded: embeddedEngine(':memory:'),
    watch,
    wantsServer: false,
    clock,
    log: silent,
  });
  const http = politeHttp({ ...HTTP_DEFAULTS, userAgent: 'Vigie/test', allowHosts: ['127.0.0.1'], perHost: 8 });
  const reader = documentReader({ trackingList: readProjectFile('config/trackingParams.txt'), wordsPerMinute: 230 });
  deps = { store, http, reader, search, watch, lexicons: readLexicons(), clock, log: silent };
  await followFile(watch.sources, deps);
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    now = FIRST + hour * HOUR_MS + 45 * 60_000;
    await replay.clock(now);
    await sweep({}, deps);
    const digest = await dueEdition(deps);
    if (digest) digests.push(digest);
  }
}, 600_000);

afterAll(async () => {
  await deps.reader.close();
  await replay.close();
});

test('every morning has its edition, numbered in order', () => {
  expect(digests.map(({ number }) => number)).toEqual(Array.from({ length: DAYS }, (_, index) => index + 1));
});

test('each edition is within 2 minutes of the hour when there is enough to read, and never over', () => {
  const figures = digests.map(({ date, plannedMinutes, budgetMinutes, considered, sections }) => ({
    date,
    plannedMinutes,
    considered,
    stories: sections.flatMap(({ stories }) => stories).length,
    budgetMinutes,
  }));
  process.stdout.write(
    `${figures.map(({ date, plannedMinutes, stories, considered }) => `${date}: ${plannedMinutes} min, ${stories} stories of ${considered.stories} (${considered.items} items)`).join('\n')}\n`,
  );
  for (const { plannedMinutes, budgetMinutes } of figures) {
    expect(plannedMinutes).toBeLessThanOrEqual(budgetMinutes);
    expect(plannedMinutes).toBeGreaterThanOrEqual(budgetMinutes - 2);
  }
});

test('no story is told on two days', () => {
  const ids = digests.flatMap(({ sections }) => sections.flatMap(({ stories }) => stories.map(({ id }) => id)));
  expect(new Set(ids).size).toBe(ids.length);
});

test('the points of every story sum exactly to its score, and every story left out has a reason', () => {
  for (const { sections, leftOut, considered } of digests) {
    const stories = sections.flatMap((section) => section.stories);
    for (const { reasons, score } of stories) expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
    expect(stories.length + leftOut.length).toBe(considered.stories);
  }
});
