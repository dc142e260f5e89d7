import { mendSentence, problemSentence } from '../../../web/problems.ts';
import { VigieError } from '../../domain/errors.ts';
import { type SourceId, sourceId } from '../../domain/model/ids.ts';
import type { Source, SourceKind } from '../../domain/model/source.ts';
import { DAY_MS } from '../../domain/model/units.ts';
import { newFeed } from '../../domain/sources/newFeed.ts';
import { addressOf } from '../../domain/sources/platforms.ts';
import { sourceJson } from '../../pipeline/reports.ts';
import { tryOut } from '../../pipeline/tryOut.ts';
import type { Context } from '../main.ts';
import { table } from '../output.ts';
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
  withApp(context, true, async ({ deps: { store, watch } }) => {
    const { out } = context;
    const now = Date.now();
    const stats = await store.items.statsBySource(now - 30 * DAY_MS);
    const sources = (await store.sources.list()).map((followed) =>
      sourceJson(followed, stats.get(followed.source.id)?.items ?? 0, now, out.speech, watch.sweep),
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

interface AddOptions
  extends Partial<Record<'name' | 'select' | 'item' | 'title' | 'link' | 'date' | 'match' | 'competitor', string>> {
  kind?: SourceKind;
  tag?: string[];
  every?: number;
}

/** Follows an address: what it is, or leads to, is found unless its kind is given. */
export const sourceAdd = (context: Context, { kind, ...options }: AddOptions, typed = ''): Promise<boolean> =>
  withApp(context, true, async ({ deps, config }) => {
    const { out } = context;
    const url = addressOf(typed, config.language);
    if (url === undefined) throw new VigieError('source.badAddress', { url: typed });
    const { tag = [], every, ...fields } = options;
    const way = kind === undefined || kind === 'feed' ? await feedAt(url, deps, out) : { url, kind };
    if (!way) return false;
    const given = { ...fields, tags: tag, ...(every !== undefined && { everyMs: every }) };
    const source: Source = { ...newFeed(way.url, given), kind: way.kind, id: sourceId(way.kind, way.url) };
    await deps.store.sources.follow(source, deps.clock());
    const followed = await deps.store.sources.find(source.id);
    if (followed)
      out.result(sourceJson(followed, 0, deps.clock(), out.speech, config.sweep), () => [
        `${source.id}  ${source.name ?? way.title ?? ''}  ${source.url}`,
      ]);
    return true;
  });

/** The feed at an address or announced there; undefined when there is none, which is then said. */
async function feedAt(
  url: string,
  deps: App['deps'],
  out: Context['out'],
): Promise<{ url: string; kind: SourceKind; title?: string } | undefined> {
  const { feedUrl, title, problems, others } = await tryOut(url, deps);
  if (feedUrl !== undefined) return { url: feedUrl, kind: 'feed', ...(title !== undefined && { title }) };
  const [problem] = problems;
  if (problem) out.warn(`vigie: ${problemSentence(problem, out.speech)} ${mendSentence(problem, out.speech)}`);
  for (const way of others)
    out.warn(
      `  npx vigie source add ${way.url} --kind ${way.kind}${way.selectors?.item ? ` --item '${way.selectors.item}'` : ''}`,
    );
  return undefined;
}

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
