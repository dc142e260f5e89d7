/**
 * Works through a list with `concurrency` at once, at most `perGroup` of one group: a slow host holds its own turn
 * and nobody else's. `work` must not throw.
 */
export async function fairPool<Job>(
  jobs: readonly Job[],
  groupOf: (job: Job) => string,
  limits: { concurrency: number; perGroup: number },
  work: (job: Job) => Promise<void>,
): Promise<void> {
  const groups = new Map(Map.groupBy(jobs, groupOf));
  const active = new Map<string, number>();

  /** The next job of the group that has waited longest and has a place free. */
  function next(): { group: string; job: Job } | undefined {
    for (const [group, waiting] of groups) {
      if ((active.get(group) ?? 0) >= limits.perGroup) continue;
      const job = waiting.shift();
      groups.delete(group);
      if (waiting.length > 0) groups.set(group, waiting);
      if (job !== undefined) return { group, job };
    }
    return undefined;
  }

  await new Promise<void>((resolve) => {
    let running = 0;
    const fill = () => {
      while (running < limits.concurrency) {
        const found = next();
        if (!found) break;
        running += 1;
        active.set(found.group, (active.get(found.group) ?? 0) + 1);
        void work(found.job).finally(() => {
          running -= 1;
          active.set(found.group, (active.get(found.group) ?? 1) - 1);
          fill();
        });
      }
      if (running === 0 && groups.size === 0) resolve();
    };
    fill();
  });
}
