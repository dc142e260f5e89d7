import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';

const text = readFileSync(new URL('../../feeds.example.yaml', import.meta.url), 'utf8');
const config = parseConfig(text, 'feeds.example.yaml');
/** Comment lines as running text. */
const comments = text
  .split('\n')
  .map((line) => /#\s?(.*)$/.exec(line)?.[1] ?? '')
  .join('\n');
/** What the comment on a key says its default is. */
const claimed = (key: RegExp): string | undefined =>
  new RegExp(`${key.source}[\\s\\S]*?Default: ([^.;\n]+)`).exec(comments)?.[1]?.trim();

test('is a whole watch: 40 sources or more, a brand, 5 competitors, 10 topics, 3 boards, in French and English', () => {
  expect(config.sources.length).toBeGreaterThanOrEqual(40);
  expect(config.actors.filter(({ isBrand }) => isBrand)).toHaveLength(1);
  expect(config.actors.filter(({ isBrand }) => !isBrand)).toHaveLength(5);
  expect(config.topics).toHaveLength(10);
  expect(config.boards).toHaveLength(3);
  expect(new Set(config.sources.map(({ kind }) => kind))).toEqual(new Set(['feed', 'page', 'list', 'sitemap']));
});

test('each competitor has a source of its own, each board asks for topics and competitors that exist', () => {
  for (const { id } of config.actors.filter(({ isBrand }) => !isBrand))
    expect(
      config.sources.some(({ competitor }) => competitor === id),
      id,
    ).toBe(true);
  const ids = new Set([...config.topics, ...config.actors].map(({ id }) => id));
  const asked = config.boards.flatMap(({ query }) =>
    [...query.matchAll(/(?:topic|competitor):(?:\(([^)]*)\)|([\w-]+))/g)].flatMap((found) =>
      (found[1] ?? found[2] ?? '').split(/ OR | /),
    ),
  );
  expect(asked.length).toBeGreaterThan(0);
  for (const id of asked) expect(ids, id).toContain(id);
});

test('its comments claim the defaults the program has', () => {
  const bare = parseConfig('sources: [https://x.example/]\nboards: [{ id: a, name: A, query: b }]', 'feeds.yaml');
  expect(claimed(/The name at the top/)).toBe(bare.title);
  expect(claimed(/Language of the interface/)).toBe(bare.language);
  expect(claimed(/Time zone of every hour/)).toBe(bare.timezone);
  expect(claimed(/its budget/)).toBe(String(bare.digest.minutes));
  expect(claimed(/how fast you read/)).toBe(String(bare.digest.wordsPerMinute));
  expect(claimed(/A sweep asks/)).toContain(bare.sweep.cron.replace(/^\*\/(\d+) .*$/, 'every $1 minutes'));
  expect(claimed(/weight: how much/)).toBe(String(bare.sources[0]?.weight));
  expect(claimed(/tags: your own labels/)).toBe('none');
  expect(claimed(/visibility: private/)).toBe(bare.boards[0]?.visibility);
  expect(claimed(/select: the part/)).toBe('the main part of the page');
  expect(claimed(/every: time between/)).toBe('at its own rhythm');
});
