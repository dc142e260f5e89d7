import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { memberClient, type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let client: WebClient;

beforeAll(async () => {
  server = await demoServer();
  client = webClient(server.deps);
  await client.signIn();
});
afterAll(() => server.close());

const page = async (path: string, headers?: Record<string, string>) =>
  load(await (await client.get(path, headers)).text());

test('the digest shows each story once, with its minutes, its sources and why it is there', async () => {
  const $ = await page('/');
  expect($('h1').text()).toBe('Mardi 10 mars 2026');
  const story = $('article.story').first();
  expect(story.find('h3').text()).toContain('Buffer augmente le prix');
  expect(story.find('.also').text()).toContain('La Gazette');
  expect(story.find('.why summary').text()).toContain('concurrent suivi');
  const points = story
    .find('.score dd:not(.tot)')
    .toArray()
    .map((each) => Number($(each).text().replace('−', '-')));
  expect(points.reduce((sum, each) => sum + each, 0)).toBe(Number(story.find('.score dd.tot').text()));
  expect($('.finish h2').text()).toContain('Fin de la revue');
});

test('nothing a feed says becomes markup, in any page', async () => {
  const story = (await server.deps.store.items.listSeenBetween(0, MORNING)).find(({ title }) => title.includes('co'));
  for (const path of [
    '/',
    `/stories/${story?.storyId}`,
    '/search?q=buffer',
    '/digest/2026-03-10/left-out',
    '/editions',
  ]) {
    const $ = await page(path);
    expect($('script:not([src="/static/digest.js"])').length).toBe(0);
    expect($('iframe, object, embed, form[action^=http], [onerror], [onload], [style]').length).toBe(0);
    expect($('a[href^="javascript:"]').length).toBe(0);
  }
});

test('what is searched for stays text, whatever it holds', async () => {
  const $ = await page(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect($('script:not([src="/static/digest.js"])').length).toBe(0);
  expect($('input[name=q]').attr('value')).toContain('<script>');
});

test('a story marked read folds and stays read; a saved one is found by is:saved; both can be taken back', async () => {
  const id = (await page('/'))('article.story').first().attr('data-story') ?? '';
  expect(
    (await client.post('/marks', { story: id, mark: 'read', back: `/digest/2026-03-10#s-${id}` })).headers.get(
      'location',
    ),
  ).toBe(`/digest/2026-03-10#s-${id}`);
  expect((await page('/'))(`[data-story="${id}"]`).hasClass('done')).toBe(true);
  await client.post('/marks', { story: id, mark: 'saved' });
  expect((await page('/search?q=is:saved'))('ol.tl h3').text()).toContain('Buffer');
  await client.post('/marks', { story: id, mark: 'unread' });
  await client.post('/marks', { story: id, mark: 'unsaved' });
  expect((await page('/'))(`[data-story="${id}"]`).hasClass('done')).toBe(false);
  expect((await page('/search?q=is:saved'))('ol.tl h3').length).toBe(0);
});

test('finishing the digest marks everything read and says so', async () => {
  const answer = await client.post('/digest/2026-03-10/finish', {});
  const $ = await page((answer.headers.get('location') ?? '').replace('#end', ''));
  expect($('[role=status]').text()).toContain('terminée');
  expect($('article.story:not(.done)').length).toBe(0);
});

test('the same page speaks French or English, as the reader asks or chose', async () => {
  expect((await page('/', { 'accept-language': 'en-GB,en' }))('h1').text()).toMatch(/^Tuesday,? 10 March 2026$/);
  await client.post('/language', { language: 'en', back: '/' });
  expect((await page('/', { 'accept-language': 'fr' }))('html').attr('lang')).toBe('en');
  await client.post('/language', { language: 'fr', back: '/' });
});

test('search marks what it found, counts by facet and by month, and filters', async () => {
  const $ = await page('/search?q=augmente');
  expect($('mark').first().text()).toBe('augmente');
  expect($('#results').text()).toBe('2 articles');
  expect($('.bars li').length).toBe(12);
  expect($('input[name=competitor][value=buffer]').length).toBe(1);
  const source = $('input[name=source]').last().attr('value') ?? '';
  const filtered = await page(`/search?q=augmente&source=${source}`);
  expect(filtered('#results').text()).toBe('1 article');
  expect(filtered('.chip').length).toBe(1);
});

test('a mistaken query is answered in words, with its column', async () => {
  expect((await page('/search?q=(buffer'))('#problem').text()).toBe('Colonne 1\u00a0: parenthèse jamais refermée');
});

test('a search without results says which filter to drop', async () => {
  const $ = await page('/search?q=augmente&topic=video');
  expect($('#results').text()).toBe('0 article');
  expect($('a[href="/search?q=augmente"]').text()).toContain('2');
});

test('an address is previewed before it is followed: what it holds, what it costs, what is wrong with it', async () => {
  const $ = await page(`/sources?url=${encodeURIComponent(`${server.webUrl}/presse/feed.xml`)}`);
  expect($('.pane').text()).toContain('3 articles');
  expect($('.pane').text()).toContain('déjà suivie');
  const refused = await page(`/sources?url=${encodeURIComponent('http://169.254.169.254/latest/meta-data')}`);
  expect(refused('[role=alert]').text()).toContain('adresse privée');
});

test('a source added in the page is swept, can be paused, and removed; one of the file cannot be', async () => {
  const url = `${server.webUrl}/autre/feed.xml`;
  await client.post('/sources', { url, name: 'Une autre' });
  const added = (await server.deps.store.sources.list()).find(({ source }) => source.url === url);
  expect(added?.source).toMatchObject({ name: 'Une autre', origin: 'user' });
  expect(server.swept).toContain(added?.source.id);
  const id = added?.source.id ?? '';
  await client.post(`/sources/${id}`, { action: 'pause' });
  expect((await page(`/sources/${id}`))('.health').text()).toBe('En pause');
  await client.post(`/sources/${id}`, { action: 'remove' });
  expect((await client.get(`/sources/${id}`)).status).toBe(404);
  const [fromFile] = await server.deps.store.sources.list();
  await client.post(`/sources/${fromFile?.source.id}`, { action: 'remove' });
  expect((await client.get(`/sources/${fromFile?.source.id}`)).status).toBe(200);
});

/** Has the first source of a server fail since three days. */
async function fail({ deps }: DemoServer) {
  const [followed] = await deps.store.sources.list();
  if (!followed) throw new Error('no source');
  await deps.store.sources.saveState(followed.source.id, {
    ...followed.state,
    failures: 3,
    failingSince: MORNING - 3 * 86_400_000,
    problem: { kind: 'gone', params: { host: 'presse.example' } },
  });
  return followed;
}

test('a failing source is said in plain words, with since when and what to do', async () => {
  const followed = await fail(server);
  expect((await page('/sources'))('tbody tr').first().text()).toMatch(
    /En échec, depuis 3 jours.*presse.example dit que cette adresse n’existe plus/,
  );
  expect((await page(`/sources/${followed.source.id}`))('.note').text()).toContain('Retirez cette source');
  expect((await page('/'))('.note').text()).toContain('1 source est en échec');
});

test('before the first digest the page says when it comes and offers to make it', async () => {
  const early = await demoServer({ withDigest: false });
  const reader = webClient(early.deps);
  await reader.signIn();
  const $ = load(await (await reader.get('/')).text());
  expect($('h1').text()).toBe('Pas encore de revue.');
  expect($('.lede').text()).toContain('5 articles');
  // Why there may be little: with the way to mend it for those who may.
  await fail(early);
  const hint = async (client: WebClient) => load(await (await client.get('/')).text())('.note.hint');
  expect((await hint(reader)).text()).toContain('1 source est en échec');
  expect((await hint(reader)).find('a').attr('href')).toBe('/sources');
  expect((await hint(await memberClient(early.deps, 'reader'))).find('a')).toHaveLength(0);
  await reader.post('/digest', {});
  expect(load(await (await reader.get('/')).text())('article.story').length).toBeGreaterThan(0);
  await early.close();
});
