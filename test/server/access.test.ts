import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS } from '../../src/server/access.ts';
import { ownPath } from '../../src/server/routes/signIn.tsx';
import { signInLink } from '../../src/server/tokens.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { BASE, memberClient, type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let stranger: WebClient;
let owner: WebClient;
let members: Record<'reader' | 'editor' | 'owner', WebClient>;

beforeAll(async () => {
  server = await demoServer();
  stranger = webClient(server.deps);
  members = {
    reader: await memberClient(server.deps, 'reader', 'the-reader'),
    editor: await memberClient(server.deps, 'editor', 'the-editor'),
    owner: await memberClient(server.deps, 'owner', 'the-owner'),
  };
  owner = webClient(server.deps);
  await owner.signIn();
});
afterAll(() => server.close());

const story = async () => (await server.deps.store.digests.findLatest())?.sections[0]?.stories[0]?.id ?? '';
const source = async () => (await server.deps.store.sources.list())[0]?.source.id ?? '';

type Answer = number;
/** Every page: what a stranger gets, a reader, an editor, an owner. */
const TABLE: [
  method: 'GET' | 'POST',
  path: string | (() => Promise<string>),
  stranger: Answer,
  reader: Answer,
  editor: Answer,
  owner: Answer,
][] = [
  ['GET', '/', 302, 200, 200, 200],
  // Whoever has a feeds.yaml has no first steps.
  ['GET', '/welcome', 302, 403, 403, 302],
  ['GET', '/welcome/watch', 302, 403, 403, 302],
  ['POST', '/welcome/ready', 401, 403, 403, 404],
  ['GET', '/digest', 302, 302, 302, 302],
  ['GET', '/digest/2026-03-10', 302, 200, 200, 200],
  ['GET', '/digest/1999-01-01', 302, 404, 404, 404],
  ['GET', '/digest/2026-03-10/left-out', 302, 200, 200, 200],
  ['GET', '/editions', 302, 200, 200, 200],
  ['GET', async () => `/stories/${await story()}`, 302, 200, 200, 200],
  ['GET', '/stories/nothing', 302, 404, 404, 404],
  ['POST', async () => `/stories/${await story()}`, 401, 403, 404, 404],
  ['POST', async () => `/stories/${await story()}/taste`, 401, 404, 404, 404],
  ['POST', async () => `/stories/${await story()}/idea`, 401, 403, 303, 303],
  ['POST', '/stories/nothing/idea', 401, 403, 404, 404],
  ['POST', '/stories/nothing/comments', 401, 404, 404, 404],
  ['GET', '/feeds/ideas.ics', 404, 404, 404, 404],
  ['POST', '/tastes/forget', 401, 303, 303, 303],
  ['GET', '/competitors', 302, 200, 200, 200],
  ['GET', '/competitors?days=28', 302, 200, 200, 200],
  ['GET', '/competitors/buffer', 302, 200, 200, 200],
  ['GET', '/competitors/nothing', 302, 404, 404, 404],
  ['GET', '/trends', 302, 200, 200, 200],
  ['GET', '/trends?kind=falling', 302, 200, 200, 200],
  ['GET', '/trends/nothing', 302, 404, 404, 404],
  ['POST', '/trends/term', 401, 403, 404, 404],
  ['GET', '/search', 302, 200, 200, 200],
  ['GET', '/search?q=buffer', 302, 200, 200, 200],
  ['GET', '/search?q=(buffer', 302, 400, 400, 400],
  ['GET', '/sources', 302, 403, 200, 200],
  ['GET', async () => `/sources/${await source()}`, 302, 403, 200, 200],
  ['GET', '/sources/nothing', 302, 403, 404, 404],
  ['GET', '/no-such-page', 302, 404, 404, 404],
  ['GET', '/sign-in', 200, 200, 200, 200],
  ['POST', '/sign-in', 400, 400, 400, 400],
  // Where no provider is named there is no such way in.
  ['GET', '/sign-in/company', 302, 404, 404, 404],
  ['GET', '/invitations/forged', 404, 404, 404, 404],
  ['POST', '/invitations/forged', 404, 404, 404, 404],
  ['GET', '/healthz', 200, 200, 200, 200],
  ['GET', '/readyz', 200, 200, 200, 200],
  ['GET', '/metrics', 401, 401, 401, 401],
  ['GET', '/api/v1/openapi.json', 200, 200, 200, 200],
  ['GET', '/api/v1/digest', 401, 401, 401, 401],
  ['GET', '/static/icon.svg', 200, 200, 200, 200],
  ['POST', '/digest', 401, 403, 302, 302],
  ['POST', '/digest/1999-01-01/finish', 401, 404, 404, 404],
  ['POST', '/marks', 401, 404, 404, 404],
  ['POST', '/sources', 401, 403, 302, 302],
  ['GET', '/sources?tab=pages&sort=yield&tag=presse', 302, 403, 200, 200],
  ['GET', '/sources/import', 302, 403, 200, 200],
  ['GET', '/sources/export.opml', 302, 403, 200, 200],
  ['POST', async () => `/sources/${await source()}`, 401, 403, 302, 302],
  ['POST', async () => `/sources/${await source()}/zone`, 401, 403, 404, 404],
  ['POST', async () => `/sources/${await source()}/ignore`, 401, 403, 302, 302],
  ['POST', '/sources/nothing', 401, 403, 404, 404],
  ['POST', '/sources/nothing/zone', 401, 403, 404, 404],
  ['POST', '/sources/bulk', 401, 403, 302, 302],
  ['POST', '/sources/import', 401, 403, 400, 400],
  ['GET', '/boards', 302, 200, 200, 200],
  ['POST', '/boards', 401, 400, 400, 400],
  ['GET', '/boards/nothing', 302, 404, 404, 404],
  ['POST', '/boards/nothing', 401, 404, 404, 404],
  ['POST', '/boards/nothing/members', 401, 404, 404, 404],
  ['POST', '/boards/nothing/stories', 401, 404, 404, 404],
  ['GET', '/boards/nothing/newsletter', 302, 404, 404, 404],
  ['POST', '/boards/nothing/newsletter', 401, 404, 404, 404],
  ['GET', '/boards/nothing/newsletter/preview', 302, 404, 404, 404],
  ['GET', '/boards/nothing/newsletter/mail', 302, 404, 404, 404],
  ['POST', '/boards/nothing/newsletter/send', 401, 404, 404, 404],
  ['GET', '/boards/nothing/newsletters/1', 302, 404, 404, 404],
  ['GET', '/p/nothing/newsletters/1', 404, 404, 404, 404],
  ['GET', '/p/nothing', 404, 404, 404, 404],
  ['GET', '/boards/nothing/feed.atom', 404, 404, 404, 404],
  ['GET', '/feeds/digest.atom', 404, 404, 404, 404],
  ['GET', '/feeds/search.atom?q=buffer', 404, 404, 404, 404],
  ['GET', '/subscriptions', 302, 200, 200, 200],
  ['POST', '/subscriptions', 401, 400, 400, 400],
  ['POST', '/subscriptions/nothing', 401, 404, 404, 404],
  ['POST', '/subscriptions/deliveries/nothing', 401, 404, 404, 404],
  ['GET', '/unsubscribe/forged', 404, 404, 404, 404],
  ['POST', '/unsubscribe/forged', 404, 404, 404, 404],
  ['GET', '/confirm/forged', 404, 404, 404, 404],
  ['GET', '/address/forged', 404, 404, 404, 404],
  ['POST', '/address/forged', 404, 404, 404, 404],
  ['POST', '/confirm/forged', 404, 404, 404, 404],
  ['GET', '/report', 302, 200, 200, 200],
  ['GET', '/report.csv', 302, 200, 200, 200],
  ['GET', '/go/forged', 404, 404, 404, 404],
  ['GET', '/team', 302, 403, 403, 200],
  ['POST', '/team/invitations', 401, 403, 403, 400],
  ['POST', '/team/invitations/withdraw', 401, 403, 403, 303],
  ['POST', '/team/nobody', 401, 403, 403, 400],
  ['GET', '/settings', 302, 200, 200, 200],
  ['GET', '/settings/watch', 302, 403, 403, 303],
  ['POST', '/settings/watch', 401, 403, 403, 303],
  ['POST', '/settings', 401, 303, 303, 303],
  ['POST', '/settings/password', 401, 400, 400, 400],
  ['POST', '/settings/sessions', 401, 303, 303, 303],
  ['POST', '/settings/passkeys', 401, 400, 400, 400],
  ['POST', '/settings/passkeys/remove', 401, 303, 303, 303],
  ['POST', '/sign-in/passkey', 400, 400, 400, 400],
  ['POST', '/settings/tokens', 401, 400, 400, 400],
  ['POST', '/settings/tokens/nothing/revoke', 401, 303, 303, 303],
  ['POST', '/language', 401, 302, 302, 302],
];

