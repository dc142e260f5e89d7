import type { Problem, ProblemKind } from '../../domain/model/source.ts';

/** What undici, Node and our own guards throw → what we tell people. */
const KIND_BY_CODE: Record<string, ProblemKind> = {
  PRIVATE_ADDRESS: 'private-address',
  TOO_LARGE: 'too-large',
  BAD_ENCODING: 'bad-encoding',
  TRUNCATED: 'truncated',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'too-slow',
  UND_ERR_ABORTED: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'truncated',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
};

/** What is wrong with a certificate, in words `problem.tls` has. */
const TLS_DETAILS: readonly [string, RegExp][] = [
  ['expired', /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/],
  ['self-signed', /SELF_SIGNED/],
  ['wrong-name', /ALTNAME_INVALID/],
  ['incomplete-chain', /UNABLE_TO|CERT_UNTRUSTED/],
  ['revoked', /CERT_REVOKED/],
];

/**
 * @param hasAnswered the head of the answer had come: what failed is its body
 */
export function problemOfError(
  error: unknown,
  host: string,
  limits: { maxBytes: number; totalMs: number },
  hasAnswered: boolean,
): Problem {
  const { code = '', name = '', message = '' } = (error ?? {}) as { code?: string; name?: string; message?: string };
  // A proxy that does not lead there says so by a status of its own.
  const byProxy = /^Proxy (?:response|Authentication Required) \((\d{3})\)/.exec(message)?.[1];
  if (byProxy !== undefined) return problemOfStatus(Number(byProxy), host);
  const params = { host, limitMb: Math.round(limits.maxBytes / 1_048_576), seconds: Math.round(limits.totalMs / 1000) };
  if (name === 'TimeoutError' || name === 'AbortError') return { kind: hasAnswered ? 'too-slow' : 'timeout', params };
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code)) {
    const detail = TLS_DETAILS.find(([, codes]) => codes.test(code))?.[0] ?? 'protocol';
    return { kind: 'tls', params: { ...params, detail, code } };
  }
  // The far end does not speak HTTP properly. undici gives no code to most of these.
  if (name === 'HTTPParserError') return { kind: 'truncated', params };
  const kind = KIND_BY_CODE[code];
  return kind ? { kind, params } : { kind: 'internal', params: { ...params, detail: (code || message).slice(0, 120) } };
}

export function problemOfStatus(status: number, host: string): Problem {
  const params = { status, host };
  if (status === 401 || status === 407) return { kind: 'login', params };
  if (status === 403) return { kind: 'blocked', params };
  if (status === 404) return { kind: 'not-found', params };
  if (status === 410) return { kind: 'gone', params };
  if (status === 429) return { kind: 'rate-limited', params };
  return { kind: status >= 500 ? 'server-error' : 'http-error', params };
}

/** Retry-After in ms: seconds or an HTTP date. Capped at a week: nobody means more. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 7 * 86_400) * 1000 : undefined;
}
