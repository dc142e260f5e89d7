import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findWays } from '../../src/pipeline/find.ts';
import { body, type FixtureServer, fixtureServer, hang, redirect, rss, status } from '../support/fixtureServer.ts';
import { type TestDeps, testDeps } from '../support/testDeps.ts';

let site: FixtureServer;
beforeEach(async () => {
  site = await fixtureServer();
});
afterEach(() => site.close());

/** Every request a search may make, whatever a page says. */
const MOST_ASKED = 41;

const html = (content: string) =>
  body(`<!doctype html><html>${content}</html>`, { 'content-type': 'text/html; charset=utf-8' });
const link = (href: string, title = '', type = 'application/rss+xml') =>
  `<link rel="alternate" type="${type}" href="${href}" title="${title}">`;
const page = (...links: string[]) =>
  html(`<head><title>Journal</title>${links.join('')}</head><body><p>Bonjour.</p></body>`);
const feed = (title: string, ...items: string[]) => body(rss(items.length > 0 ? items : [`Une de ${title}`], title));

const find = async (path = '/', deps?: TestDeps) => findWays(`${site.url}${path}`, deps ?? (await testDeps()));
const feedsFound = async (path = '/', deps?: TestDeps) =>
  (await find(path, deps)).ways.filter(({ kind }) => kind === 'feed').map(({ url }) => url.replace(site.url, ''));
const asked = () => site.seen.map(({ path }) => path);

/** The site answers in place of other hosts: of the network's edge, the address alone is replaced. */
async function standingInFor(...origins: string[]): Promise<TestDeps> {
  const deps = await testDeps();
  const stand = (url: string) => origins.reduce((now, origin) => now.replace(origin, site.url), url);
  return { ...deps, http: { ...deps.http, get: (request) => deps.http.get({ ...request, url: stand(request.url) }) } };
}

describe('the feeds of a page', () => {
  test('a feed given directly is the only way, and nothing else is asked', async () => {
    site.on('/feed', feed('Une', 'Un', 'Deux'));
    expect(await find('/feed')).toMatchObject({
      ways: [{ kind: 'feed', title: 'Une', url: `${site.url}/feed`, items: [{ title: 'Un' }, { title: 'Deux' }] }],
    });
    expect(asked()).toEqual(['/feed']);
  });

  test('all that are announced, in their order, with their own titles and items; the page itself last', async () => {
    site.on('/', page(link('/a', 'annoncé'), link('/b'), link('/c')));
    for (const name of ['a', 'b', 'c']) site.on(`/${name}`, feed(`Flux ${name}`));
    expect((await find()).ways).toMatchObject([
      { kind: 'feed', title: 'Flux a', items: [{ title: 'Une de Flux a' }] },
      { kind: 'feed', title: 'Flux b', items: [{ title: 'Une de Flux b' }] },
      { kind: 'feed', title: 'Flux c', items: [{ title: 'Une de Flux c' }] },
      { kind: 'page', title: 'Journal', url: `${site.url}/` },
    ]);
  });

  test('a feed that gives itself no title has the one it is announced under', async () => {
    site.on('/', page(link('/a', 'Toute l’actualité')));
    site.on('/a', feed(''));
    expect((await find()).ways[0]).toMatchObject({ title: 'Toute l’actualité' });
  });

  test('an article leads to its site’s feed; those of comments come last, whatever they are called', async () => {
    site.on(
      '/2026/11/article/',
      page(link('/2026/11/article/feed/', 'Journal » Article'), link('/comments/feed/'), link('/feed/')),
    );
    site.on('/2026/11/article/feed/', feed('Commentaires sur : Article'));
    site.on('/comments/feed/', feed('Commentaires pour Journal'));
    site.on('/feed/', feed('Journal'));
    expect((await feedsFound('/2026/11/article/'))[0]).toBe('/feed/');
  });

  test('an announced feed that is gone leaves those that work', async () => {
    site.on('/', page(link('/gone'), link('/page'), link('/broken'), link('/works')));
    site.on('/page', page());
    site.on('/broken', body('<rss><channel><item>'));
    site.on('/works', feed('Journal'));
    expect(await feedsFound()).toEqual(['/works']);
  });

  test('a feed without items comes after one that has some', async () => {
    site.on('/', page(link('/empty'), link('/full')));
    site.on('/empty', body(rss([], 'Vide')));
    site.on('/full', feed('Plein'));
    expect(await feedsFound()).toEqual(['/full', '/empty']);
  });

  test('a feed relative to the base the page names', async () => {
    site.on('/', html(`<head><base href="/blog/">${link('feed.xml')}</head>`));
    site.on('/blog/feed.xml', feed('Blog'));
    expect(await feedsFound()).toEqual(['/blog/feed.xml']);
  });

  test('a word or an icon in the foot', async () => {
    site.on('/', html('<body><footer><a href="/x"><i class="fa fa-rss"></i></a></footer></body>'));
    site.on('/x', feed('Journal'));
    expect(await feedsFound()).toEqual(['/x']);
  });

  test('the page of feeds that "RSS" leads to, where there is nothing better', async () => {
    site.on('/', html('<body><a href="/nos-flux">Nos flux RSS</a></body>'));
    site.on('/nos-flux', html('<body><a href="/rss/une.xml">Une</a> <a href="/rss/sport.xml">Sport</a></body>'));
    for (const name of ['une', 'sport']) site.on(`/rss/${name}.xml`, feed(name));
    expect(await feedsFound()).toEqual(['/rss/une.xml', '/rss/sport.xml']);
  });

  test('those of the page’s language first', async () => {
    site.on('/fr/', page(link('/en/feed'), link('/fr/feed')));
    for (const language of ['en', 'fr']) site.on(`/${language}/feed`, feed(language));
    expect(await feedsFound('/fr/')).toEqual(['/fr/feed', '/en/feed']);
  });
});

