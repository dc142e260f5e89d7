// Stories. News-T: titles of the web in stream order with the story each tells, one setting; and pairs of the timeline that a
// reader judged, near the threshold, on the setting that ships.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeline } from './titles.mjs';

/** News-T's stories have a hundred texts each: affairs rather than news. */
const AFFAIRS = { join: 0.12, merge: 0.16, mergeEvery: 200, openMs: 1e15, longestMs: 1e15, shared: 2 };

export async function evaluateStories({ shared, load }) {
  const { newsIndex } = await load('domain/stories/newsIndex.js');
  const { stemOf } = await load('domain/enrich/stem.js');
  const { SAME_NEWS } = await load('domain/stories/group.js');
  const texts = lines(readFileSync(join(shared, 'eval/stories-news-t.jsonl'), 'utf8'));
  const run = (settings) => {
    const index = newsIndex(settings);
    const became = new Map();
    const ids = texts.map(({ textCleaned }, at) => {
      const terms = new Map();
      for (const word of textCleaned.split(' '))
        terms.set(stemOf(word, 'en'), (terms.get(stemOf(word, 'en')) ?? 0) + 1);
      const { id } = index.join({ at, terms }, `story-${at}`);
      for (const { from, into } of index.merged()) became.set(from, into);
      return id;
    });
    const last = (id) => (became.has(id) ? last(became.get(id)) : id);
    return agreement(
      texts.map(({ clusterNo }) => clusterNo),
      ids.map(last),
    );
  };
  const byTitle = agreement(
    texts.map(({ clusterNo }) => clusterNo),
    texts.map(({ textCleaned }) => [...new Set(textCleaned.split(' '))].sort().join(' ')),
  );
  const rows = [
    { set: 'News-T, 11,109 titles', by: 'same words', ...byTitle },
    { set: 'News-T, 11,109 titles', by: 'no merging', ...run({ ...AFFAIRS, merge: 2 }) },
    { set: 'News-T, 11,109 titles', by: 'Vigie', ...run(AFFAIRS) },
  ];
  return { rows, pairs: pairRows(timeline(shared), SAME_NEWS, await sameEventOf(load)) };
}

const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Normalised mutual information and B-cubed of two groupings. */
function agreement(gold, said) {
  const count = (keys) => {
    const counts = new Map();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const n = gold.length;
  const [golds, saids] = [count(gold), count(said)];
  const both = count(gold.map((each, at) => `${each}\t${said[at]}`));
  let [information, precision, recall] = [0, 0, 0];
  for (const [key, together] of both) {
    const [a, b] = key.split('\t');
    const [inGold, inSaid] = [golds.get(Number(a)), saids.get(b)];
    information += (together / n) * Math.log((n * together) / (inGold * inSaid));
    precision += together ** 2 / inSaid / n;
    recall += together ** 2 / inGold / n;
  }
  const entropy = (counts) => -[...counts.values()].reduce((sum, each) => sum + (each / n) * Math.log(each / n), 0);
  return {
    NMI: (information / Math.sqrt(entropy(golds) * entropy(saids))).toFixed(3),
    'B³ P': precision.toFixed(3),
    'B³ R': recall.toFixed(3),
    'B³ F1': ((2 * precision * recall) / (precision + recall)).toFixed(3),
    stories: saids.size,
  };
}

/** The judged pairs: of those that ship as one story, how many tell the same news, and how many that do are found. */
function pairRows(items, { member, sameEvent }, isSameEvent) {
  const judged = lines(readFileSync(new URL('labels/pairs.jsonl', import.meta.url), 'utf8')).map((pair) => ({
    ...pair,
    hours: Math.abs(Date.parse(items.get(pair.a).publishedAt) - Date.parse(items.get(pair.b).publishedAt)) / 3_600_000,
    sameSource: items.get(pair.a).source === items.get(pair.b).source,
  }));
  // `near` is the cosine when the pair came by: what is rare depends on what came before.
  const near = judged.filter(({ sameSource }) => !sameSource);
  const asked = ({ hours }) => member.least + member.perHour * hours;
  const row = (by, joins) => {
    const joined = near.filter(joins);
    const right = joined.filter(({ same }) => same).length;
    return {
      by,
      pairs: near.length,
      joined: joined.length,
      precision: (right / joined.length).toFixed(3),
      recall: (right / near.filter(({ same }) => same).length).toFixed(3),
    };
  };
  return [
    row('cosine 0.5 alone', ({ near: cosine }) => cosine >= 0.5),
    row('more for each hour between', (pair) => pair.near >= asked(pair)),
    row(
      'Vigie: less for the same event',
      (pair) => pair.near >= asked(pair) - (isSameEvent(items.get(pair.a), items.get(pair.b)) ? sameEvent : 0),
    ),
  ];
}

/** Whether two titles say that the same happened to the same. */
async function sameEventOf(load) {
  const { tagger } = await load('domain/enrich/tagger.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { namesIn } = await load('domain/stories/terms.js');
  const { isAct } = await load('domain/model/event.js');
  const tag = tagger([], [], { idsOf: () => [], marked: () => [] }, { now: 0, dayStart: () => 0 }, readLexicons());
  const eventOf = ({ title, summary, lang }) =>
    tag(
      { id: 'x', title, text: summary ?? '', language: lang, categories: [], enclosures: [], seenAt: 0 },
      { id: 's', name: '', tags: [] },
    ).event;
  return (a, b) => {
    const [one, other] = [eventOf(a), eventOf(b)];
    return isAct(one) && isAct(other) && one.type === other.type && !namesIn(a.title).isDisjointFrom(namesIn(b.title));
  };
}
