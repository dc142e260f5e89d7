import { describe, expect, test } from 'vitest';
import { addressOf } from '../../../src/domain/sources/platforms.ts';

const UC = 'UCYtmkoh1YZMY2wTJkB2JrOQ';
const GNEWS = 'https://news.google.com/rss';

describe('what people type', () => {
  test.each([
    ['an address', ' https://Blog.Example/a?b=c#d ', 'https://blog.example/a?b=c#d'],
    ['an address in brackets, as mail shows it', '<https://blog.example/>', 'https://blog.example/'],
    ['one slash too few', 'https:/blog.example/feed', 'https://blog.example/feed'],
    ['no scheme', '//korben.info/feed', 'https://korben.info/feed'],
    ['a bare domain', 'lemonde.fr', 'https://lemonde.fr/'],
    ['a bare domain, shouted', 'WWW.LeMonde.FR/Politique', 'https://www.lemonde.fr/Politique'],
    ['a bare domain with accents', 'café-société.fr', 'https://xn--caf-socit-d4afb.fr/'],
    ['a bare domain with a port', 'blog.example:8443/feed', 'https://blog.example:8443/feed'],
    ['a bare domain with a query', 'blog.example?p=1', 'https://blog.example/?p=1'],
    ['a bare address in numbers', '192.0.2.7:8080/feed', 'https://192.0.2.7:8080/feed'],
    ['a handle on YouTube, as an address', 'youtube.com/@LeMonde', 'https://youtube.com/@LeMonde'],
    ['feed:', 'feed:https://blog.example/feed', 'https://blog.example/feed'],
    ['feed://', 'feed://blog.example/feed', 'https://blog.example/feed'],
    ['feed:// and http', 'feed://http://blog.example/feed', 'http://blog.example/feed'],
    ['a podcast’s scheme', 'itpc://blog.example/feed', 'https://blog.example/feed'],
    ['a Mastodon handle', '@Gargron@mastodon.social', 'https://mastodon.social/@Gargron'],
    ['a Mastodon handle as servers write it', 'acct:Gargron@mastodon.social', 'https://mastodon.social/@Gargron'],
    ['a Lemmy community', '!france@jlai.lu', 'https://jlai.lu/c/france'],
    ['a Bluesky handle', '@lemonde.bsky.social', 'https://bsky.app/profile/lemonde.bsky.social'],
    ['a Bluesky handle without its @', 'lemonde.bsky.social', 'https://bsky.app/profile/lemonde.bsky.social'],
    ['a Bluesky handle of one’s own', '@lemonde.fr', 'https://bsky.app/profile/lemonde.fr'],
    ['a subreddit', 'r/france', 'https://www.reddit.com/r/france/'],
    ['a subreddit, with slashes', '/r/france/', 'https://www.reddit.com/r/france/'],
    ['a channel’s number', UC, `https://www.youtube.com/channel/${UC}`],
  ])('%s', (_, typed, address) => expect(addressOf(typed, 'fr')).toBe(address));

  test.each([
    ['words', 'Le Monde diplomatique', 'Le%20Monde%20diplomatique'],
    ['words with a colon', 'Dune: deuxième partie', 'Dune%3A%20deuxi%C3%A8me%20partie'],
    ['an operator of the search', 'site:lemonde.fr climat', 'site%3Alemonde.fr%20climat'],
    ['quoted words', '"Hello Fresh"', '%22Hello%20Fresh%22'],
    ['a number with a point', '3.5', '3.5'],
    ['a hashtag', '#COP31', '%23COP31'],
    ['words with an emoji', 'Paris 🎉', 'Paris%20%F0%9F%8E%89'],
    ['other scripts', '気候変動', '%E6%B0%97%E5%80%99%E5%A4%89%E5%8B%95'],
    ['what would end the query', 'a&b=c#d', 'a%26b%3Dc%23d'],
    ['half a character', 'Paris \ud83c', 'Paris%20%EF%BF%BD'],
  ])('%s: the news of them', (_, typed, query) =>
    expect(addressOf(typed, 'fr')).toBe(`${GNEWS}/search?q=${query}&hl=fr&gl=FR&ceid=FR:fr`),
  );

  test('the news of words are of the reader’s language', () =>
    expect(addressOf('Tour de France', 'en')).toBe(`${GNEWS}/search?q=Tour%20de%20France&hl=en-US&gl=US&ceid=US:en`));

  test('a text pasted whole is cut', () => expect(addressOf('mot '.repeat(5000), 'fr')?.length).toBeLessThan(1000));

  test.each([
    '',
    '   ',
    'a',
    '🎉🎉',
    '!!!',
    'https://',
    'http:',
    'javascript:alert(1)',
    'JavaScript:alert(document.domain)',
    'feed:javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://blog.example/feed',
    'chrome://settings',
    'mailto:someone@blog.example',
    'about:blank',
    'https://[not-an-address]/',
    'https://a.example:99999/',
    'blog.example:99999/feed',
  ])('nothing for %j', (typed) => expect(addressOf(typed, 'fr')).toBeUndefined());
});
