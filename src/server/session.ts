import { timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { HOUR_MS } from '../domain/model/units.ts';
import type { ServerDeps, Variables } from './context.ts';
import { newToken, SESSION_MS, tokenHash } from './tokens.ts';

type Ctx = Context<{ Variables: Variables }>;
type Handler = MiddlewareHandler<{ Variables: Variables }>;

const isSecure = ({ baseUrl }: ServerDeps): boolean => baseUrl.startsWith('https:');
/** The __Host- prefix keeps a neighbouring host from setting it; browsers accept it over https only. */
const cookieName = (deps: ServerDeps): string => (isSecure(deps) ? '__Host-vigie' : 'vigie');

/** "Last seen" is told by the hour: a write for every page would be waste. */
const SEEN_EVERY_MS = HOUR_MS;
const MAX_AGENT = 200;

/** Lets in whoever has a session and still an account; everybody else is shown the way. */
export const signedInOnly =
  (deps: ServerDeps): Handler =>
  async (c, next) => {
    const { store, secret, clock } = deps;
    const token = getCookie(c, cookieName(deps));
    const session = token ? await store.sessions.find(tokenHash(token, secret), clock()) : undefined;
    const person = session && (await store.people.find(session.person));
    if (!session || !person) return c.req.method === 'GET' ? c.redirect('/sign-in') : c.text('Sign in first', 401);
    if (clock() - (person.lastSeenAt ?? 0) >= SEEN_EVERY_MS) await store.people.touch(person.id, clock());
    c.set('csrf', session.csrf);
    c.set('person', person);
    c.set('session', session.tokenHash);
    return next();
  };

/** Every change proves that a page of ours asked for it: the session's token, in the form or a header. */
export const csrfChecked =
  (refuse: (c: Ctx) => Response | Promise<Response>): Handler =>
  async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const given = c.req.header('x-csrf-token') ?? (await c.req.parseBody())._csrf;
    return isFromUs(c) && typeof given === 'string' && isSame(given, c.get('csrf')) ? next() : refuse(c);
  };

/** The same where there is no session yet: no other site may sign somebody in, or in as somebody else. */
export const ownPagesOnly =
  (refuse: (c: Ctx) => Response | Promise<Response>): Handler =>
  async (c, next) =>
    // Links in mails are followed from other sites: looking is open to all.
    c.req.method === 'GET' || isFromUs(c) ? next() : refuse(c);

/** Browsers say where a form was sent from; what is no browser carries nobody's cookie. */
export function isFromUs(c: Ctx): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));
}

const isSame = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** A new session, whatever the browser brought: an old or planted one is never taken over. */
export async function startSession(c: Ctx, person: string, deps: ServerDeps): Promise<void> {
  const token = newToken();
  const now = deps.clock();
  await deps.store.sessions.add({
    ...{ tokenHash: tokenHash(token, deps.secret), csrf: newToken(), person },
    ...{ agent: (c.req.header('user-agent') ?? '').slice(0, MAX_AGENT), createdAt: now, expiresAt: now + SESSION_MS },
  });
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
