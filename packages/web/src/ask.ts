import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import {
  QueryCache,
  QueryClient,
  type UseQueryResult,
  keepPreviousData,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemError, call, isRetriable, newKey } from './api.ts';

/** 'order.place' belongs to the feature 'order'. */
export function wordOf(endpoint: Endpoint): string {
  return endpoint.id.split('.', 1)[0] ?? endpoint.id;
}

export function keyOf<E extends Endpoint>(endpoint: E, what: CallOf<E> = {}): readonly unknown[] {
  return [wordOf(endpoint), endpoint.id, what];
}

/** A session that ended while one worked: asking again who is signed in leads to the sign-in page and back. */
function noticeEndOfSession(fault: unknown): void {
  if (fault instanceof ProblemError && fault.problem.code === 'access.signInFirst') {
    void queryClient.invalidateQueries({ queryKey: ['session'] });
  }
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEndOfSession }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, fault) => count < 2 && fault instanceof ProblemError && isRetriable(fault.problem),
      // "offline" is shown by a bar of our own, and a call on an intranet works without the internet
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export interface AskOptions {
  readonly enabled?: boolean;
  /** Keeps showing the last answer while filters change (default true). */
  readonly keep?: boolean;
  readonly staleMs?: number;
  readonly everyMs?: number;
}

/** Reads an endpoint: `const { data, error, isPending, refetch } = useAsk(readOrder, { params: { orderId } })`. */
export function useAsk<E extends Endpoint>(
  endpoint: E,
  what: CallOf<E> = {},
  { enabled = true, keep = true, staleMs, everyMs }: AskOptions = {},
): UseQueryResult<ReplyOf<E>, ProblemError> {
  return useQuery<ReplyOf<E>, ProblemError, ReplyOf<E>>({
    queryKey: keyOf(endpoint, what),
    queryFn: ({ signal }) => call(endpoint, what, { signal }),
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(staleMs === undefined ? {} : { staleTime: staleMs }),
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  }) as UseQueryResult<ReplyOf<E>, ProblemError>;
}

export interface DoOptions<E extends Endpoint> {
  /** After success, before `run` resolves. */
  readonly then?: (reply: ReplyOf<E>) => void;
  /** Feature words whose queries are read again, beside the endpoint's own and 'home'. */
  readonly touches?: readonly string[];
}

export interface Doing<E extends Endpoint> {
  /** Resolves to the reply, or to null when it was refused or failed: the reason is then in `problem`. */
  readonly run: (what?: CallOf<E>) => Promise<ReplyOf<E> | null>;
  readonly pending: boolean;
  readonly problem: Problem | null;
  readonly reset: () => void;
}

/**
 * Carries out a command. A second `run` while the first is under way is the first one. The idempotency key stays the
 * same while it is unknown whether the server did it (no answer, 5xx) and is renewed by any definite answer.
 */
export function useDo<E extends Endpoint>(endpoint: E, { then, touches = [] }: DoOptions<E> = {}): Doing<E> {
  const client = useQueryClient();
  const key = useRef<string | null>(null);
  const underWay = useRef<Promise<ReplyOf<E> | null> | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function once(what: CallOf<E>): Promise<ReplyOf<E> | null> {
    key.current ??= newKey();
    try {
      const reply = await call(endpoint, what, endpoint.creates ? { idempotencyKey: key.current } : {});
      key.current = null;
      setProblem(null);
      for (const word of new Set([wordOf(endpoint), 'home', ...touches])) {
        void client.invalidateQueries({ queryKey: [word] });
      }
      then?.(reply);
      return reply;
    } catch (fault) {
      if (!(fault instanceof ProblemError)) throw fault;
      if (!isRetriable(fault.problem)) key.current = null;
      noticeEndOfSession(fault);
      setProblem(fault.problem);
      return null;
    }
  }

  function run(what: CallOf<E> = {}): Promise<ReplyOf<E> | null> {
    if (underWay.current !== null) return underWay.current;
    setPending(true);
    const work = once(what).finally(() => {
      underWay.current = null;
      setPending(false);
    });
    underWay.current = work;
    return work;
  }

  return { run, pending, problem, reset: () => setProblem(null) };
}
