import type { ItemId, SourceId } from '../../domain/model/ids.ts';
import type { Source } from '../../domain/model/source.ts';
import { learnedPatterns } from '../../domain/pages/rules.ts';
import { isReadableSelector } from '../../domain/pages/selector.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field, linesOf } from '../forms.ts';

const MAX_SELECTORS = 30;

/** What is particular to a watched page: its zone, what it never tells, which changes count. */
export function onePageRoutes(app: App, deps: ServerDeps): void {
  const { store, clock } = deps;

  app.post('/sources/:id/zone', async (c) => {
    const followed = await store.sources.find(c.req.param('id') as SourceId);
    if (followed?.source.kind !== 'page') return c.notFound();
    const form = (await c.req.parseBody()) as Form;
    const rules = zoneOf(form);
    if (!rules || followed.source.origin !== 'user' || field(form, 'action') === 'test')
      return c.redirect(
        `/sources/${followed.source.id}?${new URLSearchParams({ select: field(form, 'select'), ignore: field(form, 'ignore') })}#zone`,
      );
    await store.sources.follow(withZone(followed.source, rules), clock());
    deps.requestSweep(followed.source.id);
    return c.redirect(`/sources/${followed.source.id}#zone`);
  });

  app.post('/sources/:id/ignore', async (c) => {
    const id = c.req.param('id') as SourceId;
    const form = (await c.req.parseBody()) as Form;
    const [item] = await store.items.listByIds([field(form, 'item') as ItemId]);
    if (item?.sourceId === id && item.change) await store.sources.learnToIgnore(id, learnedPatterns(item.change));
    if (field(form, 'forget')) await store.sources.forgetIgnored(id, field(form, 'forget'));
    return c.redirect(`/sources/${id}#ignored`);
  });
}

type Zone = Pick<Source, 'ignore'> & Partial<Pick<Source, 'select' | 'when' | 'readings' | 'render'>>;

/** What the form says; undefined when a selector cannot be read. */
function zoneOf(form: Form): Zone | undefined {
  const select = field(form, 'select');
  const ignore = linesOf(field(form, 'ignore'), MAX_SELECTORS);
  if (![...(select ? [select] : []), ...ignore].every(isReadableSelector)) return undefined;
  const lines = Number(field(form, 'lines'));
  const readings = Number(field(form, 'readings'));
  const when = { ...(field(form, 'price') === 'on' && { price: true }), ...(lines > 1 && lines <= 1000 && { lines }) };
  return {
    ignore,
    ...(select && { select }),
    ...(Object.keys(when).length > 0 && { when }),
    ...(readings > 1 && readings <= 10 && { readings }),
    ...(field(form, 'render') === 'on' && { render: true }),
  };
}

function withZone(source: Source, zone: Zone): Source {
  const { select: _select, ignore: _ignore, when, readings: _readings, render: _render, ...rest } = source;
  const matches = when?.matches;
  return {
    ...rest,
    ...zone,
    // A pattern is written in feeds.yaml only: the form does not take it away.
    ...((zone.when || matches !== undefined) && { when: { ...zone.when, ...(matches !== undefined && { matches }) } }),
  };
}
