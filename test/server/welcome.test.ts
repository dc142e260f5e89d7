import { load } from 'cheerio';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoServer, demoServer } from '../support/demoServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let owner: WebClient;
beforeEach(async () => {
  server = await demoServer();
  server.deps.setUp = { starters: [], textOf: () => 'title: Un\n', begin: () => {} };
  owner = webClient(server.deps);
  await owner.signIn();
});
afterEach(() => server.close());

const said = (step: string, fields: Record<string, string>) => owner.post(`/welcome/${step}`, fields);
const leadsTo = async (path: string) => (await owner.get(path)).headers.get('location');
const watch = { title: 'Veille du port', language: 'fr', timezone: 'Europe/Paris', name: 'Camille' };

test('who comes back goes on where they were', async () => {
  expect(await leadsTo('/')).toBe('/welcome');
  expect(await leadsTo('/welcome')).toBe('/welcome/watch');
  expect((await said('watch', watch)).headers.get('location')).toBe('/welcome/brand');
  expect(await leadsTo('/welcome')).toBe('/welcome/brand');
  // A mistake leads nowhere.
  expect((await said('brand', { name: '???', aliases: '', site: '' })).status).toBe(400);
  expect(await leadsTo('/welcome')).toBe('/welcome/brand');
});

test('who puts it off keeps what was typed, and reads the example meanwhile', async () => {
  await said('watch', watch);
  await said('brand', { name: 'Corvenn', aliases: 'Cafés Corvenn', site: '', action: 'later' });
  expect((await owner.get('/')).status).toBe(200);
  expect(await leadsTo('/welcome')).toBe('/welcome/brand');
  const page = load(await (await owner.get('/welcome/brand')).text());
  expect(page('#name').attr('value')).toBe('Corvenn');
  expect(page('#aliases').attr('value')).toBe('Cafés Corvenn');
});

test('who puts it off is not held back by a mistake', async () => {
  const response = await said('brand', { name: '???', aliases: '', site: '', action: 'later' });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  expect((await owner.get('/')).status).toBe(200);
});

test('a trial without an address is refused in words', async () => {
  const response = await said('mornings', { minutes: '45', at: '07:15', email: '', action: 'try' });
  expect(load(await response.text())('[role=alert]').text()).toContain('Donnez l’adresse');
});

test('nobody is watched twice, under one name or as the brand as well', async () => {
  await said('watch', watch);
  await said('brand', { name: 'Corvenn', aliases: '', site: '' });
  const rows = new FormData();
  for (const name of ['Halte', 'corvenn'])
    for (const [field, value] of Object.entries({ name, aliases: '', site: '' })) rows.append(field, value);
  const response = await owner.send('/welcome/competitors', rows);
  expect(load(await response.text())('[role=alert]').text()).toMatch(/corvenn.*y est deux fois/);
});
