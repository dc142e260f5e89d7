import { afterEach, expect, test } from 'vitest';
import { tryOut } from '../../src/pipeline/tryOut.ts';
import { type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';
import { testDeps } from '../support/testDeps.ts';

let server: FixtureServer | undefined;
afterEach(() => server?.close());

const announcing = (href: string) =>
  `<html><head><link rel="alternate" type="application/rss+xml" href="${href}"></head></html>`;

test('a page that announces a feed is tried as that feed', async () => {
  server = await fixtureServer();
  server.on('/', (_, response) => response.end(announcing('/feed')));
  server.on('/feed', (_, response) =>
    response.end('<rss version="2.0"><channel><title>F</title><item><title>Un</title></item></channel></rss>'),
  );
  expect(await tryOut(`${server.url}/`, await testDeps())).toMatchObject({
    feedUrl: `${server.url}/feed`,
    title: 'F',
    items: [{ title: 'Un' }],
    problems: [],
  });
});

test('a page that announces itself for ever is asked once, and the usual places once each', async () => {
  server = await fixtureServer();
  server.on('/loop', (_, response) => response.end(announcing('/loop')));
  expect(await tryOut(`${server.url}/loop`, await testDeps())).toMatchObject({
    items: [],
    problems: [{ kind: 'html-instead-of-feed' }],
  });
  const paths = server.seen.map(({ path }) => path);
  expect(paths.filter((path) => path === '/loop')).toHaveLength(1);
  expect(new Set(paths).size).toBe(paths.length);
});
