import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type RunningVigie, startVigie } from '../support/browser.ts';
import { type Mailbox, mailbox } from '../support/mailbox.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let vigie: RunningVigie;
let post: Mailbox;
let browser: Browser;
let owner: Page;
let mate: Page;
const complaints: string[] = [];
const base = () => new URL(vigie.link).origin;

async function person(): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    locale: 'fr-FR',
    viewport: { width: 1440, height: 1000 },
  });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  return page;
}

beforeAll(async () => {
  post = await mailbox();
  const mail = { SMTP_URL: post.url, MAIL_FROM: 'Vigie <veille@exemple.fr>' };
  [vigie, browser] = await Promise.all([startVigie('demo', mail), openBrowser()]);
  owner = await person();
  mate = await person();
  await owner.goto(vigie.link);
});
afterAll(async () => {
  await browser.close();
  expect(await vigie.stop()).toBe(0);
  await post.close();
  expect(complaints).toEqual([]);
});

const follow = async (page: Page, name: string) => {
  await page.getByRole('navigation', { name: 'Principale' }).getByRole('link', { name }).click();
};

/** The mail so many to an address, once it is there. */
async function mailTo(address: string, count = 1) {
  const own = () => post.mails.filter(({ to }) => to?.[0]?.address === address);
  while (own().length < count) await post.waitFor(post.mails.length + 1);
  return own()[count - 1] as (typeof post.mails)[number];
}

