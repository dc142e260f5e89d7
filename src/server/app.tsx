import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { chosenLanguage, speech } from '../../web/i18n.ts';
import { ErrorPage } from '../../web/views/plain.tsx';
import { may } from '../domain/access/policy.ts';
import { Stopped } from '../domain/errors.ts';
import { guardPages } from './access.ts';
import { serveAssets } from './assets.ts';
import type { App, Ctx, ServerDeps } from './context.ts';
import { goUrl } from './going.ts';
import { apiRoutes } from './routes/api.ts';
import { boardRoutes } from './routes/boards.tsx';
import { commentRoutes } from './routes/comments.ts';
import { companyRoutes } from './routes/company.tsx';
import { competitorRoutes } from './routes/competitors.tsx';
import { digestRoutes } from './routes/digest.tsx';
import { goRoutes } from './routes/go.ts';
import { hubRoutes } from './routes/hubs.ts';
import { invitationRoutes } from './routes/invitation.tsx';
import { metricsRoutes } from './routes/metrics.ts';
import { newsletterRoutes, publicNewsletterRoutes } from './routes/newsletters.tsx';
import { operateRoutes } from './routes/operate.ts';
import { isUpload, opmlRoutes, uploadLimit } from './routes/opml.tsx';
import { onePageRoutes } from './routes/page.tsx';
import { openPasskeyRoutes, passkeyRoutes } from './routes/passkeys.ts';
import { publicRoutes } from './routes/publicBoard.tsx';
import { reportRoutes } from './routes/report.tsx';
import { searchRoutes } from './routes/search.tsx';
import { settingsRoutes } from './routes/settings.tsx';
import { openSignInRoutes, signInRoutes } from './routes/signIn.tsx';
import { oneSourceRoutes } from './routes/source.tsx';
import { sourceRoutes } from './routes/sources.tsx';
import { storyRoutes } from './routes/stories.tsx';
import { subscriptionRoutes } from './routes/subscriptions.tsx';
import { teamRoutes } from './routes/team.tsx';
import { trendRoutes } from './routes/trends.tsx';
import { unsubscribeRoutes } from './routes/unsubscribe.tsx';
import { watchRoutes } from './routes/watch.tsx';
import { welcomeRoutes } from './routes/welcome.tsx';
import { leadsToThisMachine, noteAddress, ownHostOnly, rateLimit, securityHeaders } from './security.ts';
import { csrfChecked, signedInOnly } from './session.ts';

const MAX_FORM_BYTES = 64 * 1024;
const REQUESTS_A_MINUTE = 600;

/** The web app: what guards every request first, then what is open, then what needs a session. */
export function webApp(deps: ServerDeps): App {
  const app: App = new Hono();
  const shown = (c: Ctx, message: string, status: 400 | 403 | 404 | 413 | 429 | 500 | 503) =>
    c.html(<ErrorPage speech={c.get('speech')} nonce={c.get('nonce')} message={message} />, status);

  app.use(securityHeaders);
  app.use(noteAddress(deps.baseUrl));
  app.use(ownHostOnly(deps.hosts));
  app.use(async (c, next) => {
    c.set(
      'speech',
      speech(
        chosenLanguage(getCookie(c, 'language'), c.req.header('accept-language'), deps.watch.language),
        deps.watch.timezone,
      ),
    );
    return next();
  });
  app.use(rateLimit(REQUESTS_A_MINUTE, (c) => shown(c, c.get('speech').t('error.tooMany'), 429)));
  hubRoutes(app, deps);
  const formLimit = bodyLimit({
    maxSize: MAX_FORM_BYTES,
    onError: (c) => shown(c as Ctx, (c as Ctx).get('speech').t('error.badRequest'), 413),
  });
  app.use((c, next) => (isUpload(c.req.path, c.req.method) ? uploadLimit(c, next) : formLimit(c, next)));

  operateRoutes(app, deps);
  metricsRoutes(app, deps);
  serveAssets(app);
  openSignInRoutes(app, deps);
  companyRoutes(app, deps);
  const challenges = openPasskeyRoutes(app, deps);
  invitationRoutes(app, deps);
  publicRoutes(app, deps);
  publicNewsletterRoutes(app, deps);
  unsubscribeRoutes(app, deps);
  goRoutes(app, deps);
  apiRoutes(app, deps);

  app.use(signedInOnly(deps));
  app.use(csrfChecked((c) => shown(c, c.get('speech').t('error.forbidden'), 403)));
  app.use(async (c, next) => {
    const person = c.get('person');
    const { language, timezone } = person;
    if (language !== undefined || timezone !== undefined)
      c.set('speech', speech(language ?? c.get('speech').language, timezone ?? deps.watch.timezone));
    c.set('page', {
      speech: c.get('speech'),
      person,
      may: (action) => may(person.role, action),
      go: (target) => goUrl('', target, deps.secret),
      now: deps.clock(),
      watchTitle: deps.watch.title,
      csrf: c.get('csrf'),
      nonce: c.get('nonce'),
      path: pathOf(c),
      isExample: deps.setUp !== undefined && may(person.role, 'manage'),
      localUrl: leadsToThisMachine(deps.baseUrl) ? deps.baseUrl : undefined,
    });
    return next();
  });
  guardPages(app, (c) => shown(c, c.get('speech').t('error.notYours'), 403));
  welcomeRoutes(app, deps);
  digestRoutes(app, deps);
  storyRoutes(app, deps);
  commentRoutes(app, deps);
  competitorRoutes(app, deps);
  trendRoutes(app, deps);
  boardRoutes(app, deps);
  newsletterRoutes(app, deps);
  searchRoutes(app, deps);
  opmlRoutes(app, deps);
  sourceRoutes(app, deps);
  onePageRoutes(app, deps);
  oneSourceRoutes(app, deps);
  subscriptionRoutes(app, deps);
  teamRoutes(app, deps);
  reportRoutes(app, deps);
  settingsRoutes(app, deps);
  watchRoutes(app, deps);
  passkeyRoutes(app, deps, challenges);
  signInRoutes(app, deps);

  app.notFound((c) => shown(c, c.get('speech').t('error.notFound'), 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return shown(c, c.get('speech').t('error.badRequest'), 400);
    if (error instanceof Stopped) return shown(c, c.get('speech').t('error.stopped'), 503);
    const id = randomUUID().slice(0, 8);
    deps.log.error({ id, path: c.req.path, error: error.stack }, 'A request failed');
    return shown(c, c.get('speech').t('error.internal', { id }), 500);
  });
  return app;
}

const pathOf = (c: Ctx): string => {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
};
