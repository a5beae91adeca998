import { ratioOf } from '../money.ts';
import { assert } from '../result.ts';
import { at, byText, intAt } from './columns.ts';
import type { Ground } from './ground.ts';
import type { Wording } from '../policy/provision.ts';
import type { Split, SplitGroup, UnitRule } from './pack.ts';

/** A competition unit (竞价单元): a lot, or one of its groups. */
export interface Unit {
  readonly id: string;
  readonly lot: string;
  readonly group: string | null;
  /** Places of its products in the ground, ascending. */
  readonly products: readonly number[];
}

interface Named {
  readonly id: string;
  readonly name: Wording;
}

interface Member {
  readonly id: string;
  readonly demand: number;
  readonly suppliesAllRegions: boolean;
  readonly products: readonly number[];
}

function membersOf(ground: Ground, products: readonly number[], by: Split['by']): Member[] {
  const byMember = new Map<string, number[]>();
  for (const product of products) {
    const id = (by === 'firm' ? ground.products[product]?.firm : ground.products[product]?.id) ?? '';
    const found = byMember.get(id);
    if (found === undefined) byMember.set(id, [product]);
    else found.push(product);
  }
  return [...byMember]
    .map(([id, own]) => ({
      id,
      demand: own.reduce((sum, product) => sum + at(ground.demand, product), 0),
      suppliesAllRegions: own.every(
        (product) => ground.firms[intAt(ground.firmOf, product)]?.suppliesAllRegions ?? false,
      ),
      products: own,
    }))
    .toSorted((a, b) => b.demand - a.demand || byText(a.id, b.id));
}

/** Whether the cumulative share of those up to `upTo` (or before, when the one who crosses belongs) is within. */
function isWithinShare(group: SplitGroup, before: number, demand: number, total: number): boolean {
  if (group.shareTo === null) return true;
  const share = ratioOf(group.shareTo);
  const reached = BigInt(before + (group.crossing === 'in' ? 0 : demand)) * share.under;
  const limit = BigInt(total) * share.over;
  return group.crossing === 'in' ? reached < limit || total === 0 : reached <= limit;
}

function splitLot(ground: Ground, lot: string, products: readonly number[]): Map<string, number[]> {
  const split = ground.pack.units.split;
  assert(split !== null, 'a lot is split without a rule');
  const members = membersOf(ground, products, split.by);
  const firms = new Set(products.map((product) => intAt(ground.firmOf, product))).size;
  const whole = split.wholeWhenFirmsAtMost !== null && firms <= split.wholeWhenFirmsAtMost;
  const total = members.reduce((sum, { demand }) => sum + demand, 0);
  const groups = new Map<string, number[]>();
  let before = 0;
  for (const member of members) {
    const found = whole
      ? split.groups[0]
      : split.groups.find(
          (group) =>
            isWithinShare(group, before, member.demand, total) &&
            (!group.suppliesAllRegions || member.suppliesAllRegions),
        );
    assert(found !== undefined, `no group for ${member.id} of ${lot}: the last group must take everybody`);
    groups.set(found.group, [...(groups.get(found.group) ?? []), ...member.products]);
    before += member.demand;
  }
  return groups;
}

export function lotOf(ground: Ground, category: string): string {
  const merged = ground.pack.units.merge.find(({ categories }) => categories.includes(category));
  return merged?.lot ?? category;
}

/** A unit in words: a merged lot has a name of its own, any other that of its category; null where neither is known. */
export function unitName(
  pack: { readonly units: Pick<UnitRule, 'merge'>; readonly categories: readonly Named[] },
  { lot, group }: Pick<Unit, 'lot' | 'group'>,
): Wording | null {
  const name =
    pack.units.merge.find((each) => each.lot === lot)?.name ??
    pack.categories.find(({ id }) => id === lot)?.name;
  if (name === undefined) return null;
  return group === null ? name : { zh: `${name.zh} ${group}`, en: `${name.en} ${group}` };
}

/** SX-3.2a: merges volumes into lots and splits lots into units, sorted by id. */
export function unitsOf(ground: Ground): Unit[] {
  const { split } = ground.pack.units;
  const lots = new Map<string, number[]>();
  ground.products.forEach((product, place) => {
    const lot = lotOf(ground, product.category);
    const found = lots.get(lot);
    if (found === undefined) lots.set(lot, [place]);
    else found.push(place);
  });
  const units = [...lots].flatMap(([lot, products]): Unit[] => {
    if (split === null || !(split.lots?.includes(lot) ?? true))
      return [{ id: lot, lot, group: null, products }];
    return [...splitLot(ground, lot, products)].map(([group, own]) => ({
      id: `${lot}/${group}`,
      lot,
      group,
      products: own.toSorted((a, b) => a - b),
    }));
  });
  return units.toSorted((a, b) => byText(a.id, b.id));
}
