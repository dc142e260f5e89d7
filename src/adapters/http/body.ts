import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** The body grew past the limit, on the wire or decompressed. */
export class TooLargeError extends Error {
  readonly code = 'TOO_LARGE';
}
/** The body is not what its Content-Encoding says. */
export class BadEncodingError extends Error {
  readonly code = 'BAD_ENCODING';
}

type Inflate = (raw: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const DECODERS: Record<string, Inflate> = {
  gzip: promisify(zlib.gunzip) as Inflate,
  'x-gzip': promisify(zlib.gunzip) as Inflate,
  br: promisify(zlib.brotliDecompress) as Inflate,
  zstd: promisify(zlib.zstdDecompress) as Inflate,
  deflate: inflateEither,
};
export const ACCEPT_ENCODING = 'gzip, br, zstd, deflate';
/** More layers than any honest server adds. */
const MAX_LAYERS = 2;

/** "deflate" is zlib by the standard and raw by habit: the first byte tells which. */
async function inflateEither(raw: Uint8Array, options: { maxOutputLength: number }): Promise<Uint8Array> {
  const isZlib = ((raw[0] ?? 0) & 0x0f) === 8;
  return promisify(isZlib ? zlib.inflate : zlib.inflateRaw)(raw, options) as Promise<Uint8Array>;
}

/**
 * Reads a response body whole and decompresses it.
 * @param maxBytes limit for the wire and, again, after decompression: 58 kB of gzip can hold 60 MB
 * @throws TooLargeError, BadEncodingError, or the stream's own error
 */
export async function readBody(
  stream: Readable,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  let body: Uint8Array = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
  for (const layer of layersOf(contentEncoding)) body = await decompress(body, layer, maxBytes);
  return body;
}

function layersOf(contentEncoding = ''): string[] {
  const layers = contentEncoding
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'identity');
  if (layers.length > MAX_LAYERS) throw new BadEncodingError(`${layers.length} encodings`);
  return layers.reverse();
}

async function decompress(body: Uint8Array, encoding: string, maxBytes: number): Promise<Uint8Array> {
  const decode = DECODERS[encoding];
  if (!decode) throw new BadEncodingError(encoding.slice(0, 40));
  if (body.byteLength === 0) return body;
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new TooLargeError(`more than ${maxBytes} bytes decompressed`);
    throw new BadEncodingError(encoding, { cause });
  }
}
