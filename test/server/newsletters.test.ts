import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rhythm, Subscription } from '../../src/domain/model/subscription.ts';
import { sendDeliveries } from '../../src/pipeline/deliver.ts';
import type { Addresses } from '../../src/pipeline/messages.ts';
import { reportOf } from '../../src/pipeline/report.ts';
import { planDeliveries } from '../../src/pipeline/subscriptions.ts';
import { goUrl } from '../../src/server/going.ts';
import { MORNING } from '../support/demoServer.ts';
import { type TeamServer, teamServer } from '../support/teamServer.ts';
import { BASE, memberClient, type WebClient, webClient } from '../support/webClient.ts';

const MINUTE = 60_000;
const FIREFOX = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

let team: TeamServer;
let editor: WebClient;
let reader: WebClient;
let stranger: WebClient;
let at: Addresses;

beforeAll(async () => {
  team = await teamServer();
  const { deps } = team.server;
  editor = await memberClient(deps, 'editor');
  reader = await memberClient(deps, 'reader');
  stranger = webClient(deps);
  at = {
    baseUrl: BASE,
    unsubscribeUrl: (id) => `${BASE}/unsubscribe/${id}`,
    goUrl: (target) => goUrl(BASE, target, deps.secret),
  };
});
afterAll(() => team.close());

let made = 0;
/** A board with three stories on it, in this order: Buffer, reels, market. */
async function board(fields: Record<string, string> = {}): Promise<{ id: string; path: string; stories: string[] }> {
  made += 1;
  const name = `Lettre ${made}`;
  const answer = await editor.post('/boards', { name, visibility: 'team', ...fields });
  const path = answer.headers.get('location') ?? '';
  const items = await team.server.deps.store.items.listSeenBetween(0, MORNING * 2);
  const stories = ['Un marché', 'Les reels', 'Buffer augmente'].map(
    (start) => items.find(({ title }) => title.startsWith(start))?.storyId ?? '',
  );
  for (const [nth, story] of stories.entries()) {
    team.server.setNow(MORNING + nth);
    await editor.post(`${path}/stories`, { story, action: 'put' });
  }
  team.server.setNow(MORNING);
  return { id: path.replace('/boards/', ''), path, stories: stories.toReversed() };
}

async function subscribed(board: string, rhythm: Rhythm, fields: Partial<Subscription> = {}): Promise<Subscription> {
  made += 1;
  const subscription: Subscription = {
    ...{ id: `s${made}`, channel: 'mail', address: `r${made}@exemple.fr`, subject: { kind: 'board', board } },
    ...{ schedule: { rhythm, minute: 480, weekday: 1, mostPerDay: 1 }, language: 'fr', timezone: 'Europe/Paris' },
    ...{ state: 'active', createdBy: 'owner', createdAt: 0, plannedAt: MORNING, refusals: 0 },
    ...fields,
  };
  await team.server.deps.store.subscriptions.save(subscription);
  return subscription;
}

/** The form of the page as it stands, changed and pressed. */
async function press(path: string, action: string, change: (form: URLSearchParams) => void = () => undefined) {
  const page = load(await (await editor.get(`${path}/newsletter`)).text());
  const form = new URLSearchParams({ action });
  for (const field of page('form.letter [name]').toArray()) {
    const input = page(field);
    const name = input.attr('name') ?? '';
    if (input.is('button') || name === '_csrf') continue;
    if (input.is('[type=checkbox]') && input.attr('checked') === undefined) continue;
    form.append(name, input.is('textarea') ? input.text() : (input.attr('value') ?? ''));
  }
  change(form);
  return editor.send(`${path}/newsletter`, form);
}
const versionOf = async (board: string) => (await team.server.deps.store.newsletters.draftOf(board))?.changedAt;
/** What the preview shows, as its form says it. */
const markIn = async (path: string, client = editor) =>
  load(await (await client.get(`${path}/newsletter/preview`)).text())('input[name=mark]').attr('value') ?? '';
const sendIt = async (path: string, fields: Record<string, string> = {}) =>
  editor.post(`${path}/newsletter/send`, { action: 'send', mark: await markIn(path), ...fields });
async function beat(): Promise<number> {
  await planDeliveries(team.server.deps, at);
  return (await sendDeliveries(team.server.deps)).sent;
}
const chosen = async (path: string) =>
  load(await (await editor.get(`${path}/newsletter`)).text())('.picks ol b')
    .map((_, title) => load(title).text().split(' ')[0])
    .get();
const problemIn = async (response: Response) => load(await response.text())('.note.bad').text();
const mailTo = (address: string) => team.post.mails.filter(({ to }) => to?.[0]?.address === address);

