import { type CheerioAPI, load } from 'cheerio';
import { type Element, isTag } from 'domhandler';
import { nextNode, textOf } from '../normalise/nodeText.ts';
import { removeAll, removeFurniture } from './furniture.ts';
import { linesOf, type PageLine } from './lines.ts';
import { selectElements } from './selector.ts';

/** What of a page is watched. */
export interface ZoneRules {
  /** CSS or XPath; absent: the page's main part. */
  select?: string;
  /** CSS or XPath of what does not count inside it. */
  ignore: readonly string[];
}

/** The watched part of one page, read. */
export interface Zone {
  lines: PageLine[];
  /** Elements the selector matched. */
  matches: number;
  /** Names of the elements and classes inside: what tells a rebuilt page from a changed one. */
  structure: string[];
}

/** The parts of a page that hold what it says, the narrowest first. */
const MAIN = ['main', '[role=main]', '#content', '#main', 'body'];
const MAX_STRUCTURE = 400;

/** Reads the watched zone of a page; `matches` is 0 when the selector names nothing in it. */
export function readZone(html: string, { select, ignore }: ZoneRules): Zone {
  const $ = load(html);
  for (const selector of ignore) removeAll($, selectElements($, selector));
  removeFurniture($, { keepFrame: select !== undefined });
  const elements = select === undefined ? mainPart($) : outermost(selectElements($, select));
  return { lines: linesOf(elements), matches: elements.length, structure: structureOf(elements) };
}

function mainPart($: CheerioAPI): Element[] {
  for (const selector of MAIN) {
    const elements = outermost(selectElements($, selector));
    if (elements.some((element) => textOf(element, Number.POSITIVE_INFINITY).trim() !== '')) return elements;
  }
  return [];
}

/** A selector such as `div` names an element and those inside it: each text counts once. */
function outermost(elements: readonly Element[]): Element[] {
  const chosen = new Set<unknown>(elements);
  return elements.filter((element) => {
    for (let parent = element.parent; parent; parent = parent.parent) if (chosen.has(parent)) return false;
    return true;
  });
}

function structureOf(elements: readonly Element[]): string[] {
  const seen = new Set<string>();
  for (const root of elements)
    for (let at = nextNode(root, root); at && seen.size < MAX_STRUCTURE; at = nextNode(at, root)) {
      if (!isTag(at)) continue;
      for (const name of (at.attribs.class ?? '').split(/\s+/).filter(Boolean).slice(0, 4)) seen.add(`.${name}`);
      seen.add(at.name);
    }
  return [...seen].sort();
}
