import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { setServerTime } from './clock.ts';

/** What every failed call throws: the server's problem, or one of our own when there was no answer. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.text.en}`);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export interface CallOptions {
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Whether trying the very same call again may help: no answer, an answer of a proxy, or "too busy". */
export function isRetriable(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}

export function newKey(): string {
  return crypto.randomUUID();
}

/** '/api/bargains/:bargainId' and its values to an address; a missing value is a bug of the caller. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null || value === '') throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') search.append(name, String(each));
    }
  }
  const text = search.toString();
  return text === '' ? address : `${address}?${text}`;
}

function ownProblem(code: string, status: number, zh: string, en: string): Problem {
  const title = en;
  return {
    type: 'about:blank',
    title,
    status,
    code,
    text: { zh, en },
    basis: null,
    field: null,
    facts: {},
    fields: [],
    requestId: '',
  };
}

export const unreachable = (): Problem =>
  ownProblem(
    'web.unreachable',
    0,
    '没有连上服务器。内容仍在本页，网络恢复后再试一次即可，不会重复提交。',
    'The server could not be reached. What you typed is still here; try again when you are back online, nothing is done twice.',
  );
export const unreadable = (status: number): Problem =>
  ownProblem(
    'web.unreadable',
    status === 200 ? 502 : status,
    `服务器的回答无法识别（${status}）。请稍后再试；若仍如此，请告诉平台运营机构。`,
    `The server's answer could not be understood (${status}). Try again later; if it stays so, tell the operator of the platform.`,
  );

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'text' in value && 'status' in value
  );
}

async function answer(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (fault) {
    if (init.signal?.aborted === true) throw fault;
    throw new ProblemError(unreachable());
  }
  setServerTime(response.headers.get('daylight-now') ?? response.headers.get('date'));
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  throw new ProblemError(isProblem(body) ? body : unreadable(response.status));
}

function initOf(endpoint: Endpoint, body: unknown, options: CallOptions): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (endpoint.method !== 'GET') headers['x-daylight'] = 'web';
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey;
  const plain = body instanceof FormData || body instanceof Blob;
  if (body !== undefined && !plain) headers['content-type'] = 'application/json';
  return {
    method: endpoint.method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: plain ? body : JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

/**
 * Calls an endpoint by its definition. Money and quantities arrive as the canonical text the server wrote, so the
 * reply is taken as the type says without parsing it a second time. Throws ProblemError.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  { params, query, body }: CallOf<E> = {},
  options: CallOptions = {},
): Promise<ReplyOf<E>> {
  const key = options.idempotencyKey ?? (endpoint.creates ? newKey() : undefined);
  const address = addressOf(
    endpoint.path,
    params as Record<string, unknown>,
    query as Record<string, unknown>,
  );
  const init = initOf(endpoint, body, key === undefined ? options : { ...options, idempotencyKey: key });
  const response = await answer(address, init);
  if (response.status === 204) return undefined as ReplyOf<E>;
  const text = await response.text();
  try {
    return (text === '' ? undefined : JSON.parse(text)) as ReplyOf<E>;
  } catch {
    throw new ProblemError(unreadable(response.status));
  }
}

/** For endpoints whose reply is a file. */
export async function fetchFile<E extends Endpoint>(
  endpoint: E,
  { params, query, body }: CallOf<E> = {},
): Promise<Blob> {
  const address = addressOf(
    endpoint.path,
    params as Record<string, unknown>,
    query as Record<string, unknown>,
  );
  const response = await answer(address, initOf(endpoint, body, {}));
  return response.blob();
}
