import { type CheerioAPI, load } from 'cheerio';
import { type AnyNode, type Element, isTag, isText } from 'domhandler';
import { nextNode } from '../normalise/nodeText.ts';
import { MAX_URL } from '../normalise/url.ts';

/** Letters of a title, or of a link's text or classes, that are read. */
const MAX_TITLE = 200;
/** The patterns below take the square of an address's length. */
const isShort = ({ attribs: { href = '' } }: Element): boolean => href.length <= MAX_URL;

/** A feed a page announces. */
export interface FeedLink {
  url: string;
  title: string;
  /** The address answers with JSON that names the feed. */
  isDirectory?: true;
}

const FEED_TYPE = /^(?:application|text)\/(?:x-)?(?:(?:rss|atom|rdf)(?:\+?xml)?|feed\+json|json|xml)\s*(?:;|$)/i;
/** Announced as a feed's format, and the answers of an interface. */
const NO_FEED = /oembed|\/wp-json\/|\/xmlrpc|opensearch|\/api\//i;
/** Announced, but not what the reader came for: comments, in the languages of the corpus. */
const SECONDARY = /[ck]omm?ent|reacties|коммент|コメント|评论|留言|\/feed\/\?.*attachment/i;

/** Whether a feed is of comments, told by its address and title. */
export const isSecondary = ({ url, title }: { url: string; title: string }): boolean =>
  SECONDARY.test(`${decoded(url)} ${title}`);

/** What addresses of one feed have in common: http or https, with www. or a slash at its end or without. */
export const feedKey = (url: string): string =>
  url
    .replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/#.*$/, '')
    .replace(/\/(?=\?|$)/, '');

/** Each feed once: the first address of it, in https where that is announced too. */
export function distinctFeeds<Feed extends { url: string }>(feeds: readonly Feed[]): Feed[] {
  const byKey = new Map<string, Feed>();
  for (const feed of feeds) {
    const known = byKey.get(feedKey(feed.url));
    if (!known) byKey.set(feedKey(feed.url), feed);
    else if (known.url.startsWith('http:') && feed.url.startsWith('https:'))
      byKey.set(feedKey(feed.url), { ...known, url: feed.url });
  }
  return [...byKey.values()];
}

/** As one without scripts reads a page: what stands in `<noscript>` is part of it. */
const AS_READ = { scriptingEnabled: false };

/** The feeds announced in `<link rel=alternate>`: of the page's language before others, comments last. */
export function feedLinks(html: string, pageUrl: string): FeedLink[] {
  const $ = load(html, AS_READ);
  const base = baseOf($, pageUrl);
  const links = $('link[href]')
    .toArray()
    .filter(isShort)
    .map(({ attribs }) => ({ rel: '', type: '', href: '', title: '', ...attribs }))
    .filter(({ rel, type, href }) => /\b(?:alternate|feed)\b/i.test(rel) && isFeedType(type, href))
    .toSorted((a, b) => Number(isVague(a.type)) - Number(isVague(b.type)))
    .flatMap(({ href, title }) => linkTo(href, base, title.trim().slice(0, MAX_TITLE)))
    .filter(({ url }) => !NO_FEED.test(url));
  return inOrder(links, languageOf(pageUrl) ?? $('html').attr('lang')?.slice(0, 2).toLowerCase());
}

/** Without a type, the address has to say it; with hreflang alone it is another page. */
const isFeedType = (type: string, href: string): boolean =>
  type.trim() === '' ? FEED_PATH.test(href) : FEED_TYPE.test(type.trim());

/** Plain JSON and XML may be anything. */
const isVague = (type: string): boolean => /\/(?:json|xml)/i.test(type);

function inOrder(links: readonly FeedLink[], language: string | undefined): FeedLink[] {
  const rank = (link: FeedLink): number => {
    const other = languageOf(link.url);
    return (isSecondary(link) ? 2 : 0) + (other !== undefined && language !== undefined && other !== language ? 1 : 0);
  };
  return distinctFeeds(links).toSorted((a, b) => rank(a) - rank(b));
}

/** The language an address names: /fr/…, /en-gb/…, ?lang=fr. */
const languageOf = (url: string): string | undefined =>
  /^https?:\/\/[^/]+\/([a-z]{2})(?:-[a-z]{2})?(?:\/|$)/i.exec(url)?.[1]?.toLowerCase() ??
  /[?&]lang=([a-z]{2})\b/i.exec(url)?.[1]?.toLowerCase();

