import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendDeliveries } from '../../src/pipeline/deliver.ts';
import { MORNING } from '../support/demoServer.ts';
import { linkIn, pathOf, type TeamServer, teamServer } from '../support/teamServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

const MINUTE = 60_000;
const PASSWORD = 'une phrase assez longue';

let team: TeamServer;
let { server, post, owner, invited, joined, signIn, idOf, audited } = {} as TeamServer;
beforeAll(async () => {
  team = await teamServer();
  ({ server, post, owner, invited, joined, signIn, idOf, audited } = team);
});
afterAll(() => team.close());

beforeAll(async () => {
  // Known to the tests below.
  await joined('zoe@exemple.fr', 'reader', { password: PASSWORD });
});

describe('one’s own settings', () => {
  test('name, language and time zone hold on every page', async () => {
    const client = await joined('tokyo@exemple.fr');
    await client.post('/settings', { name: 'Aki', email: 'tokyo@exemple.fr', language: 'en', timezone: 'Asia/Tokyo' });
    const text = await (await client.get('/')).text();
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('Aki');
  });

  test.each([
    [{ email: 'owner' }, 'adresse e-mail'],
    [{ email: 'zoe@exemple.fr' }, 'quelqu’un d’autre'],
    [{ timezone: 'Europe/Atlantis' }, 'fuseau'],
  ])('%j is refused in one line, and nothing is changed', async (fields, words) => {
    const client = await joined(`essai${Object.values(fields).join('').length}@exemple.fr`);
    const response = await client.post('/settings', { name: 'Autre', ...fields });
    expect(response.status).toBe(400);
    expect(load(await response.text())('.note.bad').text()).toContain(words);
    expect(load(await (await client.get('/settings')).text())('#name').attr('value')).toBe('Léa');
  });

  test('another password ends the other sessions, and asks for the old one', async () => {
    const client = await joined('mdp@exemple.fr', 'reader', { password: PASSWORD });
    const other = webClient(server.deps);
    await signIn('mdp@exemple.fr', PASSWORD, other);
    const next = 'une autre phrase assez longue';
    expect((await client.post('/settings/password', { current: 'non', next })).status).toBe(403);
    expect((await client.post('/settings/password', { current: PASSWORD, next: 'court' })).status).toBe(400);
    expect((await other.get('/')).status).toBe(200);
    expect((await client.post('/settings/password', { current: PASSWORD, next })).status).toBe(200);
    expect((await other.get('/')).status).toBe(302);
    expect((await client.get('/')).status).toBe(200);
    expect((await signIn('mdp@exemple.fr', PASSWORD)).status).toBe(403);
    expect((await signIn('mdp@exemple.fr', next)).status).toBe(302);
  });

  test('a session can be ended from another, and nobody else’s', async () => {
    const [client, stranger] = [await joined('portable@exemple.fr'), await joined('etranger@exemple.fr')];
    const session =
      (await server.deps.store.sessions.listOf(await idOf('portable@exemple.fr'), MORNING))[0]?.tokenHash ?? '';
    await stranger.post('/settings/sessions', { session });
    expect((await client.get('/')).status).toBe(200);
    const elsewhere = webClient(server.deps);
    await elsewhere.signIn(await idOf('portable@exemple.fr'));
    await elsewhere.post('/settings/sessions', { session });
    expect((await client.get('/')).status).toBe(302);
  });

  test('a token is shown once, kept as a hash, and refused once revoked', async () => {
    const client = await joined('jeton@exemple.fr');
    const token = linkIn(await (await client.post('/settings/tokens', { name: 'Lecteur', scope: 'feeds' })).text());
    expect(token).toMatch(/^[\w-]{43}$/);
    const page = await (await client.get('/settings')).text();
    expect(page).toContain('Lecteur');
    expect(page).not.toContain(token);
    const [kept] = await server.deps.store.apiTokens.listOf(await idOf('jeton@exemple.fr'));
    expect(JSON.stringify(kept)).not.toContain(token);
    const stranger = await joined('curieux@exemple.fr');
    await stranger.post(`/settings/tokens/${kept?.id}/revoke`, {});
    expect(await server.deps.store.apiTokens.listOf(await idOf('jeton@exemple.fr'))).toHaveLength(1);
    await client.post(`/settings/tokens/${kept?.id}/revoke`, {});
    expect(await server.deps.store.apiTokens.listOf(await idOf('jeton@exemple.fr'))).toHaveLength(0);
  });
});

