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

/** The far end hung up before the body was whole. */
export class TruncatedError extends Error {
  readonly code = 'TRUNCATED';
}

type Inflate = (raw: Uint8Array, options: { maxOutputLength: number }) => Uint8Array | Promise<Uint8Array>;

const DECODERS: Record<string, Inflate> = {
  gzip: inThread(zlib.gunzipSync, zlib.gunzip),
  'x-gzip': inThread(zlib.gunzipSync, zlib.gunzip),
  br: inThread(zlib.brotliDecompressSync, zlib.brotliDecompress),
  zstd: inThread(zlib.zstdDecompressSync, zlib.zstdDecompress),
  deflate: inflateEither,
};
export const ACCEPT_ENCODING = 'gzip, br, zstd, deflate';
/** More layers than any honest server adds. */
const MAX_LAYERS = 2;

/** Handing a body to another thread and back costs more than a small one does: most feeds are under 20 kB. */
const SMALL_BYTES = 32 * 1024;
/** What a small body is allowed to grow to on the spot: 2 ms of work. A bomb is left to the other thread. */
const SMALL_OUTPUT = 512 * 1024;

type Decode = (raw: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
type DecodeElsewhere = (
  raw: Uint8Array,
  options: { maxOutputLength: number },
  done: (error: Error | null, body: Buffer) => void,
) => void;

/** Decompresses small bodies at once, large ones in another thread. */
function inThread(here: Decode, elsewhere: DecodeElsewhere): Inflate {
  const later = promisify(elsewhere);
  return (raw, options) => {
    if (raw.byteLength > SMALL_BYTES) return later(raw, options);
    try {
      return here(raw, { maxOutputLength: Math.min(SMALL_OUTPUT, options.maxOutputLength) });
    } catch (error) {
      if (!isOverflow(error)) throw error;
      return later(raw, options);
    }
  };
}

/** "deflate" is zlib by the standard and raw by habit: the first byte tells which. */
async function inflateEither(raw: Uint8Array, options: { maxOutputLength: number }): Promise<Uint8Array> {
  const isZlib = ((raw[0] ?? 0) & 0x0f) === 8;
  return promisify(isZlib ? zlib.inflate : zlib.inflateRaw)(raw, options) as Promise<Uint8Array>;
}

/** What is told how much of a body may be kept. */
export interface BodyLimits {
  /** For the wire and, again, after decompression: 58 kB of gzip can hold 60 MB. */
  maxBytes: number;
  /** Awaited before more than a megabyte is kept, on the wire or decompressed. */
  whenLarge?: (() => Promise<void>) | undefined;
}

/** Small enough for as many at once as a sweep asks for. */
const LARGE_BYTES = 1024 * 1024;

/**
 * Reads a response body whole and decompresses it.
 * @throws TooLargeError, BadEncodingError, TruncatedError, or the stream's own error
 */
export async function readBody(
  stream: Readable,
  contentEncoding: string | undefined,
  limits: BodyLimits,
): Promise<Uint8Array> {
  let body = await readWire(stream, limits);
  for (const layer of layersOf(contentEncoding)) body = await decompress(body, layer, limits);
  // sitemap.xml.gz is a gzip file rather than a gzipped answer.
  return isGzipFile(body) ? decompress(body, 'gzip', limits) : body;
}

const isGzipFile = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;

async function readWire(stream: Readable, { maxBytes, whenLarge }: BodyLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
      if (size > LARGE_BYTES) await whenLarge?.();
    }
  } catch (cause) {
    // undici's "other side closed": an orderly end, only too early.
    if ((cause as NodeJS.ErrnoException).code !== 'UND_ERR_SOCKET') throw cause;
    throw new TruncatedError(`closed after ${size} bytes`, { cause });
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size);
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

async function decompress(body: Uint8Array, encoding: string, limits: BodyLimits): Promise<Uint8Array> {
  // The header is theirs: "constructor" is a name every object knows.
  const decode = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decode) throw new BadEncodingError(encoding.slice(0, 40));
  if (body.byteLength === 0) return body;
  try {
    return await decode(body, { maxOutputLength: Math.min(LARGE_BYTES, limits.maxBytes) });
  } catch (cause) {
    if (!isOverflow(cause)) throw new BadEncodingError(encoding, { cause });
  }
  await limits.whenLarge?.();
  try {
    return await decode(body, { maxOutputLength: limits.maxBytes });
  } catch (cause) {
    if (isOverflow(cause)) throw new TooLargeError(`more than ${limits.maxBytes} bytes decompressed`);
    throw new BadEncodingError(encoding, { cause });
  }
}

const isOverflow = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
