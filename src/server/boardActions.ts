import { may, type Role } from '../domain/access/policy.ts';
import { VigieError } from '../domain/errors.ts';
import type { KeptBoard } from '../domain/model/board.ts';
import type { Person } from '../domain/model/person.ts';
import { VISIBILITIES } from '../domain/model/watch.ts';
import { parseSearch } from '../domain/query/parse.ts';
import { foldText } from '../domain/query/words.ts';
import type { ServerDeps } from './context.ts';
import { type Form, field } from './forms.ts';
import { newId } from './tokens.ts';

const MAX_NAME = 80;
const MAX_PURPOSE = 200;
const MAX_QUERY = 500;
const MOST_BOARDS = 50;

/**
 * Makes the board a form describes, for who asks.
 * @returns its id
 * @throws VigieError `board.…`, or the query's own with its column
 */
export async function makeBoard(form: Form, by: Person, { store, clock }: ServerDeps): Promise<string> {
  const board = { ...readBoard(form, by.role), origin: 'app' as const, owner: by.id, createdAt: clock() };
  if ((await store.boards.countOf(by.id)) >= MOST_BOARDS) throw new VigieError('board.tooMany', { most: MOST_BOARDS });
  const slug = slugOf(board.name);
  let id = slug || 'board';
  // Of a board that was ever there, the pins are its own.
  while (!(await store.boards.add({ ...board, id }))) id = `${slug || 'board'}-${newId().toLowerCase()}`;
  await store.audit.add({ at: clock(), person: by.id, action: 'madeBoard', subject: board.name, detail: {} });
  return id;
}

export async function removeBoard({ id, name }: KeptBoard, by: Person, { store, clock }: ServerDeps): Promise<void> {
  await store.boards.remove(id);
  await store.audit.add({ at: clock(), person: by.id, action: 'removedBoard', subject: name, detail: {} });
}

/** "prix-des-concurrents"; empty for a name without a letter. */
const slugOf = (name: string): string =>
  foldText(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);

/**
 * What a form says of a board.
 * @throws VigieError `board.noName`, `board.notShared`, or the query's own with its column
 */
export function readBoard(form: Form, role: Role) {
  const name = field(form, 'name').replace(/\s+/g, ' ').slice(0, MAX_NAME);
  const query = field(form, 'query').slice(0, MAX_QUERY);
  const visibility = VISIBILITIES.find((each) => each === field(form, 'visibility')) ?? 'private';
  if (name === '') throw new VigieError('board.noName');
  if (visibility !== 'private' && !may(role, 'curate')) throw new VigieError('board.notShared');
  if (query !== '') parseSearch(query);
  return {
    ...{ name, query, visibility },
    purpose: field(form, 'purpose').slice(0, MAX_PURPOSE),
    isListed: field(form, 'listed') === 'on',
  };
}
