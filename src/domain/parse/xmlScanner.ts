import { decodeEntities } from './entities.ts';
import { type Attributes, NO_ATTRIBUTES } from './fields.ts';

/** What the scanner reports, in document order. Returning `false` from `open` stops it. */
export interface XmlHandler {
  /** `attributes` as written. */
  open(name: string, attributes: string, selfClosing: boolean): boolean;
  close(name: string): void;
  /** References still unread; `isCdata` text has none. */
  text(raw: string, isCdata: boolean): void;
}

const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const QUOTES = [34, 39];
const NAME = /[A-Za-z_\u0080-\uffff][\w.:\-\u0080-\uffff]*/y;
const ATTRIBUTE = /[\s/=]*([^\s=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s]*))?/y;

interface Section {
  start: string;
  close: string;
  isText: boolean;
}

/** Constructs that hold no tags. */
const SECTIONS: Section[] = [
  { start: '<!--', close: '-->', isText: false },
  { start: '<![CDATA[', close: ']]>', isText: true },
  { start: '<?', close: '?>', isText: false },
  { start: '<!', close: '>', isText: false },
];

/**
 * Reads tags and text of a document that need not be well-formed. Every character is looked at a bounded number of
 * times and nothing recurses. What cannot be a tag ("a < b", "<3") is text.
 */
export function scanXml(xml: string, handler: XmlHandler): void {
  let textFrom = 0;
  let at = xml.indexOf('<');
  const flush = (to: number) => {
    if (to > textFrom) handler.text(xml.slice(textFrom, to), false);
  };
  const unclosed = new Set<Section>();
  while (at >= 0) {
    const section = SECTIONS.find(({ start }) => xml.startsWith(start, at));
    const inside = section ? insideEnd(xml, at, section, unclosed) : -1;
    const end = section ? sectionEnd(at, section, inside) : tagEnd(xml, at);
    if (end > 0) {
      flush(at);
      textFrom = end;
      if (section?.isText && inside >= 0) handler.text(xml.slice(at + section.start.length, inside), true);
      else if (!section && !reportTag(xml, at, end, handler)) return;
    }
    at = xml.indexOf('<', Math.max(end, at + 1));
  }
  flush(xml.length);
}

/** Where the inside of a section ends, -1 when it never does: then none of its kind that follows does. */
function insideEnd(xml: string, at: number, section: Section, unclosed: Set<Section>): number {
  const found = unclosed.has(section) ? -1 : xml.indexOf(section.close, at + section.start.length);
  if (found < 0) unclosed.add(section);
  return found;
}

/** Of a section that never ends only the mark is skipped, so that one broken comment does not hide the rest of a feed. */
const sectionEnd = (at: number, { start, close }: Section, inside: number): number =>
  inside < 0 ? at + start.length : inside + close.length;

/** Past the `>` of the tag that starts here, -1 when it is none. A quote left open ends at the first `>`. */
function tagEnd(xml: string, at: number): number {
  NAME.lastIndex = xml.charCodeAt(at + 1) === SLASH ? at + 2 : at + 1;
  if (!NAME.test(xml)) return -1;
  let quote = 0;
  let firstGreater = -1;
  for (let next = NAME.lastIndex; next < xml.length; next++) {
    const code = xml.charCodeAt(next);
    if (code === GREATER && firstGreater < 0) firstGreater = next + 1;
    if (code === LESS) return firstGreater;
    if (quote === 0 && code === GREATER) return next + 1;
    if (code === quote) quote = 0;
    else if (quote === 0 && QUOTES.includes(code)) quote = code;
  }
  return firstGreater;
}

function reportTag(xml: string, at: number, end: number, handler: XmlHandler): boolean {
  const isClosing = xml.charCodeAt(at + 1) === SLASH;
  NAME.lastIndex = isClosing ? at + 2 : at + 1;
  const name = NAME.exec(xml)?.[0] ?? '';
  if (isClosing) {
    handler.close(name);
    return true;
  }
  const selfClosing = xml.charCodeAt(end - 2) === SLASH;
  const attributes = xml.slice(at + 1 + name.length, end - (selfClosing ? 2 : 1));
  return handler.open(name, attributes, selfClosing);
}

/** Names in lower case, references read. The first of two equal names counts. */
export function readAttributes(written: string): Attributes {
  if (written.trim() === '') return NO_ATTRIBUTES;
  const attributes: Record<string, string> = Object.create(null);
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(written); found; found = ATTRIBUTE.exec(written)) {
    const name = (found[1] ?? '').toLowerCase();
    const value = found[2] ?? '';
    const isQuoted = value.length > 1 && value.startsWith(value.slice(-1)) && /^["']/.test(value);
    attributes[name] ??= decodeEntities(isQuoted ? value.slice(1, -1) : value.replace(/^["']/, ''));
  }
  return attributes;
}
