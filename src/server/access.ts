import type { Context } from 'hono';
import { type Action, may } from '../domain/access/policy.ts';
import type { App, Variables } from './context.ts';

/**
 * Every page behind the door, and what it takes. One that is not here is refused to everybody: a new page begins with its
 * row, and with its row in the access table of the tests.
 */
export const ACCESS: readonly (readonly [method: 'GET' | 'POST', path: string, action: Action])[] = [
  ['GET', '/', 'read'],
  ['GET', '/welcome', 'manage'],
  ['GET', '/welcome/:step', 'manage'],
  ['POST', '/welcome/:step', 'manage'],
  ['GET', '/digest', 'read'],
  ['POST', '/digest', 'curate'],
  ['GET', '/editions', 'read'],
  ['GET', '/digest/:date', 'read'],
  ['GET', '/digest/:date/left-out', 'read'],
  ['POST', '/digest/:date/finish', 'own'],
  ['POST', '/marks', 'own'],
  ['POST', '/tastes/forget', 'own'],
  ['GET', '/stories/:id', 'read'],
  ['POST', '/stories/:id', 'curate'],
  ['POST', '/stories/:id/taste', 'own'],
  ['POST', '/stories/:id/idea', 'curate'],
  ['POST', '/stories/:id/comments', 'own'],
  ['GET', '/competitors', 'read'],
  ['GET', '/competitors/:id', 'read'],
  ['GET', '/trends', 'read'],
  ['GET', '/trends/:id', 'read'],
  ['POST', '/trends/:id', 'curate'],
  ['GET', '/search', 'read'],
  ['GET', '/boards', 'read'],
  // What somebody may do with one board is that board's to say: domain/access/boards.
  ['POST', '/boards', 'own'],
  ['GET', '/boards/:id', 'read'],
  ['POST', '/boards/:id', 'own'],
  ['POST', '/boards/:id/members', 'own'],
  ['POST', '/boards/:id/stories', 'own'],
  ['GET', '/boards/:id/newsletter', 'own'],
  ['POST', '/boards/:id/newsletter', 'own'],
  ['GET', '/boards/:id/newsletter/preview', 'own'],
  ['GET', '/boards/:id/newsletter/mail', 'own'],
  ['POST', '/boards/:id/newsletter/send', 'own'],
  ['GET', '/boards/:id/newsletters/:number', 'read'],
  ['GET', '/sources', 'feed'],
  ['POST', '/sources', 'feed'],
  ['POST', '/sources/bulk', 'feed'],
  ['GET', '/sources/import', 'feed'],
  ['POST', '/sources/import', 'feed'],
  ['GET', '/sources/export.opml', 'feed'],
  ['GET', '/sources/:id', 'feed'],
  ['POST', '/sources/:id', 'feed'],
  ['POST', '/sources/:id/zone', 'feed'],
  ['POST', '/sources/:id/ignore', 'feed'],
  // Whose they are is looked at there: a reader's own, or anybody's for an editor.
  ['GET', '/subscriptions', 'own'],
  ['POST', '/subscriptions', 'own'],
  ['POST', '/subscriptions/:id', 'own'],
  ['POST', '/subscriptions/deliveries/:id', 'own'],
  ['GET', '/report', 'read'],
  ['GET', '/report.csv', 'read'],
  ['GET', '/team', 'manage'],
  ['POST', '/team/invitations', 'manage'],
  ['POST', '/team/invitations/withdraw', 'manage'],
  ['POST', '/team/:id', 'manage'],
  ['GET', '/settings/watch', 'manage'],
  ['POST', '/settings/watch', 'manage'],
  ['GET', '/settings', 'own'],
  ['POST', '/settings', 'own'],
  ['POST', '/settings/password', 'own'],
  ['POST', '/settings/sessions', 'own'],
  ['POST', '/settings/passkeys', 'own'],
  ['POST', '/settings/passkeys/remove', 'own'],
  ['POST', '/settings/tokens', 'own'],
  ['POST', '/settings/tokens/:id/revoke', 'own'],
  ['POST', '/sign-out', 'own'],
  ['POST', '/language', 'own'],
];

type Ctx = Context<{ Variables: Variables }>;

/** Stands before the routes: only what the table says to whom it says. */
export function guardPages(app: App, refuse: (c: Ctx) => Response | Promise<Response>): void {
  for (const [method, path, action] of ACCESS)
    app.on(method, path, async (c, next) => {
      if (!may(c.get('person').role, action)) return refuse(c);
      c.set('isListed', true);
      return next();
    });
  app.use(async (c, next) => (c.get('isListed') ? next() : c.notFound()));
}
