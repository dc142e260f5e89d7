import { describe, expect, test } from 'vitest';
import { structuredEntries } from '../../../src/domain/sources/structured.ts';

const PAGE = 'https://port.example/news/';
const read = (html: string) => structuredEntries(html, PAGE);
const script = (json: unknown) =>
  `<script type="application/ld+json">${typeof json === 'string' ? json : JSON.stringify(json)}</script>`;
const article = (at: number, more: object = {}) => ({
  '@type': 'NewsArticle',
  headline: `Title ${at}`,
  url: `/n/${at}`,
  ...more,
});
const titlesIn = (html: string) => read(html).map(({ title }) => title);

describe('JSON-LD', () => {
  test('an array of articles: all that each says', () => {
    const first = article(1, {
      '@context': 'https://schema.org',
      description: 'What it says',
      datePublished: '2026-03-01T08:00:00+01:00',
      dateModified: '2026-03-02',
      author: [{ '@type': 'Person', name: 'Ann Lee' }],
      image: { '@type': 'ImageObject', url: 'https://port.example/a.jpg' },
      inLanguage: 'en-GB',
      articleSection: 'City',
      articleBody: 'All of it',
    });
    expect(read(script([first, article(2)]))).toEqual([
      {
        base: PAGE,
        title: 'Title 1',
        url: '/n/1',
        summaryHtml: 'What it says',
        contentHtml: 'All of it',
        author: 'Ann Lee',
        publishedAt: Date.UTC(2026, 2, 1, 7),
        updatedAt: Date.UTC(2026, 2, 2),
        language: 'en-GB',
        imageUrl: 'https://port.example/a.jpg',
        categories: ['City'],
        enclosures: [],
      },
      { base: PAGE, title: 'Title 2', url: '/n/2', categories: [], enclosures: [] },
    ]);
  });

  test.each([
    [
      'an ItemList',
      { '@type': 'ItemList', itemListElement: [1, 2].map((at) => ({ '@type': 'ListItem', item: article(at) })) },
    ],
    [
      'an ItemList that names and links itself',
      {
        '@type': 'ItemList',
        itemListElement: [1, 2].map((at) => ({ '@type': 'ListItem', name: `Title ${at}`, url: `/n/${at}` })),
      },
    ],
    [
      'an ItemList of addresses',
      {
        '@type': 'ItemList',
        itemListElement: [1, 2].map((at) => ({ '@type': 'ListItem', name: `Title ${at}`, item: `/n/${at}` })),
      },
    ],
    [
      'a Blog',
      { '@type': 'Blog', name: 'Ours', blogPost: [1, 2].map((at) => article(at, { '@type': 'BlogPosting' })) },
    ],
    ['a graph', { '@graph': [{ '@type': 'WebSite', name: 'Port' }, article(1), article(2)] }],
    [
      'a CollectionPage',
      { '@type': 'CollectionPage', mainEntity: { '@type': 'ItemList', itemListElement: [article(1), article(2)] } },
    ],
    ['parts', { '@type': ['WebPage', 'CollectionPage'], hasPart: [article(1), article(2)] }],
    ['offers of work', [1, 2].map((at) => ({ '@type': 'JobPosting', title: `Title ${at}`, url: `/n/${at}` }))],
    ['full type names', [1, 2].map((at) => article(at, { '@type': 'https://schema.org/VideoObject' }))],
  ])('%s', (_, json) => {
    expect(read(script(json)).map(({ title, url }) => [title, url])).toEqual([
      ['Title 1', '/n/1'],
      ['Title 2', '/n/2'],
    ]);
  });

  test('of two that share an address, the first is kept', () => {
    expect(titlesIn(script([article(1), article(2), article(3, { url: '/n/1' })]))).toEqual(['Title 1', 'Title 2']);
  });

  test('a video with its key moments is an entry, the moments are not', () => {
    const videos = [1, 2].map((at) =>
      article(at, { '@type': 'VideoObject', hasPart: [{ '@type': 'Clip', name: 'Start' }] }),
    );
    expect(titlesIn(script(videos))).toEqual(['Title 1', 'Title 2']);
  });

  test('two scripts are one list', () => {
    expect(titlesIn(script(article(1)) + script(article(2)))).toEqual(['Title 1', 'Title 2']);
  });

  test.each([
    ['an article alone', [article(1)]],
    ['an article about an article', [article(1, { mainEntity: article(2), hasPart: article(3) })]],
    [
      'an article and what it belongs to, mentions and answers',
      [article(1, { isPartOf: article(2), mentions: [article(3), article(4)] })],
    ],
    ['the page’s own article and one more', [article(1, { url: PAGE }), article(2)]],
    [
      'breadcrumbs',
      {
        '@type': 'BreadcrumbList',
        itemListElement: [1, 2, 3].map((at) => ({ '@type': 'ListItem', name: `Way ${at}`, item: `/w/${at}` })),
      },
    ],
    [
      'the pages of a graph',
      { '@graph': [1, 2].map((at) => ({ '@type': 'WebPage', name: `Page ${at}`, url: `/p/${at}` })) },
    ],
    ['a menu', [1, 2, 3].map((at) => ({ '@type': 'SiteNavigationElement', name: `Way ${at}`, url: `/w/${at}` }))],
    [
      'a site and its owner',
      [
        { '@type': 'WebSite', name: 'Port', url: '/' },
        { '@type': 'Organization', name: 'Port', url: '/us' },
      ],
    ],
    ['the same article twice', [article(1), article(1)]],
  ])('%s is no list', (_, json) => {
    expect(read(script(json))).toEqual([]);
  });

  test('a date that cannot be read is none; the day of an event is not when it was published', () => {
    const events = [
      { '@type': 'Event', name: 'Concert', url: '/e/1', startDate: '2026-06-01' },
      article(2, { datePublished: 'soon' }),
    ];
    for (const entry of read(script(events))) expect(entry).not.toHaveProperty('publishedAt');
    expect(read(script(events))).toHaveLength(2);
  });

  test.each([
    [
      'commas before brackets',
      '[{"@type":"Article","headline":"A, ]","url":"/1",},{"@type":"Article","headline":"B","url":"/2"},]',
    ],
    [
      'comments around',
      '<!-- [{"@type":"Article","headline":"A, ]","url":"/1"},{"@type":"Article","headline":"B","url":"/2"}] -->',
    ],
    [
      'CDATA around',
      '//<![CDATA[\n[{"@type":"Article","headline":"A, ]","url":"/1"},{"@type":"Article","headline":"B","url":"/2"}]\n//]]>',
    ],
    [
      'a semicolon after',
      '[{"@type":"Article","headline":"A, ]","url":"/1"},{"@type":"Article","headline":"B","url":"/2"}];',
    ],
  ])('%s: read nonetheless', (_, json) => {
    expect(titlesIn(script(json))).toEqual(['A, ]', 'B']);
  });

  test('a line break inside a text becomes a space', () => {
    expect(
      titlesIn(
        script(
          '[{"@type":"Article","headline":"One\n\tline","url":"/1"},{"@type":"Article","headline":"B","url":"/2"}]',
        ),
      ),
    ).toEqual(['One  line', 'B']);
  });

  test('what is broken is left out, what stands beside is read', () => {
    const broken = '[{"@type":"Article","headline":"Broken';
    expect(titlesIn(script(broken) + script([article(1), article(2)]))).toEqual(['Title 1', 'Title 2']);
    expect(read(script(broken) + script('null') + script('"text"') + script('[[[1]]]'))).toEqual([]);
  });

  test('values of the wrong kind are no error', () => {
    const odd = [
      { '@type': ['Article', 7], headline: { '@value': 'A' }, url: ['/1'], author: 5, image: [], datePublished: 20 },
      { '@type': 'Article', name: ['B'], url: { '@id': '/2' }, author: null, articleSection: [{}] },
    ];
    expect(read(script(odd)).map(({ title, url }) => [title, url])).toEqual([
      ['A', '/1'],
      ['B', '/2'],
    ]);
  });
});

