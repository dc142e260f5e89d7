/** A limit on a request's time that stands still while what is waited for is not the server. */
export interface Deadline {
  /** Aborts with a TimeoutError. */
  signal: AbortSignal;
  /** The time the work takes does not count. */
  uncounted(work: () => Promise<void>): Promise<void>;
  /** The request is over. */
  clear(): void;
}

export function deadline(ms: number): Deadline {
  const controller = new AbortController();
  let leftMs = ms;
  let since = performance.now();
  const run = () => {
    since = performance.now();
    return setTimeout(() => controller.abort(new DOMException(`${ms} ms passed`, 'TimeoutError')), Math.ceil(leftMs));
  };
  let timer = run();
  return {
    signal: controller.signal,
    async uncounted(work) {
      clearTimeout(timer);
      leftMs = Math.max(1, leftMs - (performance.now() - since));
      await work();
      timer = run();
    },
    clear: () => clearTimeout(timer),
  };
}
