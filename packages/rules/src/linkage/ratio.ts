import { type Money, compareOnSmallestUnit, perSmallestUnit, portion } from '../money.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import type { RatioRule } from '../policy/shapes.ts';
import type { Basis } from '../result.ts';

/** One specification of a product at its price, in a directory. */
export interface FamilyMember {
  readonly listingId: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly smallestUnit: string;
  /** Whether it was selected in volume-based procurement. */
  readonly selected: boolean;
}

export interface RatioFinding {
  readonly listingId: string;
  readonly compares: RatioRule['compares'];
  readonly action: RatioRule['action'];
  /** The dearest price that keeps the ratio, in the own pack. */
  readonly limit: Money;
  /** The price per smallest unit it is compared with. */
  readonly reference: Money;
  readonly referenceListingId: string;
  readonly basis: Basis;
}

/**
 * Where the prices of one product's specifications stand in no reasonable relation (GD-5): a larger pack that costs more per
 * piece than a smaller one, one specification far above the cheapest, a product not selected far above the selected ones.
 * Only what is counted in the same smallest unit is compared.
 */
export function ratioFindings(
  family: readonly FamilyMember[],
  rules: Provision<readonly RatioRule[]>,
): readonly RatioFinding[] {
  const sorted = family.toSorted(byUnit);
  return rules.value.flatMap((rule) =>
    family.flatMap((member) => {
      const reference = referenceOf(
        member,
        sorted.filter(
          (each) => each.listingId !== member.listingId && each.smallestUnit === member.smallestUnit,
        ),
        rule,
      );
      if (reference === null) return [];
      const limit = portion(
        reference.price,
        {
          over: BigInt(rule.most.over) * BigInt(member.unitsPerPurchaseUnit),
          under: BigInt(rule.most.under) * BigInt(reference.unitsPerPurchaseUnit),
        },
        'downToMicro',
      );
      const units = member.unitsPerPurchaseUnit;
      if (compareOnSmallestUnit(member.price, units, limit, units) <= 0) return [];
      return [
        {
          listingId: member.listingId,
          compares: rule.compares,
          action: rule.action,
          limit,
          reference: perSmallestUnit(reference.price, reference.unitsPerPurchaseUnit),
          referenceListingId: reference.listingId,
          basis: basisOf(rules),
        },
      ];
    }),
  );
}

/** What a member is compared with among the others, which come cheapest first. */
function referenceOf(
  member: FamilyMember,
  others: readonly FamilyMember[],
  { compares }: RatioRule,
): FamilyMember | null {
  const { selected, unitsPerPurchaseUnit: units } = member;
  switch (compares) {
    case 'packs':
      return others.find((each) => each.unitsPerPurchaseUnit < units) ?? null;
    case 'specifications':
      return others.find((each) => each.selected === selected) ?? null;
    case 'selected':
      return selected ? null : (others.findLast((each) => each.selected) ?? null);
    default:
      return compares satisfies never;
  }
}

function byUnit(a: FamilyMember, b: FamilyMember): number {
  return (
    compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit) ||
    (a.listingId < b.listingId ? -1 : 1)
  );
}
