/** A site whose feeds have addresses that can be told from its pages' addresses. */
export interface Platform {
  name: string;
  /** Hosts, without "www."; a dot in front: what lies below one. Absent: any host. */
  on?: readonly string[];
  /** Of a page: its path, then those of its parameters that matter, in the order of PARAMETERS. */
  page: RegExp;
  /** Addresses, beside the page's own where they have no host; $1 is the first group of the page's. */
  feeds: readonly string[];
  /** First groups that are no name: pages of the platform itself. */
  except?: string;
  /** The address answers with JSON that names the feed. */
  isDirectory?: true;
}

/** All that a page's query may say of its feed; the rest is tracking. */
export const PARAMETERS = ['tbm', 'q', 'list', 'hl', 'gl', 'ceid'];

const YOUTUBE = ['youtube.com', 'm.youtube.com', 'music.youtube.com', 'youtube-nocookie.com', 'youtu.be'];
const VIDEOS = 'https://www.youtube.com/feeds/videos.xml';
const GOOGLE = ['com', 'fr', 'be', 'ch', 'ca', 'de', 'es', 'it', 'lu', 'co.uk'].map((end) => `google.${end}`);
const NEWS = 'https://news.google.com/rss';
const APPLE = ['podcasts.apple.com', 'itunes.apple.com'];
const LOOKUP = 'https://itunes.apple.com/lookup?entity=podcast&id=';
const GITHUB_OWN =
  'about account apps blog collections contact customer-stories dashboard enterprise events explore features issues join ' +
  'login logout marketplace new notifications orgs pricing pulls readme search security settings signup site solutions ' +
  'sponsors stars team topics trending users';
const GITLAB_OWN = 'admin api assets dashboard explore groups help oauth projects search snippets users -';
const MEDIUM_OWN =
  'about creators feed jobs-at-medium m me membership new-story p plans policy search tag tags topic topics';
const DAILYMOTION_OWN =
  'about cdn embed feed library legal live partner playlist rss search signin signup subscriptions tag topic user video';
const VIMEO_OWN =
  'about api blog categories channels create enterprise event features for-hire groups help join log_in manage ondemand ' +
  'player pricing search settings showcase solutions stock upgrade upload user video watch';
const TUMBLR_OWN = 'about dashboard docs explore inbox login policy privacy register search settings tagged';

