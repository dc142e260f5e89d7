import { DAY_MS } from '../domain/model/units.ts';
import type { Deps } from './deps.ts';

/** Items are kept this long; for ever those that somebody saved, planned, spoke of or put on a board, or a digest told. */
const KEEP_MS = 730 * DAY_MS;
/** What was sent to whom is known for a season. */
export const TRACE_MS = 90 * DAY_MS;
const PAGE = 1000;

/** Housekeeping: forgets what is too old to be searched for, and spent sign-in links. Returns how many items went. */
export async function retain({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<number> {
  const now = clock();
  await store.sessions.removeExpired(now);
  await store.deliveries.removeSettledBefore(now - TRACE_MS);
  await store.subscriptions.forgetToldBefore(now - TRACE_MS);
  let removed = 0;
  for (;;) {
    const gone = await store.transaction(async (tx) => {
      const ids = await tx.items.deleteSeenBefore(now - KEEP_MS, PAGE);
      if (ids.length > 0) await tx.outbox.recordDeletions(ids, await tx.outbox.takeRevisions(ids.length));
      return ids.length;
    });
    removed += gone;
    if (gone < PAGE) return removed;
  }
}
