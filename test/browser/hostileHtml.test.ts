import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIResponse, Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ATTACKS, SHORT_ATTACKS } from '../support/attacks.ts';
import { openBrowser, type RunningVigie, startVigie } from '../support/browser.ts';
import { body, type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';

/**
 * A feed that attacks its reader, shown by the built program in a real browser. The page's own policy would stop most
 * of it: here it is switched off, so that what holds is what the pages themselves leave out.
 */
let press: FixtureServer;
let vigie: RunningVigie;
let browser: Browser;
let bare: BrowserContext;
let page: Page;
let folder: string;
let stories: string[] = [];
const base = () => new URL(vigie.link).origin;

const assets = new Map<string, APIResponse>();
/** What ran, loaded, opened or complained since it was last looked at. */
let noticed: string[] = [];

beforeAll(async () => {
  press = await fixtureServer();
  const evil = `//127.0.0.1:${press.port}/evil`;
  press.on('/content.xml', body(contentFeed(evil)));
  press.on('/fields.xml', body(fieldsFeed(evil)));
  press.on('/fields.json', body(fieldsJson(evil), { 'content-type': 'application/feed+json' }));
  folder = mkdtempSync(join(tmpdir(), 'vigie-hostile-'));
  writeFileSync(join(folder, 'feeds.yaml'), config(press.url));
  [vigie, browser] = await Promise.all([
    startVigie('serve', {
      VIGIE_CONFIG: join(folder, 'feeds.yaml'),
      VIGIE_ALLOW_HOSTS: '127.0.0.1',
      VIGIE_SEARCH: 'embedded',
    }),
    openBrowser(),
  ]);
  await vi.waitFor(() => expect(vigie.output()).toContain('First digest'), { timeout: 60_000, interval: 200 });
  bare = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 900 }, bypassCSP: true });
  page = await watched(bare);
  await page.goto(vigie.link);
  await vi.waitFor(async () => expect(await indexed()).toBe(true), { timeout: 30_000, interval: 1_000 });
  stories = await storiesFound();
});
afterAll(async () => {
  await browser?.close();
  await press?.close();
  const code = await vigie?.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(code).toBe(0);
});

/** A page whose every dialog, window, foreign request and complaint is noticed; nothing foreign is answered. */
async function watched(context: BrowserContext): Promise<Page> {
  const own = base();
  await context.route(
    (url) => url.origin !== own,
    (route) => route.abort(),
  );
  // Asked once for all pages: nobody opens four hundred in a minute, and the rate limit knows.
  await context.route(`${own}/static/*`, async (route) => {
    const url = route.request().url();
    if (!assets.has(url)) assets.set(url, await route.fetch());
    return route.fulfill({ response: assets.get(url) as APIResponse });
  });
  context.on('request', (request) => request.url().startsWith(`${own}/`) || noticed.push(`asked ${request.url()}`));
  context.on('dialog', (dialog) => {
    noticed.push(`ran ${dialog.message()}`);
    void dialog.dismiss();
  });
  const opened = await context.newPage();
  context.on('page', (other) => noticed.push(`opened ${other.url()}`));
  opened.on('pageerror', (error) => noticed.push(error.message));
  opened.on('console', (message) => message.type() === 'error' && noticed.push(message.text()));
  opened.on('download', (download) => noticed.push(`downloaded ${download.url()}`));
  return opened;
}

async function indexed(): Promise<boolean> {
  await page.goto(`${base()}/search?q=vecteur`);
  const total = Number((await page.locator('#results').textContent())?.replace(/\D/g, ''));
  return total >= ATTACKS.length + 2 * SHORT_ATTACKS.length;
}

