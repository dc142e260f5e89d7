import { z } from 'zod';
import type { Operation } from './operation.ts';

/** OpenAPI 3.1, made of the operations: what it says is what runs. */
export function openApiDocument(
  operations: readonly Operation[],
  { version, baseUrl }: { version: string; baseUrl: string },
) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of operations) paths[each.path] = { ...paths[each.path], [each.method]: described(each) };
  return {
    openapi: '3.1.0',
    info: {
      ...{ title: 'Vigie', version, license: { name: 'MIT', identifier: 'MIT' } },
      description:
        'The watch of a team: digests, stories, search, boards, competitors, trends. Tokens are made under Settings.',
    },
    servers: [{ url: `${baseUrl}/api/v1` }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: 'What is wrong, in one line (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status'],
          properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' } },
        },
      },
    },
  };
}

function described({ id, summary, scope, params, query, body, answer }: Operation) {
  return {
    operationId: id,
    summary,
    description: `Needs a token for ${scope === 'read' ? 'reading' : 'writing'}.`,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: schemaOf(answer, 'output') } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query') {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    ...{ name, in: place, schema: of },
    required: place === 'path' || required.includes(name),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
