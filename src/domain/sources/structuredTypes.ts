import type { RawItem } from '../model/item.ts';
import { parseDate } from '../parse/date.ts';

/** schema.org types that are published: anything that ends so, and these. */
const PUBLISHED_ENDING = /(?:Article|Posting|Episode|Event|Review)$/;
const PUBLISHED = new Set(
  'Article Product Event VideoObject AudioObject Course Recipe Report Book Movie Dataset SoftwareApplication SpecialAnnouncement CreativeWork WebPage Offer'.split(
    ' ',
  ),
);
/** Published things that are part of others or stand on every page: entries only inside a list. */
const ONLY_IN_LISTS = new Set(['WebPage', 'CreativeWork', 'Offer', 'Review', 'AudioObject', 'UserReview']);

/** @param type as written: "NewsArticle", "https://schema.org/NewsArticle" or "schema:NewsArticle" */
export function isEntryType(type: string, inList: boolean): boolean {
  const name = typeName(type);
  return (PUBLISHED.has(name) || PUBLISHED_ENDING.test(name)) && (inList || !ONLY_IN_LISTS.has(name));
}

export const typeName = (type: string): string => type.trim().replace(/^.*[/#:]/, '');

/** What a schema.org thing says of itself, as text. */
export interface Said {
  title?: string;
  url?: string;
  description?: string;
  body?: string;
  author?: string;
  published?: string;
  modified?: string;
  image?: string;
  language?: string;
  sections: string[];
}

/** Longest words of one entry kept here, in UTF-16 units; normalising cuts further. */
const LONGEST = 200_000;

export function rawItemOf(said: Said, base: string): RawItem {
  const [publishedAt, updatedAt] = [parseDate(said.published ?? ''), parseDate(said.modified ?? '')];
  const words = (text: string | undefined) => text?.trim().slice(0, LONGEST) || undefined;
  const given = {
    title: words(said.title),
    url: words(said.url),
    summaryHtml: words(said.description),
    contentHtml: words(said.body),
    author: words(said.author),
    publishedAt,
    updatedAt,
    language: words(said.language),
    imageUrl: words(said.image),
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...known, base, categories: said.sections, enclosures: [] };
}
