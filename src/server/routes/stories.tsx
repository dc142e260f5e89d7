import { StoryPage } from '../../../web/views/story.tsx';
import type { StoryId } from '../../domain/model/ids.ts';
import { candidatesOf } from '../../domain/rank/candidates.ts';
import { type App, READER, type ServerDeps } from '../context.ts';

export function storyRoutes(app: App, { store, watch }: ServerDeps): void {
  app.get('/stories/:id', async (c) => {
    const asked = c.req.param('id') as StoryId;
    const id = await store.stories.current(asked);
    // Merged into another since: its address leads there.
    if (id !== asked) return c.redirect(`/stories/${id}`, 301);
    const items = await store.items.listOfStory(id);
    const weights = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source.weight]));
    const lead = candidatesOf(items, (source) => weights.get(source) ?? 1)[0]?.lead;
    if (!lead) return c.notFound();
    const names = await store.sources.names();
    const date = (await store.digests.listTold([id])).get(id);
    const digest = date === undefined ? undefined : await store.digests.findByDate(date);
    const story = digest?.sections.flatMap(({ stories }) => stories).find((each) => each.id === id);
    return c.html(
      <StoryPage
        page={c.get('page')}
        id={id}
        items={items}
        lead={items.find((item) => item.id === story?.items[0]?.id) ?? lead}
        sourceName={(source) => names.get(source) ?? source}
        actors={watch.actors}
        topics={watch.topics}
        mark={(await store.readers.marks(READER, [id])).get(id) ?? { read: false, saved: false }}
        told={digest && story ? { story, date: digest.date, threshold: digest.threshold } : undefined}
      />,
    );
  });
}
