import { z } from 'zod';
import type { Digest } from '../../domain/model/digest.ts';
import type { StoryId } from '../../domain/model/ids.ts';
import { teller } from '../../pipeline/boards.ts';
import { renownUpTo } from '../../pipeline/renown.ts';
import { monthOf, reportOf } from '../../pipeline/report.ts';
import { competitorsJson, digestJson, searchJson, trendsJson } from '../../pipeline/reports.ts';
import { trendsUpTo } from '../../pipeline/trends.ts';
import type { ServerDeps } from '../context.ts';
import { type Operation, operation, problem } from './operation.ts';

import { anything, day, id, MOST, none, story } from './shapes.ts';

/** Where a page of results ends: opaque to who asks. */
const cursorOf = (offset: number): string => Buffer.from(`offset ${offset}`).toString('base64url');
const offsetIn = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return 0;
  const [, offset] = /^offset (\d{1,5})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return offset === undefined ? undefined : Number(offset);
};

/** What the pages show. */
const digestOr404 = (digest: Digest | undefined) => (digest ? digestJson(digest) : problem(404, 'api.notFound'));

export function readings(deps: ServerDeps): Operation[] {
  const { store, watch, clock, search } = deps;
  const read = { method: 'get', scope: 'read', needs: 'read', params: none, query: none } as const;
  return [
    operation({
      ...read,
      ...{ id: 'latestDigest', path: '/digest', summary: 'The latest digest', answer: anything },
      run: async () => digestOr404(await store.digests.findLatest()),
    }),
    operation({
      ...read,
      ...{ id: 'digestOf', path: '/digests/{date}', summary: 'The digest of a day', answer: anything },
      params: z.object({ date: day }),
      run: async ({ params }) => digestOr404(await store.digests.findByDate(params.date)),
    }),
    operation({
      ...read,
      ...{ id: 'search', path: '/search', summary: 'Search everything that was collected' },
      query: z.object({
        q: z.string().max(4000).default(''),
        limit: z.coerce.number().int().min(1).max(MOST).default(20),
        cursor: z.string().max(100).optional(),
      }),
      answer: z.looseObject({
        query: z.string(),
        total: z.number(),
        items: z.array(anything),
        next: z.string().optional(),
      }),
      run: async ({ query: { q, limit, cursor }, person }) => {
        const offset = offsetIn(cursor);
        if (offset === undefined) return problem(400, 'api.invalid', { place: 'cursor', detail: '' });
        const answer = await search.search({ query: q, limit, offset, reader: person.id });
        const json = searchJson(answer, await search.facets(answer.node), await store.sources.names());
        return { ...json, ...(offset + limit < answer.total && { next: cursorOf(offset + limit) }) };
      },
    }),
    operation({
      ...read,
      ...{ id: 'story', path: '/stories/{story}', summary: 'One story, and the articles that tell it' },
      params: z.object({ story: id }),
      answer: z.object({ ...story.shape, items: z.array(anything) }),
      run: async ({ params }) => {
        const items = await store.items.listOfStory(await store.stories.current(params.story as StoryId));
        const [told] = (await teller(deps))(items);
        if (!told) return problem(404, 'api.notFound');
        return {
          ...told,
          items: items.map(({ id: item, title, url, sourceId }) => ({ id: item, title, url, sourceId })),
        };
      },
    }),
    operation({
      ...read,
      ...{ id: 'competitors', path: '/competitors', summary: 'How the watched actors stand' },
      query: z.object({ days: z.coerce.number().int().min(1).max(365).default(7) }),
      answer: z.looseObject({ actors: z.array(anything) }),
      run: async ({ query }) => competitorsJson(await renownUpTo(clock(), query.days, deps), watch.actors),
    }),
    operation({
      ...read,
      ...{ id: 'trends', path: '/trends', summary: 'What is spoken of more than its own past' },
      answer: z.looseObject({ trends: z.array(anything) }),
      run: async () => trendsJson(await trendsUpTo(clock(), deps)),
    }),
    operation({
      ...read,
      ...{ id: 'report', path: '/report', summary: 'A month: clicks, and what sources were worth', answer: anything },
      query: z.object({
        month: z
          .string()
          .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
          .optional(),
      }),
      run: async ({ query, person }) => ({
        ...(await reportOf(query.month ?? monthOf(clock(), watch.timezone), person, deps)),
      }),
    }),
  ];
}
