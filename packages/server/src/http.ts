import { createHash, randomUUID } from 'node:crypto';
import { finished } from 'node:stream';
import type { Actor } from '@daylight/rules/access/may.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import { type Refusal, type Result, refuse } from '@daylight/rules/result.ts';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import {
  type ActorContext,
  type Context,
  type IdempotencyKey,
  type World,
  actorContext,
  publicContext,
} from './context.ts';
import { codeOf, isConnectionLost, isReadOnly, isStoreFull } from './db.ts';
import { type Exports, countExports } from './exports.ts';
import { logOptions } from './log.ts';
import { malformed, problemOf } from './problem.ts';
import type { HasRoom } from './room.ts';
import type { Call, Route, Upload } from './route.ts';
import { addressOf } from './sender.ts';

export interface HttpOptions {
  readonly world: World;
  readonly routes: readonly Route[];
  /** Finds who a request comes from; null when nobody is signed in. */
  readonly whoIs: (world: World, request: FastifyRequest) => Promise<Actor | null>;
  readonly logLevel: string;
  /** False while the disk takes no more: reading goes on then, and nothing else. */
  readonly hasRoom: HasRoom;
  /** Takes each line of the log. */
  readonly log: (line: string) => void;
  /** Checks each reply against its definition: on in tests, so that the documents are true. */
  readonly checkReplies: boolean;
}

const bodyLimit = 2 * 1024 * 1024;

/**
 * How long a client may take. Whoever sends a byte now and then, or asks and never reads, holds a socket and nothing else,
 * and that not for ever. A request as a whole may be a large workbook over a slow line.
 */
const patience = {
  /** Nothing came and nothing could be sent; an import may think for minutes before it answers. */
  connectionTimeout: 300_000,
  requestTimeout: 900_000,
  keepAliveTimeout: 72_000,
  http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
} as const;

/** The HTTP server with every route of the platform; nothing else answers under /api. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: process.env['TRUST_PROXY'] === '1' ? true : false,
    // One line for each request, written by us: Fastify's own hold the whole address, in which people search for names.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    logger: options.logLevel === 'silent' ? false : logOptions(options.logLevel, options.log),
    ...patience,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 10_000 } });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        endpoint: endpointOf(request),
        method: request.method,
        path: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        address: request.ip,
      },
      'answered',
    );
  });
  app.setNotFoundHandler((request, reply) => send(reply, refuse('request.unknownPath'), null, request.id));
  const exports = countExports();
  for (const route of options.routes) mount(app, route, { ...options, exports });
  return app;
}

/** Id of the endpoint that a request goes to; null for files of the web app and for nothing. */
export function endpointOf(request: FastifyRequest): string | null {
  return (request.routeOptions.config as { endpointId?: string } | undefined)?.endpointId ?? null;
}

interface Serving extends HttpOptions {
  readonly exports: Exports;
}

function mount(app: FastifyInstance, route: Route, options: Serving): void {
  const { endpoint } = route;
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpointId: endpoint.id },
    handler: async (request, reply) => {
      const outcome = await carryOut(route, options, request, reply);
      if (outcome !== null && !reply.sent) return outcome;
      return reply;
    },
  });
}

/** The ladder of refusals, cheapest first: origin, shape, sign-in, permission, key; then the command itself. */
async function carryOut(route: Route, options: Serving, request: FastifyRequest, reply: FastifyReply) {
  const { endpoint } = route;
  if (isForeign(endpoint, request)) return send(reply, refuse('request.foreignOrigin'), null, request.id);
  const actor = await options.whoIs(options.world, request);
  if (endpoint.permission !== 'public') {
    if (actor === null) return send(reply, refuse('access.signInFirst'), null, request.id);
    if (!may(actor, endpoint.permission)) return send(reply, refuse('access.notPermitted'), null, request.id);
  }
  const call = parse(endpoint, route.kind === 'upload', request);
  if ('problem' in call) return reply.code(400).type('application/problem+json').send(call.problem);
  // Signing in writes next to nothing, and whoever cannot sign in cannot read either.
  if (endpoint.method !== 'GET' && route.kind !== 'raw' && !(await options.hasRoom()))
    return answerFull(reply, request.id);
  const idempotency = keyOf(endpoint, request);
  if (idempotency === 'missing')
    return send(reply, refuse('request.keyMissing', { field: 'Idempotency-Key' }), null, request.id);
  const given = { requestId: request.id, address: addressOf(request), idempotency };
  const context =
    actor === null ? publicContext(options.world, 0, given) : actorContext(options.world, actor, given);
  const result = await run({ route, options, request, reply, call, context });
  if (result === null) return reply;
  if (!result.ok) return send(reply, result, endpoint, request.id);
  if (options.checkReplies) endpoint.reply.parse(result.value);
  return reply.code(endpoint.creates ? 201 : 200).send(result.value ?? null);
}

