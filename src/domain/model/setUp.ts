/** What a newcomer is asked, in this order. */
export const STEPS = ['watch', 'brand', 'competitors', 'sources', 'mornings', 'ready'] as const;
export type Step = (typeof STEPS)[number];
export const isStep = (text: string): text is Step => (STEPS as readonly string[]).includes(text);

/** Minutes a day that are proposed. */
export const BUDGETS = [15, 30, 45, 60, 90, 120] as const;
/** Competitors the form has room for. */
export const MOST_COMPETITORS = 8;

/** A site of an actor, and how it will be followed. */
export interface FoundWay {
  kind: 'feed' | 'list' | 'page';
  url: string;
  /** What it calls itself. */
  title: string;
}

export interface SetUpActor {
  name: string;
  /** Other spellings. */
  aliases: string[];
  site?: string;
  /** Ways of following its site, taken by whoever sets up. */
  follow: FoundWay[];
}

/** What a newcomer says of their watch, step by step; it becomes their feeds.yaml. */
export interface SetUp {
  title: string;
  language: 'fr' | 'en';
  timezone: string;
  brand?: SetUpActor;
  competitors: SetUpActor[];
  /** Ids of trades. */
  trades: string[];
  /** Languages of the sources taken from them. */
  readIn: ('fr' | 'en')[];
  /** Follow the press that names the brand and the competitors. */
  hasPress: boolean;
  /** Feeds and sites of their own. */
  addresses: string[];
  /** Of the digest: its budget, and minute of the day at which it is made. */
  minutes: number;
  at: number;
}

/** Topics and sources to begin with, by trade. */
export interface Starter {
  id: string;
  name: { fr: string; en: string };
  topics: { id: string; name: { fr: string; en: string }; query: string }[];
  sources: { feed: string; name: string; lang: 'fr' | 'en'; weight?: number | undefined; tags: string[] }[];
}