/** Paths, and queries, that lead to a feed. */
const FEED_PATH =
  /(?:^|\/)(?:feeds?|rss|atom|rss2|flux|syndication)(?:\.(?:xml|rss|php|json|aspx?))?(?:\/[\w-]*(?:\.\w+)?)?\/?(?:[?#]|$)|(?:^|\/)[\w-]*(?:rss|atom|feed)[\w-]*\.(?:xml|php|json|aspx?)(?:[?#]|$)|\.(?:rss|atom|rdf)(?:[?#]|$)|[?&](?:feed|format|type|alt|output|page)=(?:rss|atom|rss2|backend)\b/i;
/** Short texts of links to a feed; a longer one is about something. */
const FEED_WORDS = /^.{0,40}\brss\b.{0,20}$|^\W*(?:atom|xml|rdf|feed|flux|fil|syndication|s.abonner au flux)\W*$/i;
/** Icons say it in their class only. */
const FEED_MARK = /(?:^|[\s_-])(?:rss|feed-icon|icon-feed)(?:$|[\s_-])/i;
/** Services that read feeds, or share pages, link to addresses like a feed's. */
const NOT_THEIRS =
  /feedly\.com|inoreader\.com|newsblur\.com|netvibes\.com|theoldreader\.com|validator\.w3\.org|add\.my\.yahoo|\/dialog\/feed|\/sharer?\b|terms/i;
/** Hosts that keep the feeds of others. */
const FEED_HOST =
  /^(?:feeds?|rss|podcasts?)\d*\.|(?:^|\.)(?:feedburner|feedpress|feedblitz|anchor|spreaker|omnycontent|audioboom|radiofrance-podcast|libsyn|buzzsprout|podbean|acast|ausha|megaphone|simplecast|transistor|art19)\./i;
const MAX_LINKED = 20;

/** Feeds a page links to without announcing them: "RSS" or its icon in the foot, a list of its feeds. */
export function linkedFeeds(html: string, pageUrl: string): FeedLink[] {
  const $ = load(html, AS_READ);
  const base = baseOf($, pageUrl);
  const anchors = $('a[href]')
    .toArray()
    .filter(isShort)
    .map(insideOf)
    .filter((anchor) => leadsToFeed(anchor) && !NOT_THEIRS.test(anchor.href))
    .slice(0, MAX_LINKED)
    .flatMap(({ href, text }) => linkTo(href, base, FEED_WORDS.test(text) ? '' : text));
  const own = anchors.filter(({ url }) => feedKey(url) !== feedKey(pageUrl) && mayKeepFeedsOf(pageUrl, url));
  const likely = own.toSorted((a, b) => Number(FEED_PATH.test(b.url)) - Number(FEED_PATH.test(a.url)));
  return inOrder(likely, languageOf(pageUrl));
}

/** What a link says, in text and in icons. */
interface Anchor {
  href: string;
  text: string;
  words: string[];
  /** Classes. */
  marks: string[];
}

/** Nodes looked at inside one link, and letters read: an icon and a few words. */
const MOST_INSIDE = 40;
const MAX_TEXT = 80;

function insideOf(anchor: Element): Anchor {
  let text = '';
  const words: string[] = [];
  const marks: string[] = [];
  let left = MOST_INSIDE;
  for (let at: AnyNode | undefined = anchor; at && left > 0; at = nextNode(at, anchor), left -= 1) {
    if (isText(at)) text += at.data.slice(0, MAX_TITLE);
    if (!isTag(at)) continue;
    const { class: mark = '', title = '', alt = '', 'aria-label': label = '' } = at.attribs;
    marks.push(mark.slice(0, MAX_TITLE));
    words.push(title, alt, label);
  }
  const line = text.replace(/\s+/g, ' ').trim();
  return { href: anchor.attribs.href ?? '', text: line.slice(0, MAX_TEXT), words: [line, ...words], marks };
}

const leadsToFeed = ({ href, words, marks }: Anchor): boolean =>
  FEED_PATH.test(href) ||
  FEED_HOST.test(hostOf(href)) ||
  marks.some((mark) => FEED_MARK.test(mark)) ||
  words.some((each) => each.length <= MAX_TEXT && FEED_WORDS.test(each));

/** A link to somebody else's feed is not a way of following this site. */
const mayKeepFeedsOf = (pageUrl: string, url: string): boolean =>
  siteOf(hostOf(url)) === siteOf(hostOf(pageUrl)) || FEED_HOST.test(hostOf(url));

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : '');

/** news.site.co.uk → site.co.uk: the last two labels, three where the last two are a country's ending. */
const siteOf = (host: string): string =>
  /^[\d.]+$|:/.test(host) ? host : (/[^.]+\.(?:(?:com?|org|net|gov|gouv|ac|asso)\.)?[^.]+$/i.exec(host)?.[0] ?? host);

const baseOf = ($: CheerioAPI, pageUrl: string): string =>
  linkTo($('base[href]').first().attr('href') ?? '', pageUrl, '')[0]?.url ?? pageUrl;

/** The link, where its address is one of the web. */
function linkTo(href: string, base: string, title: string): FeedLink[] {
  if (href.trim() === '' || !URL.canParse(href, base)) return [];
  const url = new URL(href.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'https://'), base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) ? [{ url: url.href, title }] : [];
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
