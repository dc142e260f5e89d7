import { Parser } from 'htmlparser2';

const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]{1,31})(?=;));?/g;
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** XML text with its references read, HTML's names included. A stray ampersand or an unknown name stays as written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (written, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return namedCharacter(name) ?? written;
    return decimal === undefined ? character(Number.parseInt(hexadecimal ?? '', 16)) : character(Number(decimal));
  });
}

/** What an HTML name such as `eacute` stands for. */
export function namedCharacter(name: string): string | undefined {
  const known = NAMED.get(name);
  if (known !== undefined) return known;
  let found = '';
  const reader = new Parser({
    ontext(text) {
      found += text;
    },
  });
  reader.end(`&${name};`);
  if (found.startsWith('&')) return undefined;
  NAMED.set(name, found);
  return found;
}

function character(code: number): string {
  // 128 to 159 are control characters that nobody means: windows-1252 written as numbers, as HTML reads them.
  if (code >= 0x80 && code <= 0x9f) return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  const isControl = code < 32 && code !== 9 && code !== 10 && code !== 13;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isControl || isSurrogate || code > 0x10ffff ? '' : String.fromCodePoint(code);
}
