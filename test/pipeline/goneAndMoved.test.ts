import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/domain/model/units.ts';
import { body, fixtureServer, redirect, rss, status, tagged } from '../support/fixtureServer.ts';
import { aWard, told, type Ward } from '../support/ward.ts';

const paths = ({ server }: Ward) => server.seen.map(({ path }) => path);
const news = tagged(rss([{ title: 'Une', date: 'Mon, 23 Nov 2026 08:00:00 GMT' }]));

async function checks(ward: Ward, count: number): Promise<void> {
  for (let check = 0; check < count; check += 1) await ward.nextCheck();
}

describe('gone', () => {
  test('410 twice pauses the source, which says so; nothing is asked any more', async () => {
    const ward = await aWard();
    ward.server.on('/feed', news);
    await ward.nextCheck();
    ward.server.on('/feed', status(410));
    expect(await ward.intervalsUntil('gone')).toBeLessThanOrEqual(1);
    expect(await ward.health()).toBe('failing');
    await ward.nextCheck();
    expect([await ward.health(), await ward.kinds()]).toEqual(['paused', ['gone']]);
    const [problem] = await ward.findings();
    expect(problem && told(problem)).toEqual([
      '127.0.0.1 dit que cette adresse n’existe plus (410).',
      'Vigie a cessé de demander. Retirez cette source ou trouvez sa nouvelle adresse.',
      '127.0.0.1 says this address is gone for good (410).',
      'Vigie has stopped asking. Remove this source or find its new address.',
    ]);
    ward.deps.clock.advance(30 * DAY_MS);
    expect(await ward.deps.store.sources.listDue(ward.deps.clock())).toEqual([]);
    expect(await ward.titles()).toEqual(['Une']);
  });

  test('410 said once, after an outage or between good answers, ends nothing', async () => {
    const ward = await aWard();
    ward.server.on('/feed', status(503), status(503), status(410), news, status(410), news);
    await checks(ward, 3);
    expect(await ward.health()).toBe('failing');
    await checks(ward, 3);
    expect([await ward.health(), await ward.kinds()]).toEqual(['ok', []]);
  });

  test('404 for a week pauses it; a shorter one, or an outage that ends in one 404, does not', async () => {
    const ward = await aWard();
    const from = ward.deps.clock();
    ward.server.on('/feed', status(404));
    while ((await ward.health()) !== 'paused') {
      await ward.nextCheck();
      expect(ward.deps.clock() - from).toBeLessThan(9 * DAY_MS);
    }
    expect(ward.deps.clock() - from).toBeGreaterThanOrEqual(7 * DAY_MS);
    expect(await ward.kinds()).toEqual(['not-found']);

    const other = await aWard();
    other.server.on('/feed', status(503));
    while (other.deps.clock() - from < 8 * DAY_MS) await other.nextCheck();
    other.server.on('/feed', status(404));
    await other.nextCheck();
    expect([await other.health(), await other.kinds()]).toEqual(['failing', ['not-found']]);
  });

  test('where the feed probably lives now is looked for on its site, once, and told', async () => {
    const ward = await aWard();
    ward.server.on(
      '/',
      body('<!doctype html><link rel="alternate" type="application/rss+xml" href="/flux.xml"><p>Bonjour</p>', {
        'content-type': 'text/html',
      }),
    );
    ward.server.on('/flux.xml', news);
    await checks(ward, 4);
    expect(paths(ward).filter((path) => path === '/')).toHaveLength(1);
    const { suggestion } = await ward.state();
    expect(suggestion).toBe(`${ward.server.url}/flux.xml`);
    const [problem] = await ward.findings();
    expect(problem && told(problem, suggestion)[1]).toContain(`Nouvelle adresse probable : ${suggestion}`);
  });

  test('a site whose robots.txt asks to be left alone is not searched for it', async () => {
    const ward = await aWard();
    ward.server.on('/robots.txt', body('User-agent: *\nDisallow: /'));
    await checks(ward, 3);
    expect(paths(ward)).toEqual(['/feed', '/feed', '/robots.txt', '/feed']);
  });
});

describe('moved', () => {
  test.each([301, 308])(
    '%i is remembered: the new address is asked from then on, on its own conditions',
    async (code) => {
      const ward = await aWard();
      ward.server.on('/feed', redirect(code, '/new'));
      ward.server.on('/new', news);
      await checks(ward, 2);
      expect(ward.server.seen.map((seen) => `${seen.path} ${seen.status}`)).toEqual([
        `/feed ${code}`,
        '/new 200',
        '/new 304',
      ]);
      expect(await ward.kinds()).toEqual(['moved']);
    },
  );

  test.each([302, 303, 307])('%i is not', async (code) => {
    const ward = await aWard();
    ward.server.on('/feed', redirect(code, '/new'));
    ward.server.on('/new', news);
    await checks(ward, 2);
    expect(paths(ward)).toEqual(['/feed', '/new', '/feed', '/new']);
    expect(await ward.kinds()).toEqual([]);
  });

  test('a new address that is gone is left at once for the old one, which may lead elsewhere by now', async () => {
    const ward = await aWard();
    ward.server.on('/feed', redirect(301, '/new'));
    ward.server.on('/new', news);
    await ward.nextCheck();
    ward.server.on('/new', status(410));
    ward.server.on('/feed', redirect(301, '/newer'));
    ward.server.on('/newer', news);
    await checks(ward, 2);
    expect([await ward.health(), (await ward.state()).movedTo]).toEqual(['ok', `${ward.server.url}/newer`]);
  });

  test('to another host: the password and headers given for the old one stay behind, at every check', async () => {
    const elsewhere = await fixtureServer('127.0.0.2');
    elsewhere.on('/feed', news);
    const access = { auth: { user: 'vigie', password: 'secret' }, headers: { 'x-key': 'secret' }, userAgent: 'Mine/1' };
    const ward = await aWard({ source: { access }, http: { allowHosts: ['127.0.0.1', '127.0.0.2'] } });
    ward.server.on('/feed', redirect(301, `${elsewhere.url}/feed`));
    await checks(ward, 3);
    expect(ward.server.seen[0]?.headers).toMatchObject({
      'x-key': 'secret',
      authorization: expect.stringMatching(/^Basic /),
    });
    expect(elsewhere.seen).toHaveLength(3);
    expect(JSON.stringify(elsewhere.seen)).not.toMatch(/secret|authorization|Mine/);
    await elsewhere.close();
  });
});
