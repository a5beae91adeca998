import type { InstitutionLevel, Ownership } from '../policy/shapes.ts';
import { reaches } from './policy.ts';

export interface CountedFiling {
  readonly institutionId: string;
  readonly level: string;
  readonly ownership: string | null;
}

/** How many institutions with a confirmed filing count towards a sunshine listing (JS-8 B, JS-10 B): each once. */
export function countedInstitutions(
  filings: readonly CountedFiling[],
  rule: { readonly levelMin: InstitutionLevel; readonly ownerships: readonly Ownership[] },
): number {
  const counted = filings.filter(
    ({ level, ownership }) =>
      reaches(level, rule.levelMin) && rule.ownerships.includes(ownership as Ownership),
  );
  return new Set(counted.map((each) => each.institutionId)).size;
}
