import { decodeEntities } from './entities.ts';
import { CONTAINERS, ENTRY_FIELDS, type Fields, NO_FIELDS, RICH_FIELDS, type XmlElement } from './fields.ts';
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
  attributes: ReadonlyMap<string, string>;
  children: Map<string, XmlElement[]>;
  pieces: Piece[];
  isLeaf: boolean;
  /** Elements of the leaf's own name open inside it: HTML has a summary and a title too. */
  sameNameInside: number;
  namespaces: Namespaces;
  base: string;
}

/** Deeper containers are hostile: a feed needs six levels. */
const DEEPEST = 32;

const ROOT_FORMATS: Record<string, LenientFeed['format']> = { rss: 'rss', rdf: 'rdf', feed: 'atom', channel: 'rss' };
const FIELD_NAMES = new Set(ENTRY_FIELDS.map((name) => name.toLowerCase()));
/** Fields that are HTML elements too: inside a long text they are markup. */
const ALSO_HTML = new Set('title link summary source image content id'.split(' '));
/** Fields worth nothing when the document stops in the middle of them. */
const USELESS_WHEN_CUT = new Set('link guid id pubdate dc:date published updated'.split(' '));

/**
 * Reads a feed that need not be well-formed: unclosed and crossed tags, stray & and <, unknown entities, odd prefixes,
 * markup where text belongs, several roots. Nothing recurses, so depth costs nothing.
 */
export function readLeniently(xml: string, documentUrl: string, maxEntries: number): LenientFeed {
  const feed = { format: 'rss' as LenientFeed['format'], head: new Map<string, XmlElement[]>(), entries: [] as XmlElement[] };
  const stack: Frame[] = [];
  let hasRoot = false;
  const isEntry = (name: string) => name === (feed.format === 'atom' ? 'entry' : 'item');

  const close = (isCut = false) => {
    const frame = stack.pop();
    if (!frame) return;
    const element = elementOf(frame, documentUrl);
    if (isEntry(frame.name)) {
      if (!isCut || isIdentified(element)) feed.entries.push(element);
    } else if (!isCut || !USELESS_WHEN_CUT.has(frame.name)) {
      addChild(holderOf(stack, feed.head), frame.name, element);
    }
  };
  const closeDownTo = (depth: number) => {
    while (stack.length > depth) close();
  };

  scanXml(xml, {
    open(written, attributeText, selfClosing) {
      const top = stack.at(-1);
      const plainName = canonicalName(written, top?.namespaces ?? new Map(), feed.format === 'atom');
      if (top?.isLeaf && !endsLeaf(top, plainName, isEntry(plainName))) {
        if (!selfClosing && written === top.written) top.sameNameInside += 1;
        top.pieces.push({ raw: htmlTag(written, attributeText, selfClosing), kind: 'tag' });
        return true;
      }
      if (top?.isLeaf) close();
      const frame = openFrame(written, attributeText, stack.at(-1), documentUrl, feed.format === 'atom');
      const format = ROOT_FORMATS[frame.name];
      if (format && !(frame.name === 'channel' && hasRoot)) {
        closeDownTo(0);
        if (!hasRoot || feed.entries.length === 0) feed.format = format;
        hasRoot = true;
        frame.name = canonicalName(written, frame.namespaces, feed.format === 'atom');
      }
      if (isEntry(frame.name)) {
        if (feed.entries.length >= maxEntries) return false;
        closeDownTo(depthOfEntries(stack, isEntry));
      }
      if (stack.length >= DEEPEST) return true;
      stack.push(frame);
      if (selfClosing) close();
      return true;
    },
    close(written) {
      const top = stack.at(-1);
      if (top?.isLeaf && written === top.written && top.sameNameInside > 0) {
        top.sameNameInside -= 1;
        top.pieces.push({ raw: htmlCloseTag(written), kind: 'tag' });
        return;
      }
      const depth = stack.findLastIndex((frame) => frame.written === written);
      if (depth >= 0) closeDownTo(depth);
      else if (top?.isLeaf) top.pieces.push({ raw: htmlCloseTag(written), kind: 'tag' });
    },
    text(raw, isCdata) {
      stack.at(-1)?.pieces.push({ raw, kind: isCdata ? 'cdata' : 'text' });
    },
  });
  while (stack.length > 0) close(true);
  if (feed.entries.length > maxEntries) feed.entries.length = maxEntries;
  return feed;
}

function openFrame(written: string, attributeText: string, parent: Frame | undefined, documentUrl: string, isAtom: boolean): Frame {
  const attributes = new Map([...readAttributes(attributeText)].map(([name, value]) => [name, decodeEntities(value)]));
  const namespaces = bindNamespaces(parent?.namespaces ?? new Map(), attributes);
  const name = canonicalName(written, namespaces, isAtom);
  const base = resolved(attributes.get('xml:base'), parent?.base ?? documentUrl);
  const isLeaf = !CONTAINERS.has(name) || isInlineContent(name, attributes);
  return { written, name, attributes, children: new Map(), pieces: [], isLeaf, sameNameInside: 0, namespaces, base };
}

/** Atom 0.3 and Atom name their text `content`, Media RSS names files so: only the latter holds elements. */
const isInlineContent = (name: string, attributes: ReadonlyMap<string, string>): boolean =>
  name === 'author' && attributes.get('type') === 'text';

function resolved(reference: string | undefined, base: string): string {
  if (reference === undefined || reference.length > 4096) return base;
  return URL.parse(reference.trim(), base)?.href ?? base;
}

/** Whether an element that opens inside a leaf means that the leaf was never closed. */
function endsLeaf(leaf: Frame, name: string, isEntry: boolean): boolean {
  if (isEntry || name === 'channel') return true;
  if (!FIELD_NAMES.has(name) || isMarkup(leaf)) return false;
  return !RICH_FIELDS.has(leaf.name) || !ALSO_HTML.has(name);
}

const isMarkup = ({ attributes }: Frame): boolean => attributes.get('type') === 'xhtml' || attributes.get('mode') === 'xml';

function elementOf(frame: Frame, documentUrl: string): XmlElement {
  const text = textOf(frame.pieces);
  return {
    text: frame.attributes.get('mode') === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text,
    attributes: frame.attributes,
    children: frame.children.size > 0 ? frame.children : NO_FIELDS,
    ...(frame.base !== documentUrl && { base: frame.base }),
  };
}

/** Where a closed element belongs: the container around it, or the feed as a whole. */
function holderOf(stack: Frame[], head: Map<string, XmlElement[]>): Map<string, XmlElement[]> {
  const parent = stack.at(-1);
  return !parent || parent.name in ROOT_FORMATS ? head : parent.children;
}

function addChild(children: Map<string, XmlElement[]>, name: string, element: XmlElement): void {
  const known = children.get(name);
  if (known) known.push(element);
  else children.set(name, [element]);
}

/** Entries hold no entries: a second one means that the first was not closed. */
function depthOfEntries(stack: Frame[], isEntry: (name: string) => boolean): number {
  const holder = stack.findLastIndex((frame) => frame.name in ROOT_FORMATS);
  const unclosed = stack.findIndex((frame) => isEntry(frame.name));
  return unclosed >= 0 ? unclosed : holder + 1;
}

/** A last entry cut off before its link and id would come back as another entry once the feed is whole. */
const isIdentified = ({ children }: XmlElement): boolean => ['guid', 'id', 'link'].some((name) => children.has(name));
