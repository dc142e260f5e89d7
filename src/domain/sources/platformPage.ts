import { load } from 'cheerio';
import { distinctFeeds, type FeedLink } from './discover.ts';
import { platformFeeds } from './platforms.ts';
import { pageTitle } from './titles.ts';

/** The beginning of a page, and what it says of what built it. */
interface MarkedPage {
  html: string;
  url: URL;
  title: string;
  generator: string;
  /** The tags of the scripts and styles it loads. */
  loaded: string;
}

/** A page whose markup tells what built it, and where that keeps its feed. */
interface Mark {
  name: string;
  marks: RegExp;
  /** Addresses beside the page's own; $1 is the first group of the mark. */
  feeds: readonly string[];
}

/** What builds sites says so in `<meta name=generator>`. */
const GENERATORS: readonly Mark[] = [
  { name: 'Ghost', marks: /^Ghost/i, feeds: ['/rss/'] },
  { name: 'Blogger', marks: /^blogger/i, feeds: ['/feeds/posts/default'] },
  { name: 'SPIP', marks: /^SPIP/i, feeds: ['/spip.php?page=backend'] },
  { name: 'Hugo', marks: /^Hugo/i, feeds: ['/index.xml'] },
  { name: 'Jekyll', marks: /^Jekyll/i, feeds: ['/feed.xml'] },
  { name: 'Docusaurus', marks: /^Docusaurus/i, feeds: ['/blog/rss.xml'] },
  { name: 'Astro', marks: /^Astro/i, feeds: ['/rss.xml'] },
  { name: 'Gatsby', marks: /^Gatsby/i, feeds: ['/rss.xml'] },
  { name: 'Discourse', marks: /^Discourse/i, feeds: ['/latest.rss'] },
  { name: 'Drupal', marks: /^Drupal/i, feeds: ['/rss.xml'] },
  { name: 'Dotclear', marks: /^Dotclear/i, feeds: ['/feed/atom'] },
  { name: 'Joomla', marks: /^Joomla/i, feeds: ['?format=feed&type=rss'] },
  { name: 'Squarespace', marks: /^Squarespace/i, feeds: ['?format=rss'] },
];

