import { type CheerioAPI, load } from 'cheerio';
import type { RawItem } from '../model/item.ts';
import type { Problem } from '../model/source.ts';
import { decodeText } from '../parse/charset.ts';
import { type EntrySelectors, entryOf } from './listEntry.ts';
import { baseOf, guessListsIn } from './listGuess.ts';
import { siteOf } from './listGuessScore.ts';
import type { Document, RawReading } from './read.ts';
import { structuredEntriesIn } from './structured.ts';
import { pageTitle } from './titles.ts';

const MAX_ITEMS = 500;
/** From this many, what a page says of itself for machines is a list rather than the page and its neighbour. */
const LEAST_STRUCTURED = 3;

/**
 * A page without a feed, read as one: the elements of `item:`, and in each its title, link and date. Without `item:`,
 * what the page says for machines (schema.org), else its likeliest list.
 */
export function readList({ source, body, contentType, finalUrl }: Document): RawReading {
  const $ = load(decodeText(body, contentType));
  const entries = source.item
    ? entriesBy($, { ...source, item: source.item }, finalUrl)
    : entriesUntold($, source, finalUrl);
  if (!entries) return { kind: 'problem', problem: nothingFound($, source.item, finalUrl) };
  const language = $('html').attr('lang');
  const title = pageTitle($);
  return {
    kind: 'entries',
    entries: entries.filter((entry) => entry.title || entry.url),
    memory: { ...(title && { feedTitle: title }), ...(language && { feedLanguage: language }) },
  };
}

type Told = EntrySelectors & { item: string };

/** Undefined when the selector picks nothing. */
function entriesBy($: CheerioAPI, told: Told, finalUrl: string): RawItem[] | undefined {
  const base = baseOf($, finalUrl);
  const nodes = $(told.item).toArray().slice(0, MAX_ITEMS);
  return nodes.length > 0 ? nodes.map((node) => entryOf($, node, told, base)) : undefined;
}

/** Selectors given without `item:` hold for the guessed entries, and say that the page's own word is not wanted. */
function entriesUntold($: CheerioAPI, told: EntrySelectors, finalUrl: string): RawItem[] | undefined {
  if (!told.title && !told.link && !told.date) {
    const structured = structuredEntriesIn($, finalUrl).filter((entry) => entry.title && isOnSite(entry, finalUrl));
    if (structured.length >= LEAST_STRUCTURED) return structured.slice(0, MAX_ITEMS);
  }
  const [guess] = guessListsIn($, finalUrl);
  if (!guess) return undefined;
  const { title = guess.title, link = guess.link, date = guess.date } = told;
  return entriesBy(
    $,
    { item: guess.item, ...(title && { title }), ...(link && { link }), ...(date && { date }) },
    finalUrl,
  );
}

const isOnSite = ({ url, base }: RawItem, finalUrl: string): boolean =>
  url !== undefined && URL.canParse(url, base) && siteOf(new URL(url, base).href) === siteOf(finalUrl);

function nothingFound($: CheerioAPI, item: string | undefined, finalUrl: string): Problem {
  const suggestion = item && guessListsIn($, finalUrl)[0]?.item;
  return { kind: 'selector-not-found', params: { selector: item ?? 'article', ...(suggestion && { suggestion }) } };
}