const ROLES = ['reader', 'editor', 'owner'] as const;

describe.each(TABLE)('%s %s', (method, path, forStranger, ...forRoles) => {
  const ask = async (client: WebClient) => {
    const address = typeof path === 'string' ? path : await path();
    return method === 'GET' ? client.get(address) : client.post(address, {});
  };
  test(`a stranger gets ${forStranger}, and nothing that was collected`, async () => {
    const response = await ask(stranger);
    expect(response.status).toBe(forStranger);
    expect(await response.text()).not.toMatch(/Buffer augmente|Vidéo courte|La Gazette/);
    if (forStranger === 302) expect(response.headers.get('location')).toBe('/sign-in');
  });
  test.each(ROLES.map((role, at) => [role, forRoles[at]] as const))(
    'a person who is %s gets %i',
    async (role, answer) => {
      const response = await ask(members[role]);
      expect(response.status).toBe(answer);
      // Whoever is refused learns nothing of what stands behind.
      if (answer === 403) expect(await response.text()).not.toMatch(/Buffer augmente|La Gazette|@exemple\.fr/);
    },
  );
});

test('every page behind the door has its row above', () => {
  const rows = TABLE.map(([method, path]) => `${method} ${typeof path === 'string' ? path.replace(/\?.*/, '') : path}`);
  const missing = ACCESS.filter(([method, path]) => {
    const [start = '', end = ''] = path.split(/:\w+/);
    return !rows.some((row) => row.startsWith(`${method} `) && row.includes(start) && row.includes(end));
  }).filter(([, path]) => path !== '/sign-out');
  expect(missing).toEqual([]);
});

