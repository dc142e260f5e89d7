/** How a host is spared. */
export interface HostLimits {
  /** Requests at once. */
  atOnce: number;
  /** From the start of one request to the start of the next, in ms. */
  delayMs: number;
}

interface Queue {
  active: number;
  waiting: (() => void)[];
  lastStart: number;
}

/** Idle hosts remembered for their delay: beyond, the oldest are forgotten. */
const MAX_IDLE = 5000;

/**
 * At most so many pieces of work at once for one host, and not too soon after each other; the others wait in order.
 * @param stop whoever waits then for the next moment rejects
 */
export function hostQueue(
  limitsOf: (host: string) => HostLimits,
  stop?: AbortSignal,
): <Result>(host: string, work: () => Promise<Result>) => Promise<Result> {
  const hosts = new Map<string, Queue>();

  function queueOf(host: string): Queue {
    const queue = hosts.get(host) ?? { active: 0, waiting: [], lastStart: Number.NEGATIVE_INFINITY };
    hosts.delete(host);
    hosts.set(host, queue);
    if (hosts.size > MAX_IDLE)
      for (const [name, { active }] of hosts) {
        if (active === 0) hosts.delete(name);
        if (hosts.size <= MAX_IDLE) break;
      }
    return queue;
  }

  return async (host, work) => {
    const { atOnce, delayMs } = limitsOf(host);
    const queue = queueOf(host);
    if (queue.active >= atOnce) await new Promise<void>((resolve) => queue.waiting.push(resolve));
    else queue.active += 1;
    try {
      const wait = queue.lastStart + delayMs - performance.now();
      queue.lastStart = Math.max(performance.now(), queue.lastStart + delayMs);
      if (wait > 0) await pause(wait, stop);
      return await work();
    } finally {
      const next = queue.waiting.shift();
      if (next) next();
      else queue.active -= 1;
    }
  };
}

/** @throws the reason of `stop` when that comes first */
const pause = (ms: number, stop?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(stop?.reason);
    };
    const timer = setTimeout(() => {
      stop?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    stop?.addEventListener('abort', giveUp, { once: true });
  });
