import { decodeEntities } from './entities.ts';

/** Name as written and value with its references read, in document order; the first of two equal names comes first. */
export type OpmlAttribute = [name: string, value: string];

export interface OpmlTag {
  kind: 'open';
  /** Where it starts, in characters of the text. */
  at: number;
  /** In lower case. */
  name: string;
  attributes: OpmlAttribute[];
  /** Names of attributes too long, or too many, to be kept. */
  dropped: string[];
  /** It has no end tag. */
  isEmpty: boolean;
  /** Its `>` is missing. */
  isUnended: boolean;
  /** Some of it had to be guessed or left out. */
  isBroken: boolean;
}

export type OpmlToken =
  | OpmlTag
  | { kind: 'close'; at: number; name: string }
  | { kind: 'text'; at: number; text: string }
  /** Marks that belong to nothing. */
  | { kind: 'broken'; at: number };

/** Characters of an attribute: the icons that RSS Guard stores are 1,000 to 5,000 long. */
const MAX_VALUE = 65_536;
const MAX_ATTRIBUTES = 200;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed: no XML may hold them.
const ILLEGAL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
/** Text that any XML may hold. */
export const legalText = (text: string): string => text.toWellFormed().replace(ILLEGAL, '');

/** Of a text; only the title of a list is read, and stray text told. */
const MAX_TEXT = 10_000;
const NAME = /[A-Za-z_][\w.:-]*/y;
const ELEMENT = /<\/?(?:outline|body|head|opml)(?:[\s/>]|$)/gi;
const DOCTYPE = /<!DOCTYPE[^<>[]*(?:\[[^\]]*\]\s*)?>/iy;
const SECTIONS = [
  { start: '<!--', close: '-->', isText: false },
  { start: '<![CDATA[', close: ']]>', isText: true },
  { start: '<?', close: '?>', isText: false },
  { start: '<!', close: '>', isText: false },
];

/**
 * The tags and texts of an OPML document that need not be well-formed. Nothing recurses, every character is looked at
 * a bounded number of times. Expects text that went through `legalText`.
 */
export function* scanOpml(xml: string): Generator<OpmlToken> {
  const unclosed = new Set<string>();
  let nextElement = -1;
  let textFrom = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', textFrom)) {
    if (at > textFrom) yield { kind: 'text', at: textFrom, text: textOf(xml, textFrom, at) };
    const section = SECTIONS.find(({ start }) => xml.startsWith(start, at));
    if (section) {
      const end = sectionEnd(xml, at, section, unclosed);
      if (end < 0) yield { kind: 'broken', at };
      else if (section.isText) yield { kind: 'text', at, text: xml.slice(at + section.start.length, end - 3) };
      // Of a section that never ends only the mark is skipped, so that one broken comment does not hide the rest.
      textFrom = end < 0 ? at + section.start.length : end;
      continue;
    }
    if (nextElement <= at) nextElement = elementAfter(xml, at + 1);
    const read = readTag(xml, at, nextElement);
    yield read?.token ?? { kind: 'broken', at };
    textFrom = read?.end ?? at + 1;
  }
  if (textFrom < xml.length) yield { kind: 'text', at: textFrom, text: textOf(xml, textFrom, xml.length) };
}

const textOf = (xml: string, from: number, to: number): string =>
  decodeEntities(xml.slice(from, Math.min(to, from + MAX_TEXT)));

/** Where the next tag that matters starts: no attribute reaches over it, whatever became of its quotes. */
function elementAfter(xml: string, from: number): number {
  ELEMENT.lastIndex = from;
  return ELEMENT.exec(xml)?.index ?? xml.length;
}

/** Past the end of a section, -1 when it never ends: then none of its kind that follows does. */
function sectionEnd(xml: string, at: number, section: (typeof SECTIONS)[number], unclosed: Set<string>): number {
  if (section.start === '<!' && !unclosed.has('DOCTYPE')) {
    DOCTYPE.lastIndex = at;
    if (DOCTYPE.test(xml)) return DOCTYPE.lastIndex;
    unclosed.add('DOCTYPE');
  }
  if (unclosed.has(section.start)) return -1;
  const found = xml.indexOf(section.close, at + section.start.length);
  if (found < 0) unclosed.add(section.start);
  return found < 0 ? -1 : found + section.close.length;
}

function readTag(xml: string, at: number, nextElement: number): { token: OpmlToken; end: number } | undefined {
  const isClosing = xml.charAt(at + 1) === '/';
  const from = at + (isClosing ? 2 : 1);
  NAME.lastIndex = from;
  const written = NAME.exec(xml)?.[0];
  if (written === undefined) return undefined;
  const name = written.toLowerCase();
  // Only outlines and the root have attributes to read; any other tag ends where the next begins.
  const hasAttributes = !isClosing && (name === 'outline' || name === 'opml');
  const next = hasAttributes ? nextElement : xml.indexOf('<', from);
  const regionEnd = next < 0 ? xml.length : next;
  const region = xml.slice(from + name.length, regionEnd);
  if (!hasAttributes) {
    const greater = region.indexOf('>');
    const end = greater < 0 ? regionEnd : from + name.length + greater + 1;
    const isEmpty = region.charAt(greater - 1) === '/';
    if (isClosing) return { token: { kind: 'close', at, name }, end };
    const isUnended = greater < 0;
    const nothing = { attributes: [], dropped: [], isEmpty, isUnended, isBroken: isUnended };
    return { token: { kind: 'open', at, name, ...nothing }, end };
  }
  const { end, ...read } = readAttributes(region, regionEnd === xml.length);
  return { token: { kind: 'open', at, name, ...read }, end: from + name.length + end };
}

