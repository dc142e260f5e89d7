import { may } from '../domain/access/policy.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import { openBoard } from './boards.ts';
import type { Deps } from './deps.ts';

/** Whoever left the team, or may not read a board any more, is sent nothing of it; nor are the rooms they subscribed. */
export async function mayReceive(
  { person, createdBy, subject }: Subscription,
  { store }: Pick<Deps, 'store'>,
): Promise<boolean> {
  const reader = await store.people.find(person ?? createdBy);
  if (!reader || (person === undefined && !may(reader.role, 'curate'))) return false;
  return subject.kind !== 'board' || (await openBoard(subject.board, reader, { store })) !== undefined;
}
