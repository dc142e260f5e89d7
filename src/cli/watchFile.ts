import { copyFileSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { changeable, changedConfig } from '../config/changeConfig.ts';
import { VigieError } from '../domain/errors.ts';
import type { WatchFilePort } from '../server/context.ts';
import { checkedConfig } from './setUp.ts';
import type { App } from './wire.ts';

/**
 * How pages change what feeds.yaml says of the watch; absent for the example and for the demo, which are nobody's file.
 * @param begun is told where it is, once it was changed
 */
export function watchFilePort({ env, config }: App, begun: (file: string) => void): WatchFilePort | undefined {
  if (env.isExample || config.file !== env.configFile) return undefined;
  const read = () => {
    try {
      return readFileSync(env.configFile, 'utf8');
    } catch (error) {
      throw new VigieError('watch.unreadable', { detail: (error as NodeJS.ErrnoException).code ?? '' });
    }
  };
  return {
    read() {
      const text = read();
      return { text, watch: changeable(checkedConfig(text, env.configFile)) };
    },
    changed(text, change) {
      const next = changedConfig(text, checkedConfig(text, env.configFile), change);
      checkedConfig(next, env.configFile);
      return next;
    },
    replace(before, text) {
      if (read() !== before) throw new VigieError('watch.changed');
      if (text === before) return;
      try {
        replaceWhole(env.configFile, text);
      } catch (error) {
        throw new VigieError('watch.unwritten', { detail: (error as NodeJS.ErrnoException).code ?? '' });
      }
      begun(env.configFile);
    },
  };
}

/** All of it or nothing, through a link to where it lies, for whom it was readable; the one before stays beside it. */
function replaceWhole(path: string, text: string): void {
  const file = realpathSync(path);
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: statSync(file).mode });
    copyFileSync(file, `${file}.before`);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