/** Where the links of the page lead that begin so. */
const links = (start: string): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('a[href^="${start}"]')].map((link) => link.getAttribute('href'))`);

async function storiesFound(): Promise<string[]> {
  const found = new Set<string>();
  const pages = Math.ceil((ATTACKS.length + 2 * SHORT_ATTACKS.length) / 25);
  for (let at = 1; at <= pages; at += 1) {
    await opened(`/search?q=vecteur&page=${at}`);
    for (const href of await links('/stories/')) found.add(href);
  }
  return [...found];
}

const dated = (index: number) => new Date(Date.now() - 3_600_000 - index * 1000);
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const feed = (title: string, items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${cdata(title)}</title><link>https://hostile.example/</link><language>fr</language>${items.join('\n')}</channel></rss>`;

/** Two words make a title that is grouped with no other: every attack has a story of its own. */
const contentFeed = (evil: string) =>
  feed(
    'Vecteurs </title><script>alert(1)</script>',
    ATTACKS.map(
      (attack, index) =>
        `<item><title>vecteur c${index}</title><guid isPermaLink="false">c${index}</guid><link>https://hostile.example/c/${index}</link><pubDate>${dated(index).toUTCString()}</pubDate><description>${cdata(`<p>avant</p>${attack.replaceAll('EVIL', evil)}`)}</description></item>`,
    ),
  );

const fieldsFeed = (evil: string) =>
  feed(
    'Champs "><img src=x onerror=alert(1)>',
    SHORT_ATTACKS.map((written, index) => {
      const attack = written.replaceAll('EVIL', evil);
      const file = `<enclosure url="${attribute(attack)}" type="${attribute(attack)}" length="1"/><media:thumbnail url="${attribute(attack)}"/>`;
      return `<item><title>${cdata(`${attribute(attack)} vecteur f${index}`)}</title><guid isPermaLink="false">f${index}</guid><link>${cdata(attack)}</link><author>${cdata(attribute(attack))}</author><category>${cdata(attribute(attack))}</category><pubDate>${dated(index).toUTCString()}</pubDate>${file}<description>${cdata(`<p>vecteur</p><img src="${attribute(attack)}" alt="${attribute(attack)}">`)}</description></item>`;
    }),
  );

const fieldsJson = (evil: string) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: '<svg onload=alert(1)>',
    items: SHORT_ATTACKS.map((written, index) => {
      const attack = written.replaceAll('EVIL', evil);
      return {
        id: `j${index}`,
        title: `vecteur j${index} ${attack.replaceAll('<', '&lt;')}`,
        url: attack,
        image: attack,
        authors: [{ name: attack.replaceAll('<', '&lt;') }],
        tags: [attack.replaceAll('<', '&lt;'), 'vecteur'],
        date_published: dated(index).toISOString(),
        attachments: [
          { url: attack, mime_type: attack },
          { url: `https://hostile.example/${attack}`, mime_type: attack },
        ],
        content_text: attack,
      };
    }),
  });

const config = (url: string) => `
title: Veille hostile
competitors: [{ id: hostile, name: Vecteur }]
topics: [{ id: essai, name: Essai, query: 'vecteur OR script OR img' }]
sources:
  - { feed: "${url}/content.xml" }
  - { feed: "${url}/fields.xml" }
  - { feed: "${url}/fields.json" }
`;