/** Tried in order; all that match count. The first address of each is the one people mean. */
export const PLATFORMS: readonly Platform[] = [
  { name: 'YouTube', on: YOUTUBE, page: /^\/channel\/(UC[\w-]{22})/, feeds: [`${VIDEOS}?channel_id=$1`] },
  // Mixes (RD…), "watch later" and "liked" are made for one person: they have no feed.
  { name: 'YouTube', on: YOUTUBE, page: /[?&]list=((?:PL|UU|FL|OLAK5uy_)[\w-]+)/, feeds: [`${VIDEOS}?playlist_id=$1`] },
  { name: 'YouTube', on: YOUTUBE, page: /^\/user\/([\w.-]+)/, feeds: [`${VIDEOS}?user=$1`] },
  {
    name: 'Reddit',
    on: ['reddit.com', '.reddit.com'],
    page: /^\/((?:r|user|u)\/[\w+-]+(?:\/(?:m\/\w+|new|top|rising|controversial)(?=\/|\?|$))?)/i,
    feeds: ['https://www.reddit.com/$1/.rss'],
  },
  {
    name: 'Reddit',
    on: ['reddit.com', '.reddit.com'],
    page: /^\/(domain\/[\w.-]+)/,
    feeds: ['https://www.reddit.com/$1/.rss'],
  },
  {
    name: 'Reddit',
    on: ['reddit.com', '.reddit.com'],
    page: /^\/search\/?\?(q=[^&]+)/,
    feeds: ['https://www.reddit.com/search.rss?$1&sort=new'],
  },
  // Feeds and lists of a profile have none of their own.
  {
    name: 'Bluesky',
    on: ['bsky.app', 'main.bsky.dev'],
    page: /^\/profile\/([\w.:-]+)(?!\/(?:feed|lists)\/)(?:[/?]|$)/,
    feeds: ['https://bsky.app/profile/$1/rss'],
  },
  {
    name: 'GitHub',
    on: ['github.com'],
    page: /^\/([\w-]+\/[\w.-]+)\/(discussions|wiki)(?:\/|$)/,
    feeds: ['/$1/$2.atom'],
    except: GITHUB_OWN,
  },
  {
    name: 'GitHub',
    on: ['github.com'],
    page: /^\/([\w-]+\/[\w.-]+)\/(commits\/[^?]+?)\/?$/,
    feeds: ['/$1/$2.atom'],
    except: GITHUB_OWN,
  },
  {
    name: 'GitHub',
    on: ['github.com'],
    page: /^\/([\w-]+\/[\w.-]+?)(?:\.git)?(?:\/|\?|$)/,
    feeds: ['/$1/releases.atom', '/$1/tags.atom', '/$1/commits.atom'],
    except: GITHUB_OWN,
  },
  {
    name: 'GitHub',
    on: ['github.com'],
    page: /^\/(?:orgs\/)?([\w-]+)\/?(?:\?|$)/,
    feeds: ['/$1.atom'],
    except: GITHUB_OWN,
  },
  {
    name: 'GitLab',
    on: ['gitlab.com', 'framagit.org', '0xacab.org', 'salsa.debian.org', 'invent.kde.org', 'gitlab.gnome.org'],
    page: /^\/([\w.-]+(?:\/[\w.-]+?)+?)(?:\.git)?\/?(?:-\/.*)?(?:\?.*)?$/,
    feeds: ['/$1/-/releases.atom', '/$1/-/tags?format=atom'],
    except: GITLAB_OWN,
  },
  { name: 'Substack', on: ['open.substack.com'], page: /^\/pub\/([\w-]+)/, feeds: ['https://$1.substack.com/feed'] },
  { name: 'Substack', on: ['.substack.com'], page: /^/, feeds: ['/feed'] },
  { name: 'Medium', on: ['medium.com'], page: /^\/tag\/([^/?]+)/, feeds: ['/feed/tag/$1'] },
  { name: 'Medium', on: ['medium.com'], page: /^\/([\w-]+\/tagged\/[^/?]+)/, feeds: ['/feed/$1'] },
  { name: 'Medium', on: ['medium.com'], page: /^\/(@[\w.-]+|[\w-]+)/, feeds: ['/feed/$1'], except: MEDIUM_OWN },
  { name: 'Medium', on: ['.medium.com'], page: /^/, feeds: ['/feed'] },
  {
    name: 'Google News',
    on: ['news.google.com'],
    page: /^\/(?:u\/\d\/)?(search\?q=.+|(?:topics|publications)\/[\w-]+(?:\/sections\/[\w-]+)?(?:\?.*)?)/,
    feeds: [`${NEWS}/$1`],
  },
  { name: 'Google News', on: ['news.google.com'], page: /^\/(?:home|topstories)?(\?.*)?$/, feeds: [`${NEWS}$1`] },
  { name: 'Google News', on: GOOGLE, page: /^\/search\?tbm=nws&(q=.+)/, feeds: [`${NEWS}/search?$1`] },
  {
    name: 'Dailymotion',
    on: ['dailymotion.com'],
    page: /^\/(?:[a-z]{2}\/)?playlist\/(\w+)/,
    feeds: ['https://www.dailymotion.com/rss/playlist/$1'],
  },
  {
    name: 'Dailymotion',
    on: ['dailymotion.com'],
    page: /^\/(?:[a-z]{2}\/)?(?:user\/)?([\w.-]{3,})(?:\/(?:videos|playlists|about|1))?\/?(?:\?|$)/,
    feeds: ['https://www.dailymotion.com/rss/user/$1'],
    except: DAILYMOTION_OWN,
  },
  { name: 'Vimeo', on: ['vimeo.com'], page: /^\/((?:channels|groups)\/[\w-]+)/, feeds: ['/$1/videos/rss'] },
  {
    name: 'Vimeo',
    on: ['vimeo.com'],
    page: /^\/(?!\d+(?:\/|\?|$))([\w-]+)(?:\/(?:videos|about|collections))?\/?(?:\?|$)/,
    feeds: ['/$1/videos/rss'],
    except: VIMEO_OWN,
  },
  {
    name: 'Tumblr',
    on: ['tumblr.com'],
    page: /^\/(?:blog\/(?:view\/)?|@)?([\w-]+)/,
    feeds: ['https://$1.tumblr.com/rss'],
    except: TUMBLR_OWN,
  },
  { name: 'Tumblr', on: ['.tumblr.com'], page: /^/, feeds: ['/rss'] },
  // A podcast may be missing from the store of another country.
  {
    name: 'Apple Podcasts',
    on: APPLE,
    page: /^\/([a-z]{2})\/podcast\/(?:[^/]+\/)?id(\d{5,})/,
    feeds: [`${LOOKUP}$2&country=$1`],
    isDirectory: true,
  },
  {
    name: 'Apple Podcasts',
    on: APPLE,
    page: /^\/podcast\/(?:[^/]+\/)?id(\d{5,})/,
    feeds: [`${LOOKUP}$1`],
    isDirectory: true,
  },
  { name: 'PeerTube', page: /^\/(?:c|video-channels)\/([\w.@-]+)/, feeds: ['/feeds/videos.xml?videoChannelName=$1'] },
  { name: 'PeerTube', page: /^\/(?:a|accounts)\/([\w.@-]+)/, feeds: ['/feeds/videos.xml?accountName=$1'] },
  // Any Mastodon server, and those that answer as it does. A guest's profile lives on the guest's own server.
  { name: 'Mastodon', page: /^\/(?:web\/)?@([\w.-]+)@([\w-]+(?:\.[\w-]+)+)(?:\/|\?|$)/, feeds: ['https://$2/@$1.rss'] },
  {
    name: 'Mastodon',
    page: /^\/(?:web\/)?(?:users\/|@)([\w.-]+)(?:\/(?:with_replies|media|featured|\d+))?\/?(?:\?|$)/,
    feeds: ['/@$1.rss'],
  },
  { name: 'Mastodon', page: /^\/tags\/([^/?.]+)\/?(?:\?|$)/, feeds: ['/tags/$1.rss'] },
  { name: 'Lemmy', page: /^\/(c|u)\/([\w.@-]+)\/?(?:\?|$)/, feeds: ['/feeds/$1/$2.xml?sort=New'] },
];

/** Domains whose "/@name", "/c/name", "/u/name" or "/tags/name" is neither Mastodon's, PeerTube's nor Lemmy's. */
export const OWN_WAYS = new Set(
  (
    'youtube.com medium.com tiktok.com threads.net threads.com instagram.com substack.com flickr.com pinterest.com ' +
    'pinterest.fr linkedin.com facebook.com x.com twitter.com bsky.app github.com gitlab.com reddit.com tumblr.com ' +
    'patreon.com rumble.com odysee.com dailymotion.com vimeo.com soundcloud.com twitch.tv linktr.ee chatgpt.com ' +
    'google.com google.fr apple.com vk.com quora.com producthunt.com dev.to'
  ).split(' '),
);
