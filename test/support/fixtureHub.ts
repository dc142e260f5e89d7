import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What somebody asked of the hub. */
export type HubRequest = Record<string, string>;

/** A WebSub hub on loopback: remembers who subscribed, verifies and pushes as the recommendation says. */
export interface FixtureHub {
  url: string;
  asked: HubRequest[];
  /** What it answers to a subscription from now on; 202 at first. */
  answersWith(status: number): void;
  close(): Promise<void>;
}

export async function fixtureHub(): Promise<FixtureHub> {
  const asked: HubRequest[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push({
        ...Object.fromEntries(new URLSearchParams(text)),
        type: request.headers['content-type'] ?? '',
        method: request.method ?? '',
      });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`,
    asked,
    answersWith(next) {
      status = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const signed = (algorithm: string, secret: string, body: string): string =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
