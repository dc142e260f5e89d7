import { SourcePage } from '../../../web/views/source.tsx';
import type { SourceLine } from '../../../web/views/sourceParts.tsx';
import type { PreviewView } from '../../../web/views/sourcePreview.tsx';
import { SourcesPage } from '../../../web/views/sources.tsx';
import type { FollowedSource } from '../../adapters/store/sources.ts';
import { healthOf } from '../../domain/cadence/health.ts';
import { type SourceId, sourceId } from '../../domain/model/ids.ts';
import { DAY_MS } from '../../domain/model/units.ts';
import { newFeed } from '../../domain/sources/newFeed.ts';
import { tryOut } from '../../pipeline/tryOut.ts';
import type { App, ServerDeps } from '../context.ts';

const SHOWN_ITEMS = 30;
const MAX_NAME = 120;

export function sourceRoutes(app: App, deps: ServerDeps): void {
  const { store, clock } = deps;

  async function lines(followed: readonly FollowedSource[]): Promise<SourceLine[]> {
    const now = clock();
    const [stats, names] = [await store.items.statsBySource(now - 30 * DAY_MS), await store.sources.names()];
    return followed.map(({ source, state }) => {
      const { recent = 0, newestAt } = stats.get(source.id) ?? {};
      return {
        source,
        state,
        health: healthOf(source, state, now),
        name: names.get(source.id) ?? source.url,
        recent,
        newestAt,
      };
    });
  }

  /** Asks the address as a sweep would and stores nothing. */
  async function preview(address: string): Promise<PreviewView> {
    const trial = await tryOut(address, deps);
    const followed =
      trial.feedUrl !== undefined && (await store.sources.find(sourceId('feed', trial.feedUrl))) !== undefined;
    return {
      ...trial,
      address,
      problem: trial.problems[0],
      minutesPerDay: minutesPerDay(trial.items, clock()),
      followed,
    };
  }

  app.get('/sources', async (c) => {
    const address = c.req.query('url')?.trim();
    const sources = await lines(await store.sources.list());
    return c.html(
      <SourcesPage
        page={c.get('page')}
        sources={sources}
        preview={address ? await preview(address) : undefined}
        added={c.req.query('added') === '1'}
      />,
    );
  });

  app.post('/sources', async (c) => {
    const { url, name } = await c.req.parseBody();
    if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      return c.redirect(`/sources?url=${encodeURIComponent(String(url))}`);
    const called = typeof name === 'string' ? name.trim().slice(0, MAX_NAME) : '';
    const source = newFeed(new URL(url).href, called ? { name: called } : {});
    await store.sources.follow(source, clock());
    deps.requestSweep(source.id);
    return c.redirect('/sources?added=1');
  });

  app.get('/sources/:id', async (c) => {
    const followed = await store.sources.find(c.req.param('id') as SourceId);
    const [line] = followed ? await lines([followed]) : [];
    return line
      ? c.html(
          <SourcePage
            page={c.get('page')}
            line={line}
            items={await store.items.listOfSource(line.source.id, SHOWN_ITEMS)}
          />,
        )
      : c.notFound();
  });

  app.post('/sources/:id', async (c) => {
    const followed = await store.sources.find(c.req.param('id') as SourceId);
    if (!followed) return c.notFound();
    const { id, origin } = followed.source;
    const { action } = await c.req.parseBody();
    if (action === 'check') deps.requestSweep(id);
    if (action === 'pause' || action === 'resume') await store.sources.pause(id, action === 'pause', clock());
    if (action === 'remove' && origin === 'user') {
      await store.sources.unfollow(id);
      return c.redirect('/sources');
    }
    return c.redirect(`/sources/${id}`);
  });
}

/** What following it will cost: the minutes of the last week's items, a day. */
function minutesPerDay(items: PreviewView['items'], now: number): number {
  const week = items.filter(({ publishedAt }) => publishedAt !== undefined && publishedAt > now - 7 * DAY_MS);
  return Math.round(week.reduce((sum, item) => sum + item.readingMinutes, 0) / 7);
}
