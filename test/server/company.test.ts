import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIdProvider } from '../../src/adapters/identity/openId.ts';
import { readEnv } from '../../src/config/env.ts';
import { personFor } from '../../src/server/companyIdentity.ts';
import { CLIENT, type CompanyServer, companyServer } from '../support/companyServer.ts';
import { type TeamServer, teamServer } from '../support/teamServer.ts';
import { BASE, type WebClient, webClient } from '../support/webClient.ts';

const RETURN = `${BASE}/sign-in/company/return`;

let team: TeamServer;
let company: CompanyServer;
beforeAll(async () => {
  team = await teamServer();
  company = await companyServer(RETURN);
  const { issuer } = company;
  const provider = openIdProvider({ issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'La Société' });
  team.server.deps.identity = { provider, domains: ['societe.fr'] };
  const verified = (email: string, name: string) => ({ email, email_verified: true, name });
  company.people.set('lea', verified('Lea@Exemple.fr', 'Léa'));
  company.people.set('usurper', verified('lea@exemple.fr', 'Pas Léa'));
  company.people.set('invited', verified('invite@exemple.fr', 'Invité'));
  company.people.set('colleague', verified('ana@societe.fr', 'Ana'));
  company.people.set('neighbour', verified('x@pas-societe.fr', 'Voisin'));
  company.people.set('stranger', verified('quelquun@ailleurs.fr', 'Quelqu’un'));
  company.people.set('unverified', { email: 'lea@exemple.fr', email_verified: false, name: 'Menteur' });
  company.people.set('nameless', {});
});
afterAll(async () => {
  await company.close();
  await team.close();
});

/** Where a press of the button leads, in this browser. */
const away = async (client: WebClient) => (await client.get('/sign-in/company')).headers.get('location') ?? '';
/** All the way: the button, the company's own sign-in, and back. */
async function enters(login: string, client = webClient(team.server.deps)): Promise<Response> {
  const back = await company.signIn(await away(client), login);
  return client.get(back.replace(BASE, ''), { 'sec-fetch-site': 'cross-site' });
}
const problemIn = async (response: Response) => load(await response.text())('.note.bad').text();

