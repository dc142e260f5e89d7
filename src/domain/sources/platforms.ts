/** A site whose feeds have addresses that can be told from its pages' addresses. */
interface Platform {
  name: string;
  /** Hosts, without "www."; a dot in front: any subdomain. Absent: any host. */
  hosts?: readonly string[];
  /** The path of a page, and the feeds it stands for. */
  path: RegExp;
  feeds(found: { url: URL; groups: string[] }): string[];
}

const at = (url: URL, path: string): string => `${url.origin}${path}`;

/** Tried in order; all that match count. The first address of each is the one people mean. */
const PLATFORMS: readonly Platform[] = [
  {
    name: 'YouTube',
    hosts: ['youtube.com', 'm.youtube.com'],
    path: /^\/channel\/(UC[\w-]{20,})/,
    feeds: ({ groups: [id] }) => [`https://www.youtube.com/feeds/videos.xml?channel_id=${id}`],
  },
  {
    name: 'YouTube',
    hosts: ['youtube.com', 'm.youtube.com'],
    path: /^\/(?:playlist|watch)$/,
    feeds: ({ url }) => {
      const list = url.searchParams.get('list');
      return list ? [`https://www.youtube.com/feeds/videos.xml?playlist_id=${encodeURIComponent(list)}`] : [];
    },
  },
  {
    name: 'YouTube',
    hosts: ['youtube.com'],
    path: /^\/user\/([\w-]+)/,
    feeds: ({ groups: [user] }) => [`https://www.youtube.com/feeds/videos.xml?user=${user}`],
  },
  {
    name: 'Reddit',
    hosts: ['reddit.com', 'old.reddit.com', 'new.reddit.com'],
    path: /^\/((?:r|user|u)\/[\w-]+)/,
    feeds: ({ groups: [place] }) => [`https://www.reddit.com/${place}/.rss`],
  },
  {
    name: 'Bluesky',
    hosts: ['bsky.app'],
    path: /^\/profile\/([\w.:-]+)/,
    feeds: ({ groups: [handle] }) => [`https://bsky.app/profile/${handle}/rss`],
  },
  {
    name: 'GitHub',
    hosts: ['github.com'],
    path: /^\/([\w-]+\/[\w.-]+)/,
    feeds: ({ groups: [repository] }) =>
      ['releases.atom', 'tags.atom', 'commits.atom'].map((feed) => `https://github.com/${repository}/${feed}`),
  },
  {
    name: 'GitHub',
    hosts: ['github.com'],
    path: /^\/([\w-]+)\/?$/,
    feeds: ({ groups: [owner] }) => [`https://github.com/${owner}.atom`],
  },
  {
    name: 'GitLab',
    hosts: ['gitlab.com'],
    path: /^\/([\w.-]+(?:\/[\w.-]+)+?)(?:\/-\/.*)?\/?$/,
    feeds: ({ groups: [project] }) => [
      `https://gitlab.com/${project}/-/releases.atom`,
      `https://gitlab.com/${project}/-/tags?format=atom`,
    ],
  },
  { name: 'Substack', hosts: ['.substack.com'], path: /^/, feeds: ({ url }) => [at(url, '/feed')] },
  {
    name: 'Medium',
    hosts: ['medium.com'],
    path: /^\/(@[\w.-]+|[\w-]+)/,
    feeds: ({ groups: [author] }) => [`https://medium.com/feed/${author}`],
  },
  { name: 'Medium', hosts: ['.medium.com'], path: /^/, feeds: ({ url }) => [at(url, '/feed')] },
  {
    name: 'Google News',
    hosts: ['news.google.com'],
    path: /^\/(search|topics\/[\w-]+|topstories|publications\/[\w-]+)/,
    feeds: ({ url, groups: [place] }) => [`https://news.google.com/rss/${place}${url.search}`],
  },
  {
    name: 'Dailymotion',
    hosts: ['dailymotion.com'],
    path: /^\/(playlist\/[\w]+)/,
    feeds: ({ groups: [playlist] }) => [`https://www.dailymotion.com/rss/${playlist}`],
  },
  {
    name: 'Dailymotion',
    hosts: ['dailymotion.com'],
    path: /^\/(?!(?:video|playlist|search|rss|topic|fr|us|signin)\b)(?:user\/)?([\w.-]+)\/?$/,
    feeds: ({ groups: [user] }) => [`https://www.dailymotion.com/rss/user/${user}`],
  },
  {
    name: 'Vimeo',
    hosts: ['vimeo.com'],
    path: /^\/(?!\d+)((?:channels\/|groups\/)?[\w-]+)\/?$/,
    feeds: ({ groups: [user] }) => [`https://vimeo.com/${user}/videos/rss`],
  },
  {
    name: 'Apple Podcasts',
    hosts: ['podcasts.apple.com', 'itunes.apple.com'],
    path: /\/id(\d{5,})/,
    feeds: ({ groups: [id] }) => [`https://itunes.apple.com/lookup?id=${id}&entity=podcast`],
  },
  {
    name: 'PeerTube',
    path: /^\/(?:c|video-channels)\/([\w.@-]+)/,
    feeds: ({ url, groups: [channel] }) => [
      at(url, `/feeds/videos.xml?videoChannelName=${encodeURIComponent(channel ?? '')}`),
    ],
  },
  {
    name: 'PeerTube',
    path: /^\/(?:a|accounts)\/([\w.@-]+)/,
    feeds: ({ url, groups: [account] }) => [
      at(url, `/feeds/videos.xml?accountName=${encodeURIComponent(account ?? '')}`),
    ],
  },
  // Any Mastodon server, and those that answer as it does.
  {
    name: 'Mastodon',
    path: /^\/(?:users\/|@)([\w.-]+)(?:\/\d+)?\/?$/,
    feeds: ({ url, groups: [user] }) => [at(url, `/@${user}.rss`)],
  },
  {
    name: 'Lemmy',
    path: /^\/(c|u)\/([\w.@-]+)\/?$/,
    feeds: ({ url, groups: [kind, name] }) => [at(url, `/feeds/${kind}/${name}.xml?sort=New`)],
  },
];

