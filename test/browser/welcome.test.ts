import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { openBrowser, type RunningVigie, startVigie } from '../support/browser.ts';
import { type Answer, type FixtureServer, fixtureServer } from '../support/fixtureServer.ts';
import { type Mailbox, mailbox } from '../support/mailbox.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let folder: string;
let web: FixtureServer;
let post: Mailbox;
let vigie: RunningVigie;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

const feed = (title: string, ...titles: string[]) =>
  `<rss version="2.0"><channel><title>${title}</title>${titles
    .map(
      (each, at) =>
        `<item><title>${each}</title><link>${web.url}/a/${encodeURIComponent(each)}</link><guid>${each}</guid><pubDate>${new Date(Date.now() - (at + 1) * 3_600_000).toUTCString()}</pubDate><description>${each}. Le reste se lit dans l’article.</description></item>`,
    )
    .join('')}</channel></rss>`;

beforeAll(async () => {
  web = await fixtureServer();
  const answers =
    (type: string, text: string): Answer =>
    (_, response) =>
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  web.on('/exemple.xml', answers('application/rss+xml', feed('Exemple', 'Une nouvelle de l’exemple')));
  web.on('/gazette.xml', answers('application/rss+xml', feed('La Gazette', 'Halte Noire ouvre à Brest', 'Le marché')));
  web.on(
    '/concurrent/',
    answers(
      'text/html',
      `<html><head><title>Halte Noire</title><link rel="alternate" type="application/rss+xml" href="/concurrent/feed"></head><body><a href="/concurrent/tarifs?x=1#y">Tarifs</a></body></html>`,
    ),
  );
  web.on('/concurrent/feed', answers('application/rss+xml', feed('Le journal de Halte Noire', 'Notre café de mars')));
  web.on('/concurrent/tarifs', answers('text/html', '<main><h1>Tarifs</h1><p>12,90 € par mois</p></main>'));
  folder = mkdtempSync(join(tmpdir(), 'vigie-first-'));
  writeFileSync(join(folder, 'feeds.example.yaml'), `title: Exemple\nsources: ["${web.url}/exemple.xml"]\n`);
  post = await mailbox();
  const env = { SMTP_URL: post.url, MAIL_FROM: 'Vigie <veille@exemple.fr>', VIGIE_ALLOW_HOSTS: '127.0.0.1' };
  [vigie, browser] = await Promise.all([startVigie('serve', env, folder), openBrowser()]);
  page = await (await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 1000 } })).newPage();
  // A refused form, and the moment in which a watch begins anew, are answers of their own.
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !message.text().startsWith('Failed to load resource') &&
      complaints.push(message.text()),
  );
});
afterAll(async () => {
  await browser.close();
  expect(await vigie.stop()).toBe(0);
  await web.close();
  await post.close();
  rmSync(folder, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

const next = () => page.getByRole('button', { name: 'Continuer' }).click();
/** Free of accessibility faults, and as wide as the screen. */
async function isSound(): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(AXE);
    const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: { id: string; nodes: { target: string[] }[] }[];
    };
    expect(found.violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.target}`)).toEqual([]);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow), page.url()).toBeLessThanOrEqual(0);
  }
}

test('a newcomer goes from the first start to a first digest of their own, by what stands on the pages', async () => {
  await page.goto(vigie.link);
  await page.getByRole('heading', { name: 'Votre veille' }).waitFor();
  await isSound();
  await page.getByLabel('Nom de la veille').fill('Veille du café');
  await page.getByLabel('Votre nom').fill('Camille');
  await next();

  await isSound();
  await page.getByLabel('Nom de la marque').fill('???');
  await next();
  await page.getByRole('alert').getByText('ne peut pas se chercher').waitFor();
  await page.getByLabel('Nom de la marque').fill('Corvenn');
  await page.getByLabel('Autres façons').fill('Cafés Corvenn, @corvenn');
  await next();

  await isSound();
  await page.getByLabel('Nom', { exact: true }).first().fill('Halte Noire');
  await page.getByLabel('Site').first().fill('pas un site');
  await next();
  await page.getByRole('alert').getByText('« pas un site » n’est pas l’adresse d’un site').waitFor();
  expect(await page.getByLabel('Nom', { exact: true }).first().inputValue()).toBe('Halte Noire');
  await page.getByLabel('Site').first().fill(`${web.url}/concurrent/`);
  await next();

  await isSound();
  // No trade here: their feeds are on the web, which a test does not ask.
  await page.getByLabel('La presse qui nomme').uncheck();
  await page.getByLabel('Ce que vous suivez déjà').fill(`${web.url}/gazette.xml`);
  await next();

  await isSound();
  await page.getByLabel('Votre temps de lecture').selectOption('45');
  await page.getByLabel('Prête à').fill('07:15');
  await page.getByLabel('Votre adresse e-mail').fill('camille@exemple.fr');
  await page.getByRole('button', { name: 'M’envoyer un essai' }).click();
  await page.getByText('Un message est parti vers camille@exemple.fr').waitFor();
  const [mail] = await post.waitFor(1);
  const other = await page.context().newPage();
  await other.goto(/http:\/\/\S+\/address\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
  await other.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();
  await other.getByText('C’est fait').waitFor();
  await other.close();
  expect(await page.getByLabel('Prête à').inputValue()).toBe('07:15');
  await next();

  // What was found of the competitor's site meanwhile.
  await page.getByLabel('Le journal de Halte Noire').waitFor({ timeout: 30_000 });
  await isSound();
  expect(await page.getByLabel('Tarifs de Halte Noire').isChecked()).toBe(true);
  expect(await page.getByLabel('Recevoir la revue chaque matin').isChecked()).toBe(true);
  expect(await page.getByLabel('Oublier ce que l’exemple').isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Commencer ma veille' }).click();

  // It begins anew behind the same address, still signed in, and the first edition comes by itself.
  await page.locator('article.story').first().waitFor({ timeout: 60_000 });
  const titles = await page.locator('article.story h3').allTextContents();
  expect(titles.join('\n')).toContain('Halte Noire ouvre à Brest');
  expect(titles.join('\n')).not.toContain('exemple');
  expect(await page.getByText('Vous lisez la veille d’exemple').count()).toBe(0);

  const config = parseConfig(readFileSync(join(folder, 'feeds.yaml'), 'utf8'), 'feeds.yaml');
  expect(config).toMatchObject({
    title: 'Veille du café',
    language: 'fr',
    digest: { minutes: 45, cron: '15 7 * * *' },
  });
  expect(config.actors.map(({ name, isBrand }) => [name, isBrand])).toEqual([
    ['Corvenn', true],
    ['Halte Noire', false],
  ]);
  expect(config.sources.map(({ kind, url, competitor }) => [kind, url.replace(web.url, ''), competitor])).toEqual([
    ['feed', '/concurrent/feed', 'halte-noire'],
    ['page', '/concurrent/tarifs', 'halte-noire'],
    ['feed', '/gazette.xml', undefined],
  ]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('link', { name: 'Abonnements' }).click();
  expect(await page.locator('tbody tr').first().textContent()).toMatch(/Camille.*La revue du jour.*07:15/);
  // What was said is changed on a page, and the watch begins anew with it.
  await page.goto(`${new URL(vigie.link).origin}/settings`);
  await page.getByRole('link', { name: 'Nom, marque, concurrents' }).click();
  await isSound();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByLabel('Nom de la veille').fill('Veille des cafés');
  await page.getByLabel('Nom', { exact: true }).nth(2).fill('Moulin Clair');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await page.getByText('Écrit dans feeds.yaml').waitFor({ timeout: 60_000 });
  expect(await page.getByLabel('Nom de la veille').inputValue()).toBe('Veille des cafés');
  const after = parseConfig(readFileSync(join(folder, 'feeds.yaml'), 'utf8'), 'feeds.yaml');
  expect(after.actors.map(({ id }) => id)).toEqual(['brand', 'halte-noire', 'moulin-clair']);
  expect(after.sources).toEqual(config.sources);
  // What the example brought is not found any more.
  await page.goto(`${new URL(vigie.link).origin}/search?q=nouvelle`);
  await page
    .getByText(/^0 |Aucun|Rien/)
    .first()
    .waitFor();
  // The way to it is closed, and leads to what it made.
  await page.goto(`${new URL(vigie.link).origin}/welcome/ready`);
  expect(new URL(page.url()).pathname).toBe('/');
}, 180_000);
