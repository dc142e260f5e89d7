import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../src/cli/main.ts';
import { type DemoArticle, demoWeb } from '../../src/demo/demoWeb.ts';
import { body, fixtureServer } from '../support/fixtureServer.ts';

const NOW = '2026-03-10T05:30:00.000Z';
const articles: DemoArticle[] = [
  {
    source: 'presse',
    daysAgo: 0,
    at: '05:10',
    lang: 'fr',
    title: 'Buffer augmente le prix de son offre',
    summary: 'Douze euros au lieu de dix.',
    slug: 'prix',
  },
  {
    source: 'presse',
    daysAgo: 0,
    at: '04:10',
    lang: 'en',
    title: 'Reels get a new format on Monday',
    summary: 'The square is back.',
    slug: 'reels',
  },
];

let folder: string;
let web: Awaited<ReturnType<typeof demoWeb>>;
let stdout = '';
let stderr = '';

beforeAll(async () => {
  web = await demoWeb(articles, 'Europe/Paris', () => Date.parse(NOW));
});
afterAll(() => web.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  writeConfig(`
competitors: [{ id: buffer, name: Buffer }]
topics: [{ id: video, name: Vidéo, query: reels }]
sources:
  - { feed: "${web.url}/presse/feed.xml", name: La Presse }
`);
  vi.stubEnv('VIGIE_DATA', join(folder, 'data'));
  vi.stubEnv('VIGIE_CONFIG', join(folder, 'feeds.yaml'));
  vi.stubEnv('VIGIE_ALLOW_HOSTS', '127.0.0.1');
  vi.stubEnv('LOG_LEVEL', 'silent');
  vi.stubEnv('VIGIE_SEARCH', 'embedded');
  [stdout, stderr] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const writeConfig = (text: string) => writeFileSync(join(folder, 'feeds.yaml'), text);
const vigie = (...words: string[]) => run(['node', 'vigie', ...words]);
async function json(...words: string[]): Promise<unknown> {
  stdout = '';
  expect(await vigie(...words, '--json'), stderr).toBe(0);
  return JSON.parse(stdout);
}

describe('the JSON of the contract', () => {
  test('sweep counts what it asked and what it found, and names each failure', async () => {
    writeConfig(`sources: [ "${web.url}/presse/feed.xml", "${web.url}/nothing/here" ]`);
    const report = await json('sweep', '--now', NOW);
    expect(report).toEqual({
      checked: 2,
      changed: 1,
      unchanged: 0,
      failed: 1,
      newItems: 2,
      updatedItems: 0,
      durationMs: expect.any(Number),
      failures: [
        {
          source: expect.any(String),
          url: `${web.url}/nothing/here`,
          kind: 'not-found',
          message: expect.stringContaining('404'),
        },
      ],
    });
    expect(await json('sweep', '--now', NOW)).toMatchObject({ checked: 0 });
    expect(await json('sweep', '--force', '--now', NOW)).toMatchObject({ checked: 2, newItems: 0, unchanged: 1 });
    expect(await json('sweep', '--source', `${web.url}/presse/feed.xml`, '--now', NOW)).toMatchObject({
      checked: 1,
      unchanged: 1,
    });
  });

  test('check tries one address and stores nothing', async () => {
    expect(await json('check', `${web.url}/presse/feed.xml`)).toMatchObject({
      url: `${web.url}/presse/feed.xml`,
      kind: 'feed',
      feedUrl: `${web.url}/presse/feed.xml`,
      title: 'presse',
      items: [
        {
          title: 'Buffer augmente le prix de son offre',
          url: `${web.url}/presse/prix`,
          publishedAt: '2026-03-10T04:10:00.000Z',
          topics: [],
          competitors: ['buffer'],
          event: 'pricing',
        },
        { topics: ['video'] },
      ],
      problems: [],
    });
    expect(await json('search', '')).toMatchObject({ total: 0 });
  });

  test('digest prints the edition, the same one when asked again', async () => {
    await json('sweep', '--now', NOW);
    const digest = await json('digest', '--minutes', '30', '--now', NOW);
    expect(digest).toMatchObject({
      number: 1,
      date: '2026-03-10',
      budgetMinutes: 30,
      plannedMinutes: 4,
      considered: { items: 2, stories: 2 },
      leftOut: [],
    });
    expect(digest).toMatchObject({
      sections: [
        {
          id: 'competitors',
          stories: [
            {
              id: expect.any(String),
              title: expect.any(String),
              url: expect.any(String),
              minutes: 2,
              score: expect.any(Number),
              reasons: expect.arrayContaining([{ code: 'competitor', points: 30, params: expect.any(Object) }]),
              items: [{ id: expect.any(String), source: 'La Presse', publishedAt: '2026-03-10T04:10:00.000Z' }],
            },
          ],
        },
        { id: 'topics' },
      ],
    });
    expect(await json('digest', '--now', NOW)).toEqual(digest);
    expect(await json('digest', '--date', '2026-03-10')).toEqual(digest);
  });

  test('a digest asked for before anything was collected is refused, and takes nobody’s place', async () => {
    expect(await vigie('digest', '--now', NOW)).toBe(1);
    expect(stderr).toBe('vigie: nothing has been collected yet: no digest is made\n');
    await json('sweep', '--now', NOW);
    expect(await json('digest', '--now', NOW)).toMatchObject({ number: 1, considered: { items: 2 } });
  });

  test('a query of several words needs no quotes, and a phrase keeps those the shell took', async () => {
    await json('sweep', '--now', NOW);
    expect(await json('search', 'le prix', '-reels')).toMatchObject({ query: '"le prix" -reels', total: 1 });
    expect(await json('search', 'prix', 'augmente', '--limit', '1')).toMatchObject({
      query: 'prix augmente',
      total: 1,
    });
  });

  test('search answers with items and facets', async () => {
    await json('sweep', '--now', NOW);
    expect(await json('search', 'competitor:buffer prix')).toEqual({
      query: 'competitor:buffer prix',
      total: 1,
      tookMs: expect.any(Number),
      engine: 'embedded',
      degraded: false,
      approximate: false,
      items: [
        {
          id: expect.any(String),
          title: 'Buffer augmente le prix de son offre',
          url: `${web.url}/presse/prix`,
          source: 'La Presse',
          publishedAt: '2026-03-10T04:10:00.000Z',
          competitors: ['buffer'],
          topics: [],
          event: 'pricing',
          tone: 'negative',
          lang: 'fr',
        },
      ],
      facets: {
        competitor: { buffer: 1 },
        topic: {},
        event: { pricing: 1 },
        source: { 'La Presse': 1 },
        lang: { fr: 1 },
        tone: { negative: 1 },
        month: { '2026-03': 1 },
      },
    });
    expect(await json('search', 'prix', '--limit', '1', '--offset', '1')).toMatchObject({ total: 1, items: [] });
  });

  test('source list, add, pause, resume and remove give the objects concerned', async () => {
    expect(await json('source', 'list')).toEqual([
      {
        id: expect.any(String),
        name: 'La Presse',
        kind: 'feed',
        url: `${web.url}/presse/feed.xml`,
        items: 0,
        health: 'new',
        lastCheckedAt: null,
        nextCheckAt: expect.any(String),
        problem: null,
      },
    ]);
    const added = await json('source', 'add', `${web.url}/autre/feed.xml`, '--name', 'Autre');
    expect(added).toMatchObject({ name: 'Autre', kind: 'feed' });
    const { id } = added as { id: string };
    expect(await json('source', 'pause', id)).toEqual({ id, paused: true });
    expect(await json('source', 'resume', id)).toEqual({ id, paused: false });
    expect(await json('source', 'remove', id)).toEqual({ id, removed: true });
    expect(await json('source', 'list')).toHaveLength(1);
  });

  test('opml goes out and comes in without loss', async () => {
    writeFileSync(
      join(folder, 'in.opml'),
      `<opml version="2.0"><body><outline text="Presse"><outline text="Un" xmlUrl="https://un.example/feed"/><outline text="Deux" xmlUrl="not an address"/></outline></body></opml>`,
    );
    expect(await json('opml', 'import', join(folder, 'in.opml'))).toEqual({
      feeds: 1,
      added: 1,
      known: 0,
      refused: [
        {
          line: 1,
          kind: 'not-web-address',
          text: 'Deux: not an address',
          message: expect.stringContaining('not an address'),
        },
      ],
    });
    expect(await vigie('opml', 'import', join(folder, 'in.opml'))).toBe(0);
    expect(stdout).toContain('Deux: not an address');
    expect(await json('opml', 'import', join(folder, 'in.opml'))).toMatchObject({ added: 0, known: 1 });
    expect(await json('opml', 'export')).toMatchObject({
      feeds: [
        { url: `${web.url}/presse/feed.xml`, title: 'La Presse' },
        { url: 'https://un.example/feed', title: 'Un', tags: ['Presse'] },
      ],
    });
    stdout = '';
    await vigie('opml', 'export');
    writeFileSync(join(folder, 'out.opml'), stdout);
    expect(await json('opml', 'import', join(folder, 'out.opml'))).toMatchObject({ feeds: 2, added: 0 });
  });

  test('opml import reads an address too, and says why it cannot', async () => {
    const server = await fixtureServer();
    onTestFinished(() => server.close());
    server.on('/list.opml', body('<opml><body><outline text="Un" xmlUrl="un.example/feed"/><outline></body></opml>'));
    expect(await json('opml', 'import', `${server.url}/list.opml`)).toMatchObject({
      ...{ feeds: 1, added: 1, refused: [{ line: 1, kind: 'broken-markup' }] },
    });
    expect(await vigie('opml', 'import', `${server.url}/nothing`)).toBe(1);
    expect(stderr).toContain('404');
  });

  test.each([
    ['', /is empty|est vide/],
    ['<!doctype html><html></html>', /web page|page web/],
    ['<rss version="2.0"/>', /is a feed|est un flux/],
    ['words', /no OPML|pas d’OPML/],
  ])('of %j, opml import says in one sentence why it cannot be read', async (content, why) => {
    const file = join(folder, 'in.opml');
    writeFileSync(file, content);
    expect(await vigie('opml', 'import', file)).toBe(1);
    expect(stderr).toMatch(why);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('an OPML file named in feeds.yaml is followed; one that is not there is named', async () => {
    writeFileSync(
      join(folder, 'mine.opml'),
      '<opml><body><outline text="Un" xmlUrl="https://un.example/feed"/></body></opml>',
    );
    writeConfig('sources: [{ opml: ./mine.opml, tags: [lu] }, "https://un.example/feed", "https://deux.example/feed"]');
    expect(await json('source', 'list')).toMatchObject([
      { url: 'https://un.example/feed' },
      { url: 'https://deux.example/feed' },
    ]);
    writeConfig('sources: [{ opml: ./other.opml }]');
    expect(await vigie('source', 'list')).toBe(1);
    expect(stderr).toBe('feeds.yaml: sources[0].opml: ./other.opml cannot be read (ENOENT)\n');
  });

  test('config export prints one file for the sources of both kinds, which is a valid feeds.yaml', async () => {
    await json('source', 'add', `${web.url}/autre/feed.xml`, '--name', 'Autre');
    stdout = '';
    expect(await vigie('config', 'export')).toBe(0);
    writeConfig(stdout);
    expect(await json('config', 'check')).toMatchObject({ ok: true, sources: 2, competitors: 1, topics: 1 });
  });

  test('reindex and doctor say what was done and what is wrong', async () => {
    await json('sweep', '--now', NOW);
    expect(await json('reindex')).toEqual({ reindexed: [{ engine: 'embedded', items: 2 }] });
    expect(await json('doctor')).toMatchObject({ ok: true });
    expect(await json('user', 'link')).toMatchObject({
      link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/sign-in\?token=[\w-]{43}$/),
    });
  });
});

describe('exit codes and messages', () => {
  test('0 done, 1 failed, 2 usage', async () => {
    expect(await vigie('--help')).toBe(0);
    expect(await vigie('sweep', '--now', 'yesterday')).toBe(2);
    expect(await vigie('digest', '--date', '10 mars')).toBe(2);
    expect(await vigie('search', 'x', '--limit', 'many')).toBe(2);
    expect(await vigie('no-such-command')).toBe(2);
    expect(await vigie('search', '(buffer')).toBe(2);
    expect(await vigie('sweep', '--source', 'nothing')).toBe(1);
    expect(await vigie('source', 'remove', 'nothing')).toBe(1);
    expect(await vigie('digest', '--date', '1999-01-01')).toBe(1);
    expect(await vigie('opml', 'import', join(folder, 'no.opml'))).toBe(1);
    expect(await vigie('check', 'http://169.254.169.254/')).toBe(1);
  });

  test('a mistaken feeds.yaml stops every command with one line per mistake', async () => {
    writeConfig(
      'topics: [{ id: x, name: X, query: "(a" }]\nsources: [{ feed: "https://a.example/f", every: half hour }]',
    );
    expect(await vigie('sweep')).toBe(1);
    expect(stderr.split('\n').filter(Boolean)).toEqual([
      'feeds.yaml: sources[0].every: expected a duration like "30m", got "half hour"',
      'feeds.yaml: topics[0].query: column 1: parenthesis never closed',
    ]);
    stderr = '';
    expect(await vigie('config', 'check', '--json')).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [
        { place: 'sources[0].every', message: 'expected a duration like "30m", got "half hour"' },
        { place: 'topics[0].query' },
      ],
    });
  });

  test('a malformed variable stops the start with one clear line, without its value', async () => {
    vi.stubEnv('PORT', 'hunter2');
    expect(await vigie('source', 'list')).toBe(1);
    expect(stderr).toBe('environment: PORT: expected a port from 0 to 65535\n');
  });

  test('with --json stdout holds one JSON document and nothing else', async () => {
    for (const words of [['source', 'list'], ['sweep', '--now', NOW], ['digest', '--now', NOW], ['doctor']]) {
      stdout = '';
      await vigie(...words, '--json');
      expect(() => JSON.parse(stdout), words.join(' ')).not.toThrow();
    }
  });
});
