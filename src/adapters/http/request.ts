import type { Problem } from '../../domain/model/source.ts';
import { printable } from '../../domain/normalise/printable.ts';
import type { HttpRequest } from '../../domain/ports.ts';
import { isSameHost } from '../../domain/sources/sameHost.ts';
import { ACCEPT_ENCODING } from './body.ts';

const ACCEPT_FEEDS =
  'application/rss+xml, application/atom+xml, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.7, */*;q=0.5';

/** It may be where a redirect led: in any letters. */
export const badUrl = (url: string): { kind: 'failed'; problem: Problem } => ({
  kind: 'failed',
  problem: printable({ kind: 'bad-url', params: { url } }),
});

export function httpUrl(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '' ? parsed : undefined;
}

/** The source's own headers, then ours: none of its may change which host is asked or what we understand. */
export function headersFor(
  request: HttpRequest,
  target: URL,
  settings: { userAgent: string; acceptLanguage: string },
): Record<string, string> {
  // A redirect to somebody else must not take our credentials along.
  const { headers = {}, userAgent, auth } = isSameHost(request.url, target.href) ? (request.access ?? {}) : {};
  return {
    'accept-language': settings.acceptLanguage,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    host: target.host,
    'user-agent': userAgent ?? settings.userAgent,
    accept: request.accept ?? ACCEPT_FEEDS,
    'accept-encoding': ACCEPT_ENCODING,
    ...(auth && { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}` }),
    ...(request.etag !== undefined && { 'if-none-match': request.etag }),
    ...(request.lastModified !== undefined && { 'if-modified-since': request.lastModified }),
  };
}
