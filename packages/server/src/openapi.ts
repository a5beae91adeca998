import { problem } from '@daylight/api/wire.ts';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Route } from './route.ts';

type Schema = Record<string, unknown>;

function schemaOf(type: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  }) as Schema;
  return schema;
}

function parameters(endpoint: Endpoint): Schema[] {
  const listed = (where: 'path' | 'query', shape: z.ZodObject): Schema[] =>
    Object.entries(shape.shape).map(([name, type]) => ({
      name,
      in: where,
      required: where === 'path' || !(type as z.ZodType).safeParse(undefined).success,
      schema: schemaOf(type as z.ZodType),
    }));
  const key: Schema[] = endpoint.creates
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          schema: { type: 'string', minLength: 8, maxLength: 200 },
        },
      ]
    : [];
  return [...listed('path', endpoint.params), ...listed('query', endpoint.query), ...key];
}

function operation(endpoint: Endpoint): Schema {
  const upload = endpoint.media?.request;
  const hasBody = !(endpoint.body instanceof z.ZodUndefined);
  const refusals = Object.entries(endpoint.refusals);
  return {
    operationId: endpoint.id,
    tags: [endpoint.id.split('.')[0]],
    summary: `${endpoint.summary.zh} / ${endpoint.summary.en}`,
    'x-permission': endpoint.permission,
    'x-clauses': endpoint.clauses,
    'x-refusals': Object.fromEntries(
      refusals.map(([code, text]) => [code, { zh: text.zh, en: text.en, status: text.status ?? 409 }]),
    ),
    security: endpoint.permission === 'public' ? [] : [{ session: [] }],
    parameters: parameters(endpoint),
    ...(upload === undefined
      ? hasBody
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: schemaOf(endpoint.body) } },
            },
          }
        : {}
      : {
          requestBody: {
            required: true,
            content: {
              [upload]: {
                schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
              },
            },
          },
        }),
    responses: {
      [endpoint.creates ? '201' : '200']: {
        description: endpoint.summary.en,
        content: {
          [endpoint.media?.reply ?? 'application/json']: {
            schema: endpoint.media?.reply ? {} : schemaOf(endpoint.reply),
          },
        },
      },
      default: {
        description: 'Malformed, not permitted or refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** OpenAPI 3.1 from the same definitions that are served. */
export function openApiOf(routes: readonly Route[]): Schema {
  const paths: Record<string, Schema> = {};
  for (const { endpoint } of routes) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Daylight 明采',
      version: '0.1.0',
      description:
        '医用耗材阳光采购平台接口。金额与数量均为十进制文本。Money and quantities are decimal text.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'daylight_session' } },
    },
  };
}

export function addOpenApi(app: FastifyInstance, routes: readonly Route[]): void {
  const text = JSON.stringify(openApiOf(routes));
  app.get('/openapi.json', async (_, reply) => reply.type('application/json; charset=utf-8').send(text));
}
