import { signInLink } from '../../server/tokens.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

/** The single user of this version is whoever can run a command on the machine. */
export async function userLink({ env, out }: Context): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const link = await signInLink(
      app.deps.store,
      app.secret,
      env.url ?? `http://${env.host === '0.0.0.0' ? '127.0.0.1' : env.host}:${env.port}`,
      Date.now(),
    );
    out.result({ link }, () => [link]);
    return true;
  } finally {
    await app.close();
  }
}
