import { z } from 'zod';
import { managesBoard } from '../../domain/access/boards.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import { VISIBILITIES } from '../../domain/model/watch.ts';
import { type BoardStory, boardStories, boardsOf, openBoard, putOnBoard } from '../../pipeline/boards.ts';
import { makeBoard, removeBoard } from '../boardActions.ts';
import type { ServerDeps } from '../context.ts';
import { type Operation, operation, problem } from './operation.ts';
import { asForm, board, done, doneAnswer, id, none, onBoard, storyHere } from './shapes.ts';

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
        const boards = await boardsOf(person, deps);
        return { boards: boards.map(({ board: each }) => shownBoard(each)) };
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
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        const { kept, found } = await boardStories(opened.board, deps);
        const shown = (list: readonly BoardStory[]) => list.map((each) => ({ ...each }));
        return { board: shownBoard(opened.board), kept: shown(kept), found: shown(found) };
      },
    }),
    operation({
      ...write,
      ...{ id: 'makeBoard', method: 'post', path: '/boards', summary: 'Make a board', params: none },
      body: z.strictObject({
        name: z.string().max(80),
        ...{ purpose: z.string().max(200).optional(), query: z.string().max(500).optional() },
        visibility: z.enum(VISIBILITIES).default('private'),
        listed: z.boolean().optional(),
      }),
      answer: z.object({ id: z.string() }),
      run: async ({ body, person }) => ({ id: await makeBoard(asForm(body), person, deps) }),
    }),
    operation({
      ...write,
      ...{ id: 'removeBoard', method: 'delete', path: '/boards/{board}', summary: 'Delete a board' },
      params: z.object({ board: id }),
      run: async ({ params, person }) => {
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        const { board: found } = opened;
        if (!managesBoard(person, found) || found.origin === 'file') return problem(403, 'board.notYours');
        await removeBoard(found, person, deps);
        return done;
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
        const [opened, found] = [await openBoard(params.board, person, deps), await storyHere(params.story, deps)];
        if (!opened || !found) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        await putOnBoard(opened.board.id, found, person.id, deps);
        if (body.note !== undefined)
          await store.boards.changeEntry(opened.board.id, found, { note: body.note, noteBy: person.id }, person.id);
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
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        await store.boards.take(opened.board.id, await store.stories.current(params.story as StoryId));
        return done;
      },
    }),
  ];
}
