import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/domain/model/units.ts';
import { NOW } from '../support/builders.ts';
import { type Answer, body, fixtureServer, status, tagged } from '../support/fixtureServer.ts';
import { aWard, type Ward } from '../support/ward.ts';

const day = (n: number) => new Date(NOW - n * DAY_MS).toISOString().slice(0, 10);
const xml = (content: string, answer = tagged): Answer => answer(content, { 'content-type': 'application/xml' });
const NAMESPACES =
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"';
const urls = (...rows: [slug: string, date?: string, more?: string][]) =>
  `<?xml version="1.0"?><urlset ${NAMESPACES}>${rows
    .map(
      ([slug, date, more = '']) =>
        `<url><loc>https://shop.example/blog/${slug}.html</loc>${date ? `<lastmod>${date}</lastmod>` : ''}${more}</url>`,
    )
    .join('')}</urlset>`;
const index = (...parts: [path: string, date?: string][]) =>
  `<?xml version="1.0"?><sitemapindex ${NAMESPACES}>${parts
    .map(([path, date]) => `<sitemap><loc>${path}</loc>${date ? `<lastmod>${date}</lastmod>` : ''}</sitemap>`)
    .join('')}</sitemapindex>`;

const ward = (match?: string) => aWard({ source: { kind: 'sitemap', url: '/sitemap.xml', ...(match && { match }) } });
const asked = ({ server }: Ward) => server.seen.splice(0).map((seen) => `${seen.path} ${seen.status}`);

describe('a sitemap', () => {
  test('gives its addresses, dated by lastmod, titled by their last step; only those that match', async () => {
    const shop = await ward('/blog/(?!tag)');
    shop.server.on('/sitemap.xml', xml(urls(['our-new-pricing', day(2)], ['tag-prices', day(1)], ['about_us'])));
    await shop.nextCheck();
    const items = await shop.deps.store.items.listOfSource(shop.source.id, 10);
    expect(items.map(({ title, url, publishedAt }) => [title, url, publishedAt])).toEqual(
      expect.arrayContaining([
        ['Our new pricing', 'https://shop.example/blog/our-new-pricing.html', Date.parse(day(2))],
        ['About us', 'https://shop.example/blog/about_us.html', undefined],
      ]),
    );
    expect(items).toHaveLength(2);
  });

  test('of news gives their titles, dates, language and pictures', async () => {
    const shop = await ward();
    const news = `<news:news><news:publication><news:name>Shop</news:name><news:language>de</news:language></news:publication>
<news:publication_date>2026-11-23T08:00:00+01:00</news:publication_date><news:title>Preise &amp; Fristen</news:title>
<news:keywords>Preise, Fristen</news:keywords></news:news><image:image><image:loc>https://shop.example/p.jpg</image:loc></image:image>`;
    shop.server.on('/sitemap.xml', xml(urls(['preise', day(0), news])));
    await shop.nextCheck();
    expect(await shop.deps.store.items.listOfSource(shop.source.id, 10)).toMatchObject([
      {
        title: 'Preise & Fristen',
        publishedAt: Date.parse('2026-11-23T07:00:00Z'),
        language: 'de',
        categories: ['Preise', 'Fristen'],
        imageUrl: 'https://shop.example/p.jpg',
      },
    ]);
  });

  test('that is a gzip file is read as one, whatever its type', async () => {
    const shop = await aWard({ source: { kind: 'sitemap', url: '/sitemap.xml.gz' } });
    for (const type of ['application/gzip', 'application/octet-stream', 'text/xml'])
      shop.server.on('/sitemap.xml.gz', body(gzipSync(urls([`named-${type}`, day(1)])), { 'content-type': type }));
    await shop.nextCheck();
    expect(await shop.titles()).toHaveLength(1);
  });

  test('in whose place a wall or a page stands is named so', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', body('<!doctype html><html><title>Just a moment...</title></html>'));
    await shop.nextCheck();
    expect(await shop.kinds()).toEqual(['challenge']);
    shop.server.on('/sitemap.xml', body('<!doctype html><html><title>Boutique</title></html>'));
    await shop.nextCheck();
    expect(await shop.findings()).toMatchObject([{ kind: 'not-a-feed', params: { found: 'html' } }]);
  });

  test('is not asked as a robot asks: it is there for robots', async () => {
    const shop = await ward();
    shop.server.on('/robots.txt', body('User-agent: *\nDisallow: /'));
    shop.server.on('/sitemap.xml', xml(urls(['a', day(1)])));
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 200']);
  });
});

