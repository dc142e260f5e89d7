// The alert on bad buzz: bad news put into the timeline about well-known companies (at least five sources a day for two days,
// and three times their usual number), how much of it is told within a day, and what is told without any.
import { timeline } from './titles.mjs';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2026-07-18T00:00:00Z');
const LAST_DAY = Date.parse('2026-08-20T00:00:00Z');
const HISTORY_FROM = Date.parse('2026-06-24T00:00:00Z');
const NAMES = [
  'OpenAI',
  'Anthropic',
  'Google',
  'Microsoft',
  'Amazon',
  'Nvidia',
  'SpaceX',
  'TikTok',
  'Mistral',
  'Cursor',
];

export async function evaluateBuzz({ shared, load }) {
  const { buzzOf } = await load('domain/trends/buzz.js');
  const stories = await storiesOf(shared, load);
  const sources = [...new Set(stories.flatMap(({ sourceIds }) => sourceIds))];
  let [found, injected, days] = [0, 0, 0];
  const told = [];
  for (const [seed, name] of NAMES.entries()) {
    const own = stories.filter(({ actors }) => actors.includes(name));
    const alertOn = (day, more = []) =>
      buzzOf(name, [...own, ...more], day + DAY_MS - 1, Math.floor((day - HISTORY_FROM) / DAY_MS));
    const quiet = [];
    for (let day = FIRST_DAY; day < LAST_DAY; day += DAY_MS) {
      days += 1;
      const alert = alertOn(day);
      if (alert) told.push(`${name} ${new Date(day).toISOString().slice(0, 10)}: ${titleOf(own, alert)}`);
      else quiet.push(day);
    }
    const usual = own.filter(({ at }) => at >= FIRST_DAY && at < LAST_DAY).length / ((LAST_DAY - FIRST_DAY) / DAY_MS);
    for (const day of [quiet[seed], quiet[seed + 8], quiet[seed + 16]]) {
      injected += 1;
      if (alertOn(day, badNews(Math.max(5, Math.round(2 * usual)), day, sources, seed))) found += 1;
    }
  }
  return {
    totals: {
      'companies watched': NAMES.length,
      'bursts of bad news put in': injected,
      'told within a day': `${found}/${injected}`,
      'alerts on a company in 30 days, without any put in': ((30 * told.length) / days).toFixed(2),
    },
    told: told.map((line) => ({ 'alerts without any put in, each with its first story': line })),
  };
}

const titleOf = (own, { firstItemId }) => own.find(({ itemIds }) => itemIds.includes(firstItemId))?.title ?? '';

/** The timeline as the product keeps it: tagged, judged and grouped. */
async function storiesOf(shared, load) {
  const { tagger } = await load('domain/enrich/tagger.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { group, storyWindow } = await load('domain/stories/group.js');
  const actors = NAMES.map((name) => ({ id: name, name, isBrand: false, aliases: [], not: [] }));
  const lexicons = readLexicons();
  const tag = tagger(actors, [], { idsOf: () => [], marked: () => [] }, { now: 0, dayStart: () => 0 }, lexicons);
  const items = [...timeline(shared).values()]
    .map((item) => ({ ...item, at: Date.parse(item.publishedAt) }))
    .filter(({ at }) => at >= HISTORY_FROM)
    .sort((a, b) => a.at - b.at)
    .map(({ id, source, title, summary, url, lang, at }) => {
      const given = { id, title, text: summary ?? '', summary: summary ?? '', language: lang, url, sourceId: source };
      const dates = { seenAt: at, publishedAt: at, categories: [], enclosures: [] };
      return tag({ ...given, ...dates }, { id: source, name: '', tags: [] });
    });
  const grouped = group(items, storyWindow([], HISTORY_FROM, lexicons.retelling), false);
  return [...Map.groupBy(grouped, ({ storyId }) => storyId).values()].map((members) => ({
    storyId: members[0].storyId,
    title: members[0].title,
    at: members[0].publishedAt,
    itemIds: members.map(({ id }) => id),
    sourceIds: [...new Set(members.map(({ sourceId }) => sourceId))],
    actors: [...new Set(members.flatMap((member) => member.actors.map(({ id }) => id)))],
    tone: members.find(({ tone }) => tone)?.tone.tone,
  }));
}

const badNews = (count, day, sources, seed) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ storyId: `x${seed}-${day}-${at}`, itemIds: [`x${seed}-${day}-${at}`], tone: 'negative' },
    sourceIds: [sources[(seed * 7 + at * 3) % sources.length]],
    at: day + (at + 1) * 3_600_000,
  }));
