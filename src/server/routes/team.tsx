import { linkMail } from '../../../web/views/mail/link.tsx';
import { TeamPage } from '../../../web/views/team.tsx';
import { isRole } from '../../domain/access/policy.ts';
import { VigieError } from '../../domain/errors.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { emailOf } from '../email.ts';
import { type Form, field } from '../forms.ts';
import { changePerson, invite } from '../team.ts';
import { signInLink } from '../tokens.ts';

const AUDITED = 50;

/** Who is here, who was invited, and who changed what: the owners' page. */
export function teamRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, mailer } = deps;

  async function shown(
    c: Ctx,
    {
      link,
      problem,
      status = 200,
    }: { link?: { email: string; url: string; mailed: boolean }; problem?: VigieError; status?: 200 | 400 } = {},
  ) {
    const { t } = c.get('speech');
    return c.html(
      <TeamPage
        page={c.get('page')}
        people={await store.people.list()}
        invitations={await store.people.listInvitations(clock())}
        names={await store.people.names()}
        audit={await store.audit.list(AUDITED)}
        link={link}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
      />,
      status,
    );
  }
  const refused = async (c: Ctx, work: () => Promise<Response>): Promise<Response> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return shown(c, { problem: error, status: 400 });
    }
  };

  app.get('/team', (c) => shown(c));

  app.post('/team/invitations', (c) =>
    refused(c, async () => {
      const form = (await c.req.parseBody()) as Form;
      const [email, role] = [emailOf(field(form, 'email')), field(form, 'role')];
      if (email === undefined || !isRole(role)) throw new VigieError('team.badEmail');
      const url = await invite(email, role, c.get('person').id, deps);
      const speech = c.get('speech');
      const mail = linkMail(speech, { to: email, kind: 'invitation', url, watchTitle: deps.watch.title });
      const mailed = mailer !== undefined && (await mailer.send(mail)).kind === 'sent';
      return shown(c, { link: { email, url, mailed } });
    }),
  );

  app.post('/team/invitations/withdraw', async (c) => {
    const email = field((await c.req.parseBody()) as Form, 'email');
    await store.people.withdrawInvitation(email);
    await store.audit.add({ at: clock(), person: c.get('person').id, action: 'withdrew', subject: email, detail: {} });
    return c.redirect('/team', 303);
  });

  app.post('/team/:id', (c) =>
    refused(c, async () => {
      const form = (await c.req.parseBody()) as Form;
      const [id, action] = [c.req.param('id') ?? '', field(form, 'action')];
      if (action === 'link') {
        const person = await store.people.find(id);
        if (!person) throw new VigieError('team.nobody');
        const url = await signInLink(store, deps.secret, deps.baseUrl, clock(), { person: id });
        const at = { at: clock(), person: c.get('person').id, subject: person.email ?? person.id };
        await store.audit.add({ ...at, action: 'madeLink', detail: {} });
        return shown(c, { link: { email: person.email ?? person.name, url, mailed: false } });
      }
      const next = action === 'remove' ? 'removed' : field(form, 'role');
      if (next !== 'removed' && !isRole(next)) throw new VigieError('team.nobody');
      await changePerson(id, next, c.get('person').id, deps);
      return c.redirect('/team', 303);
    }),
  );
}
