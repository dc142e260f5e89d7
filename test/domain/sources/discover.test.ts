import { describe, expect, test } from 'vitest';
import { distinctFeeds, feedKey, feedLinks, isSecondary, linkedFeeds } from '../../../src/domain/sources/discover.ts';
import { wellKnownFeeds } from '../../../src/domain/sources/platforms.ts';
import { feedsOfPage } from '../../../src/domain/sources/survey.ts';

const PAGE = 'https://journal.example/section/article.html';
const announcing = (...links: string[]) =>
  `<html><head>${links.map((link) => `<link ${link}>`).join('\n')}</head></html>`;
const rss = (href: string, title = '') => `rel="alternate" type="application/rss+xml" href="${href}" title="${title}"`;
const announced = (html: string, page = PAGE) => feedLinks(html, page).map(({ url }) => url);
const linked = (html: string, page = PAGE) => linkedFeeds(html, page).map(({ url }) => url);

describe('feeds that are announced', () => {
  test('with their address made whole and their title', () =>
    expect(feedLinks(announcing(rss('/feed', ' À la une ')), PAGE)).toEqual([
      { url: 'https://journal.example/feed', title: 'À la une' },
    ]));

  test.each([
    ['beside the page', 'feed.xml', 'https://journal.example/section/feed.xml'],
    ['at the root', '/feed.xml', 'https://journal.example/feed.xml'],
    ['on another host', '//feeds.example/a', 'https://feeds.example/a'],
    ['with spaces and a line break around', ' \n/feed.xml ', 'https://journal.example/feed.xml'],
    ['with the scheme of feed readers', 'feed://journal.example/feed', 'https://journal.example/feed'],
    ['with entities', '/?feed=rss2&amp;lang=fr', 'https://journal.example/?feed=rss2&lang=fr'],
    ['up the tree', '../feed', 'https://journal.example/feed'],
    ['with a part of the page', '/feed#top', 'https://journal.example/feed'],
  ])('%s', (_, href, url) => expect(announced(announcing(rss(href)))).toEqual([url]));

  test('relative to the base the page names, itself relative to the page', () => {
    expect(announced(`<base href="https://cdn.example/blog/">${announcing(rss('feed'))}`)).toEqual([
      'https://cdn.example/blog/feed',
    ]);
    expect(announced(`<base href="/blog/">${announcing(rss('feed'))}`)).toEqual(['https://journal.example/blog/feed']);
    expect(announced(`<base target="_top"><base href="http://[">${announcing(rss('feed'))}`)).toEqual([
      'https://journal.example/section/feed',
    ]);
  });

  test.each([
    'type="application/rss+xml"',
    'type="application/atom+xml; charset=utf-8"',
    'type="APPLICATION/RSS+XML"',
    'type=" application/rss+xml "',
    'type="application/feed+json"',
    'type="application/rdf+xml"',
    'type="application/x-rss+xml"',
    'type="application/rss"',
    'type="text/rss+xml"',
    'type="text/xml"',
    'type="application/xml"',
    'type="application/json"',
    '',
  ])('as %j', (type) => expect(announced(announcing(`rel="alternate" ${type} href="/rss.xml"`))).toHaveLength(1));

  test.each([
    ['in capitals', 'REL="ALTERNATE" TYPE="application/rss+xml" HREF="/feed"'],
    ['among other relations', 'rel="alternate home" type="application/rss+xml" href="/feed"'],
    ['as a feed', 'rel="feed" href="/feed"'],
    ['without quotes', 'rel=alternate type=application/rss+xml href=/feed'],
  ])('%s', (_, link) => expect(announced(announcing(link))).toEqual(['https://journal.example/feed']));

  test('in the body, and where scripts do not run', () => {
    expect(announced(`<body><link ${rss('/feed')}></body>`)).toHaveLength(1);
    expect(announced(`<head><noscript><link ${rss('/feed')}></noscript></head>`)).toHaveLength(1);
  });

  test.each([
    ['a page in another language', 'rel="alternate" hreflang="en" href="/en/"'],
    ['a page for phones', 'rel="alternate" media="handheld" href="https://m.journal.example/"'],
    ['an application', 'rel="alternate" href="android-app://journal/feed"'],
    ['a style', 'rel="alternate stylesheet" type="text/css" href="/feed.css"'],
    ['how to embed the page', 'rel="alternate" type="application/json+oembed" href="/oembed?format=json"'],
    ['how to embed the page, as XML', 'rel="alternate" type="text/xml+oembed" href="/oembed?format=xml"'],
    [
      'how to embed the page, by WordPress',
      'rel="alternate" type="application/json" href="/wp-json/oembed/1.0/embed?url=x"',
    ],
    ['the article as data', 'rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/997"'],
    ['the search of the site', 'rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml"'],
    ['no address', 'rel="alternate" type="application/rss+xml" href=""'],
    ['blanks for an address', 'rel="alternate" type="application/rss+xml" href="  "'],
    ['a script for an address', 'rel="alternate" type="application/rss+xml" href="javascript:alert(1)"'],
    ['an address that cannot be', 'rel="alternate" type="application/rss+xml" href="http://["'],
    ['a comment', 'x><!-- <link rel="alternate" type="application/rss+xml" href="/feed"> --><link'],
  ])('never %s', (_, link) => expect(announced(announcing(link))).toEqual([]));

  test('those of comments come last, in any language', () =>
    expect(
      feedLinks(
        announcing(
          rss('/comments/feed/', 'Journal'),
          rss('/a', 'Journal » Flux des commentaires'),
          rss('/b', 'Kommentare'),
          rss('/c', 'Comentarios'),
          rss('/news', 'Journal'),
          rss('/sport', 'Sport'),
        ),
        PAGE,
      ).map(({ url }) => new URL(url).pathname),
    ).toEqual(['/news', '/sport', '/comments/feed/', '/a', '/b', '/c']));

  test('those of the page’s language come first', () => {
    const html = announcing(rss('/en/feed'), rss('/de-at/feed'), rss('/fr/feed'));
    expect(announced(html, 'https://journal.example/fr/a')[0]).toBe('https://journal.example/fr/feed');
    expect(announced(`<html lang="de">${html}`, 'https://journal.example/a')[0]).toBe(
      'https://journal.example/de-at/feed',
    );
    expect(announced(html, 'https://journal.example/a')[0]).toBe('https://journal.example/en/feed');
  });

  test('plain data come after what says it is a feed', () =>
    expect(announced(announcing('rel=alternate type="application/json" href="/data"', rss('/feed')))).toEqual([
      'https://journal.example/feed',
      'https://journal.example/data',
    ]));

  test('one feed at several addresses is announced once, in https where it can be', () =>
    expect(
      announced(
        announcing(
          rss('http://journal.example/feed'),
          rss('https://journal.example/feed/'),
          rss('https://www.journal.example/feed'),
        ),
      ),
    ).toEqual(['https://journal.example/feed/']));
});

