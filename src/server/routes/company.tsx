import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SignInPage } from '../../../web/views/signIn.tsx';
import { VigieError } from '../../domain/errors.ts';
import { MINUTE_MS } from '../../domain/model/units.ts';
import type { IdentityProof } from '../../domain/ports.ts';
import { attempts } from '../attempts.ts';
import { personFor } from '../companyIdentity.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { oneTime } from '../oneTime.ts';
import { startSession } from '../session.ts';
import { domainOf } from './passkeys.ts';

const WINDOW_MS = 15 * MINUTE_MS;
const FROM_ONE = 60;
/** To find one's password, and the telephone beside it. */
const AWAY_MS = 10 * MINUTE_MS;
const PATH = '/sign-in/company';

/** Open to strangers: to the company's own sign-in and back. There where the operator named a provider. */
export function companyRoutes(app: App, deps: ServerDeps): void {
  const { identity, clock, baseUrl, log, mailer } = deps;
  if (!identity) return;
  const { provider, domains } = identity;
  const tries = attempts(FROM_ONE, WINDOW_MS, clock);
  // What proves that who comes back is who left stays here; the browser has a key to it, used once.
  const away = oneTime<IdentityProof>(clock, AWAY_MS);
  const returnTo = `${baseUrl}${PATH}/return`;
  const isSecure = baseUrl.startsWith('https:');
  // The prefix keeps a neighbouring host from planting one; browsers accept it over https only.
  const cookie = isSecure ? '__Host-vigie-company' : 'vigie-company';

  const refused = (c: Ctx, error: VigieError, status: 403 | 429 | 502) =>
    c.html(
      <SignInPage
        {...{ speech: c.get('speech'), nonce: c.get('nonce'), company: provider.name }}
        problem={c.get('speech').t(`errors.${error.code}`, error.params)}
        hasMail={mailer !== undefined}
        hasKeys={domainOf(c) !== undefined}
      />,
      status,
    );

  app.get(PATH, async (c) => {
    if (!tries(c.get('from'))) return refused(c, new VigieError('identity.tooMany'), 429);
    try {
      const { url, proof } = await provider.begin(returnTo);
      setCookie(c, cookie, away.keep(proof), {
        ...{ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: AWAY_MS / 1000, secure: isSecure },
      });
      return c.redirect(url);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      log.warn({ code: error.code, ...error.params }, 'The identity provider does not answer');
      return refused(c, error, 502);
    }
  });

  app.get(`${PATH}/return`, async (c) => {
    const proof = away.take(getCookie(c, cookie) ?? '');
    deleteCookie(c, cookie, { path: '/', secure: isSecure });
    if (!proof) return refused(c, new VigieError('identity.late'), 403);
    try {
      const { search } = new URL(c.req.url);
      const who = await provider.finish(`${returnTo}${search}`, proof);
      await startSession(c, await personFor(who, domains, deps), deps);
      return c.redirect('/');
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      log.warn({ code: error.code, detail: error.params.detail }, 'Somebody did not enter by their company');
      return refused(c, error, 403);
    }
  });
}