describe('somebody whom the company vouches for', () => {
  test('enters the account of their verified address, and has a session like any other', async () => {
    await team.joined('lea@exemple.fr', 'editor');
    const client = webClient(team.server.deps);
    expect(load(await (await client.get('/sign-in')).text())('a[href="/sign-in/company"]').text()).toContain(
      'La Société',
    );
    const response = await enters('lea', client);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/');
    expect((await client.get('/sources')).status).toBe(200);
    expect((await team.audited())[0]).toBe('linkedIdentity lea@exemple.fr');
  });

  test('is known again by who they are, whatever their address has become', async () => {
    const id = await team.idOf('lea@exemple.fr');
    company.people.set('lea', { email: 'autre@ailleurs.fr', email_verified: true });
    const client = webClient(team.server.deps);
    expect((await enters('lea', client)).status).toBe(302);
    expect(await (await client.get('/settings')).text()).toContain('lea@exemple.fr');
    expect(await team.idOf('lea@exemple.fr')).toBe(id);
  });

  test('sees under their settings by which company they enter, and nobody else does', async () => {
    const client = webClient(team.server.deps);
    await enters('lea', client);
    const section = async (own: WebClient) =>
      load(await (await own.get('/settings')).text())('section[aria-labelledby=identities]').text();
    expect(await section(client)).toContain(new URL(company.issuer).host);
    expect(await section(team.owner)).toBe('');
  });

  test('does not take over the account of somebody whose address they were given', async () => {
    const response = await enters('usurper');
    expect(response.status).toBe(403);
    expect(await problemIn(response)).toContain('appartient à quelqu’un d’autre');
    expect(response.headers.getSetCookie().some((line) => /^vigie=[^;]/.test(line))).toBe(false);
  });

  test('uses the invitation to their address, with its role', async () => {
    await team.invited('invite@exemple.fr', 'editor');
    const client = webClient(team.server.deps);
    expect((await enters('invited', client)).status).toBe(302);
    expect((await client.get('/sources')).status).toBe(200);
    expect((await team.server.deps.store.people.findByEmail('invite@exemple.fr'))?.role).toBe('editor');
  });

  test('joins as a reader by themselves where their domain may, and nowhere near it', async () => {
    const client = webClient(team.server.deps);
    expect((await enters('colleague', client)).status).toBe(302);
    expect((await client.get('/')).status).toBe(200);
    expect((await client.get('/sources')).status).toBe(403);
    for (const login of ['neighbour', 'stranger']) {
      const response = await enters(login);
      expect(response.status).toBe(403);
      expect(await problemIn(response)).toContain('demandez une invitation');
    }
  });

  test('without a verified address is nobody here', async () => {
    for (const login of ['unverified', 'nameless']) {
      const response = await enters(login);
      expect(response.status).toBe(403);
      expect(await problemIn(response)).toContain('vérifiée');
    }
  });

  test('who was removed from the team comes back by an invitation only, though their domain may join', async () => {
    const id = await team.idOf('ana@societe.fr');
    await team.owner.post(`/team/${id}`, { role: 'removed' });
    const response = await enters('colleague');
    expect(response.status).toBe(403);
    expect(await problemIn(response)).toContain('n’est plus de l’équipe');
    expect(await team.server.deps.store.people.findByEmail('ana@societe.fr')).toBeUndefined();
    await team.invited('ana@societe.fr', 'editor');
    expect((await enters('colleague')).status).toBe(302);
    expect((await enters('colleague')).status).toBe(302);
    expect((await team.server.deps.store.people.findByEmail('ana@societe.fr'))?.role).toBe('editor');
  });

  test('does not land in an account whose owner only typed their address', async () => {
    const { deps } = team.server;
    const mallory = await team.joined('mallory@exemple.fr');
    const { mailer } = deps;
    // Without mail nobody is asked whether an address is theirs.
    delete deps.mailer;
    const alone = webClient(deps);
    await alone.signIn(await team.idOf('mallory@exemple.fr'));
    await alone.post('/settings', { name: 'Mallory', email: 'boss@societe.fr', language: 'fr', timezone: '' });
    expect(await team.idOf('boss@societe.fr')).not.toBe('');
    if (mailer) deps.mailer = mailer;
    company.people.set('boss', { email: 'boss@societe.fr', email_verified: true });
    const response = await enters('boss');
    expect(response.status).toBe(403);
    expect(await problemIn(response)).toContain('n’a pas prouvé');
    expect((await mallory.get('/')).status).toBe(200);
  });

  test('who pressed twice at once has one account', async () => {
    company.people.set('hasty', { email: 'vite@societe.fr', email_verified: true });
    const client = webClient(team.server.deps);
    const others = [1, 2].map(() => webClient(team.server.deps, client.app));
    const backs: string[] = [];
    for (const each of others) backs.push(await company.signIn(await away(each), 'hasty'));
    const answers = await Promise.all(others.map((each, at) => each.get((backs[at] ?? '').replace(BASE, ''))));
    expect(answers.map(({ status }) => status)).toEqual([302, 302]);
  });

  test('proves it anew after the account’s other sessions were ended', async () => {
    const client = await team.joined('theo@exemple.fr');
    company.people.set('theo', { email: 'theo@exemple.fr', email_verified: true });
    expect((await enters('theo')).status).toBe(302);
    await client.post('/settings/sessions', { session: 'others' });
    company.people.set('theo', { email: 'voleur@ailleurs.fr', email_verified: true });
    expect((await enters('theo')).status).toBe(403);
  });
});

