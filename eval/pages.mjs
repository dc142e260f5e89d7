// What the page watch tells of the corpus's 30 pages through all their versions, and how often it is fooled by what a
// page grows and sheds by itself, beside a line diff of the visible text, which is what one would write in an hour.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load as parse } from 'cheerio';
// The noise is the tests' own; Node reads its types away.
import { withNoise } from '../test/support/pageNoise.ts';

const NOISES = 20;
const HOUR_MS = 3_600_000;

/**
 * @param shared the shared folder, with corpus/manifest.json
 * @param load imports a compiled module of the project: load('domain/sources/page.js')
 * @returns a row for each page: versions, items and items with prices told, readings that differ in noise only, and how
 *   many of those were told, by the watch and by the baseline
 */
export async function evaluatePages({ shared, load }) {
  const { readPage } = await load('domain/sources/page.js');
  const { decodeText } = await load('domain/parse/charset.js');
  const { documents } = JSON.parse(readFileSync(join(shared, 'corpus/manifest.json'), 'utf8'));
  const pages = documents.filter(({ kind, versions }) => kind === 'page' && versions);
  const rows = pages.map((page) => rowOf(page, { shared, readPage, decodeText }));
  return { rows, totals: totalsOf(rows) };
}

function rowOf(page, { shared, readPage, decodeText }) {
  const row = { page: page.id, versions: 0, changes: 0, priceChanges: 0, noisyReadings: 0, falseAlarms: 0 };
  const naive = { changes: 0, falseAlarms: 0 };
  let memory = {};
  let lastLines;
  for (const { at, file } of page.versions) {
    const body = readFileSync(join(shared, 'corpus', file));
    const html = decodeText(body, page.contentType);
    const now = Date.parse(at);
    const reading = readPage(documentOf(page, body, now, memory));
    const lines = visibleLines(html);
    row.versions += 1;
    row.changes += reading.entries.length;
    row.priceChanges += reading.entries.filter(({ change }) => change.prices.length > 0).length;
    naive.changes += Number(lastLines !== undefined && lastLines !== lines);
    const clean = readPage(documentOf(page, body, now, {})).memory;
    for (let noise = 0; noise < NOISES; noise++) {
      const later = now + noise * HOUR_MS;
      const noisy = withNoise(html, noise, later);
      const { entries } = readPage(documentOf(page, Buffer.from(noisy), later, clean));
      row.noisyReadings += 1;
      row.falseAlarms += entries.length;
      naive.falseAlarms += Number(visibleLines(noisy) !== lines);
    }
    memory = reading.memory;
    lastLines = lines;
  }
  return { ...row, naiveChanges: naive.changes, naiveFalseAlarms: naive.falseAlarms };
}

function documentOf(page, body, now, memory) {
  const url = page.url ?? `https://pages.example/${page.id}`;
  const language = page.language === 'fr' ? 'fr' : 'en';
  const source = { kind: 'page', url, ignore: [] };
  return { source, body, contentType: page.contentType, finalUrl: url, memory, now, language };
}

/** The text of a page line by line, each trimmed, nothing else done to it. */
function visibleLines(html) {
  const $ = parse(html);
  $('script, style, noscript, template, head').remove();
  $('p, div, li, tr, br, h1, h2, h3, h4, h5, h6, section, article').after('\n');
  return $('body')
    .text()
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
}

function totalsOf(rows) {
  const { page: _, ...figures } = rows[0];
  const sum = (what) => rows.reduce((total, row) => total + row[what], 0);
  return { pages: rows.length, ...Object.fromEntries(Object.keys(figures).map((what) => [what, sum(what)])) };
}
