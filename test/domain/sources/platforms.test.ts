import { describe, expect, test } from 'vitest';
import { feedNamedIn, platformFeeds } from '../../../src/domain/sources/platforms.ts';

const UC = 'UCYtmkoh1YZMY2wTJkB2JrOQ';
const CHANNEL = `https://www.youtube.com/feeds/videos.xml?channel_id=${UC}`;
const PLAYLIST = 'https://www.youtube.com/feeds/videos.xml?playlist_id=PLabc_-123';
const LOOKUP = 'https://itunes.apple.com/lookup?entity=podcast&id=';
const GNEWS = 'https://news.google.com/rss';
const DM = 'https://www.dailymotion.com/rss';

const feedsOf = (page: string) => platformFeeds(new URL(page)).map(({ url }) => url);

/** Platform, the feed one means first, and the addresses people paste for it. */
const PAGES: [string, string, string[]][] = [
  [
    'a YouTube channel',
    CHANNEL,
    [
      `https://www.youtube.com/channel/${UC}`,
      `https://youtube.com/channel/${UC}/`,
      `http://m.youtube.com/channel/${UC}/videos?view=0&sort=dd&app=desktop`,
      `https://music.youtube.com/channel/${UC}?feature=share`,
      `HTTPS://WWW.YOUTUBE.COM/channel/${UC}/about#bio`,
      `https://www.youtube.com//channel/${UC}`,
    ],
  ],
  [
    'a YouTube playlist',
    PLAYLIST,
    [
      'https://www.youtube.com/playlist?list=PLabc_-123',
      'https://www.youtube.com/playlist?si=x7&list=PLabc_-123&utm_source=mail',
      'https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PLabc_-123&index=2',
      'https://youtu.be/dQw4w9WgXcQ?list=PLabc_-123',
      'https://www.youtube-nocookie.com/embed/videoseries?list=PLabc_-123',
    ],
  ],
  [
    'an old name on YouTube',
    'https://www.youtube.com/feeds/videos.xml?user=LeMonde',
    ['https://www.youtube.com/user/LeMonde', 'https://www.youtube.com/user/LeMonde/featured?disable_polymer=1'],
  ],
  [
    'a subreddit',
    'https://www.reddit.com/r/france/.rss',
    [
      'https://www.reddit.com/r/france',
      'https://old.reddit.com/r/france/',
      'https://fr.reddit.com/r/france/?utm_medium=web2x',
      'https://www.reddit.com/r/france/comments/1abcd/une_question/',
    ],
  ],
  [
    'a subreddit in an order of its own',
    'https://www.reddit.com/r/france/new/.rss',
    ['https://www.reddit.com/r/france/new', 'https://np.reddit.com/r/france/new/?count=25'],
  ],
  [
    'several subreddits',
    'https://www.reddit.com/r/france+paris/.rss',
    ['https://www.reddit.com/r/france%2Bparis/', 'https://www.reddit.com/r/france+paris'],
  ],
  [
    'a member of Reddit',
    'https://www.reddit.com/user/some-one_1/.rss',
    ['https://www.reddit.com/user/some-one_1/submitted/?sort=new'],
  ],
  [
    'what Reddit says of a site',
    'https://www.reddit.com/domain/lemonde.fr/.rss',
    ['https://www.reddit.com/domain/lemonde.fr/'],
  ],
  [
    'a search on Reddit',
    'https://www.reddit.com/search.rss?q=le%20monde&sort=new',
    ['https://www.reddit.com/search/?q=le+monde&type=link'],
  ],
  [
    'a profile on Bluesky',
    'https://bsky.app/profile/lemonde.fr/rss',
    [
      'https://bsky.app/profile/lemonde.fr',
      'https://bsky.app/profile/lemonde.fr/',
      'https://bsky.app/profile/lemonde.fr/post/3kabc?ref=x',
    ],
  ],
  [
    'a profile on Bluesky by its number',
    'https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/rss',
    [
      'https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur',
      'https://bsky.app/profile/did%3Aplc%3Az72i7hdynmk6r22z27h6tvur',
    ],
  ],
  [
    'the releases of a project on GitHub',
    'https://github.com/nodejs/undici/releases.atom',
    [
      'https://github.com/nodejs/undici',
      'https://www.github.com/nodejs/undici/',
      'https://github.com/nodejs/undici.git',
      'https://github.com/nodejs/undici/releases/tag/v7.1.0',
      'https://github.com/nodejs/undici/tree/main/lib?tab=readme-ov-file#top',
    ],
  ],
  [
    'a branch on GitHub',
    'https://github.com/nodejs/undici/commits/v6.x.atom',
    ['https://github.com/nodejs/undici/commits/v6.x/'],
  ],
  [
    'the discussions on GitHub',
    'https://github.com/vercel/next.js/discussions.atom',
    ['https://github.com/vercel/next.js/discussions/123'],
  ],
  [
    'somebody on GitHub',
    'https://github.com/torvalds.atom',
    ['https://github.com/torvalds', 'https://github.com/torvalds/?tab=repositories'],
  ],
  [
    'the releases of a project on a GitLab',
    'https://framagit.org/framasoft/peertube/mobile/-/releases.atom',
    [
      'https://framagit.org/framasoft/peertube/mobile',
      'https://framagit.org/framasoft/peertube/mobile/-/issues/12?scope=all',
      'https://framagit.org/framasoft/peertube/mobile.git',
    ],
  ],
  [
    'a publication on Substack',
    'https://astralcodexten.substack.com/feed',
    [
      'https://astralcodexten.substack.com/',
      'https://astralcodexten.substack.com/p/some-post?utm_campaign=x',
      'https://astralcodexten.substack.com/archive?sort=new',
      'https://open.substack.com/pub/astralcodexten/p/some-post?r=2bam17',
    ],
  ],
  [
    'a writer on Medium',
    'https://medium.com/feed/@pippin.lee',
    [
      'https://medium.com/@pippin.lee',
      'https://www.medium.com/%40pippin.lee/',
      'https://medium.com/@pippin.lee/some-story-fb39f4f701bb?source=rss',
    ],
  ],
  [
    'a publication on Medium',
    'https://medium.com/feed/better-programming',
    ['https://medium.com/better-programming', 'https://medium.com/better-programming/story-1a2b'],
  ],
  [
    'a subject on Medium',
    'https://medium.com/feed/tag/data-science',
    ['https://medium.com/tag/data-science', 'https://medium.com/tag/data-science/recommended'],
  ],
  [
    'a writer on Medium with a name of their own',
    'https://burkrosemann.medium.com/feed',
    ['https://burkrosemann.medium.com/some-story-1a2b'],
  ],
  [
    'a search on Google News',
    `${GNEWS}/search?q=le%20monde%20when%3A7d&hl=fr&gl=FR&ceid=FR%3Afr`,
    [
      'https://news.google.com/search?q=le+monde+when:7d&hl=fr&gl=FR&ceid=FR:fr',
      'https://news.google.com/search?ceid=FR:fr&for=x&q=le%20monde%20when%3A7d&gl=FR&hl=fr&utm_source=mail',
      'https://news.google.com/u/0/search?q=le+monde+when:7d&hl=fr&gl=FR&ceid=FR:fr',
    ],
  ],
  [
    'a search for news on Google',
    `${GNEWS}/search?q=carrefour`,
    [
      'https://www.google.fr/search?q=carrefour&tbm=nws&source=lnms',
      'https://www.google.com/search?tbm=nws&q=carrefour',
    ],
  ],
  [
    'a subject on Google News',
    `${GNEWS}/topics/CAAqJggKIiBD/sections/CAQiW0NC?hl=fr&gl=FR&ceid=FR%3Afr`,
    ['https://news.google.com/topics/CAAqJggKIiBD/sections/CAQiW0NC?hl=fr&gl=FR&ceid=FR:fr'],
  ],
  [
    'a publication on Google News',
    `${GNEWS}/publications/CAAqBwgKMLe3nQswsvKfAw?hl=fr`,
    ['https://news.google.com/publications/CAAqBwgKMLe3nQswsvKfAw?hl=fr&so=1'],
  ],
  [
    'Google News',
    `${GNEWS}?hl=fr&gl=FR&ceid=FR%3Afr`,
    ['https://news.google.com/home?hl=fr&gl=FR&ceid=FR:fr', 'https://news.google.com/?hl=fr&gl=FR&ceid=FR:fr'],
  ],
  [
    'somebody on Dailymotion',
    `${DM}/user/franceinter`,
    [
      'https://www.dailymotion.com/franceinter',
      'https://www.dailymotion.com/fr/franceinter/',
      'https://www.dailymotion.com/franceinter/videos',
      'https://www.dailymotion.com/user/franceinter/1',
      'https://www.dailymotion.com/franceinter?utm_source=x',
    ],
  ],
  [
    'a playlist on Dailymotion',
    `${DM}/playlist/x5v9wq`,
    ['https://www.dailymotion.com/playlist/x5v9wq', 'https://www.dailymotion.com/fr/playlist/x5v9wq?mode=playlist'],
  ],
  [
    'somebody on Vimeo',
    'https://vimeo.com/abc/videos/rss',
    ['https://vimeo.com/abc', 'https://vimeo.com/abc/videos/', 'https://www.vimeo.com/abc?share=copy'],
  ],
  [
    'a channel on Vimeo',
    'https://vimeo.com/channels/staffpicks/videos/rss',
    ['https://vimeo.com/channels/staffpicks', 'https://vimeo.com/channels/staffpicks/12345'],
  ],
  [
    'a blog on Tumblr',
    'https://mcupdate.tumblr.com/rss',
    [
      'https://mcupdate.tumblr.com/post/964/the-update',
      'https://www.tumblr.com/mcupdate',
      'https://www.tumblr.com/blog/view/mcupdate/123',
    ],
  ],
  [
    'a podcast in Apple’s directory, of the country it is shown in',
    `${LOOKUP}1234567890&country=fr`,
    [
      'https://podcasts.apple.com/fr/podcast/les-pieds-sur-terre/id1234567890',
      'https://podcasts.apple.com/fr/podcast/%C3%A9t%C3%A9/id1234567890?i=1000650&l=en',
      'https://podcasts.apple.com/fr/podcast/id1234567890',
      'https://itunes.apple.com/fr/podcast/les-pieds-sur-terre/id1234567890?mt=2',
    ],
  ],
  [
    'a podcast in Apple’s directory, of no country',
    `${LOOKUP}1234567890`,
    ['https://podcasts.apple.com/podcast/some-show/id1234567890'],
  ],
  [
    'a channel on PeerTube',
    'https://framatube.org/feeds/videos.xml?videoChannelName=framablog.audio',
    [
      'https://framatube.org/c/framablog.audio',
      'https://framatube.org/c/framablog.audio/videos?s=1',
      'https://framatube.org/video-channels/framablog.audio/videos',
    ],
  ],
  [
    'an account on PeerTube',
    'https://framatube.org/feeds/videos.xml?accountName=fsf@other.example',
    ['https://framatube.org/a/fsf@other.example/video-channels', 'https://framatube.org/accounts/fsf%40other.example'],
  ],
  [
    'a profile on Mastodon',
    'https://mastodon.social/@Gargron.rss',
    [
      'https://mastodon.social/@Gargron',
      'https://mastodon.social/%40Gargron/',
      'https://mastodon.social/@Gargron/with_replies',
      'https://mastodon.social/@Gargron/109302436954721982',
      'https://mastodon.social/users/Gargron',
      'https://mastodon.social/web/@Gargron?x=1',
    ],
  ],
  [
    'a guest on Mastodon, at home',
    'https://piaille.fr/@jean_1.rss',
    ['https://mastodon.social/@jean_1@piaille.fr', 'https://mastodon.social/web/@jean_1@piaille.fr'],
  ],
  [
    'a hashtag on Mastodon',
    'https://piaille.fr/tags/Caf%C3%A9.rss',
    ['https://piaille.fr/tags/Café', 'https://piaille.fr/tags/Caf%C3%A9?src=hash'],
  ],
];

