// Each measurement runs in a process of its own: nothing warmed up or kept by another.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The options Vigie itself runs with: the first line of its program names them. */
export const VIGIE_OPTIONS =
  readFileSync(new URL('../bin/vigie.js', import.meta.url), 'utf8')
    .split('\n', 1)[0]
    .match(/--\S+/g) ?? [];

const fileOf = (name) => new URL(name, import.meta.url).pathname;

/** Runs a script of this folder to its end and returns the JSON line it printed last. */
export async function runChild(name, args, nodeOptions = []) {
  const child = spawn(process.execPath, [...nodeOptions, fileOf(name), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last = '';
  createInterface(child.stdout).on('line', (line) => {
    last = line;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}`);
  return JSON.parse(last);
}

/** Starts a script that serves until stopped; resolves with what it said when ready. */
export async function startChild(name, args) {
  const child = spawn(process.execPath, [fileOf(name), ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ]);
  const stop = async () => {
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  return { said: JSON.parse(line), stop };
}
