import {
  type Attributes,
  CONTAINERS,
  ENTRY_FIELDS,
  type Fields,
  NO_FIELDS,
  RICH_FIELDS,
  type XmlElement,
} from './fields.ts';
import { htmlCloseTag, htmlTag, type Piece, textOf } from './markup.ts';
import { bindNamespaces, canonicalName, type Namespaces } from './namespaces.ts';
import { readAttributes, scanXml } from './xmlScanner.ts';

export interface LenientFeed {
  format: 'rss' | 'rdf' | 'atom';
  head: Fields;
  entries: XmlElement[];
}

/** An element still open. A leaf gathers pieces, a container gathers children. */
interface Frame {
  written: string;
  name: string;
  attributes: Attributes;
  children: Map<string, XmlElement[]>;
  pieces: Piece[];
  isLeaf: boolean;
  /** Elements of the leaf's own name open inside it: HTML has a summary and a title too. */
  sameNameInside: number;
  namespaces: Namespaces;
  base: string;
}

/** Letters of a base: it is written out in every link below it, and bases add up. */
const LONGEST_BASE = 1024;
/** Deeper containers are hostile: a feed needs six levels. */
const DEEPEST = 32;

const ROOT_FORMATS = new Map<string, LenientFeed['format']>([
  ['rss', 'rss'],
  ['rdf', 'rdf'],
  ['feed', 'atom'],
  ['channel', 'rss'],
]);
const FIELD_NAMES = new Set(ENTRY_FIELDS.map((name) => name.toLowerCase()));
/** Fields that are HTML elements too: inside a long text they are markup. */
const ALSO_HTML = new Set('title link summary source image content id'.split(' '));
/** Fields worth nothing when the document stops in the middle of them. */
const USELESS_WHEN_CUT = new Set('link guid id pubdate dc:date published updated'.split(' '));

interface Reading {
  format: LenientFeed['format'];
  hasRoot: boolean;
  head: Map<string, XmlElement[]>;
  entries: XmlElement[];
  stack: Frame[];
  documentUrl: string;
  maxEntries: number;
}

/**
 * Reads a feed that need not be well-formed: unclosed and crossed tags, stray & and <, unknown entities, odd prefixes,
 * markup where text belongs, several roots. Nothing recurses, so depth costs nothing.
 */
export function readLeniently(xml: string, documentUrl: string, maxEntries: number): LenientFeed {
  const reading: Reading = {
    format: 'rss',
    hasRoot: false,
    head: new Map(),
    entries: [],
    stack: [],
    documentUrl,
    maxEntries,
  };
  scanXml(xml, {
    open: (written, attributes, selfClosing) => open(reading, written, attributes, selfClosing),
    close: (written) => close(reading, written),
    text: (raw, isCdata) => void reading.stack.at(-1)?.pieces.push({ raw, kind: isCdata ? 'cdata' : 'text' }),
  });
  while (reading.stack.length > 0) finish(reading, true);
  return { format: reading.format, head: reading.head, entries: reading.entries };
}

function open(reading: Reading, written: string, attributes: string, selfClosing: boolean): boolean {
  const top = reading.stack.at(-1);
  if (top?.isLeaf) {
    const name = canonicalName(written, top.namespaces, reading.format === 'atom');
    if (!endsLeaf(top, name, isEntry(reading, name))) {
      if (!selfClosing && written === top.written) top.sameNameInside += 1;
      top.pieces.push({ raw: htmlTag(written, attributes, selfClosing), kind: 'tag' });
      return true;
    }
    finish(reading);
  }
  const frame = openFrame(reading, written, attributes);
  if (ROOT_FORMATS.has(frame.name)) openRoot(reading, frame);
  if (isEntry(reading, frame.name) && selfClosing) {
    // Some feeds put an empty item inside an item, which goes on after it.
    reading.entries.push(elementOf(frame, reading.documentUrl));
    return reading.entries.length < reading.maxEntries;
  }
  if (isEntry(reading, frame.name)) {
    finishDownTo(reading, depthOfEntries(reading));
    if (reading.entries.length >= reading.maxEntries) return false;
  }
  if (reading.stack.length >= DEEPEST) return true;
  reading.stack.push(frame);
  if (selfClosing) finish(reading);
  return true;
}

function close(reading: Reading, written: string): void {
  const top = reading.stack.at(-1);
  const isInside = top?.isLeaf && written === top.written && top.sameNameInside > 0;
  const depth = isInside ? -1 : reading.stack.findLastIndex((frame) => frame.written === written);
  if (depth >= 0) finishDownTo(reading, depth);
  else if (top?.isLeaf) top.pieces.push({ raw: htmlCloseTag(written), kind: 'tag' });
  if (isInside) top.sameNameInside -= 1;
}

