import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/domain/parse/feed.ts';
import { followFile } from '../../src/pipeline/follow.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { memberClient, type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let owner: WebClient;
let editor: WebClient;
let reader: WebClient;
let stranger: WebClient;

beforeAll(async () => {
  server = await demoServer();
  owner = webClient(server.deps);
  await owner.signIn();
  editor = await memberClient(server.deps, 'editor');
  reader = await memberClient(server.deps, 'reader');
  stranger = webClient(server.deps);
});
afterAll(() => server.close());

async function made(client: WebClient, fields: Record<string, string>): Promise<string> {
  const response = await client.post('/boards', fields);
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}
const storyCalled = async (start: string) => {
  const items = await server.deps.store.items.listSeenBetween(0, MORNING * 2);
  return items.find(({ title }) => title.startsWith(start))?.storyId ?? '';
};
const titles = async (client: WebClient, path: string) =>
  load(await (await client.get(path)).text())('.board .title')
    .map((_, title) => load(title).text().trim())
    .get();

describe('a board', () => {
  test('is private until somebody says otherwise: to others it does not exist', async () => {
    const path = await made(reader, { name: 'À moi' });
    expect((await reader.get(path)).status).toBe(200);
    for (const client of [owner, editor]) {
      expect((await client.get(path)).status).toBe(404);
      expect((await client.post(path, { name: 'Pris' })).status).toBe(404);
      expect(await (await client.get('/boards')).text()).not.toContain('À moi');
    }
    expect((await stranger.get(`/p/${path.replace('/boards/', '')}`)).status).toBe(404);
  });

  test('of a reader stays private: showing it to the team takes an editor', async () => {
    const response = await reader.post('/boards', { name: 'Pour tous', visibility: 'public' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('que des tableaux privés');
  });

  test.each([
    [{ name: '' }, 'Donnez un nom'],
    [{ name: 'Faux', query: '(buffer' }, 'colonne'],
  ])('%j is refused in one line', async (fields, words) => {
    const response = await editor.post('/boards', fields);
    expect(response.status).toBe(400);
    expect(load(await response.text())('.note.bad').text()).toContain(words);
  });

  test('two of one name have addresses of their own', async () => {
    const [first, second] = [await made(editor, { name: 'Deux fois' }), await made(editor, { name: 'Deux fois' })];
    expect(first).toBe('/boards/deux-fois');
    expect(second).not.toBe(first);
  });

  test('finds by its query what nobody kept or set aside', async () => {
    const path = await made(editor, { name: 'Buffer', query: 'competitor:buffer', visibility: 'team' });
    const found = await titles(editor, `${path}?view=found`);
    expect(found).toContain('Buffer augmente le prix de son offre de base');
    const [kept, aside] = [await storyCalled('Buffer augmente'), await storyCalled('"Buffer"')];
    await editor.post(`${path}/stories`, { story: kept, action: 'put' });
    await editor.post(`${path}/stories`, { story: aside, action: 'aside' });
    expect(await titles(editor, `${path}?view=found`)).toEqual([]);
    expect(await titles(editor, path)).toEqual(['Buffer augmente le prix de son offre de base']);
  });

  test('says how much the team has said of each story, and leads there', async () => {
    const path = await made(editor, { name: 'Paroles', visibility: 'team' });
    const story = await storyCalled('Les reels');
    await editor.post(`${path}/stories`, { story, action: 'put' });
    await reader.post(`/stories/${story}/comments`, { text: 'À voir ensemble.' });
    const link = load(await (await reader.get(path)).text())(`a[href="/stories/${story}#comments"]`);
    expect(link.text()).toBe('Notes d’équipe (1)');
  });

  test('keeps the order, the pins, the words and the state that curators give', async () => {
    const path = await made(editor, { name: 'Ordre', visibility: 'team' });
    const stories = [await storyCalled('Buffer'), await storyCalled('Les reels'), await storyCalled('Un marché')];
    for (const story of stories) {
      await editor.post(`${path}/stories`, { story, action: 'put' });
      server.setNow(MORNING + 60_000 * (stories.indexOf(story) + 1));
    }
    server.setNow(MORNING);
    const starts = async () => (await titles(reader, path)).map((title) => title.split(' ')[0]);
    expect(await starts()).toEqual(['Un', 'Les', 'Buffer']);
    await editor.post(`${path}/stories`, { story: stories[0] ?? '', action: 'up' });
    expect(await starts()).toEqual(['Un', 'Buffer', 'Les']);
    await editor.post(`${path}/stories`, { story: stories[2] ?? '', action: 'down' });
    expect(await starts()).toEqual(['Buffer', 'Un', 'Les']);
    await editor.post(`${path}/stories`, { story: stories[1] ?? '', action: 'pin' });
    expect(await starts()).toEqual(['Les', 'Buffer', 'Un']);
    await editor.post(`${path}/stories`, { story: stories[1] ?? '', action: 'up' });
    expect(await starts()).toEqual(['Les', 'Buffer', 'Un']);
    await editor.post(`${path}/stories`, { story: stories[0] ?? '', action: 'note', note: 'À <lire> d’abord' });
    await editor.post(`${path}/stories`, { story: stories[0] ?? '', action: 'state', state: 'shared' });
    // Put again by somebody else: nothing of it is lost.
    await owner.post(`${path}/stories`, { story: stories[0] ?? '', action: 'put' });
    const $ = load(await (await reader.get(path)).text());
    expect($('.say').text()).toContain('À <lire> d’abord');
    expect($('.say small').text()).toBe('editor');
    expect($('.levers').length).toBe(0);
  });

  test('is changed by those who may, and by nobody else', async () => {
    const path = await made(editor, { name: 'Serrure', visibility: 'team' });
    const story = await storyCalled('Buffer');
    expect((await reader.post(`${path}/stories`, { story, action: 'put' })).status).toBe(400);
    expect((await reader.post(path, { action: 'remove' })).status).toBe(400);
    expect(await titles(reader, path)).toEqual([]);
    await editor.post(`${path}/members`, { person: 'reader', role: 'editor' });
    expect((await reader.post(`${path}/stories`, { story, action: 'put' })).status).toBe(303);
    await editor.post(`${path}/members`, { person: 'reader', role: 'none' });
    expect((await reader.post(`${path}/stories`, { story, action: 'take' })).status).toBe(400);
  });

  test('takes in no story that is not there, and leads nowhere else', async () => {
    const path = await made(editor, { name: 'Bornes' });
    expect((await editor.post(`${path}/stories`, { story: 'nothing', action: 'put' })).status).toBe(404);
    const response = await editor.post(`${path}/stories`, {
      story: await storyCalled('Buffer'),
      action: 'put',
      back: 'https://evil.example/',
    });
    expect(response.headers.get('location')).toBe('/');
  });

  test('of feeds.yaml is changed there, and its pins outlive a stay away from the file', async () => {
    const { watch, store } = server.deps;
    const board = { id: 'fichier', name: 'Du fichier', query: 'reels', visibility: 'team' as const };
    const inFile = (boards: (typeof board)[]) => followFile([], { ...server.deps, watch: { ...watch, boards } });
    const sources = await store.sources.list();
    await inFile([board]);
    const story = await storyCalled('Les reels');
    await editor.post('/boards/fichier/stories', { story, action: 'put' });
    expect((await editor.post('/boards/fichier', { name: 'Autre' })).status).toBe(400);
    await inFile([]);
    expect((await editor.get('/boards/fichier')).status).toBe(404);
    await inFile([{ ...board, name: 'Revenu' }]);
    expect(await titles(editor, '/boards/fichier')).toEqual(['Les reels changent de format dès lundi']);
    await followFile(
      sources.map(({ source }) => source),
      server.deps,
    );
  });

  test('is put on from a story’s page, which then says where it stands', async () => {
    const path = await made(editor, { name: 'Depuis l’histoire' });
    const story = await storyCalled('Les reels');
    const $ = load(await (await editor.get(`/stories/${story}`)).text());
    expect($(`form[action="${path}/stories"]`).length).toBe(1);
    await editor.post(`${path}/stories`, { story, action: 'put', back: `/stories/${story}#boards` });
    const $after = load(await (await editor.get(`/stories/${story}`)).text());
    expect($after(`#boards a[href^="${path}"]`).text()).toBe('Depuis l’histoire');
  });
});

describe('a public board', () => {
  test('shows anybody title, extract, link and the team’s words; no whole article, no name, no cookie', async () => {
    const path = await made(editor, { name: 'Vitrine', visibility: 'public', query: 'reels', purpose: 'Pour voir' });
    const story = await storyCalled('Buffer');
    await editor.post(`${path}/stories`, { story, action: 'put' });
    await editor.post(`${path}/stories`, { story, action: 'note', note: 'Notre avis' });
    const response = await stranger.get(path.replace('/boards/', '/p/'));
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    const html = await response.text();
    expect(html).toContain('Buffer augmente');
    expect(html).toContain('Notre avis');
    expect(html).toContain('name="robots"');
    // What its query finds is the team's to choose from.
    expect(html).not.toContain('Les reels');
    expect(html).not.toMatch(/editor|exemple\.fr|<script/);
  });

  test('may be shown within other sites, and nothing else of ours may', async () => {
    const path = await made(editor, { name: 'Cadre "x"', visibility: 'public' });
    const policy = async (address: string) => (await editor.get(address)).headers.get('content-security-policy');
    expect(await policy(path.replace('/boards/', '/p/'))).toContain('frame-ancestors *');
    for (const address of [path, '/', '/p/nothing', `${path}/feed.atom`])
      expect(await policy(address)).toContain("frame-ancestors 'none'");
    const code = load(await (await editor.get(path)).text())('#embed').attr('value') ?? '';
    expect(load(code)('iframe').attr('src')).toMatch(/\/p\/cadre-x$/);
    expect(load(code)('iframe').attr('title')).toBe('Cadre "x"');
  });

  test('may be listed by search engines when its curators say so', async () => {
    const path = await made(editor, { name: 'Listée', visibility: 'public', listed: 'on' });
    const response = await stranger.get(path.replace('/boards/', '/p/'));
    expect(response.headers.get('x-robots-tag')).toBeNull();
  });

  test('is nobody’s but the team’s again from the moment it is hidden', async () => {
    const path = await made(editor, { name: 'Fermée', visibility: 'public' });
    await editor.post(path, { name: 'Fermée', visibility: 'team' });
    expect((await stranger.get(path.replace('/boards/', '/p/'))).status).toBe(404);
    expect((await stranger.get(`${path}/feed.atom`)).status).toBe(404);
  });
});

describe('feeds', () => {
  const tokenOf = async (client: WebClient, scope = 'feeds') => {
    const html = await (await client.post('/settings/tokens', { name: 'Flux', scope })).text();
    return load(html)('.note.ok input').attr('value') ?? '';
  };
  const read = async (path: string) => {
    const response = await stranger.get(path);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const outcome = await parseFeed(bytes, response.headers.get('content-type') ?? undefined, 'http://127.0.0.1/');
    return outcome.kind === 'feed' ? outcome.feed.items.map(({ title }) => title) : outcome.kind;
  };

  test.each(['atom', 'rss', 'json'])('of a board, a digest and a search can be read as %s', async (format) => {
    const token = await tokenOf(reader);
    const path = await made(editor, { name: `Flux ${format}`, visibility: 'team', query: 'competitor:buffer' });
    const wanted = 'Buffer augmente le prix de son offre de base';
    expect(await read(`${path}/feed.${format}?token=${token}`)).toContain(wanted);
    // Readers take titles for HTML: what looks like markup is escaped once more.
    expect(await read(`${path}/feed.${format}?token=${token}`)).toContain(
      format === 'json' ? '"Buffer" & co' : '"Buffer" &amp; co',
    );
    expect(await read(`/feeds/digest.${format}?token=${token}`)).toContain(wanted);
    expect(await read(`/feeds/search.${format}?q=buffer&token=${token}`)).toContain(wanted);
  });

  test('are closed without a token, with a forged one, and at once with a revoked one', async () => {
    const token = await tokenOf(reader);
    const path = await made(editor, { name: 'Fermeture', visibility: 'team' });
    for (const address of [`${path}/feed.atom`, '/feeds/digest.rss', '/feeds/search.json?q=a']) {
      const at = (given: string) => `${address}${address.includes('?') ? '&' : '?'}token=${given}`;
      expect((await stranger.get(address)).status).toBe(404);
      expect((await stranger.get(at('x'.repeat(43)))).status).toBe(404);
      expect((await stranger.get(at(token))).status).toBe(200);
    }
    const [kept] = (await server.deps.store.apiTokens.listOf('reader')).slice(-1);
    await reader.post(`/settings/tokens/${kept?.id}/revoke`, {});
    expect((await stranger.get(`${path}/feed.atom?token=${token}`)).status).toBe(404);
  });

  test('a token opens what its owner may read, and nothing but feeds', async () => {
    const token = await tokenOf(reader, 'write');
    const path = await made(editor, { name: 'Secret' });
    expect((await stranger.get(`${path}/feed.atom?token=${token}`)).status).toBe(404);
    for (const page of ['/', '/settings', path])
      expect((await stranger.get(`${page}?token=${token}`)).status).toBe(302);
  });

  test('a story planned for a day stands in the calendar of ideas until it is taken out', async () => {
    const token = await tokenOf(editor);
    const story = await storyCalled('Buffer');
    await editor.post(`/stories/${story}/idea`, { day: '2026-03-12' });
    await editor.post(`/stories/${story}/idea`, { day: 'demain' });
    const calendar = async () => (await stranger.get(`/feeds/ideas.ics?token=${token}`)).text();
    expect(await calendar()).toContain('20260312');
    expect(await (await editor.get(`/stories/${story}`)).text()).toContain('12 mars 2026');
    await editor.post(`/stories/${story}/idea`, { action: 'drop' });
    expect(await calendar()).not.toContain('VEVENT');
  });

  test('a search that cannot be read is named, not served', async () => {
    const token = await tokenOf(reader);
    const response = await stranger.get(`/feeds/search.atom?q=(buffer&token=${token}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('colonne');
  });
});

describe('what stands in a feed', () => {
  test('runs in no reader and breaks none, whatever a title or a note holds', async () => {
    const path = await made(editor, { name: 'Ordures', visibility: 'public' });
    const story = await storyCalled('Buffer');
    await editor.post(`${path}/stories`, { story, action: 'put' });
    const note = 'a\u0008b\u0000c <img src=x onerror=alert(1)> ]]> fin';
    await server.deps.store.boards.changeEntry(
      path.replace('/boards/', ''),
      story as never,
      { note, noteBy: 'editor' },
      'editor',
    );
    for (const format of ['atom', 'rss']) {
      const text = await (await stranger.get(`${path}/feed.${format}`)).text();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
      expect(text).not.toMatch(/[\u0000-\u0008]|<img/);
      expect(text).toContain('fin');
    }
  });

  test('of a public board is what its page shows, and costs no search', async () => {
    const path = await made(editor, { name: 'Sans lien', visibility: 'public', query: 'buffer' });
    const story = await storyCalled('Un marché');
    await editor.post(`${path}/stories`, { story, action: 'put' });
    const { search } = server.deps;
    let searches = 0;
    const countedSearch: typeof search.search = (request) => {
      searches += 1;
      return search.search(request);
    };
    server.deps.search = { ...search, search: countedSearch };
    const client = webClient(server.deps);
    await client.get(`${path}/feed.atom`);
    await client.get(path.replace('/boards/', '/p/'));
    server.deps.search = search;
    expect(searches).toBe(0);
  });
});

describe('a board that goes', () => {
  test('takes its subscribers along: the next of its name is another board', async () => {
    const { store } = server.deps;
    const path = await made(editor, { name: 'Passager', visibility: 'team' });
    const of = async () => (await store.subscriptions.list()).filter(({ subject }) => subject.kind === 'board');
    await editor.post('/subscriptions', { subject: `board:${path.replace('/boards/', '')}` });
    expect(await of()).toHaveLength(1);
    await editor.post(path, { action: 'remove' });
    expect(await of()).toHaveLength(0);
  });

  test('with whoever kept it goes to whoever removes them, and is lost to nobody', async () => {
    const { store } = server.deps;
    await store.people.add({ id: 'partant', name: 'P', email: 'partant@exemple.fr', role: 'editor', createdAt: 0 });
    const leaver = webClient(server.deps);
    await leaver.signIn('partant');
    const path = await made(leaver, { name: 'Orphelin' });
    await owner.post('/team/partant', { action: 'remove' });
    expect((await owner.get(path)).status).toBe(200);
  });

  test('is its owner’s and its curators’ to remove, not a reader’s who helps on it', async () => {
    const path = await made(editor, { name: 'Aidé', visibility: 'team' });
    await editor.post(`${path}/members`, { person: 'reader', role: 'editor' });
    expect((await reader.post(path, { action: 'remove' })).status).toBe(400);
    expect((await reader.post(path, { name: 'Aidé', visibility: 'private' })).status).toBe(400);
    expect((await reader.post(`${path}/members`, { person: 'reader', role: 'editor' })).status).toBe(400);
    expect((await editor.get(path)).status).toBe(200);
  });

  test('from feeds.yaml leaves its address taken, and one of the app is not taken over by the file', async () => {
    const { store } = server.deps;
    const file = [{ id: 'veille', name: 'Veille', query: 'reels', visibility: 'public' as const }];
    await store.boards.followFile(file, 'owner', MORNING);
    await store.boards.followFile([], 'owner', MORNING);
    const path = await made(editor, { name: 'Veille' });
    expect(path).not.toBe('/boards/veille');
    expect((await editor.get(path)).status).toBe(200);
    await store.boards.followFile([{ ...file[0], id: path.replace('/boards/', '') } as never], 'owner', MORNING);
    expect((await store.boards.find(path.replace('/boards/', '')))?.visibility).toBe('private');
    await store.boards.followFile([], 'owner', MORNING);
  });
});

test('an edition says of each story on which boards it stands, as far as its reader knows them, and after a merge too', async () => {
  const digest = await server.deps.store.digests.findLatest();
  const [told, other] = (digest?.sections ?? []).flatMap(({ stories }) => stories.map(({ id }) => id));
  const path = await made(reader, { name: 'Le coin du lecteur' });
  await reader.post(`${path}/stories`, { action: 'put', story: told ?? '' });
  const standsOn = async (client: WebClient, story: string | undefined) =>
    load(await (await client.get('/')).text())(`[data-story="${story}"] .onboard`).text();
  expect(await standsOn(reader, told)).toContain('Le coin du lecteur');
  expect(await standsOn(reader, other)).not.toContain('Le coin du lecteur');
  expect(await standsOn(owner, told)).not.toContain('Le coin du lecteur');
  await server.deps.store.stories.move(told as never, other as never, MORNING);
  expect(await standsOn(reader, told)).toContain('Le coin du lecteur');
  expect(await standsOn(reader, other)).toContain('Le coin du lecteur');
});
