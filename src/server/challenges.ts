import { randomBytes } from 'node:crypto';
import { MINUTE_MS } from '../domain/model/units.ts';
import type { Clock } from '../domain/ports.ts';

const LASTS_MS = 5 * MINUTE_MS;
const MOST = 10_000;

/** What an authenticator is asked to sign, each once and for one purpose. In memory: one process serves one team. */
export function challenges(clock: Clock): {
  issue(purpose: string): string;
  /** Whether it was issued for this, lately, and not used yet. */
  take(challenge: string, purpose: string): boolean;
} {
  const open = new Map<string, { purpose: string; until: number }>();
  return {
    issue(purpose) {
      // The oldest give way: a flood of questions only makes people press the button again.
      for (const [known, { until }] of open) if (until <= clock() || open.size >= MOST) open.delete(known);
      const challenge = randomBytes(32).toString('base64url');
      open.set(challenge, { purpose, until: clock() + LASTS_MS });
      return challenge;
    },
    take(challenge, purpose) {
      const known = open.get(challenge);
      open.delete(challenge);
      return known !== undefined && known.purpose === purpose && known.until > clock();
    },
  };
}
