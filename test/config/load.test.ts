import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/config/problem.ts';
import { sourceEntry } from '../../src/config/sources.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/model/units.ts';

const read = (text: string) => parseConfig(text, '/somewhere/feeds.yaml');

/** What is wrong with a text, each mistake as a person reads it. */
function mistakesIn(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(
        ({ place, message, code, params }) =>
          `${error.file}: ${place}: ${message ?? `${code} ${JSON.stringify(params)}`}`,
      );
    throw error;
  }
  return [];
}
const source = (line: string) =>
  `sources:\n  - https://a.example/\n  - https://b.example/\n  - https://c.example/\n  - ${line}\n`;

describe('a mistake names its place', () => {
  test('in the words of the contract', () => {
    expect(mistakesIn(source('{ feed: "https://x.example/feed", every: half hour }'))).toEqual([
      'feeds.yaml: sources[3].every: expected a duration like "30m", got "half hour"',
    ]);
  });

  test.each([
    [
      '{ feed: ftp://x.example/feed }',
      'sources[3].feed: expected an http or https address, got "ftp://x.example/feed"',
    ],
    ['not an address', 'sources[3]: expected an http or https address, got "not an address"'],
    ['42', 'sources[3]: expected an address, or one of feed: page: list: sitemap: opml:'],
    ['{ name: Sans adresse }', 'sources[3]: expected an address, or one of feed: page: list: sitemap: opml:'],
    [
      '{ feed: "https://x.example/", page: "https://x.example/" }',
      'sources[3]: expected an address, or one of feed: page: list: sitemap: opml:',
    ],
    ['{ feed: "https://x.example/", evry: 30m }', 'sources[3].evry: unknown key'],
    ['{ feed: "https://x.example/", select: main }', 'sources[3].select: unknown key'],
    ['{ feed: "https://x.example/", every: 10s }', 'sources[3].every: expected a duration like "30m", got "10s"'],
    ['{ feed: "https://x.example/", every: 30 }', 'sources[3].every: expected a duration like "30m", got 30'],
    ['{ feed: "https://x.example/", weight: heavy }', 'sources[3].weight: expected a number, got string'],
    ['{ feed: "https://x.example/", weight: -1 }', 'sources[3].weight: expected at least 0'],
    ['{ feed: "https://x.example/", weight: 11 }', 'sources[3].weight: expected at most 10'],
    ['{ feed: "https://x.example/", tags: presse }', 'sources[3].tags: expected a list, got string'],
    ['{ feed: "https://x.example/", tags: [presse, 3] }', 'sources[3].tags[1]: expected a text, got number'],
    ['{ feed: "https://x.example/", name: "" }', 'sources[3].name: expected a name of 1 to 120 characters, got ""'],
    ['{ feed: "https://x.example/", competitor: nobody }', 'sources[3].competitor: no competitor has the id "nobody"'],
    [
      '{ page: "https://x.example/", select: "main[" }',
      'sources[3].select: expected a CSS selector, or an XPath that begins with /, got "main["',
    ],
    [
      '{ page: "https://x.example/", select: "<main>" }',
      'sources[3].select: expected a CSS selector, or an XPath that begins with /, got "<main>"',
    ],
    [
      '{ page: "https://x.example/", ignore: [time, ":nope("] }',
      'sources[3].ignore[1]: expected a CSS selector, or an XPath that begins with /, got ":nope("',
    ],
    ['{ sitemap: "https://x.example/s.xml", match: "(" }', 'sources[3].match: expected a pattern, got "("'],
    ['{ opml: ./a.opml, every: 1h }', 'sources[3].every: unknown key'],
    ['https://b.example/', 'sources[3]: the same source as sources[1]'],
  ])('source %s', (line, mistake) => {
    expect(mistakesIn(source(line))).toEqual([`feeds.yaml: ${mistake}`]);
  });

  test.each([
    ['titel: Veille', 'titel: unknown key'],
    ['title: 3', 'title: expected a name of 1 to 120 characters, got 3'],
    ['language: de', 'language: expected fr or en, got "de"'],
    ['timezone: Paris', 'timezone: expected a time zone like "Europe/Paris", got "Paris"'],
    ['digest: { minutes: an hour }', 'digest.minutes: expected minutes from 5 to 240, got "an hour"'],
    ['digest: { minutes: 4 }', 'digest.minutes: expected minutes from 5 to 240, got 4'],
    ['digest: { minutes: 241 }', 'digest.minutes: expected minutes from 5 to 240, got 241'],
    [
      'digest: { cron: "every day" }',
      'digest.cron: expected a cron pattern of 5 fields like "30 6 * * *", got "every day"',
    ],
    [
      'digest: { cron: "61 6 * * *" }',
      'digest.cron: expected a cron pattern of 5 fields like "30 6 * * *", got "61 6 * * *"',
    ],
    ['digest: { hour: 6 }', 'digest.hour: unknown key'],
    [
      'sweep: { cron: "*/5 * * * * *" }',
      'sweep.cron: expected a cron pattern of 5 fields like "30 6 * * *", got "*/5 * * * * *"',
    ],
    ['brand: { aliases: [nova] }', 'brand.name: expected a name of 1 to 120 characters, got nothing'],
    ['brand: { name: Nova, site: nova }', 'brand.site: expected an http or https address, got "nova"'],
    [
      'competitors: [{ id: Buffer App, name: Buffer }]',
      'competitors[0].id: expected an id of lower-case letters, digits and hyphens, got "Buffer App"',
    ],
    [
      'competitors: [{ id: a, name: A }, { id: a, name: B }]',
      'competitors[1].id: "a" is already the id of competitors[0]',
    ],
    [
      'brand: { id: nova, name: Nova }\ncompetitors: [{ id: nova, name: B }]',
      'competitors[0].id: "nova" is already the id of the brand',
    ],
    ['competitors: [{ id: a, name: "+++" }]', 'competitors[0].name: query.noWord {"text":"+++","column":1}'],
    [
      'competitors: [{ id: a, name: A, aliases: [ok, "!!"] }]',
      'competitors[0].aliases[1]: query.noWord {"text":"!!","column":1}',
    ],
    ['brand: { name: A, not: ["ab*"] }', 'brand.not[0]: query.shortPrefix {"min":3,"column":1}'],
    ['topics: [{ id: a, name: A }]', 'topics[0].query: expected a text, got nothing'],
    ['topics: [{ id: a, name: A, query: "prix AND (hausse" }]', 'topics[0].query: query.unclosedGroup {"column":10}'],
    ['topics: [{ id: a, name: A, query: "  " }]', 'topics[0].query: query.empty {"column":1}'],
    [
      'topics: [{ id: a, name: A, query: b }, { id: a, name: B, query: c }]',
      'topics[1].id: "a" is already the id of topics[0]',
    ],
    [
      'boards: [{ id: a, name: A, query: "couleur:bleu" }]',
      'boards[0].query: query.unknownField {"field":"couleur","column":1}',
    ],
    [
      'boards: [{ id: a, name: A, query: b, visibility: everyone }]',
      'boards[0].visibility: expected private, team or public, got "everyone"',
    ],
    ['sources: https://x.example/', 'sources: expected a list, got string'],
    ['- https://x.example/', '(whole file): expected a set of keys, got array'],
    ['just words', '(whole file): expected a set of keys, got string'],
  ])('%s', (text, mistake) => {
    expect(mistakesIn(text)).toEqual([`feeds.yaml: ${mistake}`]);
  });

  test('a slip of YAML, by line and column', () => {
    expect(mistakesIn('title: Veille\nsources:\n  - "https://x.example/\n')[0]).toMatch(
      /^feeds\.yaml: line \d, column \d+: /,
    );
    expect(mistakesIn('title: A\ntitle: B\n')[0]).toMatch(/^feeds\.yaml: line 2, column 1: .*unique/);
    expect(mistakesIn('title: a: b\n')[0]).toMatch(/^feeds\.yaml: line 1, column \d+: /);
    expect(mistakesIn('digest:\n\tminutes: 60\n')[0]).toMatch(/^feeds\.yaml: line 2, column 1: /);
  });

  test('every mistake is told at once', () => {
    const text =
      'topics: [{ id: a, name: A, query: "(" }]\nsources:\n  - nope\n  - { feed: "https://x.example/", every: soon, competitor: x }\n  - { page: "https://y.example/", competitor: y }\n';
    expect(mistakesIn(text).map((line) => line.split(': ')[1])).toEqual([
      'sources[0]',
      'sources[1].every',
      'sources[2].competitor',
      'topics[0].query',
    ]);
  });

  test('a bomb of aliases is refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(12).fill(`*l${n}`).join(', ')}]`,
    );
    expect(mistakesIn(`l0: &l0 [x]\n${levels.join('\n')}\n`)[0]).toMatch(/^feeds\.yaml: \(whole file\): /);
  });
});