const GAP = /[\s/]*/y;
const ATTRIBUTE = /([^\s=<>/"']+)\s*(=\s*)?/y;
const BARE = /[^\s"'<>]*/y;

type Attributes = Omit<OpmlTag, 'kind' | 'at' | 'name'> & { end: number };

/**
 * The attributes of one tag.
 * @param region what follows its name, up to the next tag that matters
 * @param isLast nothing follows the region: a value that does not end was cut off
 */
function readAttributes(region: string, isLast: boolean): Attributes {
  const read = { attributes: [], dropped: [], isEmpty: false, isUnended: false, isBroken: false, end: 0 } as Attributes;
  const hopeless = new Set<string>();
  for (let at = 0; ; ) {
    const gap = match(GAP, region, at)?.[0] ?? '';
    at += gap.length;
    const sign = region.charAt(at);
    if (sign === '>') return { ...read, isEmpty: gap.includes('/'), end: at + 1 };
    if (sign === '<' || sign === '') return { ...read, isUnended: true, isBroken: true, end: at };
    const [whole = '', name = '', equals] = match(ATTRIBUTE, region, at) ?? [];
    at += whole.length || 1;
    if (equals === undefined) {
      read.isBroken = true;
      continue;
    }
    const value = readValue(region, at, hopeless);
    read.isBroken ||= value.isBroken;
    // An address that was cut off is another address.
    if (!(isLast && value.next >= region.length && value.isBroken))
      keep(read, name, region.slice(value.from, value.end));
    at = value.next;
  }
}

function match(rule: RegExp, text: string, at: number): RegExpExecArray | undefined {
  rule.lastIndex = at;
  return rule.exec(text) ?? undefined;
}

function keep({ attributes, dropped }: Attributes, name: string, raw: string): void {
  if (raw.length > MAX_VALUE || attributes.length >= MAX_ATTRIBUTES) {
    if (dropped.length < MAX_ATTRIBUTES) dropped.push(name.slice(0, 100));
    return;
  }
  // XML 1.0, 3.3.3: a line break written in an attribute is a space; one written as a reference stays.
  attributes.push([name, legalText(decodeEntities(raw.replace(/\r\n|[\t\n\r]/g, ' ')))]);
}

interface Value {
  from: number;
  end: number;
  /** Where reading goes on. */
  next: number;
  isBroken: boolean;
}

/** What stands behind the quote that ends a value. */
const AFTER_VALUE = /\s*(?:[/?]?>|<|[\w:.-]+\s*=|$)/y;
/** What stands before a quote that begins the next value. */
const BEFORE_VALUE = /\s[\w:.-]+\s*=\s*$/;

/** Markup that nobody escaped: title="Makers of <a href="https://…">Basecamp</a>". */
const EMBEDDED = /<\/?[a-z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*\/?>/iy;
const QUOTES: Record<string, RegExp> = { '"': /["<]/g, "'": /['<]/g };

/** `hopeless` remembers, for one tag, the quotes that end no value any more, so that the search is made once. */
function readValue(region: string, at: number, hopeless: Set<string>): Value {
  const quote = region.charAt(at);
  const signs = QUOTES[quote];
  if (!signs) {
    const bare = match(BARE, region, at)?.[0] ?? '';
    const end = at + bare.length - (bare.endsWith('/') && region.charAt(at + bare.length) === '>' ? 1 : 0);
    return { from: at, end, next: end, isBroken: end === region.length };
  }
  const from = at + 1;
  for (let sign = hopeless.has(quote) ? undefined : match(signs, region, from); sign; ) {
    const { index } = sign;
    const value = sign[0] === quote ? valueEndedBy(region, from, index) : undefined;
    if (value) return value;
    const embedded = sign[0] === '<' ? match(EMBEDDED, region, index) : undefined;
    sign = match(signs, region, index + (embedded?.[0].length ?? 1));
  }
  hopeless.add(quote);
  return unendedValue(region, from, quote);
}

/** The value that the quote at `found` ends, undefined when it does not. */
function valueEndedBy(region: string, from: number, found: number): Value | undefined {
  const begins = BEFORE_VALUE.exec(region.slice(Math.max(from, found - 64), found));
  const end = found - (begins?.[0].length ?? 0);
  // text="abc xmlUrl="https://…": the quote is the next value's, its own is missing.
  if (begins) return { from, end, next: end, isBroken: true };
  // text="a "quoted" word": a quote with anything else behind it belongs to the value.
  return match(AFTER_VALUE, region, found + 1) ? { from, end, next: found + 1, isBroken: false } : undefined;
}

function unendedValue(region: string, from: number, quote: string): Value {
  const first = region.indexOf(quote, from);
  if (first >= 0) return { from, end: first, next: first + 1, isBroken: true };
  const greater = region.indexOf('>', from);
  const slash = region.charAt(greater - 1) === '/' ? 1 : 0;
  const end = greater < 0 ? region.length : Math.max(from, greater - slash);
  return { from, end, next: end, isBroken: true };
}