describe('pages of platforms', () => {
  for (const [name, feed, pages] of PAGES)
    test(name, () => {
      for (const page of pages) expect(feedsOf(page)[0], page).toBe(feed);
    });

  test('a project on GitHub has three feeds: what is released, what is tagged, what is committed', () =>
    expect(feedsOf('https://github.com/a-b/c.d')).toEqual(
      ['releases', 'tags', 'commits'].map((each) => `https://github.com/a-b/c.d/${each}.atom`),
    ));

  test('what may be PeerTube’s or Lemmy’s is asked of both', () =>
    expect(feedsOf('https://lemmy.world/c/france@jlai.lu')).toEqual([
      'https://lemmy.world/feeds/videos.xml?videoChannelName=france@jlai.lu',
      'https://lemmy.world/feeds/c/france@jlai.lu.xml?sort=New',
    ]));

  test('only Apple’s answers name the feed instead of being it', () => {
    expect(platformFeeds(new URL('https://podcasts.apple.com/fr/podcast/x/id1234567'))).toMatchObject([
      { isDirectory: true },
    ]);
    expect(platformFeeds(new URL('https://vimeo.com/abc'))[0]).not.toHaveProperty('isDirectory');
  });

  test.each([
    // Pages of the platforms themselves
    'https://www.youtube.com/',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://www.youtube.com/feed/subscriptions',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=RDdQw4w9WgXcQ',
    'https://www.youtube.com/playlist?list=WL',
    'https://www.reddit.com/',
    'https://www.reddit.com/settings/account',
    'https://bsky.app/',
    'https://bsky.app/search?q=lemonde',
    'https://bsky.app/profile/lemonde.fr/feed/aaak',
    'https://bsky.app/profile/lemonde.fr/lists/3kabc',
    'https://github.com/',
    'https://github.com/features/actions',
    'https://github.com/topics/rss',
    'https://github.com/login',
    'https://github.com/orgs/nodejs/repositories',
    'https://github.com/search?q=rss',
    'https://gitlab.com/explore/projects',
    'https://gitlab.com/users/sign_in',
    'https://medium.com/',
    'https://medium.com/m/signin?operation=login',
    'https://medium.com/search?q=x',
    'https://news.google.com/articles/CBMi',
    'https://news.google.com/search',
    'https://www.google.com/search?q=carrefour',
    'https://www.dailymotion.com/',
    'https://www.dailymotion.com/fr',
    'https://www.dailymotion.com/video/x8abcd',
    'https://www.dailymotion.com/fr/search/vigie',
    'https://vimeo.com/',
    'https://vimeo.com/123456789',
    'https://vimeo.com/watch',
    'https://vimeo.com/log_in',
    'https://www.tumblr.com/tagged/paris',
    'https://podcasts.apple.com/fr/genre/podcasts/id26',
    'https://apps.apple.com/fr/app/vigie/id1234567890',
    // Their names in other places
    'https://notyoutube.com/channel/UCYtmkoh1YZMY2wTJkB2JrOQ',
    'https://youtube.com.evil.example/channel/UCYtmkoh1YZMY2wTJkB2JrOQ',
    'https://blog.example/?u=https://github.com/nodejs/undici',
    'https://substack.com/',
    'https://docs.github.com/en/rest',
    // Others that write their pages as Mastodon, PeerTube and Lemmy do
    'https://www.tiktok.com/@lemonde',
    'https://www.threads.net/@lemonde',
    'https://www.youtube.com/@LeMonde',
    'https://www.youtube.com/@caf%C3%A9.des.sciences/videos',
    'https://m.youtube.com/c/LeMonde',
    'https://www.patreon.com/c/somebody',
    'https://x.com/lemonde',
    // Feeds stand for themselves
    `${CHANNEL}`,
    'https://github.com/nodejs/undici/releases.atom',
    'https://www.reddit.com/r/france/.rss',
    'https://mastodon.social/@Gargron.rss',
    'https://lemmy.world/feeds/c/france.xml?sort=New',
    'https://www.dailymotion.com/rss/user/franceinter',
    'https://vimeo.com/abc/videos/rss',
    'https://medium.com/feed/@x',
    // Ordinary sites
    'https://www.lemonde.fr/politique/article/2026/11/24/titre_1_2.html',
    'https://blog.example/category/news/',
    'https://blog.example/about',
  ])('nothing for %s', (page) => expect(feedsOf(page)).toEqual([]));
});

describe('the answer of a directory of podcasts', () => {
  test.each([
    [
      'the first feed it names',
      '\n\n{"resultCount":2,"results":[{"kind":"x"},{"feedUrl":"https:\\/\\/feeds.example\\/a"}]}',
      'https://feeds.example/a',
    ],
    ['no result', '{"resultCount":0,"results":[]}', undefined],
    ['no results at all', '{}', undefined],
    ['something else', '[null]', undefined],
    ['null among the results', '{"results":[null]}', undefined],
    ['an address that is none', '{"results":[{"feedUrl":"javascript:alert(1)"}]}', undefined],
    ['a page', '<html>', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, json, feed) => expect(feedNamedIn(json)).toBe(feed));
});
