import { load } from 'cheerio';
import { contentHash } from '../model/ids.ts';
import { readableText } from '../normalise/html.ts';
import { decodeText } from '../parse/charset.ts';
import type { Document, RawReading } from './read.ts';

/** Changed lines shown in the item. */
const MAX_LINES = 40;

/**
 * A watched page: its zone's text, compared line by line with the last reading. One item per change; the first
 * reading is remembered and makes none.
 */
export function readPage({ source, body, contentType, finalUrl, memory }: Document): RawReading {
  const $ = load(decodeText(body, contentType));
  const pageTitle = $('title').first().text().trim();
  const language = $('html').attr('lang');
  for (const selector of source.ignore) $(selector).remove();
  const zone = $(source.select ?? 'body');
  const text = zone
    .toArray()
    .map((node) => readableText($.html(node)).text)
    .join('\n')
    .trim();
  if (text === '')
    return { kind: 'problem', problem: { kind: 'selector-not-found', params: { selector: source.select ?? 'body' } } };
  const remembered = {
    pageText: text,
    ...(pageTitle && { feedTitle: pageTitle }),
    ...(language && { feedLanguage: language }),
  };
  const change = memory.pageText === undefined ? undefined : lineChange(memory.pageText, text);
  if (!change) return { kind: 'entries', entries: [], memory: remembered };
  const entry = {
    guid: `${finalUrl}#${contentHash(text)}`,
    title: `${source.name ?? pageTitle ?? finalUrl} : ${headline(change)}`,
    url: finalUrl,
    base: finalUrl,
    contentHtml: [
      ...change.removed.map((line) => `<p><del>${escaped(line)}</del></p>`),
      ...change.added.map((line) => `<p><ins>${escaped(line)}</ins></p>`),
    ].join('\n'),
    categories: [],
    enclosures: [],
  };
  return { kind: 'entries', entries: [entry], memory: remembered };
}

interface LineChange {
  removed: string[];
  added: string[];
}

/** Lines that left and lines that came; undefined when the same lines stand in whatever order. */
function lineChange(before: string, after: string): LineChange | undefined {
  const [old, current] = [new Set(before.split('\n')), new Set(after.split('\n'))];
  const removed = [...old].filter((line) => !current.has(line)).slice(0, MAX_LINES);
  const added = [...current].filter((line) => !old.has(line)).slice(0, MAX_LINES);
  return removed.length + added.length > 0 ? { removed, added } : undefined;
}

function headline({ removed, added }: LineChange): string {
  const cut = (line: string) => (line.length > 80 ? `${line.slice(0, 79)}…` : line);
  if (removed.length === 1 && added.length === 1) return `${cut(removed[0] ?? '')} → ${cut(added[0] ?? '')}`;
  return cut(added[0] ?? `− ${removed[0] ?? ''}`);
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
