import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stopped } from '../../src/domain/errors.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { body, type FixtureServer, fixtureServer, rss } from '../support/fixtureServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
let site: FixtureServer;
let server: DemoServer;
let client: WebClient;
const logged: string[] = [];

beforeAll(async () => {
  site = await fixtureServer();
  const record = (what: object, message: string) => void logged.push(JSON.stringify(what) + message);
  const log = { debug: record, info: record, warn: record, error: record };
  server = await demoServer({ allowHosts: [`127.0.0.1:${site.port}`], log });
  client = webClient(server.deps);
  await client.signIn();
});
afterAll(async () => {
  await server.close();
  await site.close();
});

const page = async (path: string) => load(await (await client.get(path)).text());
const sources = () => server.deps.store.sources.list();
const find = async (url: string) => (await sources()).find(({ source }) => source.url === url);
const names = async (path: string) => {
  const $ = await page(path);
  return $('tbody th a.strong')
    .toArray()
    .map((each) => $(each).text().trim());
};
const bulk = (action: string, ids: readonly string[], tag = '') =>
  client.send('/sources/bulk', new URLSearchParams([...ids.map((id) => ['id', id]), ['action', action], ['tag', tag]]));

/** A source of ours, known to the store and swept. */
async function follow(path: string, fields: Parameters<typeof newFeed>[1] = {}): Promise<string> {
  site.on(path, body(rss([`Nouvelle de ${path}`])));
  const source = newFeed(site.url + path, fields);
  await server.deps.store.sources.follow(source, MORNING);
  await sweep({ source: source.id }, server.deps);
  return source.id;
}

describe('the list', () => {
  test('says for each source what the store holds of it: articles, kept, yield, read', async () => {
    const { store } = server.deps;
    const digest = await store.digests.findLatest();
    const kept = new Set(digest?.sections.flatMap(({ stories }) => stories.map(({ id }) => id as string)));
    const [story] = kept;
    await client.post('/marks', { story: story ?? '', mark: 'read' });
    const $ = await page('/sources');
    for (const { source } of await sources()) {
      const items = await store.items.listOfSource(source.id, 100);
      const ofEditions = items.filter(({ storyId }) => kept.has(storyId)).length;
      const cells = $(`tr:has(input[value="${source.id}"]) td`)
        .toArray()
        .map((each) => $(each).text().trim());
      expect(cells.slice(3, 7).map((text) => text.replace(/\s/g, ' '))).toEqual([
        String(items.length),
        String(ofEditions),
        `${Math.round((100 * ofEditions) / items.length)} %`,
        String(items.filter(({ storyId }) => storyId === story).length),
      ]);
    }
    await client.post('/marks', { story: story ?? '', mark: 'unread' });
  });

  test('keeps to its tab, its tag and its order, and counts each tab', async () => {
    const [a, b] = [
      await follow('/tri-a', { name: 'Aaa', tags: ['tri'], competitor: 'buffer' }),
      await follow('/tri-b', { name: 'Zzz', tags: ['tri'] }),
    ];
    expect(await names('/sources?sort=name')).toEqual((await names('/sources')).toSorted((x, y) => x.localeCompare(y)));
    expect(await names('/sources?tag=tri&sort=name')).toEqual(['Aaa', 'Zzz']);
    expect(await names('/sources?tab=competitors')).toEqual(['Aaa']);
    expect(await names('/sources?tab=paused')).toEqual([]);
    expect((await names('/sources?sort=items'))[0]).toBe('La Presse');
    const $ = await page('/sources?tab=competitors');
    expect($('.tabs a[aria-current]').text()).toContain('Concurrents 1');
    expect(await names('/sources?tab=<script>&sort=__proto__')).toHaveLength((await sources()).length);
    await bulk('remove', [a, b]);
  });

  test.each(['"><script>alert(1)</script>', '../../etc', '%00', 'constructor'])(
    'a tag of %s is shown as text',
    async (tag) => {
      const $ = await page(`/sources?tag=${encodeURIComponent(tag)}`);
      expect($('script:not([src^="/static/"])').length).toBe(0);
      expect($('.lede').text()).toContain('Aucune source ici');
    },
  );
});

