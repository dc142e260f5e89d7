import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Somebody of the company, as its provider knows them. */
export interface Employee {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

export const CLIENT = { id: 'vigie', secret: 'a secret between the company and Vigie' };

export interface CompanyServer {
  issuer: string;
  /** By what they sign in as. */
  people: Map<string, Employee>;
  /** Goes where Vigie sends a browser, signs in as somebody, and says where it is sent back to. */
  signIn(url: string, login: string): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on loopback. */
export async function companyServer(returnTo: string): Promise<CompanyServer> {
  const people = new Map<string, Employee>();
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [returnTo] },
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people.get(id) }),
    }),
    cookies: { keys: ['for the tests only'] },
    pkce: { required: () => true },
    ttl: { AccessToken: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    people,
    signIn: (url, login) => walk(url, login, returnTo),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a browser does: follows redirects, keeps cookies, fills in the form it is shown. */
async function walk(start: string, login: string, returnTo: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = { url: start, body: undefined as URLSearchParams | undefined };
  for (let step = 0; step < 12; step += 1) {
    if (next.url.startsWith(returnTo)) return next.url;
    const answer = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body && { method: 'POST', body: next.body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) {
      next = { url: new URL(location, next.url).href, body: undefined };
      continue;
    }
    const html = await answer.text();
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? '';
    next = { url: new URL(action, next.url).href, body: new URLSearchParams({ prompt, login, password: 'x' }) };
  }
  throw new Error('The provider led nowhere');
}
