import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/domain/model/units.ts';
import { NOW } from '../support/builders.ts';
import { body, rss } from '../support/fixtureServer.ts';
import { aWard, type Ward } from '../support/ward.ts';

interface Entry {
  title: string;
  guid: string;
  url: string;
  date: string;
  text?: string;
}
const entry = (title: string, n = 0, given: Partial<Entry> = {}): Entry => ({
  title,
  guid: `old:${title}`,
  url: `https://journal.example/2026/${title.replaceAll(' ', '-').toLowerCase()}.html`,
  date: new Date(NOW - n * DAY_MS).toUTCString(),
  ...given,
});
const BEFORE = ['Le pont rouvre', 'Le marché ferme', 'La gare attend', 'Le port gèle', 'Le parc dort'].map((title, n) =>
  entry(title, n),
);
const reissued = (each: Entry): Entry => ({ ...each, guid: `urn:uuid:${each.title}` });

/** What a second reading of a feed brings, after a first one. */
async function reading(first: Entry[], ...next: Entry[][]): Promise<{ ward: Ward; news: string[]; updates: string[] }> {
  const ward = await aWard();
  ward.server.on('/feed', ...[first, ...next].map((entries) => body(rss(entries))));
  await ward.nextCheck();
  const before = await ward.deps.store.outbox.revision();
  for (const _ of next) await ward.nextCheck();
  const stored = await ward.deps.store.items.listOfSource(ward.source.id, 100);
  const changed = (await ward.deps.store.outbox.revision()) - before;
  const news = stored.filter(({ firstSweep }) => !firstSweep).map(({ title }) => title);
  return { ward, news: news.sort(), updates: Array(changed - news.length).fill('update') };
}

describe('a site that was rebuilt', () => {
  test('new ids at the same addresses: nothing comes again, and nothing counts as edited', async () => {
    const { ward, news, updates } = await reading(BEFORE, BEFORE.map(reissued));
    expect([news, updates, await ward.titles()]).toEqual([[], [], BEFORE.map(({ title }) => title).sort()]);
    expect(await ward.kinds()).toEqual(['ids-changed']);
  });

  test('new ids and new addresses: told by their titles and the last step of the way', async () => {
    const moved = BEFORE.map((each) => ({
      ...reissued(each),
      url: each.url.replace('journal.example/2026', 'www.journal.example/actu').replace('.html', '/'),
    }));
    const { ward, news } = await reading(BEFORE, moved, moved);
    expect([news, (await ward.titles()).length]).toEqual([[], BEFORE.length]);
    expect(await ward.findings()).toMatchObject([{ kind: 'ids-changed', params: { count: 5 } }]);
  });

  test('entries that all lead to the home page are told by all they say', async () => {
    const home = BEFORE.map((each) => ({ ...each, url: 'https://journal.example/' }));
    const { ward, news } = await reading(home, home.map(reissued));
    expect([news, await ward.kinds()]).toEqual([[], ['ids-changed']]);
  });

  test('a true new article among them still arrives', async () => {
    const { news } = await reading(BEFORE, [entry('Le tramway arrive'), ...BEFORE.map(reissued)]);
    expect(news).toEqual(['Le tramway arrive']);
  });

  test('what is edited later is edited where it is', async () => {
    const edited = BEFORE.map(reissued).map((each, n) => (n === 0 ? { ...each, text: 'Tout a changé.' } : each));
    const { ward, news, updates } = await reading(BEFORE, BEFORE.map(reissued), edited);
    expect([news, updates, (await ward.titles()).length]).toEqual([[], ['update'], BEFORE.length]);
    const stored = await ward.deps.store.items.listOfSource(ward.source.id, 100);
    expect(stored.find(({ title }) => title === 'Le pont rouvre')?.text).toBe('Tout a changé.');
  });

  test('one article under a new id is no flood, and no rebuilding: it is not said', async () => {
    const [first, ...rest] = BEFORE as [Entry, ...Entry[]];
    const { ward, news } = await reading(BEFORE, [reissued(first), ...rest]);
    expect([news, await ward.kinds()]).toEqual([[], []]);
  });
});

describe('two articles are two', () => {
  test('with one title at two addresses', async () => {
    const { news } = await reading(BEFORE, [
      entry('Le pont rouvre', 0, { guid: 'new', url: 'https://journal.example/2027/encore-le-pont.html' }),
      ...BEFORE,
    ]);
    expect(news).toEqual(['Le pont rouvre']);
  });

  test('with one title and one address, both in the feed', async () => {
    const { ward, news } = await reading(BEFORE, [entry('Le pont rouvre', 0, { guid: 'new' }), ...BEFORE]);
    expect([news, (await ward.titles()).length]).toEqual([['Le pont rouvre'], 6]);
  });

  test('of a bulletin that has one title and leads to the home page, every day another', async () => {
    const day = (n: number) => [
      entry('Journal de 8 h', 0, { guid: `show ${n}`, url: 'https://radio.example/', text: `Jour ${n}` }),
    ];
    const { ward } = await reading(day(1), day(2), day(3));
    expect(await ward.titles()).toEqual(['Journal de 8 h', 'Journal de 8 h', 'Journal de 8 h']);
  });

  test('of a bulletin that keeps its page and its title, once there were two of them', async () => {
    const show = (n: number) =>
      entry('Journal de 8 h', 0, { guid: `show ${n}`, url: 'https://radio.example/journal', text: `Jour ${n}` });
    const { ward } = await reading([show(1), show(2)], [show(3), show(4)], [show(5), show(6)]);
    expect((await ward.titles()).length).toBe(6);
  });

  test('that share a page, as comments do, even under one title', async () => {
    const page = 'https://journal.example/2026/le-pont.html';
    const comments = ['Re: pont', 'Bravo'].map((title) => entry(title, 0, { url: page }));
    const { news } = await reading(comments, [entry('Bravo', 0, { url: page, guid: 'another', text: 'Moi aussi.' })]);
    expect(news).toEqual(['Bravo']);
  });
});

test('an edited title, text or address under the same id is an edit, never a new article', async () => {
  const [first, second, third, ...rest] = BEFORE as [Entry, Entry, Entry, ...Entry[]];
  const { ward, news, updates } = await reading(BEFORE, [
    { ...first, title: 'Le pont ne rouvre pas' },
    { ...second, text: 'Corrigé.' },
    { ...third, url: 'https://journal.example/ailleurs' },
    ...rest,
  ]);
  expect([news, updates.length, (await ward.titles()).length]).toEqual([[], 3, 5]);
});
