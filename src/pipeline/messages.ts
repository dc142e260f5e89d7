import { speech } from '../../web/i18n.ts';
import type { KeptBoard } from '../domain/model/board.ts';
import type { Digest } from '../domain/model/digest.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { Message, MessageStory } from '../domain/model/message.ts';
import type { Newsletter } from '../domain/model/newsletter.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import type { ClickTarget } from '../domain/report/clicks.ts';
import type { Report } from '../domain/report/report.ts';
import { type BoardStory, teller } from './boards.ts';
import type { Deps } from './deps.ts';

/** Stories of an edition, or of a message of news: what is beyond is a link away. */
const MOST = 20;

/** Where our pages are, and how a subscription is stopped without signing in. */
export interface Addresses {
  baseUrl: string;
  unsubscribeUrl(subscription: string): string;
  /** The counted address of a link to an article. */
  goUrl(target: ClickTarget): string;
}

type MessageDeps = Pick<Deps, 'store' | 'watch'>;

/** An edition, for one receiver. */
export function digestMessage(digest: Digest, subscription: Subscription, deps: MessageDeps, at: Addresses): Message {
  const { watch } = deps;
  const said = speech(subscription.language, subscription.timezone);
  const stories = digest.sections.flatMap(({ id: section, stories: own }) =>
    own.map(
      (story): MessageStory => ({
        ...{ id: story.id, title: story.title, url: linkTo(story, subscription, at), section },
        ...{ text: story.summary, source: story.items[0]?.source ?? '', minutes: story.minutes },
        at: story.items[0]?.publishedAt ?? story.items[0]?.seenAt ?? digest.until,
        ...(story.event && { event: story.event.type }),
        actors: namesOf(story.actors, deps),
      }),
    ),
  );
  return {
    kind: 'digest',
    title: said.t('digest.title', { day: said.day(digest.date) }),
    url: `${at.baseUrl}/digest/${digest.date}`,
    minutes: digest.plannedMinutes,
    watch: watch.title,
    ...{ stories: stories.slice(0, MOST), rest: Math.max(0, stories.length - MOST) },
    ...forReceiver(subscription, at),
  };
}

/** News of a board, a competitor or an alert, for one receiver; undefined when none of it is there any more. */
export async function storiesMessage(
  ids: readonly string[],
  subscription: Subscription,
  deps: MessageDeps,
  at: Addresses,
): Promise<Message | undefined> {
  const { store, watch } = deps;
  const told = await teller(deps);
  const { notes, aside } = await curated(subscription, deps);
  const found: BoardStory[] = [];
  for (const id of ids.slice(0, MOST)) {
    const current = await store.stories.current(id as StoryId);
    if (aside.has(current) || found.some((story) => story.id === current)) continue;
    const [story] = told(await store.items.listOfStory(current));
    if (story) found.push(story);
  }
  if (found.length === 0) return undefined;
  const { title, path } = await headingOf(subscription, deps);
  return {
    kind: 'stories',
    ...{ title, url: `${at.baseUrl}${path}`, watch: watch.title },
    stories: found.map((story): MessageStory => {
      const note = notes.get(story.id);
      return {
        ...{ id: story.id, title: story.title, url: linkTo(story, subscription, at) },
        ...{ text: story.summary, source: story.source, at: story.at, minutes: story.minutes },
        ...(story.event && { event: story.event.type }),
        actors: namesOf(story.actors, deps),
        ...(note && { note }),
      };
    }),
    rest: Math.max(0, ids.length - MOST),
    ...forReceiver(subscription, at),
  };
}

/** A month that has ended, for one receiver: its figures, and what was opened most. */
export function reportMessage(
  report: Report,
  subscription: Subscription,
  { watch }: MessageDeps,
  at: Addresses,
): Message {
  const said = speech(subscription.language, subscription.timezone);
  const { clicks, read, told, kept, sources } = report;
  return {
    kind: 'report',
    title: said.t('report.mailTitle', { month: said.month(report.month) }),
    url: `${at.baseUrl}/report?month=${report.month}`,
    watch: watch.title,
    figures: { clicks, read, told, kept, drop: sources.filter(({ advice }) => advice === 'drop').length },
    stories: report.stories.map((story) => ({
      ...{ id: story.id, title: story.title, url: linkTo(story, subscription, at), source: story.source },
      ...{ text: said.t('report.clicks', { count: story.clicks }), actors: [] },
    })),
    rest: 0,
    ...forReceiver(subscription, at),
  };
}

