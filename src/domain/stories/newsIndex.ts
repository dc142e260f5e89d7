import { HOUR_MS, type Instant } from '../model/units.ts';
import type { NewsIndex, NewsSettings, NewsText, OpenStory } from './news.ts';

/** Texts of a story that newcomers are compared with: what was told last. */
const MEMBERS = 8;

interface Story<Id extends string> extends OpenStory<Id> {
  members: NewsText[];
  words: Map<string, number>;
  /** Length of the weighed words, as of the last change. */
  length: number;
  changed: boolean;
}

/** Words that stand in more than this share of the open stories tell none from another. */
const COMMON = 0.2;
const FEWEST_COMMON = 40;
/** Heaviest words of a story that another one is looked for by. */
const TELLING_WORDS = 100;
/** Nearest stories whose texts are compared one by one. */
const CANDIDATES = 4;

const isSameEvent = ({ happened: a }: NewsText, { happened: b }: NewsText): boolean =>
  a !== undefined && a.type === b?.type && [...a.names].some((name) => b.names.has(name));

interface Near<Id extends string> {
  story: Story<Id>;
  nearness: number;
}

/**
 * Groups texts that tell the same news, one after the other, without looking back at the texts: each open story is the
 * sum of its texts' words, weighed by how rare a word is (tf-idf), and a text joins the story nearest to it.
 * Every few hundred texts, stories that grew towards each other become one: a first text is short, and what opened two
 * stories often turns out to be one.
 * @param isApart whether a reader said that two stories are not the same
 */
