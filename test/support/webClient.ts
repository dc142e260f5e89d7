import { load } from 'cheerio';
import type { Role } from '../../src/domain/access/policy.ts';
import { webApp } from '../../src/server/app.tsx';
import type { App, ServerDeps } from '../../src/server/context.ts';
import { signInLink } from '../../src/server/tokens.ts';

/** A browser without a screen: keeps cookies, follows nothing, posts forms with the page's token. */
export interface WebClient {
  app: App;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Fetches a page and posts one of its forms' fields with that page's token. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** The same for a form that sends a file, or a field several times. */
  send(path: string, form: FormData | URLSearchParams): Promise<Response>;
  /** As the first owner, or as somebody else. */
  signIn(person?: string): Promise<Response>;
}

export const BASE = 'http://127.0.0.1:3000';

/** Somebody of the team, signed in. */
export async function memberClient(deps: ServerDeps, role: Role, id: string = role): Promise<WebClient> {
  await deps.store.people.add({ id, name: role, email: `${role}@exemple.fr`, role, createdAt: 0 });
  const client = webClient(deps);
  await client.signIn(id);
  return client;
}

/** @param app one that other clients use too */
export function webClient(deps: ServerDeps, app = webApp(deps)): WebClient {
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(`${BASE}${path}`, {
      ...init,
      headers: { host: '127.0.0.1:3000', ...(cookie && { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const token = async () =>
    load(await (await request('/settings')).text())('input[name=_csrf]')
      .first()
      .attr('value') ?? '';
  return {
    app,
    async send(path, form) {
      form.append('_csrf', await token());
      return request(path, { method: 'POST', body: form });
    },
    get: (path, headers = {}) => request(path, { headers }),
    async post(path, fields, headers = {}) {
      const body = new URLSearchParams({ _csrf: await token(), ...fields });
      return request(path, {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    },
    async signIn(person) {
      const link = await signInLink(
        deps.store,
        deps.secret,
        BASE,
        deps.clock(),
        person === undefined ? {} : { person },
      );
      return request(link.slice(BASE.length));
    },
  };
}
