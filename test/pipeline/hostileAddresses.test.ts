import type { LookupAddress, lookup as systemLookup } from 'node:dns';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allowedBy, guardedConnector } from '../../src/adapters/http/ssrfGuard.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { aSource } from '../support/builders.ts';
import { body, type FixtureServer, fixtureServer, redirect, rss } from '../support/fixtureServer.ts';
import { follow, type TestDeps, testDeps } from '../support/testDeps.ts';

/** Sources that point inwards. The secret's server is exempt from nothing: it must not see one connection. */

let secret: FixtureServer;
let healthy: FixtureServer;
let hostile: FixtureServer;
beforeEach(async () => {
  [secret, healthy, hostile] = await Promise.all([
    fixtureServer('0.0.0.0'),
    fixtureServer('127.0.0.2'),
    fixtureServer('127.0.0.3'),
  ]);
  secret.on('/feed', body(rss(['Un secret du réseau interne'])));
  healthy.on('/feed', body(rss(['Le marché rouvre'])));
});
afterEach(() => Promise.all([secret, healthy, hostile].map((server) => server.close())));

const LIMITS = { connectMs: 500, headersMs: 500, totalMs: 1_500 };
/** Only the ports of the two servers that may be asked. */
const deps = () =>
  testDeps({ http: { ...LIMITS, allowHosts: [`127.0.0.2:${healthy.port}`, `127.0.0.3:${hostile.port}`] } });

/** Sweeps an address beside a healthy source: what came of it, and the secret was not asked. */
async function refused(url: string, given?: TestDeps): Promise<string> {
  const own = given ?? (await deps());
  const [source] = await follow(own, aSource({ url }), `${healthy.url}/feed`);
  const report = await sweep({ force: true }, own);
  expect(secret.connections()).toBe(0);
  expect(await own.store.items.listOfSource(source?.id as never, 10)).toEqual([]);
  const titles = (await own.store.items.listAfter('', 10)).map(({ title }) => title);
  expect(titles).toEqual(['Le marché rouvre']);
  return report.failures.map(({ problem }) => problem.kind).join();
}

const LOOPBACK = [
  '2130706433',
  '0177.0.0.1',
  '017700000001',
  '0x7f000001',
  '0x7f.0.0.1',
  '127.1',
  '127.0.1',
  '127.0.0.1.',
  '127.000.000.001',
  '0',
  '0.0.0.0',
  '127.255.255.254',
  '%31%32%37.0.0.1',
  '１２７.０.０.１',
  '127。0。0。1',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001:0:0:0:0:1]',
  '[2001:0:7f00:1::80ff:fffe]',
  '[fe80::5efe:127.0.0.1]',
  'localhost',
  'LOCALHOST',
  'ｌocalhost',
];
const INWARDS = [
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fe80::a9fe:a9fe]',
  '100.100.100.200',
  '192.0.0.192',
  '10.0.0.1',
  '172.17.0.1',
  '192.168.0.1',
  '224.0.0.251',
  '255.255.255.255',
];

describe('an address of this machine', () => {
  test.each(LOOPBACK)('written %s is no source', async (host) => {
    expect(await refused(`http://${host}:${secret.port}/feed`)).toBe('private-address');
  });

  // A header holds no other letters.
  test.each(LOOPBACK.filter((host) => /^[ -~]+$/.test(host)))(
    'written %s is nowhere a redirect leads',
    async (host) => {
      hostile.on('/feed', redirect(301, `http://${host}:${secret.port}/feed`));
      expect(await refused(`${hostile.url}/feed`)).toBe('private-address');
    },
  );

  test('is reached on no other port of a host that is exempt on one', async () => {
    expect(await refused(`http://127.0.0.2:${secret.port}/feed`)).toBe('private-address');
    hostile.on('/feed', redirect(307, `http://127.0.0.3:${secret.port}/feed`));
    expect(await refused(`${hostile.url}/feed`)).toBe('private-address');
  });

  test.each([
    'http://example.com@127.0.0.1:PORT/',
    'http://example.com:80@127.0.0.1:PORT/',
    'http://127.0.0.1:PORT@127.0.0.1:PORT/',
    'http:\\\\x@127.0.0.1:PORT\\',
  ])('behind the name of another: %s', async (written) => {
    const url = written.replaceAll('PORT', String(secret.port));
    expect(await refused(url)).toBe('bad-url');
    hostile.on('/feed', redirect(302, url));
    expect(await refused(`${hostile.url}/feed`)).toBe('bad-url');
  });

  test.each([
    'http://127.0.0.1:PORT\\@example.com/',
    '//127.0.0.1:PORT/feed',
    '\\\\127.0.0.1:PORT\\feed',
    'http:/127.0.0.1:PORT/feed',
    ' http://127.0.0.1:PORT/feed',
    'HTTP://127.0.0.1:PORT/feed',
    'http://127.0.0.1:PORT#@example.com/',
    'http://127.0.0.1:PORT?@example.com/',
  ])('in a redirect written %s', async (written) => {
    hostile.on('/feed', redirect(302, written.replaceAll('PORT', String(secret.port))));
    expect(['private-address', 'bad-url', 'not-found']).toContain(await refused(`${hostile.url}/feed`));
  });

  test('after a whole chain of permitted redirects, and nothing of it is remembered', async () => {
    hostile.on('/feed', redirect(301, '/b'));
    hostile.on('/b', redirect(308, `${healthy.url}/c`));
    healthy.on('/c', redirect(301, `http://127.0.0.1:${secret.port}/feed`));
    const own = await deps();
    expect(await refused(`${hostile.url}/feed`, own)).toBe('private-address');
    for (const { state } of await own.store.sources.list()) expect(state.movedTo).toBeUndefined();
  });

  test('announced by a page as its feed', async () => {
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433']) {
      const link = `<link rel="alternate" type="application/rss+xml" href="http://${host}:${secret.port}/feed">`;
      hostile.on('/', body(`<!doctype html><html><head>${link}</head></html>`, { 'content-type': 'text/html' }));
      expect(await refused(`${hostile.url}/`), host).toBe('private-address');
    }
  });

  test('given as the base of the page that announces it', async () => {
    const head = `<base href="http://127.0.0.1:${secret.port}/"><link rel="alternate" type="application/rss+xml" href="/feed">`;
    hostile.on('/', body(`<!doctype html><html><head>${head}</head></html>`, { 'content-type': 'text/html' }));
    expect(await refused(`${hostile.url}/`)).toBe('private-address');
  });
});