export function newsIndex<Id extends string>(
  settings: NewsSettings,
  isApart: (a: Id, b: Id) => boolean = () => false,
): NewsIndex<Id> {
  const stories = new Map<Id, Story<Id>>();
  const byWord = new Map<string, Set<Story<Id>>>();
  const textsWith = new Map<string, number>();
  let texts = 0;
  let sinceMerge = 0;
  let mergers: { from: Id; into: Id }[] = [];

  const rarity = (word: string): number => Math.log(1 + (texts + 1) / ((textsWith.get(word) ?? 0) + 0.5));
  const isCommon = (found: ReadonlySet<unknown>): boolean =>
    found.size > Math.max(FEWEST_COMMON, stories.size * COMMON);
  const lengthOf = (words: ReadonlyMap<string, number>): number => {
    let sum = 0;
    for (const [word, weight] of words) sum += (weight * rarity(word)) ** 2;
    return Math.sqrt(sum);
  };

  /** The open stories nearest to some words, the nearest first. */
  function nearest(words: Iterable<[string, number]>, length: number, at: Instant, except?: Story<Id>): Near<Id>[] {
    const products = new Map<Story<Id>, { product: number; shared: number }>();
    for (const [word, weight] of words) {
      const found = byWord.get(word);
      if (!found || isCommon(found)) continue;
      const weighed = weight * rarity(word) ** 2;
      for (const story of found) {
        const known = products.get(story);
        const more = weighed * (story.words.get(word) ?? 0);
        if (known) {
          known.product += more;
          known.shared += 1;
        } else products.set(story, { product: more, shared: 1 });
      }
    }
    const near: Near<Id>[] = [];
    for (const [story, { product, shared }] of products) {
      if (story === except || shared < settings.shared || !isOpen(story, at)) continue;
      const nearness = product / (length * story.length || 1);
      if (nearness >= Math.min(settings.join, settings.merge)) near.push({ story, nearness });
    }
    return near.sort((a, b) => b.nearness - a.nearness).slice(0, CANDIDATES);
  }

  const isOpen = (story: Story<Id>, at: Instant): boolean =>
    Math.abs(at - story.lastAt) <= settings.openMs && Math.abs(at - story.firstAt) <= settings.longestMs;

  function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
    let product = 0;
    for (const [word, weight] of a) product += weight * (b.get(word) ?? 0) * rarity(word) ** 2;
    return product / (lengthOf(a) * lengthOf(b) || 1);
  }

  /** How far the nearest text of a story by another source is beyond what is asked; below 0 is not near enough. */
  function nearText(text: NewsText, { members }: Story<Id>): number {
    const { member } = settings;
    if (!member) return 0;
    let best = -1;
    for (const other of members) {
      if (other.sourceId !== undefined && other.sourceId === text.sourceId) continue;
      const asked = member.least + (member.perHour * Math.abs(text.at - other.at)) / HOUR_MS;
      const less = isSameEvent(text, other) ? (settings.sameEvent ?? 0) : 0;
      best = Math.max(best, cosine(text.terms, other.terms) - asked + less);
    }
    return best;
  }

  /** The nearest story that tells the same news as a text. */
  function storyOf(text: NewsText, opens: Id): Near<Id> | undefined {
    return nearest(text.terms, lengthOf(text.terms), text.at)
      .filter(({ nearness, story }) => nearness >= settings.join && !isApart(story.id, opens))
      .find(({ story }) => nearText(text, story) >= 0);
  }

  function put(text: NewsText, id: Id): void {
    const { at, terms } = text;
    texts += 1;
    for (const word of terms.keys()) textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
    const story = stories.get(id) ?? open(id, at);
    for (const [word, weight] of terms) {
      story.words.set(word, (story.words.get(word) ?? 0) + weight);
      const found = byWord.get(word);
      if (found) found.add(story);
      else byWord.set(word, new Set([story]));
    }
    story.texts += 1;
    if (settings.member) story.members = [...story.members, text].slice(-MEMBERS);
    story.firstAt = Math.min(story.firstAt, at);
    story.lastAt = Math.max(story.lastAt, at);
    story.length = lengthOf(story.words);
    story.changed = true;
    sinceMerge += 1;
    if (sinceMerge >= settings.mergeEvery) tidy(at);
  }

  function open(id: Id, at: Instant): Story<Id> {
    const story: Story<Id> = {
      id,
      firstAt: at,
      lastAt: at,
      texts: 0,
      words: new Map(),
      members: [],
      length: 0,
      changed: true,
    };
    stories.set(id, story);
    return story;
  }

  function close(story: Story<Id>): void {
    stories.delete(story.id);
    for (const word of story.words.keys()) {
      const found = byWord.get(word);
      found?.delete(story);
      if (found?.size === 0) byWord.delete(word);
    }
  }

  /** Closes what is over and joins what grew together. */
  function tidy(at: Instant): void {
    sinceMerge = 0;
    for (const story of stories.values()) if (at - story.lastAt > settings.openMs) close(story);
    for (const story of [...stories.values()]) {
      if (!story.changed || !stories.has(story.id)) continue;
      story.changed = false;
      const other = nearest(tellingWords(story), story.length, story.lastAt, story).find(
        ({ story: near, nearness }) => nearness >= settings.merge && tellTheSame(story, near),
      );
      if (other) become(story, other.story);
    }
  }

  const tellTheSame = (a: Story<Id>, b: Story<Id>): boolean =>
    !isApart(a.id, b.id) && (settings.member === undefined || a.members.some((text) => nearText(text, b) >= 0));

  const tellingWords = ({ words }: Story<Id>): [string, number][] =>
    [...words].sort(([a, wa], [b, wb]) => wb * rarity(b) - wa * rarity(a)).slice(0, TELLING_WORDS);

  /** The older one stays: what points to it stays true. */
  function become(a: Story<Id>, b: Story<Id>): void {
    const [into, from] = a.firstAt < b.firstAt || (a.firstAt === b.firstAt && a.texts >= b.texts) ? [a, b] : [b, a];
    close(from);
    for (const [word, weight] of from.words) {
      into.words.set(word, (into.words.get(word) ?? 0) + weight);
      const found = byWord.get(word);
      if (found) found.add(into);
      else byWord.set(word, new Set([into]));
    }
    into.texts += from.texts;
    into.members = [...into.members, ...from.members].slice(-MEMBERS);
    into.lastAt = Math.max(into.lastAt, from.lastAt);
    into.length = lengthOf(into.words);
    into.changed = true;
    mergers.push({ from: from.id, into: into.id });
  }

  return {
    join(text, opens) {
      const near = storyOf(text, opens);
      const id = near?.story.id ?? opens;
      put(text, id);
      return { id, nearness: near?.nearness };
    },
    add: put,
    merged() {
      const found = mergers;
      mergers = [];
      return found;
    },
  };
}
