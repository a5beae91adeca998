/** 利益回避 (HN-15): who has an interest in the matter is left out before anything is drawn, with the reason on the list. */

export type InterestKind = 'employer' | 'shareholding' | 'sameGroup' | 'other';
/** Why an expert of the pool is not drawn. 'earlier': was on an earlier draw of the same review. */
export type Exclusion = InterestKind | 'earlier';

export interface Interest {
  readonly kind: InterestKind;
  readonly withId: string;
}

export interface PoolExpert {
  readonly code: string;
  readonly employerId: string;
  /** Organisations of the same medical group or under the same head as the employer. */
  readonly groupIds: readonly string[];
  readonly interests: readonly Interest[];
}

export interface Excluded {
  readonly why: Exclusion;
  /** The interested organisation; null where none is meant. */
  readonly withId: string | null;
}

/** The first reason that applies, the strongest first; null for an expert who may be drawn. */
export function exclusionOf(
  expert: PoolExpert,
  interested: readonly string[],
  earlier: ReadonlySet<string> = new Set(),
): Excluded | null {
  const about = new Set(interested);
  if (about.has(expert.employerId)) return { why: 'employer', withId: expert.employerId };
  const order: readonly InterestKind[] = ['employer', 'shareholding', 'sameGroup', 'other'];
  const declared = order
    .flatMap((kind) => expert.interests.filter((each) => each.kind === kind))
    .find((each) => about.has(each.withId));
  if (declared !== undefined) return { why: declared.kind, withId: declared.withId };
  const group = expert.groupIds.find((id) => about.has(id));
  if (group !== undefined) return { why: 'sameGroup', withId: group };
  return earlier.has(expert.code) ? { why: 'earlier', withId: null } : null;
}
