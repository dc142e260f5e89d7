import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Config, parseConfig } from '../config/load.ts';
import { newConfig } from '../config/newConfig.ts';
import { ConfigError } from '../config/problem.ts';
import { readStarters } from '../config/starters.ts';
import { VigieError } from '../domain/errors.ts';
import type { SetUp } from '../domain/model/setUp.ts';
import type { SetUpPort } from '../server/context.ts';
import type { App } from './wire.ts';

/**
 * How the first steps make a feeds.yaml beside the example; absent once there is one.
 * @param begun is told where it is
 */
export function setUpPort({ env }: App, begun: (file: string) => void): SetUpPort | undefined {
  if (!env.isExample) return undefined;
  const starters = readStarters();
  const file = join(dirname(env.configFile), 'feeds.yaml');
  return {
    starters,
    textOf(setUp: SetUp): string {
      const text = newConfig(setUp, starters);
      if (checkedConfig(text, file).sources.length === 0) throw new VigieError('setUp.nothing');
      return text;
    },
    begin(text: string): void {
      try {
        writeWhole(file, text);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        throw code === 'EEXIST' ? new VigieError('setUp.exists') : new VigieError('setUp.unwritten', { detail: code });
      }
      begun(file);
    },
  };
}

/** All of it or nothing, and never over one that somebody wrote meanwhile. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text);
    linkSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @throws VigieError `setUp.refused`, with its first mistake */
export function checkedConfig(text: string, file: string): Config {
  try {
    return parseConfig(text, file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [first] = error.problems;
    throw new VigieError('setUp.refused', { place: first?.place ?? '', message: first?.message ?? first?.code ?? '' });
  }
}
