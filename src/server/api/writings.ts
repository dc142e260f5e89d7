import { z } from 'zod';
import { learnFrom } from '../../pipeline/tastes.ts';
import { comment } from '../commenting.ts';
import type { ServerDeps } from '../context.ts';
import { type Operation, operation, problem } from './operation.ts';

import { done, doneAnswer, id, none, storyHere } from './shapes.ts';

/** What one does to stories. */
export function writings(deps: ServerDeps): Operation[] {
  const { store, clock } = deps;
  const write = { scope: 'write', needs: 'own', query: none, answer: doneAnswer } as const;
  return [
    operation({
      ...write,
      ...{
        id: 'mark',
        method: 'put',
        path: '/stories/{story}/marks',
        summary: 'Read or keep a story, or take that back',
      },
      params: z.object({ story: id }),
      body: z.strictObject({ mark: z.enum(['read', 'saved']), set: z.boolean() }),
      run: async ({ params, body, person }) => {
        const found = await storyHere(params.story, deps);
        if (!found) return problem(404, 'api.notFound');
        const before = (await store.readers.marks(person.id, [found])).get(found)?.[body.mark] ?? false;
        await store.readers.mark(person.id, found, body.mark, body.set ? clock() : null);
        const said = body.mark === 'read' ? (body.set ? 'read' : 'unread') : body.set ? 'saved' : 'unsaved';
        if (before !== body.set) await learnFrom(person.id, found, said, deps);
        return done;
      },
    }),
    operation({
      ...write,
      ...{
        id: 'comment',
        method: 'post',
        path: '/stories/{story}/comments',
        summary: 'Say something of a story to the team',
      },
      params: z.object({ story: id }),
      body: z.strictObject({ text: z.string().trim().min(1).max(2000) }),
      run: async ({ params, body, person }) => {
        const found = await storyHere(params.story, deps);
        if (!found) return problem(404, 'api.notFound');
        return (await comment(person, found, body.text, deps)) ? done : problem(409, 'api.tooMany');
      },
    }),
  ];
}
