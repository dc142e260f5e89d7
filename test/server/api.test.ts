import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Validator } from '@seriousme/openapi-schema-validator';
import { load } from 'cheerio';
import { OpenAPIClientAxios } from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webApp } from '../../src/server/app.tsx';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { memberClient, type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let clients: Record<'owner' | 'editor' | 'reader', WebClient>;
let tokens: Record<'owner' | 'editor' | 'reader' | 'readOnly' | 'feeds', string>;
let stranger: WebClient;

beforeAll(async () => {
  server = await demoServer();
  clients = {
    owner: await memberClient(server.deps, 'owner', 'the-owner'),
    editor: await memberClient(server.deps, 'editor', 'the-editor'),
    reader: await memberClient(server.deps, 'reader', 'the-reader'),
  };
  const tokenOf = async (client: WebClient, scope: string) =>
    load(await (await client.post('/settings/tokens', { name: scope, scope })).text())('.note.ok input').attr(
      'value',
    ) ?? '';
  tokens = {
    owner: await tokenOf(clients.owner, 'write'),
    editor: await tokenOf(clients.editor, 'write'),
    reader: await tokenOf(clients.reader, 'write'),
    readOnly: await tokenOf(clients.owner, 'read'),
    feeds: await tokenOf(clients.owner, 'feeds'),
  };
  stranger = webClient(server.deps);
});
afterAll(() => server.close());

const ask = (path: string, token?: string, init: RequestInit = {}) =>
  stranger.app.request(`http://127.0.0.1:3000/api/v1${path}`, {
    ...init,
    headers: {
      host: '127.0.0.1:3000',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...(init.headers as Record<string, string>),
    },
  });
const document = async () => (await ask('/openapi.json')).json();
const someStory = async () => (await server.deps.store.items.listSeenBetween(0, MORNING * 2))[0]?.storyId ?? '';

test('the document is valid OpenAPI 3.1, and says of every operation how it is called', async () => {
  const given = await document();
  expect(given.openapi).toBe('3.1.0');
  const { valid, errors } = await new Validator().validate(given);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  const operations = Object.values(given.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    (path) => Object.values(path),
  );
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  expect(operations.length).toBeGreaterThan(18);
});

test('a client made from the document reads, writes and is refused as it says', async () => {
  const app = webApp({ ...server.deps, hosts: [] });
  const listening = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const opened = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(opened));
  });
  const baseURL = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/api/v1`;
  const definition = { ...(await document()), servers: [{ url: baseURL }] };
  const headers = { authorization: `Bearer ${tokens.editor}` };
  const client = await new OpenAPIClientAxios({ definition, axiosConfigDefaults: { headers } }).init();
  const call = client as unknown as Record<
    string,
    (params?: unknown, body?: unknown) => Promise<{ status: number; data: Record<string, unknown> }>
  >;
  const found = await call.search?.({ q: 'buffer', limit: 1 });
  expect(found?.data.total).toBeGreaterThan(0);
  const story = await someStory();
  expect((await call.story?.({ story }))?.data.id).toBe(story);
  expect((await call.makeBoard?.(null, { name: 'Api', visibility: 'team' }))?.data).toEqual({ id: 'api' });
  expect((await call.putOnBoard?.({ board: 'api', story }, { note: 'Par un programme' }))?.data).toEqual({
    done: true,
  });
  const stood = await call.boardStories?.({ board: 'api' });
  expect(JSON.stringify(stood?.data.kept)).toContain('Par un programme');
  const room = { subject: 'board:api', rhythm: 'newsletter', channel: 'slack', address: 'https://hooks.exemple/1' };
  const newsletters = await call.subscribe?.(null, room);
  await call.writeNewsletter?.({ board: 'api' }, { title: 'Par un programme', stories: [story] });
  expect((await call.sendNewsletter?.({ board: 'api' }, {}))?.data).toEqual({ number: 1, receivers: 1 });
  // What Vigie would propose next goes nowhere by itself.
  await expect(call.sendNewsletter?.({ board: 'api' }, {})).rejects.toMatchObject({ response: { status: 409 } });
  expect((await call.newsletter?.({ board: 'api', number: 1 }))?.data).toMatchObject({ title: 'Par un programme' });
  expect((await call.newsletters?.({ board: 'api' }))?.data.newsletters).toHaveLength(1);
  await call.changeSubscription?.({ subscription: newsletters?.data.id }, { action: 'remove' });
  expect((await call.takeOffBoard?.({ board: 'api', story }))?.data).toEqual({ done: true });
  expect(await server.deps.store.boards.entries('api')).toEqual([]);
  const own = await call.subscribe?.(null, { subject: 'board:api', rhythm: 'weekly', weekday: 5, at: '07:30' });
  const [saved] = await server.deps.store.subscriptions.list();
  expect(saved).toMatchObject({
    address: 'editor@exemple.fr',
    schedule: { rhythm: 'weekly', weekday: 5, minute: 450 },
  });
  await call.changeSubscription?.({ subscription: own?.data.id }, { action: 'pause' });
  expect((await server.deps.store.subscriptions.list())[0]?.state).toBe('paused');
  await call.changeSubscription?.({ subscription: own?.data.id }, { action: 'remove' });
  expect((await call.subscriptions?.())?.data).toEqual({ subscriptions: [] });
  const followed = await call.followSource?.(null, { url: 'https://exemple.fr/suivi.xml', tags: ['presse'] });
  const source = followed?.data.id as never;
  expect((await server.deps.store.sources.find(source))?.source.tags).toEqual(['presse']);
  await call.changeSource?.({ source }, { action: 'remove' });
  expect(JSON.stringify((await call.sources?.())?.data)).not.toContain('suivi.xml');
  expect((await call.removeBoard?.({ board: 'api' }))?.data).toEqual({ done: true });
  await expect(call.story?.({ story: 'nothing' })).rejects.toMatchObject({ response: { status: 404 } });
  await new Promise((resolve) => listening.close(resolve));
});

describe('who may', () => {
  test.each([
    ['nobody without a token', undefined, 401],
    ['nobody with a forged one', 'x'.repeat(43), 401],
    ['a token for reading', 'readOnly', 200],
    ['no token for feeds', 'feeds', 403],
  ] as const)('read: %s', async (_, whose, status) => {
    const token = whose === undefined || whose.startsWith('x') ? whose : tokens[whose as keyof typeof tokens];
    const response = await ask('/digest', token);
    expect(response.status).toBe(status);
    if (status !== 200) {
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({ status, title: expect.any(String), type: expect.any(String) });
    }
  });

  test('write: a token made for it, within what its owner may', async () => {
    const mark = (token: string, story: string) =>
      ask(`/stories/${story}/marks`, token, { method: 'PUT', body: JSON.stringify({ mark: 'saved', set: true }) });
    const story = await someStory();
    expect((await mark(tokens.readOnly, story)).status).toBe(403);
    expect((await mark(tokens.reader, story)).status).toBe(200);
    expect((await server.deps.store.readers.marks('the-reader', [story as never])).get(story as never)?.saved).toBe(
      true,
    );
    expect((await server.deps.store.readers.marks('the-owner', [story as never])).size).toBe(0);
    expect((await ask('/sources', tokens.reader)).status).toBe(403);
    expect((await ask('/sources', tokens.editor)).status).toBe(200);
  });

  test('a private board is not there for others, and a session opens nothing here', async () => {
    await server.deps.store.boards.add({
      id: 'secret',
      name: 'Secret',
      purpose: '',
      query: '',
      visibility: 'private',
      origin: 'app',
      owner: 'the-reader',
      isListed: false,
      createdAt: 0,
    });
    expect((await ask('/boards/secret/stories', tokens.reader)).status).toBe(200);
    expect((await ask('/boards/secret/stories', tokens.owner)).status).toBe(404);
    expect(await (await ask('/boards', tokens.owner)).text()).not.toContain('Secret');
    expect((await clients.owner.get('/api/v1/digest')).status).toBe(401);
  });

  test('a reader follows no source, makes no shared board, and subscribes nobody else', async () => {
    const post = (path: string, token: string, body: object) =>
      ask(path, token, { method: 'POST', body: JSON.stringify(body) });
    const feed = { url: 'https://exemple.fr/nouveau.xml' };
    expect((await post('/sources', tokens.reader, feed)).status).toBe(403);
    expect((await post('/boards', tokens.reader, { name: 'À tous', visibility: 'public' })).status).toBe(400);
    const others = { subject: 'digest', address: 'someone@exemple.fr' };
    expect((await post('/subscriptions', tokens.reader, others)).status).toBe(400);
    expect((await post('/subscriptions', tokens.readOnly, { subject: 'digest' })).status).toBe(403);
    expect((await server.deps.store.subscriptions.list()).length).toBe(0);
  });

  test('what goes to a private board is not told of, nor where a hook listens', async () => {
    const hook = { channel: 'slack', address: 'https://hooks.exemple.fr/a-secret', subject: 'board:salle' };
    const board = { name: 'Salle', purpose: '', query: '', origin: 'app', isListed: false, createdAt: 0 } as const;
    await server.deps.store.boards.add({ ...board, id: 'salle', visibility: 'private', owner: 'the-owner' });
    await ask('/subscriptions', tokens.owner, { method: 'POST', body: JSON.stringify(hook) });
    const [mine, theirs] = await Promise.all(
      [tokens.owner, tokens.editor].map(async (token) => (await ask('/subscriptions', token)).text()),
    );
    expect(mine).toContain('salle');
    expect(theirs).toContain('hooks.exemple.fr');
    expect(theirs).not.toContain('salle');
    expect(mine + (theirs ?? '')).not.toContain('a-secret');
    const of = async (token: string) => (await ask('/subscriptions', token)).json();
    expect(await of(tokens.reader)).toEqual({ subscriptions: [] });
    const [{ id } = { id: '' }] = await server.deps.store.subscriptions.list();
    const end = (token: string) =>
      ask(`/subscriptions/${id}/actions`, token, { method: 'POST', body: '{"action":"remove"}' });
    expect((await end(tokens.reader)).status).toBe(404);
    expect((await end(tokens.owner)).status).toBe(200);
    expect(await server.deps.store.subscriptions.list()).toEqual([]);
  });

  test('revoked means refused at once', async () => {
    const [token] = await server.deps.store.apiTokens.listOf('the-editor');
    expect((await ask('/boards', tokens.editor)).status).toBe(200);
    await clients.editor.post(`/settings/tokens/${token?.id}/revoke`, {});
    expect((await ask('/boards', tokens.editor)).status).toBe(401);
  });
});

test('a monitor reads how much there is with a token, and nobody does without', async () => {
  const read = (token?: string) =>
    stranger.get('/metrics', token === undefined ? {} : { authorization: `Bearer ${token}` });
  expect((await read()).status).toBe(401);
  expect((await read(tokens.feeds)).status).toBe(401);
  const text = await (await read(tokens.readOnly)).text();
  expect(text).toContain(`vigie_items ${await server.deps.store.items.count()}`);
  expect(text).toMatch(/vigie_sources\{health="\w+"\} 2/);
});

describe('answers', () => {
  test('come page by page, each once, by a cursor', async () => {
    const seen: string[] = [];
    let next: string | undefined = '';
    while (next !== undefined) {
      const page = (await (await ask(`/search?limit=2${next && `&cursor=${next}`}`, tokens.readOnly)).json()) as {
        items: { id: string }[];
        next?: string;
      };
      seen.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(await server.deps.store.items.count());
  });

  test('that have not changed are not sent again', async () => {
    const first = await ask('/digest', tokens.readOnly);
    const etag = first.headers.get('etag') ?? '';
    expect((await ask('/digest', tokens.readOnly, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  test.each([
    ['/search?limit=0', 400],
    ['/search?limit=x', 400],
    ['/search?cursor=nonsense', 400],
    ['/search?q=(buffer', 400],
    ['/digests/not-a-day', 400],
    ['/digests/1999-01-01', 404],
    ['/report?month=2026-13', 400],
    ['/nothing', 404],
  ])('%s is refused in one line', async (path, status) => {
    const response = await ask(path, tokens.readOnly);
    expect(response.status).toBe(status);
    const { title } = (await response.json()) as { title: string };
    expect(title).not.toMatch(/\n|errors\./);
  });

  test.each(['', '{', '[]', '{"mark":"read"}', '{"mark":"read","set":true,"x":1}'])(
    'a body like %j is refused',
    async (body) => {
      const response = await ask(`/stories/${await someStory()}/marks`, tokens.reader, {
        method: 'PUT',
        body: body || ' ',
      });
      expect(response.status).toBe(400);
    },
  );
});