describe('what is not written has its default', () => {
  test('an empty file is a watch of nothing', () => {
    for (const text of ['', '# nothing\n', '---\n'])
      expect(read(text)).toMatchObject({
        title: 'Vigie',
        language: 'fr',
        timezone: 'Europe/Paris',
        digest: { minutes: 60, wordsPerMinute: 230, cron: '30 6 * * *' },
        sweep: { cron: '*/5 * * * *' },
        actors: [],
        topics: [],
        boards: [],
        sources: [],
        opml: [],
      });
  });

  test('a part of a block leaves the rest of it', () => {
    expect(read('digest: { minutes: 30 }').digest).toEqual({ minutes: 30, wordsPerMinute: 230, cron: '30 6 * * *' });
  });

  test('the brand comes first, with an id of its own, and boards are for the team', () => {
    const config = read(
      'brand: { name: Nova }\ncompetitors: [{ id: a, name: A }]\nboards: [{ id: b, name: B, query: prix }]',
    );
    expect(config.actors).toEqual([
      { id: 'brand', name: 'Nova', aliases: [], not: [], isBrand: true },
      { id: 'a', name: 'A', aliases: [], not: [], isBrand: false },
    ]);
    expect(config.boards[0]?.visibility).toBe('team');
  });
});

describe('sources', () => {
  const one = (line: string) => read(`sources:\n  - ${line}`).sources[0];

  test('the short form is a feed', () => {
    expect(one('https://x.example')).toMatchObject({
      kind: 'feed',
      url: 'https://x.example/',
      weight: 1,
      tags: [],
      origin: 'file',
    });
    expect(one('https://x.example')?.id).toBe(one('{ feed: "https://x.example/", name: X }')?.id);
  });

  test('every kind keeps what it is given', () => {
    expect(one('{ page: "https://x.example/p", select: main, ignore: [.cookie, time], every: 6h }')).toMatchObject({
      kind: 'page',
      select: 'main',
      ignore: ['.cookie', 'time'],
      everyMs: 6 * HOUR_MS,
    });
    expect(one('{ list: "https://x.example/b", item: article, title: h2, link: a, date: time }')).toMatchObject({
      kind: 'list',
      item: 'article',
      title: 'h2',
      link: 'a',
      date: 'time',
    });
    expect(one('{ sitemap: "https://x.example/s.xml", match: /blog/ }')).toMatchObject({
      kind: 'sitemap',
      match: '/blog/',
    });
    expect(read('sources: [{ opml: "https://x.example/a.opml", tags: [x] }]').opml).toEqual([
      { location: 'https://x.example/a.opml', tags: ['x'] },
    ]);
  });

  test.each([
    ['1m', MINUTE_MS],
    ['90s', 90_000],
    ['30 m', 30 * MINUTE_MS],
    ['2h', 2 * HOUR_MS],
    ['1d', 24 * HOUR_MS],
  ])('every: %s', (text, everyMs) => {
    expect(one(`{ feed: "https://x.example/", every: ${text} }`)?.everyMs).toBe(everyMs);
  });

  test('the brand and a competitor may own a source', () => {
    expect(mistakesIn('brand: { name: N }\nsources: [{ feed: "https://x.example/", competitor: brand }]')).toEqual([]);
  });

  test('written out again, a source reads the same', () => {
    for (const line of [
      'https://x.example/feed',
      '{ feed: "https://x.example/feed", name: X, weight: 1.5, tags: [a], every: 90m }',
      '{ page: "https://x.example/", select: main, ignore: [time], every: 2d }',
      '{ list: "https://x.example/", item: li, every: 90s }',
      '{ sitemap: "https://x.example/s.xml", match: /blog/ }',
    ]) {
      const source = one(line);
      if (!source) throw new Error(line);
      expect(one(JSON.stringify(sourceEntry(source)))).toEqual(source);
    }
  });
});
