import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Answer } from './fixtureServer.ts';

const file = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');

/** Makes this process trust the test authority: who signed is then no longer what is wrong with its certificates. */
export const trustTestAuthority = (): void =>
  setDefaultCACertificates([...getCACertificates('default'), file('ca.crt')]);

/** A server on loopback with one of the certificates of test/fixtures/tls. */
export async function tlsServer(
  certificate: 'good' | 'expired' | 'self-signed' | 'wrong-name',
  answer: Answer,
): Promise<string> {
  const server = createServer({ key: file('test.key'), cert: file(`${certificate}.crt`) }, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
