import { describe, expect, test } from 'vitest';
import { silentFrom } from '../../src/domain/cadence/rhythm.ts';
import type { ProblemKind, Source } from '../../src/domain/model/source.ts';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/units.ts';
import { NOW } from '../support/builders.ts';
import { type Answer, body, redirect, rss, status, tagged } from '../support/fixtureServer.ts';
import { aWard, told, type Ward } from '../support/ward.ts';

const dated = (title: string, at: number, guid = title) => ({ title, guid, date: new Date(at).toUTCString() });
/** An article a day, the newest of this morning. */
const daily = (days = 10) => Array.from({ length: days }, (_, n) => dated(`Jour ${n}`, NOW - HOUR_MS - n * DAY_MS));
const page = (content: string): Answer => tagged(content, { 'content-type': 'text/html' });

async function said(ward: Ward, kind: ProblemKind): Promise<string[] | undefined> {
  const problem = (await ward.findings()).find((each) => each.kind === kind);
  return problem && told(problem, (await ward.state()).suggestion);
}

describe('what is odd about a feed that is read is said while its articles keep coming', () => {
  const rows: [string, ProblemKind, Answer, string[], string[]][] = [
    [
      'an empty channel',
      'no-entries',
      body(rss([])),
      [
        'Le document est lisible, mais ne contient aucun article.',
        'Rien à faire si la source est neuve ; sinon, vérifiez son adresse.',
        'The document can be read, but holds no article.',
        'Nothing to do if the source is new; otherwise check its address.',
      ],
      [],
    ],
    [
      'no dates',
      'undated',
      body(rss(['Une', 'Deux'])),
      [
        'Aucun article ne porte de date : Vigie montre quand elle les a vus.',
        'Rien à faire.',
        'No article carries a date: Vigie shows when it saw them.',
        'Nothing to do.',
      ],
      ['Deux', 'Une'],
    ],
    [
      'a clock in the future',
      'future-dates',
      body(rss([dated('Demain', NOW + 3 * DAY_MS), dated('Hier', NOW - DAY_MS)])),
      [
        '1 article porte une date à venir.',
        'Rien à faire : ces dates ne sont pas montrées.',
        '1 article carries a date to come.',
        'Nothing to do: these dates are not shown.',
      ],
      ['Demain', 'Hier'],
    ],
  ];
  test.each(rows)('%s: %s', async (_cause, kind, answer, sentences, titles) => {
    const ward = await aWard();
    ward.server.on('/feed', answer);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds(), await ward.titles()]).toEqual(['ok', [kind], titles]);
    expect(await said(ward, kind)).toEqual(sentences);
    ward.server.on('/feed', body(rss([dated('Juste', NOW - DAY_MS)])));
    await ward.nextCheck();
    expect(await ward.kinds()).toEqual([]);
  });

  test('a permanent redirect: moved, and said until the address is mended', async () => {
    const ward = await aWard();
    ward.server.on('/feed', redirect(308, '/new'));
    ward.server.on('/new', tagged(rss(daily())));
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', ['moved']]);
    expect(await said(ward, 'moved')).toEqual([
      `L’adresse a changé : Vigie lit maintenant ${ward.server.url}/new.`,
      'Rien à faire. Écrivez la nouvelle adresse dans feeds.yaml quand vous y passez.',
      `The address has changed: Vigie now reads ${ward.server.url}/new.`,
      'Nothing to do. Write the new address in feeds.yaml when you pass by.',
    ]);
  });

  test('a page in place of the feed: the feed it announces is read instead', async () => {
    const ward = await aWard();
    ward.server.on('/feed', tagged(rss([dated('Avant', NOW - DAY_MS)])));
    await ward.nextCheck();
    ward.server.on(
      '/feed',
      page('<!doctype html><link rel="alternate" type="application/rss+xml" href="/found.xml"><p>Bonjour</p>'),
    );
    ward.server.on('/found.xml', tagged(rss([dated('Après', NOW - HOUR_MS)])));
    expect(await ward.intervalsUntil('moved')).toBeLessThanOrEqual(1);
    expect([await ward.health(), await ward.kinds(), await ward.titles()]).toEqual([
      'ok',
      ['moved'],
      ['Après', 'Avant'],
    ]);
  });

  test('new ids for known articles: said for as long as it is so, and nothing comes again', async () => {
    const ward = await aWard();
    const before = daily(6);
    ward.server.on('/feed', body(rss(before)));
    await ward.nextCheck();
    ward.server.on(
      '/feed',
      body(rss(before.map((each) => ({ ...each, guid: `urn:new:${each.guid}`, url: urlOf(each) })))),
    );
    expect(await ward.intervalsUntil('ids-changed')).toBeLessThanOrEqual(1);
    expect(await said(ward, 'ids-changed')).toEqual([
      'Le site a donné de nouveaux identifiants à 6 articles déjà connus.',
      'Rien à faire : ils n’ont pas été repris comme des nouveautés.',
      'The site gave new ids to 6 articles that were known.',
      'Nothing to do: they were not taken for news.',
    ]);
    expect([await ward.health(), await ward.titles()]).toEqual(['ok', before.map(({ title }) => title).sort()]);
  });

  test('silence longer than its own rhythm explains, not before; healed by the next article', async () => {
    const ward = await aWard();
    const answer = tagged(rss(daily()));
    ward.server.on('/feed', answer);
    await ward.nextCheck();
    const { rhythm } = await ward.state();
    if (!rhythm) throw new Error('no rhythm');
    ward.deps.clock.set(silentFrom(rhythm) - 2 * HOUR_MS);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
    expect(await ward.intervalsUntil('silent')).toBeLessThanOrEqual(3);
    expect(await ward.health()).toBe('silent');
    expect(await said(ward, 'silent')).toEqual([
      'Rien de nouveau depuis mardi 24 novembre 2026 ; d’habitude, à peu près chaque jour.',
      'Ouvrez le site : la source a peut-être changé d’adresse, ou fait une pause.',
      'Nothing new since Tuesday, 24 November 2026; usually, about every day.',
      'Open the site: the source may have moved, or be taking a break.',
    ]);
    ward.server.on('/feed', tagged(rss([dated('Retour', ward.deps.clock()), ...daily()])));
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
  });

  test('304 for ever though the feed moves: noticed within two of its own rhythms, then read as it is', async () => {
    const ward = await aWard();
    const lying =
      (content: string): Answer =>
      (request, response) =>
        request.headers['if-none-match'] === '"one"'
          ? response.writeHead(304).end()
          : body(content, { etag: '"one"' })(request, response);
    ward.server.on('/feed', lying(rss(daily())));
    await ward.nextCheck();
    const from = ward.deps.clock();
    const usual = (await ward.state()).rhythm?.usualGapMs ?? 0;
    ward.server.on('/feed', lying(rss([dated('Cachée', NOW), ...daily()])));
    await ward.intervalsUntil('stuck', 60);
    expect((ward.deps.clock() - from) / usual).toBeLessThanOrEqual(2.1);
    expect(await ward.titles()).toContain('Cachée');
    expect(await said(ward, 'stuck')).toEqual([
      'Le serveur répondait « rien de nouveau » alors que le document avait changé.',
      'Rien à faire : Vigie ne se fie plus à ces réponses et compare le document lui-même.',
      'The server answered “nothing new” though the document had changed.',
      'Nothing to do: Vigie no longer trusts these answers and compares the document itself.',
    ]);
    ward.server.on('/feed', lying(rss([dated('La suivante', NOW), ...daily()])));
    await ward.nextCheck();
    expect(await ward.titles()).toContain('La suivante');
    expect(ward.server.seen.at(-1)?.headers['if-none-match']).toBeUndefined();
  });
});

