import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reportOf } from '../../src/pipeline/report.ts';
import { goUrl, targetIn } from '../../src/server/going.ts';
import { signed } from '../../src/server/signed.ts';
import { speech } from '../../web/i18n.ts';
import { reportCsv } from '../../web/reportCsv.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

const PERSON = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
const MONTH = '2026-03';
const DAY = 86_400_000;
const OWNER = { id: 'owner', role: 'owner' } as const;

let server: DemoServer;
let owner: WebClient;
let stranger: WebClient;
beforeAll(async () => {
  server = await demoServer();
  owner = webClient(server.deps);
  await owner.signIn();
  stranger = webClient(server.deps);
});
afterAll(() => server.close());

const clicks = () => server.deps.store.clicks.count({ from: 0, to: MORNING * 2 });
/** The counted link of the first story of the edition. */
const firstLink = async () =>
  load(await (await owner.get('/')).text())('article.story h3 a[href^="/go/"]')
    .first()
    .attr('href') ?? '';

describe('a counted link', () => {
  test('leads to the article, and counts whoever follows it without a word of who', async () => {
    const before = await clicks();
    const link = await firstLink();
    const response = await stranger.get(link, PERSON);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/presse\//);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await clicks()).toBe(before + 1);
  });

  test.each([
    ['a robot', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['a mail scanner', { 'user-agent': 'Mozilla/5.0 Barracuda Sentinel' }],
    ['a chat’s preview', { 'user-agent': 'Slackbot-LinkExpanding 1.0' }],
    ['a program', {}],
    ['a prefetch', { ...PERSON, 'sec-purpose': 'prefetch;prerender' }],
    ['what fetches for another reason than to show it', { ...PERSON, 'sec-fetch-dest': 'empty' }],
    ['who asks not to be counted', { ...PERSON, 'sec-gpc': '1' }],
    ['who asks not to be followed', { ...PERSON, dnt: '1' }],
  ])('of %s leads there and does not count', async (_, headers) => {
    const before = await clicks();
    expect((await stranger.get(await firstLink(), headers)).status).toBe(302);
    expect(await clicks()).toBe(before);
  });

  test('made by somebody else, for another use, or changed leads nowhere', async () => {
    const { secret } = server.deps;
    const target = { url: 'https://evil.example/', story: 's', channel: 'mail' } as const;
    const id = Buffer.from(JSON.stringify(['https://evil.example/', 's', 'mail', ''])).toString('base64url');
    const [, ours = ''] = (await firstLink()).split('/go/');
    for (const token of [
      goUrl('', target, 'another secret').replace('/go/', ''),
      signed('unsubscribe', id, secret),
      `${id}.${ours.split('.')[1]}`,
      `${id}.`,
      id,
      '%00',
    ]) {
      const response = await stranger.get(`/go/${token}`, PERSON);
      expect(response.status).toBe(404);
      expect(response.headers.get('location')).toBeNull();
    }
    expect(targetIn(ours, secret)?.channel).toBe('digest');
    expect(
      targetIn(goUrl('', { ...target, url: 'javascript:alert(1)' }, secret).replace('/go/', ''), secret),
    ).toBeUndefined();
  });

  test('to a story that is gone still leads to its article', async () => {
    const link = goUrl('', { url: 'https://presse.exemple/a', story: 'gone', channel: 'mail' }, server.deps.secret);
    expect((await stranger.get(link, PERSON)).headers.get('location')).toBe('https://presse.exemple/a');
  });
});

describe('the report of a month', () => {
  beforeEach(() => server.setNow(MORNING));

  test('counts exactly what the log holds, by day, channel, board, story and source', async () => {
    const { store } = server.deps;
    const from = await reportOf(MONTH, OWNER, server.deps);
    const [a, b] = await store.items.listSeenBetween(0, MORNING * 2);
    if (!a || !b) throw new Error('nothing was swept');
    await store.boards.add({
      id: 'tableau',
      name: 'Tableau',
      purpose: '',
      query: '',
      visibility: 'team',
      origin: 'app',
      owner: 'owner',
      isListed: false,
      createdAt: 0,
    });
    const click = (at: number, item: typeof a, channel: 'mail' | 'board', board?: string) =>
      store.clicks.add({ at, storyId: item.storyId, sourceId: item.sourceId, channel, ...(board && { board }) });
    await click(MORNING, a, 'mail');
    await click(MORNING + DAY, a, 'board', 'tableau');
    await click(MORNING + DAY, b, 'mail');
    // The last moment of February and the first of April are other months'.
    await click(Date.parse('2026-02-28T22:59:59Z'), a, 'mail');
    await click(Date.parse('2026-03-31T22:00:00Z'), a, 'mail');
    const report = await reportOf(MONTH, OWNER, server.deps);
    expect(report.clicks).toBe(from.clicks + 3);
    expect(report.clicksBefore).toBe(from.clicksBefore + 1);
    expect(report.days.reduce((sum, { count }) => sum + count, 0)).toBe(report.clicks);
    expect(report.days.find(({ day }) => day === '2026-03-11')?.count).toBe(2);
    expect(report.days).toHaveLength(31);
    expect(report.channels.reduce((sum, each) => sum + each.clicks, 0)).toBe(report.clicks);
    expect(report.channels.find(({ board }) => board === 'tableau')).toMatchObject({ name: 'Tableau', clicks: 1 });
    expect(report.sources.reduce((sum, each) => sum + each.clicks, 0)).toBe(report.clicks);
    expect(report.stories.find(({ id }) => id === a.storyId)?.clicks).toBeGreaterThanOrEqual(2);
  });

  test('names no board to those who may not see it, and none that is gone', async () => {
    const { store } = server.deps;
    const board = { purpose: '', query: '', origin: 'app', owner: 'owner', isListed: false, createdAt: 0 } as const;
    await store.boards.add({ ...board, id: 'rachat', name: 'Rachat de Velouria', visibility: 'private' });
    const [item] = await store.items.listSeenBetween(0, MORNING * 2);
    for (const id of ['rachat', 'disparu'])
      await store.clicks.add({
        at: MORNING,
        storyId: item?.storyId ?? '',
        sourceId: item?.sourceId ?? '',
        channel: 'board',
        board: id,
      });
    const [own, others] = [
      await reportOf(MONTH, OWNER, server.deps),
      await reportOf(MONTH, { id: 'x', role: 'editor' }, server.deps),
    ];
    expect(JSON.stringify(own.channels)).toContain('Rachat de Velouria');
    expect(JSON.stringify(others.channels)).not.toMatch(/Rachat|rachat/);
    expect(JSON.stringify(own.channels)).not.toContain('disparu');
    for (const { channels, clicks: all } of [own, others])
      expect(channels.reduce((sum, each) => sum + each.clicks, 0)).toBe(all);
  });

  test('counts what turned out to be one story once', async () => {
    const { store } = server.deps;
    const [a, b] = ['Buffer augmente', 'Un marché'].map((start) => start);
    const items = await store.items.listSeenBetween(0, MORNING * 2);
    const idOf = (start: string) => items.find(({ title }) => title.startsWith(start))?.storyId as never;
    await store.readers.mark('owner', idOf(a ?? ''), 'read', MORNING);
    await store.readers.mark('owner', idOf(b ?? ''), 'read', MORNING);
    const before = await reportOf(MONTH, OWNER, server.deps);
    const clicked = before.stories.reduce((sum, story) => sum + story.clicks, 0);
    await store.stories.move(idOf(a ?? ''), idOf(b ?? ''), MORNING);
    const after = await reportOf(MONTH, OWNER, server.deps);
    expect(after.read).toBe(before.read - 1);
    expect(after.told).toBe(before.told - 1);
    expect(new Set(after.stories.map(({ id }) => id)).size).toBe(after.stories.length);
    expect(after.stories.reduce((sum, story) => sum + story.clicks, 0)).toBe(clicked);
    expect(after.clicks).toBe(before.clicks);
  });

  test('says which sources earn their place, and what would have been missed without them', async () => {
    const { store } = server.deps;
    const items = await store.items.listSeenBetween(0, MORNING * 2);
    const lone = items.find(({ title }) => title.startsWith('Les reels'));
    await store.readers.mark('owner', lone?.storyId as never, 'saved', MORNING);
    const { sources, kept } = await reportOf(MONTH, OWNER, server.deps);
    expect(kept).toBe(1);
    const press = sources.find(({ name }) => name === 'La Presse');
    expect(press).toMatchObject({ kept: 1, advice: 'keep' });
    expect(press?.only).toBeGreaterThanOrEqual(1);
  });

  test('stands on a page and in a file, for the month asked or the one it is', async () => {
    const $ = load(await (await owner.get(`/report?month=${MONTH}`)).text());
    const { clicks: counted } = await reportOf(MONTH, OWNER, server.deps);
    expect($('.stats dd').first().text()).toContain(String(counted));
    for (const month of ['2027-01', '1999-01', '2026-13', '<script>'])
      expect(
        load(await (await owner.get(`/report?month=${encodeURIComponent(month)}`)).text())('.lede').text(),
      ).toContain('Mars 2026');
    const csv = await owner.get('/report.csv');
    expect(csv.headers.get('content-disposition')).toContain('vigie-2026-03.csv');
    expect((await csv.text()).split('\r\n')[0]).toBe(
      'Source,Articles,Retenues,Clics,Gardées,Tableaux,Elle seule,Conseil',
    );
  });

  test.each(['Actu;=1+1', '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =cmd|x'])(
    'a source named %j is no formula in a spreadsheet',
    async (name) => {
      const report = await reportOf(MONTH, OWNER, server.deps);
      const [source] = report.sources;
      if (!source) throw new Error('no source');
      const csv = reportCsv({ ...report, sources: [{ ...source, name: `${name},"x"` }] }, speech('fr', 'Europe/Paris'));
      expect(csv.split('\r\n')[1]).not.toMatch(/(?:^|[";,\t])\s*[=+\-@]/);
      expect(csv).toContain('""x""');
    },
  );
});
