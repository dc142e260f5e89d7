import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { guessLists } from '../../../src/domain/sources/listGuess.ts';

const PAGE = 'https://port.example/news/';
const TITLES = [
  'Harbour reopens after the winter works',
  'Why the council said no to the second bridge',
  'Five questions about the new tram line',
  'A baker keeps the old oven warm',
  'The lighthouse gets its lamp back',
  'Night market moves to the old station',
];
const MENU = `<nav><ul>${['Home', 'News', 'Culture and leisure', 'About the city', 'Contact us', 'Work with us']
  .map((name) => `<li class="entry"><a href="/${name.replaceAll(' ', '-')}">${name}</a></li>`)
  .join('')}</ul></nav>`;
const FOOT = `<footer><ul>${['Legal notice of the city', 'Privacy and your cookies', 'Terms of this service']
  .map((name) => `<li><a href="/${name.replaceAll(' ', '-')}">${name}</a></li>`)
  .join('')}</ul></footer>`;

const each = (entry: (title: string, index: number) => string, titles = TITLES) => titles.map(entry).join('\n');
const framed = (content: string) => `<body>${MENU}<main>${content}</main>${FOOT}</body>`;
const bestOf = (html: string) => guessLists(html, PAGE)[0];
const partsOf = (html: string) => {
  const { item, title, link, date } = bestOf(html) ?? {};
  return { item, title, link, date };
};