describe('writing a newsletter', () => {
  test('begins with what the board kept since the last one, and keeps order, words and choice', async () => {
    const { path } = await board();
    expect(await chosen(path)).toEqual(['Buffer', 'Les', 'Un']);
    await press(path, 'save', (form) => {
      form.set('title', '  Les prix\n bougent ');
      form.set('intro', 'Un paragraphe.\r\n\r\nUn autre.');
    });
    const story = (await team.server.deps.store.newsletters.draftOf(path.replace('/boards/', '')))?.stories[2] ?? '';
    await press(path, `up:${story}`);
    expect(await chosen(path)).toEqual(['Buffer', 'Un', 'Les']);
    await press(path, `up:${story}`);
    await press(path, `up:${story}`);
    expect(await chosen(path)).toEqual(['Un', 'Buffer', 'Les']);
    // Unticked, it waits below and can be taken again.
    await press(path, 'save', (form) => form.delete('story', story));
    expect(await chosen(path)).toEqual(['Buffer', 'Les']);
    await press(path, 'save', (form) => form.append('story', story));
    expect(await chosen(path)).toEqual(['Buffer', 'Les', 'Un']);
    const page = load(await (await editor.get(`${path}/newsletter`)).text());
    expect(page('#title').val()).toBe('Les prix bougent');
    expect(page('#intro').text()).toBe('Un paragraphe.\n\nUn autre.');
  });

  test('two people at once overwrite nothing: the second is told, and keeps their own words', async () => {
    const { path } = await board();
    await press(path, 'save', (form) => form.set('intro', 'Le premier'));
    const answer = await press(path, 'save', (form) => {
      form.set('changedAt', '1');
      form.set('intro', 'Le second');
    });
    expect(answer.status).toBe(409);
    const page = load(await answer.text());
    expect(page('.note.bad').text()).toContain('a enregistré une autre version');
    expect(page('#intro').text()).toBe('Le second');
    expect((await team.server.deps.store.newsletters.draftOf(path.replace('/boards/', '')))?.intro).toBe('Le premier');
  });

  test('without a story is not previewed', async () => {
    const { path } = await board();
    const answer = await press(path, 'preview', (form) => form.delete('story'));
    expect(await problemIn(answer)).toContain('Choisissez au moins une histoire');
  });

  test('is for those who keep the board; to others the page says so, or is not there', async () => {
    const { path } = await board();
    expect((await reader.get(`${path}/newsletter`)).status).toBe(403);
    for (const address of [`${path}/newsletter`, `${path}/newsletter/send`])
      expect((await reader.post(address, { action: 'send' })).status).toBe(403);
    const hidden = await board({ visibility: 'private' });
    expect((await team.owner.get(`${hidden.path}/newsletter`)).status).toBe(404);
    expect((await team.owner.post(`${hidden.path}/newsletter/send`, { action: 'send' })).status).toBe(404);
  });

  test('shows the mail itself in a frame that runs nothing and that no other site may show', async () => {
    const { path } = await board();
    await press(path, 'preview', (form) => form.set('intro', '<script>alert(1)</script>'));
    expect((await editor.get(`${path}/newsletter/preview`)).status).toBe(200);
    const mail = await editor.get(`${path}/newsletter/mail`);
    const policy = mail.headers.get('content-security-policy') ?? '';
    expect(policy).toContain('sandbox');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toContain('script-src');
    const html = await mail.text();
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('/go/');
  });

  test('a trial goes to its writer alone, and sends nothing to anybody else', async () => {
    const { path, id } = await board();
    const receiver = await subscribed(id, 'newsletter');
    await press(path, 'preview', (form) => form.set('title', 'À voir'));
    const answer = await sendIt(path, { action: 'try' });
    expect(load(await answer.text())('.note.ok').text()).toContain('editor@exemple.fr');
    await beat();
    expect(mailTo('editor@exemple.fr').map(({ subject }) => subject)).toEqual(['[Essai] À voir']);
    expect(mailTo(receiver.address)).toEqual([]);
    expect((await editor.get(`${path}/newsletters/1`)).status).toBe(404);
  });
});

