import type { z } from 'zod';
import type { Action } from '../../domain/access/policy.ts';
import type { Person, TokenScope } from '../../domain/model/person.ts';

/** Who asks, and with what: read by the operation's own schemas. */
export interface Asked<Params, Query, Body> {
  person: Person;
  params: Params;
  query: Query;
  body: Body;
}

/** What is not there, or not for who asks; said as problem+json. */
export interface Problem {
  status: 400 | 403 | 404 | 409;
  /** Key of the sentence, and what fills it. */
  code: string;
  params?: Record<string, string | number>;
}

/** One thing that can be asked of the API. The document is made of these, and so are the routes. */
export interface Operation {
  id: string;
  method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it: "/boards/{board}". */
  path: string;
  summary: string;
  /** What a token must be made for, and what its owner must be allowed. */
  scope: Extract<TokenScope, 'read' | 'write'>;
  needs: Action;
  params: z.ZodObject;
  query: z.ZodObject;
  body?: z.ZodObject;
  answer: z.ZodType;
  run(asked: Asked<never, never, never>): Promise<unknown | Problem>;
}

/** Keeps the types of an operation's schemas while it is written, and forgets them in the list. */
export function operation<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Answer extends z.ZodType,
>(
  written: Omit<Operation, 'params' | 'query' | 'body' | 'answer' | 'run'> & {
    params: Params;
    query: Query;
    body?: Body;
    answer: Answer;
    run(asked: Asked<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<z.input<Answer> | Problem>;
  },
): Operation {
  return written as unknown as Operation;
}

export const problem = (status: Problem['status'], code: string, params?: Problem['params']): Problem => ({
  status,
  code,
  ...(params && { params }),
});

export const isProblem = (answer: unknown): answer is Problem =>
  typeof answer === 'object' && answer !== null && 'status' in answer && 'code' in answer;
