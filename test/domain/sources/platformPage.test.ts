import { describe, expect, test } from 'vitest';
import { feedsOfPlatformPage } from '../../../src/domain/sources/platformPage.ts';

const PAGE = 'https://journal.example/a/b';
const feedsOf = (html: string, page = PAGE) => feedsOfPlatformPage(html, page).map(({ url }) => url);
const generator = (name: string) => `<html><head><meta name="generator" content="${name}"></head></html>`;
const ID = (letter: string) => `UC${letter.repeat(22)}`;
const CHANNEL = `https://www.youtube.com/feeds/videos.xml?channel_id=${ID('a')}`;

describe('what a site says it is built with', () => {
  test.each([
    ['Ghost 5.8', '/rss/'],
    ['WordPress 6.7.1', '/feed/'],
    ['blogger', '/feeds/posts/default'],
    ['SPIP 4.3.4 [40000]', '/spip.php?page=backend'],
    ['Hugo 0.139.0', '/index.xml'],
    ['Jekyll v4.3.4', '/feed.xml'],
    ['Docusaurus v3.6', '/blog/rss.xml'],
    ['Astro v5.0', '/rss.xml'],
    ['Discourse 3.4.0', '/latest.rss'],
    ['Drupal 10 (https://www.drupal.org)', '/rss.xml'],
    ['Dotclear', '/feed/atom'],
    ['Joomla! - Open Source Content Management', '/a/b?format=feed&type=rss'],
  ])('%s', (name, path) => expect(feedsOf(generator(name))).toEqual([`https://journal.example${path}`]));

  test('whatever the order and the quotes', () => {
    expect(feedsOf("<meta content='blogger' name='generator'>")).toHaveLength(1);
    expect(feedsOf('<META NAME=GENERATOR CONTENT=Hugo>')).toHaveLength(1);
  });

  test('nothing of what keeps no feed', () => expect(feedsOf(generator('Microsoft FrontPage 4.0'))).toEqual([]));
});

describe('what a page loads', () => {
  test.each([
    [
      'Substack on its own domain',
      '<link rel="preload" href="https://substackcdn.com/bundle/static/css/1.css" as="style">',
      '/feed',
    ],
    [
      'Medium on its own domain',
      '<script src="https://cdn-client.medium.com/lite/static/js/main.js"></script>',
      '/feed',
    ],
    [
      'Blogger on its own domain',
      "<link href='https://www.blogger.com/static/v1/widgets/1.css' rel='stylesheet'>",
      '/feeds/posts/default',
    ],
    ['Tumblr on its own domain', '<script src="https://assets.tumblr.com/x.js"></script>', '/rss'],
    ['Squarespace', '<link rel="stylesheet" href="//static1.squarespace.com/static/x.css">', '/a/b?format=rss'],
    ['Wix', '<script src="https://static.parastorage.com/services/x.js"></script>', '/blog-feed.xml'],
    ['WordPress', '<script src="/wp-includes/js/x.js"></script>', '/feed/'],
    [
      'WordPress on a host for files',
      '<link href="https://cdn.example/wp-content/themes/x.css" rel=stylesheet>',
      '/feed/',
    ],
    [
      'WordPress in a folder',
      '<script src="https://journal.example/blog/wp-includes/js/x.js"></script>',
      '/blog/feed/',
    ],
    [
      'WordPress by its interface',
      '<link rel="https://api.w.org/" href="https://journal.example/blog/wp-json/">',
      '/blog/feed/',
    ],
  ])('%s', (_, html, path) => expect(feedsOf(html)).toEqual([`https://journal.example${path}`]));

  test.each([
    ['a link to somebody’s WordPress', '<a href="https://ars.example/wp-content/uploads/order.pdf">the order</a>'],
    ['a picture of somebody’s WordPress', '<img src="https://ars.example/wp-content/uploads/a.jpg">'],
    ['a letter of Substack to subscribe to', '<iframe src="https://other.substack.com/embed"></iframe>'],
    ['a picture from Substack', '<img src="https://substackcdn.com/image/fetch/a.png">'],
    ['a link to Medium', '<a href="https://medium.com/@somebody">my stories</a>'],
    ['a page about PeerTube', '<title>PeerTube 7 is out</title>'],
    ['a page without a mark', '<html></html>'],
  ])('nothing for %s', (_, html) => expect(feedsOf(html)).toEqual([]));

  test('the blog of a shop, where the page is in it', () => {
    const html = '<script src="https://cdn.shopify.com/s/x.js"></script>';
    expect(feedsOf(html, 'https://shop.example/fr/blogs/news/launch')).toEqual([
      'https://shop.example/blogs/news.atom',
    ]);
    expect(feedsOf(html, 'https://shop.example/products/x')).toEqual([]);
  });
});

