import { Parser } from 'htmlparser2';

/** What a text holds besides its words. */
export interface ReadableText {
  text: string;
  images: number;
  firstImage?: string;
}

/** Elements whose content is never read. */
const SILENT = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'math',
  'head',
  'title',
  'select',
  'textarea',
  'button',
]);
/** Elements that end a line: without a break "<p>one</p><p>two</p>" would read "onetwo". */
const BREAKS = new Set(
  'p div br li ul ol table tr td th h1 h2 h3 h4 h5 h6 blockquote pre section article header footer figure figcaption hr dt dd dl main aside nav'.split(
    ' ',
  ),
);

/** Whether markup or entities stand in it: most titles and many summaries are plain and need no parser. */
const hasMarkup = (text: string): boolean => /<[a-z!/]|&[#\w]+;/i.test(text);

/** The visible text of HTML, entities read, white space folded, one line per block. Never throws. */
export function readableText(html: string): ReadableText {
  if (!hasMarkup(html)) return { text: foldSpace(html), images: 0 };
  const parts: string[] = [];
  let silent = 0;
  let images = 0;
  let firstImage: string | undefined;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (SILENT.has(name)) silent += 1;
        else if (BREAKS.has(name)) parts.push('\n');
      },
      onopentag(name, attributes) {
        if (name !== 'img' || silent > 0 || isPixel(attributes)) return;
        images += 1;
        firstImage ??= attributes.src ?? attributes['data-src'];
      },
      ontext(text) {
        if (silent === 0) parts.push(text);
      },
      onclosetag(name) {
        if (SILENT.has(name)) silent = Math.max(0, silent - 1);
        else if (BREAKS.has(name)) parts.push('\n');
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return { text: foldSpace(parts.join('')), images, ...(firstImage !== undefined && { firstImage }) };
}

/** Tracking pixels are images of one dot. */
const isPixel = ({ width, height }: Record<string, string>): boolean =>
  width === '0' || width === '1' || height === '0' || height === '1';

/** Control and formatting characters: nobody sees them, and some turn what follows round. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g;
export const withoutUnseen = (text: string): string => text.toWellFormed().replace(UNSEEN, '');

function foldSpace(text: string): string {
  return withoutUnseen(text)
    .replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim();
}

/** A plain text as one line. */
export const plainLine = (text: string): string => foldSpace(text).replace(/\n+/g, ' ');

/** One line of text: titles, names. */
export const readableLine = (html: string): string => readableText(html).text.replace(/\n+/g, ' ');
