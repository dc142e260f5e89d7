import { InvitationPage } from '../../../web/views/invitation.tsx';
import { VigieError } from '../../domain/errors.ts';
import { MINUTE_MS } from '../../domain/model/units.ts';
import { attempts } from '../attempts.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { hashOf, MAX_PASSWORD, MIN_PASSWORD } from '../passwords.ts';
import { ownPagesOnly, startSession } from '../session.ts';
import { accept } from '../team.ts';
import { tokenHash } from '../tokens.ts';

const MAX_NAME = 80;

/** A name as people write it: one line, not endless. */
export const nameOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);

/** Open to whoever holds the link: who invites, and the two fields that make an account. */
export function invitationRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, secret } = deps;
  const tries = attempts(60, 15 * MINUTE_MS, clock);
  app.use('/invitations/:token', async (c, next) =>
    tries(c.get('from')) ? next() : c.text(c.get('speech').t('error.tooMany'), 429),
  );
  app.use(
    '/invitations/:token',
    ownPagesOnly((c) => c.text(c.get('speech').t('error.forbidden'), 403)),
  );

  app.get('/invitations/:token', async (c) => {
    const invitation = await store.people.findInvitation(tokenHash(c.req.param('token'), secret), clock());
    const by = invitation && (await store.people.names()).get(invitation.invitedBy);
    return c.html(
      <InvitationPage
        {...{ speech: c.get('speech'), nonce: c.get('nonce'), invitation, by, watchTitle: deps.watch.title }}
      />,
      invitation ? 200 : 404,
    );
  });

  app.post('/invitations/:token', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const invitation = await store.people.findInvitation(tokenHash(c.req.param('token'), secret), clock());
    const view = { speech: c.get('speech'), nonce: c.get('nonce'), invitation, watchTitle: deps.watch.title };
    const name = nameOf(field(form, 'name'));
    const password = String(form.password ?? '');
    const problem = name === '' ? 'noName' : password !== '' && !isLongEnough(password) ? 'shortPassword' : undefined;
    if (!invitation) return c.html(<InvitationPage {...view} />, 404);
    if (problem) return c.html(<InvitationPage {...view} problem={problem} name={name} />, 400);
    const id = await accept(invitation, name, deps).catch((error) => {
      // The address has an account since.
      if (error instanceof VigieError) return undefined;
      throw error;
    });
    if (id === undefined) return c.html(<InvitationPage {...view} invitation={undefined} />, 404);
    if (password !== '') await store.people.setPassword(id, await hashOf(password));
    await startSession(c, id, deps);
    return c.redirect('/');
  });
}

export const isLongEnough = ({ length }: string): boolean => length >= MIN_PASSWORD && length <= MAX_PASSWORD;
