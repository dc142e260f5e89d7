import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The project's own folder: two levels up from src/config, one more from dist/. */
export const PROJECT = new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url);

export const readProjectFile = (path: string): string => readFileSync(new URL(path, PROJECT), 'utf8');

export interface DataFiles {
  folder: string;
  store: string;
  index: string;
  meili: string;
  /** Where a running server tells the command line its Meilisearch is. */
  meiliEndpoint: string;
  /** Where a running server can be reached. */
  serverUrl: string;
}

/** Creates the data folder, readable by its owner only. */
export function dataFiles(folder: string): DataFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // A folder that was there already may be open to everybody.
  chmodSync(folder, 0o700);
  const at = (name: string) => join(folder, name);
  return {
    folder,
    store: at('vigie.db'),
    index: at('search.db'),
    meili: at('meili-1.21'),
    meiliEndpoint: at('meili-endpoint.json'),
    serverUrl: at('server-url'),
  };
}

/** The secret tokens are hashed with: given, else made once and kept in a file only its owner reads. */
export function secretOf(folder: string, given: string | undefined): string {
  if (given !== undefined) return given;
  const file = join(folder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
