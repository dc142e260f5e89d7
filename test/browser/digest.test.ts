import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOOKS, openBrowser, type RunningVigie, startVigie } from '../support/browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let vigie: RunningVigie;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const base = () => new URL(vigie.link).origin;
const complaints: string[] = [];

beforeAll(async () => {
  [vigie, browser] = await Promise.all([startVigie('demo'), openBrowser()]);
  context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(vigie.link);
});
afterAll(async () => {
  await browser.close();
  expect(await vigie.stop()).toBe(0);
});

test('the link printed at start opens the digest', async () => {
  expect(new URL(page.url()).pathname).toBe('/');
  expect(await page.locator('article.story').count()).toBeGreaterThan(10);
});

test('keys move through the digest, read, keep, unfold and take back', async () => {
  await page.goto(base());
  await page.keyboard.press('j');
  const first = await page.locator('[aria-current=true][data-story]').getAttribute('data-story');
  await page.keyboard.press('m');
  await page.locator(`[data-story="${first}"][data-read]`).waitFor();
  const second = await page.locator('[aria-current=true][data-story]').getAttribute('data-story');
  expect(second).not.toBe(first);
  await page.keyboard.press('s');
  await page.locator(`[data-story="${second}"] button[value=unsaved]`).waitFor();
  await page.keyboard.press('w');
  expect(await page.locator(`[data-story="${second}"] .score`).isVisible()).toBe(true);
  await page.keyboard.press('k');
  await page.keyboard.press('m');
  await page.locator(`[data-story="${first}"]:not([data-read])`).waitFor();
  await page.keyboard.press('u');
  await page.locator(`[data-story="${first}"][data-read]`).waitFor();
  await page.keyboard.press('?');
  expect(await page.locator('dialog[open]').isVisible()).toBe(true);
  await page.keyboard.press('Escape');
});

test('a key puts a story on a board, asks which when none is usual, and takes it back', async () => {
  await page.goto(`${base()}/boards`);
  await page.getByLabel('Nom', { exact: true }).fill('À relire');
  await page.getByRole('button', { name: 'Créer le tableau' }).click();
  await page.getByRole('heading', { name: 'À relire', level: 1 }).waitFor();
  await page.goto(base());
  await page.keyboard.press('j');
  const story = await page.locator('[aria-current=true][data-story]').getAttribute('data-story');
  const boards = page.locator(`[data-story="${story}"] .onboard`);
  await page.keyboard.press('b');
  await page.getByRole('dialog').getByRole('button', { name: 'Prix des concurrents' }).click();
  await boards.getByText('Prix des concurrents').waitFor();
  await page.keyboard.press('u');
  await boards.waitFor({ state: 'detached' });
  await page.keyboard.press('b');
  await boards.getByText('Prix des concurrents').waitFor();
  await page.keyboard.press('B');
  await page.getByRole('dialog').getByRole('button', { name: 'À relire' }).press('Enter');
  await boards.getByText('À relire').waitFor();
  expect(await boards.count()).toBe(2);
  // Once more is once: undo has nothing of it to lose.
  await page.reload();
  await page.locator(`[data-story="${story}"]`).focus();
  await page.keyboard.press('b');
  await page.keyboard.press('u');
  await page.reload();
  expect(await boards.count()).toBe(2);
});

test('progress is kept: what was read is read after coming back, and the ruler says so', async () => {
  await page.goto(base());
  const read = await page.locator('[data-read]').count();
  expect(read).toBeGreaterThan(0);
  expect(await page.locator('[data-tally=read]').textContent()).not.toMatch(/^0/);
});

test('everything works without script: reading, keeping, finishing', async () => {
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    locale: 'en-GB',
    storageState: await context.storageState(),
  });
  const still = await plain.newPage();
  await still.goto(base());
  const unread = still.locator('article.story:not(.done)').first();
  const id = await unread.getAttribute('data-story');
  await unread.locator('button[value=read]').click();
  expect(await still.locator(`[data-story="${id}"]`).getAttribute('class')).toContain('done');
  await still.locator('form[action$=finish] button').click();
  expect(await still.locator('[role=status]').first().textContent()).toContain('finished');
  await plain.close();
});

test('a word longer than the screen is cut, wherever a feed puts it', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path, selector] of [
    ['/', '.title a, .sum, .src, .why span'],
    ['/search?q=cascara', '.title a, .sum, .src'],
    ['/sources', 'th a, .sub'],
  ]) {
    await page.goto(base() + path);
    await page.evaluate(
      `for (const each of document.querySelectorAll('${selector}')) each.textContent = 'https://example.org/'.repeat(20)`,
    );
    expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390);
  }
  await page.setViewportSize({ width: 1440, height: 1000 });
});

test('a search from the page finds, filters and opens a story', async () => {
  await page.goto(base());
  await page.keyboard.press('/');
  await page.locator('input[type=search]').fill('cascara');
  await page.keyboard.press('Enter');
  await page.locator('#results').waitFor();
  // On a busy machine the index is still catching up with the first sweep.
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.locator('mark').count();
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBeGreaterThan(0);
  expect(await page.locator('mark').first().textContent()).toMatch(/cascara/i);
  await page.locator('.filters input[type=checkbox]').first().check();
  await page.locator('.filters button').click();
  await page.locator('.chip').first().waitFor();
  await page.locator('a[href^="/stories/"]').first().click();
  await page.locator('#title').waitFor();
});

const PAGES = [
  '/',
  '/editions',
  '/competitors',
  '/competitors/halte-noire',
  '/trends',
  '/search?q=cascara',
  '/search?q=(oups',
  '/sources',
  '/sources?url=http%3A%2F%2F127.0.0.1%3A9%2F',
];
describe.each(LOOKS)('at %i px, %s, %s', (width, theme, language) => {
  test('no page scrolls sideways, and an accessibility check finds nothing', async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    await context.addCookies([{ name: 'language', value: language, url: base() }]);
    const story = await page.goto(base()).then(() => page.locator('[data-story]').first().getAttribute('data-story'));
    for (const path of [...PAGES, `/stories/${story}`]) {
      await page.goto(base() + path);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
      expect(await accessibilityProblems(page), path).toEqual([]);
    }
  });
});

/** axe-core, run through the debugger: the page's own policy lets no foreign script in. */
async function accessibilityProblems(target: Page): Promise<string[]> {
  await target.evaluate(AXE);
  return target.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ': ' + html.slice(0, 160))))`) as Promise<
    string[]
  >;
}

test('the browser had nothing to complain about', () => {
  // A mistaken search answers 400 on purpose, and Chromium notes it.
  expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
});
