import { type Basis, type Result, ok, refuse } from '../result.ts';
import { creditBasis } from './basis.ts';
import { type CreditState, basisOfKind, type CreditKind } from './case.ts';

/** Credit repair and lifting (HN-12, JS-38): asked for by the enterprise or proposed by an officer, decided by another. */
export const repairStates = ['applied', 'approved', 'refused', 'recalled'] as const;
export type RepairState = (typeof repairStates)[number];

export interface RepairWish {
  readonly origin: 'enterprise' | 'officer';
  /** Codes of what the enterprise did to make good. */
  readonly acts: readonly string[];
  readonly files: number;
}

export type RepairRefusal =
  | 'credit.notInForce'
  | 'credit.actUnknown'
  | 'credit.actsMissing'
  | 'credit.evidenceMissing';

/** What the scale of the rating does not know (a donation since 2025) repairs nothing. */
export function applyForRepair(
  found: { readonly kind: CreditKind; readonly state: CreditState },
  wish: RepairWish,
  known: { readonly acts: readonly string[]; readonly basis: Basis },
): Result<null, RepairRefusal> {
  if (found.state !== 'inForce') return refuse('credit.notInForce', { basis: basisOfKind[found.kind] });
  const wrong = wish.acts.findIndex((act) => !known.acts.includes(act));
  if (wrong >= 0) return refuse('credit.actUnknown', { basis: known.basis, field: `acts.${wrong}` });
  if (wish.origin === 'officer') return ok(null);
  if (wish.acts.length === 0) return refuse('credit.actsMissing', { basis: known.basis, field: 'acts' });
  if (wish.files === 0) return refuse('credit.evidenceMissing', { basis: known.basis, field: 'evidenceIds' });
  return ok(null);
}

export function decideRepair(
  found: { readonly state: RepairState; readonly appliedBy: string },
  decision: { readonly approve: boolean; readonly note: string; readonly by: string },
): Result<null, 'credit.repairDecided' | 'credit.ownRepair' | 'credit.noteMissing'> {
  if (found.state !== 'applied') return refuse('credit.repairDecided');
  if (found.appliedBy === decision.by) return refuse('credit.ownRepair', { basis: creditBasis.twoPersons });
  if (decision.note.length < 2) return refuse('credit.noteMissing', { field: 'note' });
  return ok(null);
}
