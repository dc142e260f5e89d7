// Are watched actors found where they are named, and not where their names are common words? 500 cases written for this
// (eval/labels/mentions.jsonl) by somebody who had not seen the code, beside plain substrings and whole words.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (name) => readFileSync(new URL(`labels/${name}`, import.meta.url), 'utf8');

export async function evaluateMentions({ load }) {
  const { tagger } = await load('domain/enrich/tagger.js');
  const { readLexicons } = await load('config/lexicons.js');
  const { foldText } = await load('domain/query/words.js');
  const actors = parse(read('mentionActors.yaml')).map((actor) => ({ isBrand: false, aliases: [], not: [], ...actor }));
  const cases = read('mentions.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const clock = { now: 0, dayStart: () => 0 };
  const tag = tagger(actors, [], { idsOf: () => [], marked: () => [] }, clock, readLexicons());
  const names = actors.map(({ id, name, aliases }) => ({
    id,
    folded: [name, ...aliases].map((each) => foldText(each.replace(/^=/, ''))),
  }));
  const within = (found) => (text) =>
    names.filter(({ folded }) => folded.some((each) => found(text, each))).map(({ id }) => id);
  const finders = {
    'plain substring': ({ title, text }) => within((all, name) => all.includes(name))(foldText(`${title} ${text}`)),
    'whole words': ({ title, text }) =>
      within((all, name) => ` ${all} `.includes(` ${name} `))(foldText(`${title} ${text}`)),
    Vigie: ({ title, text, lang }) =>
      tag(
        { id: 'x', title, text, language: lang, categories: [], enclosures: [], seenAt: 0 },
        { id: 's', name: '', tags: [] },
      ).actors.map(({ id }) => id),
  };
  const parts = {
    all: cases,
    'made on': cases.filter((_, index) => index % 2 === 0),
    'the other half': cases.filter((_, index) => index % 2 === 1),
  };
  const rows = [];
  for (const [set, some] of Object.entries(parts))
    for (const [by, find] of Object.entries(finders)) {
      let [right, wrong, missed] = [0, 0, 0];
      for (const each of some) {
        const found = new Set(find(each));
        const named = [...found].filter((id) => each.actors.includes(id)).length;
        right += named;
        wrong += found.size - named;
        missed += each.actors.filter((id) => !found.has(id)).length;
      }
      rows.push({
        set,
        cases: some.length,
        by,
        precision: (right / (right + wrong)).toFixed(3),
        recall: (right / (right + missed)).toFixed(3),
        wrong,
        missed,
      });
    }
  return { rows };
}
