import type { CheerioAPI } from 'cheerio';
import { type AnyNode, type ChildNode, type Element, isTag, isText } from 'domhandler';
import type { RawItem } from '../model/item.ts';
import { parseDate } from '../parse/date.ts';

/** CSS selectors of one entry's parts, relative to the entry; absent: the defaults of `entryOf`. */
export interface EntrySelectors {
  title?: string;
  link?: string;
  date?: string;
}

/** The headings a title is looked for in, when no selector names it. */
export const DEFAULT_TITLE = 'h1, h2, h3, h4';
/** Longest texts read, in UTF-16 units: no title and no summary is longer, and a hostile page must not cost more. */
const MAX_LINE = 2000;
const MAX_SUMMARY = 20_000;
const MAX_DEPTH = 500;
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg']);
/** Cards that are no link but act as one: `onclick="window.location='articles/one.html'"`. */
const CLICK_TARGET = /\blocation(?:\.href)?\s*=\s*(['"])([^'"\s]+)\1/;

/**
 * One element of a list → an entry. A selector that fits the element itself names the element itself.
 * @param base what relative links are relative to
 */
export function entryOf($: CheerioAPI, node: AnyNode, { title, link, date }: EntrySelectors, base: string): RawItem {
  const within = (selector: string) => ($(node).is(selector) ? $(node) : $(node).find(selector)).first();
  const anchor = within(link ?? 'a[href]');
  const dated = within(date ?? 'time');
  const published = parseDate(dated.attr('datetime') ?? '') ?? parseDate(textOf(dated[0], 200));
  const text = textOf(within(title ?? DEFAULT_TITLE)[0]).trim() || textOf(anchor[0]).trim();
  const url = anchor.attr('href') ?? $(node).find('a[href]').first().attr('href') ?? clickTarget(node);
  return {
    base,
    title: text,
    summaryHtml: summaryOf($, $(node).find('p')[0]),
    categories: [],
    enclosures: [],
    ...(url !== undefined && { url }),
    ...(published !== undefined && { publishedAt: published }),
  };
}

export const clickTarget = (node: AnyNode): string | undefined =>
  isTag(node) ? CLICK_TARGET.exec(node.attribs.onclick ?? '')?.[2] : undefined;

/**
 * The words inside a node, as written, at most `limit` UTF-16 units.
 * Walks without recursion: cheerio's `text()` overflows the stack on a few thousand nested elements.
 */
export function textOf(node: AnyNode | undefined, limit = MAX_LINE): string {
  let text = '';
  for (let at: AnyNode | undefined = node; at && text.length < limit; at = nextNode(at, node)) {
    if (isText(at)) text += at.data;
  }
  return text.slice(0, limit);
}

/** The node after this one in document order, inside `root`; what is never shown is stepped over. */
export function nextNode(node: AnyNode, root: AnyNode | undefined): ChildNode | undefined {
  const isOpen = 'children' in node && !(isTag(node) && SILENT.has(node.name));
  const child = isOpen ? node.firstChild : null;
  if (child) return child;
  for (let at: AnyNode | null = node; at && at !== root; at = at.parent) if (at.nextSibling) return at.nextSibling;
  return undefined;
}

function summaryOf($: CheerioAPI, paragraph: Element | undefined): string {
  if (!paragraph) return '';
  if (isShallow(paragraph)) return $(paragraph).html() ?? '';
  return escaped(textOf(paragraph, MAX_SUMMARY).trim());
}

/** Whether cheerio can serialise it: it calls itself once per level. */
function isShallow(node: Element): boolean {
  let level: AnyNode[] = [node];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((at) => ('children' in at ? at.children : []));
  }
  return true;
}

const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