/** Others are told by the scripts and styles a page loads: what it merely links to may be somebody else's. */
const LOADED: readonly Mark[] = [
  { name: 'Substack', marks: /substackcdn\.com\/bundle/i, feeds: ['/feed'] },
  { name: 'Medium', marks: /cdn-client\.medium\.com\//i, feeds: ['/feed'] },
  { name: 'Blogger', marks: /blogger\.com\/(?:static|dyn-css)/i, feeds: ['/feeds/posts/default'] },
  { name: 'Tumblr', marks: /assets\.tumblr\.com/i, feeds: ['/rss'] },
  { name: 'Squarespace', marks: /static1\.squarespace\.com/i, feeds: ['?format=rss'] },
  { name: 'Wix', marks: /static\.(?:parastorage|wixstatic)\.com/i, feeds: ['/blog-feed.xml'] },
];

/** Or by what only they write. */
const WRITTEN: readonly Mark[] = [
  {
    name: 'SoundCloud',
    marks: /soundcloud:\/\/users:(\d+)/,
    feeds: ['https://feeds.soundcloud.com/users/soundcloud:users:$1/sounds.rss'],
  },
  { name: 'PeerTube', marks: /property="og:platform" content="PeerTube"/i, feeds: ['/feeds/videos.xml'] },
  { name: 'Webflow', marks: /<html[^<>]{1,400}data-wf-site=/i, feeds: ['/blog/rss.xml'] },
];

/** Where a page of YouTube names its channel, the surest first: it names those it recommends as well. */
const CHANNEL = [
  /<link rel="canonical" href="https:\/\/www\.youtube\.com\/channel\/(UC[\w-]{22})/,
  /"externalId":"(UC[\w-]{22})/,
  /itemprop="(?:channelId|identifier)" content="(UC[\w-]{22})/,
  /"channelId":"(UC[\w-]{22})/,
];

/** Platforms that need more than a mark. */
const OWN_READINGS: readonly ((page: MarkedPage) => string[])[] = [
  youtubeChannel,
  wordPress,
  shopifyBlog,
  gitLabProject,
];

function youtubeChannel({ html, url }: MarkedPage): string[] {
  if (!/(?:^|\.)youtube\.com$/.test(url.hostname)) return [];
  const id = CHANNEL.map((place) => place.exec(html)?.[1]).find((found) => found !== undefined);
  return id ? [`https://www.youtube.com/feeds/videos.xml?channel_id=${id}`] : [];
}

/** Many live in a folder of their site: the one they load their own files from. */
function wordPress({ loaded, url, generator }: MarkedPage): string[] {
  const root = /(?:href|src)=["']?([^"'\s>]{0,300}?\/)wp-(?:content|includes|json)\//i.exec(loaded)?.[1];
  if (root === undefined) return /^WordPress/i.test(generator) ? ['/feed/'] : [];
  const home = URL.canParse(root, url.href) ? new URL(root, url) : url;
  return [home.host === url.host ? `${home.pathname}feed/` : '/feed/'];
}

function shopifyBlog({ loaded, url }: MarkedPage): string[] {
  const blog = /^\/(?:[a-z]{2}\/)?blogs\/([\w-]+)/.exec(url.pathname)?.[1];
  return blog && /cdn\.shopify\.com|\/cdn\/shop\//i.test(loaded) ? [`/blogs/${blog}.atom`] : [];
}

/** A project on anybody's GitLab. */
function gitLabProject({ html }: MarkedPage): string[] {
  if (!/content="GitLab" property="og:site_name"|property="og:site_name" content="GitLab"/i.test(html)) return [];
  const project = /data-project-full-path="([\w./-]+)"/.exec(html)?.[1];
  return project ? [`/${project}/-/releases.atom`, `/${project}/-/tags?format=atom`] : [];
}

const LOOKED_AT = 1_500_000;
const HEAD = 20_000;
/** Scripts and styles that are looked at. */
const MOST_LOADED = 300;

/** Feeds that what built a page keeps in a known place, though the page does not say so. */
export function feedsOfPlatformPage(html: string, pageUrl: string): FeedLink[] {
  const page = markedPage(html.slice(0, LOOKED_AT), new URL(pageUrl));
  const feeds = [
    ...OWN_READINGS.flatMap((read) => read(page)),
    ...GENERATORS.flatMap((mark) => marked(mark, page.generator)),
    ...LOADED.flatMap((mark) => marked(mark, page.loaded)),
    ...WRITTEN.flatMap((mark) => marked(mark, page.html)),
  ];
  const links = feeds.map((feed) => ({ url: new URL(feed, page.url).href, title: page.title }));
  return distinctFeeds([...links, ...onlyPodcast(page)]);
}

function markedPage(html: string, url: URL): MarkedPage {
  const $ = load(html.slice(0, HEAD));
  return {
    html,
    url,
    loaded: (html.match(/<(?:script|link)\b[^<>]{1,600}/gi) ?? []).slice(0, MOST_LOADED).join('\n'),
    generator: $('meta[name="generator" i]').attr('content')?.trim() ?? '',
    title: pageTitle($),
  };
}

function marked({ marks, feeds }: Mark, text: string): string[] {
  const found = marks.exec(text);
  return found ? feeds.map((feed) => feed.replace('$1', found[1] ?? '')) : [];
}

/** A page about a podcast may lead to Apple's directory instead of its feed; one that leads to several is no podcast's. */
function onlyPodcast({ html, url, title }: MarkedPage): FeedLink[] {
  if (!/podcast|balado|[ée]pisode|[ée]mission|\bshow\b/i.test(`${title} ${url.href}`)) return [];
  const pages = html.match(/https:\/\/(?:podcasts|itunes)\.apple\.com\/[^"'\s<>?#]{1,300}/gi) ?? [];
  const found = distinctFeeds(
    pages.slice(0, MOST_LOADED).flatMap((page) => (URL.canParse(page) ? platformFeeds(new URL(page)) : [])),
  );
  return found.length === 1 ? found.map((feed) => ({ url: feed.url, title, isDirectory: true })) : [];
}