describe('one feed at several addresses is one way', () => {
  test('with a slash or without: asked once', async () => {
    site.on('/', page(link('/feed'), link('/feed/')));
    site.on('/feed', feed('Journal'));
    expect(await feedsFound()).toEqual(['/feed']);
    expect(asked()).not.toContain('/feed/');
  });

  test('by redirection', async () => {
    site.on('/', page(link('/old'), link('/feed')));
    site.on('/old', redirect(301, '/feed'));
    site.on('/feed', feed('Journal'));
    expect(await feedsFound()).toEqual(['/feed']);
  });

  test('as RSS and as Atom, by the same news in whatever order', async () => {
    site.on('/', page(link('/rss'), link('/atom')));
    site.on('/rss', feed('Journal (RSS)', 'Un', 'Deux'));
    site.on('/atom', feed('Journal (Atom)', 'Deux', 'Un'));
    expect(await feedsFound()).toEqual(['/rss']);
  });

  test('never two that are empty', async () => {
    site.on('/', page(link('/a'), link('/b')));
    for (const name of ['a', 'b']) site.on(`/${name}`, body(rss([], 'Rien encore')));
    expect(await feedsFound()).toEqual(['/a', '/b']);
  });
});

describe('a page that announces nothing', () => {
  test('the usual places, one after the other, until one answers', async () => {
    site.on('/', page());
    site.on('/atom.xml', feed('Journal'));
    expect(await feedsFound()).toEqual(['/atom.xml']);
    expect(asked()).toEqual(['/', '/feed', '/rss', '/atom.xml']);
  });

  test('beside a section first', async () => {
    site.on('/blog', page());
    site.on('/blog/feed', feed('Blog'));
    expect(await feedsFound('/blog')).toEqual(['/blog/feed']);
  });

  test('the comments on an article are not its site’s news', async () => {
    site.on('/article', page());
    site.on('/article/feed', feed('Comments on: Article'));
    site.on('/feed', feed('Journal'));
    expect(await feedsFound('/article')).toEqual(['/feed']);
  });

  test('where what built it keeps its feed', async () => {
    site.on('/', html('<head><meta name="generator" content="SPIP 4.3"></head>'));
    site.on('/spip.php?page=backend', feed('Journal'));
    expect(await feedsFound()).toEqual(['/spip.php?page=backend']);
  });

  test('no feed at all: the page as a list where it looks like one, and watched', async () => {
    const entries = [
      'Le port rouvre après les travaux',
      'Le conseil refuse le second pont',
      'Cinq questions sur le tramway',
      'Le phare retrouve sa lampe',
    ]
      .map(
        (title, at) =>
          `<article><h2><a href="/n/${at}">${title}</a></h2><p>Ce qu’il en est de cette nouvelle.</p></article>`,
      )
      .join('');
    site.on('/', html(`<head><title>Journal</title></head><body><main>${entries}</main></body>`));
    expect(await find()).toMatchObject({
      problem: { kind: 'html-instead-of-feed' },
      ways: [
        { kind: 'list', title: 'Journal', items: { length: 4 }, selectors: { item: expect.any(String) } },
        { kind: 'page', title: 'Journal' },
      ],
    });
  });

  test('a page of a few words can only be watched', async () => {
    site.on('/', page());
    expect((await find()).ways).toMatchObject([{ kind: 'page', title: 'Journal', items: [] }]);
  });
});

