import type { RawItem } from '../model/item.ts';
import type { Instant } from '../model/units.ts';
import { parseDate } from './date.ts';
import { attributeOf, clean, type Fields, first, firstText, type XmlElement } from './fields.ts';
import { findEnclosures, findImage } from './media.ts';

/** One entry of RSS, RDF or Atom as an item, whichever reader read it. `headAuthor` is whom Atom names for the whole feed. */
export function rawItemOf(entry: XmlElement, documentUrl: string, headAuthor?: string): RawItem {
  const fields = entry.children;
  const content =
    first(fields, 'content:encoded') ??
    first(fields, 'xhtml:body') ??
    first(fields, 'content') ??
    first(fields, 'atom:content');
  const base = content?.base ?? entry.base ?? documentUrl;
  const absolute = (element: XmlElement, url: string) => rebased(url, element.base ?? documentUrl, base);
  const dates = datesOf(fields);
  const enclosures = findEnclosures(fields, absolute);
  return {
    base,
    categories: categoriesOf(fields),
    enclosures,
    ...present({
      guid: firstText(fields, 'guid', 'id') ?? attributeOf(entry, 'rdf:about') ?? firstText(fields, 'dc:identifier'),
      title: titleOf(fields),
      url: urlOf(entry, absolute),
      summaryHtml: summaryOf(fields),
      contentHtml: isTextual(content) ? htmlOf(content) : undefined,
      author: authorOf(fields) ?? headAuthor,
      publishedAt: dates.publishedAt ?? dates.updatedAt,
      updatedAt: dates.updatedAt,
      language: languageOf(entry, content),
      imageUrl: findImage(fields, absolute) ?? enclosures.find(({ type }) => type?.startsWith('image/'))?.url,
    }),
  };
}

/** The object without its undefined values, as exact optional properties want it. */
export function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {};
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key];
  return kept as never;
}

function titleOf(fields: Fields): string | undefined {
  const own = first(fields, 'title');
  const html = own && htmlOf(own);
  return html || firstText(fields, 'dc:title', 'media:title', 'itunes:title');
}

function summaryOf(fields: Fields): string | undefined {
  const own = [first(fields, 'description'), first(fields, 'summary'), first(fields, 'atom:summary')];
  const html = own.map((element) => element && htmlOf(element)).find(Boolean);
  const group = first(fields, 'media:group')?.children;
  return (
    html || firstText(fields, 'itunes:summary', 'media:description') || (group && firstText(group, 'media:description'))
  );
}

const INLINE_TAG =
  /<\/?(?:a|abbr|b|br|code|del|div|em|font|h\d|i|img|li|ol|p|pre|q|s|small|span|strong|sub|sup|table|u|ul)\b/i;

/** An element's text as HTML. Atom's plain text may say "List<T>", which HTML would swallow. */
function htmlOf({ text, attributes }: XmlElement): string | undefined {
  const isPlain = attributes.type === 'text' && text.includes('<') && !INLINE_TAG.test(text);
  return clean(isPlain ? text.replaceAll('<', '&lt;') : text) || undefined;
}

/** Atom content may be a picture in base64, or only point elsewhere. */
function isTextual(content: XmlElement | undefined): content is XmlElement {
  const type = content?.attributes.type;
  return content !== undefined && (type === undefined || !type.includes('/') || /^text\/|html/i.test(type));
}

type Absolute = (element: XmlElement, url: string) => string;

/** Left as written where one base serves the whole entry. */
const rebased = (url: string, ownBase: string, base: string): string =>
  ownBase === base ? url : (URL.parse(url, ownBase)?.href ?? url);

/** FeedBurner's own redirects: the service is all but gone, the original address is not. */
const REDIRECTOR = /^https?:\/\/(?:feedproxy\.google\.com|feeds\d*\.feedburner\.com)\//i;
const HTTP = /^https?:\/\/\S+$/i;

