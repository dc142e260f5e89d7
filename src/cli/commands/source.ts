import { mendSentence, problemSentence } from '../../../web/problems.ts';
import { VigieError } from '../../domain/errors.ts';
import type { SourceId } from '../../domain/model/ids.ts';
import { DAY_MS } from '../../domain/model/units.ts';
import { newFeed } from '../../domain/sources/newFeed.ts';
import { tryOut } from '../../pipeline/tryOut.ts';
import type { Context } from '../main.ts';
import { table } from '../output.ts';
import { sourceJson } from '../reports.ts';
import { type App, wire } from '../wire.ts';

/** Opens the app, does something, closes it whatever happens. */
async function withApp(context: Context, follow: boolean, work: (app: App) => Promise<boolean>): Promise<boolean> {
  const app = await wire(context.env, { follow });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

export const sourceList = (context: Context): Promise<boolean> =>
  withApp(context, true, async ({ deps: { store } }) => {
    const { out } = context;
    const now = Date.now();
    const stats = await store.items.statsBySource(now - 30 * DAY_MS);
    const sources = (await store.sources.list()).map((followed) =>
      sourceJson(followed, stats.get(followed.source.id)?.items ?? 0, now, out.speech),
    );
    out.result(sources, () =>
      table(
        sources.map(({ id, health, items, name, url, problem }) => [
          id,
          out.speech.t(`health.${health}`),
          String(items),
          name,
          problem ? problem.message : url,
        ]),
      ),
    );
    return true;
  });

export const sourceAdd = (context: Context, { name }: { name?: string }, url = ''): Promise<boolean> =>
  withApp(context, true, async ({ deps }) => {
    const { out } = context;
    const trial = await tryOut(url, deps);
    const [problem] = trial.problems;
    if (problem || !trial.feedUrl) {
      out.warn(
        `vigie: ${problem ? `${problemSentence(problem, out.speech)} ${mendSentence(problem, out.speech)}` : url}`,
      );
      return false;
    }
    const source = newFeed(trial.feedUrl, name === undefined ? {} : { name });
    await deps.store.sources.follow(source, deps.clock());
    const followed = await deps.store.sources.find(source.id);
    if (followed)
      out.result(sourceJson(followed, 0, deps.clock(), out.speech), () => [
        `${source.id}  ${name ?? trial.title ?? ''}  ${source.url}`,
      ]);
    return true;
  });

export const sourceRemove = (context: Context, _options: object, id = ''): Promise<boolean> =>
  withApp(context, true, async ({ deps: { store } }) => {
    const known = await store.sources.find(id as SourceId);
    if (known?.source.origin === 'file') throw new VigieError('source.fromFile', { id });
    if (!(await store.sources.unfollow(id as SourceId))) throw new VigieError('source.notFound', { id });
    context.out.result({ id, removed: true }, () => [`${id} removed`]);
    return true;
  });

export const sourcePause = (context: Context, _options: object, id: string, paused: boolean): Promise<boolean> =>
  withApp(context, true, async ({ deps }) => {
    if (!(await deps.store.sources.pause(id as SourceId, paused, deps.clock())))
      throw new VigieError('source.notFound', { id });
    context.out.result({ id, paused }, () => [`${id} ${paused ? 'paused' : 'resumed'}`]);
    return true;
  });
