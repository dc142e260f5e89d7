import { z } from 'zod';
import { openBoard } from '../../pipeline/boards.ts';
import { composed, sendNewsletter, writing } from '../../pipeline/newsletters.ts';
import type { ServerDeps } from '../context.ts';
import { saveDraft, written } from '../newsletterActions.ts';
import { type Operation, operation, problem } from './operation.ts';
import { anything, done, doneAnswer, id, none } from './shapes.ts';

const number = z.coerce.number().int().positive();

/** What the pages of newsletters do: read those that went out, write the next one, send it. */
export function newsletterOperations(deps: ServerDeps): Operation[] {
  const { store } = deps;
  const params = z.object({ board: id });
  const read = { method: 'get', scope: 'read', needs: 'read', query: none } as const;
  const write = { scope: 'write', needs: 'own', query: none, params } as const;
  return [
    operation({
      ...read,
      ...{ id: 'newsletters', path: '/boards/{board}/newsletters', summary: 'The newsletters of a board', params },
      answer: z.object({ newsletters: z.array(anything) }),
      run: async ({ params, person }) => {
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        return { newsletters: (await store.newsletters.list(opened.board.id)).map((each) => ({ ...each })) };
      },
    }),
    operation({
      ...read,
      ...{ id: 'newsletter', path: '/boards/{board}/newsletters/{number}', summary: 'One, as it went out' },
      ...{ params: params.extend({ number }), answer: anything },
      run: async ({ params, person }) => {
        const opened = await openBoard(params.board, person, deps);
        const found = opened && (await store.newsletters.find(opened.board.id, params.number));
        return found ? { ...found } : problem(404, 'api.notFound');
      },
    }),
    operation({
      ...write,
      ...{ id: 'writeNewsletter', method: 'put', path: '/boards/{board}/newsletter', answer: doneAnswer },
      summary: 'Write the next newsletter of a board; what was written before is replaced',
      body: z.strictObject({
        ...{ title: z.string().max(140).default(''), intro: z.string().max(4000).default('') },
        stories: z.array(id).max(30),
      }),
      run: async ({ params, body, person }) => {
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        const seenAt = (await store.newsletters.draftOf(opened.board.id))?.changedAt;
        await saveDraft(opened.board.id, written(body.title, body.intro, body.stories), seenAt, person, deps);
        return done;
      },
    }),
    operation({
      ...write,
      ...{ id: 'sendNewsletter', method: 'post', path: '/boards/{board}/newsletter/send' },
      summary: 'Send what was written, once, to those who receive the newsletters of the board',
      body: z.strictObject({ all: z.boolean().default(false) }),
      answer: z.object({ number: z.number(), receivers: z.number() }),
      run: async ({ params, body, person }) => {
        const opened = await openBoard(params.board, person, deps);
        if (!opened) return problem(404, 'api.notFound');
        if (opened.access !== 'edit') return problem(403, 'board.notYours');
        const draft = await writing(opened.board, deps);
        // Only what somebody wrote: never what Vigie proposes.
        if (draft.changedAt === undefined) return problem(409, 'newsletter.gone');
        const newsletter = composed(opened.board, draft, person, deps);
        return {
          number: newsletter.number,
          receivers: await sendNewsletter(newsletter, draft.changedAt, body.all, deps),
        };
      },
    }),
  ];
}