function urlOf(entry: XmlElement, absolute: Absolute): string | undefined {
  const fields = entry.children;
  const links = [...(fields.get('link') ?? []), ...(fields.get('atom:link') ?? [])];
  const link = links.map((element) => linkOf(element, absolute)).filter((found) => found !== undefined);
  const best = link.find(({ isAlternate }) => isAlternate)?.url;
  const original = firstText(fields, 'feedburner:origlink');
  if (original && (best === undefined || REDIRECTOR.test(best))) return original;
  return best ?? permalinkOf(entry) ?? link[0]?.url;
}

/** What a link points to, when it points to the entry: not to the feed itself, a file, or an API. */
function linkOf(element: XmlElement, absolute: Absolute): { url: string; isAlternate: boolean } | undefined {
  const written = clean(element.text) || attributeOf(element, 'href');
  const rel = element.attributes.rel?.toLowerCase() ?? 'alternate';
  if (
    !written ||
    /^(?:self|enclosure|edit|edit-media|replies|hub|next|prev|previous|first|last|license|icon)$/.test(rel)
  )
    return undefined;
  return { url: absolute(element, written), isAlternate: rel.endsWith('alternate') };
}

/** The guid or id, when it is an address and not said to be anything else. */
function permalinkOf(entry: XmlElement): string | undefined {
  const guid = first(entry.children, 'guid');
  const id =
    guid && attributeOf(guid, 'isPermaLink')?.toLowerCase() === 'false'
      ? undefined
      : firstText(entry.children, 'guid', 'id');
  return [id, attributeOf(entry, 'rdf:about')].find((candidate) => candidate !== undefined && HTTP.test(candidate));
}

export function authorOf(fields: Fields): string | undefined {
  for (const name of ['dc:creator', 'author', 'atom:author', 'itunes:author']) {
    const names = (fields.get(name) ?? []).map((element) =>
      displayName(firstText(element.children, 'name', 'email') ?? clean(element.text)),
    );
    const found = [...new Set(names.filter((known) => known !== ''))].join(', ');
    if (found !== '') return found;
  }
  return undefined;
}

/** "mail (Name)" and "Name <mail>" as the name alone. */
export function displayName(written: string): string {
  if (written.length > 1000) return '';
  const named = /^\S+@\S+\s*\((.+)\)$/.exec(written) ?? /^"?([^"<]+?)"?\s*<[^<>]*@[^<>]*>$/.exec(written);
  return (named?.[1] ?? written).replace(/\s+/g, ' ').trim();
}

const MAX_CATEGORIES = 100;

function categoriesOf(fields: Fields): string[] {
  const tags = (fields.get('category') ?? []).map(
    (element) => clean(element.text) || attributeOf(element, 'label') || attributeOf(element, 'term'),
  );
  const subjects = (fields.get('dc:subject') ?? []).map((element) => clean(element.text));
  const keywords = (fields.get('itunes:keywords') ?? []).flatMap((element) => element.text.split(',').map(clean));
  return [...new Set([...tags, ...subjects, ...keywords].filter((tag) => tag !== undefined && tag !== ''))].slice(
    0,
    MAX_CATEGORIES,
  ) as string[];
}

function datesOf(fields: Fields): { publishedAt: Instant | undefined; updatedAt: Instant | undefined } {
  const firstDate = (...names: string[]) => {
    for (const name of names) {
      const at = fields
        .get(name)
        ?.map((element) => parseDate(element.text))
        .find((found) => found !== undefined);
      if (at !== undefined) return at;
    }
    return undefined;
  };
  return {
    publishedAt: firstDate(
      'pubdate',
      'published',
      'atom:published',
      'issued',
      'dcterms:issued',
      'dc:date',
      'created',
      'dcterms:created',
    ),
    updatedAt: firstDate('updated', 'atom:updated', 'modified', 'dcterms:modified'),
  };
}

function languageOf(entry: XmlElement, content: XmlElement | undefined): string | undefined {
  return (
    attributeOf(entry, 'xml:lang') ??
    firstText(entry.children, 'dc:language', 'language') ??
    (content && attributeOf(content, 'xml:lang'))
  );
}
