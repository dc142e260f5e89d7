import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanUrl, trackingParameters, urlKey } from '../../../src/domain/normalise/url.ts';

const BASE = 'https://journal.example/feed/';
const isTracking = trackingParameters('# comment\nutm_*\n\n fbclid \nhsCtaTracking\n');
const clean = (raw: string | undefined, base = BASE) => cleanUrl(raw, base, isTracking);

describe('an address is kept absolute and bare', () => {
  test.each([
    ['https://x.example/a?utm_source=rss&id=3&UTM_Medium=b', 'https://x.example/a?id=3'],
    ['https://x.example/a?fbclid=1', 'https://x.example/a'],
    ['https://x.example/a?HSCTATRACKING=1&b', 'https://x.example/a?b'],
    ['https://x.example/a?fbclid2=1', 'https://x.example/a?fbclid2=1'],
    ['https://x.example/a?q=a%20b+c&x=%C3%A9', 'https://x.example/a?q=a%20b+c&x=%C3%A9'],
    ['https://x.example/a#comments', 'https://x.example/a'],
    ['https://x.example/#!/article/3', 'https://x.example/#!/article/3'],
    ['https://user:secret@x.example/a', 'https://x.example/a'],
    ['HTTPS://X.Example:443/A', 'https://x.example/A'],
    ['/2026/a', 'https://journal.example/2026/a'],
    ['a', 'https://journal.example/feed/a'],
    ['../a', 'https://journal.example/a'],
    ['//cdn.example/a', 'https://cdn.example/a'],
    ['\n  https://x.example/a \t', 'https://x.example/a'],
    ['?p=12', 'https://journal.example/feed/?p=12'],
    ['https://exämple.example/é', 'https://xn--exmple-cua.example/%C3%A9'],
  ])('%j → %s', (raw, expected) => {
    expect(clean(raw)).toBe(expected);
  });

  test.each([
    [undefined],
    [''],
    ['   '],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['mailto:a@b.example'],
    ['ftp://x.example/a'],
    ['urn:uuid:1'],
    ['http://'],
    ['https://[bad'],
  ])('%j is no address of a page', (raw) => {
    expect(clean(raw)).toBeUndefined();
  });

  test('cleaning twice changes nothing more', () => {
    const once = clean('https://x.example/a?utm_source=a&b=2&&c#d');
    expect(clean(once)).toBe(once);
  });
});

test('the list that ships knows the trackers seen in feeds, and no parameter that names an article', () => {
  const shipped = trackingParameters(
    readFileSync(new URL('../../../config/trackingParams.txt', import.meta.url), 'utf8'),
  );
  for (const name of [
    'utm_source',
    'utm_campaign',
    'at_medium',
    'fbclid',
    'gclid',
    'mc_cid',
    'mkt_tok',
    '_hsenc',
    'igshid',
  ])
    expect(shipped(name), name).toBe(true);
  for (const name of ['id', 'p', 'page', 'article', 'v', 'q', 'story', 'ref_id', 't'])
    expect(shipped(name), name).toBe(false);
});

describe('urlKey: what addresses of one article share', () => {
  test.each([
    ['http://www.x.example/a/', 'https://x.example/a'],
    ['https://m.x.example/a', 'https://x.example/a'],
    ['https://x.example/a/amp/', 'https://x.example/a'],
    ['https://x.example/a.amp.html', 'https://x.example/a.html'],
    ['https://x.example/a/index.php', 'https://x.example/a'],
    ['https://x.example/a?amp=1', 'https://x.example/a'],
    ['https://x.example/a?outputType=amp', 'https://x.example/a'],
  ])('%s and %s', (one, other) => {
    expect(urlKey(one)).toBe(urlKey(other));
  });

  test.each([
    ['https://x.example/a', 'https://x.example/b'],
    ['https://x.example/?p=1', 'https://x.example/?p=2'],
    ['https://a.example/x', 'https://b.example/x'],
    ['https://x.example/example', 'https://x.example/ex'],
  ])('but not %s and %s', (one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other));
  });

  test('what is no address is its own key', () => {
    expect(urlKey('guid 12')).toBe('guid 12');
  });
});
