import { reindex } from '../../pipeline/indexing.ts';
import type { Context } from '../main.ts';
import { progressBar } from '../output.ts';
import { wire } from '../wire.ts';

export async function reindexAll({ env, out }: Context): Promise<boolean> {
  const app = await wire(env, { follow: false });
  try {
    const total = await app.deps.store.items.count();
    const done: { engine: string; items: number }[] = [];
    for (const engine of app.deps.search.engines()) {
      const bar = progressBar(engine.name);
      done.push({
        engine: engine.name,
        items: await reindex(engine, app.deps.store, (count) => bar.update(count, total)),
      });
      bar.stop();
    }
    out.result({ reindexed: done }, () => done.map(({ engine, items }) => `${engine}: ${items} items`));
    return true;
  } finally {
    await app.close();
  }
}
