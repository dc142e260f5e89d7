import { randomBytes } from 'node:crypto';
import { messageMail } from '../../web/views/mail/message.tsx';
import { VigieError } from '../domain/errors.ts';
import type { KeptBoard } from '../domain/model/board.ts';
import { contentHash } from '../domain/model/ids.ts';
import type { Mail } from '../domain/model/mail.ts';
import type { Newsletter, NewsletterDraft, NewsletterStory } from '../domain/model/newsletter.ts';
import type { Person } from '../domain/model/person.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import { type BoardStory, boardStories } from './boards.ts';
import type { Deps } from './deps.ts';
import { mayReceive } from './mayReceive.ts';
import { newsletterMessage } from './messages.ts';

/** Stories of one newsletter at most: a mail stays far under the 100 kB at which mailboxes cut. */
export const MOST_STORIES = 30;

type NewsletterDeps = Pick<Deps, 'store' | 'search' | 'watch' | 'clock'>;

/** What arrives for those who receive a newsletter. */
export const newsletterKey = (number: number): string => `newsletter ${number}`;
export const numberIn = (key: string): number | undefined => {
  const [, number] = /^newsletter (\d+)$/.exec(key) ?? [];
  return number === undefined ? undefined : Number(number);
};

/** The next newsletter of a board, while it is written. */
export interface Writing {
  number: number;
  title: string;
  intro: string;
  /** When it was last saved; absent when nobody has. */
  changedAt?: number;
  changedBy?: string;
  /** In the order in which they will be told. */
  chosen: BoardStory[];
  /** What stands on the board besides, with the number of the newsletter that told it. */
  others: (BoardStory & { toldIn?: number })[];
}

/**
 * What was written so far; before anything was, what the board has kept since its last newsletter, as far as there is room.
 * @param unsaved what somebody is writing, in place of what was saved
 */
export async function writing(
  board: KeptBoard,
  deps: NewsletterDeps,
  unsaved?: Pick<NewsletterDraft, 'title' | 'intro' | 'stories'>,
): Promise<Writing> {
  const { store } = deps;
  const saved = await store.newsletters.draftOf(board.id);
  const { kept } = await boardStories(board, deps, 'kept');
  const number = ((await store.newsletters.headings(board.id))[0]?.number ?? 0) + 1;
  const draft = unsaved ?? saved;
  // Stories that were merged since are known by what they are now.
  const told = new Map<string, number>();
  for (const [id, toldIn] of await store.newsletters.told(board.id)) told.set(await store.stories.current(id), toldIn);
  const named = draft && (await Promise.all(draft.stories.map((id) => store.stories.current(id))));
  const ids = named ? [...new Set(named)] : kept.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  // What was taken off the board since is not told.
  const chosen = ids.flatMap((id) => kept.find((story) => story.id === id) ?? []);
  const rest = kept.filter((story) => !chosen.includes(story));
  return {
    number,
    ...{ title: draft?.title ?? '', intro: draft?.intro ?? '' },
    ...(saved && { changedAt: saved.changedAt, changedBy: saved.changedBy }),
    chosen: draft ? chosen : chosen.slice(0, MOST_STORIES),
    others: [...(draft ? [] : chosen.slice(MOST_STORIES)), ...rest].map((story) => {
      const toldIn = told.get(story.id);
      return { ...story, ...(toldIn !== undefined && { toldIn }) };
    }),
  };
}

/**
 * The newsletter as it would go out now.
 * @throws VigieError `newsletter.empty`, `newsletter.tooMany`
 */
export function composed(
  board: KeptBoard,
  written: Writing,
  by: Pick<Person, 'id'>,
  { clock }: Pick<Deps, 'clock'>,
): Newsletter {
  const { number, title, intro, chosen } = written;
  if (chosen.length === 0) throw new VigieError('newsletter.empty');
  if (chosen.length > MOST_STORIES) throw new VigieError('newsletter.tooMany', { most: MOST_STORIES });
  return {
    ...{ id: randomBytes(9).toString('hex'), board: board.id, number, intro },
    title: title || `${board.name} · ${number}`,
    stories: chosen.map(storyOf),
    ...{ sentAt: clock(), sentBy: by.id, receivers: 0, isPublic: board.visibility === 'public' },
  };
}