describe('an answer', () => {
  test('fits only the browser that left, and once', async () => {
    const mine = webClient(team.server.deps);
    const [other, third] = [1, 2].map(() => webClient(team.server.deps, mine.app)) as [WebClient, WebClient];
    const back = (await company.signIn(await away(mine), 'lea')).replace(BASE, '');
    // Sent to somebody else, it would sign them in as the sender.
    await away(other);
    for (const client of [other, third]) {
      const response = await client.get(back);
      expect(response.status).toBe(403);
      expect((await client.get('/')).status).toBe(302);
    }
    expect((await mine.get(back)).status).toBe(302);
    expect((await mine.get(back)).status).toBe(403);
  });

  test.each([
    ['a forged code', (url: URL) => url.searchParams.set('code', 'x')],
    ['another state', (url: URL) => url.searchParams.set('state', 'x')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['a refusal', (url: URL) => url.searchParams.set('error', 'access_denied')],
    ['nothing', (url: URL) => (url.search = '')],
  ])('with %s opens nothing', async (_, change) => {
    const client = webClient(team.server.deps);
    const back = new URL(await company.signIn(await away(client), 'lea'));
    change(back);
    const response = await client.get(back.pathname + back.search);
    expect(response.status).toBe(403);
    expect(await problemIn(response)).toContain('n’a pas confirmé');
    expect((await client.get('/')).status).toBe(302);
  });

  test('too late is refused', async () => {
    const client = webClient(team.server.deps);
    const back = await company.signIn(await away(client), 'lea');
    const now = team.server.deps.clock();
    team.server.setNow(now + 11 * 60_000);
    expect(await problemIn(await client.get(back.replace(BASE, '')))).toContain('trop tardé');
    team.server.setNow(now);
  });
});

test('behind https the key of who is away cannot be planted by a neighbour', async () => {
  const client = webClient({ ...team.server.deps, baseUrl: 'https://veille.exemple', hosts: [] });
  const [line = ''] = (await client.get('/sign-in/company')).headers.getSetCookie();
  expect(line).toMatch(/^__Host-vigie-company=.*; Path=\/; .*Secure/);
});

test('sixty may leave from one network in a quarter of an hour, and no more', async () => {
  const client = webClient(team.server.deps);
  for (let press = 0; press < 60; press += 1) expect((await client.get('/sign-in/company')).status).toBe(302);
  expect((await client.get('/sign-in/company')).status).toBe(429);
});

test('a provider that does not answer is named, and the other ways in stay open', async () => {
  const away = openIdProvider({ issuer: 'http://127.0.0.1:9', clientId: 'x' });
  const before = team.server.deps.identity;
  team.server.deps.identity = { provider: away, domains: [] };
  const response = await webClient(team.server.deps).get('/sign-in/company');
  expect(response.status).toBe(502);
  const page = load(await response.text());
  expect(page('.note.bad').text()).toContain('127.0.0.1:9 ne répond pas');
  expect(page('input[name=email]').length).toBe(1);
  if (before) team.server.deps.identity = before;
});

test('where no provider is named there is no such way in', async () => {
  const { identity: _, ...deps } = team.server.deps;
  const client = webClient(deps);
  expect((await client.get('/sign-in/company')).status).toBe(302);
  expect(await (await client.get('/sign-in')).text()).not.toContain('/sign-in/company');
});

test('an address that differs in nothing a person sees is another address', async () => {
  const identity = { issuer: 'https://i.example', subject: 's', email: 'lea@exemple.fr\u0000' };
  await expect(personFor(identity, [], { ...team.server.deps, baseUrl: BASE })).rejects.toThrow();
});

describe('the environment', () => {
  test.each([
    [{ OIDC_ISSUER: 'https://i.example' }, 'OIDC_CLIENT_ID'],
    [{ OIDC_CLIENT_ID: 'x' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'http://i.example', OIDC_CLIENT_ID: 'x' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'https://i.example', OIDC_CLIENT_ID: 'x', OIDC_DOMAINS: 'exemple' }, 'OIDC_DOMAINS'],
  ])('%j stops the start, naming %s', (variables, place) => {
    expect(() => readEnv(variables)).toThrow(place);
  });

  test('names the provider whole', () => {
    const variables = { OIDC_ISSUER: 'https://i.example', OIDC_CLIENT_ID: 'x', OIDC_DOMAINS: '@Exemple.fr, b.com' };
    expect(readEnv(variables).identity).toEqual({
      ...{ issuer: 'https://i.example', clientId: 'x', domains: ['exemple.fr', 'b.com'] },
    });
  });
});
