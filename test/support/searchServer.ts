import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMeiliBinary, type MeiliProcess, startMeili } from '../../src/adapters/search/meiliProcess.ts';
import { meilisearchEngine } from '../../src/adapters/search/meilisearch.ts';
import type { SearchEngine } from '../../src/domain/search/model.ts';
import { silent } from './testDeps.ts';

/** The binary npm brought, when this machine can run it; else undefined and `whyNoServer` says why. */
export const serverBinary: string | undefined =
  process.platform === 'linux' && process.arch === 'x64' ? await findMeiliBinary(undefined, '', silent) : undefined;

/** Stands in the names of the suites that run without a server, so that nobody takes them for both engines. */
export const engineNote = serverBinary ? '' : ' (embedded only: npm brought no Meilisearch this machine can run)';

export interface SearchServer {
  process: MeiliProcess;
  engine: SearchEngine;
  folder: string;
  close(): Promise<void>;
}

export async function searchServer(): Promise<SearchServer> {
  if (!serverBinary) throw new Error(engineNote);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-meili-'));
  const process = await startMeili(serverBinary, folder, silent);
  const engine = await meilisearchEngine(process.address);
  return {
    process,
    engine,
    folder,
    async close() {
      await process.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Process ids of the children of a process whose command is `name`. */
export function childrenOf(parent: number | undefined, name = 'meilisearch'): number[] {
  if (parent === undefined) return [];
  const ids = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return ids.filter((id) => isAlive(id) && readFileSync(`/proc/${id}/comm`, 'utf8').startsWith(name.slice(0, 11)));
}

export function isAlive(id: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}
