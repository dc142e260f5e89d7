import { load } from 'cheerio';
import { type AnyNode, isTag } from 'domhandler';
import type { RawItem } from '../model/item.ts';
import type { Problem } from '../model/source.ts';
import { nextNode, textOf } from '../normalise/nodeText.ts';
import { MAX_URL } from '../normalise/url.ts';
import { decodeText } from '../parse/charset.ts';
import { parseDate } from '../parse/date.ts';
import { guardPage } from './guardPage.ts';
import type { Document, RawReading, SitemapPart } from './read.ts';

/** A sitemap may list 50,000 addresses; the newest are the news. */
const MAX_ITEMS = 1000;
/** Letters read of one text. */
const MAX_LETTERS = 5000;

/** The addresses of a sitemap, newest first, those that match `match:`; of a sitemap index, the sitemaps it names. */
export function readSitemap({ source, body, contentType, finalUrl }: Document): RawReading {
  const text = decodeText(body, contentType);
  const $ = load(text, { xml: true });
  const root = ($.root().children().first().prop('tagName') ?? 'nothing').toLowerCase();
  const rows = (name: string) => $(name).toArray().map(rowOf);
  if (root.endsWith('sitemapindex'))
    return { kind: 'parts', parts: rows('sitemap').flatMap((row) => partOf(row, finalUrl)) };
  if (!root.endsWith('urlset'))
    return { kind: 'problem', problem: guardPage(text, finalUrl, source.url) ?? noSitemap(root) };
  const wanted = source.match === undefined ? undefined : new RegExp(source.match, 'u');
  const entries = rows('url')
    .flatMap((row) => entryOf(row, finalUrl))
    .filter(({ url = '' }) => !wanted || wanted.test(url))
    .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
  return { kind: 'entries', entries: entries.slice(0, MAX_ITEMS), memory: {} };
}

const noSitemap = (root: string): Problem =>
  root === 'nothing' ? { kind: 'empty', params: {} } : { kind: 'not-a-feed', params: { found: root.slice(0, 40) } };

/** The text of the first element of a name inside a row; empty when there is none. */
type Row = (child: string) => string;

/** Elements read of one row: an address, its dates and its images need ten. */
const MAX_PARTS = 200;

function rowOf(node: AnyNode): Row {
  const texts = new Map<string, string>();
  let parts = 0;
  for (let at: AnyNode | undefined = node; at && parts < MAX_PARTS; at = nextNode(at, node)) {
    if (!isTag(at)) continue;
    parts += 1;
    if (!texts.has(at.name)) texts.set(at.name, textOf(at, MAX_LETTERS).trim());
  }
  return (child) => texts.get(child) ?? '';
}

function partOf(row: Row, base: string): SitemapPart[] {
  const loc = row('loc');
  if (!loc || !URL.canParse(loc, base)) return [];
  const changedAt = parseDate(row('lastmod'));
  return [{ url: new URL(loc, base).href, ...(changedAt !== undefined && { changedAt }) }];
}

function entryOf(row: Row, base: string): RawItem[] {
  const url = row('loc');
  if (!url || url.length > MAX_URL) return [];
  // A sitemap dates the page's last change: of a page just found, the nearest to its publication that there is.
  const published = parseDate(row('news:publication_date') || row('lastmod'));
  const keywords = row('news:keywords');
  const language = row('news:language');
  const imageUrl = row('image:loc');
  return [
    {
      guid: url,
      url,
      title: row('news:title') || titleFromUrl(url),
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
