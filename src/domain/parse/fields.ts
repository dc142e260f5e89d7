/** Without prototype, as both readers make them. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** One element of a feed, whichever reader read it. */
export interface XmlElement {
  /** References read; inner markup serialised where the reader can. */
  text: string;
  attributes: Attributes;
  children: Fields;
  /** What its links are relative to, when that is not the document. */
  base?: string;
}

/** Elements by canonical name (lower case, usual prefix), each list in document order. */
export type Fields = ReadonlyMap<string, XmlElement[]>;

export const NO_FIELDS: Fields = new Map();
export const NO_ATTRIBUTES: Attributes = Object.create(null);

/** The elements of an entry that Vigie reads, as feeds spell them. */
export const ENTRY_FIELDS = (
  'title link guid id pubDate published updated modified issued created description summary content author category ' +
  'enclosure image language dc:title dc:date dc:creator dc:subject dc:language dc:identifier dcterms:created ' +
  'dcterms:issued dcterms:modified content:encoded xhtml:body atom:link atom:published atom:updated atom:author ' +
  'atom:summary atom:content media:title media:description media:content media:thumbnail media:group itunes:title ' +
  'itunes:author itunes:summary itunes:image itunes:keywords feedburner:origLink'
).split(' ');

/** The elements of a feed as a whole. */
export const HEAD_FIELDS = 'title dc:title link atom:link language dc:language ttl skipHours skipDays author'.split(
  ' ',
);

/** Elements that hold other elements rather than text. */
export const CONTAINERS: ReadonlySet<string> = new Set(
  (
    'rss rdf feed channel item entry author atom:author contributor source image textinput skiphours skipdays ' +
    'media:group media:content'
  ).split(' '),
);

/** Elements that may hold long text with markup. */
export const RICH_FIELDS: ReadonlySet<string> = new Set(
  'description summary content tagline info subtitle content:encoded xhtml:body atom:summary atom:content itunes:summary media:description'.split(
    ' ',
  ),
);

export const first = (fields: Fields, name: string): XmlElement | undefined => fields.get(name)?.[0];

/** The first of several elements whose text is not blank. */
export function firstText(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const found = fields.get(name)?.find((element) => element.text.trim() !== '');
    if (found) return clean(found.text);
  }
  return undefined;
}

/** An attribute by the name its format gives it; a lenient reader knows it in lower case. */
export const attributeOf = ({ attributes }: XmlElement, name: string): string | undefined =>
  textOrNothing(attributes[name] ?? attributes[name.toLowerCase()]);

export const textOrNothing = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : clean(text) || undefined;

/** Text that any store takes: no lone surrogates, no NUL. */
export const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().trim();

/** Entries read of one feed. Feeds carry 10 to 500, archives some thousands; a hundred thousand is an attack or a mistake. */
export const MAX_ENTRIES = 5000;
