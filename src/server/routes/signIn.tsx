import { setCookie } from 'hono/cookie';
import { SignInPage } from '../../../web/views/plain.tsx';
import type { App, ServerDeps } from '../context.ts';
import { rateLimit } from '../security.ts';
import { endSession, startSession } from '../session.ts';
import { tokenHash } from '../tokens.ts';

const ATTEMPTS_A_MINUTE = 20;
const YEAR_SECONDS = 31_536_000;

/** Open to strangers: the one-time link, and the page that says where to find it. */
export function openSignInRoutes(app: App, deps: ServerDeps): void {
  app.get(
    '/sign-in',
    rateLimit(ATTEMPTS_A_MINUTE, (c) => c.text(c.get('speech').t('error.tooMany'), 429)),
    async (c) => {
      const token = c.req.query('token');
      const page = (problem: boolean) => (
        <SignInPage
          speech={c.get('speech')}
          nonce={c.get('nonce')}
          problem={problem}
          signedOut={c.req.query('out') === '1'}
        />
      );
      if (!token) return c.html(page(false));
      if (!(await deps.store.sessions.useLink(tokenHash(token, deps.secret), deps.clock())))
        return c.html(page(true), 403);
      await startSession(c, deps);
      return c.redirect('/');
    },
  );
}

export function signInRoutes(app: App, deps: ServerDeps): void {
  app.post('/sign-out', async (c) => {
    await endSession(c, deps);
    return c.redirect('/sign-in?out=1');
  });
  app.post('/language', async (c) => {
    const { language, back } = await c.req.parseBody();
    if (language === 'fr' || language === 'en')
      setCookie(c, 'language', language, {
        httpOnly: true,
        sameSite: 'Lax',
        secure: deps.baseUrl.startsWith('https:'),
        path: '/',
        maxAge: YEAR_SECONDS,
      });
    return c.redirect(ownPath(back));
  });
}

/** A path of ours and nothing else: "//evil.example" and "https://…" would lead a reader away. */
export function ownPath(back: unknown): string {
  const text = typeof back === 'string' ? back : '/';
  const base = 'http://vigie.invalid';
  if (!text.startsWith('/') || !URL.canParse(text, base)) return '/';
  const url = new URL(text, base);
  // "/.//evil.example" has a path of its own that a browser would read as a host.
  const isOurs = url.origin === base && !url.pathname.startsWith('//');
  return isOurs ? url.pathname + url.search + url.hash : '/';
}
