import type { StoryId } from '../../domain/model/ids.ts';
import { comment } from '../commenting.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';

const MAX_COMMENT = 2000;

/** What the team says of a story. */
export function commentRoutes(app: App, deps: ServerDeps): void {
  const { store } = deps;

  app.post('/stories/:id/comments', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const person = c.get('person');
    const story = await store.stories.current(c.req.param('id') as StoryId);
    if ((await store.items.listOfStory(story)).length === 0) return c.notFound();
    const [removed, text] = [field(form, 'remove'), field(form, 'text').slice(0, MAX_COMMENT)];
    if (removed !== '') await store.comments.remove(removed, person.id, deps.clock());
    else if (text !== '') await comment(person, story, text, deps);
    return c.redirect(`/stories/${story}#comments`, 303);
  });
}
