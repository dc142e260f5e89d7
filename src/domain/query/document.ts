import type { Facts } from './resolve.ts';
import { type Words, wordsOf } from './words.ts';

/** What a query is asked of: one item, its words laid out in one row of positions, title first, then text, then URL. */
export interface QueryDocument {
  /** Folded word → its positions, ascending. */
  positions: Map<string, number[]>;
  title: Region;
  text: Region;
  url: Region;
  /** Where the words of the URL's host end. */
  hostEnd: number;
  facts: Facts;
  /** Words filed by their first letters, for the prefixes somebody asks for: the others are scanned. */
  filed?: { prefixes: ReadonlySet<string>; words: ReadonlyMap<string, string[]> };
}

/** Letters a prefix has at least, and words are filed by. */
export const PREFIX_LETTERS = 3;

export interface Region {
  words: Words;
  /** Position of the first word; the regions are far enough apart that no phrase spans two. */
  offset: number;
  end: number;
}

const GAP = 100;
/** Words beyond this are not searched: 20,000 words are a short book. */
const MAX_WORDS = 20_000;

export const NO_FACTS: Facts = {
  id: [],
  source: [],
  competitor: [],
  topic: [],
  event: [],
  lang: [],
  tone: [],
  tag: [],
  host: [],
  author: '',
  at: 0,
};

/** Lays out a document once, so that any number of queries can be asked of it without scanning it again. */
export function queryDocument(title: string, text: string, url = '', facts: Facts = NO_FACTS): QueryDocument {
  const positions = new Map<string, number[]>();
  let offset = 0;
  const lay = (raw: string): Region => {
    const words = wordsOf(raw);
    const count = Math.min(words.folded.length, MAX_WORDS);
    for (let index = 0; index < count; index += 1) {
      const word = words.folded[index] ?? '';
      const known = positions.get(word);
      if (known) known.push(offset + index);
      else positions.set(word, [offset + index]);
    }
    const region = { words, offset, end: offset + count };
    offset = region.end + GAP;
    return region;
  };
  const address = readableUrl(url);
  const [titleRegion, textRegion, urlRegion] = [lay(title), lay(text), lay(address)];
  const hostEnd = urlRegion.offset + wordsOf(address.split('/', 1)[0] ?? '').folded.length;
  return { title: titleRegion, text: textRegion, url: urlRegion, hostEnd, positions, facts };
}

function readableUrl(url: string): string {
  try {
    return decodeURIComponent(url.replace(/^https?:\/\/(www\.)?/, ''));
  } catch {
    return url;
  }
}

/** The region a position lies in. */
export function regionAt(document: QueryDocument, position: number): Region {
  if (position < document.title.end) return document.title;
  return position < document.text.end ? document.text : document.url;
}

/** The word at a position as it stands in the original. */
export function rawWordAt(document: QueryDocument, position: number): string {
  const { words, offset } = regionAt(document, position);
  const index = position - offset;
  return words.raw.slice(words.starts[index], words.ends[index]);
}
