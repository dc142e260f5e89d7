import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoServer, MORNING } from '../support/demoServer.ts';
import { linkIn, pathOf, type TeamServer, teamServer } from '../support/teamServer.ts';
import { webClient } from '../support/webClient.ts';

const MINUTE = 60_000;
const PASSWORD = 'une phrase assez longue';

let team: TeamServer;
let { server, post, owner, invited, joined, signIn, audited } = {} as TeamServer;
beforeAll(async () => {
  team = await teamServer();
  ({ server, post, owner, invited, joined, signIn, audited } = team);
});
afterAll(() => team.close());

describe('an invitation', () => {
  test('goes out by mail, is shown once, and makes one account of the role it names', async () => {
    const path = await invited('Lea@Exemple.fr', 'editor');
    const mail = (await post.waitFor(post.mails.length || 1)).at(-1);
    expect(mail?.to?.[0]?.address).toBe('lea@exemple.fr');
    expect(mail?.text).toContain(path);
    expect(await (await owner.get('/team')).text()).not.toContain(path);
    const lea = webClient(server.deps);
    expect(await (await lea.get(path)).text()).toContain('lea@exemple.fr');
    expect((await lea.post(path, { name: 'Léa' })).headers.get('location')).toBe('/');
    expect((await lea.get('/sources')).status).toBe(200);
    expect((await lea.get('/team')).status).toBe(403);
    expect(await audited()).toContain('joined lea@exemple.fr');
    expect((await webClient(server.deps).post(path, { name: 'Une autre' })).status).toBe(404);
  });

  test('accepted twice at the same moment makes one account', async () => {
    const path = await invited('vite@exemple.fr');
    const answers = await Promise.all([1, 2, 3].map(() => webClient(server.deps).post(path, { name: 'V' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 404, 404]);
  });

  test('is void once withdrawn, replaced or too old', async () => {
    const first = await invited('tard@exemple.fr');
    const second = await invited('tard@exemple.fr');
    expect((await webClient(server.deps).get(first)).status).toBe(404);
    server.setNow(MORNING + 8 * 24 * 60 * MINUTE);
    expect((await webClient(server.deps).get(second)).status).toBe(404);
    server.setNow(MORNING);
    await owner.post('/team/invitations/withdraw', { email: 'tard@exemple.fr' });
    expect((await webClient(server.deps).get(second)).status).toBe(404);
  });

  test.each([
    ['no-address', 'reader'],
    ['a@exemple.fr\r\nBcc: b@exemple.fr', 'reader'],
    ['ok@exemple.fr', 'emperor'],
  ])('of %j as %s is refused', async (email, role) => {
    const before = post.mails.length;
    expect((await owner.post('/team/invitations', { email, role })).status).toBe(400);
    expect(post.mails.length).toBe(before);
  });

  test('from another site is refused', async () => {
    const path = await invited('ailleurs@exemple.fr');
    const client = webClient(server.deps);
    expect((await client.post(path, { name: 'X' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await client.post(path, { name: 'X' }, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('signing in', () => {
  test('by a mailed link: opening it uses nothing up, pressing the button enters once', async () => {
    await joined('marc@exemple.fr');
    const before = post.mails.length;
    const client = webClient(server.deps);
    expect(await (await client.post('/sign-in', { email: 'marc@exemple.fr', how: 'link' })).text()).toContain(
      'Si cette adresse',
    );
    const mails = await post.waitFor(before + 1);
    const link = /https?:\S+token=\S+/.exec(mails.at(-1)?.text ?? '')?.[0] ?? '';
    for (const _ of [1, 2]) expect((await webClient(server.deps).get(pathOf(link))).status).toBe(200);
    const token = new URL(link).searchParams.get('token') ?? '';
    expect((await client.post('/sign-in', { token })).headers.get('location')).toBe('/');
    expect((await client.get('/')).status).toBe(200);
    expect((await webClient(server.deps).post('/sign-in', { token })).status).toBe(403);
  });

  test('a mailed link is void after a quarter of an hour', async () => {
    const before = post.mails.length;
    await webClient(server.deps).post('/sign-in', { email: 'marc@exemple.fr', how: 'link' });
    const mails = await post.waitFor(before + 1);
    const token = /token=([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    server.setNow(MORNING + 16 * MINUTE);
    expect((await webClient(server.deps).post('/sign-in', { token })).status).toBe(403);
    server.setNow(MORNING);
  });

  test('an unknown address is answered like a known one, and no mail goes out', async () => {
    const before = post.mails.length;
    const ask = async (email: string, how: string) => {
      const response = await webClient(server.deps).post('/sign-in', { email, how, password: 'x'.repeat(12) });
      return `${response.status} ${load(await response.text())('.note').text()}`;
    };
    expect(await ask('personne@exemple.fr', 'link')).toBe(await ask('marc@exemple.fr', 'link'));
    await post.waitFor(before + 1);
    expect(post.mails.length).toBe(before + 1);
    expect(await ask('personne@exemple.fr', 'password')).toBe(await ask('marc@exemple.fr', 'password'));
  });

  test('by password: the right one enters, a wrong one and none do not', async () => {
    await joined('zoe@exemple.fr', 'reader', { password: PASSWORD });
    expect((await signIn('zoe@exemple.fr', PASSWORD)).status).toBe(302);
    expect((await signIn('ZOE@exemple.fr ', PASSWORD)).status).toBe(302);
    expect((await signIn('zoe@exemple.fr', `${PASSWORD} `)).status).toBe(403);
    expect((await signIn('zoe@exemple.fr', '')).status).toBe(403);
    // Marc has none.
    expect((await signIn('marc@exemple.fr', '')).status).toBe(403);
  });

  test('guesses are refused after a few, which locks nobody else out', async () => {
    await joined('ines@exemple.fr', 'reader', { password: PASSWORD });
    const guesser = webClient(server.deps);
    const answers = [];
    for (let guess = 0; guess < 10; guess += 1)
      answers.push((await signIn('ines@exemple.fr', `guess number ${guess}`, guesser)).status);
    expect(answers.slice(0, 8)).toEqual(Array(8).fill(403));
    expect(answers.slice(8)).toEqual([429, 429]);
    // From elsewhere, at the same time, the owner of the account enters.
    const elsewhere = { incoming: { socket: { remoteAddress: '203.0.113.9' } } };
    const body = new URLSearchParams({ email: 'ines@exemple.fr', password: PASSWORD, how: 'password' });
    const response = await guesser.app.request(
      'http://127.0.0.1:3000/sign-in',
      { method: 'POST', body, headers: { host: '127.0.0.1:3000' } },
      elsewhere,
    );
    expect(response.status).toBe(302);
  });

  test('no other site can sign somebody in', async () => {
    const client = webClient(server.deps);
    const fields = { email: 'zoe@exemple.fr', password: PASSWORD, how: 'password' };
    expect((await client.post('/sign-in', fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await client.post('/sign-in', fields, { origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('the team', () => {
  test('another role holds from the next request on', async () => {
    const client = await joined('paul@exemple.fr', 'editor');
    const { id } = (await server.deps.store.people.findByEmail('paul@exemple.fr')) ?? { id: '' };
    await owner.post(`/team/${id}`, { action: 'role', role: 'reader' });
    expect((await client.get('/sources')).status).toBe(403);
  });

  test('somebody removed is out at once, with every session, link and token', async () => {
    const client = await joined('part@exemple.fr', 'editor', { password: PASSWORD });
    const { id } = (await server.deps.store.people.findByEmail('part@exemple.fr')) ?? { id: '' };
    const link = pathOf(linkIn(await (await owner.post(`/team/${id}`, { action: 'link' })).text()));
    await owner.post(`/team/${id}`, { action: 'remove' });
    expect((await client.get('/')).headers.get('location')).toBe('/sign-in');
    expect((await webClient(server.deps).get(link)).status).toBe(403);
    expect((await signIn('part@exemple.fr', PASSWORD)).status).toBe(403);
    expect(await audited()).toContain('removed part@exemple.fr');
    // Invited again they come back, and the old password does not.
    await joined('part@exemple.fr');
    expect((await signIn('part@exemple.fr', PASSWORD)).status).toBe(403);
  });

  test('the last owner can neither leave nor step down', async () => {
    const lone = await demoServer({ withDigest: false });
    const client = webClient(lone.deps);
    await client.signIn();
    for (const fields of [{ action: 'remove' }, { action: 'role', role: 'reader' }]) {
      const response = await client.post('/team/owner', fields);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('au moins un propriétaire');
    }
    expect((await client.get('/team')).status).toBe(200);
    await lone.close();
  });

  test('a reader is shown no control that would refuse', async () => {
    const client = await joined('lectrice@exemple.fr');
    const $ = load(await (await client.get('/')).text());
    expect($('a[href="/sources"], a[href="/team"]').length).toBe(0);
    const story = $('a[href^="/stories/"]').first().attr('href') ?? '';
    const $story = load(await (await client.get(story)).text());
    const forms = $story('form[method=post]')
      .map((_, form) => $story(form).attr('action'))
      .get();
    expect(forms).not.toContain(story);
  });

  test('marks are each one’s own', async () => {
    const [one, other] = [await joined('un@exemple.fr'), await joined('deux@exemple.fr')];
    const story =
      load(await (await one.get('/')).text())('a[href^="/stories/"]')
        .first()
        .attr('href') ?? '';
    const marked = { story: story.replace('/stories/', ''), mark: 'saved' };
    await one.post('/marks', marked);
    expect(await (await one.get(story)).text()).toContain('value="unsaved"');
    expect(await (await other.get(story)).text()).not.toContain('value="unsaved"');
  });
});
