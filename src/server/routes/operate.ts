import type { App, ServerDeps } from '../context.ts';

/** For whoever runs it: alive, and ready. They tell nothing else: they are open. */
export function operateRoutes(app: App, { store }: ServerDeps): void {
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    try {
      await store.outbox.revision();
      return c.text('ready');
    } catch {
      return c.text('not ready', 503);
    }
  });
}
