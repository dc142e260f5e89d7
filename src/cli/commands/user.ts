import { existsSync, readFileSync } from 'node:fs';
import type { Role } from '../../domain/access/policy.ts';
import { VigieError } from '../../domain/errors.ts';
import { FIRST_OWNER } from '../../domain/model/person.ts';
import { emailOf } from '../../server/email.ts';
import { newId, signInLink } from '../../server/tokens.ts';
import type { Context } from '../main.ts';
import { type App, wire } from '../wire.ts';

/** Makes an account and a link to enter it: whoever can run a command on the machine owns it. */
export async function userAdd(context: Context, { role }: { role: Role }, address = ''): Promise<boolean> {
  const email = emailOf(address);
  if (email === undefined) throw new VigieError('team.badAddress', { email: address });
  return withLink(context, async ({ deps: { store } }) => {
    const now = Date.now();
    const id = await store.people.add({ id: newId(), email, name: '', role, createdAt: now });
    if (id === undefined) throw new VigieError('team.known', { email });
    await store.audit.add({ at: now, person: id, action: 'addedByCommand', subject: email, detail: { role } });
    return id;
  });
}

/** A one-time sign-in link: of somebody, or of the first owner. */
export async function userLink(context: Context, _options: object, address?: string): Promise<boolean> {
  return withLink(context, async ({ deps: { store } }) => {
    if (address === undefined) return FIRST_OWNER;
    const person = await store.people.findByEmail(emailOf(address) ?? '');
    if (!person) throw new VigieError('team.unknown', { email: address });
    return person.id;
  });
}

async function withLink({ env, out }: Context, personOf: (app: App) => Promise<string>): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const running = existsSync(app.files.serverUrl) ? readFileSync(app.files.serverUrl, 'utf8') : undefined;
    const configured = env.url ?? `http://${env.host === '0.0.0.0' ? '127.0.0.1' : env.host}:${env.port}`;
    const person = await personOf(app);
    const link = await signInLink(app.deps.store, app.secret, running ?? configured, Date.now(), { person });
    out.result({ link }, () => [link]);
    return true;
  } finally {
    await app.close();
  }
}
