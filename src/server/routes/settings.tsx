import { SettingsPage, type SettingsSaid } from '../../../web/views/settings.tsx';
import type { Profile } from '../../adapters/store/people.ts';
import { TOKEN_SCOPES, type TokenScope } from '../../domain/model/person.ts';
import { isTimezone } from '../../domain/model/timezone.ts';
import { HOUR_MS } from '../../domain/model/units.ts';
import { attempts } from '../attempts.ts';
import { changeAddress, isFreeAddress } from '../changeAddress.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { emailOf } from '../email.ts';
import { type Form, field } from '../forms.ts';
import { hashOf, isPassword } from '../passwords.ts';
import { newId, newToken, tokenHash } from '../tokens.ts';
import { isLongEnough, nameOf } from './invitation.tsx';
import { domainOf } from './passkeys.ts';

const MOST_TOKENS = 20;

/** One's own: name, address, language, hour, password, sessions, tokens. */
export function settingsRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, secret, watch } = deps;

  /** Each sends mail to an address somebody only claims. */
  const mayAsk = attempts(5, HOUR_MS, clock);

  async function shown(
    c: Ctx,
    said?: SettingsSaid,
    { token, status = 200 }: { token?: string; status?: 200 | 400 | 403 | 429 } = {},
  ) {
    const person = (await store.people.find(c.get('person').id)) ?? c.get('person');
    return c.html(
      <SettingsPage
        page={c.get('page')}
        person={person}
        hasPassword={(await passwordOf(person.email)) !== undefined}
        timezone={watch.timezone}
        sessions={await store.sessions.listOf(person.id, clock())}
        current={c.get('session')}
        passkeys={domainOf(c) === undefined ? undefined : await store.passkeys.listOf(person.id)}
        tokens={await store.apiTokens.listOf(person.id)}
        identities={await store.identities.listOf(person.id)}
        said={said}
        token={token}
      />,
      status,
    );
  }
  const passwordOf = async (email: string | undefined) =>
    email === undefined ? undefined : (await store.people.findByEmail(email))?.passwordHash;

  app.get('/settings', (c) => shown(c, c.req.query('saved') === '1' ? 'saved' : undefined));

  app.post('/settings', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const [language, timezone, given] = [field(form, 'language'), field(form, 'timezone'), field(form, 'email')];
    const email = given === '' ? undefined : emailOf(given);
    if (given !== '' && email === undefined) return shown(c, 'badEmail', { status: 400 });
    if (timezone !== '' && !isTimezone(timezone)) return shown(c, 'badTimezone', { status: 400 });
    const person = c.get('person');
    const profile: Profile = {
      name: nameOf(field(form, 'name')),
      ...((language === 'fr' || language === 'en') && { language }),
      ...(timezone !== '' && { timezone }),
    };
    if (email === undefined || email === person.email) {
      await store.people.setProfile(person.id, profile);
      return c.redirect('/settings?saved=1', 303);
    }
    if (!mayAsk(person.id) || !mayAsk(email)) return shown(c, 'tooMany', { status: 429 });
    if (!(await isFreeAddress(email, deps))) return shown(c, 'takenEmail', { status: 400 });
    await store.people.setProfile(person.id, profile);
    return (await changeAddress(person, email, c, deps)) === 'done'
      ? c.redirect('/settings?saved=1', 303)
      : shown(c, 'checkAddress');
  });

  app.post('/settings/password', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const [person, next] = [c.get('person'), String(form.next ?? '')];
    // Without an address there is nothing to type beside it.
    if (person.email === undefined) return shown(c, 'noEmail', { status: 400 });
    const known = await passwordOf(person.email);
    if (known !== undefined && !(await isPassword(String(form.current ?? ''), known)))
      return shown(c, 'wrongPassword', { status: 403 });
    if (!isLongEnough(next)) return shown(c, 'shortPassword', { status: 400 });
    await store.people.setPassword(person.id, await hashOf(next));
    // Whoever knew the old one is out.
    await store.sessions.removeOf(person.id, { allBut: c.get('session') });
    await store.audit.add({ at: clock(), person: person.id, action: 'setPassword', subject: person.email, detail: {} });
    return shown(c, 'passwordSet');
  });

  app.post('/settings/sessions', async (c) => {
    const session = field((await c.req.parseBody()) as Form, 'session');
    if (session === 'others') await store.people.noteDoorsClosed(c.get('person').id, clock());
    await store.sessions.removeOf(
      c.get('person').id,
      session === 'others' ? { allBut: c.get('session') } : { only: session },
    );
    return c.redirect('/settings#sessions', 303);
  });

  app.post('/settings/tokens', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const [person, name, scope] = [c.get('person'), nameOf(field(form, 'name')), field(form, 'scope')];
    if (name === '' || !isScope(scope)) return shown(c, 'badToken', { status: 400 });
    if ((await store.apiTokens.listOf(person.id)).length >= MOST_TOKENS) return shown(c, 'manyTokens', { status: 400 });
    const token = newToken();
    await store.apiTokens.add(
      { id: newId(), person: person.id, name, scope, createdAt: clock() },
      tokenHash(token, secret),
    );
    await store.audit.add({ at: clock(), person: person.id, action: 'madeToken', subject: name, detail: { scope } });
    return shown(c, 'tokenMade', { token });
  });

  app.post('/settings/tokens/:id/revoke', async (c) => {
    await store.apiTokens.revoke(c.req.param('id'), c.get('person').id);
    return c.redirect('/settings#tokens', 303);
  });
}

const isScope = (text: string): text is TokenScope => (TOKEN_SCOPES as readonly string[]).includes(text);
