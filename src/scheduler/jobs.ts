import { HOUR_MS, type Instant, MINUTE_MS } from '../domain/model/units.ts';
import { adviseEdition } from '../pipeline/advice.ts';
import { matchArrivals } from '../pipeline/alerts.ts';
import { lastSlot } from '../pipeline/days.ts';
import { recoverDeliveries, sendDeliveries } from '../pipeline/deliver.ts';
import type { Deps } from '../pipeline/deps.ts';
import { dueEdition } from '../pipeline/digest.ts';
import { subscribeToHubs } from '../pipeline/hubs.ts';
import { indexStore } from '../pipeline/indexing.ts';
import { followLists } from '../pipeline/lists.ts';
import type { Addresses } from '../pipeline/messages.ts';
import { retain } from '../pipeline/retain.ts';
import { planDeliveries } from '../pipeline/subscriptions.ts';
import { sweep } from '../pipeline/sweep.ts';

/** Something done again and again. Whether it is due is read from the store or the clock, never counted in ticks. */
export interface Job {
  name: string;
  /** Whether it has something to do at `now`, given when it last began. */
  isDue(now: Instant, lastBeganAt: Instant | undefined): boolean;
  /** Stops picking up work when the signal says so; what is in hand is finished. */
  run(signal: AbortSignal): Promise<void>;
}

const ADVICE_MS = 5 * MINUTE_MS;
const HOUSEKEEPING = '17 4 * * *';

/** Where hubs can reach us, feeds that name one are told of rather than asked. */
const hubsJob = (publicUrl: string, deps: Deps): Job => ({
  name: 'hubs',
  isDue: (now, last) => last === undefined || now - last >= HOUR_MS,
  async run() {
    const asked = await subscribeToHubs(publicUrl, deps);
    if (asked > 0) deps.log.info({ asked }, 'hubs');
  },
});

/** Where there is a model, it is asked about the last edition; it may be slow, or away. */
const adviceJob = (deps: Deps): Job => ({
  name: 'advice',
  isDue: (now, last) => last === undefined || now - last >= ADVICE_MS,
  async run(signal) {
    await adviseEdition(deps, signal);
  },
});

/** What arrived is noted for whom it is, messages that are due are made, and what waits goes out. */
const deliveryJob = (deps: Deps, addresses: Addresses): Job => ({
  name: 'deliver',
  isDue: () => true,
  async run(signal) {
    await recoverDeliveries(deps);
    await matchArrivals(deps);
    const made = await planDeliveries(deps, addresses);
    const report = await sendDeliveries(deps, signal);
    if (made + report.sent + report.dead > 0) deps.log.info({ made, ...report }, 'deliver');
  },
});

/** Every job, in the order a heartbeat looks at them. */
export function jobs(deps: Deps, publicUrl?: string, addresses?: Addresses): Job[] {
  const { watch, log } = deps;
  const slotPassed = (pattern: string) => (now: Instant, last: Instant | undefined) => {
    const slot = lastSlot(pattern, watch.timezone, now);
    return slot !== undefined && (last === undefined || last < slot);
  };
  return [
    {
      name: 'sweep',
      isDue: slotPassed(watch.sweep.cron),
      async run(signal) {
        await followLists(deps);
        const report = await sweep({ signal }, deps);
        if (report.checked > 0) log.info({ ...report, failures: report.failures.length }, 'sweep');
        await indexStore(deps);
      },
    },
    {
      name: 'digest',
      // Asked at every beat: the store knows whether today's edition is owed, also after a night switched off.
      isDue: () => true,
      async run() {
        const digest = await dueEdition(deps);
        if (digest) log.info({ number: digest.number, date: digest.date, minutes: digest.plannedMinutes }, 'digest');
      },
    },
    ...(addresses ? [deliveryJob(deps, addresses)] : []),
    ...(deps.assistant ? [adviceJob(deps)] : []),
    ...(publicUrl === undefined ? [] : [hubsJob(publicUrl, deps)]),
    {
      name: 'housekeeping',
      isDue: (now, last) => last !== undefined && slotPassed(HOUSEKEEPING)(now, last),
      async run() {
        const removed = await retain(deps);
        log.info({ removed }, 'housekeeping');
      },
    },
  ];
}
