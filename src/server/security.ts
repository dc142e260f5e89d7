import { randomBytes } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import type { Variables } from './context.ts';

type Handler = MiddlewareHandler<{ Variables: Variables }>;

/** Nothing runs or loads that we did not send; widths that come from data stand in one style element with the page's nonce. */
export const securityHeaders: Handler = async (c, next) => {
  const nonce = randomBytes(16).toString('base64url');
  c.set('nonce', nonce);
  await next();
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  c.header('Content-Security-Policy', policy.join('; '));
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cross-Origin-Opener-Policy', 'same-origin');
  c.header('Cross-Origin-Resource-Policy', 'same-origin');
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
    const from = addressOf(c);
    const count = (counts.get(from) ?? 0) + 1;
    counts.set(from, count);
    return count > most ? tooMany(c) : next();
  };
}

/** The peer's address: a forwarded one is anybody's claim. */
export function addressOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? 'local';
}
