import { speech } from '../../../web/i18n.ts';
import { linkMail } from '../../../web/views/mail/link.tsx';
import { mentioned } from '../../domain/comments/mentions.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Person } from '../../domain/model/person.ts';
import { HOUR_MS } from '../../domain/model/units.ts';
import type { App, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { newId } from '../tokens.ts';

const MAX_COMMENT = 2000;
/** Of one person in an hour: each may send mail. */
const MOST_AN_HOUR = 60;

/** What the team says of a story; whoever is called by name is told by mail. */
export function commentRoutes(app: App, deps: ServerDeps): void {
  const { store, clock, watch, baseUrl } = deps;

  app.post('/stories/:id/comments', async (c) => {
    const form = (await c.req.parseBody()) as Form;
    const [person, now] = [c.get('person'), clock()];
    const story = await store.stories.current(c.req.param('id') as StoryId);
    const [lead] = await store.items.listOfStory(story);
    if (!lead) return c.notFound();
    const [removed, text] = [field(form, 'remove'), field(form, 'text').slice(0, MAX_COMMENT)];
    if (removed !== '') await store.comments.remove(removed, person.id);
    else if (text !== '' && (await store.comments.countSince(person.id, now - HOUR_MS)) < MOST_AN_HOUR) {
      await store.comments.add({ id: newId(), storyId: story, person: person.id, text, at: now });
      for (const other of mentioned(text, await store.people.list()))
        if (other.id !== person.id) await tell(other, person, { story, title: lead.title, text });
    }
    return c.redirect(`/stories/${story}#comments`, 303);
  });

  /** Through the outbox: a mail server that is away loses nothing. */
  async function tell(
    to: Person,
    by: Person,
    { story, title, text }: { story: string; title: string; text: string },
  ): Promise<void> {
    if (to.email === undefined) return;
    const said = speech(to.language ?? watch.language, to.timezone ?? watch.timezone);
    const mail = linkMail(said, {
      ...{ to: to.email, kind: 'mention', url: `${baseUrl}/stories/${story}#comments` },
      ...{ watchTitle: title, by: by.name || (by.email ?? ''), quote: text },
    });
    const payload = JSON.stringify(mail);
    await store.deliveries.add({
      ...{ id: newId(), subscription: '', kind: 'mention', channel: 'mail', address: to.email },
      ...{ payload, createdAt: clock() },
    });
  }
}