describe('the entries', () => {
  test('posts are preferred to menus, footers and the sidebar that lists them again', () => {
    const posts = each(
      (title, at) => `<div class="post"><h2><a href="/n/${at}">${title}</a></h2><p>What it says.</p></div>`,
    );
    const aside = `<aside><ul class="recent">${each((title, at) => `<li><a href="/n/${at}">${title} once more</a></li>`)}</ul></aside>`;
    expect(bestOf(framed(posts + aside))).toMatchObject({ item: 'div.post', count: 6 });
  });

  test('what the guess says is what its selector finds', () => {
    const html = framed(
      each(
        (title, at) =>
          `<article class="story"><h2><a href="../n/${at}">${title}</a></h2><time datetime="2026-03-0${at + 1}">x</time></article>`,
      ),
    );
    const guess = bestOf(html);
    expect(guess).toMatchObject({ item: 'article.story', count: 6 });
    expect(load(html)(guess?.item ?? '').length).toBe(6);
    expect(guess?.sample[1]).toEqual({
      title: TITLES[1],
      url: 'https://port.example/n/1',
      publishedAt: Date.UTC(2026, 2, 2),
    });
  });

  test('each card is an entry, not the row that holds three', () => {
    const rows = [0, 3].map(
      (from) =>
        `<div class="row">${each((title, at) => `<div class="cell"><h3><a href="/n/${from + at}">${title}</a></h3></div>`, TITLES.slice(from, from + 3))}</div>`,
    );
    expect(bestOf(framed(rows.join('')))).toMatchObject({ item: 'div.cell', count: 6 });
  });

  test('a dated wrapper of three entries is no entry, however well it looks', () => {
    const days = each(
      (title, at) =>
        `<section class="news"><time datetime="2026-03-0${at + 1}">x</time>${['Morning', 'Noon', 'Evening'].map((when) => `<p><a href="/${when}/${at}">${when}: ${title}</a></p>`).join('')}</section>`,
    );
    expect(bestOf(framed(days))).toMatchObject({ item: 'section.news > p', count: 18 });
  });

  test('a class that picks all the entries and nothing else is preferred to one that picks more', () => {
    const others = '<div class="thing">Words that are no entry but stand among them</div>'.repeat(3);
    const posts = each((title, at) => `<div class="thing other"><a href="/n/${at}">${title}</a></div>`);
    expect(bestOf(framed(`<div>${posts}${others}</div>`))).toMatchObject({ item: 'div.other', count: 6 });
  });

  test('cards of different sizes are one list by the class they share', () => {
    const cards = each(
      (title, at) =>
        `<li class="tile ${at < 2 ? 'tile-big' : 'tile-small'}"><a href="/n/${at}"><h3>${title}</h3></a></li>`,
    );
    expect(bestOf(framed(`<ul>${cards}</ul>`))).toMatchObject({ item: 'li.tile', count: 6 });
  });

  test('without any class, the place in the page names them', () => {
    const list = `<h1>News</h1><ul>${each((title, at) => `<li><a href="/n/${at}.html">${title}</a></li>`)}</ul>`;
    expect(bestOf(`<body>${MENU}${list}${FOOT}</body>`)).toMatchObject({ item: 'body > ul > li', count: 6 });
  });

  test('terms of a definition list are entries, their text stands beside them', () => {
    const list = each(
      (title, at) => `<dt><a href="https://far${at}.example/">${title}</a></dt><dd><p>${'words '.repeat(30)}</p></dd>`,
      [...TITLES, ...TITLES, ...TITLES, ...TITLES].map((title, at) => `${title} ${at}`),
    );
    const essays = each(
      (title, at) =>
        `<div class="essay"><h1><a href="/e/${at}">${title} at length</a></h1><h6>${at + 1} May 2026</h6><p>${'words '.repeat(30)}</p></div>`,
      TITLES.slice(0, 3),
    );
    expect(bestOf(framed(`<dl class="links">${list}</dl>${essays}`))?.item).toBe('dl.links > dt');
  });

  test('names that a tool made give way to names people gave', () => {
    const posts = each(
      (title, at) =>
        `<div class="css-1x2y3z post-card"><h2 class="sc-bdVaJa"><a href="/n/${at}">${title}</a></h2></div>`,
    );
    expect(bestOf(framed(posts))?.item).toBe('div.post-card');
  });

  test('names of looks give way to the place', () => {
    const posts = each((title, at) => `<div class="flex mt-4 shadow-lg"><a href="/n/${at}">${title}</a></div>`);
    expect(bestOf(framed(`<div id="latest">${posts}</div>`))?.item).toBe('#latest > div');
  });

  test('two entries are a list on a small page', () => {
    const posts = each(
      (title, at) => `<div class="news"><h2><a href="/n/${at}">${title}</a></h2></div>`,
      TITLES.slice(0, 2),
    );
    expect(bestOf(framed(posts))).toMatchObject({ item: 'div.news', count: 2 });
  });

  test('entries without a link of their own still are entries, below those with one', () => {
    const notes = each((title) => `<div class="note"><h3>${title}</h3><p>No more is said.</p></div>`);
    expect(bestOf(framed(notes))?.item).toBe('div.note');
    const posts = each((title, at) => `<div class="post"><h3><a href="/n/${at}">${title} now</a></h3></div>`);
    expect(bestOf(framed(notes + posts))?.item).toBe('div.post');
  });
});

