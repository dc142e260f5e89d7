import { decodeText } from './charset.ts';
import {
  hasOddSpelling,
  isFeedRoot,
  needsLenience,
  openDocument,
  repaired,
  survey,
  type XmlDocument,
} from './document.ts';
import { authorOf, present, rawItemOf } from './entry.ts';
import {
  clean,
  type Fields,
  first,
  firstText,
  MAX_ENTRIES,
  NO_FIELDS,
  textOrNothing,
  type XmlElement,
} from './fields.ts';
import { parseJsonFeed } from './jsonFeed.ts';
import { readLeniently } from './lenientReader.ts';
import type { ParsedFeed, ParseOutcome } from './outcome.ts';
import { type FastOutcome, readWithRssParser } from './rssParser.ts';

export type { ParsedFeed, ParseOutcome } from './outcome.ts';

/** Control characters that XML forbids, and the one that hides texts from rss-parser. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNWANTED = /[\0-\x08\x0b\x0c\x0e-\x1f\ufdd0]/g;
const SHORT = 40;
/** White space some templates leave before a feed. */
const MOST_BLANKS = 10_000;

/** HTML may leave its <html> tag out. */
const SAYS_HTML = /^<!doctype\s+html/i;

/** Reads a feed from its bytes: the body decides what it is, the content type only helps with the charset. */
export async function parseFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  finalUrl: string,
): Promise<ParseOutcome> {
  const text = decodeText(bytes, contentType).replace(UNWANTED, '');
  const start = text.slice(0, MOST_BLANKS).trimStart();
  if (start === '' && text.trim() === '') return { kind: 'empty' };
  if (/^[{[]/.test(start)) return parseJsonFeed(text, finalUrl);
  const document = openDocument(text);
  const root = document?.root ?? '';
  if (root.toLowerCase() === 'html' || (SAYS_HTML.test(start) && !isFeedRoot(root)))
    return { kind: 'html-instead-of-feed' };
  if (!document) return { kind: 'not-a-feed', root: clean(start.slice(0, SHORT)) };
  if (!isFeedRoot(document.root)) return { kind: 'not-a-feed', root: document.root.slice(0, SHORT) };
  return parseXmlFeed(document, finalUrl);
}

async function parseXmlFeed(document: XmlDocument, finalUrl: string): Promise<ParseOutcome> {
  const seen = survey(document.xml);
  if (seen.entries > MAX_ENTRIES || needsLenience(document, seen))
    return { kind: 'feed', feed: lenientFeed(document, finalUrl) };
  const { outcome, reader } = await readOrRepair(document.xml, seen.prefixes);
  if (outcome.kind === 'failed') return leniently(document, finalUrl, outcome);
  if (outcome.entries.length < seen.entries || outcome.isScrambled) return leniently(document, finalUrl);
  const format = document.root === 'feed' ? 'atom' : document.root === 'rss' ? 'rss' : 'rdf';
  const feed = feedOf({ format, head: withRoot(outcome.head, document), entries: outcome.entries }, reader, finalUrl);
  return {
    kind: 'feed',
    feed: hasHoles(feed) && hasOddSpelling(document.xml) ? filled(feed, lenientFeed(document, finalUrl)) : feed,
  };
}

async function readOrRepair(
  xml: string,
  prefixes: Set<string>,
): Promise<{ outcome: FastOutcome; reader: 'rss-parser' | 'repaired' }> {
  const outcome = await readWithRssParser(xml, prefixes);
  if (outcome.kind === 'read') return { outcome, reader: 'rss-parser' };
  const mended = repaired(xml);
  if (mended === xml) return { outcome, reader: 'rss-parser' };
  const second = await readWithRssParser(mended, prefixes);
  return { outcome: second.kind === 'read' ? second : outcome, reader: 'repaired' };
}

/** The last resort. Nothing found in a broken document: say what broke. */
function leniently(document: XmlDocument, finalUrl: string, failure?: FastOutcome & { kind: 'failed' }): ParseOutcome {
  const feed = lenientFeed(document, finalUrl);
  if (!failure || feed.items.length > 0 || feed.title || feed.siteUrl) return { kind: 'feed', feed };
  const line = failure.line === undefined ? undefined : failure.line + document.linesBefore;
  return { kind: 'unreadable', detail: failure.detail, ...present({ line, column: failure.column }) };
}

const lenientFeed = ({ xml }: XmlDocument, finalUrl: string): ParsedFeed =>
  feedOf(readLeniently(xml, finalUrl, MAX_ENTRIES), 'lenient', finalUrl);

interface ReadFeed {
  format: 'rss' | 'rdf' | 'atom';
  head: Fields;
  entries: XmlElement[];
}

function feedOf({ format, head, entries }: ReadFeed, reader: ParsedFeed['reader'], finalUrl: string): ParsedFeed {
  const author = format === 'atom' ? authorOf(head) : undefined;
  const links = [...(head.get('link') ?? []), ...(head.get('atom:link') ?? [])];
  const hrefOf = (rel: string) => links.find(({ attributes }) => attributes.rel === rel)?.attributes.href;
  const plainLink = links.find(({ attributes, text }) => text.trim() !== '' || !('rel' in attributes));
  return {
    format,
    reader,
    items: entries.slice(0, MAX_ENTRIES).map((entry) => rawItemOf(entry, finalUrl, author)),
    ...present({
      title: firstText(head, 'title', 'dc:title'),
      siteUrl: textOrNothing(plainLink?.text) ?? textOrNothing(plainLink?.attributes.href ?? hrefOf('alternate')),
      selfUrl: textOrNothing(hrefOf('self')),
      language: firstText(head, 'language', 'dc:language') ?? rootLanguage(head),
      ttlMinutes: ttlOf(head),
      skipHours: skippedHours(head),
      skipDays: skippedDays(head),
      hubUrl: textOrNothing(hrefOf('hub')),
    }),
  };
}

const rootLanguage = (head: Fields): string | undefined =>
  ['feed', 'channel', 'rss', 'rdf']
    .map((name) => textOrNothing(first(head, name)?.attributes['xml:lang']))
    .find(Boolean);

function ttlOf(head: Fields): number | undefined {
  const minutes = Number(firstText(head, 'ttl'));
  return Number.isFinite(minutes) && minutes > 0 ? Math.round(minutes) : undefined;
}

const textsWithin = (head: Fields, name: string): string[] => {
  const element = first(head, name);
  return element ? [...element.children.values()].flat().map(({ text }) => text.trim()) : [];
};

/** Some write the 24 hours from 1 to 24. */
const skippedHours = (head: Fields): number[] | undefined =>
  someOrNothing(
    textsWithin(head, 'skiphours')
      .filter((text) => /^\d{1,2}$/.test(text) && Number(text) <= 24)
      .map((text) => Number(text) % 24),
  );

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const skippedDays = (head: Fields): number[] | undefined =>
  someOrNothing(
    textsWithin(head, 'skipdays')
      .map((text) => DAYS.indexOf(text.toLowerCase()))
      .filter((day) => day >= 0),
  );

const someOrNothing = (numbers: number[]): number[] | undefined => (numbers.length > 0 ? numbers : undefined);

/** rss-parser does not hand on the root's attributes. */
function withRoot(head: Fields, { xml }: XmlDocument): Fields {
  const language = /\sxml:lang\s*=\s*["']([\w-]+)["']/.exec(xml.slice(0, xml.indexOf('>') + 1))?.[1];
  if (language === undefined) return head;
  const root = { text: '', attributes: { 'xml:lang': language }, children: NO_FIELDS };
  return new Map(head).set('feed', [root]);
}

const hasHoles = ({ title, items }: ParsedFeed): boolean =>
  title === undefined || items.some((item) => !item.title || !item.url || !item.guid || item.publishedAt === undefined);

/** The feed with what only the other reading knows. */
function filled(feed: ParsedFeed, other: ParsedFeed): ParsedFeed {
  if (other.items.length !== feed.items.length) return feed;
  const items = feed.items.map((item, at) => ({ ...other.items[at], ...item }));
  return { ...other, ...feed, items };
}
