import { z } from 'zod';
import { boardAccess } from '../../domain/access/boards.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import type { Person } from '../../domain/model/person.ts';
import { type BoardStory, boardStories, putOnBoard } from '../../pipeline/boards.ts';
import type { ServerDeps } from '../context.ts';
import { type Operation, operation, problem } from './operation.ts';

import { board, done, doneAnswer, id, none, onBoard, storyHere } from './shapes.ts';

/** The board, for those to whom it exists. */
const findBoard = async (board: string, person: Person, { store }: ServerDeps) => {
  const found = await store.boards.find(board);
  const access = found && boardAccess(person, found, (await store.boards.members(found.id)).get(person.id));
  return found && access !== 'none' ? { found, access } : undefined;
};
const shownBoard = ({ id: board, name, purpose, query, visibility }: KeptBoard) => ({
  ...{ id: board, name, purpose, query, visibility },
});

/** What the pages of boards do. */
export function boardOperations(deps: ServerDeps): Operation[] {
  const { store } = deps;
  const write = { scope: 'write', needs: 'own', query: none, answer: doneAnswer } as const;
  const read = { method: 'get', scope: 'read', needs: 'read', params: none, query: none } as const;
  return [
    operation({
      ...read,
      ...{
        id: 'boards',
        path: '/boards',
        summary: 'The boards one may read',
        answer: z.object({ boards: z.array(board) }),
      },
      run: async ({ person }) => {
        const memberships = await store.boards.membershipsOf(person.id);
        const boards = (await store.boards.list()).filter(
          (each) => boardAccess(person, each, memberships.get(each.id)) !== 'none',
        );
        return { boards: boards.map(shownBoard) };
      },
    }),
    operation({
      ...read,
      ...{
        id: 'boardStories',
        path: '/boards/{board}/stories',
        summary: 'What stands on a board, and what its query finds',
      },
      params: z.object({ board: id }),
      answer: z.object({
        board,
        kept: z.array(onBoard),
        found: z.array(onBoard),
      }),
      run: async ({ params, person }) => {
        const opened = await findBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        const { kept, found } = await boardStories(opened.found, deps);
        const shown = (list: readonly BoardStory[]) => list.map((each) => ({ ...each }));
        return { board: shownBoard(opened.found), kept: shown(kept), found: shown(found) };
      },
    }),
    operation({
      ...write,
      ...{
        id: 'putOnBoard',
        method: 'put',
        path: '/boards/{board}/stories/{story}',
        summary: 'Put a story on a board',
      },
      params: z.object({ board: id, story: id }),
      body: z.strictObject({ note: z.string().max(600).optional() }),
      run: async ({ params, body, person }) => {
        const [opened, found] = [await findBoard(params.board, person, deps), await storyHere(params.story, deps)];
        if (!opened || !found) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        await putOnBoard(opened.found.id, found, person.id, deps);
        if (body.note !== undefined)
          await store.boards.changeEntry(opened.found.id, found, { note: body.note, noteBy: person.id }, person.id);
        return done;
      },
    }),
    operation({
      ...write,
      ...{
        id: 'takeOffBoard',
        method: 'delete',
        path: '/boards/{board}/stories/{story}',
        summary: 'Take a story off a board',
      },
      params: z.object({ board: id, story: id }),
      run: async ({ params, person }) => {
        const opened = await findBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        await store.boards.take(opened.found.id, await store.stories.current(params.story as StoryId));
        return done;
      },
    }),
  ];
}
