import { decodeEntities } from './entities.ts';

/** A run inside a text element: text as written, a CDATA section, or a tag. */
export interface Piece {
  raw: string;
  kind: 'text' | 'cdata' | 'tag';
}

const VOID_TAGS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const PREFIX = /^(?:xhtml|html|h):/i;

/** An opening tag as HTML: no XHTML prefix, and no `<p/>`, which HTML reads as left open. */
export function htmlTag(name: string, attributes: string, selfClosing: boolean): string {
  const local = name.replace(PREFIX, '');
  const open = `<${local}${attributes.trimEnd()}>`;
  return selfClosing && !VOID_TAGS.has(local.toLowerCase()) ? `${open}</${local}>` : open;
}

export const htmlCloseTag = (name: string): string => `</${name.replace(PREFIX, '')}>`;

/** What the pieces say: HTML when there are tags among them, else their text with references read. */
export function textOf(pieces: Piece[]): string {
  const hasTags = pieces.some(({ kind }) => kind === 'tag');
  return pieces
    .map(({ raw, kind }) => {
      if (hasTags) return kind === 'cdata' ? escapeText(raw) : raw;
      return kind === 'cdata' ? raw : decodeEntities(raw);
    })
    .join('');
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