describe('team notes', () => {
  test('are read by all, taken back by whoever wrote them, and tell whoever they call', async () => {
    const writer = await joined('auteur@exemple.fr');
    await joined('zelie@exemple.fr');
    const id = await idOf('zelie@exemple.fr');
    await server.deps.store.people.setProfile(id, { name: 'Zélie Roux', language: 'en' });
    const story =
      load(await (await writer.get('/')).text())('a[href^="/stories/"]')
        .first()
        .attr('href') ?? '';
    const before = post.mails.length;
    await writer.post(`${story}/comments`, { text: '@zelie <b>à voir</b>\nBcc: x@exemple.fr' });
    await sendDeliveries(server.deps);
    const mail = (await post.waitFor(before + 1)).at(-1);
    expect(mail?.to?.[0]?.address).toBe('zelie@exemple.fr');
    expect(mail?.subject).toMatch(/^Léa calls you/);
    expect(mail?.html).toContain('&lt;b&gt;à voir');
    expect(mail?.bcc ?? []).toEqual([]);
    const $ = load(await (await owner.get(story)).text());
    expect($('.said').text()).toContain('<b>à voir</b>');
    const [comment] = await server.deps.store.comments.listOf(story.replace('/stories/', '') as never);
    await owner.post(`${story}/comments`, { remove: comment?.id ?? '' });
    expect(load(await (await owner.get(story)).text())('.said').length).toBe(1);
    await writer.post(`${story}/comments`, { remove: comment?.id ?? '' });
    expect(load(await (await owner.get(story)).text())('.said').length).toBe(0);
  });
});

test('taking notes back does not make room for more: nobody is mailed without end', async () => {
  const client = await joined('bavarde@exemple.fr');
  const id = await idOf('bavarde@exemple.fr');
  const story =
    load(await (await client.get('/')).text())('a[href^="/stories/"]')
      .first()
      .attr('href') ?? '';
  const storyId = story.replace('/stories/', '') as never;
  for (let at = 0; at < 62; at += 1) {
    await client.post(`${story}/comments`, { text: '@zoe coucou' });
    const own = (await server.deps.store.comments.listOf(storyId)).filter(({ person }) => person === id);
    for (const { id: comment } of own) await client.post(`${story}/comments`, { remove: comment });
  }
  expect(await server.deps.store.comments.countSince(id, 0)).toBe(60);
});

describe('links in mails', () => {
  const cross = { 'sec-fetch-site': 'cross-site' };
  test('open from a mailbox on the web, and use nothing up there', async () => {
    const path = await invited('webmail@exemple.fr');
    expect((await webClient(server.deps).get(path, cross)).status).toBe(200);
    const link = pathOf(linkIn(await (await owner.post('/team/owner', { action: 'link' })).text()));
    const client = webClient(server.deps);
    expect((await client.get(link, cross)).headers.get('location')).toBeNull();
    expect((await webClient(server.deps).get('/sign-in', cross)).status).toBe(200);
    expect((await client.get(link)).headers.get('location')).toBe('/');
  });
});

