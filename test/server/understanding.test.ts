import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ItemId, StoryId } from '../../src/domain/model/ids.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { retagIfChanged } from '../../src/pipeline/follow.ts';
import { taggerFor } from '../../src/pipeline/tagging.ts';
import { anItem } from '../support/builders.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let client: WebClient;
beforeAll(async () => {
  server = await demoServer();
  client = webClient(server.deps);
  await client.signIn();
  await tellOf('Velouria', 40);
});
afterAll(() => server.close());

const page = async (path: string) => load(await (await client.get(path)).text());
const itemCalled = async (start: string) => {
  const items = await server.deps.store.items.listSeenBetween(0, MORNING + DAY_MS);
  const item = items.find(({ title }) => title.startsWith(start));
  if (!item) throw new Error(`nothing is called ${start}`);
  return item;
};

/** Weeks of other news, then a name that four sources speak of this morning. */
async function tellOf(name: string, days: number): Promise<void> {
  const { store } = server.deps;
  const [source] = await store.sources.list();
  const sources = ['w', 'x', 'y', 'z'].map((letter) => `${letter}`.repeat(12));
  for (const id of sources)
    await store.sources.follow(
      { ...(source as NonNullable<typeof source>).source, id: id as never, url: `https://${id}.example/f` },
      0,
    );
  const tag = await taggerFor(server.deps);
  const item = (id: string, title: string, at: number, sourceId: string) =>
    tag(anItem({ id, title, sourceId, publishedAt: at, seenAt: at, language: 'fr' }), {
      id: sourceId,
      name: '',
      tags: [],
    });
  const past = Array.from({ length: days * 4 }, (_, at) =>
    item(
      `past-${at}`,
      `Un marché numéro ${at} rouvre`,
      MORNING - (Math.floor(at / 4) + 1) * DAY_MS,
      sources[at % 4] ?? '',
    ),
  );
  const today = sources.map((id, at) =>
    item(
      `new-${at}`,
      `Les ${['cafés', 'bars', 'hôtels', 'clubs'][at]} goûtent ${name} ce printemps`,
      MORNING - (5 - at) * HOUR_MS,
      id,
    ),
  );
  await store.transaction(async (tx) => {
    const items = [...past, ...today].map((each) => ({
      ...each,
      firstSweep: false,
      storyId: each.id as unknown as StoryId,
    }));
    await tx.items.insert(items, await tx.outbox.takeRevisions(items.length));
  });
}

describe('the board of competitors', () => {
  test('counts copies once, and each figure leads to the stories it counts', async () => {
    const $ = await page('/competitors?days=7');
    const row = $('tr:has(th:contains("Buffer"))').first();
    const figure = row.find('td a').first();
    // Of one story told twice and one that names it in its title: the copy is no second story.
    expect(figure.text()).toBe('2');
    const $list = await page(figure.attr('href') ?? '');
    expect($list('ol.tl > li').length).toBe(2);
    expect($list('.stats dd').text()).toContain('3');
  });

  test('a cell of who does what opens exactly its events', async () => {
    const $ = await page('/competitors?days=7');
    const cell = $('.heat td a').first();
    const $list = await page(cell.attr('href') ?? '');
    expect($list('ol.tl > li').length).toBe(Number(cell.text()));
    expect($list('ol.tl mark').text()).toContain('augmente le prix');
  });

  test('says the formula, and what is too young to rank', async () => {
    const text = (await page('/competitors'))('main').text();
    expect(text).toContain('poids de la source × place');
    expect((await page('/competitors/buffer'))('h1').text()).toContain('Buffer');
  });

  test('a period before which nothing was collected shows no change, as if all of it were news', async () => {
    const $ = await page('/competitors?days=90');
    expect($('.sov').text()).toContain('Rien n’a été relevé alors');
    expect($('.thermo .prev').length).toBe(0);
    expect($('.delta').length).toBe(0);
  });

  test.each(['/competitors/nobody', '/competitors/__proto__', '/trends/nothing'])('%s is not there', async (path) => {
    expect((await client.get(path)).status).toBe(404);
  });

  test.each(['?days=9999', '?days=x&event=nothing', '?event=<script>'])(
    'odd wishes are the usual page: %s',
    async (query) => {
      expect((await client.get(`/competitors/buffer${query}`)).status).toBe(200);
      expect((await client.get(`/competitors${query}`)).status).toBe(200);
    },
  );
});

