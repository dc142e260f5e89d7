import type { StoryId } from '../model/ids.ts';
import { storyId } from '../model/ids.ts';
import type { EnrichedItem, StoredItem } from '../model/item.ts';
import { HOUR_MS, type Instant } from '../model/units.ts';
import { urlKey } from '../normalise/url.ts';
import { isSameNews, type TitleKeys, type TitlePrint, titleKeys, titlePrint } from './similarity.ts';

/** The same news is told within this time; older items are archive and stay alone. */
export const STORY_WINDOW_MS = 72 * HOUR_MS;

type Keyed = Pick<StoredItem, 'id' | 'title' | 'sourceId'> & { url?: string; at: Instant };

interface Member {
  storyId: StoryId;
  sourceId: string;
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

/** The stories of the last days, ready for new items to join or open one. Cost per item does not grow with the window. */
export interface StoryWindow {
  /** The story the item belongs to; it counts as a member from now on. */
  join(item: Keyed): StoryId;
}

export function storyWindow(recent: readonly (Keyed & { storyId: StoryId })[], now: Instant): StoryWindow {
  const byUrl = new Map<string, Member[]>();
  const byTitle = new Map<string, Member[]>();
  const byWord = new Map<string, Member[]>();
  const push = (map: Map<string, Member[]>, key: string, member: Member) => {
    const members = map.get(key);
    if (members) members.push(member);
    else map.set(key, [member]);
  };

  function add(item: Keyed, id: StoryId, { exact, rare, words }: TitleKeys): void {
    const member: Member = { storyId: id, sourceId: item.sourceId, words };
    const url = articleKey(item.url);
    if (url) push(byUrl, url, member);
    for (const key of exact) push(byTitle, key, member);
    for (const word of rare) push(byWord, word, member);
  }

  function find(item: Keyed, { exact, rare, words }: TitleKeys): StoryId | undefined {
    const url = articleKey(item.url);
    const sameUrl = url ? byUrl.get(url)?.find((member) => member.sourceId !== item.sourceId) : undefined;
    if (sameUrl) return sameUrl.storyId;
    if (words.length < MIN_TITLE_WORDS) return undefined;
    const sameTitle = exact.flatMap((key) => byTitle.get(key) ?? []);
    if (sameTitle[0]) return sameTitle[0].storyId;
    const candidates = rare.flatMap((word) => byWord.get(word)?.slice(-CANDIDATES_PER_WORD) ?? []);
    const asked = candidates.length > 0 ? titlePrint(words) : undefined;
    return asked && candidates.find((member) => isSameNews(asked, printOf(member)))?.storyId;
  }

  // A sweep that finds nothing new never looks at the window: it is laid out for the first item that does.
  let unread = recent;
  function layOut(): void {
    for (const item of unread) add(item, item.storyId, titleKeys(item.title));
    unread = [];
  }

  return {
    join(item) {
      if (item.at < now - STORY_WINDOW_MS) return storyId(item.id);
      layOut();
      const keys = titleKeys(item.title);
      const id = find(item, keys) ?? storyId(item.id);
      add(item, id, keys);
      return id;
    },
  };
}

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