describe('another address', () => {
  const confirmIn = (text: string | undefined) => /(\/address\/\S+)/.exec(text ?? '')?.[1] ?? '';

  test('is theirs once it is read there; the old one is told, and their mail follows', async () => {
    const client = await joined('ancienne@exemple.fr');
    const id = await idOf('ancienne@exemple.fr');
    await client.post('/subscriptions', { subject: 'digest' });
    const before = post.mails.length;
    await client.post('/settings', { name: 'Léa', email: 'nouvelle@exemple.fr' });
    const mails = (await post.waitFor(before + 2)).slice(before);
    const asked = mails.find(({ to }) => to?.[0]?.address === 'nouvelle@exemple.fr');
    expect(mails.find(({ to }) => to?.[0]?.address === 'ancienne@exemple.fr')?.text).toContain('nouvelle@exemple.fr');
    expect(await idOf('ancienne@exemple.fr')).toBe(id);
    const path = confirmIn(asked?.text);
    await webClient(server.deps).get(path);
    expect(await idOf('nouvelle@exemple.fr')).toBe('');
    await webClient(server.deps).post(path, {});
    expect(await idOf('nouvelle@exemple.fr')).toBe(id);
    const [mine] = (await server.deps.store.subscriptions.list()).filter(({ person }) => person === id);
    expect(mine?.address).toBe('nouvelle@exemple.fr');
    expect(await audited()).toContain('changedAddress nouvelle@exemple.fr');
  });

  test('asked for by a session that was thrown out since is not had', async () => {
    for (const [name, close] of [
      [
        'volee',
        (client: WebClient) => client.post('/settings/password', { current: PASSWORD, next: 'tout autre phrase' }),
      ],
      ['fermee', (client: WebClient) => client.post('/settings/sessions', { session: 'others' })],
    ] as const) {
      const client = await joined(`${name}@exemple.fr`, 'reader', { password: PASSWORD });
      const before = post.mails.length;
      await client.post('/settings', { name: 'X', email: `voleur-${name}@exemple.fr` });
      const asked = (await post.waitFor(before + 2))
        .slice(before)
        .find(({ to }) => to?.[0]?.address?.startsWith('voleur'));
      await close(client);
      expect((await webClient(server.deps).post(confirmIn(asked?.text), {})).status).toBe(404);
      expect(await idOf(`${name}@exemple.fr`)).not.toBe('');
    }
  });

  test('cannot be asked for without end', async () => {
    const client = await joined('insistante@exemple.fr');
    const answers = [];
    for (let at = 0; at < 7; at += 1)
      answers.push((await client.post('/settings', { name: 'X', email: `cible${at}@exemple.fr` })).status);
    expect(answers.slice(0, 5)).toEqual(Array(5).fill(200));
    expect(answers.slice(5)).toEqual([429, 429]);
  });

  test('that somebody was invited by, or a link too old, is not had', async () => {
    const client = await joined('curieuse@exemple.fr');
    const path = await invited('patronne@exemple.fr');
    expect((await client.post('/settings', { name: 'X', email: 'patronne@exemple.fr' })).status).toBe(400);
    expect((await webClient(server.deps).post(path, { name: 'La patronne' })).status).toBe(302);
    const before = post.mails.length;
    await client.post('/settings', { name: 'X', email: 'plus-tard@exemple.fr' });
    const asked = (await post.waitFor(before + 2))
      .slice(before)
      .find(({ to }) => to?.[0]?.address === 'plus-tard@exemple.fr');
    server.setNow(MORNING + 25 * 60 * MINUTE);
    expect((await webClient(server.deps).post(confirmIn(asked?.text), {})).status).toBe(404);
    server.setNow(MORNING);
  });
});

describe('an owner who leaves', () => {
  test('leaves no door open behind them', async () => {
    const client = await joined('ex@exemple.fr', 'owner');
    const html = await (await client.post('/team/invitations', { email: 'porte@exemple.fr', role: 'owner' })).text();
    const invitation = pathOf(linkIn(html));
    const link = pathOf(linkIn(await (await client.post('/team/owner', { action: 'link' })).text()));
    await client.post('/settings/tokens', { name: 'Le leur', scope: 'write' });
    await owner.post(`/team/${await idOf('ex@exemple.fr')}`, { action: 'remove' });
    expect((await webClient(server.deps).post(invitation, { name: 'X' })).status).toBe(404);
    expect((await webClient(server.deps).get(link)).status).toBe(403);
  });

  test('a new password voids the links that were asked for before it', async () => {
    const client = await joined('lien@exemple.fr', 'reader', { password: PASSWORD });
    const link = pathOf(
      linkIn(await (await owner.post(`/team/${await idOf('lien@exemple.fr')}`, { action: 'link' })).text()),
    );
    await client.post('/settings/password', { current: PASSWORD, next: 'encore une phrase longue' });
    expect((await webClient(server.deps).get(link)).status).toBe(403);
  });
});

test('behind a proxy limits count who asks, not the proxy; elsewhere a forwarded address is nobody’s', async () => {
  const guess = (client: WebClient, from: string) =>
    client.post('/sign-in', { email: 'zoe@exemple.fr', password: 'x', how: 'password' }, { 'x-forwarded-for': from });
  const behind = webClient({ ...server.deps, baseUrl: 'https://veille.exemple', hosts: [] });
  for (let attempt = 0; attempt < 9; attempt += 1) await guess(behind, '203.0.113.1');
  expect((await guess(behind, '203.0.113.1')).status).toBe(429);
  expect((await guess(behind, '203.0.113.2')).status).toBe(403);
  const open = webClient(server.deps);
  for (let attempt = 0; attempt < 9; attempt += 1) await guess(open, `203.0.113.${attempt}`);
  expect((await guess(open, '203.0.113.99')).status).toBe(429);
});
