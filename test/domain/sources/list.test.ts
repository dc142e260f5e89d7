import { describe, expect, test } from 'vitest';
import { readList } from '../../../src/domain/sources/list.ts';
import { aSource, NOW } from '../../support/builders.ts';

const PAGE = 'https://port.example/news/';
const TITLES = ['Harbour reopens after the works', 'Why the council said no', 'Five questions about the tram'];
const POSTS = TITLES.map(
  (title, at) =>
    `<div class="post"><h2><a href="/n/${at}">${title}</a></h2><p>About <b>${at}</b></p><i class="on">0${at + 1}.03.2026</i></div>`,
).join('');
const page = (content: string) => `<html lang="fr"><title> Le port </title><body>${content}</body></html>`;
const data = (entries: object[]) => `<script type="application/ld+json">${JSON.stringify(entries)}</script>`;
const said = (at: number, url = `/said/${at}`) => ({ '@type': 'Article', headline: `Said ${at}`, url });

type Told = { item?: string; title?: string; link?: string; date?: string };
const read = (content: string, told: Told = {}) =>
  readList({
    source: aSource({ kind: 'list', url: PAGE, ...told }),
    body: new TextEncoder().encode(page(content)),
    contentType: 'text/html; charset=utf-8',
    finalUrl: PAGE,
    memory: {},
    language: 'fr',
    now: NOW,
  });
function titlesOf(reading: ReturnType<typeof readList>): (string | undefined)[] {
  if (reading.kind !== 'entries') throw new Error(`expected entries, got ${JSON.stringify(reading)}`);
  return reading.entries.map(({ title }) => title);
}

describe('with an item selector', () => {
  test('each element is an entry, with what its own selectors say', () => {
    expect(read(POSTS, { item: '.post', date: '.on' })).toEqual({
      kind: 'entries',
      entries: TITLES.map((title, at) => ({
        base: PAGE,
        title,
        url: `/n/${at}`,
        summaryHtml: `About <b>${at}</b>`,
        publishedAt: Date.UTC(2026, 2, at + 1),
        categories: [],
        enclosures: [],
      })),
      memory: { feedTitle: 'Le port', feedLanguage: 'fr' },
    });
  });

  test('structured data and guesses are not asked', () => {
    expect(titlesOf(read(data([1, 2, 3].map((at) => said(at))) + POSTS, { item: 'i' }))).toEqual([]);
  });

  test('the element itself may be the link and the title', () => {
    expect(read('<a class="x" href="/1">One</a>', { item: 'a.x', title: 'a' })).toMatchObject({
      entries: [{ title: 'One', url: '/1' }],
    });
  });

  test('that finds nothing: the problem says what would find something', () => {
    expect(read(POSTS, { item: '.gone' })).toEqual({
      kind: 'problem',
      problem: { kind: 'selector-not-found', params: { selector: '.gone', suggestion: 'div.post' } },
    });
    expect(read('<p>Nothing</p>', { item: '.gone' })).toEqual({
      kind: 'problem',
      problem: { kind: 'selector-not-found', params: { selector: '.gone' } },
    });
  });

  test('an entry of thousands of nested elements is read', () => {
    const deep = `<div class="post"><h2><a href="/n">Title</a></h2><p>${'<b>'.repeat(6000)}words</p></div>`;
    expect(titlesOf(read(deep, { item: '.post' }))).toEqual(['Title']);
  });
});

describe('without one', () => {
  test('what the page says for machines is its list', () => {
    expect(titlesOf(read(data([1, 2, 3].map((at) => said(at))) + POSTS))).toEqual(['Said 1', 'Said 2', 'Said 3']);
  });

  test.each([
    ['two', [said(1), said(2)]],
    ['other sites’', [1, 2, 3].map((at) => said(at, `https://far.example/${at}`))],
    ['some without title', [said(1), said(2), { '@type': 'Article', url: '/said/3' }]],
    ['some without address', [said(1), said(2), { '@type': 'Article', headline: 'Said 3' }]],
  ])('%s are too few: the likeliest list of the page is read', (_, entries) => {
    expect(titlesOf(read(data(entries) + POSTS))).toEqual(TITLES);
  });

  test('the site’s other hosts are on the site', () => {
    const entries = [1, 2, 3].map((at) => said(at, `https://blog.port.example/${at}`));
    expect(titlesOf(read(data(entries) + POSTS))).toEqual(['Said 1', 'Said 2', 'Said 3']);
  });

  test('selectors given for the parts hold for the guessed entries', () => {
    expect(titlesOf(read(data([1, 2, 3].map((at) => said(at))) + POSTS, { title: '.on' }))[0]).toBe('01.03.2026');
  });

  test('nothing to find is a problem', () => {
    expect(read('<p>Only words</p>')).toEqual({
      kind: 'problem',
      problem: { kind: 'selector-not-found', params: { selector: 'article' } },
    });
  });
});
