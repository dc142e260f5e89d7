import { isAct } from '../model/event.ts';
import type { StoryId } from '../model/ids.ts';
import { storyId } from '../model/ids.ts';
import type { EnrichedItem, StoredItem } from '../model/item.ts';
import { HOUR_MS, type Instant } from '../model/units.ts';
import { urlKey } from '../normalise/url.ts';
import { acrossLanguages } from './acrossLanguages.ts';
import type { NewsSettings, NewsText } from './news.ts';
import { newsIndex } from './newsIndex.ts';
import { type RetellingLexicon, tellingOf } from './retelling.ts';
import { isSameNews, type TitleKeys, type TitlePrint, titleKeys, titlePrint, withoutPublisher } from './similarity.ts';
import { namesIn, newsTerms } from './terms.ts';

/** The same news is told within this time; older items are archive and stay alone. */
export const STORY_WINDOW_MS = 72 * HOUR_MS;

type Keyed = Pick<StoredItem, 'id' | 'title' | 'sourceId' | 'summary' | 'language' | 'event'> & {
  url?: string;
  at: Instant;
};

interface Member {
  storyId: StoryId;
  sourceId: string;
  at: Instant;
  words: string[];
  /** Made when the title is first compared. */
  print?: TitlePrint;
}

const printOf = (member: Pick<Member, 'words' | 'print'>): TitlePrint => {
  member.print ??= titlePrint(member.words);
  return member.print;
};

/** Titles looked at per shared word: the latest are the likeliest. */
const CANDIDATES_PER_WORD = 30;
/** A title of fewer words ("Podcast", "Morning brief") is shared by strangers. */
const MIN_TITLE_WORDS = 4;
/** A source that repeats a title within this time repeats the article; later it is the next day's column. */
const SAME_SOURCE_MS = 12 * HOUR_MS;

/**
 * Chosen on 510 pairs of the timeline judged by a reader: of the pairs of different sources that these join, 95 in 100 tell
 * the same news; half a day later a text must be nearer. Of those that say the same happened to the same, all 22 judged
 * between 0.4 and 0.55 do; below, one in three tells the next development. `npm run eval -- stories` prints it.
 */
export const SAME_NEWS: NewsSettings = {
  join: 0.3,
  merge: 0.4,
  mergeEvery: 200,
  openMs: STORY_WINDOW_MS,
  longestMs: 7 * 24 * HOUR_MS,
  shared: 3,
  member: { least: 0.5, perHour: 0.006 },
  sameEvent: 0.1,
};

/** A story that turned out to be another one. */
export interface Merger {
  from: StoryId;
  into: StoryId;
}

/** The stories of the last days, ready for new items to join or open one. Cost per item does not grow with the window. */
export interface StoryWindow {
  /** Stories that turned out to be one since the last call. */
  merged(): Merger[];
  /** The story the item belongs to; it counts as a member from now on. */
  join(item: Keyed): StoryId;
}

/**
 * @param lexicon what the same news in another language is known by
 * @param apart pairs of stories that a reader said are not the same
 */
