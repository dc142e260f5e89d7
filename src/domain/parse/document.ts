import { namedCharacter } from './entities.ts';
import { hasUnusualPrefixes } from './namespaces.ts';
import { readAttributes } from './xmlScanner.ts';

/** A document from its root on: XML declaration, comments, DOCTYPE and whatever stood before are gone. */
export interface XmlDocument {
  /** As written, prefix included. */
  root: string;
  xml: string;
  /** Lines before the root, to place errors. */
  linesBefore: number;
}

const FEED_ROOT = /^(?:[\w.-]+:)?(?:rss|rdf|feed|channel)$/i;
const FEED_ROOT_ANYWHERE = /<(?:[\w.-]{1,30}:)?(?:rss|rdf|feed)[\s>]/i;
const SKIPPED: [string, string][] = [
  ['<?', '?>'],
  ['<!--', '-->'],
];

/** How far a feed is looked for behind a warning some server printed before it. */
const JUNK_CHARACTERS = 20_000;

export const isFeedRoot = (root: string): boolean => FEED_ROOT.test(root);

/** The document's root; undefined when there is no tag. Text before the root does not hide a feed. */
export function openDocument(text: string): XmlDocument | undefined {
  const start = prologEnd(text);
  const root = rootAt(text, start);
  if (root !== undefined && (isFeedRoot(root) || root.toLowerCase() === 'html')) return documentFrom(text, start, root);
  const found = FEED_ROOT_ANYWHERE.exec(text.slice(start, start + JUNK_CHARACTERS));
  const later = found ? rootAt(text, start + found.index) : undefined;
  if (found && later !== undefined) return documentFrom(text, start + found.index, later);
  return root === undefined ? undefined : documentFrom(text, start, root);
}

function documentFrom(text: string, start: number, root: string): XmlDocument {
  return { root, xml: text.slice(start), linesBefore: text.slice(0, start).split('\n').length - 1 };
}

const rootAt = (text: string, at: number): string | undefined =>
  /^<([A-Za-z_][\w.:-]{0,60})/.exec(text.slice(at, at + 64))?.[1];

function prologEnd(text: string): number {
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at)) || text.charCodeAt(at) === 0xfeff) at += 1;
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, at));
    const isDoctype = /^<!doctype/i.test(text.slice(at, at + 9));
    if (!skipped && !isDoctype) return at;
    const end = skipped ? text.indexOf(skipped[1], at) + skipped[1].length : doctypeEnd(text, at);
    if (end <= at) return at;
    at = end;
  }
}

/** A DOCTYPE is skipped whole: its entities are never defined, so none can expand. */
function doctypeEnd(text: string, at: number): number {
  const close = text.indexOf('>', at);
  const subset = text.indexOf('[', at);
  if (subset < 0 || subset > close) return close + 1;
  const subsetEnd = /\]\s{0,99}>/g;
  subsetEnd.lastIndex = subset;
  return subsetEnd.exec(text) ? subsetEnd.lastIndex : close + 1;
}

/** What a quick look over the tags tells, comments and CDATA left out. */
export interface Survey {
  /** `<item` and `<entry` openings. */
  entries: number;
  prefixedEntries: number;
  /** Prefixes of elements, as written. */
  prefixes: Set<string>;
}

const TELLING = /<(?:!--|!\[CDATA\[|(?:item|entry)[\s>/]|([\w.-]{1,30}):((?:item|entry)(?=[\s>/]))?)/gi;

export function survey(xml: string): Survey {
  const seen: Survey = { entries: 0, prefixedEntries: 0, prefixes: new Set() };
  const unclosed = new Set<string>();
  TELLING.lastIndex = 0;
  for (let found = TELLING.exec(xml); found; found = TELLING.exec(xml)) {
    const [opening, prefix, entry] = found;
    const close = opening === '<!--' ? '-->' : opening.startsWith('<!') ? ']]>' : undefined;
    if (close !== undefined) {
      const end = unclosed.has(close) ? -1 : xml.indexOf(close, TELLING.lastIndex);
      if (end < 0) unclosed.add(close);
      else TELLING.lastIndex = end;
    } else if (prefix === undefined) {
      seen.entries += 1;
    } else {
      seen.prefixes.add(prefix);
      if (entry !== undefined) seen.prefixedEntries += 1;
    }
  }
  return seen;
}

const NEEDS_LENIENCE = /\btype\s*=\s*["']xhtml["']|<(?:content|title|summary|tagline|info)\s[^<>]{0,200}\bmode\s*=/i;

/** What rss-parser reads without an error and wrongly: inline XHTML, Atom 0.3 modes, bases, and other prefixes. */
export function needsLenience({ root, xml }: XmlDocument, { prefixedEntries }: Survey): boolean {
  if ((root !== 'rss' && root !== 'feed' && root !== 'rdf:RDF') || prefixedEntries > 0) return true;
  if (xml.includes('xml:base') || (root === 'feed' && NEEDS_LENIENCE.test(xml))) return true;
  return hasUnusualPrefixes(readAttributes(xml.slice(root.length + 1, Math.min(xml.indexOf('>'), LONGEST_TAG))));
}

/** Root tags with twenty namespaces take 2,000 characters. */
const LONGEST_TAG = 10_000;

const FIELD_TAG =
  /<((?:[\w.-]{1,30}:)?(?:title|link|guid|id|pubdate|date|published|updated|modified|issued|created))[\s>/]/gi;
const USUAL_SPELLING =
  /^(?:title|link|guid|id|pubDate|published|updated|modified|issued|created|(?:dc|media|itunes):title|dc:date|(?:atom|atom10):(?:link|updated|published|id)|dcterms:(?:created|issued|modified))$/;

/** Whether a name, link, id or date stands there in a spelling that only the lenient reader knows. */
export function hasOddSpelling(xml: string): boolean {
  return [...xml.matchAll(FIELD_TAG)].some(([, name]) => !USUAL_SPELLING.test(name ?? ''));
}

const AMPERSAND = /&(?:(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});|([a-z][a-z\d]{1,31});)?/gi;

/** The commonest damage mended: bare ampersands and entities that only HTML knows. CDATA is left alone. */
export function repaired(xml: string): string {
  return xml
    .split(/(<!\[CDATA\[.*?(?:\]\]>|$))/s)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(AMPERSAND, mended)))
    .join('');
}

function mended(written: string, name: string | undefined): string {
  if (name === undefined) return written === '&' ? '&amp;' : written;
  const character = namedCharacter(name);
  return character ?? `&amp;${name};`;
}
