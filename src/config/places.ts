import type { z } from 'zod';
import type { ConfigProblem } from './problem.ts';

/** `['sources', 3, 'every']` → `sources[3].every` */
export const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`)).join('');

const KIND_NAMES: Record<string, string> = {
  array: 'a list',
  object: 'a set of keys',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** Every mistake zod found, each with its place under `base`, in words a person can act on. */
export function problemsOf(error: z.ZodError, base: PropertyKey[] = []): ConfigProblem[] {
  return error.issues.flatMap((issue): ConfigProblem[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ place: placeOf([...path, key]), message: 'unknown key' }));
    }
    return [{ place: placeOf(path) || '(whole file)', message: wordsFor(issue) }];
  });
}

function wordsFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith('expected')
        ? issue.message
        : `expected ${KIND_NAMES[issue.expected] ?? issue.expected}, got ${found(issue)}`;
    case 'too_small':
      return issue.message.startsWith('expected') ? issue.message : `expected at least ${issue.minimum}`;
    case 'too_big':
      return issue.message.startsWith('expected') ? issue.message : `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

const found = (issue: z.core.$ZodIssue): string =>
  /received (\w+)/.exec(issue.message)?.[1]?.replace('undefined', 'nothing') ?? 'something else';