export function storyWindow(
  recent: readonly (Keyed & { storyId: StoryId })[],
  now: Instant,
  lexicon: RetellingLexicon,
  apart: readonly (readonly [StoryId, StoryId])[] = [],
): StoryWindow {
  const parted = new Set(apart.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const isApart = (a: StoryId, b: StoryId) => parted.has(`${a} ${b}`);
  const news = newsIndex<StoryId>(SAME_NEWS, isApart);
  const archive = archiveOfCopies();
  const abroad = acrossLanguages(STORY_WINDOW_MS, lexicon);
  const byUrl = new Map<string, Member[]>();
  const byTitle = new Map<string, Member[]>();
  const byWord = new Map<string, Member[]>();
  const byFigures = new Map<string, Member[]>();
  const push = (map: Map<string, Member[]>, key: string, member: Member) => {
    const members = map.get(key);
    if (members) members.push(member);
    else map.set(key, [member]);
  };

  function add(item: Keyed, id: StoryId, keys: TitleKeys, telling = tellingOf(item, item.event)): void {
    const { exact, rare, figures, words } = keys;
    const member: Member = { storyId: id, sourceId: item.sourceId, at: item.at, words };
    const url = articleKey(item.url);
    if (url) push(byUrl, url, member);
    for (const key of exact) push(byTitle, key, member);
    for (const word of rare) push(byWord, word, member);
    if (figures !== undefined) push(byFigures, figures, member);
    abroad.add(telling, item.at, id);
  }

  function find(item: Keyed, { exact, rare, figures, words }: TitleKeys): StoryId | undefined {
    const url = articleKey(item.url);
    const sameUrl = url ? byUrl.get(url)?.find((member) => member.sourceId !== item.sourceId) : undefined;
    if (sameUrl) return sameUrl.storyId;
    if (words.length < MIN_TITLE_WORDS) return undefined;
    const another = (member: Member) => !isNextColumn(member, item);
    const sameTitle = exact.flatMap((key) => byTitle.get(key) ?? []).find(another);
    if (sameTitle) return sameTitle.storyId;
    const sharing = sharingTwo(rare.map((word) => latest(byWord, word)));
    const candidates = [...sharing, ...latest(byFigures, figures ?? '')].filter(another);
    const asked = candidates.length > 0 ? titlePrint(words) : undefined;
    return asked && candidates.find((member) => isSameNews(asked, printOf(member)))?.storyId;
  }

  /** A title of few words says too little to be the same news as another. */
  const joinNews = (item: Keyed, own: StoryId, { words }: TitleKeys): StoryId =>
    words.length < MIN_TITLE_WORDS ? own : news.join(textOf(item), own).id;

  // A sweep that finds nothing new never looks at the window: it is laid out for the first item that does.
  let unread = recent;
  function layOut(): void {
    for (const item of unread) {
      add(item, item.storyId, titleKeys(item.title));
      news.add(textOf(item), item.storyId);
    }
    unread = [];
    // What was stored was merged when it came: only what grows together from now on is told.
    news.merged();
  }

  return {
    merged: () => news.merged(),
    join(item) {
      if (item.at < now - STORY_WINDOW_MS) return archive.join(item);
      layOut();
      const keys = titleKeys(item.title);
      const telling = tellingOf(item, item.event);
      const copied = find(item, keys) ?? abroad.find(telling, item.at);
      const own = storyId(item.id);
      const id = copied !== undefined && !isApart(copied, own) ? copied : joinNews(item, own, keys);
      if (id === copied) news.add(textOf(item), id);
      add(item, id, keys, telling);
      return id;
    },
  };
}

/**
 * What a first sweep brings of the past: only word for word copies are one story, so that no figure counts them twice.
 * Their other tellings are nobody's news any more.
 */
function archiveOfCopies() {
  const byTitle = new Map<string, { storyId: StoryId; sourceId: string; at: Instant }[]>();
  return {
    join({ id, title, sourceId, at }: Keyed): StoryId {
      const { exact, words } = titleKeys(title);
      if (words.length < MIN_TITLE_WORDS) return storyId(id);
      const copies = exact.flatMap((key) => byTitle.get(key) ?? []);
      const copy = copies.find((other) => other.sourceId !== sourceId && Math.abs(other.at - at) <= STORY_WINDOW_MS);
      const story = copy?.storyId ?? storyId(id);
      for (const key of exact)
        byTitle.set(key, [...(byTitle.get(key) ?? []).slice(-4), { storyId: story, sourceId, at }]);
      return story;
    },
  };
}

function textOf({ title, summary, language, at, sourceId, event }: Keyed): NewsText {
  const bare = withoutPublisher(title);
  const terms = newsTerms(bare, summary, language);
  return { at, sourceId, terms, ...(isAct(event) && { happened: { type: event.type, names: namesIn(bare) } }) };
}

const latest = (map: ReadonlyMap<string, Member[]>, key: string): Member[] =>
  map.get(key)?.slice(-CANDIDATES_PER_WORD) ?? [];

/** Members that stand in two of the lists: near-same titles share more than one of their longest words. */
function sharingTwo(lists: readonly Member[][]): Member[] {
  const once = new Set<Member>();
  const twice = new Set<Member>();
  for (const list of lists) for (const member of list) (once.has(member) ? twice : once).add(member);
  return lists.length === 1 ? [...once] : [...twice];
}

/** "La revue de presse du matin" comes every morning under one title: the same source later is another edition of it. */
const isNextColumn = (member: Member, item: Keyed): boolean =>
  member.sourceId === item.sourceId && Math.abs(member.at - item.at) > SAME_SOURCE_MS;

/** Addresses that name one article; a home page is the link of many different entries. */
function articleKey(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const key = urlKey(url);
  return key.includes('/') || key.includes('?') ? key : undefined;
}

/** Puts enriched items into their stories. */
export function group(items: readonly EnrichedItem[], window: StoryWindow, firstSweep: boolean): StoredItem[] {
  return items.map((item) => ({
    ...item,
    firstSweep,
    storyId: window.join({ ...item, at: item.publishedAt ?? item.seenAt }),
  }));
}
