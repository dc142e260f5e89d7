import { speech } from '../../web/i18n.ts';
import { linkMail } from '../../web/views/mail/link.tsx';
import { mentioned } from '../domain/comments/mentions.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { Person } from '../domain/model/person.ts';
import { HOUR_MS } from '../domain/model/units.ts';
import type { ServerDeps } from './context.ts';
import { newId } from './tokens.ts';

/** Of one person in an hour: each may send mail. */
const MOST_AN_HOUR = 60;
/** Called by one comment: it is no mailing list. */
const MOST_CALLED = 10;

/**
 * Says something of a story to the team, and tells whoever is called by name by mail.
 * @returns false beyond what one person may say in an hour
 */
export async function comment(person: Person, storyId: StoryId, text: string, deps: ServerDeps): Promise<boolean> {
  const { store, clock } = deps;
  const now = clock();
  if ((await store.comments.countSince(person.id, now - HOUR_MS)) >= MOST_AN_HOUR) return false;
  await store.comments.add({ id: newId(), storyId, person: person.id, text, at: now });
  const [lead] = await store.items.listOfStory(storyId);
  for (const other of mentioned(text, await store.people.list()).slice(0, MOST_CALLED))
    if (other.id !== person.id) await tell(other, person, { story: storyId, title: lead?.title ?? '', text }, deps);
  return true;
}

/** Through the outbox: a mail server that is away loses nothing. */
async function tell(
  to: Person,
  by: Person,
  { story, title, text }: { story: string; title: string; text: string },
  { store, clock, watch, baseUrl }: ServerDeps,
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
