import { describe, expect, test } from 'vitest';
import { type Answer, body, fixtureServer, redirect, rss, status } from '../support/fixtureServer.ts';
import { aWard, type Ward } from '../support/ward.ts';

const SENTENCES = Array.from(
  { length: 30 },
  (_, n) => `<p>La phrase ${n} de l’article dit ce que le résumé ne dit pas, et elle le dit jusqu’au bout.</p>`,
).join('');
const article = (inside = SENTENCES): Answer =>
  body(
    `<!doctype html><html lang="fr"><head><title>Le pont</title></head><body><nav><a href="/">Accueil</a></nav>
<article><h1>Le pont rouvre</h1>${inside}</article><footer>Mentions légales</footer></body></html>`,
    { 'content-type': 'text/html; charset=utf-8' },
  );

async function paper(pages: Record<string, Answer>, given: Parameters<typeof aWard>[0] = {}): Promise<Ward> {
  const ward = await aWard({ ...given, source: { fullText: true, ...given.source } });
  for (const [path, answer] of Object.entries(pages)) ward.server.on(path, answer);
  const entries = Object.keys(pages)
    .filter((path) => path.startsWith('/a'))
    .map((path) => ({ title: path, url: ward.server.url + path, text: 'Le résumé.' }));
  ward.server.on('/feed', body(rss(entries)), body(`${rss(entries)}<!-- again -->`));
  return ward;
}
const items = async ({ deps, source }: Ward) =>
  (await deps.store.items.listOfSource(source.id, 100)).sort((a, b) => (a.title < b.title ? -1 : 1));
const paths = ({ server }: Ward) => server.seen.map(({ path }) => path);

describe('the text of the article', () => {
  test('takes the place of its summary: the readable part, without menus', async () => {
    const ward = await paper({ '/a': article() });
    await ward.nextCheck();
    const [item] = await items(ward);
    expect(item).toMatchObject({ isFullText: true, readingMinutes: 3 });
    expect(item?.text).toContain('La phrase 29 de l’article');
    expect(item?.text).not.toMatch(/Accueil|Mentions/);
  });

  test('is fetched once, while the feed says the same of it', async () => {
    const ward = await paper({ '/a': article() });
    for (const _ of 'abc') await ward.nextCheck();
    expect(paths(ward).filter((path) => path === '/a')).toHaveLength(1);
    expect((await items(ward))[0]?.isFullText).toBe(true);
  });

  test('is not asked for where the source does not want it, nor where the feed gives it whole', async () => {
    const ward = await paper({ '/a': article() }, { source: { fullText: false } });
    await ward.nextCheck();
    const whole = await paper({ '/a': article() });
    whole.server.on('/feed', body(rss([{ title: 'Une', url: `${whole.server.url}/a`, text: 'mot '.repeat(400) }])));
    await whole.nextCheck();
    expect([paths(ward), paths(whole)]).toEqual([['/feed'], ['/feed']]);
  });

  test('is asked for as a person asks for a page: HTML, under our name, by robots.txt, which the feed is not', async () => {
    const ward = await paper({ '/a-open': article(), '/a-closed': article() });
    ward.server.on('/robots.txt', body('User-agent: *\nDisallow: /feed\nDisallow: /a-closed'));
    await ward.nextCheck();
    expect(paths(ward).sort()).toEqual(['/a-open', '/feed', '/robots.txt']);
    const asked = ward.server.seen.find(({ path }) => path === '/a-open');
    expect(asked?.headers).toMatchObject({
      accept: 'text/html, application/xhtml+xml',
      'user-agent': expect.stringContaining('Vigie'),
    });
    expect((await items(ward)).map(({ text }) => text === 'Le résumé.')).toEqual([true, false]);
  });

  test('of ten at most in one check', async () => {
    const ward = await paper(Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`/a${n}`, article()])));
    await ward.nextCheck();
    expect(paths(ward).filter((path) => path.startsWith('/a'))).toHaveLength(10);
    expect(await items(ward)).toHaveLength(14);
  });

  test('brings no script along', async () => {
    const ward = await paper({ '/a': article(`${SENTENCES}<script>alert(1)</script><p onclick="x()">Fin.</p>`) });
    await ward.nextCheck();
    expect((await items(ward))[0]?.html).not.toContain('alert(1)');
  });
});

describe('the feed’s own text stays', () => {
  test.each<[string, Answer]>([
    ['there is no such page', status(404)],
    ['the page is refused', status(403)],
    ['the site is out of order', status(503)],
    ['a wall stands before it', article('<script>window._cf_chl_opt={}</script>')],
    [
      'a login stands before it',
      body('<!doctype html><title>Se connecter</title><form><input type="password"></form>', {
        'content-type': 'text/html',
      }),
    ],
    ['there is hardly any text', article('<p>Abonnez-vous.</p>')],
    ['it is no page', body('%PDF-1.4', { 'content-type': 'application/pdf' })],
    ['it leads inwards', redirect(302, 'http://10.0.0.1/')],
    [
      'it is an index of other pages',
      body(`<!doctype html><title>Tous</title>${'<a href="/x">Un titre</a> '.repeat(40)}`, {
        'content-type': 'text/html',
      }),
    ],
  ])('where %s', async (_why, answer) => {
    const ward = await paper({ '/a': answer });
    await ward.nextCheck();
    const [item] = await items(ward);
    expect([item?.text, item?.isFullText ?? false, await ward.health()]).toEqual(['Le résumé.', false, 'ok']);
  });
});

test('a host that asks to be left alone is not asked for the rest', async () => {
  const limited = status(429, { 'retry-after': '3600' });
  const ward = await paper({ '/a1': article(), '/a2': limited, '/a3': article(), '/a4': article() });
  await ward.nextCheck();
  expect(paths(ward).filter((path) => path.startsWith('/a'))).toEqual(['/a1', '/a2']);
  expect(await items(ward)).toHaveLength(4);
});

test('an article on another host is asked for without the password of this one', async () => {
  const elsewhere = await fixtureServer('127.0.0.2');
  elsewhere.on('/b', article());
  const ward = await paper(
    { '/a': article() },
    {
      source: { access: { auth: { user: 'vigie', password: 'secret' }, headers: { cookie: 'subscriber=secret' } } },
      http: { allowHosts: ['127.0.0.1', '127.0.0.2'] },
    },
  );
  ward.server.on(
    '/feed',
    body(
      rss(['/a', '/b'].map((path) => ({ title: path, url: (path === '/a' ? ward.server.url : elsewhere.url) + path }))),
    ),
  );
  await ward.nextCheck();
  expect(ward.server.seen.find(({ path }) => path === '/a')?.headers.cookie).toBe('subscriber=secret');
  expect(elsewhere.seen.map(({ path }) => path)).toContain('/b');
  expect(JSON.stringify(elsewhere.seen)).not.toMatch(/secret|authorization/);
  await elsewhere.close();
});
