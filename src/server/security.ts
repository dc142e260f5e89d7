import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';
import type { Variables } from './context.ts';

type Handler = MiddlewareHandler<{ Variables: Variables }>;

/** A mail shown in a frame of ours: its colours stand in its elements, and nothing else of it does anything. */
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "frame-ancestors 'self'",
];

/** Nothing runs or loads that we did not send; widths that come from data stand in one style element with the page's nonce. */
export const securityHeaders: Handler = async (c, next) => {
  const nonce = randomBytes(16).toString('base64url');
  c.set('nonce', nonce);
  await next();
  const policy = c.get('isMail')
    ? MAIL_POLICY
    : [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "img-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        c.get('mayBeFramed') ? 'frame-ancestors *' : "frame-ancestors 'none'",
      ];
  c.header('Content-Security-Policy', policy.join('; '));
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', c.get('mayBeFramed') ? 'cross-origin' : 'same-origin');
  c.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
};

/** Refuses names that are not ours: a page elsewhere whose name was rebound to our address. */
export const ownHostOnly =
  (hosts: readonly string[]): Handler =>
  async (c, next) => {
    const host = (c.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (hosts.length > 0 && !hosts.includes(host)) return c.text('Unknown host', 421);
    return next();
  };

/**
 * Refuses requests beyond `most` a minute from one address. Held in memory: one process serves one team.
 */
export function rateLimit(
  most: number,
  tooMany: (c: Context<{ Variables: Variables }>) => Response | Promise<Response>,
): Handler {
  const WINDOW_MS = 60_000;
  const counts = new Map<string, number>();
  let windowEnds = 0;
  return async (c, next) => {
    const now = Date.now();
    if (now >= windowEnds) {
      counts.clear();
      windowEnds = now + WINDOW_MS;
    }
    const from = c.get('from');
    const count = (counts.get(from) ?? 0) + 1;
    counts.set(from, count);
    return count > most ? tooMany(c) : next();
  };
}

type Ranged = 'loopback' | 'private' | 'uniqueLocal';
const NEAR: ReadonlySet<string> = new Set<Ranged>(['loopback', 'private', 'uniqueLocal']);

/**
 * Notes who asks, for the limits. Behind https a proxy stands in front, on this machine or beside it: then it is the last
 * hop the proxy wrote down. From anywhere else a forwarded address is anybody's claim. Of IPv6 the network counts: one
 * house has them by the billion.
 */
export const noteAddress =
  (baseUrl: string): Handler =>
  async (c, next) => {
    const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
    const peer = incoming?.socket?.remoteAddress ?? 'local';
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    const hasProxy = baseUrl.startsWith('https:') && (peer === 'local' || NEAR.has(rangeOf(peer)));
    c.set('from', networkOf(hasProxy && forwarded && ipaddr.isValid(forwarded) ? forwarded : peer));
    return next();
  };

const rangeOf = (address: string): string => (ipaddr.isValid(address) ? ipaddr.process(address).range() : 'unknown');

/** Whether an address of the watch means this machine to everybody who follows a link to it. */
export function leadsToThisMachine(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || rangeOf(host) === 'loopback';
}

function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv6' ? parsed.toNormalizedString().split(':').slice(0, 4).join(':') : parsed.toString();
}
