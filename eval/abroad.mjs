// Stories across French and English: what joins on the timeline in stream order, as two readers judged it. The weeks before
// those that retellings were learned on.
import { readFileSync } from 'node:fs';
import { tellingReader } from './retellings.mjs';
import { timeline } from './titles.mjs';

const LEARNED_FROM = '2026-08-01';
const SUM = /(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|millions?|milliards?|billion|euros|dollars))/giu;

export async function evaluateAbroad({ shared, load }) {
  const { acrossLanguages } = await load('domain/stories/acrossLanguages.js');
  const { STORY_WINDOW_MS } = await load('domain/stories/group.js');
  const { readLexicons } = await load('config/lexicons.js');
  const lines = readFileSync(new URL('labels/abroad.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const judged = new Map(lines.map((line) => JSON.parse(line)).map(({ a, b, said }) => [`${a} ${b}`, said]));
  const items = [...timeline(shared).values()]
    .filter(({ publishedAt }) => publishedAt < LEARNED_FROM)
    .map((item) => ({ ...item, at: Date.parse(item.publishedAt) }))
    .sort((a, b) => a.at - b.at);
  const { retelling } = readLexicons();
  const tellingOf = await tellingReader(load);
  const abroad = acrossLanguages(STORY_WINDOW_MS, retelling);
  const joined = items.flatMap((item) => {
    const telling = tellingOf(item);
    const other = abroad.find(telling, item.at);
    abroad.add(telling, item.at, item.id);
    return other === undefined ? [] : [`${item.id} ${other}`];
  });
  return {
    rows: [
      { by: 'a name and a sum alike', ...figures(sumsAlike(items, STORY_WINDOW_MS), judged) },
      { by: 'Vigie', ...figures(joined, judged) },
    ],
  };
}

/** What one name and one sum of money in common join. */
function sumsAlike(items, withinMs) {
  const known = new Map();
  return items.flatMap(({ id, title, lang, at }) => {
    const sums = (title.match(SUM) ?? []).map((sum) => sum.replace(/[^\d]/g, '')).filter((sum) => sum.length > 1);
    const names = title.match(/\p{Lu}[\p{L}\d]{3,}/gu) ?? [];
    const facts = sums.flatMap((sum) => names.map((name) => `${name} ${sum}`));
    const other = facts
      .flatMap((fact) => known.get(fact) ?? [])
      .find((each) => each.lang !== lang && at - each.at <= withinMs);
    for (const fact of facts) known.set(fact, [...(known.get(fact) ?? []), { id, lang, at }]);
    return other ? [`${id} ${other.id}`] : [];
  });
}

function figures(pairs, judged) {
  const said = pairs.flatMap((pair) => (judged.has(pair) ? [judged.get(pair)] : []));
  const isSame = ([one, other]) => one === 2 && other === 2;
  const isDoubtful = ([one, other]) => (one === 2) !== (other === 2);
  return {
    joined: pairs.length,
    judged: said.length,
    'same news': said.filter(isSame).length,
    doubtful: said.filter(isDoubtful).length,
    'same affair': said.filter((each) => !isSame(each) && !isDoubtful(each) && Math.max(...each) === 1).length,
    'other news': said.filter((each) => Math.max(...each) === 0).length,
  };
}
