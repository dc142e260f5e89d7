import Parser from 'rss-parser';
import { parseDate } from './date.ts';
import {
  type Attributes,
  CONTAINERS,
  ENTRY_FIELDS,
  type Fields,
  HEAD_FIELDS,
  NO_ATTRIBUTES,
  NO_FIELDS,
  type XmlElement,
} from './fields.ts';

export type FastOutcome =
  | {
      kind: 'read';
      head: Fields;
      entries: XmlElement[];
      /** Markup where text belongs, whose order is lost. */
      isScrambled: boolean;
    }
  | { kind: 'failed'; detail: string; line?: number; column?: number };

/** A noncharacter, which no text may contain: the gate strips it from every document. */
export const TOKEN = '\uFDD0';

/** An element rss-parser is told to copy whole, attributes and repeats included, and where it puts the copy. */
interface CopiedField {
  written: string;
  prefix: string;
  name: string;
  copy: string;
}

const copied = (names: string[]): CopiedField[] =>
  names.map((written) => ({
    written,
    prefix: written.split(':').slice(0, -1).join(),
    name: written.toLowerCase(),
    copy: `raw ${written}`,
  }));

const ENTRY = copied(ENTRY_FIELDS);
const HEAD = copied(HEAD_FIELDS);
/** Where the copy of an element's own attributes goes. */
const OWN_ATTRIBUTES: CopiedField = { written: '$', prefix: '', name: '$', copy: 'raw $' };

/** RSS without a version is read as 2.0. */
const DEFAULT_RSS = 2;

/**
 * Reads a well-formed feed whose text starts at its root. `prefixes` are those its elements use. Whatever rss-parser throws is an
 * outcome.
 */
export async function readWithRssParser(xml: string, prefixes: ReadonlySet<string>): Promise<FastOutcome> {
  const texts: string[] = [];
  const entryFields = usedFields(prefixes);
  // One parser per document: a reused one never settles after a body without a root.
  const parser = new Parser({
    defaultRSS: DEFAULT_RSS,
    customFields: { item: asOptions([...entryFields, OWN_ATTRIBUTES]), feed: asOptions(HEAD) } as never,
    xml2js: { valueProcessors: [(value: string, name: string) => hidden(value, name, texts)] },
  });
  try {
    const feed = await Promise.race([parser.parseString(xml), unsettled()]);
    if (feed === undefined) return { kind: 'failed', detail: 'no answer' };
    return converted(feed as unknown as RawFeed, entryFields, texts);
  } catch (error) {
    return failureOf(error);
  }
}

const asOptions = (fields: CopiedField[]) => fields.map(({ written, copy }) => [written, copy, { keepArray: true }]);

/** Every field asked for costs time in every entry: those of vocabularies the document does not use are left out. */
const usedFields = (prefixes: ReadonlySet<string>): CopiedField[] =>
  ENTRY.filter(({ prefix }) => prefix === '' || prefixes.has(prefix));

type RawFeed = Record<string, unknown> & { items: Record<string, unknown>[] };

/** parseString works at once: what has not settled by the next turn of the loop never will. */
const unsettled = (): Promise<undefined> => new Promise((resolve) => setImmediate(resolve, undefined));

/**
 * What rss-parser sees of a text. Markup becomes a token, because its snippet takes quadratic time over tags (200 KB of
 * `<br ` is 40 s); an Atom date that cannot be read becomes nothing, because one would lose the whole feed.
 */
function hidden(value: string, name: string, texts: string[]): string {
  if (name === 'published' || name === 'updated') {
    const at = parseDate(value);
    return at === undefined ? '' : new Date(at).toISOString();
  }
  return value.includes('<') ? TOKEN + (texts.push(value) - 1) : value;
}

function converted(feed: RawFeed, entryFields: CopiedField[], texts: string[]): FastOutcome {
  const reading = { texts, isScrambled: false };
  const entries = feed.items.map((item) => ({
    text: '',
    attributes: attributesOf(listOf(item[OWN_ATTRIBUTES.copy])[0]),
    children: fieldsOf(item, entryFields, reading),
  }));
  return { kind: 'read', head: fieldsOf(feed, HEAD, reading), entries, isScrambled: reading.isScrambled };
}

interface Reading {
  texts: string[];
  isScrambled: boolean;
}

function fieldsOf(raw: Record<string, unknown>, fields: CopiedField[], reading: Reading): Fields {
  const found = new Map<string, XmlElement[]>();
  for (const { name, copy } of fields) {
    const nodes = raw[copy];
    if (nodes !== undefined)
      found.set(
        name,
        listOf(nodes).map((node) => elementOf(node, name, reading, 0)),
      );
  }
  return found;
}

/** Media RSS nests three levels: group, content, thumbnail. */
const DEEPEST = 3;

/** An element as xml2js has it: a text, or an object of text `_`, attributes `$` and lists of child elements. */
function elementOf(node: unknown, name: string, reading: Reading, depth: number): XmlElement {
  if (!isNode(node)) return { text: shown(node, reading.texts), attributes: NO_ATTRIBUTES, children: NO_FIELDS };
  let children: Map<string, XmlElement[]> | undefined;
  for (const written in node) {
    if (written === '_' || written === '$') continue;
    if (!CONTAINERS.has(name) || depth >= DEEPEST) reading.isScrambled = true;
    else {
      const child = written.toLowerCase();
      children ??= new Map();
      children.set(
        child,
        listOf(node[written]).map((inner) => elementOf(inner, child, reading, depth + 1)),
      );
    }
  }
  return { text: shown(node._, reading.texts), attributes: attributesOf(node.$), children: children ?? NO_FIELDS };
}

const isNode = (node: unknown): node is Record<string, unknown> => typeof node === 'object' && node !== null;

const listOf = (nodes: unknown): unknown[] => (Array.isArray(nodes) ? nodes : [nodes]);

const attributesOf = (attributes: unknown): Attributes =>
  isNode(attributes) ? (attributes as Attributes) : NO_ATTRIBUTES;

const shown = (text: unknown, texts: string[]): string => {
  if (typeof text !== 'string') return '';
  return text.startsWith(TOKEN) ? (texts[Number(text.slice(1))] ?? '') : text;
};

/** sax counts lines and columns from 0 and writes them into its message. */
function failureOf(error: unknown): FastOutcome {
  const message = error instanceof Error ? error.message : String(error);
  const place = /\nLine: (\d+)\nColumn: (\d+)/.exec(message);
  const detail = message.split('\n', 1)[0] ?? '';
  return place
    ? { kind: 'failed', detail, line: Number(place[1]) + 1, column: Number(place[2]) + 1 }
    : { kind: 'failed', detail };
}
