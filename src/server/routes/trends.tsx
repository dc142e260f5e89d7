import { type TrendLine, TrendPage, TrendsPage } from '../../../web/views/trends.tsx';
import type { ItemId } from '../../domain/model/ids.ts';
import { TREND_KINDS, type Trend } from '../../domain/trends/trends.ts';
import { termQuery } from '../../pipeline/topics.ts';
import { termId, trendsUpTo } from '../../pipeline/trends.ts';
import type { App, ServerDeps } from '../context.ts';

const MAX_TERM = 120;

export function trendRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, clock } = deps;

  app.get('/trends', async (c) => {
    const kind = TREND_KINDS.find((each) => each === c.req.query('kind'));
    const report = await trendsUpTo(clock(), deps);
    const trends = await linesOf(report.trends, deps);
    return c.html(
      <TrendsPage page={c.get('page')} actors={watch.actors} trends={trends} kind={kind} days={report.days} />,
    );
  });

  app.get('/trends/:id', async (c) => {
    const now = clock();
    const { trends } = await trendsUpTo(now, deps);
    const [trend] = await linesOf(
      trends.filter((each) => termId(each.key) === c.req.param('id')),
      deps,
    );
    if (!trend) return c.notFound();
    const names = await store.sources.names();
    const items = await store.items.listByIds([...trend.itemIds, trend.firstItemId]);
    const nameOf = (id: string) => names.get(id) ?? id;
    return c.html(
      <TrendPage
        page={c.get('page')}
        actors={watch.actors}
        trend={trend}
        until={now}
        firstSource={nameOf(items.find(({ id }) => id === trend.firstItemId)?.sourceId ?? '')}
        items={items
          .filter(({ id }) => trend.itemIds.includes(id))
          .map(({ id, title, url, language, publishedAt, seenAt, storyId, sourceId }) => ({
            ...{ id, title, language, storyId, at: publishedAt ?? seenAt, source: nameOf(sourceId) },
            ...(url !== undefined && { url }),
          }))
          .sort((a, b) => b.at - a.at)}
      />,
    );
  });

  app.post('/trends/:id', async (c) => {
    const form = await c.req.parseBody();
    const id = termId(c.req.param('id'));
    const name = String(form.term ?? '')
      .trim()
      .slice(0, MAX_TERM);
    if (id === '' || name === '' || watch.topics.some((topic) => topic.id === id)) return c.notFound();
    if (form.action === 'forget') await store.understanding.forgetTerm(id);
    else {
      const query = termQuery(name);
      // A rule without a word would stop every tagging to come.
      if (query === undefined) return c.notFound();
      await store.understanding.followTerm({ id, name, query, isIgnored: form.action === 'ignore' }, clock());
    }
    deps.requestTagging();
    return c.redirect(form.action === 'ignore' ? '/trends' : `/trends/${id}`, 303);
  });
}

async function linesOf(trends: readonly Trend[], { store }: ServerDeps): Promise<TrendLine[]> {
  const followed = new Set(
    (await store.understanding.listTerms()).filter((term) => !term.isIgnored).map(({ id }) => id),
  );
  const items = new Map(
    (await store.items.listByIds([...new Set(trends.flatMap(({ itemIds }) => itemIds))] as ItemId[])).map((item) => [
      item.id as string,
      item,
    ]),
  );
  return trends.map((trend) => ({
    ...trend,
    id: termId(trend.key),
    actors: [...new Set(trend.itemIds.flatMap((id) => items.get(id)?.actors.map((actor) => actor.id) ?? []))],
    isFollowed: followed.has(termId(trend.key)),
  }));
}
