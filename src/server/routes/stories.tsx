import { StoryPage } from '../../../web/views/story.tsx';
import { isEventType } from '../../domain/model/event.ts';
import type { ItemId, StoryId } from '../../domain/model/ids.ts';
import type { Person } from '../../domain/model/person.ts';
import { candidatesOf } from '../../domain/rank/candidates.ts';
import { boardsOf } from '../../pipeline/boards.ts';
import { changeStory, type StoryChange, similarStories } from '../../pipeline/stories.ts';
import { isSaying, learnFrom } from '../../pipeline/tastes.ts';
import { allTopics } from '../../pipeline/topics.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { ownPath } from './signIn.tsx';

export function storyRoutes(app: App, deps: ServerDeps): void {
  const { store, watch } = deps;

  // Everything learned of the reader is forgotten.
  app.post('/tastes/forget', async (c) => {
    await store.tastes.forget(c.get('person').id);
    return c.redirect(ownPath((await c.req.parseBody()).back), 303);
  });

  app.post('/stories/:id', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const led = await changeStory(c.req.param('id') as StoryId, readChange(form), c.get('person').id, deps);
    return led === undefined ? c.notFound() : c.redirect(`/stories/${led}`, 303);
  });

  // "More like this", "less": what one reader says changes nothing for the others.
  app.post('/stories/:id/taste', async (c) => {
    const action = field((await c.req.parseBody()) as Form, 'action');
    const id = c.req.param('id') as StoryId;
    if (!isSaying(action) || (await store.items.listOfStory(id)).length === 0) return c.notFound();
    await learnFrom(c.get('person').id, id, action, deps);
    return c.redirect(`/stories/${id}`, 303);
  });

  // A day of the calendar of ideas, or none.
  app.post('/stories/:id/idea', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const [id, day] = [await store.stories.current(c.req.param('id') as StoryId), field(form, 'day')];
    if ((await store.items.listOfStory(id)).length === 0) return c.notFound();
    if (field(form, 'action') === 'drop') await store.ideas.drop(id);
    else if (isDay(day)) await store.ideas.plan(id, day, c.get('person').id, deps.clock());
    return c.redirect(`/stories/${id}#publish`, 303);
  });

  /** Boards somebody may put a story on. */
  async function boardsFor(person: Person, id: StoryId) {
    const holding = await store.boards.holding(id);
    return (await boardsOf(person, deps))
      .filter(({ access }) => access === 'edit')
      .map(({ board }) => ({ id: board.id, name: board.name, holds: holding.includes(board.id) }));
  }

  app.get('/stories/:id', async (c) => {
    const asked = c.req.param('id') as StoryId;
    const id = await store.stories.current(asked);
    // Merged into another since: its address leads there.
    if (id !== asked) return c.redirect(`/stories/${id}`, 301);
    const items = await store.items.listOfStory(id);
    const weights = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source.weight]));
    const best = candidatesOf(items, {
      sourceWeight: (source) => weights.get(source) ?? 1,
      language: watch.language,
    })[0]?.lead;
    if (!best) return c.notFound();
    const names = await store.sources.names();
    const date = (await store.digests.listTold([id])).get(id);
    const digest = date === undefined ? undefined : await store.digests.findByDate(date);
    const story = digest?.sections.flatMap(({ stories }) => stories).find((each) => each.id === id);
    const lead = items.find((item) => item.id === story?.items[0]?.id) ?? best;
    const given = (await store.advice.listOf([lead.id])).get(lead.id);
    return c.html(
      <StoryPage
        page={c.get('page')}
        id={id}
        items={items}
        lead={lead}
        advice={given?.advice && { model: given.model, meaning: given.advice.meaning }}
        sourceName={(source) => names.get(source) ?? source}
        actors={watch.actors}
        topics={await allTopics({ store, watch })}
        utm={watch.share.utm}
        idea={await store.ideas.dayOf(id)}
        comments={await store.comments.listOf(id)}
        people={await store.people.names()}
        boards={await boardsFor(c.get('person'), id)}
        similar={await similarStories(lead, id, { store })}
        mark={(await store.readers.marks(c.get('person').id, [id])).get(id) ?? { read: false, saved: false }}
        told={digest && story ? { story, date: digest.date, threshold: digest.threshold } : undefined}
      />,
    );
  });
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What a form of the story page asks; undefined when it is none of ours. */
function readChange(form: Form): StoryChange | undefined {
  const item = field(form, 'item') as ItemId;
  const event = field(form, 'event');
  switch (field(form, 'action')) {
    case 'correct':
      return isEventType(event) ? { kind: 'correct', item, event } : undefined;
    case 'split':
      return { kind: 'split', item };
    case 'merge':
      return { kind: 'merge', other: field(form, 'other') as StoryId };
    default:
      return undefined;
  }
}
