import { load } from 'cheerio';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reportOf } from '../../src/pipeline/report.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { memberClient, type WebClient, webClient } from '../support/webClient.ts';

const MINUTE = 60_000;

let server: DemoServer;
let owner: WebClient;
let reader: WebClient;
beforeEach(async () => {
  server = await demoServer();
  owner = webClient(server.deps);
  await owner.signIn();
  reader = await memberClient(server.deps, 'reader');
});
afterEach(() => server.close());

const at = (minutes: number) => server.setNow(MORNING + minutes * MINUTE);
const readings = async () => (await reportOf('2026-03', { id: 'owner', role: 'owner' }, server.deps)).readings;
const stories = async () =>
  ((await server.deps.store.digests.findLatest())?.sections ?? []).flatMap((section) =>
    section.stories.map(({ id }) => id),
  );

test('an edition is timed from when it was first opened to when it was finished, once', async () => {
  expect(await readings()).toEqual({ opened: 0, finished: 0 });
  await owner.get('/');
  at(5);
  await owner.get('/digest/2026-03-10');
  expect(await readings()).toEqual({ opened: 1, finished: 0 });
  at(30);
  await owner.post('/digest/2026-03-10/finish', {});
  at(90);
  await owner.post('/digest/2026-03-10/finish', {});
  expect(await readings()).toEqual({ opened: 1, finished: 1, medianMinutes: 30 });
});

test('who marks the last story read has finished as well', async () => {
  await reader.get('/');
  at(12);
  const all = await stories();
  for (const story of all.slice(1)) await reader.post('/marks', { story, mark: 'read', back: '/' });
  expect((await readings()).finished).toBe(0);
  at(20);
  await reader.post('/marks', { story: all[0] ?? '', mark: 'read', back: '/' });
  expect(await readings()).toEqual({ opened: 1, finished: 1, medianMinutes: 20 });
});

test('finishing leaves what was read before at its hour', async () => {
  const [first = ''] = await stories();
  await owner.post('/marks', { story: first, mark: 'read', back: '/' });
  at(40);
  await owner.post('/digest/2026-03-10/finish', {});
  const span = { from: MORNING, to: MORNING + MINUTE };
  expect((await server.deps.store.clicks.marks(span)).read).toBe(1);
  expect((await server.deps.store.clicks.marks({ ...span, to: MORNING + 60 * MINUTE })).read).toBe(
    (await stories()).length,
  );
});

test('the report tells half of what they took, and nothing of one reader', async () => {
  for (const [client, minutes] of [
    [owner, 10],
    [reader, 50],
  ] as const) {
    at(0);
    await client.get('/');
    at(minutes);
    await client.post('/digest/2026-03-10/finish', {});
  }
  expect(await readings()).toEqual({ opened: 2, finished: 2, medianMinutes: 10 });
  const figures = load(await (await reader.get('/report')).text())('.stats')
    .text()
    .replace(/\s+/g, ' ');
  expect(figures).toMatch(/jusqu’au bout ?2 sur 2 ouvertes, la moitié en 10/);
});
