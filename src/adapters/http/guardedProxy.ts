import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Allowed, guardedSocket } from './ssrfGuard.ts';

export interface GuardedProxy {
  url: string;
  close(): Promise<void>;
}

/**
 * A proxy on loopback through which a browser reaches the web and nothing else: every connection, those of scripts
 * and images too, passes the same guard as ours. A browser resolves names itself otherwise, and asks where it likes.
 */
export async function guardedProxy(allowed: Allowed, timeoutMs: number): Promise<GuardedProxy> {
  const open = new Set<Duplex>();
  const kept = <Stream extends Duplex>(stream: Stream): Stream => {
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    stream.on('error', () => stream.destroy());
    return stream;
  };
  const server = createServer((incoming, answer) => {
    const target = incoming.url && URL.canParse(incoming.url) ? new URL(incoming.url) : undefined;
    if (target?.protocol !== 'http:') return answer.writeHead(400).end();
    const { 'proxy-connection': _hop, ...headers } = incoming.headers;
    guardedSocket(allowed, target.hostname, Number(target.port || 80), timeoutMs)
      .then((socket) => {
        const onward = httpRequest(
          {
            createConnection: () => kept(socket),
            method: incoming.method,
            path: target.pathname + target.search,
            headers: { ...headers, connection: 'close' },
          },
          (response) => {
            answer.writeHead(response.statusCode ?? 502, response.headers);
            response.pipe(answer);
          },
        );
        onward.on('error', () => answer.destroy());
        incoming.pipe(onward);
      })
      // Not an answer that scripts could take for the host's.
      .catch(() => answer.destroy());
    return undefined;
  });
  server.on('connect', (incoming, client, head) => {
    kept(client);
    const [, host = '', port = ''] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(incoming.url ?? '') ?? [];
    guardedSocket(allowed, host, Number(port), timeoutMs)
      .then((socket) => tunnel(client, kept(socket), head))
      .catch(() => client.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  });
  server.on('connection', kept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const stream of open) stream.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tunnel(client: Duplex, socket: Socket, head: Buffer): void {
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  socket.write(head);
  client.pipe(socket).pipe(client);
}
