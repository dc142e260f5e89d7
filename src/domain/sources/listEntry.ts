import type { CheerioAPI } from 'cheerio';
import { type AnyNode, type Element, isTag } from 'domhandler';
import type { RawItem } from '../model/item.ts';
import { nextNode, textOf } from '../normalise/nodeText.ts';
import { parseDate } from '../parse/date.ts';

/** CSS selectors of one entry's parts, relative to the entry; absent: the defaults of `entryOf`. */
export interface EntrySelectors {
  title?: string;
  link?: string;
  date?: string;
}

/** Longest summary read, in UTF-16 units: a hostile page must not cost more. */
const MAX_SUMMARY = 20_000;
const MAX_DEPTH = 500;
/** Cards that are no link but act as one: `onclick="window.location='articles/one.html'"`. */
const CLICK_TARGET = /\blocation(?:\.href)?\s*=\s*(['"])([^'"\s]+)\1/;

/**
 * One element of a list → an entry. A selector that fits the element itself names the element itself.
 * @param base what relative links are relative to
 */
export function entryOf($: CheerioAPI, node: AnyNode, { title, link, date }: EntrySelectors, base: string): RawItem {
  const part = (selector: string | undefined, isUsual: (element: Element) => boolean) =>
    selector === undefined ? firstIn(node, isUsual) : ($(node).is(selector) ? $(node) : $(node).find(selector)).get(0);
  const anchor = part(link, isLink);
  const dated = part(date, ({ name }) => name === 'time');
  const published = parseDate(attributeOf(dated, 'datetime') ?? '') ?? parseDate(textOf(dated, 200));
  const text = textOf(part(title, isHeading)).trim() || textOf(anchor).trim();
  const url = attributeOf(anchor, 'href') ?? attributeOf(firstIn(node, isLink), 'href') ?? clickTarget(node);
  return {
    base,
    title: text,
    summaryHtml: summaryOf(
      $,
      firstIn(node, ({ name }) => name === 'p'),
    ),
    categories: [],
    enclosures: [],
    ...(url !== undefined && { url }),
    ...(published !== undefined && { publishedAt: published }),
  };
}

const isLink = ({ name, attribs }: Element): boolean => name === 'a' && attribs.href !== undefined;
/** The headings a title is looked for in, when no selector names it. */
const isHeading = ({ name }: Element): boolean => /^h[1-4]$/.test(name);

const attributeOf = (node: AnyNode | undefined, name: string): string | undefined =>
  node && isTag(node) ? node.attribs[name] : undefined;

/** The first such element, the node itself included. `find` would compare all children of the node with each other. */
function firstIn(node: AnyNode, isWanted: (element: Element) => boolean): Element | undefined {
  for (let at: AnyNode | undefined = node; at; at = nextNode(at, node)) if (isTag(at) && isWanted(at)) return at;
  return undefined;
}

export const clickTarget = (node: AnyNode): string | undefined =>
  isTag(node) ? CLICK_TARGET.exec(node.attribs.onclick ?? '')?.[2] : undefined;

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
