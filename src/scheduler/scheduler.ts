import { type ScheduledTask, schedule } from 'node-cron';
import { Stopped } from '../domain/errors.ts';
import type { Instant } from '../domain/model/units.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { Job } from './jobs.ts';

export interface Scheduler {
  /** Beats now, and every minute from now on. */
  start(): Promise<void>;
  /** One heartbeat: runs what is due and not running. Resolves when it is done. */
  beat(): Promise<void>;
  /** No more beats; what is in hand is finished. */
  stop(): Promise<void>;
}

/**
 * node-cron beats every minute in UTC, where no tick is ever lost to a clock change; what is due is the jobs' to say.
 * A job never overlaps itself; one that fails is tried at the next beat.
 */
export function scheduler(jobs: readonly Job[], clock: Clock, log: Log): Scheduler {
  const running = new Map<string, Promise<void>>();
  const began = new Map<string, Instant>();
  const stopping = new AbortController();

  function start(job: Job): Promise<void> {
    began.set(job.name, clock());
    const run = job
      .run(stopping.signal)
      .catch((error: Error) => {
        if (!(error instanceof Stopped))
          log.error({ job: job.name, error: error.stack }, 'A job failed; it is tried again');
      })
      .finally(() => running.delete(job.name));
    running.set(job.name, run);
    return run;
  }

  async function beat(): Promise<void> {
    if (stopping.signal.aborted) return;
    const due = jobs.filter((job) => !running.has(job.name) && job.isDue(clock(), began.get(job.name)));
    for (const job of jobs) if (!began.has(job.name)) began.set(job.name, clock());
    await Promise.all(due.map(start));
  }

  let heartbeat: ScheduledTask | undefined;
  return {
    beat,
    start() {
      if (!stopping.signal.aborted)
        heartbeat ??= schedule('* * * * *', () => void beat(), { timezone: 'Etc/UTC', noOverlap: false });
      return beat();
    },
    async stop() {
      stopping.abort();
      await heartbeat?.destroy();
      await Promise.all(running.values());
    },
  };
}
