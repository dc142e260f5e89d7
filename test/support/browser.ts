import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/**
 * How pages are looked at: every width in both languages and in both themes, every language in both themes. How wide words are does
 * not depend on colours, nor contrast on words: all twelve together find nothing that these six do not, and take twice as long.
 */
export const LOOKS = [
  [1440, 'light', 'fr'],
  [1440, 'dark', 'en'],
  [768, 'light', 'en'],
  [768, 'dark', 'fr'],
  [390, 'light', 'fr'],
  [390, 'dark', 'en'],
] as const;

/** The system's Chromium; without one the browser tests fail, and say so. */
export function openBrowser(): Promise<Browser> {
  if (!CHROMIUM) throw new Error('The browser tests need Chromium: apt-get install chromium');
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...quiet],
  });
}

export interface RunningVigie {
  /** The one-time link it printed. */
  link: string;
  output(): string;
  stop(): Promise<number | null>;
}

/** Starts the built program as a person would and waits for its sign-in link. */
export async function startVigie(
  command: string,
  env: Record<string, string> = {},
  cwd: string = PROJECT,
): Promise<RunningVigie> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
  const child: ChildProcess = spawn(process.execPath, [join(PROJECT, 'bin/vigie.js'), command], {
    cwd,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      VIGIE_DATA: join(folder, 'data'),
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const link = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /http:\/\/\S+\/sign-in\?token=\S+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then(() => reject(new Error(`vigie ${command} ended:\n${output}`)));
  });
  return {
    link,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
