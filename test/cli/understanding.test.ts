import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/adapters/store/open.ts';
import { run } from '../../src/cli/main.ts';
import type { ItemId } from '../../src/domain/model/ids.ts';
import { HOUR_MS } from '../../src/domain/model/units.ts';
import { anItem, aSource, NOW } from '../support/builders.ts';
import { insertItems } from '../support/insertItems.ts';

const NOW_ISO = new Date(NOW).toISOString();
let folder: string;
let stdout = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
  writeFileSync(
    join(folder, 'feeds.yaml'),
    'brand: { name: Maison }\ncompetitors: [{ id: buffer, name: Buffer }]\nsources: []\n',
  );
  vi.stubEnv('VIGIE_DATA', join(folder, 'data'));
  vi.stubEnv('VIGIE_CONFIG', join(folder, 'feeds.yaml'));
  vi.stubEnv('VIGIE_SEARCH', 'embedded');
  vi.stubEnv('LOG_LEVEL', 'silent');
  stdout = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  const store = await openStore(join(folder, 'data', 'vigie.db'));
  await store.sources.follow(aSource(), NOW);
  await insertItems(store, [
    anItem({
      id: 'one',
      title: 'Buffer augmente ses prix',
      actors: [{ id: 'buffer', words: ['Buffer'], inTitle: true }],
      event: { type: 'pricing', actorId: 'buffer', confidence: 0.9, proof: { text: 'augmente ses prix' } } as never,
      publishedAt: NOW - HOUR_MS,
    }),
  ]);
  await store.corrections.save({
    ...{ itemId: 'one' as ItemId, event: 'launch', was: 'pricing', reader: 'owner', at: NOW },
  });
  await store.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(...words: string[]): Promise<string> {
  stdout = '';
  expect(await run(['node', 'vigie', ...words])).toBe(0);
  return stdout;
}

test('competitors: how each watched actor stands', async () => {
  const report = JSON.parse(await answer('competitors', '--now', NOW_ISO, '--json'));
  expect(report.actors.find(({ id }: { id: string }) => id === 'buffer')).toMatchObject({
    ...{ name: 'Buffer', isBrand: false, items: 1, stories: 1, shareOfVoice: 1, rankBefore: null },
    events: { pricing: 1 },
  });
  expect(await answer('competitors', '--now', NOW_ISO)).toContain('Buffer');
});

test('trends: an empty list is an answer, with what was looked at', async () => {
  expect(JSON.parse(await answer('trends', '--now', NOW_ISO, '--json'))).toMatchObject({
    trends: [],
    considered: { items: 1 },
  });
});

test('labels: what readers set right, one object a line', async () => {
  const label = {
    id: 'one',
    title: 'Buffer augmente ses prix',
    lang: 'fr',
    type: 'launch',
    was: 'pricing',
    at: NOW_ISO,
  };
  expect(JSON.parse(await answer('labels', '--json'))).toEqual({ labels: [label] });
  expect(
    (await answer('labels'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([label]);
});
