import type { AddSourceView, WayView } from '../../../web/views/addSource.tsx';
import { SORTS, type SourceFilter, TABS } from '../../../web/views/sourceFilter.ts';
import { type Done, SourcesPage } from '../../../web/views/sources.tsx';
import { type SourceId, sourceId } from '../../domain/model/ids.ts';
import { DAY_MS } from '../../domain/model/units.ts';
import { addressOf } from '../../domain/sources/platforms.ts';
import { findWays, type Way } from '../../pipeline/find.ts';
import { minutesPerDay, overview } from '../../pipeline/overview.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, tagsOf } from '../forms.ts';
import { actOnSource, chosenSource, follow, SOURCE_ACTIONS } from '../sourceActions.ts';

/** The list of sources, adding one, and what is done with several. */
export function sourceRoutes(app: App, deps: ServerDeps): void {
  const { store, watch } = deps;

  app.get('/sources', async (c) => {
    const typed = c.req.query('url')?.trim();
    const lines = await overview(await store.sources.list(), deps);
    const planned = minutesPerDay(lines);
    return c.html(
      <SourcesPage
        page={c.get('page')}
        lines={lines}
        filter={filterOf(c.req.query())}
        adding={typed ? await adding(typed, planned, deps) : undefined}
        actors={watch.actors}
        minutesPerDay={planned}
        done={doneOf(c.req.query())}
      />,
    );
  });

  app.post('/sources', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const source = chosenSource(
      form,
      watch.actors.map(({ id }) => id),
    );
    if (!source) return c.redirect('/sources');
    await follow(source, deps);
    return c.redirect('/sources?done=added&count=1');
  });

  app.post('/sources/bulk', async (c) => {
    const form = (await c.req.parseBody({ all: true })) as Record<string, string | string[]>;
    const ids = [form.id ?? []].flat().filter((id) => typeof id === 'string') as SourceId[];
    const action = String(form.action ?? '');
    const [tag] = tagsOf(typeof form.tag === 'string' ? form.tag : '');
    let count = 0;
    for (const id of ids) if (await actOnSource(id, action, tag, deps)) count += 1;
    return c.redirect(`/sources?done=${SOURCE_ACTIONS.has(action) ? action : 'none'}&count=${count}`);
  });
}

function filterOf({ tab = '', sort = '', tag }: Record<string, string>): SourceFilter {
  return {
    tab: TABS.find((each) => each === tab) ?? 'all',
    sort: SORTS.find((each) => each === sort) ?? 'health',
    ...(tag && { tag: tag.slice(0, 60) }),
  };
}

const DONE = new Set([...SOURCE_ACTIONS, 'added', 'none']);

function doneOf({ done = '', count }: Record<string, string>): Done | undefined {
  if (!DONE.has(done)) return undefined;
  const times = Math.min(9999, Number(count) || 0);
  return { key: times > 0 ? done : 'none', count: times };
}

/** Every way of following what was typed, asked as a sweep would ask and stored nowhere. */
async function adding(typed: string, plannedMinutes: number, deps: ServerDeps): Promise<AddSourceView> {
  const address = addressOf(typed, deps.watch.language);
  const frame = { typed, plannedMinutes, budgetMinutes: deps.watch.digest.minutes };
  if (address === undefined)
    return { ...frame, ways: [], problem: { kind: 'bad-url', params: { url: typed.slice(0, 200) } } };
  const { ways, problem } = await findWays(address, deps);
  const now = deps.clock();
  const recent = await deps.store.items.listKeysSeenSince(now - 30 * DAY_MS);
  const seen = new Set(recent.flatMap(({ url, title }) => [...(url === undefined ? [] : [url]), title]));
  const shown = await Promise.all(ways.map((way) => wayView(way, seen, now, deps)));
  return { ...frame, ways: shown, ...(problem && { problem }) };
}

async function wayView(way: Way, seen: ReadonlySet<string>, now: number, { store }: ServerDeps): Promise<WayView> {
  const dated = way.items.flatMap(({ publishedAt }) => publishedAt ?? []);
  const newestAt = dated.length > 0 ? Math.max(...dated) : undefined;
  const within = (days: number) => way.items.filter(({ publishedAt = 0 }) => publishedAt > now - days * DAY_MS);
  const week = within(7).reduce((sum, { readingMinutes }) => sum + readingMinutes, 0);
  return {
    ...{ kind: way.kind, url: way.url, title: way.title, items: way.items },
    selectors: Object.fromEntries(Object.entries(way.selectors ?? {}).filter(([, value]) => value !== undefined)),
    perMonth: within(30).length,
    minutesPerDay: Math.round(week / 7),
    newestAt,
    covered: way.items.filter(({ url, title }) => (url !== undefined && seen.has(url)) || seen.has(title)).length,
    followed: (await store.sources.find(sourceId(way.kind, way.url))) !== undefined,
  };
}
