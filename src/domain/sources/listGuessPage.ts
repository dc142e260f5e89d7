import type { CheerioAPI } from 'cheerio';
import { type AnyNode, type Element, isTag, isText } from 'domhandler';
import { nextNode, textOf } from '../normalise/nodeText.ts';
import { parseDate } from '../parse/date.ts';
import { clickTarget } from './listEntry.ts';
import { isBoilerplate, namesTitle, tokensOf } from './listGuessNames.ts';

/** Elements read of one page: what stands after them is not looked at. */
const MAX_ELEMENTS = 150_000;
/** An element named as a menu that holds more than this share of the page is its frame ("has-sidebar") … */
const FRAME_SHARE = 0.6;
/** … when it also holds what only the content has, or nearly everything. */
const CONTENT_TAGS = new Set(['main', 'article', 'h1']);
const WHOLE_SHARE = 0.9;
const LONGEST_TITLE = 250;
/** A class may say title where the rank stands: "12.". */
const LEAST_TITLED = 4;
const LONGEST_DATE = 60;

/**
 * A page's elements in document order, as arrays: element i's subtree is [i, end[i]). With the `next` arrays the first
 * link, heading or date of any subtree is one look-up, so that judging nested groups stays linear.
 */
export interface FlatPage {
  nodes: Element[];
  indexOf: ReadonlyMap<AnyNode, number>;
  /** -1: none. */
  parent: Int32Array;
  end: Int32Array;
  /** Letters shown inside each element. */
  letters: Int32Array;
  /** 1 inside navigation, footers, sidebars and the like. */
  isAside: Uint8Array;
  /** For each element the next one, itself included, of a kind; the count of elements when there is none. */
  next: Record<'link' | 'heading' | 'titled' | 'date', Int32Array>;
}

export function flatten($: CheerioAPI): FlatPage {
  const nodes: Element[] = [];
  const indexOf = new Map<AnyNode, number>();
  const lettersBefore: number[] = [];
  let letters = 0;
  const root = $('body')[0];
  for (let at: AnyNode | undefined = root; at && nodes.length < MAX_ELEMENTS; at = nextNode(at, root)) {
    if (isText(at)) letters += at.data.trim().length;
    if (!isTag(at)) continue;
    indexOf.set(at, nodes.length);
    nodes.push(at);
    lettersBefore.push(letters);
  }
  const parent = Int32Array.from(nodes, ({ parent: above }) => (above ? (indexOf.get(above) ?? -1) : -1));
  const end = endsOf(parent);
  const inside = Int32Array.from(nodes, (_, at) => (lettersBefore[end[at] ?? 0] ?? letters) - (lettersBefore[at] ?? 0));
  const page = { nodes, indexOf, parent, end, letters: inside };
  return { ...page, isAside: asidesOf(page), next: nextOf(page) };
}

/** Each element ends where its last descendant does: read backwards, children tell their parent. */
function endsOf(parent: Int32Array): Int32Array {
  const end = Int32Array.from(parent, (_, at) => at + 1);
  for (let at = parent.length - 1; at > 0; at--) {
    const above = parent[at] ?? -1;
    if (above >= 0) end[above] = Math.max(end[above] ?? 0, end[at] ?? 0);
  }
  return end;
}

function asidesOf({ nodes, parent, end, letters }: Omit<FlatPage, 'next' | 'isAside' | 'indexOf'>): Uint8Array {
  const isAside = new Uint8Array(nodes.length);
  const isContent = new Uint8Array(nodes.length);
  const whole = Math.max(1, letters[0] ?? 0);
  const content = nextPlaces(nodes, ({ name }) => CONTENT_TAGS.has(name));
  for (const [at, node] of nodes.entries()) {
    const above = parent[at] ?? -1;
    const inContent = above >= 0 && isContent[above] === 1;
    isContent[at] = Number(inContent || node.name === 'article' || node.name === 'main');
    const share = (letters[at] ?? 0) / whole;
    const isFrame = share > WHOLE_SHARE || (share > FRAME_SHARE && (content[at] ?? 0) < (end[at] ?? 0));
    const isOwn = !isFrame && (isBoilerplate(node) || (node.name === 'header' && !inContent));
    isAside[at] = Number(isOwn || (above >= 0 && isAside[above] === 1));
  }
  return isAside;
}

/** For each element the place of the next one, itself included, that is such; the count of elements when none is. */
function nextPlaces(nodes: readonly Element[], is: (node: Element, at: number) => boolean): Int32Array {
  const found = new Int32Array(nodes.length + 1).fill(nodes.length);
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    found[at] = node && is(node, at) ? at : (found[at + 1] ?? nodes.length);
  }
  return found;
}

function nextOf({ nodes, letters }: Pick<FlatPage, 'nodes' | 'letters'>): FlatPage['next'] {
  const holds = (at: number, least: number) => {
    const size = letters[at] ?? 0;
    return size >= least && size <= LONGEST_TITLE;
  };
  return {
    link: nextPlaces(nodes, (node) => hrefOf(node) !== undefined),
    heading: nextPlaces(nodes, ({ name }, at) => /^h[1-6]$/.test(name) && holds(at, 1)),
    titled: nextPlaces(nodes, (node, at) => holds(at, LEAST_TITLED) && tokensOf(node).some(namesTitle)),
    date: nextPlaces(nodes, (node, at) => dateIn(node, letters[at] ?? 0)),
  };
}

function dateIn(node: Element, letters: number): boolean {
  if (node.name === 'time' && node.attribs.datetime) return parseDate(node.attribs.datetime) !== undefined;
  if (letters < 6 || letters > LONGEST_DATE || !node.children.some((child) => isText(child) && /\d/.test(child.data)))
    return false;
  return parseDate(textOf(node, LONGEST_DATE + 40)) !== undefined;
}

/** Where an element leads, when it leads to a page. */
export function hrefOf(node: Element): string | undefined {
  const href = node.name === 'a' ? node.attribs.href : clickTarget(node);
  return href && !/^\s*(?:#?\s*$|#!?$|javascript:|mailto:|tel:|data:)/i.test(href) ? href.trim() : undefined;
}
