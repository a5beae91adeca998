import type { BodyOf, Endpoint, ParamsOf, QueryOf, RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { Readable } from 'node:stream';
import type { RepeatRefusal } from './command.ts';
import type { ActorContext, Context, World } from './context.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Call<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
}

export interface Upload {
  readonly fileName: string;
  readonly stream: Readable;
  /** True once the stream was cut because the file is larger than allowed. */
  tooLarge(): boolean;
}

export interface Download {
  readonly fileName: string;
  readonly type: string;
  readonly stream: Readable;
}

type Answer<E extends Endpoint> = Promise<Result<ReplyOf<E>, RefusalOf<E> | RepeatRefusal>>;
export type Handler<E extends Endpoint, C extends Context = ActorContext> = (
  context: C,
  call: Call<E>,
) => Answer<E>;

/** How one endpoint is carried out. `kind` says what the HTTP layer has to prepare. */
export type Route =
  | { readonly kind: 'actor'; readonly endpoint: Endpoint; readonly handle: Handler<Endpoint> }
  | { readonly kind: 'public'; readonly endpoint: Endpoint; readonly handle: Handler<Endpoint, Context> }
  | {
      readonly kind: 'upload';
      readonly endpoint: Endpoint;
      readonly maxBytes: number;
      readonly handle: (context: ActorContext, call: Call<Endpoint> & { file: Upload }) => Answer<Endpoint>;
    }
  | {
      readonly kind: 'download';
      readonly endpoint: Endpoint;
      /** Made row by row as it is sent, and so counted: only so many run at once. */
      readonly isExport: boolean;
      readonly handle: (context: Context, call: Call<Endpoint>) => Promise<Result<Download, string>>;
    }
  | {
      /** Sign-in and the like, which set cookies. */
      readonly kind: 'raw';
      readonly endpoint: Endpoint;
      readonly handle: (world: World, exchange: Exchange) => Answer<Endpoint>;
    };

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly call: Call<Endpoint>;
  readonly context: Context;
}

export function serve<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return { kind: 'actor', endpoint, handle: handle as unknown as Handler<Endpoint> };
}
export function servePublic<E extends Endpoint>(endpoint: E, handle: Handler<E, Context>): Route {
  return { kind: 'public', endpoint, handle: handle as unknown as Handler<Endpoint, Context> };
}
export function serveUpload<E extends Endpoint>(
  endpoint: E,
  maxBytes: number,
  handle: (context: ActorContext, call: Call<E> & { file: Upload }) => Answer<E>,
): Route {
  return { kind: 'upload', endpoint, maxBytes, handle: handle as never };
}
/** A file as the answer; `endpoint.permission` decides whether the context has an actor. */
export function serveDownload<E extends Endpoint>(
  endpoint: E,
  handle: (context: Context, call: Call<E>) => Promise<Result<Download, RefusalOf<E>>>,
): Route {
  return { kind: 'download', endpoint, isExport: false, handle: handle as never };
}
/** A table of many rows as a file: as `serveDownload`, and only so many at once (exports.ts). */
export function serveExport<E extends Endpoint>(
  endpoint: E,
  handle: (context: Context, call: Call<E>) => Promise<Result<Download, RefusalOf<E>>>,
): Route {
  return { kind: 'download', endpoint, isExport: true, handle: handle as never };
}
export function serveRaw<E extends Endpoint>(
  endpoint: E,
  handle: (world: World, exchange: Omit<Exchange, 'call'> & { call: Call<E> }) => Answer<E>,
): Route {
  return { kind: 'raw', endpoint, handle: handle as never };
}
