import { Presets, SingleBar } from 'cli-progress';
import { type Language, type Speech, speech } from '../../web/i18n.ts';
import type { ConfigError, ConfigProblem } from '../config/problem.ts';
import type { VigieError } from '../domain/errors.ts';

/** What a command has to say: results on stdout, everything else on stderr. */
export interface Output {
  json: boolean;
  speech: Speech;
  /** The one JSON document of `--json`, or the same for people. */
  result(value: unknown, lines: () => string[]): void;
  say(line: string): void;
  warn(line: string): void;
}

export function output(json: boolean, language: Language, timezone: string): Output {
  return {
    json,
    speech: speech(language, timezone),
    result(value, lines) {
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines().join('\n')}\n`);
    },
    say(line) {
      (json ? process.stderr : process.stdout).write(`${line}\n`);
    },
    warn(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}

/** A progress bar on a terminal; silence elsewhere. */
export function progressBar(label: string): { update(done: number, total: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}`, stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total, 0);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

const problemLine = ({ place, message, code, params }: ConfigProblem, { t }: Speech): string =>
  `${place}: ${message ?? t(`errors.${code}`, params)}`;

/** One line per mistake: `feeds.yaml: sources[3].every: expected …` */
export const configLines = (error: ConfigError, words: Speech): string[] =>
  error.problems.map((problem) => `${error.file}: ${problemLine(problem, words)}`);

export const configProblems = (error: ConfigError, words: Speech): { place: string; message: string }[] =>
  error.problems.map((problem) => ({
    place: problem.place,
    message: problemLine(problem, words).slice(problem.place.length + 2),
  }));

/** The sentence of an error meant for people. */
export const errorSentence = (error: VigieError, { t }: Speech): string => t(`errors.${error.code}`, error.params);

/** Rows of text in columns as wide as their widest cell; the last column is left ragged. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(most[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