describe('what is no list', () => {
  test.each([
    ['a menu and a footer around one text', framed(`<h1>One text</h1><p>${'words and words '.repeat(100)}</p>`)],
    ['an empty page', ''],
    ['text without a link', '<p>one</p><p>two</p><p>three</p>'],
    ['links that lead nowhere', framed(each((title) => `<p class="x"><a href="#">${title}</a></p>`))],
    ['links to the top of this page', framed(each((title) => `<p class="x"><a href="${PAGE}#">${title}</a></p>`))],
    [
      'mail addresses',
      framed(each((title, at) => `<p class="x"><a href="mailto:${at}@port.example">${title}</a></p>`)),
    ],
    [
      'related links beside a text',
      framed(
        `<p>${'words '.repeat(200)}</p><div class="related">${each((t, at) => `<p class="r"><a href="/n/${at}">${t}</a></p>`)}</div>`,
      ),
    ],
  ])('%s', (_, html) => {
    expect(guessLists(html, PAGE)).toEqual([]);
  });

  test('tags, pages and subjects come after entries, however many', () => {
    const posts = each((title, at) => `<p class="line"><a href="/n/${at}">${title}</a></p>`, TITLES.slice(0, 4));
    const subjects = Array.from(
      { length: 40 },
      (_, at) =>
        `<span class="s"><h4><a href="/tag/subject-number-${at}">Subject number ${at} of the city</a></h4></span>`,
    );
    expect(bestOf(framed(posts + subjects.join('')))?.item).toBe('p.line');
  });

  test('the same link again and again is not several entries', () => {
    const again = each(() => '<div class="promo"><h3><a href="/subscribe">Subscribe to our paper today</a></h3></div>');
    const posts = each((title, at) => `<p class="line"><a href="/n/${at}">${title}</a></p>`);
    expect(bestOf(framed(again + posts))?.item).toBe('p.line');
  });
});

describe('title, link and date', () => {
  test('are not named when a list finds them by itself', () => {
    const posts = each(
      (title, at) =>
        `<div class="post"><h2><a href="/n/${at}">${title}</a></h2><time datetime="2026-01-01">x</time></div>`,
    );
    expect(partsOf(framed(posts))).toEqual({ item: 'div.post' });
  });

  test('the title of a card that is all one link is the part that says so', () => {
    const cards = each(
      (title, at) =>
        `<a class="card" href="/n/${at}"><span class="kind">News</span><span class="card__headline">${title}</span><span class="card__day">${at + 1} mai 2026</span></a>`,
    );
    expect(partsOf(framed(cards))).toEqual({ item: 'a.card', title: '.card__headline', date: '.card__day' });
    expect(bestOf(framed(cards))?.sample[0]).toMatchObject({ title: TITLES[0], publishedAt: Date.UTC(2026, 4, 1) });
  });

  test('a link back to this page is not where an entry leads, though it says more', () => {
    const offers = each(
      (title, at) =>
        `<div class="offer"><b class="offer-title">${title}</b><a href="${PAGE}#">Order all of this now</a><a href="/o/${at}">More</a></div>`,
    );
    expect(bestOf(framed(offers))).toMatchObject({ item: 'div.offer', count: 6 });
  });

  test('without any name, the bold words of such a card are its title', () => {
    const cards = each(
      (title, at) => `<li><a href="/n/${at}"><b>${title}</b><small>Words to say more, ${at}</small></a></li>`,
    );
    expect(partsOf(framed(`<ul class="apps">${cards}</ul>`))).toEqual({ item: 'ul.apps > li', title: 'b' });
  });

  test('the link is the title’s, not the author’s that comes before', () => {
    const posts = each(
      (title, at) =>
        `<div class="post"><a href="/ann" class="author">Ann</a><a class="go" href="/n/${at}"><h2>${title}</h2></a></div>`,
    );
    const guess = bestOf(framed(posts));
    expect(guess?.link).toBe('a:has(h2)');
    expect(guess?.sample.map(({ url }) => url)).toContain('https://port.example/n/3');
  });

  test('a mark beside the link of a heading is no part of the title', () => {
    const posts = each(
      (title, at) =>
        `<div class="post"><h2><a href="/n/${at}">${title}</a> <a href="https://far${at}.example/">far</a></h2></div>`,
    );
    expect(partsOf(framed(posts))).toEqual({ item: 'div.post', title: 'h2 a' });
  });

  test('a day above a post is its date, not its title', () => {
    const days = each(
      (title, at) =>
        `<div class="day"><h2 class="on">2026-04-0${at + 1}</h2><h3 class="head"><a href="/n/${at}">${title}</a></h3></div>`,
    );
    const sample = bestOf(framed(days))?.sample;
    expect(sample?.[2]).toMatchObject({ title: TITLES[2], publishedAt: Date.UTC(2026, 3, 3) });
  });

  test('a date that cannot be read is not invented', () => {
    const posts = each(
      (title, at) =>
        `<div class="post"><h2><a href="/n/${at}">${title}</a></h2><span class="date">yesterday</span></div>`,
    );
    expect(partsOf(framed(posts)).date).toBeUndefined();
    expect(bestOf(framed(posts))?.sample[0]).not.toHaveProperty('publishedAt');
  });

  test('a card that only a click makes a link leads where the click does', () => {
    const cards = each(
      (title, at) => `<div class="card" onclick="window.location='n/${at}.html'"><h3>${title}</h3></div>`,
    );
    expect(bestOf(framed(cards))?.sample[0]?.url).toBe('https://port.example/news/n/0.html');
    const lines = each((title, at) => `<p class="line"><a href="/m/${at}">${title}</a></p>`);
    expect(bestOf(framed(cards + lines))?.item).toBe('div.card');
  });

  test('the base a page names is what its links are relative to', () => {
    const posts = each((title, at) => `<div class="post"><h2><a href="n/${at}">${title}</a></h2></div>`);
    const html = `<head><base href="https://port.example/deep/"></head>${framed(posts)}`;
    expect(bestOf(html)?.sample[0]?.url).toBe('https://port.example/deep/n/0');
  });
});

