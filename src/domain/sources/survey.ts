import { load } from 'cheerio';
import type { Problem } from '../model/source.ts';
import { decodeText } from '../parse/charset.ts';
import { type FeedLink, feedLinks, linkedFeeds } from './discover.ts';
import { guardPage } from './guardPage.ts';
import { guessLists, type ListGuess } from './listGuess.ts';
import { feedsOfPlatformPage } from './platformPage.ts';

/** Any page of the web, as it was fetched. */
export interface WebPage {
  body: Uint8Array;
  contentType?: string;
  finalUrl: string;
}

/** Every way a page offers of following it. */
export interface PageSurvey {
  title: string;
  /** Feeds it announces, then those its platform has, then those it links to. */
  feeds: FeedLink[];
  lists: ListGuess[];
  /** What stands in the way, when it is no ordinary page. */
  problem?: Problem;
}

export function surveyPage({ body, contentType, finalUrl }: WebPage): PageSurvey {
  const html = decodeText(body, contentType);
  const problem = guardPage(html, finalUrl, finalUrl);
  const feeds = distinct([
    ...feedLinks(html, finalUrl),
    ...feedsOfPlatformPage(html, finalUrl),
    ...linkedFeeds(html, finalUrl),
  ]);
  return {
    title: load(html)('title').first().text().replace(/\s+/g, ' ').trim().slice(0, 120),
    feeds,
    lists: problem ? [] : guessLists(html, finalUrl),
    ...(problem && { problem }),
  };
}

function distinct(feeds: readonly FeedLink[]): FeedLink[] {
  const seen = new Set<string>();
  return feeds.filter(({ url }) => !seen.has(url) && seen.add(url));
}