describe('a story', () => {
  test('shows what happened with its words, and a reader sets it right for ever', async () => {
    const { id, storyId } = await itemCalled('Buffer augmente');
    const $ = await page(`/stories/${storyId}`);
    expect($('aside mark').text()).toContain('augmente le prix');
    const answer = await client.post(`/stories/${storyId}`, { action: 'correct', item: id, event: 'launch' });
    expect(answer.status).toBe(303);
    expect((await itemCalled('Buffer augmente')).event).toMatchObject({ type: 'launch', by: 'reader' });
    // Judged anew, the correction stays, and it is kept as a label.
    await server.deps.store.outbox.setNote('watch_list', '');
    await retagIfChanged(server.deps);
    expect((await itemCalled('Buffer augmente')).event).toMatchObject({ type: 'launch', by: 'reader' });
    expect(await server.deps.store.corrections.list()).toMatchObject([
      { itemId: id, event: 'launch', was: 'pricing', title: expect.stringContaining('Buffer') },
    ]);
    await client.post(`/stories/${storyId}`, { action: 'correct', item: id, event: 'other' });
    expect((await itemCalled('Buffer augmente')).event).toBeUndefined();
  });

  test('is split and merged by hand, and old addresses lead to it', async () => {
    const copy = await itemCalled('Buffer augmente le prix de son offre de base - La Gazette');
    const split = await client.post(`/stories/${copy.storyId}`, { action: 'split', item: copy.id });
    expect(split.status).toBe(303);
    const alone = await itemCalled('Buffer augmente le prix de son offre de base - La Gazette');
    const other = (await server.deps.store.items.listSeenBetween(0, MORNING + DAY_MS)).find(
      ({ title }) => title === 'Buffer augmente le prix de son offre de base',
    );
    expect(alone.storyId).not.toBe(other?.storyId);
    expect(await server.deps.store.stories.listApart(0)).toHaveLength(1);
    await client.post(`/stories/${other?.storyId}`, { action: 'merge', other: alone.storyId });
    expect(await server.deps.store.stories.listApart(0)).toHaveLength(0);
    const moved = await client.get(`/stories/${alone.storyId}`);
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `/stories/${other?.storyId}`]);
    expect(await server.deps.store.items.listOfStory(other?.storyId as StoryId)).toHaveLength(2);
    // Merged the other way round, the old address is the story again.
    await server.deps.store.stories.move(other?.storyId as StoryId, alone.storyId, MORNING);
    expect(await server.deps.store.stories.current(other?.storyId as StoryId)).toBe(alone.storyId);
    expect(await server.deps.store.stories.current(alone.storyId)).toBe(alone.storyId);
    await server.deps.store.stories.move(alone.storyId, other?.storyId as StoryId, MORNING);
  });

  test.each([
    [{ action: 'correct', event: 'nonsense' }],
    [{ action: 'split', item: 'not-in-it' }],
    [{ action: 'merge', other: 'nothing' }],
    [{ action: 'drop' }],
    [{}],
  ])('is not changed by %j', async (fields) => {
    const { storyId } = await itemCalled('Les reels');
    expect((await client.post(`/stories/${storyId}`, fields as Record<string, string>)).status).toBe(404);
  });

  test('of one article cannot be split', async () => {
    const { id, storyId } = await itemCalled('Les reels');
    expect((await client.post(`/stories/${storyId}`, { action: 'split', item: id })).status).toBe(404);
  });
});

test('what a language model says of a story is shown, marked as such, on its page and in the digest', async () => {
  const { store } = server.deps;
  const digest = await store.digests.findLatest();
  const story = digest?.sections[0]?.stories[0];
  const id = story?.items[0]?.id as ItemId;
  const advice = { summary: 'Un résumé <b>plus court</b>.', meaning: ['Une ligne pour nous.'] };
  await store.advice.save(id, { contentHash: '', model: 'petit modèle', advice, tokens: 10, at: MORNING });
  const $ = await page(`/stories/${story?.id}`);
  expect($('aside').text()).toContain('Une ligne pour nous.');
  expect($('aside').text()).toContain('petit modèle');
  const $digest = await page('/');
  expect($digest(`[data-story="${story?.id}"]`).text()).toContain('Un résumé <b>plus court</b>.');
});