describe('what is done with several', () => {
  test('checks, pauses, resumes, tags, untags and removes those of ours', async () => {
    const ids = [await follow('/lot-1'), await follow('/lot-2')];
    const states = async () => (await sources()).filter(({ source }) => ids.includes(source.id));
    expect((await bulk('check', ids)).headers.get('location')).toBe('/sources?done=check&count=2');
    expect(server.swept).toEqual(expect.arrayContaining(ids));
    await bulk('pause', ids);
    expect((await states()).map(({ state }) => state.paused)).toEqual([true, true]);
    await bulk('resume', ids);
    expect((await states()).map(({ state }) => state.paused)).toEqual([false, false]);
    await bulk('tag', ids, '#Été, autre');
    await bulk('tag', ids, 'Été');
    expect((await states()).map(({ source }) => source.tags)).toEqual([['Été'], ['Été']]);
    await bulk('untag', ids, 'Été');
    expect((await states()).map(({ source }) => source.tags)).toEqual([[], []]);
    expect((await bulk('remove', ids)).headers.get('location')).toBe('/sources?done=remove&count=2');
    expect(await states()).toEqual([]);
    expect((await page('/sources?done=remove&count=2'))('[role=status]').text()).toContain(
      '2 sources ne sont plus suivies',
    );
  });

  test('sources of feeds.yaml are neither removed nor tagged, and the page says why', async () => {
    const before = await sources();
    const ids = before.map(({ source }) => source.id);
    expect((await bulk('remove', ids)).headers.get('location')).toBe('/sources?done=remove&count=0');
    await bulk('tag', ids, 'x');
    expect((await sources()).map(({ source }) => source)).toEqual(before.map(({ source }) => source));
    expect((await page('/sources?done=remove&count=0'))('[role=status]').text()).toContain('feeds.yaml');
  });

  test.each([
    ['unknown', ['nothing', 'ffffffffffff']],
    ['none', []],
    ['hostile', ["' OR 1=1 --", '../..', '<script>', '__proto__', '\u0000', 'x'.repeat(5000)]],
  ])('ids that are %s do nothing', async (_what, ids) => {
    const before = await sources();
    for (const action of ['check', 'pause', 'remove', 'tag', 'format', '']) {
      const answer = await bulk(action, ids, 't');
      expect(answer.status).toBe(302);
      expect(answer.headers.get('location')).toMatch(/count=0$/);
    }
    expect(await sources()).toEqual(before);
  });
});

