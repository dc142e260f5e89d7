import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ServerDeps, Variables } from './context.ts';
import { newToken, SESSION_MS, tokenHash } from './tokens.ts';

type Ctx = Context<{ Variables: Variables }>;
type Handler = MiddlewareHandler<{ Variables: Variables }>;

const isSecure = ({ baseUrl }: ServerDeps): boolean => baseUrl.startsWith('https:');
/** The __Host- prefix keeps a neighbouring host from setting it; browsers accept it over https only. */
const cookieName = (deps: ServerDeps): string => (isSecure(deps) ? '__Host-vigie' : 'vigie');

/** Lets in whoever has a session; everybody else is shown the way. */
export const signedInOnly =
  (deps: ServerDeps): Handler =>
  async (c, next) => {
    const token = getCookie(c, cookieName(deps));
    const session = token ? await deps.store.sessions.find(tokenHash(token, deps.secret), deps.clock()) : undefined;
    if (!session) return c.req.method === 'GET' ? c.redirect('/sign-in') : c.text('Sign in first', 401);
    c.set('csrf', session.csrf);
    return next();
  };

/** Every change proves that a page of ours asked for it: the session's token, in the form or a header. */
export const csrfChecked =
  (refuse: (c: Ctx) => Response | Promise<Response>): Handler =>
  async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const given = c.req.header('x-csrf-token') ?? (await c.req.parseBody())._csrf;
    const fromUs = site === undefined || site === 'same-origin' || site === 'none';
    return fromUs && typeof given === 'string' && isSame(given, c.get('csrf')) ? next() : refuse(c);
  };

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** A new session, whatever the browser brought: an old or planted one is never taken over. */
export async function startSession(c: Ctx, deps: ServerDeps): Promise<void> {
  const token = newToken();
  const now = deps.clock();
  await deps.store.sessions.add(tokenHash(token, deps.secret), newToken(), now, now + SESSION_MS);
  setCookie(c, cookieName(deps), token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: isSecure(deps),
    path: '/',
    maxAge: SESSION_MS / 1000,
  });
}

export async function endSession(c: Ctx, deps: ServerDeps): Promise<void> {
  const token = getCookie(c, cookieName(deps));
  if (token) await deps.store.sessions.remove(tokenHash(token, deps.secret));
  deleteCookie(c, cookieName(deps), { path: '/', secure: isSecure(deps) });
}
