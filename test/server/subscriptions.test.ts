import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smtpMailer } from '../../src/adapters/deliver/smtp.ts';
import type { Mailer } from '../../src/domain/ports.ts';
import { matchArrivals } from '../../src/pipeline/alerts.ts';
import { sendDeliveries } from '../../src/pipeline/deliver.ts';
import type { Addresses } from '../../src/pipeline/messages.ts';
import { planDeliveries } from '../../src/pipeline/subscriptions.ts';
import { goUrl } from '../../src/server/going.ts';
import { signed } from '../../src/server/signed.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { type Mailbox, mailbox } from '../support/mailbox.ts';
import { BASE, memberClient, type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let post: Mailbox;
let mailer: Mailer;
let editor: WebClient;
let reader: WebClient;
let stranger: WebClient;
let addresses: Addresses;

beforeAll(async () => {
  post = await mailbox();
  mailer = smtpMailer(post.url, 'Vigie <veille@exemple.fr>');
  server = await demoServer();
  server.deps.mailer = mailer;
  addresses = {
    baseUrl: BASE,
    goUrl: (target) => goUrl(BASE, target, server.deps.secret),
    unsubscribeUrl: (id) => `${BASE}/unsubscribe/${signed('unsubscribe', id, server.deps.secret)}`,
  };
  editor = await memberClient(server.deps, 'editor');
  reader = await memberClient(server.deps, 'reader');
  stranger = webClient(server.deps);
  await matchArrivals(server.deps);
});
afterAll(async () => {
  mailer.close();
  await post.close();
  await server.close();
});

const subscribe = (client: WebClient, fields: Record<string, string>) =>
  client.post('/subscriptions', { subject: 'digest', rhythm: 'daily', at: '07:00', ...fields });
const of = async (address: string) =>
  (await server.deps.store.subscriptions.list()).filter((each) => each.address === address);
const lastMailTo = async (address: string, count: number) =>
  (await post.waitFor(count)).filter(({ to }) => to?.[0]?.address === address).at(-1);
const linkIn = (text: string | undefined, path: string) =>
  new RegExp(`http://127\\.0\\.0\\.1:3000(/${path}/[\\w.-]+)`).exec(text ?? '')?.[1] ?? '';
async function beat(): Promise<void> {
  await matchArrivals(server.deps);
  await planDeliveries(server.deps, addresses);
  await sendDeliveries(server.deps);
}

describe('subscribing', () => {
  test('a reader subscribes themselves, and nobody else', async () => {
    expect((await subscribe(reader, {})).status).toBe(200);
    expect(await of('reader@exemple.fr')).toMatchObject([
      { state: 'active', person: 'reader', schedule: { minute: 420 } },
    ]);
    for (const fields of [
      { address: 'autre@exemple.fr' },
      { channel: 'slack', address: 'https://hooks.slack.example/x' },
    ]) {
      const response = await subscribe(reader, fields);
      expect(response.status).toBe(400);
      expect(load(await response.text())('.note.bad').text()).toContain('que vous-même');
    }
  });

  test('twice to the same changes when, and is one subscription', async () => {
    await subscribe(reader, { rhythm: 'weekly', weekday: '3', at: '09:30' });
    const own = await of('reader@exemple.fr');
    expect(own).toHaveLength(1);
    expect(own[0]?.schedule).toMatchObject({ rhythm: 'weekly', weekday: 3, minute: 570 });
  });

  test('the report of the month comes on the first, whatever rhythm a form says', async () => {
    await subscribe(reader, { subject: 'report', rhythm: 'each', at: '09:30' });
    const own = await of('reader@exemple.fr');
    expect(own.find(({ subject }) => subject.kind === 'report')?.schedule).toMatchObject({
      ...{ rhythm: 'monthly', minute: 570, mostPerDay: 1 },
    });
    const page = load(await (await reader.get('/subscriptions?subject=report')).text());
    expect(page('option[value=report][selected]').length).toBe(1);
    expect(page('table').text()).toContain('le 1er du mois à 09:30');
  });

  test.each([
    [{ subject: 'competitor:nobody' }, 'Choisissez'],
    [{ subject: 'board:nothing' }, 'Choisissez'],
    [{ subject: 'query', query: '' }, 'requête'],
    [{ subject: 'query', query: '(buffer' }, 'colonne'],
    [{ address: 'not an address' }, 'adresse e-mail'],
    [{ address: 'a@exemple.fr\r\nBcc: b@exemple.fr' }, 'adresse e-mail'],
    [{ channel: 'slack', address: 'javascript:alert(1)' }, 'https://'],
    [{ channel: 'pigeon' }, 'canal'],
  ])('%j is refused in one line', async (fields, words) => {
    const response = await subscribe(editor, fields);
    expect(response.status).toBe(400);
    expect(load(await response.text())('.note.bad').text()).toContain(words);
  });

  test('a form that was refused comes back as it was filled in', async () => {
    const response = await subscribe(editor, {
      ...{ subject: 'query', query: 'tarif (', channel: 'discord', address: 'https://discord.example/x' },
      ...{
        rhythm: 'weekly',
        weekday: '4',
        at: '09:15',
        quietFrom: '20:00',
        quietTo: '07:00',
        most: '7',
        language: 'en',
      },
    });
    expect(response.status).toBe(400);
    const page = load(await response.text());
    const chosen = (name: string) => page(`select[name=${name}] option[selected]`).attr('value');
    const typed = (name: string) => page(`.stacked input[name=${name}]`).attr('value');
    expect(['subject', 'channel', 'rhythm', 'weekday', 'language'].map(chosen)).toEqual([
      'query',
      'discord',
      'weekly',
      '4',
      'en',
    ]);
    expect(['query', 'address', 'at', 'quietFrom', 'quietTo', 'most'].map(typed)).toEqual([
      'tarif (',
      'https://discord.example/x',
      '09:15',
      '20:00',
      '07:00',
      '7',
    ]);
  });

  test('who runs the watch is told when its links lead to this machine only', async () => {
    const owner = webClient(server.deps);
    await owner.signIn();
    const hints = async (client: WebClient, path: string) =>
      load(await (await client.get(path)).text())('.note.hint').text();
    for (const path of ['/subscriptions', '/team']) expect(await hints(owner, path)).toContain('VIGIE_URL');
    expect(await hints(editor, '/subscriptions')).not.toContain('VIGIE_URL');
    const open = webClient({ ...server.deps, baseUrl: 'https://veille.exemple.fr' });
    await open.signIn();
    expect(await hints(open, '/subscriptions')).not.toContain('VIGIE_URL');
  });

  test('a board nobody may read cannot be subscribed to; one that is closed later sends nothing more', async () => {
    const { store } = server.deps;
    const board = {
      purpose: '',
      query: 'buffer',
      origin: 'app',
      owner: 'editor',
      isListed: false,
      createdAt: 0,
    } as const;
    await store.boards.add({ ...board, id: 'prive', name: 'Privé', visibility: 'private' });
    expect((await subscribe(reader, { subject: 'board:prive' })).status).toBe(400);
    await store.boards.change('prive', {
      name: 'Ouvert',
      purpose: '',
      query: 'buffer',
      visibility: 'team',
      isListed: false,
    });
    expect((await subscribe(reader, { subject: 'board:prive', rhythm: 'each' })).status).toBe(200);
    const id = (await of('reader@exemple.fr')).find(({ subject }) => subject.kind === 'board')?.id ?? '';
    const [item] = await store.items.listSeenBetween(0, MORNING * 2);
    await store.subscriptions.arrive([{ subscription: id, subject: item?.storyId ?? '', at: MORNING }]);
    await store.boards.change('prive', {
      name: 'Fermé',
      purpose: '',
      query: 'buffer',
      visibility: 'private',
      isListed: false,
    });
    await beat();
    expect((await store.deliveries.list(10)).filter(({ subscription }) => subscription === id)).toEqual([]);
  });

  test('a webhook’s secret is shown once, and its address to nobody', async () => {
    const address = 'https://hooks.exemple/secret-path';
    const html = await (await subscribe(editor, { channel: 'webhook', address })).text();
    expect(load(html)('.note.ok input').attr('value')).toMatch(/^whsec_/);
    const again = await (await editor.get('/subscriptions')).text();
    expect(again).toContain('hooks.exemple');
    expect(again).not.toMatch(/whsec_|secret-path/);
  });

  test('a reader sees and changes their own, an editor everybody’s', async () => {
    await subscribe(editor, {});
    expect(await (await reader.get('/subscriptions')).text()).not.toContain('editor@exemple.fr');
    expect(await (await editor.get('/subscriptions')).text()).toContain('reader@exemple.fr');
    const [theirs] = await of('editor@exemple.fr');
    expect((await reader.post(`/subscriptions/${theirs?.id}`, { action: 'remove' })).status).toBe(404);
    expect(await of('editor@exemple.fr')).toHaveLength(1);
  });
});

describe('somebody without an account', () => {
  test('is asked first, gets nothing before they say yes, and is let go at a word', async () => {
    const guest = 'invite@ailleurs.exemple';
    const before = post.mails.length;
    await subscribe(editor, { address: guest, subject: 'competitor:buffer', rhythm: 'each', language: 'en' });
    await beat();
    const asked = await lastMailTo(guest, before + 1);
    expect(asked?.subject).toBe('Receive “Buffer”?');
    const confirm = linkIn(asked?.text, 'confirm');
    const [{ id } = { id: '' }] = await of(guest);
    const [first, second] = await server.deps.store.items.listSeenBetween(0, MORNING * 2);
    await server.deps.store.subscriptions.arrive([{ subscription: id, subject: first?.storyId ?? '', at: MORNING }]);
    await beat();
    expect(post.mails.filter(({ to }) => to?.[0]?.address === guest)).toHaveLength(1);
    // Mail programs look at links: looking says nothing.
    await stranger.get(confirm);
    expect((await of(guest))[0]?.state).toBe('pending');
    await stranger.app.request(`${BASE}${confirm}`, { method: 'POST', headers: { host: '127.0.0.1:3000' } });
    expect((await of(guest))[0]?.state).toBe('active');
    await beat();
    const mail = await lastMailTo(guest, before + 2);
    expect(mail?.subject).toBe('Buffer');
    const link = linkIn(mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value, 'unsubscribe');
    await stranger.get(link);
    expect((await of(guest))[0]?.state).toBe('active');
    // As a mail server posts it: no cookie, no page of ours before.
    const body = 'List-Unsubscribe=One-Click';
    const headers = { host: '127.0.0.1:3000', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await stranger.app.request(`${BASE}${link}`, { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    expect((await of(guest))[0]?.state).toBe('ended');
    await server.deps.store.subscriptions.arrive([{ subscription: id, subject: second?.storyId ?? '', at: MORNING }]);
    await beat();
    expect(post.mails.filter(({ to }) => to?.[0]?.address === guest)).toHaveLength(2);
    // An editor cannot say yes in their place, whichever way they turn it: they can only ask again.
    for (const action of ['pause', 'resume', 'pause', 'resume']) {
      await editor.post(`/subscriptions/${id}`, { action });
      expect((await of(guest))[0]?.state).not.toBe('active');
    }
    await beat();
    const mails = post.mails.filter(({ to }) => to?.[0]?.address === guest);
    expect(mails.at(-1)?.subject).toBe('Receive “Buffer”?');
  });

  test('is asked a few times a day at most, whatever they are offered and taken off again', async () => {
    const address = 'harcele@ailleurs.exemple';
    const questions = async () =>
      (await server.deps.store.deliveries.list(500)).filter((each) => each.address === address);
    for (const _ of Array(4)) {
      await subscribe(editor, { address });
      await beat();
      const [own] = await of(address);
      await editor.post(`/subscriptions/${own?.id}`, { action: 'remove' });
    }
    await subscribe(editor, { address, subject: 'competitor:buffer' });
    const [{ id } = { id: '' }] = await of(address);
    const again = await editor.post(`/subscriptions/${id}`, { action: 'resume' });
    expect(again.status).toBe(400);
    expect(load(await again.text())('.note.bad').text()).toContain('Attendez demain');
    expect((await subscribe(editor, { address })).status).toBe(400);
    expect(await of(address)).toHaveLength(1);
    expect(await questions()).toHaveLength(5);
  });

  test('is asked one question, however often they were asked while mail was away', async () => {
    const { mailer: away, ...deps } = server.deps;
    const offline = webClient(deps);
    await offline.signIn('editor');
    const page = load(await (await subscribe(offline, { address: 'patiente@exemple.fr' })).text());
    expect(page('.note.ok').text()).toContain('SMTP_URL');
    await subscribe(offline, { address: 'patiente@exemple.fr' });
    const questions = (await server.deps.store.deliveries.list(100)).filter(
      ({ address, kind }) => address === 'patiente@exemple.fr' && kind === 'question',
    );
    expect(questions).toHaveLength(1);
  });

  test('is let go for good with whoever offered it', async () => {
    const { people } = server.deps.store;
    await people.add({ id: 'offrant', name: 'O', email: 'offrant@exemple.fr', role: 'editor', createdAt: 0 });
    const client = webClient(server.deps);
    await client.signIn('offrant');
    await subscribe(client, { address: 'boite@ailleurs.exemple' });
    const [{ id } = { id: '' }] = await of('boite@ailleurs.exemple');
    const path = `/confirm/${signed('confirm', id, server.deps.secret)}`;
    const press = () => stranger.app.request(`${BASE}${path}`, { method: 'POST', headers: { host: '127.0.0.1:3000' } });
    await press();
    expect((await of('boite@ailleurs.exemple'))[0]?.state).toBe('active');
    await people.remove('offrant', MORNING);
    await press();
    expect((await of('boite@ailleurs.exemple'))[0]?.state).toBe('ended');
  });

  test('holds links that open nothing else, and none that is forged or meant for another use works', async () => {
    const [{ id } = { id: '' }] = await of('reader@exemple.fr');
    const { secret } = server.deps;
    const ask = (path: string) =>
      stranger.app.request(`${BASE}${path}`, { method: 'POST', headers: { host: '127.0.0.1:3000' } });
    for (const token of [
      signed('confirm', id, secret),
      signed('unsubscribe', id, 'another secret'),
      `${id}.${'x'.repeat(43)}`,
      id,
      signed('unsubscribe', 'nobody', secret),
    ])
      expect((await ask(`/unsubscribe/${token}`)).status).toBe(404);
    expect((await of('reader@exemple.fr'))[0]?.state).toBe('active');
    for (const path of ['/', '/settings', '/subscriptions'])
      expect((await stranger.get(`${path}?token=${signed('unsubscribe', id, secret)}`)).status).toBe(302);
  });
});

test('what was given up can be sent again by those it concerns', async () => {
  const { store } = server.deps;
  const [{ id } = { id: '' }] = await of('editor@exemple.fr');
  await store.deliveries.add({
    id: 'dead',
    subscription: id,
    channel: 'mail',
    address: 'editor@exemple.fr',
    payload: '{}',
    createdAt: MORNING,
  });
  await store.deliveries.settle('dead', 'dead', MORNING, '550 no such user');
  expect(await (await editor.get('/subscriptions')).text()).toContain('550 no such user');
  expect((await reader.post('/subscriptions/deliveries/dead', {})).status).toBe(404);
  expect((await editor.post('/subscriptions/deliveries/dead', {})).status).toBe(303);
  expect((await store.deliveries.find('dead'))?.state).toBe('waiting');
});

test('what stands in a message’s way is said in words, or as the server said it', async () => {
  const { store, clock } = server.deps;
  await editor.post('/subscriptions', { subject: 'digest', channel: 'slack', address: 'https://hooks.exemple.fr/m' });
  const room = (await store.subscriptions.list()).find(({ address }) => address.endsWith('/m'));
  for (const [id, problem] of [
    ['why-1', 'dns'],
    ['why-2', '550 5.1.1 no such mailbox'],
  ] as const) {
    await store.deliveries.add({
      ...{ id, subscription: room?.id ?? '', channel: 'slack', address: 'https://hooks.exemple.fr/m', payload: '{}' },
      createdAt: clock(),
    });
    await store.deliveries.postpone(id, clock() + 60_000, problem);
  }
  const page = load(await (await editor.get('/subscriptions')).text())('.sub').text();
  expect(page).toContain('ce nom n’existe pas');
  expect(page).toContain('550 5.1.1 no such mailbox');
});
