/** At most `limit` pieces of work at once for one host; the others wait their turn in order. */
export function hostQueue(limit: number): <Result>(host: string, work: () => Promise<Result>) => Promise<Result> {
  const hosts = new Map<string, { active: number; waiting: (() => void)[] }>();
  return async (host, work) => {
    const queue = hosts.get(host) ?? { active: 0, waiting: [] };
    hosts.set(host, queue);
    if (queue.active >= limit) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else queue.active += 1;
    try {
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else {
        queue.active -= 1;
        if (queue.active === 0) hosts.delete(host);
      }
    }
  };
}
