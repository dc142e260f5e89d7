import { randomBytes } from 'node:crypto';
import { MINUTE_MS } from '../domain/model/units.ts';
import type { Clock } from '../domain/ports.ts';

const LASTS_MS = 5 * MINUTE_MS;
const MOST = 10_000;

/** Keeps what is asked for again once and soon, under a key nobody can guess. */
export interface OneTime<Value> {
  keep(value: Value): string;
  /** What was kept lately under a key and not taken yet. */
  take(key: string): Value | undefined;
}

/** In memory: one process serves one team. */
export function oneTime<Value>(clock: Clock, lastsMs = LASTS_MS): OneTime<Value> {
  const kept = new Map<string, { value: Value; until: number }>();
  return {
    keep(value) {
      // The oldest give way: a flood of questions only makes people press the button again.
      for (const [known, { until }] of kept) if (until <= clock() || kept.size >= MOST) kept.delete(known);
      const key = randomBytes(32).toString('base64url');
      kept.set(key, { value, until: clock() + lastsMs });
      return key;
    },
    take(key) {
      const known = kept.get(key);
      kept.delete(key);
      return known !== undefined && known.until > clock() ? known.value : undefined;
    },
  };
}