describe('what the reader likes', () => {
  const tastes = () => server.deps.store.tastes.list('owner', MORNING);

  test('is learned from what they say and mark, once per story, and forgotten at their word', async () => {
    const { storyId, sourceId } = await itemCalled('Les reels');
    await client.post('/tastes/forget', { back: '/' });
    expect((await client.post(`/stories/${storyId}/taste`, { action: 'more' })).status).toBe(303);
    await client.post('/marks', { story: storyId, mark: 'saved' });
    await client.post('/marks', { story: storyId, mark: 'saved' });
    expect((await tastes()).get(`source ${sourceId}`)).toMatchObject({ said: 1, liked: 1 });
    await client.post(`/stories/${storyId}/taste`, { action: 'less' });
    await client.post('/marks', { story: storyId, mark: 'unsaved' });
    expect((await tastes()).get(`source ${sourceId}`)).toMatchObject({ said: 0, liked: 0 });
    expect((await client.post('/tastes/forget', { back: '/sources' })).headers.get('location')).toBe('/sources');
    expect((await tastes()).size).toBe(0);
  });

  test('of a story that is not there is not learned', async () => {
    expect((await client.post('/stories/nothing', { action: 'more' })).status).toBe(404);
  });
});

describe('trends', () => {
  test('a name that four sources speak of is new, with its days, its first source and why', async () => {
    const $ = await page('/trends');
    const link = $('th a').filter((_, each) => $(each).text() === 'Velouria');
    expect(link.length).toBe(1);
    const $one = await page(link.attr('href') ?? '');
    expect($one('main').text()).toContain('Nouveau');
    expect($one('main').text()).toMatch(/moins d’une chance sur [\d\s]+ que ce soit le hasard/);
    expect($one('ol.tl > li').length).toBe(4);
    expect($one('.data tbody tr').length).toBe(36);
  });

  test('a term that is followed becomes a topic that tags; forgotten, it tags no more', async () => {
    await client.post('/trends/velouria', { action: 'follow', term: 'Velouria' });
    await retagIfChanged(server.deps);
    const [item] = await server.deps.store.items.listByIds(['new-0']);
    expect(item?.topics).toMatchObject([{ id: 'velouria', words: ['Velouria'] }]);
    await client.post('/trends/velouria', { action: 'forget', term: 'Velouria' });
    await retagIfChanged(server.deps);
    expect((await server.deps.store.items.listByIds(['new-0' as ItemId]))[0]?.topics).toEqual([]);
  });

  test('terms followed at once all tag, and a change still under way never has the last word', async () => {
    for (const term of ['Velouria', 'goûtent'])
      await client.post(`/trends/t-${term.length}`, { action: 'follow', term });
    await retagIfChanged(server.deps);
    const [item] = await server.deps.store.items.listByIds(['new-0' as ItemId]);
    expect(item?.topics.map(({ id }) => id).sort()).toEqual(['t-7', 't-8']);
    for (const id of ['t-7', 't-8']) await client.post(`/trends/${id}`, { action: 'forget', term: id });
    await retagIfChanged(server.deps);
  });

  test('tagging anew that is told to stop begins again the next time', async () => {
    const { store } = server.deps;
    const topicsOf = async () => (await store.items.listByIds(['new-0' as ItemId]))[0]?.topics.map(({ id }) => id);
    await store.transaction((tx) => tx.outbox.setNote('watch_list', 'another'));
    const items = await store.items.listByIds(['new-0' as ItemId]);
    await store.transaction(async (tx) => {
      for (const item of items)
        await tx.items.setTags(
          { ...item, topics: [{ id: 'stale', words: [], inTitle: true }] },
          await tx.outbox.takeRevisions(1),
        );
    });
    expect(await retagIfChanged(server.deps, AbortSignal.abort())).toBe(0);
    expect(await topicsOf()).toEqual(['stale']);
    await retagIfChanged(server.deps);
    expect(await topicsOf()).toEqual([]);
  });

  test('a term that is ignored is not shown again', async () => {
    await client.post('/trends/velouria', { action: 'ignore', term: 'Velouria' });
    expect((await page('/trends'))('main').text()).not.toContain('Velouria');
    await client.post('/trends/velouria', { action: 'forget', term: 'Velouria' });
  });

  test.each([
    ['', 'Velouria'],
    ['video', 'Vidéo courte'],
    ['velouria', ''],
    ['velouria', '!!!'],
    ['velouria', '"'],
  ])('no topic of feeds.yaml is taken over, nor one without a name made: "%s" "%s"', async (id, term) => {
    expect((await client.post(`/trends/${id}`, { action: 'follow', term })).status).toBe(404);
  });
});