/** Run in the page: everything in it that the application did not put there, or that a feed's content may not hold. */
const FOREIGN = `(() => {
  const TAGS = new Set('P BR HR H2 H3 H4 H5 H6 UL OL LI DL DT DD BLOCKQUOTE PRE CODE EM STRONG B I U S DEL INS SUB SUP SMALL Q CITE ABBR MARK TABLE CAPTION THEAD TBODY TR TH TD FIGURE FIGCAPTION A'.split(' '));
  const ATTRIBUTES = { A: ['href', 'rel', 'target'], TD: ['colspan', 'rowspan'], TH: ['colspan', 'rowspan'] };
  const found = [];
  const content = (root, what) => {
    for (const node of root.querySelectorAll('*')) {
      if (!TAGS.has(node.tagName)) found.push(what + ' <' + node.tagName + '>');
      for (const { name, value } of node.attributes) {
        if (!(ATTRIBUTES[node.tagName] || []).includes(name)) found.push(what + ' ' + node.tagName + ' ' + name + '=' + value);
        if (name === 'href' && !/^(https?:|mailto:)/.test(value)) found.push(what + ' href ' + value);
      }
    }
  };
  for (const prose of document.querySelectorAll('.prose')) {
    content(prose, 'content');
    // Written and read again, as a script of ours or a print of the page would: markup must not turn into other markup.
    const again = new DOMParser().parseFromString('<div>' + prose.innerHTML + '</div>', 'text/html').body;
    if (again.children.length !== 1) found.push('read again, it leaves its place');
    else content(again.firstElementChild, 'read again');
    for (const node of prose.querySelectorAll('*'))
      if (['fixed', 'absolute', 'sticky'].includes(getComputedStyle(node).position)) found.push('a place of its own: ' + node.tagName);
    if (prose.parentElement.tagName !== 'ARTICLE' || !prose.closest('.cols > article + aside.rail, .cols > article')) found.push('content out of its place');
  }
  if (document.querySelectorAll('main').length !== 1 || document.querySelector('main').parentElement !== document.body) found.push('main is not where it was');
  if (document.querySelectorAll('iframe, frame, object, embed, applet, base, portal, video, audio, img, meta[http-equiv], link:not([rel=icon]):not([rel=stylesheet])').length > 0) found.push('something embedded');
  for (const link of document.querySelectorAll('link')) if (!link.getAttribute('href').startsWith('/static/')) found.push('link ' + link.href);
  for (const script of document.scripts) if (script.getAttribute('src') !== '/static/digest.js') found.push('script ' + script.outerHTML.slice(0, 80));
  if (document.querySelectorAll('style').length > 1) found.push('a second style');
  for (const node of document.querySelectorAll('*')) {
    for (const { name, value } of node.attributes) {
      if (/^on/i.test(name) || name === 'style' || name === 'srcdoc' || name === 'ping') found.push(node.tagName + ' ' + name + '=' + value);
      if (/^(href|src|action|formaction|data|xlink:href|poster|background|cite|srcset)$/i.test(name)) {
        const url = URL.parse(value, location.href);
        if (!url || !/^(https?|mailto):$/.test(url.protocol)) found.push(node.tagName + ' ' + name + '=' + value);
        if (/^(action|formaction|src|srcset)$/.test(name) && url && url.origin !== location.origin) found.push('leads away: ' + value);
      }
    }
    if (node.tagName === 'A' && node.target && !/noopener/.test(node.rel)) found.push('opener ' + node.href);
    if (node.tagName === 'A' && node.origin !== location.origin && node.hasAttribute('href') && node.target !== '_blank') found.push('leaves the page: ' + node.href);
  }
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  if (new Set(ids).size !== ids.length) found.push('an id twice: ' + ids.filter((id, at) => ids.indexOf(id) !== at).slice(0, 3));
  scrollTo(0, 0);
  for (const own of document.querySelectorAll('.logo, nav a, .story-acts button')) {
    const box = own.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (box.width > 0 && box.bottom < innerHeight && top && !own.contains(top)) found.push('covered: ' + own.outerHTML.slice(0, 60));
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('scrolls sideways');
  return [...new Set(found)].slice(0, 20);
})()`;

/** Waits for its turn when the server says that these were many pages for one minute. */
async function opened(path: string, on = page): Promise<Response | null> {
  for (;;) {
    noticed = [];
    const answer = await on.goto(base() + path);
    if (answer?.status() !== 429) return answer;
    await sleep(2_000);
  }
}

/** Opens a page of ours, looks through it, and tells what it should not have done. */
async function wrongWith(path: string, on = page): Promise<string[]> {
  const answer = await opened(path, on);
  const status = answer?.status() === 200 ? [] : [`answered ${answer?.status()}`];
  const foreign = (await on.evaluate(FOREIGN)) as string[];
  // The keys of the application, and the focus going through the page.
  for (const key of ['Tab', 'Tab', 'j']) await on.keyboard.press(key);
  const where = new URL(on.url());
  const moved = where.origin + where.pathname + where.search === base() + path ? [] : [`went to ${on.url()}`];
  return [...status, ...foreign, ...moved, ...noticed].map((what) => `${path}: ${what}`);
}