/** What a reader of it sees: two of the same mark tell the same. */
export const markOf = ({ title, intro, stories }: Newsletter): string =>
  contentHash(JSON.stringify([title, intro, stories]));

const storyOf = ({ id, title, url, source, summary, language, at, minutes, event, actors, entry }: BoardStory) =>
  ({
    ...{ id, title, source, summary, language, at, minutes, actors, note: entry?.note ?? '' },
    ...(url !== undefined && { url }),
    ...(event && { event: event.type }),
  }) satisfies NewsletterStory;

/** Who a newsletter of a board goes to. */
export interface Receivers {
  /** They asked for its newsletters. */
  ofNewsletters: Subscription[];
  /** They receive what comes to the board by itself. */
  ofNews: Subscription[];
}

export async function receiversOf(board: string, { store }: Pick<Deps, 'store'>): Promise<Receivers> {
  const subscribed: Subscription[] = [];
  for (const each of await store.subscriptions.listActive())
    if (each.subject.kind === 'board' && each.subject.board === board && (await mayReceive(each, { store })))
      subscribed.push(each);
  const [ofNewsletters, ofNews] = [true, false].map((is) =>
    subscribed.filter(({ schedule }) => (schedule.rhythm === 'newsletter') === is),
  ) as [Subscription[], Subscription[]];
  return { ofNewsletters, ofNews };
}

/**
 * Sends it: it is numbered and frozen, and arrives for each of its receivers, or nothing of all that happens. A second
 * press sends nothing.
 * @param toAll those as well who receive the board's news by themselves
 * @throws VigieError `newsletter.gone` when it was sent or changed meanwhile, `newsletter.nobody`
 */
export async function sendNewsletter(
  newsletter: Newsletter,
  changedAt: number,
  toAll: boolean,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<number> {
  const { ofNewsletters, ofNews } = await receiversOf(newsletter.board, { store });
  const receivers = toAll ? [...ofNewsletters, ...ofNews] : ofNewsletters;
  const board = await store.boards.find(newsletter.board);
  if (receivers.length === 0 && !newsletter.isPublic) throw new VigieError('newsletter.nobody');
  await store.transaction(async (tx) => {
    if (!(await tx.newsletters.dropDraft(newsletter.board, changedAt))) throw new VigieError('newsletter.gone');
    await tx.newsletters.add({ ...newsletter, receivers: receivers.length });
    const subject = newsletterKey(newsletter.number);
    await tx.subscriptions.arrive(receivers.map(({ id }) => ({ subscription: id, subject, at: clock() })));
    await tx.audit.add({
      ...{ at: clock(), person: newsletter.sentBy, action: 'sentNewsletter', subject: board?.name ?? newsletter.board },
      detail: { number: String(newsletter.number), receivers: String(receivers.length) },
    });
  });
  return receivers.length;
}

/** As it will look in a mailbox, for its writer: its links are not counted. */
export function trialMail(
  newsletter: Newsletter,
  board: KeptBoard,
  to: Person,
  watch: Deps['watch'],
  baseUrl: string,
): Mail {
  const { language = watch.language, timezone = watch.timezone, email = '' } = to;
  const receiver: Subscription = {
    ...{ id: '', channel: 'mail', address: email, language, timezone, state: 'active' },
    ...{ subject: { kind: 'board', board: newsletter.board }, createdBy: to.id },
    schedule: { rhythm: 'newsletter', minute: 0, weekday: 1, mostPerDay: 1 },
    ...{ createdAt: 0, plannedAt: 0, refusals: 0 },
  };
  const at = { baseUrl, goUrl: ({ url }: { url: string }) => url, unsubscribeUrl: () => '' };
  const { unsubscribeUrl: _, ...shown } = newsletterMessage(newsletter, board, receiver, { watch }, at);
  return messageMail(shown, email, `${randomBytes(12).toString('hex')}@${new URL(baseUrl).hostname}`);
}
