export type ErrorParams = Record<string, string | number>;

/** The one error class for people: a code whose sentence stands in web/locales (`errors.<code>`), and what fills it. */
export class VigieError extends Error {
  readonly code: string;
  readonly params: ErrorParams;

  constructor(code: string, params: ErrorParams = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause });
    this.name = 'VigieError';
    this.code = code;
    this.params = params;
  }
}

/** Vigie ends or begins anew: the request was given up, and what it was for is as if nothing had been asked. */
export class Stopped extends Error {
  override name = 'Stopped';
}

/** Ends a switch that handles every case: a forgotten one does not compile. */
export function never(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
