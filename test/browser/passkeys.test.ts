import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, type RunningVigie, startVigie } from '../support/browser.ts';

let vigie: RunningVigie;
let browser: Browser;
beforeAll(async () => {
  [vigie, browser] = await Promise.all([startVigie('demo'), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  expect(await vigie.stop()).toBe(0);
});

test('a passkey is added, enters without anything typed, and no more once it is revoked', async () => {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  // A key belongs to a name: under a number the page says so.
  await page.goto(vigie.link);
  await page.goto(`${new URL(vigie.link).origin}/settings`);
  await page.getByText('demandent un nom').waitFor();

  const base = new URL(vigie.link).origin.replace('127.0.0.1', 'localhost');
  await context.addCookies(
    (await context.cookies()).map(({ name, value }) => ({ name, value, domain: 'localhost', path: '/' })),
  );
  await page.goto(`${base}/settings`);
  await page.getByLabel('Nom de l’appareil').fill('Mon portable');
  await page.getByRole('button', { name: 'Ajouter une clé d’accès' }).click();
  await page.getByText('Mon portable').waitFor();

  const enter = async () => {
    await context.clearCookies();
    await page.goto(`${base}/sign-in`);
    await page.getByRole('button', { name: 'Entrer avec une clé d’accès' }).click();
  };
  await enter();
  await page.locator('article.story').first().waitFor();

  await page.goto(`${base}/settings`);
  await page.locator('li', { hasText: 'Mon portable' }).getByRole('button', { name: 'Révoquer' }).click();
  await expect.poll(() => page.getByText('Mon portable').count()).toBe(0);
  await enter();
  await page.getByText('n’a pas été acceptée').waitFor();
  await devtools.send('WebAuthn.disable');
  await devtools.detach();
  await context.close();
});
