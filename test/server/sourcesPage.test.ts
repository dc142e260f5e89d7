import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sourceId } from '../../src/domain/model/ids.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { edition } from '../../src/pipeline/digest.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { body, type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

let site: FixtureServer;
let server: DemoServer;
let client: WebClient;
/** Of the watched page. */
let id: string;
let now = MORNING;

const filler = Array.from(
  { length: 12 },
  (_, index) => `<p>Article ${'abcdefghijkl'[index]} de nos conditions générales.</p>`,
).join('');
const version = (price: string, extra = '') =>
  body(
    `<!doctype html><html lang="fr"><title>Tarifs</title><nav>Accueil Boutique Panier Contact</nav><main><h1>Nos tarifs</h1>
<p class="prix">Abonnement mensuel : ${price} €</p>${filler}<p>&lt;script&gt;alert(1)&lt;/script&gt;${extra}</p></main></html>`,
    { 'content-type': 'text/html; charset=utf-8' },
  );

beforeAll(async () => {
  site = await fixtureServer();
  server = await demoServer({ allowHosts: [`127.0.0.1:${site.port}`] });
  client = webClient(server.deps);
  await client.signIn();
});
afterAll(async () => {
  await server.close();
  await site.close();
});

/** A page of ours in two versions, new for each test. */
beforeEach(async () => {
  const path = `/tarifs-${crypto.randomUUID()}`;
  const source = aSource({ kind: 'page', url: site.url + path, origin: 'user', name: 'Tarifs' });
  id = source.id;
  await server.deps.store.sources.follow(source, now);
  await read(path, version('12'));
  await read(path, version('15', ' Offre de printemps.'));
});

async function read(path: string, answer: ReturnType<typeof version>): Promise<void> {
  site.on(path, answer);
  now += HOUR_MS;
  server.setNow(now);
  await sweep({ source: id }, server.deps);
}

const page = async (query = '') => load(await (await client.get(`/sources/${id}${query}`)).text());
const source = async () => (await server.deps.store.sources.find(id as never))?.source;
const zone = (fields: Record<string, string>) => client.post(`/sources/${id}/zone`, fields);

describe('what changed', () => {
  test('is shown side by side, words struck and underlined, equal lines folded, nothing run', async () => {
    const $ = await page('?view=side');
    expect($('.diff.wide del').text()).toContain('12');
    expect($('.diff.wide ins').text()).toContain('15');
    expect($('.diff.wide ins').text()).toContain('Offre de printemps.');
    expect($('.gap').text()).toMatch(/\d+ lignes identiques/);
    expect($('.diff').text()).toContain('<script>alert(1)</script>');
    expect($('script:not([src^="/static/"])').length).toBe(0);
  });

  test('is shown one after the other when asked, and both ways when not', async () => {
    expect((await page('?view=inline'))('.diff').length).toBe(1);
    expect((await page('?view=inline'))('.diff tr:has(del) + tr:has(ins)').length).toBeGreaterThan(0);
    expect((await page())('.roomy .diff.wide, .tight .diff').length).toBe(2);
    expect((await page('?view=<script>'))('.diff').length).toBe(2);
  });

  test.each(['0', '-1', '999999', 'x', '1e99', '__proto__', '%27%20OR%201=1'])(
    'versions of id %s are the last two',
    async (unknown) => {
      const expected = (await page('?view=side'))('.diff').html();
      expect((await page(`?view=side&before=${unknown}&after=${unknown}`))('.diff').html()).toBe(expected);
    },
  );

  test('the versions of another page are not shown', async () => {
    const [other] = await server.deps.store.pages.list(id as never);
    const stranger = aSource({ kind: 'page', url: `${site.url}/vierge`, origin: 'user' });
    await server.deps.store.sources.follow(stranger, now);
    const $ = load(
      await (await client.get(`/sources/${stranger.id}?after=${other?.id}&before=${(other?.id ?? 1) - 1}`)).text(),
    );
    expect($('.diff').length).toBe(0);
    expect($('main').text()).not.toContain('Abonnement mensuel');
  });

  test('a version compared with itself has no difference', async () => {
    const [newest] = await server.deps.store.pages.list(id as never);
    const $ = await page(`?view=side&before=${newest?.id}&after=${newest?.id}`);
    expect($('.diff del, .diff ins').length).toBe(0);
    expect($('main').text()).toContain('aucune différence');
  });
});

describe('the zone', () => {
  test('is tried without being saved', async () => {
    const answer = await zone({ action: 'test', select: '.prix', ignore: 'nav' });
    const location = answer.headers.get('location') ?? '';
    const $ = load(await (await client.get(location.replace(/#.*/, ''))).text());
    expect($('#select').val()).toBe('.prix');
    expect($('tbody tr:has(th[scope=row])').length).toBe(2);
    expect($('table:has(#trials)').text()).toMatch(/12.*15/s);
    expect((await source())?.select).toBeUndefined();
  });

  test('is saved with its conditions, and read at once; emptied, it is the whole page again', async () => {
    await zone({ action: 'save', select: 'main', ignore: '.pub\n//aside', lines: '3', readings: '2', price: 'on' });
    expect(await source()).toMatchObject({
      select: 'main',
      ignore: ['.pub', '//aside'],
      when: { price: true, lines: 3 },
      readings: 2,
    });
    expect(server.swept).toContain(id);
    await zone({ action: 'save', select: '', ignore: '' });
    const saved = await source();
    expect([saved?.select, saved?.when, saved?.readings, saved?.ignore]).toEqual([undefined, undefined, undefined, []]);
  });

  test.each(['main[', '//div[', ':::', 'p:nth-child(', '(//'])(
    '%s cannot be read, and is not saved',
    async (select) => {
      expect((await zone({ action: 'save', select, ignore: '' })).status).toBe(302);
      expect((await source())?.select).toBeUndefined();
      expect((await client.get(`/sources/${id}?${new URLSearchParams({ select })}`)).status).toBe(200);
    },
  );

  test('that is nowhere on the page is said to be', async () => {
    const $ = await page('?select=.nulle-part');
    expect($('main').text()).toContain('.nulle-part');
    expect($('.note.bad').text()).toContain('correspond');
    expect($('table:has(#trials)').text()).toContain('zone introuvable');
  });

  test('what is typed stays text', async () => {
    const $ = await page(
      `?${new URLSearchParams({ select: '"><script>alert(1)</script>', ignore: '</textarea><script>' })}`,
    );
    expect($('script:not([src^="/static/"])').length).toBe(0);
  });

  test('of a source of feeds.yaml is shown as the line to write there', async () => {
    const followed = await source();
    if (!followed) throw new Error('gone');
    await server.deps.store.sources.follow({ ...followed, origin: 'file' }, now);
    await zone({ action: 'save', select: '.prix', ignore: '' });
    expect((await source())?.select).toBeUndefined();
    const $ = await page('?select=.prix&ignore=nav');
    expect($('button[value=save]').length).toBe(0);
    expect($('code').text()).toContain('select: ".prix", ignore: ["nav"]');
  });

  test('a feed has none', async () => {
    const feed = (await server.deps.store.sources.list()).find(({ source: { kind } }) => kind === 'feed');
    expect((await client.post(`/sources/${feed?.source.id}/zone`, { select: 'main' })).status).toBe(404);
    expect(load(await (await client.get(`/sources/${feed?.source.id}?select=main`)).text())('#zone').length).toBe(0);
  });
});

test('a kind of change is never told again, until it is taken back', async () => {
  const [told] = await server.deps.store.items.listOfSource(id as never, 5);
  await client.post(`/sources/${id}/ignore`, { item: told?.id ?? '' });
  const patterns = (await source())?.ignoreText ?? [];
  expect(patterns.length).toBeGreaterThan(0);
  const $ = await page();
  expect(
    $('#ignored code')
      .toArray()
      .map((each) => $(each).text()),
  ).toEqual(patterns);
  for (const pattern of patterns) await client.post(`/sources/${id}/ignore`, { forget: pattern });
  expect((await source())?.ignoreText ?? []).toEqual([]);
});

test('a change of another source, or none, teaches nothing', async () => {
  const [foreign] = await server.deps.store.items.listOfSource(sourceId('feed', `${server.webUrl}/presse/feed.xml`), 1);
  for (const item of [foreign?.id ?? '', 'nothing', ''])
    expect((await client.post(`/sources/${id}/ignore`, { item })).status).toBe(302);
  expect((await source())?.ignoreText).toBeUndefined();
});

test('Monday’s edition says how the sources are; Tuesday’s does not', async () => {
  const link = async () =>
    load(await (await client.get('/')).text())('a[href="/sources?tab=repair"]')
      .closest('.fine')
      .text();
  expect(await link()).toBe('');
  now = MORNING + 6 * DAY_MS;
  server.setNow(now);
  await client.signIn();
  await edition({}, server.deps);
  expect(await link()).toMatch(/ce lundi.*\d+ suivies/);
});