describe('what only they write', () => {
  test('SoundCloud names the member', () =>
    expect(
      feedsOf('<meta property="al:ios:url" content="soundcloud://users:154104768">', 'https://soundcloud.com/x'),
    ).toEqual(['https://feeds.soundcloud.com/users/soundcloud:users:154104768/sounds.rss']));

  test('any PeerTube', () =>
    expect(feedsOf('<meta property="og:platform" content="PeerTube" />')).toEqual([
      'https://journal.example/feeds/videos.xml',
    ]));

  test('a project on anybody’s GitLab', () =>
    expect(
      feedsOf(
        '<meta content="GitLab" property="og:site_name"><body data-project-full-path="group/sub/project">',
        'https://git.example/x',
      ),
    ).toEqual([
      'https://git.example/group/sub/project/-/releases.atom',
      'https://git.example/group/sub/project/-/tags?format=atom',
    ]));
});

describe('a page of YouTube', () => {
  const recommended = `"channelId":"${ID('z')}"`;
  test.each([
    [
      'by its handle',
      `<script>{${recommended},"externalId":"${ID('a')}"}</script>`,
      'https://www.youtube.com/@LeMonde',
    ],
    [
      'by a handle with accents',
      `<meta itemprop="identifier" content="${ID('a')}">`,
      'https://www.youtube.com/@caf%C3%A9.des.sciences/videos',
    ],
    [
      'by a name of its own',
      `${recommended}<link rel="canonical" href="https://www.youtube.com/channel/${ID('a')}">`,
      'https://m.youtube.com/c/LeMonde',
    ],
    [
      'by one of its films',
      `<script>"channelId":"${ID('a')}" … ${recommended}</script>`,
      'https://www.youtube.com/watch?v=x',
    ],
  ])('%s: its channel, not one it recommends', (_, html, page) => expect(feedsOf(html, page)).toEqual([CHANNEL]));

  test('elsewhere a channel is only somebody’s', () =>
    expect(feedsOf(`<a href="https://www.youtube.com/channel/${ID('a')}">films</a>"externalId":"${ID('a')}"`)).toEqual(
      [],
    ));

  test('that asks for consent names no channel', () =>
    expect(feedsOf('<form>', 'https://consent.youtube.com/m?x')).toEqual([]));
});

describe('a page about a podcast that leads to Apple’s directory', () => {
  const link = (id: number, country = 'fr') =>
    `<a href="https://podcasts.apple.com/${country}/podcast/x/id${id}?mt=2">Apple</a>`;
  const titled = (title: string, ...links: string[]) => `<title>${title}</title>${links.join('')}`;

  test('the one podcast, in whatever country', () =>
    expect(feedsOfPlatformPage(titled('Mon podcast', link(1234567), link(1234567)), PAGE)).toEqual([
      {
        url: 'https://itunes.apple.com/lookup?entity=podcast&id=1234567&country=fr',
        title: 'Mon podcast',
        isDirectory: true,
      },
    ]));

  test('never one of several', () => expect(feedsOf(titled('Nos podcasts', link(1234567), link(7654321)))).toEqual([]));
  test('never on a page about something else', () => expect(feedsOf(titled('Robe volée', link(1234567)))).toEqual([]));
});

test('a megabyte of nothing but tags is read in no time', () => {
  const started = performance.now();
  feedsOf('<link href="'.repeat(130_000));
  feedsOf(`<link ${'href='.repeat(130)}`.repeat(2000));
  feedsOf(`<title>podcast</title>${'https://podcasts.apple.com/fr/podcast/id1234567 '.repeat(30_000)}`);
  expect(performance.now() - started).toBeLessThan(3000);
});
