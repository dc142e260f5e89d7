import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchFilePort } from '../../src/cli/watchFile.ts';
import type { App } from '../../src/cli/wire.ts';

const TEXT = 'title: Un\nsources:\n  - https://a.fr/feed\n';
let folder: string;
let file: string;
const begun: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-watch-'));
  file = join(folder, 'feeds.yaml');
  writeFileSync(file, TEXT, { mode: 0o640 });
  begun.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function port(configFile = file, configuredFrom = configFile) {
  const app = { env: { isExample: false, configFile }, config: { file: configuredFrom } } as App;
  return watchFilePort(app, (path) => begun.push(path));
}
const renamed = (title: string) => {
  const opened = port();
  const { text, watch } = opened?.read() ?? { text: '', watch: undefined };
  return opened?.changed(text, { ...watch, title } as never) ?? '';
};

test('feeds.yaml is replaced whole, for whom it was readable, and the one before stays beside it', () => {
  port()?.replace(TEXT, renamed('Deux'));
  expect(readFileSync(file, 'utf8')).toBe(TEXT.replace('Un', 'Deux'));
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readFileSync(`${file}.before`, 'utf8')).toBe(TEXT);
  expect(readdirSync(folder).sort()).toEqual(['feeds.yaml', 'feeds.yaml.before']);
  expect(begun).toEqual([file]);
});

test('a link to where it lies stays a link', () => {
  const link = join(folder, 'link.yaml');
  symlinkSync(file, link);
  port(link)?.replace(TEXT, renamed('Deux'));
  expect(readFileSync(file, 'utf8')).toContain('Deux');
  expect(readFileSync(link, 'utf8')).toContain('Deux');
});

test('what somebody wrote meanwhile is not written over', () => {
  const next = renamed('Deux');
  writeFileSync(file, `${TEXT}# à la main\n`);
  expect(() => port()?.replace(TEXT, next)).toThrow('watch.changed');
  expect(readFileSync(file, 'utf8')).toContain('à la main');
  expect(begun).toEqual([]);
});

test('a change that says nothing new writes nothing and begins nothing', () => {
  port()?.replace(TEXT, renamed('Un'));
  expect(readdirSync(folder)).toEqual(['feeds.yaml']);
  expect(begun).toEqual([]);
});

test('where it cannot be written it stays as it was, and the cause is named', () => {
  const next = renamed('Deux');
  // A folder stands where the copy would: as a full disk, it stops the writing halfway.
  writeFileSync(join(folder, 'x'), '');
  rmSync(`${file}.before`, { force: true });
  symlinkSync(join(folder, 'nowhere', 'x'), `${file}.before`);
  expect(() => port()?.replace(TEXT, next)).toThrow('watch.unwritten');
  expect(readFileSync(file, 'utf8')).toBe(TEXT);
  expect(begun).toEqual([]);
});

test('a mistake in the file is told with its place, and so is a change that would not start', () => {
  expect(() => port()?.changed(TEXT, { ...port()?.read().watch, timezone: 'Mars/Olympus' } as never)).toThrow(
    'setUp.refused',
  );
  rmSync(file);
  expect(() => port()?.read()).toThrow('watch.unreadable');
  writeFileSync(file, 'title: [');
  expect(() => port()?.read()).toThrow('setUp.refused');
});

test('the demo’s file is nobody’s to change', () => {
  expect(port(file, 'config/demo/feeds.yaml')).toBeUndefined();
});
