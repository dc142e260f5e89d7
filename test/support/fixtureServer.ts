import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentHash } from '../../src/domain/model/ids.ts';

/** One request the server saw. */
export interface Seen {
  path: string;
  headers: IncomingMessage['headers'];
  /** Status answered, 0 while there is none. */
  status: number;
  /** Bytes of body sent. */
  sent: number;
  /** Requests in flight when it came, itself included. */
  concurrent: number;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A web server on loopback that answers as scripted and remembers who asked. */
export interface FixtureServer {
  url: string;
  port: number;
  seen: Seen[];
  /** Connections ever opened to it. */
  connections(): number;
  /** What a path answers from now on; a list answers one after the other, the last for ever. */
  on(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export async function fixtureServer(host = '127.0.0.1'): Promise<FixtureServer> {
  const scripts = new Map<string, Answer[]>();
  const seen: Seen[] = [];
  let opened = 0;
  let active = 0;
  const server = createServer({ keepAlive: true }, (request, response) => {
    active += 1;
    const path = request.url ?? '/';
    const entry: Seen = { path, headers: request.headers, status: 0, sent: 0, concurrent: active };
    seen.push(entry);
    counting(response, entry);
    response.on('close', () => {
      active -= 1;
      entry.status = response.statusCode;
    });
    const answers = scripts.get(path) ?? scripts.get(path.split('?')[0] ?? '') ?? [status(404)];
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
  server.on('connection', () => {
    opened += 1;
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    seen,
    connections: () => opened,
    on: (path, ...answers) => scripts.set(path, answers),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function counting(response: ServerResponse, entry: Seen): void {
  const { write, end } = response;
  const size = (chunk: unknown) =>
    typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk instanceof Uint8Array ? chunk.byteLength : 0;
  response.write = ((...given: Parameters<typeof write>) => {
    entry.sent += size(given[0]);
    return write.apply(response, given);
  }) as typeof write;
  response.end = ((...given: Parameters<typeof end>) => {
    entry.sent += size(given[0]);
    return end.apply(response, given);
  }) as typeof end;
}

/** A plain 200. */
export const body =
  (content: string | Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', ...headers }).end(content);

export const status =
  (code: number, headers: Record<string, string> = {}, content = ''): Answer =>
  (_request, response) =>
    response.writeHead(code, headers).end(content);

export const redirect = (code: number, location: string): Answer => status(code, { location });

/** A 200 with a strong ETag, and 304 when the client has it. */
export const tagged =
  (content: string, headers: Record<string, string> = {}): Answer =>
  (request, response) => {
    const etag = `"${contentHash(content)}"`;
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    return body(content, { etag, ...headers })(request, response);
  };

export const hang: Answer = () => undefined;

interface Entry {
  title: string;
  guid?: string;
  url?: string;
  text?: string;
  /** RFC 822 or anything else a feed may hold. */
  date?: string;
}

/** A small RSS 2.0 feed. */
export function rss(entries: readonly (Entry | string)[], title = 'Journal'): string {
  const items = entries.map((given) => {
    const entry: Entry = typeof given === 'string' ? { title: given } : given;
    const guid = entry.guid ?? `guid ${entry.title}`;
    return `<item><title>${entry.title}</title><guid isPermaLink="false">${guid}</guid>
<link>${entry.url ?? `https://journal.example/${encodeURIComponent(guid)}`}</link>
<description>${entry.text ?? `Ce que dit ${entry.title}.`}</description>${entry.date ? `<pubDate>${entry.date}</pubDate>` : ''}</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${title}</title>
<link>https://journal.example/</link><description>${title}</description><language>fr</language>${items.join('\n')}</channel></rss>`;
}