test('what reaches a page is seen, runs and is heard of: the traps work', async () => {
  // A page of its own: the last trap leads away, and must not meet what is opened next.
  const trap = await bare.newPage();
  const trapped = async (html: string, what: RegExp | string) => {
    noticed = [];
    await trap.goto(base() + stories[0]);
    await trap.evaluate(`document.querySelector('.prose').innerHTML = ${JSON.stringify(html)}`);
    // On a busy machine it takes its time; how long is not what is asked.
    const caught = async () => [...((await trap.evaluate(FOREIGN)) as string[]), ...noticed].join('\n');
    await vi.waitFor(async () => expect(await caught()).toMatch(what), { timeout: 10_000, interval: 100 });
  };
  const evil = `http://127.0.0.1:${press.port}/evil`;
  await trapped('<img src=x:x onerror=alert(1)>', /content <IMG>[\s\S]*onerror[\s\S]*ran 1/);
  await trapped(`<img src=${evil}>`, `asked ${evil}`);
  await trapped(
    '<a href="javascript:alert(1)" id=x style="position:fixed;inset:0">x</a>',
    /href javascript[\s\S]*place of its own[\s\S]*covered/,
  );
  await trapped('<form action=//x.example><input name=password></form>', /<FORM>[\s\S]*leads away/);
  await trapped(`<meta http-equiv=refresh content="0;url=${evil}">`, 'something embedded');
  await trap.close();
});

test('every attack came to a story of its own', () => {
  expect(ATTACKS.length).toBeGreaterThan(150);
  expect(stories.length).toBeGreaterThanOrEqual(ATTACKS.length);
});

describe('nothing runs, loads, leads away or covers, without any policy of the page', () => {
  test('on the story of each attack', async () => {
    const wrong: string[] = [];
    for (const path of stories) {
      const found = await wrongWith(path);
      if (found.length > 0) wrong.push(`${await page.title()} ${found.join(' | ')}`);
    }
    expect(wrong).toEqual([]);
  }, 400_000);

  test('on the digest, what it left out, the search and the sources', async () => {
    const wrong: string[] = [];
    for (const path of await otherPages()) wrong.push(...(await wrongWith(path)));
    expect(wrong).toEqual([]);
  });

  test('on the way a source is tried out', async () => {
    for (const name of ['content.xml', 'fields.xml', 'fields.json'])
      expect(await wrongWith(`/sources?url=${encodeURIComponent(`${press.url}/${name}`)}`)).toEqual([]);
  });
});

describe('with its policy', () => {
  test('the browser has nothing to complain about', async () => {
    const context = await browser.newContext({ storageState: await bare.storageState() });
    const strict = await watched(context);
    for (const path of [...(await otherPages()), ...stories.filter((_, index) => index % 10 === 0)])
      expect(await wrongWith(path, strict)).toEqual([]);
    await context.close();
  });
});

test('the attacker heard nothing from any page', () => {
  expect(press.seen.map(({ path }) => path).filter((path) => path.startsWith('/evil'))).toEqual([]);
});

async function otherPages(): Promise<string[]> {
  await opened('/sources');
  // The list of sources as a file is no page.
  const sources = (await links('/sources/')).filter((path) => !path.endsWith('.opml'));
  await opened('/editions');
  const editions = await links('/digest/');
  const searches = ['vecteur', 'script', 'alert', 'javascript', 'img', 'onerror'].flatMap((word) => [
    `/search?q=${word}`,
    `/search?q=${word}&sort=relevance&page=2`,
  ]);
  return [
    '/',
    ...new Set([...sources, ...editions, ...editions.map((path) => `${path}/left-out`)]),
    '/sources',
    ...searches,
  ];
}
