import type { StoryId } from '../../domain/model/ids.ts';
import { type ClickTarget, isCounted } from '../../domain/report/clicks.ts';
import type { App, ServerDeps } from '../context.ts';
import { targetIn } from '../going.ts';

/** Open: a link of ours to an article. What is counted is the article and where its link stood; nobody who followed it. */
export function goRoutes(app: App, { store, secret, clock, log }: ServerDeps): void {
  app.get('/go/:signed', async (c) => {
    const target = targetIn(c.req.param('signed'), secret);
    if (!target) return c.notFound();
    // Going on does not wait for counting, nor for whether it succeeds.
    if (isCounted(c.req.method, (name) => c.req.header(name)))
      await count(target).catch((error: Error) => log.warn({ error: error.message }, 'A click was not counted'));
    c.header('X-Robots-Tag', 'noindex, nofollow');
    return c.redirect(target.url, 302);
  });

  async function count({ story, url, channel, board, newsletter }: ClickTarget): Promise<void> {
    const items = await store.items.listOfStory(await store.stories.current(story as StoryId));
    // It may have left its story since.
    const item = items.find((each) => each.url === url) ?? (await store.items.findByUrl(url)) ?? items[0];
    if (!item) return;
    const where = { ...(board !== undefined && { board }), ...(newsletter !== undefined && { newsletter }) };
    await store.clicks.add({ at: clock(), storyId: item.storyId, sourceId: item.sourceId, channel, ...where });
  }
}
