import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { healthOf } from '../../src/domain/cadence/health.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';
import { ingestPushed, subscribeToHubs } from '../../src/pipeline/hubs.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { jobs } from '../../src/scheduler/jobs.ts';
import { webApp } from '../../src/server/app.tsx';
import type { App } from '../../src/server/context.ts';
import { type FixtureHub, fixtureHub, signed } from '../support/fixtureHub.ts';
import { body, type FixtureServer, fixtureServer, rss } from '../support/fixtureServer.ts';
import { follow, type TestDeps, testDeps } from '../support/testDeps.ts';

const PUBLIC = 'https://veille.example';

let site: FixtureServer;
let hub: FixtureHub;
let deps: TestDeps;
let app: App;
/** Every push under way. */
let pushes: Promise<unknown>[];

beforeAll(async () => {
  site = await fixtureServer();
});
afterAll(() => site.close());

beforeEach(async () => {
  hub = await fixtureHub();
  onTestFinished(() => hub.close());
  site.on('/feed', body(withHub(rss(['Une', 'Deux']))));
  deps = await testDeps();
  pushes = [];
  app = webApp({
    ...deps,
    ...{ secret: 's', baseUrl: PUBLIC, hosts: [] },
    requestSweep: () => undefined,
    requestTagging: () => undefined,
    receivePush: (...pushed) => void pushes.push(ingestPushed(...pushed, deps)),
  });
});

const withHub = (feed: string, address = hub.url) =>
  feed.replace(
    '<link>',
    `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="${address}"/><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="${site.url}/feed"/><link>`,
  );

/** A feed followed, swept and asked of its hub. */
async function subscribed() {
  await follow(deps, `${site.url}/feed`);
  await sweep({ force: true }, deps);
  await subscribeToHubs(PUBLIC, deps);
  const [subscription] = await deps.store.hubs.list();
  if (!subscription) throw new Error('no subscription');
  return subscription;
}

const verify = (token: string, fields: Record<string, string>) =>
  app.request(
    `${PUBLIC}/websub/${token}?${new URLSearchParams(
      Object.fromEntries(Object.entries(fields).map(([name, value]) => [`hub.${name}`, value])),
    )}`,
  );

async function push(token: string, text: string, headers: Record<string, string> = {}) {
  const answer = await app.request(`${PUBLIC}/websub/${token}`, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/rss+xml', ...headers },
  });
  await Promise.all(pushes);
  return answer.status;
}

const titles = async () => {
  const [followed] = await deps.store.sources.list();
  return followed ? (await deps.store.items.listOfSource(followed.source.id, 50)).map(({ title }) => title).sort() : [];
};
const state = async () => (await deps.store.sources.list())[0];

test('a hub is asked with the form of the recommendation', async () => {
  const { token, secret } = await subscribed();
  expect(hub.asked).toEqual([
    {
      method: 'POST',
      type: expect.stringContaining('application/x-www-form-urlencoded'),
      'hub.callback': `${PUBLIC}/websub/${token}`,
      'hub.mode': 'subscribe',
      'hub.topic': `${site.url}/feed`,
      'hub.secret': secret,
      'hub.lease_seconds': String((10 * DAY_MS) / 1000),
    },
  ]);
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(secret.length).toBeLessThan(200);
});

test('the challenge is given back as it came, when it was we who asked', async () => {
  const { token, topic } = await subscribed();
  const challenge = '<script>alert(1)</script> é';
  const answer = await verify(token, { mode: 'subscribe', topic, challenge, lease_seconds: '864000' });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(challenge);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBe(deps.clock() + 10 * DAY_MS);
});

test.each([
  ['another topic', { topic: 'https://other.example/feed' }, 404],
  ['no topic', { topic: '' }, 404],
  ['an unsubscription nobody asked for', { mode: 'unsubscribe' }, 404],
  ['an unknown mode', { mode: 'whatever' }, 404],
])('a verification of %s is not confirmed', async (_what, fields, status) => {
  const { token, topic } = await subscribed();
  const answer = await verify(token, { mode: 'subscribe', topic, challenge: 'c', ...fields });
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain('c');
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBeUndefined();
});

test('a verification without a challenge, or under a token that was never given, is not confirmed', async () => {
  const { token, topic } = await subscribed();
  expect((await verify(token, { mode: 'subscribe', topic })).status).toBe(404);
  expect((await verify('guessed', { mode: 'subscribe', topic, challenge: 'c' })).status).toBe(404);
  expect((await verify(`${token}x`, { mode: 'subscribe', topic, challenge: 'c' })).status).toBe(404);
  expect((await verify("' OR 1=1 --", { mode: 'subscribe', topic, challenge: 'c' })).status).toBe(404);
});