describe('feeds that are linked', () => {
  test.each([
    ['a word in the foot', '<footer><a href="/x">RSS</a></footer>', '/x'],
    ['words around it', '<a href="/x">Abonnez-vous à notre flux RSS</a>', '/x'],
    ['an icon by its text', '<a href="/x"><img src="i.png" alt="RSS feed"></a>', '/x'],
    ['an icon by its class', '<a href="/x" class="fa fa-rss"></a>', '/x'],
    ['an icon within', '<a href="/x"><i class="icon icon-rss"></i></a>', '/x'],
    ['a label for readers of screens', '<a href="/x" aria-label="Flux RSS"><svg></svg></a>', '/x'],
    ['a title', '<a href="/x" title="RSS 2.0">↗</a>', '/x'],
    ['the address alone', '<a href="/home/feed/site.xml">Suivre</a>', '/home/feed/site.xml'],
    ['a section’s address', '<a href="/feeds/nyheter">Nyheter</a>', '/feeds/nyheter'],
    ['a file', '<a href="/rss_full.xml">Tout</a>', '/rss_full.xml'],
    ['a script', '<a href="/rss.php?lang=fr">Tout</a>', '/rss.php?lang=fr'],
    ['a query', '<a href="/?feed=rss2">Tout</a>', '/?feed=rss2'],
    ['a query of SPIP', '<a href="/spip.php?page=backend">Tout</a>', '/spip.php?page=backend'],
  ])('%s', (_, html, path) => expect(linked(html)).toEqual([`https://journal.example${path}`]));

  test('on a host of one’s site, or one that keeps the feeds of others', () => {
    expect(linked('<a href="http://rss.journal.example/a">Une</a>')).toHaveLength(1);
    expect(linked('<a href="https://feeds.feedburner.com/journal">Une</a>')).toHaveLength(1);
    expect(linked('<a href="https://feeds.acast.com/public/shows/a">Écouter</a>')).toHaveLength(1);
  });

  test.each([
    ['somebody else’s feed', '<a href="https://other.example/feed">RSS</a>'],
    ['a feed of a site with the same ending', '<a href="https://other.co.uk/feed">RSS</a>', 'https://journal.co.uk/'],
    ['readers of feeds', '<a href="https://feedly.com/i/subscription/feed/https://journal.example/feed">RSS</a>'],
    ['buttons to share', '<a href="https://www.facebook.com/dialog/feed?app_id=1&link=x">Facebook</a>'],
    ['terms', '<a href="/rss-terms-of-service.html">RSS Terms of Service</a>'],
    ['feedback', '<a href="/feedback">Feedback</a>'],
    ['articles about feeds', '<a href="/a">Pourquoi le RSS n’est pas mort, et comment s’en servir encore en 2026</a>'],
    ['articles about atoms', '<a href="/a">Atom by atom</a>'],
    ['the page itself', `<a href="${PAGE}#rss">RSS</a>`],
    ['mail', '<a href="mailto:rss@journal.example">RSS</a>'],
    ['scripts', '<a href="javascript:rss()">RSS</a>'],
  ])('never %s', (_, html, page = PAGE) => expect(linked(html, page)).toEqual([]));

  test('addresses that look like a feed’s come before pages that may list some, comments last', () =>
    expect(
      linked('<a href="/nos-flux">Nos flux RSS</a><a href="/feed/comments.xml">RSS</a><a href="/feed">RSS</a>'),
    ).toEqual([
      'https://journal.example/feed',
      'https://journal.example/nos-flux',
      'https://journal.example/feed/comments.xml',
    ]));

  test('twenty of a thousand at most', () =>
    expect(linked(Array.from({ length: 1000 }, (_, at) => `<a href="/feed/${at}.xml">RSS</a>`).join('')).length).toBe(
      20,
    ));
});

