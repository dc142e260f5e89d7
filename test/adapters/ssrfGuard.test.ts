import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PoliteHttp } from '../../src/adapters/http/politeHttp.ts';
import { allowedBy, guardedConnector, isPublicAddress } from '../../src/adapters/http/ssrfGuard.ts';
import { body, type FixtureServer, fixtureServer, redirect, rss } from '../support/fixtureServer.ts';
import { testHttp } from '../support/testDeps.ts';

let server: FixtureServer;
let doors: PoliteHttp[] = [];

beforeEach(async () => {
  server = await fixtureServer();
  server.on('/feed', body(rss(['Un secret du réseau interne'])));
});
afterEach(async () => {
  for (const door of doors) await door.close();
  doors = [];
  await server.close();
});

async function ask(url: string, allowHosts: string[] = []): Promise<string> {
  const http = testHttp({ allowHosts, connectMs: 1_000, totalMs: 2_000 });
  doors.push(http);
  const outcome = await http.get({ url });
  return outcome.kind === 'failed' ? outcome.problem.kind : outcome.kind;
}

describe('no connection is opened to', () => {
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0x7f000001',
    '0x7f.0.0.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '0.0.0.0',
    '0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b:1::127.0.0.1]',
    '[2002:7f00:1::]',
    'localhost',
    'LOCALHOST',
  ])('loopback written %s', async (host) => {
    expect(await ask(`http://${host}:${server.port}/feed`)).toBe('private-address');
    expect(server.connections()).toBe(0);
  });

  test('localhost with a final dot, which some resolvers know and others do not', async () => {
    expect(['private-address', 'dns']).toContain(await ask(`http://localhost.:${server.port}/feed`));
    expect(server.connections()).toBe(0);
  });

  test.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a00:1]',
    '[2001:db8::1]',
  ])('the private or reserved %s', async (host) => {
    expect(await ask(`http://${host}/feed`)).toBe('private-address');
  });

  test('a private address a redirect leads to, on any hop', async () => {
    const secret = await fixtureServer();
    secret.on('/feed', body('a secret'));
    server.on('/once', redirect(302, `http://127.0.0.1:${secret.port}/feed`));
    server.on('/twice', redirect(301, '/once'));
    server.on('/name', redirect(307, `http://localhost:${secret.port}/feed`));
    for (const path of ['/once', '/twice', '/name'])
      expect(await ask(server.url + path, [`127.0.0.1:${server.port}`]), path).toBe('private-address');
    expect(secret.connections()).toBe(0);
    await secret.close();
  });
});

test('ordinary addresses of the internet are public', () => {
  for (const address of [
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2a00:1450:4007::1',
    '::ffff:8.8.8.8',
  ])
    expect(isPublicAddress(address), address).toBe(true);
  for (const nothing of ['', 'localhost', '1.2.3']) expect(isPublicAddress(nothing), nothing).toBe(false);
});

/** Connects through the guard with names that resolve as scripted; tells what came of it. */
function connect(rules: string[], answers: string[][]): Promise<string> {
  const lookup = (_host: string, _options: object, done: (error: null, addresses: object[]) => void) =>
    done(
      null,
      (answers.length > 1 ? (answers.shift() ?? []) : (answers[0] ?? [])).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    );
  const open = guardedConnector(allowedBy(rules), 1_000, lookup as never);
  return new Promise((resolve) => {
    const options = {
      hostname: 'rebinding.example',
      protocol: 'http:',
      port: String(server.port),
      host: 'rebinding.example',
    };
    open(options as never, (error, socket) => {
      socket?.destroy();
      resolve(error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'connected');
    });
  });
}

describe('names', () => {
  test('a name that resolves to a private address is refused before a connection is tried', async () => {
    expect(await connect([], [['127.0.0.1']])).toBe('PRIVATE_ADDRESS');
    expect(await connect([], [['93.184.216.34', '127.0.0.1']])).toBe('PRIVATE_ADDRESS');
    expect(await connect([], [['::ffff:127.0.0.1']])).toBe('PRIVATE_ADDRESS');
    expect(server.connections()).toBe(0);
  });

  test('a name that resolves anew to a private address is refused again', async () => {
    const answers = [['0.0.0.0'], ['127.0.0.1'], ['::1']];
    for (let round = 0; round < 3; round += 1) expect(await connect([], answers)).toBe('PRIVATE_ADDRESS');
    expect(server.connections()).toBe(0);
  });

  test('an allowed range is reached by name too', async () => {
    expect(await connect(['127.0.0.0/8'], [['127.0.0.1']])).toBe('connected');
  });

  test('a name without an address is an error, not a crash', async () => {
    expect(await connect(['127.0.0.0/8'], [[]])).not.toBe('connected');
  });
});

describe('VIGIE_ALLOW_HOSTS', () => {
  test('a host, on all its ports', async () => {
    expect(await ask(`${server.url}/feed`, ['127.0.0.1'])).toBe('fetched');
    expect(await ask(`http://localhost:${server.port}/feed`, ['localhost'])).toBe('fetched');
  });

  test('a host and port, and no other port of it', async () => {
    const other = await fixtureServer();
    other.on('/feed', body('x'));
    expect(await ask(`${server.url}/feed`, [`127.0.0.1:${server.port}`])).toBe('fetched');
    expect(await ask(`${other.url}/feed`, [`127.0.0.1:${server.port}`])).toBe('private-address');
    expect(other.connections()).toBe(0);
    await other.close();
  });

  test('an IPv6 literal, bare, in brackets, or with a port', () => {
    for (const rule of ['::1', '[::1]', '[::1]:8080']) expect(allowedBy([rule]).target('::1', '8080'), rule).toBe(true);
    expect(allowedBy(['[::1]:8080']).target('::1', '8081')).toBe(false);
  });

  test('a range, which also covers the mapped form and names that lead into it', async () => {
    expect(await ask(`${server.url}/feed`, ['127.0.0.0/8'])).toBe('fetched');
    expect(allowedBy(['127.0.0.0/8']).target('::ffff:127.0.0.1', '80')).toBe(true);
    expect(allowedBy(['10.0.0.0/8']).target('127.0.0.1', '80')).toBe(false);
    expect(await ask(`${server.url}/feed`, ['10.0.0.0/8', 'fc00::/7'])).toBe('private-address');
  });

  test('what is no address at all is in no range', () => {
    expect(allowedBy(['127.0.0.0/8']).address('')).toBe(false);
  });
});
