import type { BoardRole, KeptBoard } from '../model/board.ts';
import type { Person } from '../model/person.ts';
import { may } from './policy.ts';

export type BoardAccess = 'edit' | 'read' | 'none';

/**
 * What somebody may do with a board. A private one is its owner's and its members' alone: no role of the watch opens it.
 * @param member their part on this board, when they were given one
 */
export function boardAccess(
  person: Pick<Person, 'id' | 'role'>,
  { visibility, owner }: Pick<KeptBoard, 'visibility' | 'owner'>,
  member?: BoardRole,
): BoardAccess {
  if (owner === person.id || member === 'editor') return 'edit';
  if (visibility === 'private') return member === 'reader' ? 'read' : 'none';
  return may(person.role, 'curate') ? 'edit' : 'read';
}