describe('sending a newsletter', () => {
  test('goes once to those who asked for newsletters, in order, with its words, and stays as it was', async () => {
    const { path, id, stories } = await board();
    const [one, two] = [await subscribed(id, 'newsletter'), await subscribed(id, 'newsletter', { language: 'en' })];
    const other = await subscribed(id, 'weekly');
    await editor.post(`${path}/stories`, { story: stories[0] ?? '', action: 'note', note: 'À lire d’abord.' });
    await press(path, 'preview', (form) => {
      form.set('title', 'Ce mois-ci');
      form.set('intro', 'Premier paragraphe.\n\nSecond.');
    });
    const seen = { mark: await markIn(path) };
    const oldPage = { title: 'Ce mois-ci', intro: '', changedAt: String(await versionOf(id)), story: stories[0] ?? '' };
    const answer = await sendIt(path);
    expect(answer.headers.get('location')).toBe(`${path}/newsletters/1`);
    // A second press, or another tab.
    expect(await problemIn(await sendIt(path, seen))).toContain('déjà partie');
    for (const action of ['preview', 'save', 'drop'])
      expect(await problemIn(await editor.post(`${path}/newsletter`, { ...oldPage, action }))).toContain('déjà partie');
    expect(await team.server.deps.store.newsletters.draftOf(id)).toBeUndefined();
    expect(await beat()).toBe(2);
    expect(await beat()).toBe(0);
    const [mail] = mailTo(one.address);
    expect(mailTo(two.address)).toHaveLength(1);
    expect(mailTo(other.address)).toEqual([]);
    expect(mail?.subject).toBe('Ce mois-ci');
    const text = mail?.text ?? '';
    const places = ['Premier paragraphe.', 'Second.', 'Buffer augmente', 'À lire d’abord.', 'Les reels', 'Un marché'];
    expect(places.map((words) => text.indexOf(words))).toEqual(
      places.map((words) => text.indexOf(words)).toSorted((a, b) => a - b),
    );
    expect(places.every((words) => text.includes(words))).toBe(true);
    expect(mail?.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(true);
    // What changes on the board afterwards changes nothing of it.
    await editor.post(`${path}/stories`, { story: stories[0] ?? '', action: 'note', note: 'Autre chose.' });
    await editor.post(`${path}/stories`, { story: stories[1] ?? '', action: 'aside' });
    const page = load(await (await reader.get(`${path}/newsletters/1`)).text());
    expect(page('.board .item')).toHaveLength(3);
    expect(page('.say').text()).toContain('À lire d’abord.');
    // A reader is told nothing of who received what.
    expect(page('.stats').length).toBe(0);
    expect((await team.audited())[0]).toMatch(/^sentNewsletter Lettre/);
    // The next one begins with what this one did not tell.
    expect(await chosen(path)).toEqual([]);
  });

  test('goes on request to those who follow the board too, and tells them nothing twice', async () => {
    const { path, id, stories } = await board();
    const daily = await subscribed(id, 'daily');
    const { subscriptions } = team.server.deps.store;
    await subscriptions.arrive(stories.map((subject) => ({ subscription: daily.id, subject, at: MORNING })));
    await press(path, 'preview', (form) => form.delete('story', stories[2]));
    await sendIt(path, { all: 'on' });
    await beat();
    expect(mailTo(daily.address)).toHaveLength(1);
    expect((await subscriptions.waiting(daily.id)).map(({ subject }) => subject)).toEqual([stories[2]]);
  });

  test('waits for the end of a receiver’s quiet hours', async () => {
    const { path, id } = await board();
    const quiet = { from: 0, to: 480 };
    const receiver = await subscribed(id, 'newsletter', {
      schedule: { rhythm: 'newsletter', minute: 0, weekday: 1, mostPerDay: 1, quiet },
    });
    await press(path, 'preview');
    await sendIt(path);
    await beat();
    expect(mailTo(receiver.address)).toHaveLength(0);
    team.server.setNow(MORNING + 60 * MINUTE);
    await beat();
    expect(mailTo(receiver.address)).toHaveLength(1);
    team.server.setNow(MORNING);
  });

  test('what comes to a board by itself does not go to those who asked for its newsletters', async () => {
    const { id, stories } = await board();
    const receiver = await subscribed(id, 'newsletter');
    await editor.post(`/boards/${id}/stories`, { story: stories[0] ?? '', action: 'put' });
    expect(await team.server.deps.store.subscriptions.waiting(receiver.id)).toEqual([]);
  });

  test('to nobody is refused, unless anybody may read it on the public page', async () => {
    const { path } = await board();
    await press(path, 'preview');
    expect(await problemIn(await sendIt(path))).toContain('Personne ne la reçoit');
    const open = await board({ visibility: 'public' });
    await press(open.path, 'preview', (form) => form.set('title', 'Ouverte'));
    expect((await sendIt(open.path)).status).toBe(303);
    expect(await (await stranger.get(`/p/${open.id}`)).text()).toContain('Ouverte');
    const page = await stranger.get(`/p/${open.id}/newsletters/1`);
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(load(await page.text())('.board .item')).toHaveLength(3);
    // Of a board that is not public, a stranger is not told that it has newsletters.
    const { path: own, id } = await board();
    await subscribed(id, 'newsletter');
    await press(own, 'preview');
    await sendIt(own);
    expect((await stranger.get(`/p/${id}/newsletters/1`)).status).toBe(404);
  });

  test('its clicks are its own, on its page and in the report, to the log', async () => {
    const { path, id } = await board();
    const receiver = await subscribed(id, 'newsletter');
    await press(path, 'preview');
    await sendIt(path);
    await beat();
    const [link = ''] = /http:\/\/127\.0\.0\.1:3000\/go\/\S+/.exec(mailTo(receiver.address)[0]?.text ?? '') ?? [];
    for (const _ of [1, 2])
      expect((await stranger.get(link.replace(BASE, ''), FIREFOX)).headers.get('location')).toMatch(/^http/);
    const page = load(await (await editor.get(`${path}/newsletters/1`)).text());
    expect(
      page('.stats dd')
        .map((_, figure) => load(figure).text().trim())
        .get(),
    ).toEqual(['1', '1', '2']);
    const { newsletters } = await reportOf('2026-03', { id: 'editor', role: 'editor' }, team.server.deps);
    expect(newsletters.find(({ board }) => board === id)).toMatchObject({ number: 1, sends: 1, clicks: 2 });
  });

  test('sends what was previewed and nothing else', async () => {
    const { path, id, stories } = await board();
    await subscribed(id, 'newsletter');
    await press(path, 'preview');
    const mark = await markIn(path);
    await editor.post(`${path}/stories`, { story: stories[1] ?? '', action: 'note', note: 'brouillon interne' });
    expect(await problemIn(await sendIt(path, { mark }))).toContain('elle a changé');
    expect((await sendIt(path)).status).toBe(303);
  });

  test('comes besides the news that is due at the same hour, and puts none of it off', async () => {
    const { path, id, stories } = await board();
    // Of a board and a newsletter, both wait for eight.
    const schedule = { rhythm: 'daily', minute: 480, weekday: 1, mostPerDay: 1, quiet: { from: 0, to: 480 } } as const;
    const daily = await subscribed(id, 'daily', { schedule });
    const { subscriptions } = team.server.deps.store;
    await subscriptions.arrive([{ subscription: daily.id, subject: stories[2] ?? '', at: MORNING }]);
    await press(path, 'preview', (form) => form.delete('story', stories[2]));
    await sendIt(path, { all: 'on' });
    team.server.setNow(MORNING + 56 * MINUTE);
    await beat();
    await beat();
    team.server.setNow(MORNING);
    expect(mailTo(daily.address)).toHaveLength(2);
  });

  test('knows its stories when they were merged into others', async () => {
    const { path, stories } = await board({ visibility: 'public' });
    const other = await team.server.deps.store.items.listSeenBetween(0, MORNING * 2);
    const [from = '', into = ''] = [stories[0], other.find(({ storyId }) => !stories.includes(storyId))?.storyId];
    await press(path, 'save', (form) => {
      form.delete('story');
      form.append('story', from);
    });
    await team.server.deps.store.stories.move(from as never, into as never, MORNING);
    expect(await chosen(path)).toHaveLength(1);
    await press(path, 'preview');
    await sendIt(path);
    expect(await chosen(path)).toHaveLength(2);
  });

  test('goes to nobody who may not read the board, then or later, and stays among those it was sent to', async () => {
    const { path, id } = await board({ visibility: 'private' });
    const outsider = await subscribed(id, 'newsletter', { createdBy: 'owner' });
    const own = await subscribed(id, 'newsletter', { createdBy: 'editor' });
    await press(path, 'preview', (form) => form.set('title', 'Entre nous'));
    await sendIt(path);
    await beat();
    expect((await team.server.deps.store.newsletters.find(id, 1))?.receivers).toBe(1);
    await editor.post(path, { name: 'Ouvert', visibility: 'public', action: 'save' });
    await beat();
    expect(mailTo(own.address)).toHaveLength(1);
    expect(mailTo(outsider.address)).toEqual([]);
    expect((await stranger.get(`/p/${id}/newsletters/1`)).status).toBe(404);
    expect(await (await stranger.get(`/p/${id}`)).text()).not.toContain('Entre nous');
  });

  test('a rhythm of newsletters is for boards only', async () => {
    const answer = await editor.post('/subscriptions', { subject: 'digest', rhythm: 'newsletter' });
    expect(answer.status).toBe(400);
    expect(await problemIn(answer)).toContain('Seuls les tableaux');
  });
});
