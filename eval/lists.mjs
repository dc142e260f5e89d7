// How often the list guesser reads an index page as a person would, beside a naive reader of the same pages.
// The truth is eval/lists.yaml; the pages are the shared corpus's, of which nothing is copied here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load as parse } from 'cheerio';
import { parse as parseYaml } from 'yaml';

/** From these shares on, a reading is right: links found, entries that are true, titles that agree. */
const RIGHT = { recall: 0.9, precision: 0.9, titles: 0.8 };

/**
 * @param shared the shared folder, with corpus/manifest.json
 * @param load imports a compiled module of the project: load('domain/sources/listGuess.js')
 */
export async function evaluateLists({ shared, load }) {
  const { guessLists } = await load('domain/sources/listGuess.js');
  const { readList } = await load('domain/sources/list.js');
  const { decodeText } = await load('domain/parse/charset.js');
  const labels = parseYaml(readFileSync(new URL('lists.yaml', import.meta.url), 'utf8'));
  const { documents } = JSON.parse(readFileSync(join(shared, 'corpus/manifest.json'), 'utf8'));
  const rows = Object.entries(labels.pages).map(([id, label]) => {
    const document = documents.find((one) => one.id === id);
    if (!document) throw new Error(`eval/lists.yaml: no page is called ${id}`);
    const files = document.versions?.map(({ file }) => file) ?? [document.file];
    const readings = files.flatMap((file) => {
      const body = readFileSync(join(shared, 'corpus', file));
      const page = { body, contentType: document.contentType, finalUrl: label.url ?? document.url };
      return judge(page, label, { guessLists, readList, decodeText });
    });
    return rowOf(id, label, readings);
  });
  return { rows, totals: totalsOf(rows) };
}

function judge({ body, contentType, finalUrl }, label, { guessLists, readList, decodeText }) {
  const entriesBy = (selectors) => {
    const reading = readList({ source: selectors, body, contentType, finalUrl, memory: {}, now: 0 });
    return (reading.entries ?? []).map(({ title, url, base }) => ({ title: folded(title), key: keyOf(url, base) }));
  };
  const truths = label.entries.map(entriesBy).filter(({ length }) => length > 0);
  if (truths.length === 0) throw new Error(`eval/lists.yaml: nothing of ${finalUrl} fits ${label.entries[0].item}`);
  // A version of a page with one entry yet is no list.
  if (truths.every(({ length }) => length < 2)) return [];
  const isRight = (selectors) => truths.some((truth) => agrees(entriesBy(selectors), truth));
  const html = decodeText(body, contentType);
  const guesses = guessLists(html, finalUrl);
  return {
    item: guesses[0]?.item,
    first: guesses.slice(0, 1).some(isRight),
    any: guesses.some(isRight),
    naive: isRight({ item: naiveItem(html) }),
  };
}

/** What one would write in five minutes: the articles, else the commonest class of an element with a link. */
function naiveItem(html) {
  const $ = parse(html);
  if ($('article').length >= 2) return 'article';
  const counts = new Map();
  for (const node of $('body [class]:has(a[href])').toArray())
    for (const token of node.attribs.class.split(/\s+/).filter((name) => /^[A-Za-z_][\w-]*$/.test(name)))
      counts.set(token, (counts.get(token) ?? 0) + 1);
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1]);
  return commonest ? `.${commonest[0]}` : 'article';
}

const folded = (title = '') => title.replace(/\s+/g, ' ').trim().toLowerCase();

const keyOf = (url, base) => (url && URL.canParse(url, base) ? new URL(url, base).href : undefined);

/** Entries without an address are told apart by their title. */
function agrees(found, truth) {
  const nameOf = ({ key, title }) => key ?? title;
  const [foundNames, titles] = [
    new Set(found.map(nameOf)),
    new Map(truth.map((entry) => [nameOf(entry), entry.title])),
  ];
  const trueOnes = found.filter((entry) => titles.has(nameOf(entry)));
  const share = (part, whole) => (whole === 0 ? 0 : part / whole);
  return (
    share([...titles.keys()].filter((name) => foundNames.has(name)).length, titles.size) >= RIGHT.recall &&
    share(trueOnes.length, found.length) >= RIGHT.precision &&
    share(trueOnes.filter((entry) => titles.get(nameOf(entry)) === entry.title).length, trueOnes.length) >= RIGHT.titles
  );
}

function rowOf(id, { set, entries }, readings) {
  const count = (what) => readings.filter((reading) => reading[what]).length;
  return {
    id,
    set,
    versions: readings.length,
    firstRight: count('first'),
    anyRight: count('any'),
    naiveRight: count('naive'),
    item: readings.at(-1).item,
    expected: entries.map(({ item }) => item).join(' | '),
  };
}

/** Versions of one page are much alike: pages count one each, and a page is right when all its versions are. */
function totalsOf(rows) {
  const sets = { all: rows, ...Object.groupBy(rows, ({ set }) => set) };
  const sum = (list, what) => list.reduce((total, row) => total + row[what], 0);
  const pages = (list, what) => list.filter((row) => row[what] === row.versions).length;
  return Object.fromEntries(
    Object.entries(sets).map(([set, list]) => [
      set,
      {
        pages: list.length,
        firstRight: pages(list, 'firstRight'),
        anyRight: pages(list, 'anyRight'),
        naiveRight: pages(list, 'naiveRight'),
        versions: sum(list, 'versions'),
        versionsFirstRight: sum(list, 'firstRight'),
        versionsAnyRight: sum(list, 'anyRight'),
        versionsNaiveRight: sum(list, 'naiveRight'),
      },
    ]),
  );
}