/** A newsletter of a board, as it was sent, for one receiver. */
export function newsletterMessage(
  { id: newsletter, number, title, intro, stories }: Newsletter,
  board: KeptBoard,
  subscription: Subscription,
  deps: Pick<Deps, 'watch'>,
  at: Addresses,
): Message {
  return {
    kind: 'newsletter',
    ...{ title, intro, watch: deps.watch.title, url: `${at.baseUrl}${newsletterPath(board, number)}` },
    stories: stories.map(
      ({ id, title, summary, source, at: told, minutes, event, actors, note, url }): MessageStory => ({
        ...{ id, title, source, minutes, text: summary, at: told, note, actors: namesOf(actors, deps) },
        ...(event && { event }),
        url: linkTo({ id, ...(url !== undefined && { url }), newsletter }, subscription, at),
      }),
    ),
    rest: 0,
    ...forReceiver(subscription, at),
  };
}

/** Where a newsletter is read: by anybody, where anybody may see its board. */
export const newsletterPath = ({ id, visibility }: Pick<KeptBoard, 'id' | 'visibility'>, number: number): string =>
  `${visibility === 'public' ? '/p/' : '/boards/'}${id}/newsletters/${number}`;

/** A program is told where an article is; what people follow is counted. */
function linkTo(
  { id, url, newsletter }: { id: string; url?: string; newsletter?: string },
  { channel, subject }: Subscription,
  at: Addresses,
): string {
  if (url === undefined) return `${at.baseUrl}/stories/${id}`;
  if (channel === 'webhook') return url;
  return at.goUrl({
    ...{ url, story: id, channel: channel === 'mail' ? 'mail' : 'chat' },
    ...(subject.kind === 'board' && { board: subject.board }),
    ...(newsletter !== undefined && { newsletter }),
  });
}

function forReceiver({ id, channel, person, language, timezone }: Subscription, at: Addresses) {
  return {
    ...{ language, timezone },
    ...(channel === 'mail' && { unsubscribeUrl: at.unsubscribeUrl(id) }),
    ...(person !== undefined && { manageUrl: `${at.baseUrl}/subscriptions` }),
  };
}

const namesOf = (ids: readonly string[], { watch }: Pick<Deps, 'watch'>): string[] =>
  ids.slice(0, 2).flatMap((id) => watch.actors.find((actor) => actor.id === id)?.name ?? []);

/** What curators say of the stories of a board, and which of them they set aside. */
async function curated(
  { subject }: Subscription,
  { store }: MessageDeps,
): Promise<{ notes: Map<string, string>; aside: Set<string> }> {
  const entries = subject.kind === 'board' ? await store.boards.entries(subject.board) : [];
  return {
    notes: new Map(entries.flatMap(({ storyId, note }) => (note === '' ? [] : [[storyId as string, note] as const]))),
    aside: new Set(entries.filter(({ state }) => state === 'aside').map(({ storyId }) => storyId as string)),
  };
}

/** What a subscription is to, in words, and its page. */
export async function headingOf(
  { subject, language, timezone }: Pick<Subscription, 'subject' | 'language' | 'timezone'>,
  { store, watch }: MessageDeps,
): Promise<{ title: string; path: string }> {
  switch (subject.kind) {
    case 'digest':
      return { title: watch.title, path: '/' };
    case 'report':
      return { title: `${speech(language, timezone).t('nav.report')} · ${watch.title}`, path: '/report' };
    case 'board':
      return {
        title: (await store.boards.find(subject.board))?.name ?? subject.board,
        path: `/boards/${subject.board}`,
      };
    case 'competitor':
      return {
        title: watch.actors.find(({ id }) => id === subject.actor)?.name ?? subject.actor,
        path: `/competitors/${subject.actor}`,
      };
    case 'query':
      return { title: subject.name, path: `/search?q=${encodeURIComponent(subject.query)}` };
  }
}
