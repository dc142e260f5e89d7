import { Gauge, Registry } from 'prom-client';
import { healthOf } from '../../domain/cadence/health.ts';
import type { App, ServerDeps } from '../context.ts';
import { tokenHash } from '../tokens.ts';

/** What a monitor wants to know, as Prometheus reads it. It tells how much there is: a token for reading opens it. */
export function metricsRoutes(app: App, deps: ServerDeps): void {
  const { store, secret, clock } = deps;
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[], collect: (own: Gauge) => Promise<void>) => {
    const own: Gauge = new Gauge({
      ...{ name: `vigie_${name}`, help, labelNames, registers: [registry] },
      async collect() {
        own.reset();
        await collect(own);
      },
    });
  };

  gauge('items', 'Articles in the store', [], async (own) => own.set(await store.items.count()));
  gauge('sources', 'Sources followed, by health', ['health'], async (own) => {
    const now = clock();
    for (const { source, state } of await store.sources.list())
      own.inc({ health: healthOf(source, state, now, deps.watch.sweep) });
  });
  gauge('deliveries', 'Messages of the last 90 days, by state', ['state'], async (own) => {
    for (const [state, count] of await store.deliveries.countByState()) own.set({ state }, count);
  });
  gauge('revision', 'Writes of the store: an index catches up with it', [], async (own) =>
    own.set(await store.outbox.revision()),
  );

  app.get('/metrics', async (c) => {
    const [, given] = /^Bearer ([\w-]{20,100})$/.exec(c.req.header('authorization') ?? '') ?? [];
    const token = given ? await store.apiTokens.use(tokenHash(given, secret), clock()) : undefined;
    const person = token && (await store.people.find(token.person));
    if (!token || !person || token.scope === 'feeds') {
      c.header('WWW-Authenticate', 'Bearer');
      return c.text(c.get('speech').t('errors.api.noToken'), 401);
    }
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  });
}