const urlOf = ({ title }: { title: string }) => `https://journal.example/${encodeURIComponent(title)}`;

describe('what keeps a page from being read', () => {
  const SHOWN = '<!doctype html><title>Prix</title><main>49 € par mois</main>';
  const rows: [string, ProblemKind, (ward: Ward) => void, Partial<Source>, string[]][] = [
    [
      'robots.txt',
      'robots',
      ({ server }) => server.on('/robots.txt', body('User-agent: Vigie\nDisallow: /page')),
      {},
      [
        'Le fichier robots.txt de 127.0.0.1 demande de ne pas lire cette page.',
        'Vigie obéit. Cherchez un flux du même site, ou demandez-lui la permission.',
        'The robots.txt of 127.0.0.1 asks not to read this page.',
        'Vigie obeys. Look for a feed of the same site, or ask it for permission.',
      ],
    ],
    [
      'a robots.txt out of order',
      'robots',
      ({ server }) => server.on('/robots.txt', status(503)),
      {},
      [
        'Le fichier robots.txt de 127.0.0.1 demande de ne pas lire cette page : il répond par une erreur 503.',
        'Vigie obéit. Cherchez un flux du même site, ou demandez-lui la permission.',
        'The robots.txt of 127.0.0.1 asks not to read this page: it answers with error 503.',
        'Vigie obeys. Look for a feed of the same site, or ask it for permission.',
      ],
    ],
    [
      'a zone that is gone',
      'selector-not-found',
      ({ server }) => server.on('/page', page('<!doctype html><p>La page a été refaite de fond en comble.</p>')),
      { select: 'main' },
      [
        'La zone surveillée n’existe plus : rien dans la page ne correspond à « main ».',
        'Choisissez une autre zone : la page a changé.',
        'The watched zone is gone: nothing in the page matches “main”.',
        'Choose another zone: the page has changed.',
      ],
    ],
    [
      'a page that its scripts write',
      'needs-javascript',
      ({ server }) => server.on('/page', page('<!doctype html><div id="root"></div><script src="/app.js"></script>')),
      {},
      [
        'La page est vide tant que ses scripts n’ont pas tourné.',
        'Ajoutez « render: true » à cette source : Vigie la lira dans un navigateur.',
        'The page is empty until its scripts have run.',
        'Add “render: true” to this source: Vigie will read it in a browser.',
      ],
    ],
    [
      'a browser asked for and none there',
      'no-browser',
      () => undefined,
      { render: true },
      [
        'Cette page doit être lue dans un navigateur, et Vigie n’en trouve pas sur cette machine.',
        'Installez Chromium, ou retirez « render: true ».',
        'This page must be read in a browser, and Vigie finds none on this machine.',
        'Install Chromium, or remove “render: true”.',
      ],
    ],
  ];
  test.each(rows)('%s: %s', async (_cause, kind, cause, source, sentences) => {
    const ward = await aWard({ source: { kind: 'page', url: '/page', ...source } });
    ward.server.on('/page', page(SHOWN));
    cause(ward);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['failing', [kind]]);
    expect(await said(ward, kind)).toEqual(sentences);
    if (kind === 'no-browser') return;
    ward.server.on('/robots.txt', status(404));
    ward.server.on('/page', page(SHOWN));
    // What robots.txt said is believed for a day.
    if (kind === 'robots') ward.deps.clock.advance(DAY_MS);
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
  });

  test('a wall or a login in place of a watched page is never told as a change of the page', async () => {
    const ward = await aWard({ source: { kind: 'page', url: '/page' } });
    ward.server.on('/page', page(SHOWN));
    await ward.nextCheck();
    for (const [kind, content] of [
      ['challenge', '<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>'],
      ['login', '<!doctype html><title>Log in</title><form><input type="password"></form>'],
    ] as const) {
      ward.server.on('/page', page(content));
      expect(await ward.intervalsUntil(kind)).toBeLessThanOrEqual(1);
    }
    ward.server.on('/page', page(SHOWN));
    await ward.nextCheck();
    expect([await ward.kinds(), await ward.titles()]).toEqual([[], []]);
  });
});
