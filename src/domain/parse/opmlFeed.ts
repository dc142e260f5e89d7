import { MAX_URL } from '../normalise/url.ts';
import type { OpmlAttribute } from './opmlScanner.ts';

/** A feed of a subscription list; the folders above it and its categories are its tags. */
export interface OpmlFeed {
  /** http or https. */
  url: string;
  title?: string;
  tags: string[];
  htmlUrl?: string;
  description?: string;
  language?: string;
  /** Every other attribute by its name as written, with the `xmlns:` declarations that its prefixes need. */
  extra: Record<string, string>;
}

/** What an outline says, whatever the case of its attributes. */
export interface Outline {
  xmlUrl: string;
  label: string;
  /** In lower case. */
  type: string;
  /** Of `include` and `link`. */
  url: string;
  feed: Omit<OpmlFeed, 'url' | 'tags'>;
  categories: string[];
  /** Some attribute has a name that XML cannot write. */
  hasBadName: boolean;
}

/** Attributes that Vigie reads, by their name in lower case. */
const READ = new Map(
  ['xmlUrl', 'title', 'text', 'htmlUrl', 'description', 'language', 'category'].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);
const LEGAL_NAME = /^[A-Za-z_À-ÖØ-öø-˿Ͱ-ͽͿ-\u1fff][\w.À-ÖØ-öø-˿Ͱ-ͽͿ-\u1fff-]*$/;

/** Declarations that a writer makes up for prefixes that nothing declared; a reader forgets them again. */
export const UNDECLARED = 'urn:x-undeclared:';

/** Blanks as a reader sees them. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** @param namespaces addresses of the prefixes declared above this outline */
export function readOutline(attributes: readonly OpmlAttribute[], namespaces: ReadonlyMap<string, string>): Outline {
  const read = new Map<string, string>();
  const extra = new Map<string, string>();
  const declared = new Map(namespaces);
  let hasBadName = false;
  for (const [name, value] of attributes) {
    const known = READ.get(name.toLowerCase());
    if (known !== undefined) read.set(known, read.get(known)?.trim() ? (read.get(known) ?? '') : value);
    else if (/^xmlns(?::|$)/.test(name)) declared.set(name.slice('xmlns:'.length), value);
    else if (!isLegal(name)) hasBadName = true;
    else if (!extra.has(name)) extra.set(name, value);
  }
  const of = (name: string) => read.get(name)?.trim() ?? '';
  const [title, text] = [oneLine(of('title')), oneLine(of('text'))];
  const label = title || text;
  if (text !== '' && text !== label) extra.set('text', text);
  const type = extra.get('type') ?? '';
  // The writer says it of every feed.
  if (type === 'rss') extra.delete('type');
  const url = extra.get('url') ?? '';
  for (const prefix of prefixesOf(extra.keys())) {
    const address = declared.get(prefix);
    if (address !== undefined && !address.startsWith(UNDECLARED)) extra.set(`xmlns:${prefix}`, address);
  }
  return {
    xmlUrl: of('xmlUrl'),
    label,
    type: type.toLowerCase(),
    url,
    feed: {
      ...(label && { title: label }),
      ...(of('htmlUrl') && { htmlUrl: of('htmlUrl') }),
      ...(of('description') && { description: of('description') }),
      ...(of('language') && { language: of('language') }),
      extra: Object.fromEntries(extra),
    },
    categories: categoriesIn(of('category')),
    hasBadName,
  };
}

/** With at most one prefix. */
export function isLegal(name: string): boolean {
  const parts = name.split(':');
  return parts.length <= 2 && parts.every((part) => LEGAL_NAME.test(part));
}

/** Prefixes that need a declaration. */
export function prefixesOf(names: Iterable<string>): Set<string> {
  const prefixes = [...names].filter((name) => name.includes(':')).map((name) => name.slice(0, name.indexOf(':')));
  return new Set(prefixes.filter((prefix) => prefix !== 'xml' && prefix !== 'xmlns'));
}

/** OPML 2.0: categories are parted by commas, and slashes part the levels of one: `/Boston/Weather,/Harvard`. */
const categoriesIn = (category: string): string[] => category.split(/[,/]/).map(oneLine).filter(Boolean);

/** `feed:` is what browsers once called a subscription, `pcast:` and `itpc:` are those of podcast programs. */
const SUBSCRIBING = /^(?:feed|pcast|itpc):(?:\/\/)?/i;
/** A name with a dot in it, and not that of a file alone. */
const HOST = /^(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}][\p{L}\d-]+(?::\d+)?(?=[/?#]|$)/iu;
const FILE = /^[^/?#]*\.(?:xml|rss|rdf|atom|json|opml|php|html?|aspx?)$/i;

/** The http or https address that somebody meant, undefined when it is none. */
export function webAddress(written: string): string | undefined {
  const text = written.trim();
  if (text === '' || text.length > MAX_URL) return undefined;
  const isSubscription = SUBSCRIBING.test(text);
  const address = text.replace(SUBSCRIBING, '').replace(/^\/\//, '');
  const isBare = HOST.test(address) && !FILE.test(address);
  // Lists without schemes are of the years when the web was http; a site that is https by now redirects.
  const whole = isBare || (isSubscription && !/^https?:/i.test(address)) ? `http://${address}` : address;
  if (!URL.canParse(whole)) return undefined;
  const { protocol, href } = new URL(whole);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}