test.each([
  ['864000', 10 * DAY_MS],
  ['999999999999', 30 * DAY_MS],
  ['1e400', 30 * DAY_MS],
  ['-5', 0],
  ['sometimes', 10 * DAY_MS],
  ['', 10 * DAY_MS],
])('a lease of "%s" seconds is held within bounds', async (lease, expected) => {
  const { token, topic } = await subscribed();
  await verify(token, { mode: 'subscribe', topic, challenge: 'c', lease_seconds: lease });
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBe(deps.clock() + expected);
});

test('a hub that denies is polled, and asked again hours later', async () => {
  const { token, topic } = await subscribed();
  await verify(token, { mode: 'subscribe', topic, challenge: 'c' });
  expect((await verify(token, { mode: 'denied', topic: 'https://other.example' })).status).toBe(200);
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBeDefined();
  expect((await verify(token, { mode: 'denied', topic, reason: '<b>no</b>' })).status).toBe(200);
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBeUndefined();
  deps.clock.advance(HOUR_MS);
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(0);
  deps.clock.advance(6 * HOUR_MS);
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(1);
});

test.each(['sha1', 'sha256', 'sha384', 'sha512'])('a push signed with %s brings its items', async (algorithm) => {
  const { token, secret } = await subscribed();
  const feed = rss(['Trois', 'Une', 'Deux']);
  expect(await push(token, feed, { 'x-hub-signature': signed(algorithm, secret, feed) })).toBe(202);
  expect(await titles()).toEqual(['Deux', 'Trois', 'Une']);
});

test('a push that is forged, unsigned, cut or signed for another is left aside, without telling so', async () => {
  const { token, secret } = await subscribed();
  const feed = rss(['Faux']);
  const good = signed('sha256', secret, feed);
  for (const signature of [
    undefined,
    '',
    'sha256=',
    'sha256=00',
    good.slice(0, -2),
    `${good}00`,
    good.replace('sha256', 'sha1'),
    good.replace('sha256', 'sha512'),
    good.replace('sha256=', 'md5='),
    signed('sha256', 'another secret', feed),
    signed('md5', secret, feed),
    `sha256=${'0'.repeat(64)}`,
  ])
    expect(await push(token, feed, signature === undefined ? {} : { 'x-hub-signature': signature })).toBe(202);
  expect(await push(token, `${feed} `, { 'x-hub-signature': good })).toBe(202);
  expect(await push(token, feed.slice(0, -40), { 'x-hub-signature': good })).toBe(202);
  expect(await push('guessed', feed, { 'x-hub-signature': good })).toBe(404);
  expect(await titles()).toEqual(['Deux', 'Une']);
});

test('items are stored once, pushed twice and polled besides', async () => {
  const { token, secret } = await subscribed();
  const feed = rss(['Trois', 'Une', 'Deux']);
  const headers = { 'x-hub-signature': signed('sha256', secret, feed) };
  await push(token, feed, headers);
  await push(token, feed, headers);
  site.on('/feed', body(withHub(feed)));
  deps.clock.advance(2 * HOUR_MS);
  await sweep({ force: true }, deps);
  expect(await titles()).toEqual(['Deux', 'Trois', 'Une']);
});

test('a push longer than a feed may be is refused', async () => {
  const { token, secret } = await subscribed();
  const long = 'x'.repeat(6 * 1024 * 1024);
  expect(await push(token, long, { 'x-hub-signature': signed('sha256', secret, long) })).toBe(413);
});

test.each([
  ['a page', '<!doctype html><title>Accueil</title><p>Bonjour'],
  ['nothing', ''],
  ['anything', '\u0000\u0001ÿ'],
  ['half a feed', '<?xml version="1.0"?><rss><channel><title>x'],
])('a push of %s does not make the source look ill', async (_what, text) => {
  const { token, secret } = await subscribed();
  expect(await push(token, text, { 'x-hub-signature': signed('sha256', secret, text) })).toBe(202);
  const followed = await state();
  if (!followed) throw new Error('gone');
  expect(followed.state.problem).toBeUndefined();
  expect(followed.state.failures).toBe(0);
  expect(healthOf(followed.source, followed.state, deps.clock())).toBe('ok');
  expect(await titles()).toEqual(['Deux', 'Une']);
});

