import { type CheerioAPI, load } from 'cheerio';
import type { RawItem } from '../model/item.ts';
import { baseOf } from './listGuess.ts';
import { linkedData } from './structuredJson.ts';
import { microdata } from './structuredMicrodata.ts';

/** A page that names fewer is no list: an article, or an article and its neighbour. */
const LEAST = 2;
const MAX_ENTRIES = 500;

/**
 * The entries a page lists for machines, in schema.org's words: JSON-LD or microdata, whichever lists more.
 * Empty for a page that speaks of itself only. What cannot be read is left out; a date is never invented.
 * @param pageUrl what its relative links are relative to, unless the page names a base itself
 */
export const structuredEntries = (html: string, pageUrl: string): RawItem[] => structuredEntriesIn(load(html), pageUrl);

/** The same for a page already parsed. */
export function structuredEntriesIn($: CheerioAPI, pageUrl: string): RawItem[] {
  const base = baseOf($, pageUrl);
  const [json, micro] = [linkedData($, base), microdata($, base)].map((entries) => listed(entries, base, pageUrl));
  const most = (micro?.length ?? 0) > (json?.length ?? 0) ? micro : json;
  return most && most.length >= LEAST ? most : [];
}

/** Without the page's own entry, without what has neither title nor address, each once. */
function listed(entries: readonly RawItem[], base: string, pageUrl: string): RawItem[] {
  const byName = new Map<string, RawItem>();
  for (const entry of entries) {
    const url = entry.url && URL.canParse(entry.url, base) ? new URL(entry.url, base).href : undefined;
    const name = url ?? entry.title;
    if (name && url !== pageUrl && !byName.has(name)) byName.set(name, entry);
  }
  return [...byName.values()].slice(0, MAX_ENTRIES);
}
