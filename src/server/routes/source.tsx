import { SourcePage } from '../../../web/views/source.tsx';
import type { SourceId } from '../../domain/model/ids.ts';
import { sourceId } from '../../domain/model/ids.ts';
import type { Source } from '../../domain/model/source.ts';
import { HOUR_MS, MINUTE_MS } from '../../domain/model/units.ts';
import { newFeed } from '../../domain/sources/newFeed.ts';
import { overview } from '../../pipeline/overview.ts';
import { compareVersions, tryZoneOn } from '../../pipeline/pageTools.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field, linesOf, tagsOf } from '../forms.ts';

const SHOWN_ITEMS = 30;
const MAX_NAME = 120;
const MAX_HEADERS = 10;

/** One source: how it is, what it said, and what may be changed about it. */
export function oneSourceRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, watch } = deps;

  app.get('/sources/:id', async (c) => {
    const followed = await store.sources.find(c.req.param('id') as SourceId);
    const [line] = followed ? await overview([followed], deps) : [];
    if (!line) return c.notFound();
    const { source } = line;
    const query = c.req.query();
    const asked = { before: idOf(query.before), after: idOf(query.after) };
    const isPage = source.kind === 'page';
    const tried = {
      ignore: query.ignore === undefined ? source.ignore : linesOf(query.ignore, 30),
      ...((query.select ?? source.select) && { select: query.select || source.select }),
      ignoreText: source.ignoreText ?? [],
    };
    return c.html(
      <SourcePage
        page={c.get('page')}
        line={line}
        items={await store.items.listOfSource(source.id, SHOWN_ITEMS)}
        actors={watch.actors}
        comparison={isPage ? await compareVersions(source.id, asked, deps) : undefined}
        view={query.view === 'inline' || query.view === 'side' ? query.view : 'auto'}
        zone={
          isPage
            ? { ...tried, ...(await tryZoneOn(source.id, tried, deps)), wasAsked: query.select !== undefined }
            : undefined
        }
      />,
    );
  });

  app.post('/sources/:id', async (c) => {
    const followed = await store.sources.find(c.req.param('id') as SourceId);
    if (!followed) return c.notFound();
    const { source, state } = followed;
    const form = (await c.req.parseBody()) as Form;
    const isOurs = source.origin === 'user';
    switch (field(form, 'action')) {
      case 'check':
        deps.requestSweep(source.id);
        break;
      case 'pause':
      case 'resume':
        await store.sources.pause(source.id, field(form, 'action') === 'pause', clock());
        break;
      case 'remove':
        if (!isOurs) break;
        await store.sources.unfollow(source.id);
        return c.redirect('/sources?done=remove&count=1');
      case 'adopt':
        if (isOurs && state.suggestion) return c.redirect(`/sources/${await adopt(source, state.suggestion, deps)}`);
        break;
      case 'settings':
        if (isOurs)
          await store.sources.follow(
            withSettings(
              source,
              form,
              watch.actors.map(({ id }) => id),
            ),
            clock(),
          );
        break;
      default:
    }
    return c.redirect(`/sources/${source.id}`);
  });
}

const idOf = (text: string | undefined): number | undefined => {
  const id = Number(text);
  return Number.isInteger(id) && id > 0 ? id : undefined;
};

/** The source at its new address, under the same name and tags; the old one is no longer asked. */
async function adopt(source: Source, url: string, { store, clock, requestSweep }: ServerDeps): Promise<SourceId> {
  const moved: Source = { ...newFeed(url), ...source, url, id: sourceId(source.kind, url) };
  await store.transaction(async (tx) => {
    await tx.sources.follow(moved, clock());
    await tx.sources.unfollow(source.id);
  });
  requestSweep(moved.id);
  return moved.id;
}

/** What a person may change; a secret left empty stays as it was. */
function withSettings(source: Source, form: Form, actors: readonly string[]): Source {
  const { name: _name, competitor: _competitor, everyMs: _every, fullText: _full, access, ...rest } = source;
  const name = field(form, 'name').slice(0, MAX_NAME);
  const competitor = actors.find((id) => id === field(form, 'competitor'));
  const minutes = Number(field(form, 'every'));
  const weight = Number(field(form, 'weight').replace(',', '.'));
  const next = accessOf(form, access);
  return {
    ...rest,
    tags: tagsOf(field(form, 'tags')),
    weight: weight >= 0 && weight <= 10 && field(form, 'weight') !== '' ? weight : source.weight,
    ...(name && { name }),
    ...(competitor !== undefined && { competitor }),
    ...(minutes >= 1 && minutes * MINUTE_MS <= 30 * 24 * HOUR_MS && { everyMs: Math.round(minutes) * MINUTE_MS }),
    ...(field(form, 'fullText') === 'on' && { fullText: true }),
    ...(next && { access: next }),
  };
}

function accessOf(form: Form, before: Source['access']): Source['access'] | undefined {
  const userAgent = field(form, 'userAgent')
    .replace(/[\r\n]/g, '')
    .slice(0, 300);
  const user = field(form, 'user').slice(0, 200);
  const password =
    typeof form.password === 'string' && form.password !== '' ? form.password.slice(0, 500) : before?.auth?.password;
  const headers = field(form, 'headers') === '' ? before?.headers : headersOf(field(form, 'headers'));
  const forgets = field(form, 'forgetHeaders') === 'on';
  const access = {
    ...(before?.proxy !== undefined && { proxy: before.proxy }),
    ...(userAgent && { userAgent }),
    ...(user && { auth: { user, password: password ?? '' } }),
    ...(headers && !forgets && { headers }),
  };
  return Object.keys(access).length > 0 ? access : undefined;
}

/** "Name: value", one a line; those that are ours to set are left out. */
const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    linesOf(text, MAX_HEADERS).flatMap((line) => {
      const [, name = '', value = ''] = /^([\w-]{1,60})\s*:\s*([\t\x20-\x7e]{0,2000})$/.exec(line) ?? [];
      return name &&
        !/^(?:host|connection|content-length|transfer-encoding|accept-encoding|te|upgrade|proxy-.*)$/i.test(name)
        ? [[name, value]]
        : [];
    }),
  );
