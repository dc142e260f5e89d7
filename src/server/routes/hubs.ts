import { bodyLimit } from 'hono/body-limit';
import { confirmedChallenge, forgetHub, isSignedBy } from '../../pipeline/hubs.ts';
import type { App, ServerDeps } from '../context.ts';

/** A feed pushed whole; what is longer is polled. */
const MAX_PUSH_BYTES = 5 * 1024 * 1024;

/** WebSub's callback: open to hubs, who prove themselves by the address they were given and by their signature. */
export function hubRoutes(app: App, deps: ServerDeps): void {
  app.get('/websub/:token', async (c) => {
    const { token } = c.req.param();
    const [mode, topic, challenge, leaseSeconds] = ['mode', 'topic', 'challenge', 'lease_seconds'].map((name) =>
      c.req.query(`hub.${name}`),
    );
    if (mode === 'denied') {
      await forgetHub(token, topic, deps);
      return c.text('', 200);
    }
    const echoed = await confirmedChallenge(token, { mode, topic, challenge, leaseSeconds }, deps);
    return echoed === undefined ? c.text('', 404) : c.text(echoed);
  });

  app.post('/websub/:token', bodyLimit({ maxSize: MAX_PUSH_BYTES, onError: (c) => c.text('', 413) }), async (c) => {
    const subscription = await deps.store.hubs.findByToken(c.req.param('token'));
    if (!subscription) return c.text('', 404);
    const body = new Uint8Array(await c.req.arrayBuffer());
    // WebSub 8: what is not signed is received, and left aside.
    if (isSignedBy(subscription.secret, body, c.req.header('x-hub-signature')))
      deps.receivePush(subscription, body, c.req.header('content-type'));
    else deps.log.warn({ source: subscription.sourceId }, 'A push without a valid signature was left aside');
    return c.text('', 202);
  });
}
