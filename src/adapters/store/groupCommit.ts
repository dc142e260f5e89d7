import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Works one commit takes at most: the wait of the first stays short. */
const MOST_TOGETHER = 50;

interface Waiting<Queries> {
  work: (queries: Queries) => Promise<unknown>;
  resolve(result: never): void;
  reject(error: unknown): void;
}

/**
 * Transactions that share a commit with whoever else is waiting for the one connection: a sweep's thousand small
 * transactions cost a few dozen commits. When one of a group fails, the group is rolled back and each is done alone,
 * so that a failure stays its own; a work may therefore run twice.
 */
export function groupCommit<Queries>(db: Kysely<Tables>, queriesOn: (db: Kysely<Tables>) => Queries) {
  const waiting: Waiting<Queries>[] = [];
  let isDraining = false;

  async function drain(): Promise<void> {
    if (isDraining) return;
    isDraining = true;
    while (waiting.length > 0) await commit(waiting.splice(0, MOST_TOGETHER));
    isDraining = false;
  }

  async function commit(group: readonly Waiting<Queries>[]): Promise<void> {
    try {
      const results = await inOne(group);
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as never);
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const each of group) await commit([each]);
    }
  }

  const inOne = (group: readonly Waiting<Queries>[]): Promise<unknown[]> =>
    db.transaction().execute(async (transaction) => {
      const queries = queriesOn(transaction);
      const results: unknown[] = [];
      for (const { work } of group) results.push(await work(queries));
      return results;
    });

  return <Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      void drain();
    });
}