describe('hostile pages', () => {
  const seconds = (work: () => void) => {
    const from = performance.now();
    work();
    return (performance.now() - from) / 1000;
  };

  test.each([
    ['ten thousand nested elements', `${'<div class="a">'.repeat(10_000)}<a href="/x">text</a>`],
    ['nested entries', '<article class="post"><h2><a href="/x">One title here</a></h2>'.repeat(3000)],
    ['nested lists', '<ul><li><a href="/x">One title here</a>'.repeat(3000)],
    ['classes without end', `<div class="${'a b c '.repeat(100_000)}"><a href="/x">text</a></div>`.repeat(3)],
    ['a selector for a class', each((t, at) => `<p class="a&quot;]>:is(b {} x"><a href="/${at}">${t}</a></p>`)],
  ])('%s: no error', (_, html) => {
    expect(() => guessLists(html, PAGE)).not.toThrow();
  });

  test('a hundred thousand entries are read in a few seconds', () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `<li class="item k${at % 50}"><a href="/n/${at}">Title number ${at} of many</a></li>`,
    );
    let guesses: ReturnType<typeof guessLists> = [];
    expect(seconds(() => (guesses = guessLists(`<ul>${rows.join('')}</ul>`, PAGE)))).toBeLessThan(20);
    expect(guesses[0]?.item).toBe('li.item');
  });

  test('the same entries are guessed once', () => {
    const posts = each(
      (title, at) =>
        `<div class="post"><div class="inside"><div class="head"><h2><a href="/n/${at}">${title}</a></h2></div></div></div>`,
    );
    expect(guessLists(framed(posts), PAGE).map(({ item }) => item)).toEqual(['div.post']);
  });

  test('at most five guesses are given', () => {
    const lists = Array.from({ length: 9 }, (_, list) =>
      each((t, at) => `<p class="list-${'abcdefghi'[list]}"><a href="/${list}/${at}">${t}</a></p>`),
    );
    expect(guessLists(framed(lists.join('')), PAGE)).toHaveLength(5);
  });

  test('time grows with the page, not with its square', () => {
    const page = (size: number) =>
      Array.from(
        { length: size },
        (_, at) => `<div class="c${at} d${at >> 2} e"><a href="/n/${at}">Title ${at}</a></div>`,
      ).join('');
    guessLists(page(500), PAGE);
    const [small, large] = [1000, 8000].map((size) => seconds(() => guessLists(page(size), PAGE)));
    expect(large ?? 0).toBeLessThan(8 * 4 * Math.max(small ?? 0, 0.02));
  });
});
