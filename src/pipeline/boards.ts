import { type BoardAccess, boardAccess } from '../domain/access/boards.ts';
import { VigieError } from '../domain/errors.ts';
import type { BoardEntry, KeptBoard } from '../domain/model/board.ts';
import type { ItemEvent } from '../domain/model/event.ts';
import type { StoryId } from '../domain/model/ids.ts';
import type { StoredItem } from '../domain/model/item.ts';
import type { Person } from '../domain/model/person.ts';
import type { Instant } from '../domain/model/units.ts';
import { candidatesOf, instantOf } from '../domain/rank/candidates.ts';
import type { Deps } from './deps.ts';

/** A story as a board, a mail or a feed shows it. */
export interface BoardStory {
  id: StoryId;
  title: string;
  url?: string;
  summary: string;
  language: string;
  source: string;
  /** Sources that tell it besides. */
  others: number;
  at: Instant;
  /** When Vigie had it whole: what came since a date is told by this. */
  seenAt: Instant;
  minutes: number;
  event?: ItemEvent;
  actors: string[];
  topics: string[];
  /** What somebody made of it on the board. */
  entry?: BoardEntry;
}

export interface BoardStories {
  /** What curators put there, in their order. */
  kept: BoardStory[];
  /** What the query found besides, the newest first. */
  found: BoardStory[];
}

/** A board, and what who asks may do with it. */
export interface OpenedBoard {
  board: KeptBoard;
  access: Exclude<BoardAccess, 'none'>;
}

type Reader = Pick<Person, 'id' | 'role'>;

/** The boards that exist for somebody. */
export async function boardsOf(reader: Reader, { store }: Pick<Deps, 'store'>): Promise<OpenedBoard[]> {
  const memberships = await store.boards.membershipsOf(reader.id);
  return (await store.boards.list()).flatMap((board) => {
    const access = boardAccess(reader, board, memberships.get(board.id));
    return access === 'none' ? [] : [{ board, access }];
  });
}

/** One of them; undefined for those to whom it does not exist. */
export async function openBoard(
  id: string,
  reader: Reader,
  { store }: Pick<Deps, 'store'>,
): Promise<OpenedBoard | undefined> {
  const board = await store.boards.find(id);
  if (!board) return undefined;
  const access = boardAccess(reader, board, (await store.boards.members(id)).get(reader.id));
  return access === 'none' ? undefined : { board, access };
}

/** Articles a board's query is asked for. */
const FOUND = 100;

type BoardDeps = Pick<Deps, 'store' | 'search' | 'watch'>;

/** What stands on a board now. */
export async function boardStories(
  { id, query }: KeptBoard,
  deps: BoardDeps,
  wanted: 'all' | 'kept' = 'all',
): Promise<BoardStories> {
  const { store, search } = deps;
  const told = await teller(deps);
  const entries = await store.boards.entries(id);
  const kept: BoardStory[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    // Merged into another since.
    const storyId = await store.stories.current(entry.storyId);
    seen.add(storyId);
    if (entry.state === 'aside') continue;
    const [story] = told(await store.items.listOfStory(storyId));
    if (story) kept.push({ ...story, id: entry.storyId, entry });
  }
  const answer =
    query === '' || wanted === 'kept' ? undefined : await search.search({ query, sort: 'date', limit: FOUND });
  // What is only near is for a person who looks, not for a board.
  const items = answer && !answer.approximate ? answer.items : [];
  return { kept, found: told(items).filter((story) => !seen.has(story.id)) };
}

/** Articles as the stories they tell, the newest first. */
export async function teller({
  store,
  watch,
}: Pick<Deps, 'store' | 'watch'>): Promise<(items: readonly StoredItem[]) => BoardStory[]> {
  const names = await store.sources.names();
  const weights = new Map((await store.sources.list()).map(({ source }) => [source.id as string, source.weight]));
  return (items) =>
    candidatesOf(items, { sourceWeight: (source) => weights.get(source) ?? 1, language: watch.language })
      .map(
        ({ id, lead, sourceIds, event, actors, topics }): BoardStory => ({
          ...{ id, title: lead.title, summary: lead.summary, language: lead.language },
          ...(lead.url !== undefined && { url: lead.url }),
          source: names.get(lead.sourceId) ?? lead.sourceId,
          others: sourceIds.length - 1,
          at: instantOf(lead),
          seenAt: Math.min(...items.filter(({ storyId }) => storyId === id).map(({ seenAt }) => seenAt)),
          minutes: lead.readingMinutes,
          ...(event && { event }),
          ...{ actors, topics },
        }),
      )
      .sort((a, b) => b.at - a.at);
}

/** Moves a story one place up or down among those that are pinned, or those that are not. */
export async function moveEntry(
  board: string,
  story: StoryId,
  direction: 'up' | 'down',
  by: string,
  { store }: Pick<Deps, 'store'>,
): Promise<void> {
  const entries = (await store.boards.entries(board)).filter(({ state }) => state !== 'aside');
  const own = entries.find(({ storyId }) => storyId === story);
  if (!own) throw new VigieError('board.noStory');
  const group = entries.filter(({ isPinned }) => isPinned === own.isPinned);
  const at = group.indexOf(own);
  const step = direction === 'up' ? -1 : 1;
  const [next, beyond] = [group[at + step], group[at + 2 * step]];
  if (!next) return;
  const position = beyond ? (next.position + beyond.position) / 2 : next.position + step;
  await store.boards.changeEntry(board, story, { position }, by);
}

/** Puts a story on a board; to those who subscribed to it, that is news. */
export async function putOnBoard(
  board: string,
  story: StoryId,
  by: string,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  await store.boards.put(board, story, 'todo', by, clock());
  const subscribed = (await store.subscriptions.listActive()).filter(
    ({ subject, schedule }) => subject.kind === 'board' && subject.board === board && schedule.rhythm !== 'newsletter',
  );
  await store.subscriptions.arrive(subscribed.map(({ id }) => ({ subscription: id, subject: story, at: clock() })));
}
