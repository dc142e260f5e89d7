import { type CheerioAPI, load } from 'cheerio';
import type { AnyNode } from 'domhandler';
import type { RawItem } from '../model/item.ts';
import { decodeText } from '../parse/charset.ts';
import { parseDate } from '../parse/date.ts';
import type { Document, RawReading } from './read.ts';

const MAX_ITEMS = 500;

/** A page without a feed, read as one: the elements of `item:`, and in each its title, link and date. */
export function readList({ source, body, contentType, finalUrl }: Document): RawReading {
  const $ = load(decodeText(body, contentType));
  const base = $('base[href]').attr('href');
  const from = base && URL.canParse(base, finalUrl) ? new URL(base, finalUrl).href : finalUrl;
  const nodes = $(source.item ?? 'article')
    .toArray()
    .slice(0, MAX_ITEMS);
  if (nodes.length === 0)
    return { kind: 'problem', problem: { kind: 'selector-not-found', params: { selector: source.item ?? 'article' } } };
  const language = $('html').attr('lang');
  const feedTitle = $('title').first().text().trim();
  return {
    kind: 'entries',
    entries: nodes.map((node) => entryOf($, node, source, from)).filter((entry) => entry.title || entry.url),
    memory: { ...(feedTitle && { feedTitle }), ...(language && { feedLanguage: language }) },
  };
}

function entryOf($: CheerioAPI, node: AnyNode, { title, link, date }: Document['source'], base: string): RawItem {
  const within = (selector: string) => ($(node).is(selector) ? $(node) : $(node).find(selector)).first();
  const anchor = within(link ?? 'a[href]');
  const dated = date ? within(date) : within('time');
  const published = parseDate(dated.attr('datetime') ?? dated.text());
  const text =
    within(title ?? 'h1, h2, h3, h4')
      .text()
      .trim() || anchor.text().trim();
  const url = anchor.attr('href') ?? $(node).find('a[href]').first().attr('href');
  return {
    base,
    title: text,
    summaryHtml: $(node).find('p').first().html() ?? '',
    categories: [],
    enclosures: [],
    ...(url !== undefined && { url }),
    ...(published !== undefined && { publishedAt: published }),
  };
}
