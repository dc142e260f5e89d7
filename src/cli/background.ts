import { Stopped } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';

/** Work that nobody waits for, until Vigie ends. */
export interface Background {
  /** @param failure what is said of it in the log when it fails; a work given up did not */
  run(work: () => Promise<unknown>, failure: string): void;
  /** Resolves when none is in hand. */
  settled(): Promise<void>;
}

export function background(log: Log): Background {
  const inHand = new Set<Promise<void>>();
  return {
    run(work, failure) {
      const mine = work().then(
        () => undefined,
        (error: Error) => {
          if (!(error instanceof Stopped)) log.error({ error: error.stack }, failure);
        },
      );
      inHand.add(mine);
      void mine.then(() => inHand.delete(mine));
    },
    async settled() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}
