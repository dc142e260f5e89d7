import { load } from 'cheerio';
import type { RawItem } from '../model/item.ts';
import { decodeText } from '../parse/charset.ts';
import { parseDate } from '../parse/date.ts';
import type { Document, RawReading, SitemapPart } from './read.ts';

/** A sitemap may list 50,000 addresses; the newest are the news. */
const MAX_ITEMS = 1000;

/** The addresses of a sitemap, newest first, those that match `match:`; of a sitemap index, the sitemaps it names. */
export function readSitemap({ source, body, contentType, finalUrl }: Document): RawReading {
  const $ = load(decodeText(body, contentType), { xml: true });
  const root = ($.root().children().first().prop('tagName') ?? 'nothing').toLowerCase();
  const rows = (name: string) =>
    $(name)
      .toArray()
      .map((node) => (child: string) => $(node).find(child).first().text().trim());
  if (root.endsWith('sitemapindex'))
    return { kind: 'parts', parts: rows('sitemap').flatMap((row) => partOf(row, finalUrl)) };
  if (!root.endsWith('urlset'))
    return { kind: 'problem', problem: { kind: 'not-a-feed', params: { found: root.slice(0, 40) } } };
  const wanted = source.match === undefined ? undefined : new RegExp(source.match, 'u');
  const entries = rows('url')
    .flatMap((row) => entryOf(row, finalUrl))
    .filter(({ url = '' }) => !wanted || wanted.test(url))
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
  return { kind: 'entries', entries: entries.slice(0, MAX_ITEMS), memory: {} };
}

type Row = (child: string) => string;

function partOf(row: Row, base: string): SitemapPart[] {
  const loc = row('loc');
  if (!loc || !URL.canParse(loc, base)) return [];
  const changedAt = parseDate(row('lastmod'));
  return [{ url: new URL(loc, base).href, ...(changedAt !== undefined && { changedAt }) }];
}

function entryOf(row: Row, base: string): RawItem[] {
  const url = row('loc');
  if (!url) return [];
  // A sitemap dates the page's last change: of a page just found, the nearest to its publication that there is.
  const published = parseDate(row('news\\:publication_date') || row('lastmod'));
  const keywords = row('news\\:keywords');
  const language = row('news\\:language');
  const imageUrl = row('image\\:loc');
  return [
    {
      guid: url,
      url,
      title: row('news\\:title') || titleFromUrl(url),
      base,
      categories: keywords ? keywords.split(',').map((word) => word.trim()) : [],
      enclosures: [],
      ...(published !== undefined && { publishedAt: published }),
      ...(language && { language }),
      ...(imageUrl && { imageUrl }),
    },
  ];
}

/** A sitemap gives no titles: "…/blog/our-new-pricing.html" reads "Our new pricing". */
function titleFromUrl(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const slug = path.split('/').at(-1) ?? url;
  const words = slug
    .replace(/\.\w{2,5}$/, '')
    .replace(/[-_+]+/g, ' ')
    .trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : url;
}
