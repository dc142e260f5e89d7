import { OWN_WAYS, PARAMETERS, PLATFORMS, type Platform } from './platformTable.ts';

export interface PlatformFeed {
  platform: string;
  url: string;
  /** The address answers with JSON that names the feed. */
  isDirectory?: true;
}

/** The feeds that an address stands for on platforms whose ways are known; nothing is asked. */
export function platformFeeds(url: URL): PlatformFeed[] {
  if (IS_FEED.test(url.pathname)) return [];
  const host = url.hostname.replace(/^www\./, '');
  const page = pageOf(url);
  const found = PLATFORMS.filter(({ on }) => isOn(host, on)).flatMap((platform) =>
    feedsOf(platform, page, platform.on ? `https://${host}` : url.origin),
  );
  return found.filter((feed, index) => found.findIndex(({ url: each }) => each === feed.url) === index);
}

/** Addresses of feeds, which stand for themselves. */
const IS_FEED = /\.(?:rss|atom|xml)$/i;

const isOn = (host: string, on: Platform['on']): boolean =>
  on
    ? on.some((each) => (each.startsWith('.') ? host.endsWith(each) : host === each))
    : !OWN_WAYS.has(host.split('.').slice(-2).join('.'));

function feedsOf(
  { name, page, feeds, except = '', isDirectory }: Platform,
  at: string,
  origin: string,
): PlatformFeed[] {
  const found = page.exec(at);
  if (!found || except.split(' ').includes((found[1] ?? '').split('/')[0]?.toLowerCase() || ' ')) return [];
  return feeds
    .map((feed) => feed.replace(/\$(\d)/g, (_, group) => found[group] ?? ''))
    .map((feed) => ({ platform: name, url: new URL(feed, origin).href, ...(isDirectory && { isDirectory }) }));
}

/** A page as the table names it: escapes that need not be are undone, and the query keeps what says something. */
function pageOf({ pathname, searchParams }: URL): string {
  const path = pathname.replace(/%(?:40|3A|2B)/gi, decodeURIComponent).replace(/\/{2,}/g, '/');
  const kept = PARAMETERS.flatMap((name) => {
    const value = searchParams.get(name);
    return value ? `${name}=${encodeURIComponent(value)}` : [];
  });
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}

/** The address of the feed that an answer of a directory of podcasts names. */
export function feedNamedIn(json: string): string | undefined {
  try {
    const { results } = JSON.parse(json) as { results?: { feedUrl?: unknown }[] };
    const urls = Array.isArray(results) ? results.map((result) => result?.feedUrl) : [];
    return urls.find((url): url is string => typeof url === 'string' && /^https?:\/\//i.test(url));
  } catch {
    return undefined;
  }
}

/**
 * Where sites keep a feed they do not announce. In the order of how many hosts of the 321 feeds in the corpus's
 * subscription lists have theirs there (/feed 77, /rss 33, /atom.xml 21, /blog/feed 12, …), then by habit.
 */
const WELL_KNOWN = [
  'feed',
  'rss',
  'atom.xml',
  'rss.xml',
  'feed.xml',
  'blog/feed',
  'blog/atom.xml',
  'rss.php',
  'feed/atom',
  'index.xml',
  'feed.json',
  'rss/index.xml',
  'blog/rss.xml',
  'feed.atom',
  'news/feed',
  'feeds/posts/default',
];
const TRIED_BESIDE = 5;
const MOST_TRIED = 16;

/** Addresses worth trying on a site that announces no feed: beside the page first, then at the root. */
export function wellKnownFeeds(url: URL): string[] {
  const folder = url.pathname.replace(/\/[^/]*\.\w{2,5}$/, '').replace(/\/+$/, '');
  const beside = folder === '' ? [] : WELL_KNOWN.slice(0, TRIED_BESIDE).map((path) => `${folder}/${path}`);
  const all = [...beside, ...WELL_KNOWN.map((path) => `/${path}`)].map((path) => `${url.origin}${path}`);
  return [...new Set(all)].slice(0, MOST_TRIED);
}

const HOST = String.raw`(?:[\p{L}\p{N}_-]+\.)+(?:\p{L}{2,}|xn--[\w-]+)`;
const BARE = new RegExp(
  String.raw`^(?:${HOST}|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#]\S*)?$`,
  'iu',
);
/** Schemes that readers of feeds and podcasts put before, or in place of, the web's. */
const READERS_SCHEME = /^(?:feeds?|rss|itpc|pcast|podcasts?|view-source):(?:\/\/)?(?=\S)/i;
const OTHER_SCHEME =
  /^(?:[a-z][a-z\d+.-]*:\/\/|(?:javascript|vbscript|data|file|blob|about|mailto|tel|sms|jar|filesystem|urn|acct|ws):)/i;

/** What people type for a place that has no address of its own, and the page it stands for. */
const SHORT_FORMS: readonly [RegExp, string][] = [
  [new RegExp(`^@([\\w.-]+)@(${HOST})$`, 'iu'), 'https://$2/@$1'],
  [new RegExp(`^acct:@?([\\w.-]+)@(${HOST})$`, 'iu'), 'https://$2/@$1'],
  [new RegExp(`^!([\\w.-]+)@(${HOST})$`, 'iu'), 'https://$2/c/$1'],
  [/^@?([\w-]+\.bsky\.social)$/i, 'https://bsky.app/profile/$1'],
  [/^@([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})$/i, 'https://bsky.app/profile/$1'],
  [/^(did:plc:[a-z\d]+)$/, 'https://bsky.app/profile/$1'],
  [/^\/?(r|u|user)\/([\w+-]{2,})\/?$/i, 'https://www.reddit.com/$1/$2/'],
  [/^(UC[\w-]{22})$/, 'https://www.youtube.com/channel/$1'],
];

/** What a person may type instead of an address → the address of a page or feed. */
export function addressOf(typed: string, language: 'fr' | 'en'): string | undefined {
  const text = typed.trim().replace(/^<(\S+)>$/, '$1');
  const short = SHORT_FORMS.find(([form]) => form.test(text));
  if (short) return webAddress(text.replace(...short));
  const address = text.replace(READERS_SCHEME, '').replace(/^\/\/(?=\S)/, 'https://');
  if (/^https?:/i.test(address)) return webAddress(address);
  if (BARE.test(address)) return webAddress(`https://${address}`);
  const isSearchable = (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= 2 && !OTHER_SCHEME.test(address);
  return isSearchable ? newsSearch(text, language) : undefined;
}

const webAddress = (text: string): string | undefined => (URL.canParse(text) ? new URL(text).href : undefined);

/** More than this is no search. */
const MAX_WORDS = 300;

/** The news of any words, by Google News: for accounts and companies that publish no feed. */
export function newsSearch(words: string, language: 'fr' | 'en'): string {
  const edition = language === 'fr' ? 'hl=fr&gl=FR&ceid=FR:fr' : 'hl=en-US&gl=US&ceid=US:en';
  return `https://news.google.com/rss/search?q=${encodeURIComponent(words.slice(0, MAX_WORDS).toWellFormed())}&${edition}`;
}
