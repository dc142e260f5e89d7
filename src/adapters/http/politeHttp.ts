import { Agent, type Dispatcher } from 'undici';
import { contentHash } from '../../domain/model/ids.ts';
import type { Http, HttpOutcome, HttpRequest } from '../../domain/ports.ts';
import { ACCEPT_ENCODING, readBody } from './body.ts';
import { problemOfError, problemOfStatus, retryAfterMs } from './failures.ts';
import { hostQueue } from './hostQueue.ts';
import { allowedBy, guardedConnector } from './ssrfGuard.ts';

export interface HttpSettings {
  userAgent: string;
  /** host, host:port or CIDR exempt from the private-address guard. */
  allowHosts: readonly string[];
  connectMs: number;
  headersMs: number;
  /** The whole of one request, body and redirects included: a drip of bytes never trips an idle limit. */
  totalMs: number;
  /** On the wire, and again after decompression. */
  maxBytes: number;
  perHost: number;
}

export const HTTP_DEFAULTS: Omit<HttpSettings, 'userAgent' | 'allowHosts'> = {
  connectMs: 10_000,
  headersMs: 15_000,
  totalMs: 30_000,
  maxBytes: 15 * 1024 * 1024,
  perHost: 2,
};

const MAX_REDIRECTS = 8;
const PERMANENT = new Set([301, 308]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ACCEPT_FEEDS =
  'application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.7, */*;q=0.5';

export interface PoliteHttp extends Http {
  close(): Promise<void>;
}

/** The only door out: polite to hosts, bounded in time and size, closed to private addresses on every hop. */
export function politeHttp(settings: HttpSettings): PoliteHttp {
  const { connectMs, headersMs, maxBytes, totalMs, perHost } = settings;
  const agent = new Agent({
    connect: guardedConnector(allowedBy(settings.allowHosts), connectMs),
    headersTimeout: headersMs,
    bodyTimeout: headersMs,
    maxHeaderSize: 32 * 1024,
    connections: perHost,
  });
  const inTurn = hostQueue(perHost);

  async function get(request: HttpRequest): Promise<HttpOutcome> {
    let url = request.url;
    let movedTo: string | undefined;
    let onlyPermanent = true;
    let leftMs = totalMs;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const target = httpUrl(url);
      if (!target) return { kind: 'failed', problem: { kind: 'bad-url', params: { url: url.slice(0, 200) } } };
      const answer = await inTurn(target.hostname, async () => {
        // Waiting for one's turn is not the server's slowness.
        const started = performance.now();
        return attempt(target, request, leftMs).finally(() => {
          leftMs = Math.max(1, leftMs - (performance.now() - started));
        });
      });
      if (answer.kind !== 'redirect')
        return answer.kind === 'failed' || movedTo === undefined ? answer : { ...answer, movedTo };
      onlyPermanent &&= PERMANENT.has(answer.status);
      url = URL.canParse(answer.location, target.href) ? new URL(answer.location, target).href : answer.location;
      if (onlyPermanent) movedTo = url;
    }
    return { kind: 'failed', problem: { kind: 'redirect-loop', params: { hops: MAX_REDIRECTS } } };
  }

  async function attempt(target: URL, request: HttpRequest, leftMs: number): Promise<HttpOutcome | Redirect> {
    try {
      const response = await agent.request({
        origin: target.origin,
        path: target.pathname + target.search,
        method: 'GET',
        headers: headersFor(request, target, settings.userAgent),
        signal: AbortSignal.timeout(Math.ceil(leftMs)),
      });
      return await answerOf(response, target, request, maxBytes);
    } catch (error) {
      return { kind: 'failed', problem: problemOfError(error, target.hostname, settings) };
    }
  }

  return { get, close: () => agent.destroy() };
}

interface Redirect {
  kind: 'redirect';
  status: number;
  location: string;
}

function httpUrl(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '' ? parsed : undefined;
}

function headersFor(request: HttpRequest, target: URL, userAgent: string): Record<string, string> {
  return {
    host: target.host,
    'user-agent': userAgent,
    accept: request.accept ?? ACCEPT_FEEDS,
    'accept-encoding': ACCEPT_ENCODING,
    ...(request.etag !== undefined && { 'if-none-match': request.etag }),
    ...(request.lastModified !== undefined && { 'if-modified-since': request.lastModified }),
  };
}

const header = (response: Dispatcher.ResponseData, name: string): string | undefined => {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

async function answerOf(
  response: Dispatcher.ResponseData,
  target: URL,
  request: HttpRequest,
  maxBytes: number,
): Promise<HttpOutcome | Redirect> {
  const { statusCode: status } = response;
  if (status === 200) return fetched(response, target, request, maxBytes);
  // An error page may be endless: what is not read is dropped with its connection.
  await response.body.dump({ limit: 64 * 1024 });
  // A 304 that answers no validator of ours says nothing.
  if (status === 304 && (request.etag ?? request.lastModified) !== undefined) return { kind: 'unchanged' };
  const location = header(response, 'location');
  if (REDIRECTS.has(status) && location) return { kind: 'redirect', status, location };
  const wait = retryAfterMs(header(response, 'retry-after'), Date.now());
  return {
    kind: 'failed',
    problem: problemOfStatus(status, target.hostname),
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}

async function fetched(
  response: Dispatcher.ResponseData,
  target: URL,
  request: HttpRequest,
  maxBytes: number,
): Promise<HttpOutcome> {
  const body = await readBody(response.body, header(response, 'content-encoding'), maxBytes);
  const bodyHash = contentHash(body);
  // Servers without validators send the same bytes again: no need to parse them.
  if (bodyHash === request.bodyHash) return { kind: 'unchanged' };
  const [contentType, etag, lastModified] = ['content-type', 'etag', 'last-modified'].map((name) =>
    header(response, name),
  );
  return {
    kind: 'fetched',
    body,
    finalUrl: target.href,
    bodyHash,
    ...(contentType !== undefined && { contentType }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}