describe('adding', () => {
  const preview = (url: string) => page(`/sources?url=${encodeURIComponent(url)}`);
  const ways = ($: Awaited<ReturnType<typeof page>>) =>
    $('.pickbox')
      .toArray()
      .map((each) => $(each).find('input[name^=kind-]').attr('value'));

  test('a site with two feeds offers both, and follows the one that is ticked', async () => {
    site.on(
      '/deux',
      body(
        '<!doctype html><title>Deux</title><link rel="alternate" type="application/rss+xml" href="/d1" title="Tout"><link rel="alternate" type="application/rss+xml" href="/d2" title="Rubrique"><p>Bonjour',
        HTML,
      ),
    );
    site.on('/d1', body(rss(['Un'], 'Tout')));
    site.on('/d2', body(rss(['Deux'], 'Rubrique')));
    const $ = await preview(`${site.url}/deux`);
    expect(ways($).slice(0, 2)).toEqual(['feed', 'feed']);
    const fields = Object.fromEntries(
      $('form.ways input[type=hidden]')
        .toArray()
        .map((each) => [$(each).attr('name'), $(each).attr('value') ?? '']),
    );
    await client.post('/sources', { ...fields, way: '1', name: 'La seconde', tags: 'a, b' });
    expect((await find(`${site.url}/d2`))?.source).toMatchObject({
      name: 'La seconde',
      tags: ['a', 'b'],
      origin: 'user',
    });
    expect(await find(`${site.url}/d1`)).toBeUndefined();
    const again = await preview(`${site.url}/d2`);
    expect(again('.pickbox').text()).toContain('déjà suivie');
    expect(again('input[name=way]').is('[disabled]')).toBe(true);
  });

  test('a page without a feed is offered as itself', async () => {
    site.on(
      '/tarifs',
      body(
        '<!doctype html><title>Tarifs</title><main><h1>Tarifs</h1><p>Douze euros par mois, sans engagement.</p></main>',
        HTML,
      ),
    );
    const $ = await preview(`${site.url}/tarifs`);
    expect(ways($)).toEqual(['page']);
    await client.post('/sources', { way: '0', 'kind-0': 'page', 'url-0': `${site.url}/tarifs` });
    expect((await find(`${site.url}/tarifs`))?.source.kind).toBe('page');
  });

  test('an address that feeds.yaml names stays what the file says', async () => {
    const first = (await sources()).find(({ source }) => source.origin === 'file');
    await client.post('/sources', { way: '0', 'kind-0': 'feed', 'url-0': first?.source.url ?? '', name: 'À moi' });
    expect((await find(first?.source.url ?? ''))?.source).toEqual(first?.source);
  });

  test.each([
    'http://',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '"><script>alert(1)</script>',
    'http://[::1]:9/',
    '\u0000',
    `http://${'x'.repeat(3000)}.example`,
  ])('%s is answered in words', async (typed) => {
    const answer = await client.get(`/sources?url=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(200);
    const $ = load(await answer.text());
    expect($('script:not([src^="/static/"])').length).toBe(0);
    expect($('a[href^="javascript:"], a[href^="file:"]').length).toBe(0);
  });

  test('an address that is being asked when Vigie ends is answered in words', async () => {
    const { deps } = server;
    const ending = { ...deps, http: { ...deps.http, get: () => Promise.reject(new Stopped()) } };
    const asking = webClient(ending);
    await asking.signIn();
    const answer = await asking.get(`/sources?url=${encodeURIComponent(`${site.url}/blog`)}`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('refaites la demande dans un instant');
  });

  test.each([
    ['a script for an address', { way: '0', 'url-0': 'javascript:alert(1)' }],
    ['a file', { way: '0', 'url-0': 'file:///etc/passwd' }],
    ['a way that was not offered', { way: '7', 'url-0': 'https://a.example/feed' }],
    ['a way that is no number', { way: '__proto__', 'url-0': 'https://a.example/feed' }],
    ['nothing', {}],
  ])('a form that says %s follows nothing', async (_what, fields) => {
    const before = (await sources()).length;
    expect((await client.post('/sources', fields as unknown as Record<string, string>)).status).toBe(302);
    expect(await sources()).toHaveLength(before);
  });

  test('a kind that is none is a feed; selectors that cannot be read are left out', async () => {
    await client.post('/sources', { way: '0', 'kind-0': 'rocket', 'url-0': `${site.url}/genre` });
    expect((await find(`${site.url}/genre`))?.source.kind).toBe('feed');
    await client.post('/sources', {
      way: '0',
      'kind-0': 'list',
      'url-0': `${site.url}/liste`,
      'item-0': 'li[',
      'title-0': 'h2',
    });
    const list = (await find(`${site.url}/liste`))?.source;
    expect(list).toMatchObject({ kind: 'list', title: 'h2' });
    expect(list?.item).toBeUndefined();
  });
});

describe('settings', () => {
  const SECRETS = {
    password: 'motdepasse-secret-1',
    headers: 'X-Key: valeur-secrete-2\nHost: evil.example\nProxy-Authorization: x',
  };

  test('secrets are kept, sent, and never shown again; an empty field keeps them', async () => {
    const id = await follow('/secret', { name: 'Secrète' });
    const save = (fields: Record<string, string>) =>
      client.post(`/sources/${id}`, { action: 'settings', name: 'Secrète', ...fields });
    await save({ user: 'moi', ...SECRETS, every: '90', weight: '1,5' });
    const saved = async () => (await find(`${site.url}/secret`))?.source;
    expect(await saved()).toMatchObject({
      access: { auth: { user: 'moi', password: SECRETS.password }, headers: { 'X-Key': 'valeur-secrete-2' } },
      everyMs: 90 * 60_000,
      weight: 1.5,
    });
    expect(Object.keys((await saved())?.access?.headers ?? {})).toEqual(['X-Key']);
    await save({ user: 'moi', password: '', headers: '' });
    expect((await saved())?.access?.auth?.password).toBe(SECRETS.password);
    expect((await saved())?.access?.headers).toEqual({ 'X-Key': 'valeur-secrete-2' });
    site.on('/secret', (request, response) => {
      expect(request.headers['x-key']).toBe('valeur-secrete-2');
      response.writeHead(500).end();
    });
    await sweep({ source: id }, server.deps);
    for (const path of ['/sources', `/sources/${id}`, '/sources/export.opml', '/', '/search?q=secret'])
      expect(await (await client.get(path)).text(), path).not.toMatch(/motdepasse-secret|valeur-secrete/);
    expect(logged.join('\n')).not.toMatch(/motdepasse-secret|valeur-secrete|bW9pOm1vdGRl/);
    await save({ user: '', forgetHeaders: 'on' });
    expect((await saved())?.access).toBeUndefined();
  });

  test('what is out of bounds, or says two lines in one, is left as it was', async () => {
    const id = await follow('/bornes');
    await client.post(`/sources/${id}`, {
      action: 'settings',
      weight: '-3',
      every: '0',
      userAgent: 'a\r\nX-Evil: 1',
      competitor: 'nobody',
      headers: 'Bad Name: x\nX-Two: a\u0007b',
    });
    const source = (await find(`${site.url}/bornes`))?.source;
    expect(source).toMatchObject({ weight: 1, access: { userAgent: 'aX-Evil: 1' } });
    expect(source?.everyMs).toBeUndefined();
    expect(source?.competitor).toBeUndefined();
    expect(source?.access?.headers ?? {}).toEqual({});
  });

  test('those of feeds.yaml are not changed here', async () => {
    const first = (await sources()).find(({ source }) => source.origin === 'file');
    await client.post(`/sources/${first?.source.id}`, { action: 'settings', name: 'Volée', weight: '9' });
    expect((await find(first?.source.url ?? ''))?.source).toEqual(first?.source);
    expect((await page(`/sources/${first?.source.id}`))('form input[name=password]').length).toBe(0);
  });

  test('a suggested address is adopted with name, tags and secrets, and the old one left', async () => {
    const id = await follow('/vieux', { name: 'Déménagée', tags: ['t'], access: { userAgent: 'X' } });
    const followed = await find(`${site.url}/vieux`);
    if (!followed) throw new Error('gone');
    await server.deps.store.sources.saveState(followed.source.id, {
      ...followed.state,
      failures: 3,
      problem: { kind: 'not-found', params: { host: 'x' } },
      suggestion: `${site.url}/neuf`,
    });
    expect((await page(`/sources/${id}`))('button[value=adopt]').length).toBe(1);
    await client.post(`/sources/${id}`, { action: 'adopt' });
    expect(await find(`${site.url}/vieux`)).toBeUndefined();
    expect((await find(`${site.url}/neuf`))?.source).toMatchObject({
      name: 'Déménagée',
      tags: ['t'],
      access: { userAgent: 'X' },
    });
  });
});

describe('lists', () => {
  const upload = (content: string | Uint8Array, name = 'liste.opml') => {
    const form = new FormData();
    form.append('file', new File([content as BlobPart], name));
    return client.send('/sources/import', form);
  };
  const opml = (outlines: string) => `<?xml version="1.0"?><opml version="2.0"><body>${outlines}</body></opml>`;

  test('feeds are followed, folders become tags, and each line not taken is accounted for as text', async () => {
    const answer = await upload(
      opml(
        `<outline text="Presse"><outline type="rss" text="A" xmlUrl="${site.url}/opml-a"/></outline>\n<outline text="&lt;script&gt;alert(1)&lt;/script&gt;" type="rss" xmlUrl="javascript:alert(1)"/>\n<outline type="rss" text="B" xmlUrl="${site.url}/opml-a"/>`,
      ),
    );
    const $ = load(await answer.text());
    expect($('[role=status]').text()).toContain('1 ajouté');
    expect($('tbody tr').length).toBeGreaterThanOrEqual(2);
    expect($('tbody').text()).toContain('javascript:alert(1)');
    expect($('script:not([src^="/static/"])').length).toBe(0);
    expect((await find(`${site.url}/opml-a`))?.source.tags).toEqual(['Presse']);
  });

  test.each([
    ['empty', '', 400],
    ['a page', '<!doctype html><p>Bonjour', 400],
    ['a feed', rss(['x']), 400],
    ['binary', Uint8Array.from({ length: 5000 }, (_, index) => (index * 37) % 256), 400],
  ])('a file that is %s is refused in words', async (_what, content, status) => {
    const before = (await sources()).length;
    const answer = await upload(content, '<img src=x onerror=alert(1)>.opml');
    expect(answer.status).toBe(status);
    const $ = load(await answer.text());
    expect($('[role=alert]').text()).not.toBe('');
    expect($('img[onerror]').length).toBe(0);
    expect(await sources()).toHaveLength(before);
  });

  test('a form without a file, and a file too large, are refused', async () => {
    expect((await client.send('/sources/import', new FormData())).status).toBe(400);
    expect((await upload('x'.repeat(11 * 1024 * 1024))).status).toBe(413);
  });

  test('what is exported is read back', async () => {
    const answer = await client.get('/sources/export.opml');
    expect(answer.headers.get('content-disposition')).toContain('vigie.opml');
    const text = await answer.text();
    expect(text).toContain(`${site.url}/opml-a`);
    expect(load(await (await upload(text)).text())('[role=status]').text()).toContain('0 ajouté');
  });
});

test.each([
  ['/sources/bulk', { action: 'pause' }],
  ['/sources/import', {}],
  ['/sources', { url: 'https://a.example/' }],
])('%s wants the page’s token, from our own pages', async (path, fields) => {
  expect((await client.post(path, { ...(fields as Record<string, string>), _csrf: 'x' })).status).toBe(403);
  expect((await client.post(path, fields as Record<string, string>, { 'sec-fetch-site': 'cross-site' })).status).toBe(
    403,
  );
});
