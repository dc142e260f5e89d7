import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setUpPort } from '../../src/cli/setUp.ts';
import type { App } from '../../src/cli/wire.ts';

let folder: string;
const begun: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-set-up-'));
  begun.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const port = (isExample = true, at = folder) =>
  setUpPort({ env: { isExample, configFile: join(at, 'feeds.example.yaml') } } as App, (file) => begun.push(file));

test('feeds.yaml is written whole beside the example, once, and never over another', () => {
  port()?.begin('title: Un\n');
  expect(begun).toEqual([join(folder, 'feeds.yaml')]);
  expect(() => port()?.begin('title: Deux\n')).toThrow('setUp.exists');
  expect(readFileSync(join(folder, 'feeds.yaml'), 'utf8')).toBe('title: Un\n');
  expect(readdirSync(folder)).toEqual(['feeds.yaml']);
});

test('where it cannot be written nothing is left behind, and the cause is named', () => {
  expect(() => port(true, join(folder, 'nowhere'))?.begin('title: Un\n')).toThrow('setUp.unwritten');
  // A file stands where the draft would: as a full disk, it stops the writing halfway.
  rmSync(folder, { recursive: true });
  writeFileSync(folder, '');
  expect(() => port()?.begin('title: Un\n')).toThrow('setUp.unwritten');
  expect(begun).toEqual([]);
});

test('whoever has a feeds.yaml has no first steps', () => {
  expect(port(false)).toBeUndefined();
});

test('a watch without a source is refused, and so is a text that would not start', () => {
  const said = { title: 'Veille', language: 'fr', timezone: 'Europe/Paris', competitors: [], trades: [] } as const;
  const rest = { readIn: [], hasPress: false, addresses: [], minutes: 60, at: 390 };
  const textOf = (given: object) => port()?.textOf({ ...said, ...rest, ...given } as never);
  expect(() => textOf({})).toThrow('setUp.nothing');
  expect(() => textOf({ trades: ['social'], readIn: ['fr'], timezone: 'Mars/Olympus' })).toThrow('setUp.refused');
  expect(textOf({ addresses: ['https://a.fr/'] })).toContain('https://a.fr/');
});
