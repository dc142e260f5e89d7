import iconv from 'iconv-lite';

type Decode = (bytes: Uint8Array) => string;

const BOMS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Two markup characters in UTF-16, or one in UTF-32, show as zero bytes in known places: 1 = some byte, 0 = zero. */
const ZERO_PATTERNS: Record<string, string> = {
  '1010': 'utf-16le',
  '0101': 'utf-16be',
  '1000': 'utf-32le',
  '0001': 'utf-32be',
};

/** How far into the bytes an XML declaration or a `<meta charset>` is looked for. */
const DECLARATION_BYTES = 1024;

const WIDE = /^(?:utf-?16|utf-?32|ucs-?[24]|unicode|iso-10646)/;
const UTF8 = /^(?:utf-?8|unicode-1-1-utf-8|us-ascii|ascii)$/;
/** What servers send when nobody chose. */
const LATIN1 = /^(?:iso-?8859-?1|latin-?1|windows-1252|cp-?1252)$/;
const EAST_ASIAN = /^(?:gb|big5|shift|sjis|x-sjis|euc|iso-2022|ks_c|hz)/;

/**
 * The text of a document, never garbled by one lying label: BOM, then the zero bytes of UTF-16 and 32, then what HTTP
 * and the document itself claim, weighed against the bytes. Never throws; an unknown charset is as good as none.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const marked = charsetOfBom(bytes) ?? charsetOfZeros(bytes);
  if (marked !== undefined && marked !== 'utf-8') return decoderOf(marked)?.(bytes) ?? '';
  const claims = [charsetOfContentType(contentType), charsetOfDeclaration(bytes)].filter(isUsable);
  const text =
    marked === undefined && claims.every((claim) => EAST_ASIAN.test(claim)) && claims.length > 0
      ? undefined
      : strictUtf8(bytes);
  // Text in another charset is next to never valid UTF-8 by chance: valid multi-byte sequences beat every label.
  if (text !== undefined && (marked !== undefined || text.length < bytes.length)) return text;
  const legacy = marked === undefined ? chosenLegacy(claims, bytes) : undefined;
  return legacy?.(bytes) ?? text ?? utf8WithStrays(bytes);
}

function charsetOfBom(bytes: Uint8Array): string | undefined {
  return BOMS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1];
}

function charsetOfZeros(bytes: Uint8Array): string | undefined {
  if (bytes.length < 4) return undefined;
  return ZERO_PATTERNS[[...bytes.subarray(0, 4)].map((byte) => (byte === 0 ? '0' : '1')).join('')];
}

function charsetOfContentType(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();
}

function charsetOfDeclaration(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES));
  const declared =
    /<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)/.exec(start) ??
    /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(start);
  return declared?.[1]?.toLowerCase();
}

/** UTF-16 or 32 without its zero bytes is a lie: the declaration was readable one byte at a time. */
const isUsable = (claim: string | undefined): claim is string =>
  claim !== undefined && !WIDE.test(claim) && (UTF8.test(claim) || decoderOf(claim) !== undefined);

/** The legacy charset to trust: the first claimed, but Latin 1 (a server's default) yields to a more precise one. */
function chosenLegacy(claims: string[], bytes: Uint8Array): Decode | undefined {
  const precise = claims.find((claim) => !UTF8.test(claim) && !LATIN1.test(claim));
  const chosen = precise ?? claims.find((claim) => LATIN1.test(claim));
  if (chosen === undefined) return undefined;
  if (precise !== undefined) return decoderOf(chosen);
  // Text in Latin 1 holds no valid UTF-8 sequences: where they are the majority, this is UTF-8 with some bytes broken.
  const { valid, invalid } = rewriteStrays(bytes);
  return valid > invalid ? undefined : decoderOf(chosen);
}

function decoderOf(charset: string): Decode | undefined {
  try {
    const decoder = new TextDecoder(charset);
    return (bytes) => decoder.decode(bytes);
  } catch {
    if (!iconv.encodingExists(charset)) return undefined;
    return (bytes) => iconv.decode(bytes, charset);
  }
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 where it is valid, windows-1252 for the bytes that are not, and for all of them when those are the majority. */
function utf8WithStrays(bytes: Uint8Array): string {
  const { rewritten, valid, invalid } = rewriteStrays(bytes);
  return invalid > valid ? new TextDecoder('windows-1252').decode(bytes) : new TextDecoder().decode(rewritten);
}

/** The bytes with every stray one replaced by the UTF-8 form of its windows-1252 character, and the two counts. */
function rewriteStrays(bytes: Uint8Array): { rewritten: Uint8Array; valid: number; invalid: number } {
  const rewritten = new Uint8Array(bytes.length * 3);
  let [valid, invalid, end] = [0, 0, 0];
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 1) {
      rewritten[end++] = bytes[at++] ?? 0;
      continue;
    }
    const piece = length === 0 ? WINDOWS_1252[bytes[at] ?? 0] : bytes.subarray(at, at + length);
    if (length === 0) invalid += 1;
    else valid += 1;
    rewritten.set(piece ?? [], end);
    end += piece?.length ?? 0;
    at += Math.max(1, length);
  }
  return { rewritten: rewritten.subarray(0, end), valid, invalid };
}

const WINDOWS_1252: Uint8Array[] = Array.from({ length: 256 }, (_, byte) =>
  new TextEncoder().encode(new TextDecoder('windows-1252').decode(Uint8Array.of(byte))),
);

/** Bytes in the valid UTF-8 sequence that starts here; 0 when none does (overlong forms and surrogates included). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0;
  if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return 0;
  for (let next = 1; next < length; next++) {
    if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