describe('microdata', () => {
  const scope = (at: number, more = '') => `<article itemscope itemtype="https://schema.org/BlogPosting">
    <h2 itemprop="headline">Title ${at}</h2><a itemprop="url" href="n/${at}">more</a>${more}</article>`;

  test('articles: all that each says', () => {
    const more = `<time itemprop="datePublished" datetime="2026-03-01">1st</time><meta itemprop="dateModified" content="2026-03-02">
      <p itemprop="description">What it <b>says</b></p><img itemprop="image" src="/a.jpg">
      <span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">The Port</b></span>
      <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann Lee</b></span>`;
    expect(read(scope(1, more) + scope(2))[0]).toEqual({
      base: PAGE,
      title: 'Title 1',
      url: 'n/1',
      summaryHtml: 'What it says',
      author: 'Ann Lee',
      publishedAt: Date.UTC(2026, 2, 1),
      updatedAt: Date.UTC(2026, 2, 2),
      imageUrl: '/a.jpg',
      categories: [],
      enclosures: [],
    });
  });

  test('of a property given twice, the first counts', () => {
    const again = '<a itemprop="url" href="/again">again</a>';
    expect(read(scope(1, again) + scope(2)).map(({ url }) => url)).toEqual(['n/1', 'n/2']);
  });

  test('the parts of a list speak for it, breadcrumbs do not', () => {
    const item = (at: number) =>
      `<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="url" href="/n/${at}"><b itemprop="name">Title ${at}</b></a></li>`;
    const list = (type: string) => `<ol itemscope itemtype="https://schema.org/${type}">${item(1)}${item(2)}</ol>`;
    expect(titlesIn(list('ItemList'))).toEqual(['Title 1', 'Title 2']);
    expect(read(list('BreadcrumbList'))).toEqual([]);
  });

  test.each([
    ['one article', scope(1)],
    ['an article in an article', scope(1, scope(2))],
    [
      'other vocabularies',
      scope(1).replaceAll('schema.org', 'other.example') + scope(2).replaceAll('schema.org', 'other.example'),
    ],
    ['words outside any scope', '<h2 itemprop="headline">A</h2><h2 itemprop="headline">B</h2>'],
  ])('%s is no list', (_, html) => {
    expect(read(html)).toEqual([]);
  });

  test('whichever lists more is believed', () => {
    expect(titlesIn(script([article(8), article(9)]) + scope(1) + scope(2) + scope(3))).toHaveLength(3);
    expect(titlesIn(script([article(7), article(8), article(9)]) + scope(1) + scope(2))).toContain('Title 7');
  });
});

describe('hostile pages', () => {
  test('deep and endless data is read up to a limit', () => {
    const deep = `${'{"@graph":['.repeat(20_000)}1${']}'.repeat(20_000)}`;
    expect(read(script(deep))).toEqual([]);
    const many = Array.from({ length: 30_000 }, (_, at) => article(at));
    expect(read(script(many))).toHaveLength(500);
  });

  test('scopes in scopes are no error', () => {
    expect(() =>
      read('<div itemscope itemtype="https://schema.org/Article"><b itemprop="name">x</b>'.repeat(2000)),
    ).not.toThrow();
  });

  test('an unclosed text of megabytes takes no time', () => {
    const from = performance.now();
    expect(read(script(`[{"a":"${',]'.repeat(1_000_000)}`))).toEqual([]);
    expect(performance.now() - from).toBeLessThan(3000);
  });
});