test('from the first start to a board with a subscribed teammate, by what stands on the pages', async () => {
  // Who one is.
  await follow(owner, 'Réglages');
  await owner.getByLabel('Nom', { exact: true }).fill('Camille');
  await owner.getByLabel('Adresse e-mail').fill('camille@exemple.fr');
  await owner.getByRole('button', { name: 'Enregistrer' }).click();
  await owner.getByText('ouvrez le message').waitFor();
  await owner.goto(/http:\/\/\S+\/address\/\S+/.exec((await mailTo('camille@exemple.fr')).text ?? '')?.[0] ?? '');
  await owner.getByRole('button', { name: 'Oui, c’est mon adresse' }).click();
  await owner.getByText('C’est fait').waitFor();
  await owner.goto(base());

  // A board, with two stories its query found and a sentence on the first.
  await follow(owner, 'Tableaux');
  await owner.getByLabel('Nom', { exact: true }).fill('Prix et offres');
  await owner.getByLabel('Qui le voit').selectOption('team');
  await owner.getByLabel('Requête (facultative)').fill('event:pricing OR event:launch');
  await owner.getByRole('button', { name: 'Créer le tableau' }).click();
  // The first sweep is still running when somebody is quick.
  await expect
    .poll(
      async () => {
        await owner.goto(`${base()}/boards/prix-et-offres?view=found`);
        return owner.getByRole('button', { name: 'Garder' }).count();
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBeGreaterThan(1);
  for (const _ of [1, 2]) {
    await owner.getByRole('link', { name: /^À relire/ }).click();
    await owner.getByRole('button', { name: 'Garder' }).first().click();
  }
  await owner.getByRole('link', { name: /^Gardées/ }).click();
  expect(await owner.locator('.board .item').count()).toBe(2);
  await owner.locator('.levers summary').first().click();
  await owner.getByLabel('Votre phrase').first().fill('À lire avant la réunion.');
  await owner.getByRole('button', { name: 'Enregistrer la phrase' }).first().click();
  await owner.locator('.say').waitFor();
  const board = new URL(owner.url()).pathname;

  // A teammate is invited by mail, and joins.
  await follow(owner, 'Équipe');
  await owner.getByLabel('Adresse e-mail').fill('lea@exemple.fr');
  await owner.getByRole('button', { name: 'Inviter' }).click();
  await owner.getByText('L’invitation est partie').waitFor();
  const invitation = (await mailTo('lea@exemple.fr')).text ?? '';
  await mate.goto(/http:\/\/\S+\/invitations\/\S+/.exec(invitation)?.[0] ?? '');
  await mate.getByLabel('Votre nom').fill('Léa');
  await mate.getByRole('button', { name: 'Rejoindre' }).click();
  await mate.goto(base() + board);
  await mate.getByText('À lire avant la réunion.').waitFor();
  // A reader is shown what they may do, and no more.
  expect(await mate.locator('.levers').count()).toBe(0);
  expect(await mate.getByRole('link', { name: 'Sources' }).count()).toBe(0);

  // The teammate is subscribed to the board by the owner, and subscribes to the digest themselves.
  await owner.goto(base() + board);
  await owner.getByRole('link', { name: 'Abonner des collègues' }).click();
  expect(await owner.getByLabel('Quoi').inputValue()).toBe('board:prix-et-offres');
  await owner.getByLabel('Adresse e-mail, ou adresse du webhook').fill('lea@exemple.fr');
  await owner.getByRole('button', { name: 'Abonner', exact: true }).click();
  await owner.getByText('Abonnement enregistré.').waitFor();
  expect(await owner.locator('tbody tr', { hasText: 'Léa' }).textContent()).toContain('Prix et offres');
  await follow(mate, 'Abonnements');
  expect(await mate.locator('tbody tr').textContent()).toContain('Prix et offres');
  // Only what the choice asks for is asked.
  await mate.getByLabel('Quoi').selectOption('query');
  await mate.getByLabel('Quand').selectOption('each');
  await mate.getByLabel('Requête de l’alerte').waitFor();
  await mate.getByLabel('Messages par jour au plus').waitFor();
  await mate.getByLabel('Heure').waitFor({ state: 'hidden' });
  await mate.getByLabel('Quand').selectOption('daily');
  await mate.getByLabel('Quoi').selectOption('digest');
  await mate.getByLabel('Requête de l’alerte').waitFor({ state: 'hidden' });
  await mate.getByLabel('Heure').fill('00:00');
  await mate.getByRole('button', { name: 'Abonner' }).click();
  await mate.getByText('Abonnement enregistré.').waitFor();

  // The owner writes a newsletter, looks at it as it will arrive, and sends it to her as well.
  await owner.goto(base() + board);
  await owner.getByRole('link', { name: 'Préparer une lettre' }).click();
  await owner.getByLabel('Objet').fill('Ce mois-ci');
  await owner.getByLabel('Introduction').fill('Deux choses à retenir.');
  await owner
    .getByRole('button', { name: /^Descendre/ })
    .first()
    .click();
  expect(await owner.getByLabel('Introduction').inputValue()).toBe('Deux choses à retenir.');
  await owner.getByRole('button', { name: 'Enregistrer et voir' }).click();
  await owner.frameLocator('iframe').getByText('Deux choses à retenir.').waitFor();
  // The only receiver follows the board at her own rhythm: they are proposed.
  expect(await owner.getByRole('checkbox').isChecked()).toBe(true);
  await owner.getByRole('button', { name: 'Envoyer', exact: true }).click();
  await owner.getByText('Lettre n° 1, partie').waitFor();

  // At the next beat of the schedule the edition of the day is in her mailbox, and its link leads to it.
  await mailTo('lea@exemple.fr', 3);
  const received = post.mails.filter(({ to }) => to?.[0]?.address === 'lea@exemple.fr');
  expect(received.some(({ subject }) => subject === 'Ce mois-ci')).toBe(true);
  const mail = received.find(({ subject }) => subject?.startsWith('Revue'));
  expect(mail?.to?.[0]?.address).toBe('lea@exemple.fr');
  expect(mail?.subject).toMatch(/^Revue du/);
  const stranger = await person();
  await stranger.setContent(mail?.html ?? '');
  const link = await stranger.getByRole('link', { name: 'Lire la revue dans Vigie' }).getAttribute('href');
  await mate.goto(link ?? '');
  expect(await mate.locator('article.story').count()).toBeGreaterThan(10);

  // And stops at a press, without signing in.
  const stop = mail?.headers.find(({ key }) => key === 'list-unsubscribe')?.value.replace(/[<>]/g, '') ?? '';
  await stranger.goto(stop);
  await stranger.getByRole('button', { name: 'Ne plus recevoir' }).click();
  await stranger.getByText('C’est fait').waitFor();
  await mate.goto(`${base()}/subscriptions`);
  await mate.getByText('désabonné').waitFor();
}, 180_000);

test.each([
  [1440, 'light'],
  [768, 'dark'],
  [390, 'light'],
] as const)(
  'the pages of a team are free of accessibility faults and never scroll sideways at %i px, %s',
  async (width, colorScheme) => {
    const context = await browser.newContext({
      colorScheme,
      locale: 'fr-FR',
      viewport: { width, height: 900 },
      storageState: await owner.context().storageState(),
    });
    const page = await context.newPage();
    for (const path of [
      '/boards',
      '/boards/prix-et-offres',
      '/boards/prix-et-offres?view=found',
      '/boards/prix-et-offres/newsletter',
      '/boards/prix-et-offres/newsletter/preview',
      '/boards/prix-et-offres/newsletters/1',
      '/subscriptions',
      '/team',
      '/report',
      '/settings',
      '/sign-in',
    ]) {
      await page.goto(base() + path);
      // Run through the debugger: the page's own policy lets no foreign script in.
      await page.evaluate(AXE);
      const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
        violations: { id: string; nodes: { target: string[] }[] }[];
      };
      expect(found.violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.target}`)).toEqual([]);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    await context.close();
  },
  120_000,
);
