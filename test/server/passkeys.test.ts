import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneTime } from '../../src/server/oneTime.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { webClient } from '../support/webClient.ts';

let server: DemoServer;
beforeAll(async () => {
  server = await demoServer({ withDigest: false });
});
afterAll(() => server.close());

test('what is kept is given back once, and soon', () => {
  let now = 0;
  const { keep, take } = oneTime<string>(() => now);
  const one = keep('enter');
  expect(take('another')).toBeUndefined();
  expect(take(one)).toBe('enter');
  expect(take(one)).toBeUndefined();
  const two = keep('enter');
  now = 6 * 60_000;
  expect(take(two)).toBeUndefined();
});

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['a made-up answer', JSON.stringify({ response: { id: 'x', rawId: 'x', type: 'public-key', response: {} } })],
  ['an answer that is none', JSON.stringify({ response: 'x' })],
])('%s lets nobody in', async (_, body) => {
  const client = webClient({ ...server.deps, hosts: [] });
  const headers = { host: 'localhost:3000', 'content-type': 'application/json' };
  const response = await client.app.request('http://localhost:3000/sign-in/passkey', { method: 'POST', body, headers });
  expect([400, 403]).toContain(response.status);
  expect(response.headers.get('set-cookie')).toBeNull();
});

test('no other site can ask, and a key of somebody removed is nobody’s', async () => {
  const client = webClient({ ...server.deps, hosts: [] });
  const ask = (headers: Record<string, string>, body: object = {}) =>
    client.app.request('http://localhost:3000/sign-in/passkey', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { host: 'localhost:3000', 'content-type': 'application/json', ...headers },
    });
  expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await ask({})).status).toBe(200);
  const { people, passkeys } = server.deps.store;
  await people.add({ id: 'ana', name: 'Ana', email: 'ana@exemple.fr', role: 'reader', createdAt: 0 });
  await passkeys.add({ id: 'key', person: 'ana', name: 'k', publicKey: 'AA', counter: 0, createdAt: MORNING });
  await people.remove('ana', MORNING);
  expect(await passkeys.find('key')).toBeUndefined();
});
