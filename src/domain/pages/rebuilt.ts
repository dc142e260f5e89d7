import { load } from 'cheerio';
import { type Element, isTag } from 'domhandler';
import type { Instant } from '../model/units.ts';
import { textOf } from '../normalise/nodeText.ts';
import { removeFurniture } from './furniture.ts';
import { lineKey } from './keys.ts';
import type { PageLine } from './lines.ts';
import { wordsOf } from './pairs.ts';

/** Below this share of words and of structure in common a page is another page, not a changed one. */
const SAME_WORDS = 0.25;
const SAME_STRUCTURE = 0.3;
/** Small pages change whole without being rebuilt. */
const REBUILT_WORDS = 40;

interface Reading {
  lines: readonly PageLine[];
  structure: readonly string[];
}

/** Whether both what a page says and how it is built are new: a new design, whose texts are no news. */
export function isRebuilt(before: Reading, after: Reading): boolean {
  const [old, current] = [bagOf(before.lines), bagOf(after.lines)];
  if (old.size < REBUILT_WORDS) return false;
  return (
    shareOf(old, current) < SAME_WORDS && shareOf(new Set(before.structure), new Set(after.structure)) < SAME_STRUCTURE
  );
}

/** Whether a page that said much says next to nothing, and nothing of it is the same: an error page sent as a page. */
export function isEmptied(before: readonly PageLine[], after: readonly PageLine[]): boolean {
  const [old, current] = [bagOf(before), bagOf(after)];
  return old.size >= REBUILT_WORDS && current.size < old.size / 5 && shareOf(current, old) < 0.5;
}

const bagOf = (lines: readonly PageLine[]): Set<string> => new Set(lines.flatMap(({ text }) => wordsOf(text)));

/** 0 to 1: what of the smaller set the other has too. */
function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  if (smaller === 0) return 0;
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  return common / smaller;
}

const CANDIDATES = 400;
const ENOUGH = 0.5;
/** Letters of each that are looked through. */
const MAX_LETTERS = 200_000;

/**
 * The selector of the part of a rebuilt page that says most of what the lost zone said; undefined when none says half
 * of it. Ids and class names that a build tool made up are avoided: they would be lost again.
 */
export function suggestSelector(html: string, lost: readonly PageLine[], now: Instant): string | undefined {
  const $ = load(html);
  removeFurniture($, { keepFrame: true });
  const wanted = [...new Set(lost.map(({ text }) => lineKey(text, now)).filter((key) => key.length > 3))].slice(0, 200);
  if (wanted.length === 0) return undefined;
  const scored = $('main, article, section, div, table, ul, ol, dl, body')
    .toArray()
    .slice(0, CANDIDATES)
    .map((element) => {
      const text = lineKeyWhole(textOf(element, MAX_LETTERS), now);
      const found = wanted.filter((key) => text.includes(key.replace(/\s/g, ''))).length / wanted.length;
      return { element, found, size: text.length };
    })
    .filter(({ found }) => found >= ENOUGH);
  const best = scored.toSorted((a, b) => b.found - a.found || a.size - b.size)[0];
  const element =
    best && scored.filter(({ found }) => found >= best.found - 0.05).toSorted((a, b) => a.size - b.size)[0]?.element;
  return element && selectorOf($, element);
}

const lineKeyWhole = (text: string, now: Instant): string =>
  text
    .split('\n')
    .map((line) => lineKey(line.trim(), now))
    .join('')
    .replace(/\s/g, '');

const isMadeUp = (name: string): boolean =>
  /^(?:css|sc|jsx?|emotion|svelte|_)[-_]?[a-z\d]{4,}$/i.test(name) ||
  /\d{3,}/.test(name) ||
  /^[a-z]{1,2}\d|[a-z][A-Z\d]{2}[a-z\d]*$/.test(name);

/** A short selector that names this element alone: by id, else by class, else by the way from its parent. */
export function selectorOf($: ReturnType<typeof load>, element: Element): string {
  const steps: string[] = [];
  for (let at = element; ; ) {
    const alone = ownSelector($, at);
    const { parent } = at;
    // Nobody honest nests so deep without a name on the way.
    if (alone !== undefined || !parent || !isTag(parent) || steps.length >= MAX_STEPS)
      return [alone ?? at.name, ...steps].join(' > ');
    const peers = parent.children.filter((peer) => isTag(peer) && peer.name === at.name);
    steps.unshift(peers.length > 1 ? `${at.name}:nth-of-type(${peers.indexOf(at) + 1})` : at.name);
    at = parent;
  }
}

const MAX_STEPS = 40;

/** By its id, its classes or its name, where that names nothing else. */
function ownSelector($: ReturnType<typeof load>, element: Element): string | undefined {
  const { id, class: classes = '' } = element.attribs;
  const names = classes.split(/\s+/).filter((name) => /^[A-Za-z][\w-]*$/.test(name) && !isMadeUp(name));
  const own = [
    element.name,
    ...(id !== undefined && /^[A-Za-z][\w-]*$/.test(id) && !isMadeUp(id) ? [`#${id}`] : []),
    ...names.map((name) => `.${name}`),
    ...names.map((name) => `${element.name}.${name}`),
  ];
  return own.find((selector) => $(selector).length === 1);
}
