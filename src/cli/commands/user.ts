import { existsSync, readFileSync } from 'node:fs';
import { signInLink } from '../../server/tokens.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

/** The single user of this version is whoever can run a command on the machine. */
export async function userLink({ env, out }: Context): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const running = existsSync(app.files.serverUrl) ? readFileSync(app.files.serverUrl, 'utf8') : undefined;
    const configured = env.url ?? `http://${env.host === '0.0.0.0' ? '127.0.0.1' : env.host}:${env.port}`;
    const link = await signInLink(app.deps.store, app.secret, running ?? configured, Date.now());
    out.result({ link }, () => [link]);
    return true;
  } finally {
    await app.close();
  }
}
