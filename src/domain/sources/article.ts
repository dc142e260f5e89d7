import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { readableText } from '../normalise/html.ts';
import { decodeText } from '../parse/charset.ts';
import { guardPage } from './guardPage.ts';
import type { WebPage } from './survey.ts';

/** The readable part of an article's page. */
export interface Article {
  /** Raw HTML from outside, as an item's. */
  html: string;
  /** Plain text. */
  text: string;
}

/** Readability walks the tree many times: pages beyond these are no article. */
const MAX_ELEMENTS = 15_000;
const MAX_PAGE = 3_000_000;
const SHORTEST_ARTICLE = 250;

/** What a person would read of a page; undefined for a wall, a login, an index page, or hardly any text. */
export function readArticle({ body, contentType, finalUrl }: WebPage): Article | undefined {
  const source = decodeText(body, contentType);
  if (source.length > MAX_PAGE || countTags(source) > MAX_ELEMENTS || guardPage(source, finalUrl, finalUrl))
    return undefined;
  const { document } = parseHTML(source);
  // What it tells articles from menus by; relative links are resolved when the item is shown.
  const article = new Readability(document as never, {
    maxElemsToParse: MAX_ELEMENTS,
    charThreshold: SHORTEST_ARTICLE,
  }).parse();
  const html = article?.content ?? '';
  const { text } = readableText(html);
  return text.length >= SHORTEST_ARTICLE ? { html, text } : undefined;
}

const countTags = (html: string): number => {
  let count = 0;
  for (let at = html.indexOf('<'); at >= 0 && count <= MAX_ELEMENTS * 2; at = html.indexOf('<', at + 1)) count += 1;
  // An element has an opening and a closing tag.
  return count / 2;
};
