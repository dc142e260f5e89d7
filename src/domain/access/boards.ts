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

/** Whether somebody may say who sees a board and who keeps it, or delete it: its owner, and curators where the team sees it. */
export const managesBoard = (
  person: Pick<Person, 'id' | 'role'>,
  { visibility, owner }: Pick<KeptBoard, 'visibility' | 'owner'>,
): boolean => owner === person.id || (visibility !== 'private' && may(person.role, 'curate'));
