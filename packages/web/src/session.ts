import type { Actor } from '@daylight/rules/access/may.ts';
import type { Permission } from '@daylight/rules/access/permissions.ts';
import { may } from '@daylight/rules/access/may.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { ProblemError, call } from './api.ts';
import { type Session, signOut, whoAmI } from '@daylight/api/account.ts';

const SESSION = ['session'] as const;

/** null: nobody is signed in; undefined: not known yet. */
export function useSessionState(): {
  readonly session: Session | null | undefined;
  readonly fault: ProblemError | null;
} {
  const { data, error } = useQuery<Session | null, ProblemError>({
    queryKey: SESSION,
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      try {
        return await call(whoAmI, {}, { signal });
      } catch (fault) {
        if (fault instanceof ProblemError && fault.problem.status === 401) return null;
        throw fault;
      }
    },
  });
  return { session: data, fault: error };
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in, or null on a public page. */
export function useSession(): Session | null {
  return use(SessionContext);
}
export function useActor(): Actor | null {
  return useSession()?.actor ?? null;
}
/** `const may = useMay(); {may('order.place') && <Button…/>}`. */
export function useMay(): (permission: Permission) => boolean {
  const actor = useActor();
  return (permission) => may(actor, permission);
}

/** Call after signing in; every earlier answer is forgotten, because it was another person's. */
export function useRenewSession(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
    await client.refetchQueries({ queryKey: SESSION });
  };
}
/** Call when what the session says has changed, e.g. a duty was done or the platform switched. */
export function useReadSessionAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.refetchQueries({ queryKey: SESSION });
}
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await call(signOut).catch((fault: unknown) => {
      // Already signed out elsewhere is what was wanted.
      if (!(fault instanceof ProblemError) || fault.problem.status !== 401) throw fault;
    });
    client.clear();
    client.setQueryData(SESSION, null);
  };
}
