import { load } from 'cheerio';

/** A feed a page announces. */
export interface FeedLink {
  url: string;
  title: string;
}

const FEED_TYPE = /^application\/(rss\+xml|atom\+xml|rdf\+xml|feed\+json|json)|^text\/xml/i;
/** Announced, but not what the reader came for. */
const SECONDARY = /comment|commentaire|oembed|wp-json|\/feed\/\?.*attachment/i;

/** The feeds announced in `<link rel=alternate>`, the page's own before those of its comments. */
export function feedLinks(html: string, pageUrl: string): FeedLink[] {
  const $ = load(html);
  const base = absolute($('base[href]').attr('href') ?? '', pageUrl) ?? pageUrl;
  const links = $('link[href]')
    .toArray()
    .map((link) => ({
      rel: ($(link).attr('rel') ?? '').toLowerCase(),
      type: $(link).attr('type') ?? '',
      href: $(link).attr('href') ?? '',
      title: $(link).attr('title') ?? '',
    }))
    .filter(({ rel, type }) => /\b(alternate|feed)\b/.test(rel) && FEED_TYPE.test(type.trim()))
    .flatMap(({ href, title }) => {
      const url = absolute(href, base);
      return url && !/oembed|wp-json/.test(url) ? [{ url, title: title.trim() }] : [];
    });
  const seen = new Set<string>();
  return links
    .filter(({ url }) => !seen.has(url) && seen.add(url))
    .sort((a, b) => Number(SECONDARY.test(a.url + a.title)) - Number(SECONDARY.test(b.url + b.title)));
}

/** Links whose address or words say that they lead to a feed. */
const FEED_ADDRESS =
  /(?:\/(?:feeds?|rss|atom)(?:\/|\.(?:xml|rss|json|php))?(?:[?#]|$)|\.(?:rss|atom|rdf)(?:[?#]|$)|[?&](?:feed|format)=(?:rss|atom)|feedburner\.com\/|feeds\.[\w-]+\.)/i;
const FEED_WORDS = /^\s*(?:rss|atom|xml|flux(?: rss)?|rss feed|subscribe via rss|s.abonner(?: au flux)?)\s*$/i;
/** Services that read feeds link to a feed too: to the address they were given. */
const READERS = /feedly\.com|inoreader\.com|newsblur\.com|netvibes\.com|theoldreader\.com|validator\.w3\.org/i;
const MAX_LINKED = 20;

/** Feeds a page links to without announcing them: "RSS" in its foot, a list of its feeds. */
export function linkedFeeds(html: string, pageUrl: string): FeedLink[] {
  const $ = load(html);
  const base = absolute($('base[href]').attr('href') ?? '', pageUrl) ?? pageUrl;
  const links = $('a[href]')
    .toArray()
    .map((anchor) => ({ href: $(anchor).attr('href') ?? '', title: $(anchor).text().replace(/\s+/g, ' ').trim() }))
    .filter(({ href, title }) => (FEED_ADDRESS.test(href) || FEED_WORDS.test(title)) && !READERS.test(href))
    .slice(0, MAX_LINKED)
    .flatMap(({ href, title }) => {
      const url = absolute(href, base);
      return url && url !== pageUrl ? [{ url, title: FEED_WORDS.test(title) ? '' : title.slice(0, 80) }] : [];
    });
  const seen = new Set<string>();
  return links
    .filter(({ url }) => !seen.has(url) && seen.add(url))
    .sort((a, b) => Number(SECONDARY.test(a.url + a.title)) - Number(SECONDARY.test(b.url + b.title)));
}

function absolute(href: string, base: string): string | undefined {
  if (!href || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