describe('an address of the network around it', () => {
  test.each(INWARDS)('%s is neither a source nor where a redirect leads', async (host) => {
    expect(await refused(`http://${host}/latest/meta-data/`)).toBe('private-address');
    hostile.on('/feed', redirect(302, `http://${host}/latest/meta-data/`));
    expect(await refused(`${hostile.url}/feed`)).toBe('private-address');
  });
});

/** Connects to names that resolve as scripted, one answer a question; tells what came of each. */
function connector(answers: string[][], rules: string[] = []) {
  const asked: string[] = [];
  const lookup = (name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) => {
    asked.push(name);
    const found = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  const open = guardedConnector(allowedBy(rules), 500, lookup as unknown as typeof systemLookup);
  const connect = (hostname: string, port = secret.port) =>
    new Promise<string>((resolve) => {
      const options = { hostname, host: hostname, protocol: 'http:', port: String(port) };
      open(options as never, (error, socket) => {
        socket?.destroy();
        resolve(error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'connected');
      });
    });
  return { connect, asked };
}

describe('a name', () => {
  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fe80::1%eth0',
    '169.254.169.254',
    '10.0.0.1',
    'fd00::1',
    'not an address',
    '',
  ])('that resolves to %j is refused before a connection is tried', async (address) => {
    const { connect, asked } = connector([[address]]);
    expect(await connect('inwards.example')).toBe('PRIVATE_ADDRESS');
    expect(asked).toEqual(['inwards.example']);
    expect(secret.connections()).toBe(0);
  });

  test('that resolves to a public and a private address is refused, whichever comes first', async () => {
    for (const answer of [
      ['93.184.216.34', '127.0.0.1'],
      ['127.0.0.1', '93.184.216.34'],
      ['2606:2800:220:1::1', '::1'],
    ])
      expect(await connector([answer]).connect('both.example')).toBe('PRIVATE_ADDRESS');
    expect(secret.connections()).toBe(0);
  });

  test('that was permitted when first asked is asked anew, and refused, when it leads elsewhere', async () => {
    const { connect, asked } = connector([['127.0.0.2'], ['127.0.0.1'], ['127.0.0.2', '127.0.0.1']], ['127.0.0.2']);
    expect(await connect('rebinding.example', healthy.port)).toBe('connected');
    for (const port of [healthy.port, secret.port])
      expect(await connect('rebinding.example', port)).toBe('PRIVATE_ADDRESS');
    expect(asked).toHaveLength(3);
    expect(secret.connections()).toBe(0);
  });

  test('that is written like an address is not asked of anybody', async () => {
    const { connect, asked } = connector([['93.184.216.34']]);
    for (const host of ['127.0.0.1', '[::1]', '::1', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]'])
      expect(await connect(host), host).toBe('PRIVATE_ADDRESS');
    expect(asked).toEqual([]);
    expect(secret.connections()).toBe(0);
  });

  test('that leads to an exempt range is let through, and to no other', async () => {
    expect(await connector([['127.0.0.1']], ['127.0.0.0/8']).connect('own.example')).toBe('connected');
    expect(await connector([['127.0.0.1', '10.0.0.1']], ['127.0.0.0/8']).connect('own.example')).toBe(
      'PRIVATE_ADDRESS',
    );
  });
});