test('every route of the app stands in the access table or is open on purpose', () => {
  const open =
    /^\/(sign-in|invitations|healthz|readyz|metrics|static|websub|p\/|feeds\/|boards\/:id\/feed|unsubscribe|confirm|address|api\/|go\/)/;
  const listed = new Set(ACCESS.map(([method, path]) => `${method} ${path}`));
  const routes = owner.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !open.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  expect(routes.filter((route) => !listed.has(route))).toEqual([]);
});

test('a sign-in link lets in once, and not after it expired', async () => {
  const link = (await signInLink(server.deps.store, server.deps.secret, BASE, MORNING)).slice(BASE.length);
  expect((await webClient(server.deps).get(link)).status).toBe(302);
  expect((await webClient(server.deps).get(link)).status).toBe(403);
  const stale = (await signInLink(server.deps.store, server.deps.secret, BASE, MORNING - 13 * 3_600_000)).slice(
    BASE.length,
  );
  expect((await webClient(server.deps).get(stale)).status).toBe(403);
  expect((await webClient(server.deps).get('/sign-in?token=forged')).status).toBe(403);
});

test('a session planted before sign-in is not taken over', async () => {
  const link = (await signInLink(server.deps.store, server.deps.secret, BASE, MORNING)).slice(BASE.length);
  const response = await webClient(server.deps).get(link, { cookie: 'vigie=planted' });
  expect(response.headers.get('set-cookie')).toMatch(/^vigie=(?!planted)[\w-]{43};/);
  expect((await webClient(server.deps).get('/', { cookie: 'vigie=planted' })).status).toBe(302);
});

test('the session cookie is closed to scripts and other sites, and secure behind https', async () => {
  const client = webClient(server.deps);
  const cookie = (await client.signIn()).headers.get('set-cookie') ?? '';
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Lax');
  const secured = await webClient({ ...server.deps, baseUrl: 'https://veille.example' }).signIn();
  expect(secured.headers.get('set-cookie')).toMatch(/^__Host-vigie=.*Secure/);
});

test('signing out ends the session at once', async () => {
  const client = webClient(server.deps);
  await client.signIn();
  expect((await client.get('/')).status).toBe(200);
  await client.post('/sign-out', {});
  expect((await client.get('/')).status).toBe(302);
});

test('a session ends after thirty days', async () => {
  const client = webClient(server.deps);
  await client.signIn();
  server.setNow(MORNING + 31 * 86_400_000);
  expect((await client.get('/sources')).status).toBe(302);
  server.setNow(MORNING);
});

test('a change without the page’s token, with another session’s, or from another site is refused', async () => {
  const other = webClient(server.deps);
  await other.signIn();
  expect((await owner.post('/language', { language: 'en', _csrf: '' })).status).toBe(403);
  expect((await owner.post('/language', { language: 'en', _csrf: 'x'.repeat(43) })).status).toBe(403);
  expect((await owner.post('/language', { language: 'en' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const token = /name="_csrf" value="([^"]+)"/.exec(await (await other.get('/')).text())?.[1] ?? '';
  expect((await owner.post('/language', { language: 'en', _csrf: token })).status).toBe(403);
});

test('a form beyond 64 kB is refused', async () => {
  expect((await owner.post('/sources', { url: `https://example.org/${'x'.repeat(70_000)}` })).status).toBe(413);
});

test('another host name is refused: a name rebound to our address reads nothing', async () => {
  expect((await owner.get('/', { host: 'evil.example' })).status).toBe(421);
});

test('one address cannot ask without end', async () => {
  const client = webClient(server.deps);
  const answers = await Promise.all(Array.from({ length: 80 }, () => client.get('/sign-in?token=guess')));
  expect(answers.some(({ status }) => status === 429)).toBe(true);
});

test.each([
  '//evil.example',
  'https://evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/a/..//evil.example/x',
  '/\t/evil.example',
  undefined,
])('%s never leads away', (back) => {
  expect(new URL(ownPath(back), BASE).origin).toBe(BASE);
  expect(ownPath(back)).not.toMatch(/^\/\//);
});

test('every answer carries the headers that keep pages in their place', async () => {
  for (const path of ['/', '/sign-in', '/no-such-page', '/healthz']) {
    const { headers } = await owner.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});
