import { load } from 'cheerio';
import type { FeedLink } from './discover.ts';

/** A page whose markup tells what built it, and where that keeps its feed. */
interface Mark {
  name: string;
  marks: RegExp;
  feeds(page: { html: string; url: URL }): string[];
}

const at = (url: URL, path: string): string => `${url.origin}${path}`;
const first = (html: string, pattern: RegExp): string | undefined => pattern.exec(html)?.[1];

const MARKS: readonly Mark[] = [
  {
    name: 'YouTube',
    marks: /"externalId":"UC|itemprop="(?:channelId|identifier)" content="UC|youtube\.com\/channel\/UC/,
    feeds({ html, url }) {
      if (!/(?:^|\.)youtube\.com$/.test(url.hostname)) return [];
      const id = first(
        html,
        /(?:"externalId":"|itemprop="(?:channelId|identifier)" content="|"channelId":"|youtube\.com\/channel\/)(UC[\w-]{22})/,
      );
      return id ? [`https://www.youtube.com/feeds/videos.xml?channel_id=${id}`] : [];
    },
  },
  {
    name: 'SoundCloud',
    marks: /soundcloud:\/\/users:\d+/,
    feeds: ({ html }) => {
      const id = first(html, /soundcloud:\/\/users:(\d+)/);
      return id ? [`https://feeds.soundcloud.com/users/soundcloud:users:${id}/sounds.rss`] : [];
    },
  },
  {
    name: 'PeerTube',
    marks: /<meta[^>]{1,200}content="PeerTube"|<title>[^<]{0,80}PeerTube/i,
    feeds: ({ url }) => [at(url, '/feeds/videos.xml')],
  },
  { name: 'Ghost', marks: /<meta name="generator" content="Ghost/i, feeds: ({ url }) => [at(url, '/rss/')] },
  {
    name: 'WordPress',
    marks: /<meta name="generator" content="WordPress|\/wp-content\/|\/wp-includes\//i,
    feeds: ({ url }) => [at(url, '/feed/')],
  },
  {
    name: 'Blogger',
    marks: /<meta content=['"]blogger|blogger\.com\/static/i,
    feeds: ({ url }) => [at(url, '/feeds/posts/default')],
  },
  { name: 'Tumblr', marks: /assets\.tumblr\.com/i, feeds: ({ url }) => [at(url, '/rss')] },
  {
    name: 'Squarespace',
    marks: /static1\.squarespace\.com|<!-- This is Squarespace/i,
    feeds: ({ url }) => [`${url.origin}${url.pathname}?format=rss`],
  },
  { name: 'Shopify', marks: /cdn\.shopify\.com/i, feeds: ({ url }) => shopifyBlog(url) },
  { name: 'Wix', marks: /static\.wixstatic\.com/i, feeds: ({ url }) => [at(url, '/blog-feed.xml')] },
  { name: 'Webflow', marks: /data-wf-site=/i, feeds: ({ url }) => [at(url, '/blog/rss.xml')] },
  { name: 'Hugo', marks: /<meta name="?generator"? content="?Hugo/i, feeds: ({ url }) => [at(url, '/index.xml')] },
  { name: 'Jekyll', marks: /<meta name="generator" content="Jekyll/i, feeds: ({ url }) => [at(url, '/feed.xml')] },
  {
    name: 'Discourse',
    marks: /<meta name="generator" content="Discourse/i,
    feeds: ({ url }) => [at(url, '/latest.rss')],
  },
  { name: 'Drupal', marks: /<meta name="generator" content="Drupal/i, feeds: ({ url }) => [at(url, '/rss.xml')] },
];

const shopifyBlog = (url: URL): string[] => {
  const blog = /^\/(?:[a-z]{2}\/)?blogs\/([\w-]+)/.exec(url.pathname)?.[1];
  return blog ? [at(url, `/blogs/${blog}.atom`)] : [];
};

const LOOKED_AT = 1_500_000;

/** Feeds that what built a page keeps in a known place, though the page does not say so. */
export function feedsOfPlatformPage(html: string, pageUrl: string): FeedLink[] {
  const start = html.slice(0, LOOKED_AT);
  const url = new URL(pageUrl);
  const title = load(start.slice(0, 20_000))('title').first().text().trim().slice(0, 120);
  return MARKS.filter(({ marks }) => marks.test(start)).flatMap(({ feeds }) =>
    feeds({ html: start, url }).map((feed) => ({ url: feed, title })),
  );
}
