import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/adapters/store/open.ts';
import { run } from '../../src/cli/main.ts';
import { newFeed } from '../../src/domain/sources/newFeed.ts';
import { testFolder } from '../support/openTestStore.ts';

let printed = '';

beforeEach(() => {
  printed = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A source added in the app, with a password and a secret header. */
async function aSecretSource(): Promise<void> {
  const folder = testFolder();
  writeFileSync(join(folder, 'feeds.yaml'), 'title: Veille\nsources: []\n');
  vi.stubEnv('VIGIE_DATA', join(folder, 'data'));
  vi.stubEnv('VIGIE_CONFIG', join(folder, 'feeds.yaml'));
  vi.stubEnv('VIGIE_SEARCH', 'embedded');
  vi.stubEnv('LOG_LEVEL', 'debug');
  await run(['node', 'vigie', 'source', 'list']);
  const store = await openStore(join(folder, 'data', 'vigie.db'));
  const access = { auth: { user: 'moi', password: 'motdepasse-secret' }, headers: { 'X-Key': 'valeur-secrete' } };
  await store.sources.follow(newFeed('https://prive.example/feed', { name: 'Privée', access }), Date.now());
  await store.close();
  printed = '';
}

test.each([
  [['source', 'list']],
  [['source', 'list', '--json']],
  [['config', 'export']],
  [['config', 'export', '--json']],
  [['opml', 'export']],
])('vigie %j names a source and none of its secrets', async (command) => {
  await aSecretSource();
  await run(['node', 'vigie', ...command]);
  expect(printed).toContain('prive.example');
  expect(printed).not.toMatch(/motdepasse-secret|valeur-secrete/);
});