/** Hosts whose "/@name" or "/c/name" is not Mastodon's or PeerTube's. */
const OWN_WAYS =
  /(?:^|\.)(?:youtube|medium|tiktok|threads|instagram|substack|flickr|pinterest|linkedin|facebook|x|twitter)\.(?:com|net)$/;

export interface PlatformFeed {
  platform: string;
  url: string;
}

/** The feeds that an address stands for on platforms whose ways are known; nothing is asked. */
export function platformFeeds(url: URL): PlatformFeed[] {
  const host = url.hostname.replace(/^www\./, '');
  return PLATFORMS.flatMap(({ name, hosts, path, feeds }) => {
    if (
      hosts ? !hosts.some((each) => (each.startsWith('.') ? host.endsWith(each) : host === each)) : OWN_WAYS.test(host)
    )
      return [];
    const found = path.exec(url.pathname);
    return found ? feeds({ url, groups: found.slice(1) }).map((feed) => ({ platform: name, url: feed })) : [];
  });
}

/** Where sites keep a feed they do not announce, the commonest first: measured by no more than habit. */
const WELL_KNOWN = [
  'feed',
  'rss',
  'feed.xml',
  'rss.xml',
  'atom.xml',
  'index.xml',
  'feed/atom',
  'feed.json',
  'blog/feed',
  'blog/rss.xml',
  'news/feed',
  'feeds/posts/default',
];
const MOST_TRIED = 16;

/** Addresses worth trying on a site that announces no feed: beside the page first, then at the root. */
export function wellKnownFeeds(url: URL): string[] {
  const folder = url.pathname.replace(/\/[^/]*\.\w{2,5}$/, '').replace(/\/+$/, '');
  const beside = folder === '' ? [] : WELL_KNOWN.slice(0, 5).map((path) => at(url, `${folder}/${path}`));
  return [...beside, ...WELL_KNOWN.map((path) => at(url, `/${path}`))].slice(0, MOST_TRIED);
}

/** What a person may type instead of an address → the address of a page or feed. */
export function addressOf(typed: string, language: 'fr' | 'en'): string | undefined {
  const text = typed.trim();
  const account = /^@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)$/.exec(text);
  if (account && text.startsWith('@')) return `https://${account[2]}/@${account[1]}`;
  if (/^@[\w.-]+\.[a-z]{2,}$/i.test(text)) return `https://bsky.app/profile/${text.slice(1)}`;
  const scheme = text.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'https://');
  if (/^https?:\/\//i.test(scheme)) return URL.canParse(scheme) ? new URL(scheme).href : undefined;
  if (/^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/\S*)?$/.test(text)) return new URL(`https://${text}`).href;
  return text.length >= 2 && !/^[a-z]+:/i.test(text) ? newsSearch(text, language) : undefined;
}

/** The news of any words, by Google News: for accounts and companies that publish no feed. */
function newsSearch(words: string, language: 'fr' | 'en'): string {
  const edition = language === 'fr' ? 'hl=fr&gl=FR&ceid=FR:fr' : 'hl=en-US&gl=US&ceid=US:en';
  return `https://news.google.com/rss/search?q=${encodeURIComponent(words)}&${edition}`;
}
