import { z } from 'zod';
import type { SourceId } from '../../domain/model/ids.ts';
import { SOURCE_KINDS } from '../../domain/model/source.ts';
import type { ServerDeps } from '../context.ts';
import { actOnSource, chosenSource, follow } from '../sourceActions.ts';
import { type Operation, operation, problem } from './operation.ts';
import { anything, asForm, done, doneAnswer, id, none } from './shapes.ts';

/** What the page of sources does. */
export function sourceOperations(deps: ServerDeps): Operation[] {
  const { store, watch } = deps;
  const write = { scope: 'write', needs: 'feed', method: 'post', query: none } as const;
  return [
    operation({
      ...{ id: 'sources', method: 'get', path: '/sources', summary: 'Every source that is followed' },
      ...{ scope: 'read', needs: 'feed', params: none, query: none },
      answer: z.object({ sources: z.array(anything) }),
      run: async () => ({
        sources: (await store.sources.list()).map(({ source, state }) => ({
          ...{ id: source.id, kind: source.kind, name: source.name, tags: source.tags },
          ...{ lastCheckedAt: state.lastCheckedAt, nextCheckAt: state.nextCheckAt, problem: state.problem?.kind },
        })),
      }),
    }),
    operation({
      ...write,
      ...{ id: 'followSource', path: '/sources', summary: 'Follow a source, and ask it now', params: none },
      body: z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        kind: z.enum(SOURCE_KINDS).default('feed'),
        ...{ name: z.string().max(120).optional(), competitor: z.string().max(100).optional() },
        tags: z.array(z.string().max(60)).max(10).optional(),
      }),
      answer: z.object({ id: z.string() }),
      run: async ({ body }) => {
        const source = chosenSource(
          asForm(body),
          watch.actors.map(({ id: actor }) => actor),
        );
        if (!source) return problem(400, 'api.invalid', { place: 'url', detail: body.url });
        await follow(source, deps);
        return { id: source.id };
      },
    }),
    operation({
      ...write,
      ...{ id: 'changeSource', path: '/sources/{source}/actions', summary: 'Ask, pause, resume or stop a source' },
      params: z.object({ source: id }),
      body: z.strictObject({ action: z.enum(['check', 'pause', 'resume', 'remove']) }),
      answer: doneAnswer,
      run: async ({ params, body }) => {
        const source = params.source as SourceId;
        if (!(await store.sources.find(source))) return problem(404, 'api.notFound');
        const isDone = await actOnSource(source, body.action, undefined, deps);
        return isDone || body.action !== 'remove' ? done : problem(409, 'api.ofTheFile');
      },
    }),
  ];
}
