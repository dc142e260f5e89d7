import { load } from 'cheerio';
import type { RawItem } from '../model/item.ts';
import { decodeText } from '../parse/charset.ts';
import { parseDate } from '../parse/date.ts';
import type { Document, RawReading } from './read.ts';

/** A sitemap may list 50,000 addresses; the newest are the news. */
const MAX_ITEMS = 1000;

/** The addresses of a sitemap, newest first, those that match `match:`. */
export function readSitemap({ source, body, contentType, finalUrl }: Document): RawReading {
  const $ = load(decodeText(body, contentType), { xml: true });
  const root = $.root().children().first().prop('tagName')?.toLowerCase() ?? 'nothing';
  if (!root.endsWith('urlset'))
    return { kind: 'problem', problem: { kind: 'not-a-feed', params: { found: root.slice(0, 40) } } };
  const wanted = source.match === undefined ? undefined : new RegExp(source.match, 'u');
  const entries = $('url')
    .toArray()
    .flatMap((node): RawItem[] => {
      const child = (name: string) => $(node).find(name).first().text().trim();
      const url = child('loc');
      if (!url || (wanted && !wanted.test(url))) return [];
      const published = parseDate(child('news\\:publication_date') || child('lastmod'));
      const title = child('news\\:title') || titleFromUrl(url);
      return [
        {
          url,
          title,
          base: finalUrl,
          categories: [],
          enclosures: [],
          ...(published !== undefined && { publishedAt: published }),
        },
      ];
    })
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
  return { kind: 'entries', entries: entries.slice(0, MAX_ITEMS), memory: {} };
}

/** A sitemap gives no titles: "…/blog/our-new-pricing.html" reads "Our new pricing". */
function titleFromUrl(url: string): string {
  const slug =
    url
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? url;
  const words = slug
    .replace(/\.\w{2,5}$/, '')
    .replace(/[-_+]+/g, ' ')
    .trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : url;
}
