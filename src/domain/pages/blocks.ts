import { load } from 'cheerio';
import { type Element, isTag, type ParentNode } from 'domhandler';
import { textOf } from '../normalise/nodeText.ts';
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
  const watched = select === undefined ? [] : selectElements($, select);
  removeFurniture($, { keepFrame: true });
  const holdsWatched = (block: Element) => watched.some((element) => isInside(element, block));
  let blocks = $('body').toArray().filter(isTag);
  // Opened until there is a choice, or nothing is left to open.
  for (let round = 0; round < 12 && blocks.length < MAX_BLOCKS; round += 1) {
    const total = blocks.reduce((sum, block) => sum + wordsIn(block).length, 0);
    const widest = blocks.find(
      // The watched zone is shown whole.
      (block) =>
        !watched.includes(block) && wordsIn(block).length > total * OPENED_SHARE && $(block).children().length > 0,
    );
    if (!widest) break;
    blocks = blocks.flatMap((block) => (block === widest ? $(block).children().toArray() : [block]));
    blocks = blocks.filter((block) => wordsIn(block).length >= SHORTEST);
  }
  return blocks.slice(0, MAX_BLOCKS).map((block) => ({
    selector: selectorOf($, block),
    excerpt: wordsIn(block).slice(0, EXCERPT),
    letters: wordsIn(block).length,
    isWatched: holdsWatched(block),
  }));
}

const wordsIn = (element: Element): string => textOf(element, Number.POSITIVE_INFINITY).replace(/\s+/g, ' ').trim();

function isInside(element: Element, block: Element): boolean {
  for (let at: ParentNode | null = element; at; at = at.parent) if (at === block) return true;
  return false;
}