describe('one feed', () => {
  test.each([
    ['http://a.example/feed', 'https://a.example/feed'],
    ['https://a.example/feed/', 'https://a.example/feed'],
    ['https://www.a.example/feed', 'https://a.example/feed'],
    ['https://a.example/?feed=rss', 'https://a.example?feed=rss'],
  ])('%s is %s', (one, other) => expect(feedKey(one)).toBe(feedKey(other)));

  test.each([
    ['https://a.example/feed', 'https://a.example/Feed'],
    ['https://a.example/?feed=rss', 'https://a.example/?feed=atom'],
    ['https://a.example/feed', 'https://blog.a.example/feed'],
  ])('%s may not be %s', (one, other) => expect(feedKey(one)).not.toBe(feedKey(other)));

  test('keeps its first place and title', () =>
    expect(
      distinctFeeds([
        { url: 'http://a.example/1', title: 'A' },
        { url: 'https://a.example/2', title: 'B' },
        { url: 'https://a.example/1', title: 'C' },
      ]),
    ).toEqual([
      { url: 'https://a.example/1', title: 'A' },
      { url: 'https://a.example/2', title: 'B' },
    ]));

  test('is of comments by its title or its address, escaped or not', () => {
    expect(isSecondary({ url: 'https://a.example/%63omments', title: '' })).toBe(true);
    expect(isSecondary({ url: 'https://a.example/%', title: 'Comments on: A' })).toBe(true);
    expect(isSecondary({ url: 'https://a.example/feed', title: 'A' })).toBe(false);
  });
});

test('what a page announces comes before what built it keeps, and that before what it links to', () =>
  expect(
    feedsOfPage(
      `<meta name="generator" content="Hugo 0.9">${announcing(rss('/comments', 'x'), rss('/a'))}<a href="/rss">RSS</a>`,
      PAGE,
    ).map(({ url }) => new URL(url).pathname),
  ).toEqual(['/a', '/index.xml', '/rss', '/comments']));

describe('the usual places', () => {
  test('at the root, the commonest first', () =>
    expect(wellKnownFeeds(new URL('https://a.example/')).slice(0, 3)).toEqual([
      'https://a.example/feed',
      'https://a.example/rss',
      'https://a.example/atom.xml',
    ]));

  test('beside a section first, never below a file', () => {
    expect(wellKnownFeeds(new URL('https://a.example/blog/?page=2#x'))[0]).toBe('https://a.example/blog/feed');
    expect(wellKnownFeeds(new URL('https://a.example/blog/index.html'))[0]).toBe('https://a.example/blog/feed');
    expect(wellKnownFeeds(new URL('https://a.example/index.php'))[0]).toBe('https://a.example/feed');
  });

  test('sixteen at most, each once, all on the same host', () => {
    for (const page of ['https://a.example:8080/', 'https://a.example:8080/blog', 'https://a.example:8080/a/b/c/d']) {
      const places = wellKnownFeeds(new URL(page));
      expect(new Set(places).size).toBe(places.length);
      expect(places.length).toBeLessThanOrEqual(16);
      for (const place of places) expect(new URL(place).host).toBe('a.example:8080');
    }
  });
});

test('thousands of links nested in one another are read in a few seconds', () => {
  const started = performance.now();
  linkedFeeds('<a href=/x><table><td>'.repeat(6000), PAGE);
  linkedFeeds(`<a href="${'/a-feed'.repeat(100_000)}" class="${'rss-'.repeat(100_000)}">x</a>`, PAGE);
  expect(performance.now() - started).toBeLessThan(10_000);
});
