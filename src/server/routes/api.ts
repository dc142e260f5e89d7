import { etag } from 'hono/etag';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { may } from '../../domain/access/policy.ts';
import { VigieError } from '../../domain/errors.ts';
import type { Person } from '../../domain/model/person.ts';
import { openApiDocument } from '../api/openapi.ts';
import { isProblem, type Operation } from '../api/operation.ts';
import { operationsOf } from '../api/operations.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { tokenHash } from '../tokens.ts';

const ROOT = '/api/v1';
const VERSION = '1';

/** The same as the pages, for programs: a token says who asks, and what for. No cookie is read, so no page can be tricked. */
export function apiRoutes(app: App, deps: ServerDeps): void {
  const { store, secret, clock, log } = deps;
  const operations = operationsOf(deps);
  const document = openApiDocument(operations, { version: VERSION, baseUrl: deps.baseUrl });

  app.use(`${ROOT}/*`, etag());
  app.get(`${ROOT}/openapi.json`, (c) => c.json(document));

  for (const each of operations)
    app.on(each.method.toUpperCase(), ROOT + each.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
      const who = await asking(c, each);
      if ('status' in who) return said(c, who.status, who.code);
      try {
        return await answered(c, each, who.person);
      } catch (error) {
        if (error instanceof VigieError) return said(c, 400, error.code, error.params);
        log.error({ path: c.req.path, error: (error as Error).stack }, 'A request of the API failed');
        return said(c, 500, 'api.internal');
      }
    });
  app.all(`${ROOT}/*`, (c) => said(c, 404, 'api.notFound'));

  async function answered(c: Ctx, { params, query, body, run }: Operation, person: Person): Promise<Response> {
    const given = {
      params: params.safeParse(c.req.param()),
      query: query.safeParse(c.req.query()),
      body: body?.safeParse(await c.req.json().catch(() => undefined)),
    };
    const wrong = [given.params, given.query, given.body].find((each) => each && !each.success);
    if (wrong?.error) {
      const [issue] = wrong.error.issues;
      return said(c, 400, 'api.invalid', { place: issue?.path.join('.') || 'body', detail: issue?.message ?? '' });
    }
    const asked = { person, params: given.params.data, query: given.query.data, body: given.body?.data };
    const answer = await run(asked as never);
    return isProblem(answer) ? said(c, answer.status, answer.code, answer.params) : c.json(answer as object);
  }

  async function asking(
    c: Ctx,
    { scope, needs }: Operation,
  ): Promise<{ person: Person } | { status: 401 | 403; code: string }> {
    const [, given] = /^Bearer ([\w-]{20,100})$/.exec(c.req.header('authorization') ?? '') ?? [];
    const token = given ? await store.apiTokens.use(tokenHash(given, secret), clock()) : undefined;
    const person = token && (await store.people.find(token.person));
    if (!token || !person) return { status: 401, code: 'api.noToken' };
    const isScoped = token.scope === 'write' || token.scope === scope;
    return isScoped && may(person.role, needs) ? { person } : { status: 403, code: 'api.notAllowed' };
  }

  function said(
    c: Ctx,
    status: ContentfulStatusCode,
    code: string,
    params: Record<string, string | number> = {},
  ): Response {
    const title = c.get('speech').t(`errors.${code}`, params);
    if (status === 401) c.header('WWW-Authenticate', 'Bearer');
    const problem = { type: `https://vigie.invalid/problems/${code}`, title, status };
    return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json' });
  }
}
