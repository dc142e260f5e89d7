import { openStore } from '../../src/adapters/store/open.ts';
import { readLexicons } from '../../src/config/lexicons.ts';
import type { Deps } from '../../src/pipeline/deps.ts';
import { edition } from '../../src/pipeline/digest.ts';

/** Run as a process of its own: makes today's edition in the store it is given, and tells it to its parent. */
const store = await openStore(process.argv[2] ?? '');
const watch = {
  title: 'Veille',
  language: 'fr' as const,
  timezone: 'Europe/Paris',
  digest: { minutes: 60, cron: '30 6 * * *' },
  sweep: { cron: '*/5 * * * *' },
  actors: [],
  topics: [],
  boards: [],
};
// The same minute for all, so that they do make it at once; each a little later than the other.
const started = Date.UTC(2026, 10, 24, 5, 30) + (process.pid % 1000);
const digest = await edition({}, { store, watch, lexicons: readLexicons(), clock: () => started } as unknown as Deps);
process.send?.(digest, () => process.exit(0));
