import type { Basis } from '../result.ts';
import type { CreditAct, CreditEffect } from './shapes.ts';

/** A measure in force against an enterprise, with the case and article it rests on (JS-38, HN-12). */
export interface Restriction {
  readonly organisationId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly measure: { readonly zh: string; readonly en: string };
  readonly effect: CreditEffect;
  readonly blocks: readonly CreditAct[];
  readonly itemCodes: readonly string[];
  readonly basis: Basis;
}

/** The restriction that stands in the way of an act, or null. The first one found is cited. */
export function blockedBy(
  restrictions: readonly Restriction[],
  organisationId: string,
  act: CreditAct,
): Restriction | null {
  return (
    restrictions.find((each) => each.organisationId === organisationId && each.blocks.includes(act)) ?? null
  );
}

/** What a buyer is told of: every measure in force that is more than a reminder to the enterprise itself. */
export function isRisk({ effect }: Restriction): boolean {
  return effect !== 'remind' && effect !== 'publish';
}

/** Whether a product is restricted: as a product of the case, or with all of the enterprise's. */
export function holdsBack(restriction: Restriction, itemCode: string): boolean {
  switch (restriction.effect) {
    case 'caseProducts':
      return restriction.itemCodes.includes(itemCode);
    case 'allProducts':
    case 'removal':
      return true;
    default:
      return false;
  }
}
