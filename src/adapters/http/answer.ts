import type { Dispatcher } from 'undici';
import { contentHash } from '../../domain/model/ids.ts';
import type { HttpOutcome, HttpRequest } from '../../domain/ports.ts';
import { botWall } from '../../domain/sources/guardPage.ts';
import { type BodyLimits, readBody } from './body.ts';
import { problemOfStatus, retryAfterMs } from './failures.ts';

export interface Redirect {
  kind: 'redirect';
  status: number;
  location: string;
}

export const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Refusals whose page may tell whose they are: a bot wall answers 403, 429 or 503. */
const TELLING = new Set([401, 403, 429, 503]);
const TELLING_BYTES = 256 * 1024;
const DUMPED_BYTES = 64 * 1024;

export const headerOf = (response: Dispatcher.ResponseData, name: string): string | undefined => {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** What one answer means. */
export async function answerOf(
  response: Dispatcher.ResponseData,
  target: URL,
  request: HttpRequest,
  limits: BodyLimits,
): Promise<HttpOutcome | Redirect> {
  const { statusCode: status } = response;
  if (status === 200) return fetched(response, target, request, limits);
  const wall = TELLING.has(status) ? await wallOf(response) : await dumped(response);
  // A 304 that answers no validator of ours says nothing.
  if (status === 304 && (request.etag ?? request.lastModified) !== undefined)
    return { kind: 'unchanged', proof: 'status', ...freshness(response) };
  const location = headerOf(response, 'location');
  if (REDIRECTS.has(status) && location) return { kind: 'redirect', status, location };
  const wait = retryAfterMs(headerOf(response, 'retry-after'), Date.now());
  return {
    kind: 'failed',
    problem:
      wall === undefined
        ? problemOfStatus(status, target.hostname)
        : { kind: 'challenge', params: { wall, status, host: target.hostname } },
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}

/** An error page may be endless: what is not read is dropped with its connection. */
async function dumped(response: Dispatcher.ResponseData): Promise<undefined> {
  await response.body.dump({ limit: DUMPED_BYTES });
  return undefined;
}

async function wallOf(response: Dispatcher.ResponseData): Promise<string | undefined> {
  if (headerOf(response, 'cf-mitigated') === 'challenge') return dumped(response).then(() => 'Cloudflare');
  try {
    const body = await readBody(response.body, headerOf(response, 'content-encoding'), { maxBytes: TELLING_BYTES });
    return botWall(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

async function fetched(
  response: Dispatcher.ResponseData,
  target: URL,
  request: HttpRequest,
  limits: BodyLimits,
): Promise<HttpOutcome> {
  const body = await readBody(response.body, headerOf(response, 'content-encoding'), limits);
  const bodyHash = contentHash(body);
  // Servers without validators send the same bytes again: no need to parse them.
  if (bodyHash === request.bodyHash) return { kind: 'unchanged', proof: 'bytes', ...freshness(response) };
  const contentType = headerOf(response, 'content-type');
  // WordPress sends one Link header for its API, then another for the hub.
  const link = response.headers.link && [response.headers.link].flat().join(', ');
  const [etag, lastModified] = ['etag', 'last-modified'].map((name) => validatorOf(response, name));
  return {
    kind: 'fetched',
    body,
    finalUrl: target.href,
    bodyHash,
    ...freshness(response),
    ...(contentType !== undefined && { contentType }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(link !== undefined && { link }),
  };
}

/** A server that sends a validator of many kilobytes refuses the request that sends it back. */
const MAX_VALIDATOR = 1024;

function validatorOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = headerOf(response, name);
  return value !== undefined && value.length <= MAX_VALIDATOR ? value : undefined;
}

/** How long the answer stays fresh: Cache-Control's max-age, else Expires (RFC 9111 4.2.1). */
function freshness(response: Dispatcher.ResponseData): { freshMs?: number } {
  const control = headerOf(response, 'cache-control') ?? '';
  if (/\bno-(?:cache|store)\b/i.test(control)) return {};
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,10})/i.exec(control)?.[1];
  const age = Number(headerOf(response, 'age') ?? 0) || 0;
  if (maxAge !== undefined) return positive((Number(maxAge) - age) * 1000);
  const expires = Date.parse(headerOf(response, 'expires') ?? '');
  const date = Date.parse(headerOf(response, 'date') ?? '');
  return positive(expires - (Number.isNaN(date) ? Date.now() : date));
}

const positive = (ms: number): { freshMs?: number } => (Number.isFinite(ms) && ms > 0 ? { freshMs: ms } : {});
