import { load } from 'cheerio';
import type { Problem } from '../model/source.ts';
import { decodeText } from '../parse/charset.ts';
import { distinctFeeds, type FeedLink, feedLinks, isSecondary, linkedFeeds } from './discover.ts';
import { guardPage } from './guardPage.ts';
import { guessLists, type ListGuess } from './listGuess.ts';
import { feedsOfPlatformPage } from './platformPage.ts';
import { pricePageOf } from './pricePage.ts';
import { pageTitle } from './titles.ts';

/** Any page of the web, as it was fetched. */
export interface WebPage {
  body: Uint8Array;
  contentType?: string;
  finalUrl: string;
}

/** Every way a page offers of following it. */
export interface PageSurvey {
  title: string;
  /** Feeds it announces, then those its platform has, then those it links to; those of comments last. */
  feeds: FeedLink[];
  lists: ListGuess[];
  /** Where the prices of the site stand, when a link says so. */
  pricePage?: string;
  /** What stands in the way, when it is no ordinary page. */
  problem?: Problem;
}

export function surveyPage({ body, contentType, finalUrl }: WebPage): PageSurvey {
  const html = decodeText(body, contentType);
  const problem = guardPage(html, finalUrl, finalUrl);
  const pricePage = pricePageOf(html, finalUrl);
  return {
    title: pageTitle(load(html)),
    feeds: feedsOfPage(html, finalUrl),
    lists: problem ? [] : guessLists(html, finalUrl),
    ...(problem && { problem }),
    ...(pricePage !== undefined && { pricePage }),
  };
}

/** The feeds of a page, the likeliest first. */
export function feedsOfPage(html: string, url: string): FeedLink[] {
  const feeds = distinctFeeds([...feedLinks(html, url), ...feedsOfPlatformPage(html, url), ...linkedFeeds(html, url)]);
  return feeds.toSorted((a, b) => Number(isSecondary(a)) - Number(isSecondary(b)));
}
