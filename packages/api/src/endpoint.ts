import type { Permission } from '@daylight/rules/access/permissions.ts';
import { z } from 'zod';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** An expected "no" of an endpoint: its text for people and its HTTP status (409 unless said otherwise). */
export interface RefusalText extends Text {
  readonly status?: 400 | 401 | 403 | 404 | 409 | 413 | 423 | 429;
}
export type RefusalTexts = Readonly<Record<string, RefusalText>>;

/** Keeps the codes of a feature's refusals as literal types. `{name}` in a text is filled from the refusal's facts. */
export function refusals<const T extends RefusalTexts>(texts: T): T {
  return texts;
}

type Shape = z.ZodObject;

export interface Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Code extends string = string,
> {
  /** 'bargain.open': feature word and verb; unique; the OpenAPI operationId and the journal event's stem. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify style, '/api/bargains/:bargainId/offers'. */
  readonly path: string;
  readonly summary: Text;
  /** Clause ids of the requirements that the endpoint carries out. */
  readonly clauses: readonly string[];
  readonly permission: Permission | 'public';
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly reply: Reply;
  readonly refusals: Readonly<Record<Code, RefusalText>>;
  /** A creating endpoint needs an Idempotency-Key header: a repeat gives the first answer. */
  readonly creates: boolean;
  /** Set where the body is a file stream (import) or the reply is not JSON (export). */
  readonly media?: { readonly request?: string; readonly reply?: string };
}

interface Definition<P, Q, B, R, T> {
  readonly id: string;
  readonly method: Endpoint['method'];
  readonly path: string;
  readonly summary: Text;
  readonly clauses?: readonly string[];
  readonly permission: Permission | 'public';
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  readonly refusals?: T;
  readonly creates?: boolean;
  readonly media?: { readonly request?: string; readonly reply?: string };
}

const nothing = z.strictObject({});
export type Nothing = typeof nothing;

/** One definition is served, called and documented. Unknown fields in a body or query are refused. */
export function endpoint<
  P extends Shape = Nothing,
  Q extends Shape = Nothing,
  B extends z.ZodType = z.ZodUndefined,
  R extends z.ZodType = z.ZodType,
  T extends RefusalTexts = Record<never, RefusalText>,
>(definition: Definition<P, Q, B, R, T>): Endpoint<P, Q, B, R, keyof T & string> {
  return {
    clauses: [],
    creates: false,
    ...definition,
    params: definition.params ?? (nothing as unknown as P),
    query: definition.query ?? (nothing as unknown as Q),
    body: definition.body ?? (z.undefined() as unknown as B),
    refusals: (definition.refusals ?? {}) as Readonly<Record<keyof T & string, RefusalText>>,
  };
}

export type ParamsOf<E extends Endpoint> = z.output<E['params']>;
export type QueryOf<E extends Endpoint> = z.output<E['query']>;
export type BodyOf<E extends Endpoint> = z.output<E['body']>;
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>;
export type RefusalOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer _R, infer C> ? C : never;
/** What a caller may write: inputs before defaults are filled in. */
export type CallOf<E extends Endpoint> = {
  readonly params?: z.input<E['params']>;
  readonly query?: z.input<E['query']>;
  readonly body?: z.input<E['body']>;
};
