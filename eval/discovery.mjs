// Whether the feeds of a page are found from the page alone, beside a naive reader of the same pages.
// The truth is the manifest of the shared corpus and, for pages it lists no feed of, eval/discovery.yaml.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';

/** Announced, but not what one follows. */
const ASIDE = /comment|oembed|wp-json/i;

/**
 * @param shared the shared folder, with corpus/manifest.json
 * @param load imports a compiled module of the project: load('domain/sources/discover.js')
 */
export async function evaluateDiscovery({ shared, load }) {
  const labels = parseYaml(readFileSync(new URL('discovery.yaml', import.meta.url), 'utf8')).pages;
  const { documents } = JSON.parse(readFileSync(join(shared, 'corpus/manifest.json'), 'utf8'));
  const { decodeText } = await load('domain/parse/charset.js');
  const finders = await findersOf(load);
  const pages = documents.filter(({ tags, pageType }) => tags?.includes('autodiscovery') || pageType === 'article');
  const rows = pages.map((document) => {
    const html = decodeText(readFileSync(join(shared, 'corpus', document.file)), document.contentType);
    return rowOf(document, labels[document.id], html, finders);
  });
  return { rows, totals: totalsOf(rows) };
}

/** What says where feeds are, in the order it is asked. */
async function findersOf(load) {
  const { feedKey, feedLinks, linkedFeeds } = await load('domain/sources/discover.js');
  const { feedsOfPlatformPage } = await load('domain/sources/platformPage.js');
  const { platformFeeds, wellKnownFeeds } = await load('domain/sources/platforms.js');
  const { feedsOfPage } = await load('domain/sources/survey.js');
  const ways = [
    ['address', (_, url) => platformFeeds(new URL(url))],
    ['announced', feedLinks],
    ['platform', feedsOfPlatformPage],
    ['linked', linkedFeeds],
  ];
  return { ways, feedKey, feedsOfPage, usualPlaces: wellKnownFeeds, byAddress: ways[0][1] };
}

function rowOf(document, label, html, { ways, feedKey, feedsOfPage, usualPlaces, byAddress }) {
  const url = label?.url ?? document.url;
  if (!url || !URL.canParse(url)) throw new Error(`eval/discovery.yaml: ${document.id} needs an address`);
  const expected = label?.feeds ?? announcedIn(document, url);
  if (!expected?.length && !label?.why) throw new Error(`eval/discovery.yaml: say what feeds ${document.id} has`);
  const truths = new Set(expected.map(feedKey));
  const found = [...byAddress(html, url), ...feedsOfPage(html, url)].map((feed) => feed.url);
  const naive = naiveFeed(html, url);
  const isRight = (first) =>
    truths.size === 0 ? first === undefined : first !== undefined && truths.has(feedKey(first));
  const by = ways.find(([, find]) => find(html, url).some((feed) => feed.url === found[0]))?.[0];
  return {
    page: document.id,
    expected: expected.join(' '),
    found: found[0] ?? '',
    by: by ?? '',
    right: isRight(found[0]),
    all: [...truths].every((key) => found.some((each) => feedKey(each) === key)),
    candidates: new Set(found.map(feedKey)).size,
    naiveRight: isRight(naive),
    // Had the page announced nothing: is one of its feeds where feeds usually are?
    usual: truths.size > 0 && usualPlaces(new URL(url)).some((place) => truths.has(feedKey(place))),
  };
}

const announcedIn = ({ feedLinks = [] }, url) => [
  ...new Set(feedLinks.filter(({ href }) => !ASIDE.test(href)).map(({ href }) => new URL(href, url).href)),
];

/** What one would write in five minutes: the first announced RSS feed. */
function naiveFeed(html, url) {
  const tag = /<link[^>]*type=["']application\/rss\+xml["'][^>]*>/i.exec(html)?.[0];
  const href = tag && /href=["']([^"']+)["']/i.exec(tag)?.[1];
  return href && URL.canParse(href, url) ? new URL(href, url).href : undefined;
}

function totalsOf(rows) {
  const sets = Object.groupBy(rows, ({ page }) => (page.startsWith('home-') ? 'home pages' : 'articles'));
  const count = (list, what) => list.filter((row) => row[what]).length;
  return Object.fromEntries(
    Object.entries({ ...sets, all: rows }).map(([set, list]) => {
      const withFeed = list.filter(({ expected }) => expected !== '');
      return [
        set,
        {
          pages: list.length,
          right: count(list, 'right'),
          'naive right': count(list, 'naiveRight'),
          'with a feed': withFeed.length,
          'first right': count(withFeed, 'right'),
          'all found': count(withFeed, 'all'),
          'naive first right': count(withFeed, 'naiveRight'),
          'in a usual place': count(withFeed, 'usual'),
        },
      ];
    }),
  );
}
