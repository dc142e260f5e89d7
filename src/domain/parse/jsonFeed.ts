import type { Enclosure, RawItem } from '../model/item.ts';
import { parseDate } from './date.ts';
import { displayName, present } from './entry.ts';
import { clean, MAX_ENTRIES } from './fields.ts';
import { escapeText } from './markup.ts';
import type { ParsedFeed, ParseOutcome } from './outcome.ts';

type Json = Record<string, unknown>;

/** JSON Feed 1.0 and 1.1, also without its version or with numbers for ids. */
export function parseJsonFeed(text: string, finalUrl: string): ParseOutcome {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return brokenJson(text, error);
  }
  if (!isObject(root) || !Array.isArray(root.items)) return { kind: 'not-a-feed', root: 'JSON' };
  return { kind: 'feed', feed: feedOf(root, root.items, finalUrl) };
}

function brokenJson(text: string, error: unknown): ParseOutcome {
  if (!/jsonfeed\.org|"items"\s*:/.test(text)) return { kind: 'not-a-feed', root: 'JSON' };
  const detail = error instanceof Error ? error.message : String(error);
  const place = /line (\d+) column (\d+)/.exec(detail);
  return { kind: 'unreadable', detail, ...(place && { line: Number(place[1]), column: Number(place[2]) }) };
}

function feedOf(root: Json, items: unknown[], finalUrl: string): ParsedFeed {
  const authors = authorsOf(root);
  return {
    format: 'json',
    reader: 'json',
    items: items
      .slice(0, MAX_ENTRIES)
      .filter(isObject)
      .map((item) => rawItemOf(item, finalUrl, authors)),
    ...present({
      title: textOf(root.title),
      siteUrl: textOf(root.home_page_url),
      selfUrl: textOf(root.feed_url),
      language: textOf(root.language),
    }),
  };
}

function rawItemOf(item: Json, finalUrl: string, feedAuthors: string | undefined): RawItem {
  const plain = textOf(item.content_text);
  const updatedAt = dateOf(item.date_modified);
  const tags = Array.isArray(item.tags) ? item.tags.map(textOf) : [];
  const guid = textOf(item.id);
  return {
    base: finalUrl,
    categories: [...new Set(tags.filter((tag) => tag !== undefined))],
    enclosures: (Array.isArray(item.attachments) ? item.attachments : []).filter(isObject).flatMap(enclosureOf),
    ...present({
      guid,
      title: textOf(item.title),
      url: textOf(item.url) ?? textOf(item.external_url) ?? (guid && /^https?:\/\//.test(guid) ? guid : undefined),
      summaryHtml: textOf(item.summary),
      contentHtml: textOf(item.content_html) ?? (plain && htmlOfPlain(plain)),
      author: authorsOf(item) ?? feedAuthors,
      publishedAt: dateOf(item.date_published) ?? updatedAt,
      updatedAt,
      language: textOf(item.language),
      imageUrl: textOf(item.image) ?? textOf(item.banner_image),
    }),
  };
}

/** Version 1.1 has a list, version 1.0 one author. */
function authorsOf(holder: Json): string | undefined {
  const authors = Array.isArray(holder.authors) ? holder.authors : [holder.author];
  const names = authors
    .map((author) => textOf(isObject(author) ? author.name : author))
    .filter((name) => name !== undefined);
  return names.map(displayName).join(', ') || undefined;
}

function enclosureOf(attachment: Json): Enclosure[] {
  const url = textOf(attachment.url);
  const length = attachment.size_in_bytes;
  const type = textOf(attachment.mime_type);
  return url ? [{ url, ...(type && { type }), ...(typeof length === 'number' && length > 0 && { length }) }] : [];
}

/** Text that says it is plain, as HTML with its line breaks. */
const htmlOfPlain = (text: string): string =>
  escapeText(text)
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');

const dateOf = (value: unknown) => {
  const text = textOf(value);
  return text === undefined ? undefined : parseDate(text);
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? clean(String(value)) || undefined : undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
