import type { Clock } from '../domain/ports.ts';

/**
 * Counts attempts by key and refuses those beyond `most` in a window. Held in memory: one process serves one team.
 * A key names who tries as well as what is tried, so that nobody can lock somebody else out.
 */
export function attempts(most: number, windowMs: number, clock: Clock): (key: string) => boolean {
  const counts = new Map<string, { count: number; endsAt: number }>();
  return (key) => {
    const now = clock();
    if (counts.size > MOST_KEYS) for (const [known, { endsAt }] of counts) if (endsAt <= now) counts.delete(known);
    const known = counts.get(key);
    const current = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs };
    counts.set(key, { ...current, count: current.count + 1 });
    return current.count < most;
  };
}

const MOST_KEYS = 10_000;
