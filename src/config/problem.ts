import type { ErrorParams } from '../domain/errors.ts';

/** One mistake and its place: `sources[3].every` and a sentence, or a code whose sentence stands in locales/. */
export interface ConfigProblem {
  place: string;
  message?: string;
  code?: string;
  params?: ErrorParams;
}

/** feeds.yaml or the environment is wrong: nothing starts half-configured, and every mistake is told at once. */
export class ConfigError extends Error {
  readonly file: string;
  readonly problems: ConfigProblem[];

  constructor(file: string, problems: ConfigProblem[]) {
    super(`${file}: ${problems.map(({ place, message, code }) => `${place}: ${message ?? code}`).join('; ')}`);
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
  }
}