describe('an index of sitemaps', () => {
  test('leads to its parts, gzipped too, by relative addresses too', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', xml(index(['/a.xml', day(2)], ['b.xml.gz', day(1)])));
    shop.server.on('/a.xml', xml(urls(['one', day(2)])));
    shop.server.on('/b.xml.gz', body(gzipSync(urls(['two', day(1)])), { 'content-type': 'application/x-gzip' }));
    await shop.nextCheck();
    expect(await shop.titles()).toEqual(['One', 'Two']);
  });

  test('a part that has not changed since is not asked, one that has is, and what is undated on its conditions', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', xml(index(['/old.xml', day(9)], ['/new.xml', day(1)], ['/undated.xml'])));
    shop.server.on('/old.xml', xml(urls(['old', day(9)])));
    shop.server.on('/new.xml', xml(urls(['new', day(1)])));
    shop.server.on('/undated.xml', xml(urls(['undated'])));
    await shop.nextCheck();
    expect(asked(shop).sort()).toEqual(['/new.xml 200', '/old.xml 200', '/sitemap.xml 200', '/undated.xml 200']);
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 304', '/undated.xml 304']);
    shop.server.on('/sitemap.xml', xml(index(['/old.xml', day(9)], ['/new.xml', day(0)], ['/undated.xml'])));
    shop.server.on('/new.xml', xml(urls(['newest', day(0)], ['new', day(1)])));
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 200', '/undated.xml 304', '/new.xml 200']);
    expect(await shop.titles()).toEqual(['New', 'Newest', 'Old', 'Undated']);
  });

  test('one part that fails harms no other, and is asked again though the index is the same', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', xml(index(['/a.xml', day(2)], ['/b.xml', day(1)])));
    shop.server.on('/a.xml', xml(urls(['one', day(2)])));
    shop.server.on('/b.xml', status(500));
    await shop.nextCheck();
    expect([await shop.health(), await shop.titles()]).toEqual(['ok', ['One']]);
    asked(shop);
    shop.server.on('/b.xml', xml(urls(['two', day(1)])));
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 304', '/b.xml 200']);
    expect(await shop.titles()).toEqual(['One', 'Two']);
  });

  test('when no part can be read, that is the source’s problem', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', xml(index(['/a.xml', day(2)], ['/b.xml', day(1)])));
    await shop.nextCheck();
    expect([await shop.health(), await shop.kinds()]).toEqual(['failing', ['not-found']]);
  });

  test('a part that asks to be left alone is the last that is asked', async () => {
    const shop = await ward();
    shop.server.on('/sitemap.xml', xml(index(['/a.xml', day(3)], ['/b.xml', day(2)], ['/c.xml', day(1)])));
    shop.server.on('/c.xml', xml(urls(['three', day(1)])));
    shop.server.on('/b.xml', status(429, { 'retry-after': '7200' }));
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 200', '/c.xml 200', '/b.xml 429']);
  });

  test('the sitemaps beyond the newest eight, left for their age, never come as a flood of news', async () => {
    const shop = await ward();
    const parts = Array.from({ length: 20 }, (_, n): [string, string] => [`/${n}.xml`, day(30 + n)]);
    for (const [path, date] of parts) shop.server.on(path, xml(urls([`page${path.replace(/\W|xml/g, '')}`, date])));
    shop.server.on('/sitemap.xml', xml(index(...parts)));
    await shop.nextCheck();
    expect(asked(shop)).toHaveLength(9);
    shop.server.on('/sitemap.xml', xml(index(['/fresh.xml', day(0)], ...parts)));
    shop.server.on('/fresh.xml', xml(urls(['fresh', day(0)])));
    await shop.nextCheck();
    expect(asked(shop)).toEqual(['/sitemap.xml 200', '/fresh.xml 200']);
    const stored = await shop.deps.store.items.listOfSource(shop.source.id, 100);
    expect(stored.filter(({ firstSweep }) => !firstSweep).map(({ title }) => title)).toEqual(['Fresh']);
  });

  test('parts on another host are asked without the password of this one', async () => {
    const cdn = await fixtureServer('127.0.0.2');
    cdn.on('/a.xml', xml(urls(['one', day(1)])));
    const access = { auth: { user: 'vigie', password: 'secret' } };
    const shop = await aWard({
      source: { kind: 'sitemap', url: '/sitemap.xml', access },
      http: { allowHosts: ['127.0.0.1', '127.0.0.2'] },
    });
    shop.server.on('/sitemap.xml', xml(index([`${cdn.url}/a.xml`, day(1)])));
    await shop.nextCheck();
    expect(shop.server.seen[0]?.headers).toHaveProperty('authorization');
    expect(cdn.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    await cdn.close();
  });
});
