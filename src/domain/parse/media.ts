import type { Enclosure } from '../model/item.ts';
import { attributeOf, clean, type Fields, first, firstText, type XmlElement } from './fields.ts';

type Absolute = (element: XmlElement, url: string) => string;

const MAX_ENCLOSURES = 100;
/** Letters of their addresses, in all: a base of the document's is written out in each. */
const MAX_LETTERS = 20_000;
const IMAGE_FILE = /\.(?:avif|gif|jpe?g|png|webp)(?:[?#]|$)/i;

/** Every file an entry offers: RSS enclosures, Atom links to them, Media RSS content; each address once. */
export function findEnclosures(fields: Fields, absolute: Absolute): Enclosure[] {
  const links = [...(fields.get('link') ?? []), ...(fields.get('atom:link') ?? [])];
  const elements = [
    ...(fields.get('enclosure') ?? []),
    ...links.filter(({ attributes }) => attributes.rel?.toLowerCase() === 'enclosure'),
    ...mediaContents(fields),
  ];
  const byUrl = new Map<string, Enclosure>();
  let letters = 0;
  for (const element of elements) {
    const enclosure = enclosureOf(element, absolute);
    if (!enclosure || byUrl.has(enclosure.url)) continue;
    letters += enclosure.url.length;
    if (letters > MAX_LETTERS || byUrl.size >= MAX_ENCLOSURES) break;
    byUrl.set(enclosure.url, enclosure);
  }
  return [...byUrl.values()];
}

function enclosureOf(element: XmlElement, absolute: Absolute): Enclosure | undefined {
  const written = attributeOf(element, 'url') ?? attributeOf(element, 'href');
  if (written === undefined) return undefined;
  const type = attributeOf(element, 'type')?.toLowerCase();
  const length = Number(attributeOf(element, 'length') ?? attributeOf(element, 'fileSize'));
  return {
    url: absolute(element, written),
    ...(type !== undefined && { type }),
    ...(Number.isSafeInteger(length) && length > 0 && { length }),
  };
}

const mediaContents = (fields: Fields): XmlElement[] => [
  ...(fields.get('media:content') ?? []),
  ...(fields.get('media:group') ?? []).flatMap((group) => group.children.get('media:content') ?? []),
];

/** The picture a publisher chose for an entry. Pictures inside the text are not looked for. */
export function findImage(fields: Fields, absolute: Absolute): string | undefined {
  const contents = mediaContents(fields);
  const chosen =
    thumbnailIn(fields) ??
    contents.find(isImage) ??
    contents.map(({ children }) => thumbnailIn(children)).find((found) => found !== undefined) ??
    first(fields, 'itunes:image');
  const url = chosen && (attributeOf(chosen, 'url') ?? attributeOf(chosen, 'href'));
  if (chosen && url) return absolute(chosen, url);
  const image = first(fields, 'image');
  const imageUrl = image && (firstText(image.children, 'url') ?? clean(image.text));
  return image && imageUrl ? absolute(image, imageUrl) : undefined;
}

function thumbnailIn(fields: Fields): XmlElement | undefined {
  const group = first(fields, 'media:group');
  return first(fields, 'media:thumbnail') ?? (group && first(group.children, 'media:thumbnail'));
}

function isImage({ attributes }: XmlElement): boolean {
  const type = attributes.type;
  if (type) return type.startsWith('image/');
  return attributes.medium === 'image' || IMAGE_FILE.test(attributes.url ?? '');
}
