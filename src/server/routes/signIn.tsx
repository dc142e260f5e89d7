import { setCookie } from 'hono/cookie';
import { speech as speechFor } from '../../../web/i18n.ts';
import { linkMail } from '../../../web/views/mail/link.tsx';
import { SignInPage, type SignInSaid } from '../../../web/views/signIn.tsx';
import { MINUTE_MS } from '../../domain/model/units.ts';
import { attempts } from '../attempts.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { emailOf } from '../email.ts';
import { type Form, field } from '../forms.ts';
import { isPassword } from '../passwords.ts';
import { endSession, isFromUs, ownPagesOnly, startSession } from '../session.ts';
import { signInLink, tokenHash } from '../tokens.ts';
import { domainOf } from './passkeys.ts';

const WINDOW_MS = 15 * MINUTE_MS;
/** From one address of the net, whatever is tried. */
const FROM_ONE = 60;
/** On one account, from one address of the net: others are not locked out by it. */
const ON_ONE_ACCOUNT = 8;
/** A link that anybody may ask for does not lie about in a mailbox for long. */
const MAILED_MS = 15 * MINUTE_MS;
const YEAR_SECONDS = 31_536_000;

/** Open to strangers: a one-time link, asked for by mail or printed by the command line, or a password. */
export function openSignInRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, secret, mailer } = deps;
  const anything = attempts(FROM_ONE, WINDOW_MS, clock);
  const onAccount = attempts(ON_ONE_ACCOUNT, WINDOW_MS, clock);
  const shown = (c: Ctx, said: SignInSaid | undefined, status: 200 | 400 | 403 | 429 = 200, token?: string) =>
    c.html(
      <SignInPage
        {...{ speech: c.get('speech'), nonce: c.get('nonce'), said, token }}
        hasMail={mailer !== undefined}
        company={deps.identity?.provider.name}
        hasKeys={domainOf(c) !== undefined}
      />,
      status,
    );
  const enter = async (c: Ctx, token: string) => {
    const person = await store.sessions.useLink(tokenHash(token, secret), clock());
    if (person === undefined || !(await store.people.find(person))) return shown(c, 'bad', 403);
    await startSession(c, person, deps);
    return c.redirect('/');
  };

  app.use('/sign-in', async (c, next) => {
    const isTry = c.req.method !== 'GET' || c.req.query('token') !== undefined;
    return isTry && !anything(c.get('from')) ? shown(c, 'tooMany', 429) : next();
  });
  app.use(
    '/sign-in',
    ownPagesOnly((c) => c.text(c.get('speech').t('error.forbidden'), 403)),
  );

  app.get('/sign-in', (c) => {
    const token = c.req.query('token');
    if (!token) return shown(c, c.req.query('out') === '1' ? 'signedOut' : undefined);
    // Mail programs and chats open links to look at them, and other sites may not sign anybody in: there, only a press of
    // the button uses one up. A link typed or pasted, as from the terminal, enters at once.
    return c.req.query('mail') === '1' || !isFromUs(c) ? shown(c, undefined, 200, token) : enter(c, token);
  });

  app.post('/sign-in', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const token = field(form, 'token');
    if (token !== '') return enter(c, token);
    const email = emailOf(field(form, 'email'));
    if (email === undefined) return shown(c, 'badEmail', 400);
    if (!onAccount(`${c.get('from')} ${email}`)) return shown(c, 'tooMany', 429);
    const person = await store.people.findByEmail(email);
    if (field(form, 'how') === 'password') {
      // Spaces may be part of it.
      const password = String(form.password ?? '');
      if (!(await isPassword(password, person?.passwordHash)) || !person) return shown(c, 'wrong', 403);
      await startSession(c, person.id, deps);
      return c.redirect('/');
    }
    // Known or not, the answer is the same, and as fast: the mail goes out behind it.
    if (person && mailer) void sendLink(person, c);
    return shown(c, 'sent');
  });

  async function sendLink({ id, language }: { id: string; language?: 'fr' | 'en' }, c: Ctx): Promise<void> {
    const person = await store.people.find(id);
    if (!person?.email || !mailer) return;
    const speech = language === undefined ? c.get('speech') : speechFor(language, deps.watch.timezone);
    const url = await signInLink(store, secret, deps.baseUrl, clock(), { person: id, lastsMs: MAILED_MS });
    const outcome = await mailer.send(linkMail(speech, { to: person.email, kind: 'signIn', url: `${url}&mail=1` }));
    if (outcome.kind !== 'sent')
      deps.log.warn({ kind: outcome.kind, detail: outcome.detail }, 'A sign-in link was not mailed');
  }
}

export function signInRoutes(app: App, deps: ServerDeps): void {
  app.post('/sign-out', async (c) => {
    await endSession(c, deps);
    return c.redirect('/sign-in?out=1');
  });
  app.post('/language', async (c) => {
    const { language, back } = await c.req.parseBody();
    if (language === 'fr' || language === 'en') {
      const { id, email: _, ...profile } = c.get('person');
      // What their mails are written in, too.
      await deps.store.people.setProfile(id, { ...profile, language });
      setCookie(c, 'language', language, {
        httpOnly: true,
        sameSite: 'Lax',
        secure: deps.baseUrl.startsWith('https:'),
        path: '/',
        maxAge: YEAR_SECONDS,
      });
    }
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
