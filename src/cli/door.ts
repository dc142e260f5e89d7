import type { AddressInfo } from 'node:net';
import { serve as listen, type ServerType } from '@hono/node-server';
import type { Env } from '../config/env.ts';
import { VigieError } from '../domain/errors.ts';
import type { App as Web } from '../server/context.ts';

/** The port, open for as long as the process lives; who stands behind it may change. */
export interface Door {
  baseUrl: string;
  /** Lets somebody else answer; nobody for a moment, while a watch begins anew. */
  use(web: Web | undefined): void;
  close(): Promise<void>;
}

/** Opens the port first: only then is it known under which address people reach what is served there. */
export async function openDoor(env: Pick<Env, 'host' | 'port' | 'url'>): Promise<Door> {
  let web: Web | undefined;
  const server = await new Promise<ServerType>((resolve, reject) => {
    const opened = listen(
      {
        fetch: (request, bindings) => web?.fetch(request, bindings) ?? comingBack(request.method),
        ...{ hostname: env.host, port: env.port },
      },
      () => resolve(opened),
    );
    opened.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new VigieError('port.busy', { port: String(env.port) }) : error),
    );
  });
  const host = env.host === '0.0.0.0' || env.host === '::' ? '127.0.0.1' : env.host;
  return {
    baseUrl: env.url ?? `http://${host}:${(server.address() as AddressInfo).port}`,
    use: (next) => {
      web = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A browser that asks meanwhile asks again by itself; one that sent a form is shown where to begin. */
const comingBack = (method: string): Response =>
  new Response(COMING_BACK, {
    status: 503,
    headers: {
      Refresh: method === 'GET' ? '1' : '1; url=/',
      'Retry-After': '1',
      'Content-Type': 'text/html; charset=utf-8',
    },
  });

const COMING_BACK = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Vigie</title>
<p>Vigie finit ce qui est en cours, puis revient : cette page se met à jour seule.</p>
<p lang="en">Vigie is finishing what is in hand, then comes back: this page brings itself up to date.</p></html>`;