test('after a push the next check still asks on the conditions of the last one', async () => {
  site.on('/feed', body(withHub(rss(['Une', 'Deux'])), { etag: '"v1"' }));
  const { token, secret } = await subscribed();
  const feed = rss(['Trois']);
  await push(token, feed, { 'x-hub-signature': signed('sha256', secret, feed) });
  expect((await state())?.state.etag).toBe('"v1"');
});

test('a push that names no hub does not end the subscription', async () => {
  const { token, secret } = await subscribed();
  const feed = rss(['Trois']);
  await push(token, feed, { 'x-hub-signature': signed('sha256', secret, feed) });
  await subscribeToHubs(PUBLIC, deps);
  expect(await deps.store.hubs.findByToken(token)).toBeDefined();
});

test('nothing is taken from a hub for a source that is paused', async () => {
  const { token, secret, sourceId } = await subscribed();
  await deps.store.sources.pause(sourceId, true, deps.clock());
  const feed = rss(['Trois']);
  await push(token, feed, { 'x-hub-signature': signed('sha256', secret, feed) });
  expect(await titles()).toEqual(['Deux', 'Une']);
});

test('a lease is renewed before it ends, under the same address and secret, and tells on meanwhile', async () => {
  const { token, topic, secret } = await subscribed();
  await verify(token, { mode: 'subscribe', topic, challenge: 'c', lease_seconds: '864000' });
  deps.clock.advance(8 * DAY_MS);
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(0);
  deps.clock.advance(DAY_MS + MINUTE_MS);
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(1);
  expect(hub.asked[1]?.['hub.callback']).toBe(`${PUBLIC}/websub/${token}`);
  expect(hub.asked[1]?.['hub.secret']).toBe(secret);
  expect((await deps.store.hubs.list())[0]?.activeUntil).toBeGreaterThan(deps.clock());
  await verify(token, { mode: 'subscribe', topic, challenge: 'c', lease_seconds: '864000' });
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(0);
});

test.each([404, 500, 302])(
  'a hub that answers %i is asked again after hours, and the feed is polled',
  async (status) => {
    hub.answersWith(status);
    await subscribed();
    expect(await subscribeToHubs(PUBLIC, deps)).toBe(0);
    deps.clock.advance(6 * HOUR_MS);
    hub.answersWith(202);
    expect(await subscribeToHubs(PUBLIC, deps)).toBe(1);
    expect(hub.asked).toHaveLength(2);
    site.on('/feed', body(withHub(rss(['Trois', 'Une', 'Deux']))));
    await sweep({ force: true }, deps);
    expect(await titles()).toContain('Trois');
  },
);

test('a hub that is not there stops nothing', async () => {
  await hub.close();
  await subscribed();
  expect(await titles()).toEqual(['Deux', 'Une']);
});

test.each(['removed', 'paused'])('a subscription is forgotten with its source: %s', async (how) => {
  const { token, topic, sourceId } = await subscribed();
  if (how === 'removed') await deps.store.sources.unfollow(sourceId);
  else await deps.store.sources.pause(sourceId, true, deps.clock());
  await subscribeToHubs(PUBLIC, deps);
  expect(await deps.store.hubs.list()).toEqual([]);
  expect((await verify(token, { mode: 'subscribe', topic, challenge: 'c' })).status).toBe(404);
  expect(await push(token, 'x')).toBe(404);
});

test('a feed that names another hub is asked of that one, under a new secret', async () => {
  const before = await subscribed();
  const other = await fixtureHub();
  onTestFinished(() => other.close());
  site.on('/feed', body(withHub(rss(['Une', 'Deux', 'Trois']), other.url)));
  deps.clock.advance(2 * HOUR_MS);
  await sweep({ force: true }, deps);
  expect(await subscribeToHubs(PUBLIC, deps)).toBe(1);
  expect(other.asked[0]?.['hub.secret']).not.toBe(before.secret);
  expect(await deps.store.hubs.findByToken(before.token)).toBeUndefined();
});

test('without a public address no hub is asked', () => {
  const named = (url?: string) => jobs(deps, url).map(({ name }) => name);
  expect(named(PUBLIC).length - named().length).toBe(1);
});

test('a hub on a private address is not reached', async () => {
  const guarded = await testDeps({ store: deps.store, http: { allowHosts: [`127.0.0.1:${site.port}`] } });
  await follow(deps, `${site.url}/feed`);
  await sweep({ force: true }, deps);
  await subscribeToHubs(PUBLIC, guarded);
  expect(hub.asked).toEqual([]);
});