describe('what stands in the way', () => {
  test('a wall against robots is named, and no usual place is tried', async () => {
    site.on(
      '/',
      html('<head><title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script></head>'),
    );
    expect(await find()).toMatchObject({ ways: [], problem: { kind: 'challenge', params: { wall: 'Cloudflare' } } });
    expect(asked()).toEqual(['/']);
  });

  test('a page that is gone', async () => {
    expect(await find('/gone')).toMatchObject({ ways: [], problem: { kind: 'not-found' } });
    expect(asked()).toEqual(['/gone']);
  });

  test('what is no page and no feed', async () => {
    site.on('/picture', body(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), { 'content-type': 'image/png' }));
    const { ways, problem } = await find('/picture');
    expect(ways).toEqual([]);
    expect(problem).toBeDefined();
  });

  test('a feed announced on a private address is never asked', async () => {
    const inside = await fixtureServer('127.0.0.2');
    inside.on('/feed', feed('Intérieur'));
    site.on(
      '/',
      page(
        link(`${inside.url}/feed`),
        link('http://10.0.0.1/feed'),
        link('http://[::1]/feed'),
        link('http://169.254.169.254/'),
      ),
    );
    expect(await feedsFound()).toEqual([]);
    expect(inside.seen).toEqual([]);
    await inside.close();
  });

  test('a feed that never answers keeps nobody from the others', async () => {
    site.on('/', page(link('/slow'), link('/works')));
    site.on('/slow', hang);
    site.on('/works', feed('Journal'));
    expect(await feedsFound('/', await testDeps({ http: { headersMs: 500 } }))).toEqual(['/works']);
  });

  test('a page that announces and links to hundreds of feeds, none of which works, costs a bounded number of requests', async () => {
    const many = Array.from({ length: 300 }, (_, at) => at);
    site.on(
      '/c/somebody',
      html(
        `${many.map((at) => link(`/announced/${at}`)).join('')}${many.map((at) => `<a href="/feed/${at}.xml">RSS</a>`).join('')}`,
      ),
    );
    for (const at of many)
      site.on(`/announced/${at}`, html(many.map((other) => `<a href="/again/${other}.rss">RSS</a>`).join('')));
    await find('/c/somebody');
    expect(asked().length).toBeLessThanOrEqual(MOST_ASKED);
    expect(new Set(asked()).size).toBe(asked().length);
  });
});

describe('pages of platforms', () => {
  test('the platform’s own address comes before what the page announces', async () => {
    site.on('/@jean', page(link('/feed')));
    site.on('/@jean.rss', feed('Jean'));
    site.on('/feed', feed('Autre'));
    expect(await feedsFound('/@jean')).toEqual(['/@jean.rss', '/feed']);
  });

  test('a page that is refused still has its platform’s feed', async () => {
    site.on('/@jean', status(403));
    site.on('/@jean.rss', feed('Jean'));
    expect(await find('/@jean')).toMatchObject({ ways: [{ kind: 'feed', title: 'Jean' }] });
  });

  test('a shortened address is followed to the platform it leads to', async () => {
    site.on('/s/1', redirect(302, '/@jean'));
    site.on('/@jean', page());
    site.on('/@jean.rss', feed('Jean'));
    expect(await feedsFound('/s/1')).toEqual(['/@jean.rss']);
  });

  test('a podcast in Apple’s directory leads to the feed the directory names', async () => {
    const deps = await standingInFor('https://podcasts.apple.com', 'https://itunes.apple.com');
    site.on(
      '/lookup?entity=podcast&id=1234567&country=fr',
      body(JSON.stringify({ resultCount: 1, results: [{ feedUrl: `${site.url}/pods` }] })),
    );
    site.on('/pods', feed('Les pieds sur terre', 'Épisode 1'));
    expect((await findWays('https://podcasts.apple.com/fr/podcast/les-pieds/id1234567', deps)).ways[0]).toMatchObject({
      url: `${site.url}/pods`,
      title: 'Les pieds sur terre',
      items: [{ title: 'Épisode 1' }],
    });
  });

  test('a directory that knows no such podcast names nothing', async () => {
    const deps = await standingInFor('https://podcasts.apple.com', 'https://itunes.apple.com');
    site.on('/lookup', body('{"resultCount":0,"results":[]}'));
    expect((await findWays('https://podcasts.apple.com/fr/podcast/x/id1234567', deps)).ways).toEqual([]);
  });

  test('the directory’s answer may not lead inside', async () => {
    const inside = await fixtureServer('127.0.0.2');
    const deps = await standingInFor('https://podcasts.apple.com', 'https://itunes.apple.com');
    site.on('/lookup', body(JSON.stringify({ results: [{ feedUrl: `${inside.url}/feed` }] })));
    await findWays('https://podcasts.apple.com/fr/podcast/x/id1234567', deps);
    expect(inside.seen).toEqual([]);
    await inside.close();
  });

  test('a handle on YouTube leads to the channel its page names', async () => {
    const deps = await standingInFor('https://www.youtube.com');
    site.on('/@LeMonde', page(`<link rel="canonical" href="https://www.youtube.com/channel/UC${'a'.repeat(22)}">`));
    site.on(`/feeds/videos.xml?channel_id=UC${'a'.repeat(22)}`, feed('Le Monde'));
    const stood = {
      ...deps,
      http: { ...deps.http, get: async (request: { url: string }) => asItself(await deps.http.get(request)) },
    };
    expect((await findWays('https://www.youtube.com/@LeMonde', stood)).ways[0]).toMatchObject({ title: 'Le Monde' });
  });
});

/** An answer of the fixture server under the name of the host it stands in for. */
const asItself = <Outcome extends { kind: string }>(outcome: Outcome): Outcome =>
  'finalUrl' in outcome
    ? { ...outcome, finalUrl: String(outcome.finalUrl).replace(site.url, 'https://www.youtube.com') }
    : outcome;
