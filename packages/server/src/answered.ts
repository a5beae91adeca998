import type { Endpoint, RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { RepeatRefusal } from './command.ts';

/** What a handler of an endpoint answers. */
export type Answered<E extends Endpoint> = Promise<Result<ReplyOf<E>, RefusalOf<E> | RepeatRefusal>>;