/** A second root starts over where the first gave nothing, and else goes on. */
function openRoot(reading: Reading, frame: Frame): void {
  const isChannelOfRoot = frame.name === 'channel' && reading.hasRoot;
  if (isChannelOfRoot) return;
  finishDownTo(reading, 0);
  const format = ROOT_FORMATS.get(frame.name);
  if (format && reading.entries.length === 0) reading.format = format;
  reading.hasRoot = true;
}

/** Ends the innermost open element; `isCut`: because the document stops. */
function finish(reading: Reading, isCut = false): void {
  const frame = reading.stack.pop();
  if (!frame) return;
  const element = elementOf(frame, reading.documentUrl);
  if (isEntry(reading, frame.name)) {
    if (!isCut || isIdentified(element)) reading.entries.push(element);
  } else if (!isCut || !USELESS_WHEN_CUT.has(frame.name)) {
    addChild(holderOf(reading), frame.name, element);
  }
}

function finishDownTo(reading: Reading, depth: number): void {
  while (reading.stack.length > depth) finish(reading);
}

const isEntry = ({ format }: Reading, name: string): boolean => name === (format === 'atom' ? 'entry' : 'item');

function openFrame({ stack, documentUrl, format, hasRoot }: Reading, written: string, attributeText: string): Frame {
  const parent = stack.at(-1);
  const attributes = readAttributes(attributeText);
  const bound = bindNamespaces(parent?.namespaces ?? new Map(), attributes);
  const namespaces = hasRoot ? bound : withRootPrefix(bound, written);
  const name = canonicalName(written, namespaces, format === 'atom');
  const base = resolved(attributes['xml:base'], parent?.base ?? documentUrl);
  const isLeaf = !CONTAINERS.has(name);
  return { written, name, attributes, children: new Map(), pieces: [], isLeaf, sameNameInside: 0, namespaces, base };
}

/** The prefix of an `x:rss` or `x:feed` root is the feed's own, wherever it is bound. */
function withRootPrefix(bound: Namespaces, written: string): Namespaces {
  const prefix = /^([^:]+):(?:rss|feed)$/i.exec(written)?.[1]?.toLowerCase();
  return prefix === undefined ? bound : new Map(bound).set(prefix, '');
}

function resolved(reference: string | undefined, base: string): string {
  if (reference === undefined || reference.length > LONGEST_BASE) return base;
  const href = URL.parse(reference.trim(), base)?.href;
  return href === undefined || href.length > LONGEST_BASE ? base : href;
}

/** Whether an element that opens inside a leaf means that the leaf was never closed. */
function endsLeaf(leaf: Frame, name: string, isEntry: boolean): boolean {
  if (isEntry || name === 'channel') return true;
  if (!FIELD_NAMES.has(name) || isMarkup(leaf)) return false;
  return !RICH_FIELDS.has(leaf.name) || !ALSO_HTML.has(name);
}

const isMarkup = ({ attributes }: Frame): boolean => attributes.type === 'xhtml' || attributes.mode === 'xml';

function elementOf(frame: Frame, documentUrl: string): XmlElement {
  const text = textOf(frame.pieces);
  return {
    text: frame.attributes.mode === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text,
    attributes: frame.attributes,
    children: frame.children.size > 0 ? frame.children : NO_FIELDS,
    ...(frame.base !== documentUrl && { base: frame.base }),
  };
}

/** Where a finished element belongs: the container around it, or the feed as a whole. */
function holderOf({ stack, head }: Reading): Map<string, XmlElement[]> {
  const parent = stack.at(-1);
  return !parent || ROOT_FORMATS.has(parent.name) ? head : parent.children;
}

function addChild(children: Map<string, XmlElement[]>, name: string, element: XmlElement): void {
  const known = children.get(name);
  if (known) known.push(element);
  else children.set(name, [element]);
}

/** Entries hold no entries: a second one means that the first was not closed. */
function depthOfEntries(reading: Reading): number {
  const unclosed = reading.stack.findIndex((frame) => isEntry(reading, frame.name));
  return unclosed >= 0 ? unclosed : reading.stack.findLastIndex((frame) => ROOT_FORMATS.has(frame.name)) + 1;
}

/** A last entry cut off before its link and id would come back as another entry once the feed is whole. */
const isIdentified = ({ children }: XmlElement): boolean => ['guid', 'id', 'link'].some((name) => children.has(name));