interface Running {
  readonly route: Route;
  readonly options: Serving;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly call: Call<Endpoint>;
  readonly context: Context;
}

async function run({
  route,
  options,
  request,
  reply,
  call,
  context,
}: Running): Promise<Result<unknown> | null> {
  switch (route.kind) {
    case 'actor':
      return route.handle(context as ActorContext, call);
    case 'public':
      return route.handle(context, call);
    case 'raw':
      return route.handle(options.world, { request, reply, call, context });
    case 'upload': {
      const file = await uploadOf(request, route.maxBytes);
      if (file === null) return refuse('request.malformed', { field: 'file' });
      return route.handle(context as ActorContext, { ...call, file });
    }
    case 'download': {
      if (route.isExport) {
        const { exports } = options;
        const end = exports.begin(context.actor?.accountId ?? context.address ?? '');
        if (end === null) return refuse('request.exportsBusy', { facts: { ...exports.limits } });
        // Over when the answer is sent, refused or the caller gone.
        finished(reply.raw, end);
      }
      const result = await route.handle(context, call);
      if (!result.ok) return result;
      const { fileName, type, stream } = result.value;
      await reply
        .type(type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
        .send(stream);
      return null;
    }
  }
}

async function uploadOf(request: FastifyRequest, maxBytes: number): Promise<Upload | null> {
  if (!request.isMultipart()) return null;
  const part = await request.file({ limits: { fileSize: maxBytes } });
  if (part === undefined) return null;
  return { fileName: part.filename, stream: part.file, tooLarge: () => part.file.truncated };
}

/** A browser always says where a request comes from; scripts elsewhere cannot add our header without asking first. */
function isForeign(endpoint: Endpoint, request: FastifyRequest): boolean {
  if (endpoint.method === 'GET') return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = request.headers;
  return origin !== undefined && origin !== 'null' && URL.canParse(origin) && new URL(origin).host !== host;
}

function parse(
  endpoint: Endpoint,
  isUpload: boolean,
  request: FastifyRequest,
): Call<Endpoint> | { problem: unknown } {
  const params = endpoint.params.safeParse(request.params ?? {});
  if (!params.success) return { problem: malformed('params', params.error, request.id) };
  const query = endpoint.query.safeParse({ ...(request.query as object) });
  if (!query.success) return { problem: malformed('query', query.error, request.id) };
  const given = isUpload ? undefined : (request.body ?? undefined);
  const body = endpoint.body.safeParse(given);
  if (!body.success) return { problem: malformed('body', body.error, request.id) };
  return { params: params.data, query: query.data, body: body.data };
}

function keyOf(endpoint: Endpoint, request: FastifyRequest): IdempotencyKey | null | 'missing' {
  if (!endpoint.creates) return null;
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key)) return 'missing';
  const bodyHash = createHash('sha256')
    .update(JSON.stringify([request.params, request.body ?? null]))
    .digest();
  return { key, endpoint: endpoint.id, bodyHash };
}

function send(reply: FastifyReply, refusal: Refusal, endpoint: Endpoint | null, requestId: string) {
  const problem = problemOf(refusal, endpoint, requestId);
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

/** Values no column can hold (SQLSTATE class 22) that got past a definition: still the caller's mistake, never a 500. */
const dataExceptions = /^22(P02|P05|003|007|008|021|001)$/;

/** Bad input the parser met, a database that is away, or a bug; the caller never sees what failed inside. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const code = codeOf(error);
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413)
    return send(reply, refuse('request.tooLarge'), null, request.id);
  if (status >= 400 && status < 500) return send(reply, refuse('request.notJson'), null, request.id);
  if (dataExceptions.test(code)) return send(reply, refuse('request.malformed'), null, request.id);
  const { code: refusal, status: answer } = whatFailed(error);
  request.log.error({ err: error }, refusal);
  const problem = problemOf(refuse(refusal), null, request.id, answer);
  return reply.code(problem.status).type('application/problem+json').send(problem);
}

function answerFull(reply: FastifyReply, requestId: string) {
  const problem = problemOf(refuse('server.storeFull'), null, requestId, 507);
  return reply.code(507).type('application/problem+json').send(problem);
}

function whatFailed(error: unknown) {
  if (isStoreFull(error)) return { code: 'server.storeFull', status: 507 } as const;
  if (isConnectionLost(error) || isReadOnly(error))
    return { code: 'server.unavailable', status: 503 } as const;
  return { code: 'server.failed', status: 500 } as const;
}
