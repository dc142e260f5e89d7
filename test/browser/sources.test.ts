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
/** Of the demo's feed, and of its watched page. */
let feed: string;
let watched: string;
const base = () => new URL(vigie.link).origin;
const complaints: string[] = [];

beforeAll(async () => {
  [vigie, browser] = await Promise.all([startVigie('demo'), openBrowser()]);
  context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(vigie.link);
  await page.goto(`${base()}/sources`);
  feed = await pathOf(page, 'Comptoir Hebdo');
  watched = await pathOf(page, 'Halte Noire, tarifs');
});
afterAll(async () => {
  await browser.close();
  expect(await vigie.stop()).toBe(0);
});

const pathOf = async (target: Page, name: string) =>
  (await target.locator('th a.strong', { hasText: name }).first().getAttribute('href')) ?? '';

/** The address of the demo's own press: the only web there is. */
async function pressUrl(): Promise<string> {
  await page.goto(base() + watched);
  return new URL((await page.locator('.lede a').first().getAttribute('href')) ?? '').origin;
}

test('a watched page shows its two last versions, word by word, and any other two', async () => {
  await page.goto(base() + watched);
  expect(await page.locator('.diff.wide del').allTextContents()).toContain('39');
  expect(await page.locator('.diff.wide ins').allTextContents()).toContain('49');
  await page.locator('select[name=before]').selectOption({ index: 2 });
  await page.locator('.pickers button').click();
  expect(await page.locator('.diff.wide').isVisible()).toBe(true);
  await page.locator('.seg a').last().click();
  expect(await page.locator('.diff').count()).toBe(1);
  expect(await page.locator('.diff.wide').count()).toBe(0);
});

test('where there is no room, versions stand one after the other without being asked', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(base() + watched);
  expect(await page.locator('.diff.wide').isVisible()).toBe(false);
  expect(await page.locator('.tight .diff').isVisible()).toBe(true);
  await page.setViewportSize({ width: 1440, height: 1000 });
});

test('a source is added with the keyboard only', async () => {
  const press = await pressUrl();
  await page.goto(`${base()}/sources`);
  await tabTo('#address');
  await page.keyboard.type(`${press}/halte-noire/tarifs?k=1`);
  await page.keyboard.press('Enter');
  await page.waitForURL(/url=/);
  await tabTo('input[name=way]:checked');
  await tabTo('input[name=name]');
  await page.keyboard.type('Au clavier');
  await page.keyboard.press('Enter');
  await page.waitForURL(/done=added/);
  expect(await page.locator('[role=status]').textContent()).toContain('ajoutée');
  expect(await page.locator('th a.strong', { hasText: 'Au clavier' }).count()).toBe(1);
});

test('a block of the page is picked with the keyboard, tried, and kept', async () => {
  await page.goto(base() + watched);
  await tabTo('.preview a.block');
  const selector = await page.locator('.preview a.block code').first().textContent();
  await page.keyboard.press('Enter');
  await page.waitForURL(/select=/);
  expect(await page.locator('#select').inputValue()).toBe(selector);
  expect(await page.locator('#trials').count()).toBe(1);
});

test('everything works without script: adding, pausing, comparing, trying a zone', async () => {
  const press = await pressUrl();
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    locale: 'fr-FR',
    storageState: await context.storageState(),
  });
  const still = await plain.newPage();
  await still.goto(`${base()}/sources?url=${encodeURIComponent(`${press}/velmoka/pricing?k=2`)}`);
  await still.locator('input[name=name]').fill('Sans script');
  await still.locator('form.ways button').click();
  await still.goto(base() + (await pathOf(still, 'Sans script')));
  await still.locator('button[value=pause]').click();
  expect(await still.locator('.health').textContent()).toContain('En pause');
  await still.goto(`${base()}/sources?tab=paused`);
  await still.locator('input[name=id]').first().check();
  await still.locator('.bulk button[value=remove]').click();
  expect(await still.locator('[role=status]').textContent()).toContain('plus suivie');
  await still.goto(base() + watched);
  await still.locator('.pickers button').click();
  await still.locator('#select').fill('main p');
  await still.locator('button[value=test]').click();
  expect(await still.locator('#trials').count()).toBe(1);
  await plain.close();
});

describe.each(LOOKS)('at %i px, %s, %s', (width, theme, language) => {
  test('no page scrolls sideways, and an accessibility check finds nothing', async () => {
    const press = await pressUrl();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    await context.addCookies([{ name: 'language', value: language, url: base() }]);
    const adding = `/sources?url=${encodeURIComponent(`${press}/mistoule/feed.xml?k=3`)}`;
    for (const path of [
      '/sources',
      '/sources?tab=pages',
      '/sources/import',
      adding,
      feed,
      watched,
      `${watched}?view=inline`,
      `${watched}?select=main+p&ignore=`,
    ]) {
      await page.goto(base() + path);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
      expect(await accessibilityProblems(page), path).toEqual([]);
    }
  });
});

/** Presses Tab until what is looked for has the focus. */
async function tabTo(selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches('${selector}')`)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** axe-core, run through the debugger: the page's own policy lets no foreign script in. */
async function accessibilityProblems(target: Page): Promise<string[]> {
  await target.evaluate(AXE);
  return target.evaluate(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ': ' + html.slice(0, 160))))`) as Promise<
    string[]
  >;
}

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});
