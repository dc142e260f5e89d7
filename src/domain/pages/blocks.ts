import { load } from 'cheerio';
import { type Element, isTag } from 'domhandler';
import { removeFurniture } from './furniture.ts';
import { selectorOf } from './rebuilt.ts';
import { selectElements } from './selector.ts';

/** A part of a page that can be watched by itself. */
export interface PageBlock {
  selector: string;
  /** Its first words. */
  excerpt: string;
  /** Letters of its text. */
  letters: number;
  /** The watched zone is this block, or inside it. */
  isWatched: boolean;
}

const MAX_BLOCKS = 14;
const EXCERPT = 160;
/** A block with most of its parent's text is opened: its own parts are the blocks. */
const OPENED_SHARE = 0.75;
const SHORTEST = 12;

/** The parts of a page, in its order, for somebody who picks what to watch. */
export function pageBlocks(html: string, select: string | undefined): PageBlock[] {
  const $ = load(html);
  const watched = new Set<unknown>(select === undefined ? [] : selectElements($, select));
  removeFurniture($, { keepFrame: true });
  const textOf = (element: Element) => $(element).text().replace(/\s+/g, ' ').trim();
  const holdsWatched = (element: Element) =>
    [element, ...$(element).find('*').toArray()].some((each) => watched.has(each));
  let blocks = $('body').toArray().filter(isTag);
  // Opened until there is a choice, or nothing is left to open.
  for (let round = 0; round < 12 && blocks.length < MAX_BLOCKS; round += 1) {
    const total = blocks.reduce((sum, block) => sum + textOf(block).length, 0);
    const widest = blocks.find(
      // The watched zone is shown whole.
      (block) => !watched.has(block) && textOf(block).length > total * OPENED_SHARE && $(block).children().length > 0,
    );
    if (!widest) break;
    blocks = blocks.flatMap((block) => (block === widest ? $(block).children().toArray() : [block]));
    blocks = blocks.filter((block) => textOf(block).length >= SHORTEST);
  }
  return blocks.slice(0, MAX_BLOCKS).map((block) => ({
    selector: selectorOf($, block),
    excerpt: textOf(block).slice(0, EXCERPT),
    letters: textOf(block).length,
    isWatched: holdsWatched(block),
  }));
}
