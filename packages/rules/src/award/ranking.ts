import { compareExact, exactOf } from '../money.ts';
import { assert } from '../result.ts';
import { at, byText } from './columns.ts';
import { type Candidate, type Field, candidatesOf } from './field.ts';
import type { RankKey } from './pack.ts';

type Order = (a: Candidate, b: Candidate) => number;

function capOf(field: Field, { product, id }: Candidate): bigint {
  const cap = field.ground.categoryOf[product]?.cap ?? null;
  assert(cap !== null, `${id} is ranked by its cap and has none`);
  return exactOf(cap).over;
}

function firmDemands(field: Field, unit: readonly Candidate[]): ReadonlyMap<string, number> {
  const demands = new Map<string, number>();
  for (const { firm, product } of unit)
    demands.set(firm, (demands.get(firm) ?? 0) + at(field.ground.demand, product));
  return demands;
}

/** A negative answer puts a first. */
function orderBy(field: Field, unit: readonly Candidate[]): (key: RankKey) => Order {
  const demands = firmDemands(field, unit);
  return (key) => {
    switch (key) {
      case 'price':
        return (a, b) => compareExact(a.compared, b.compared);
      case 'priceToCap':
        return (a, b) => {
          const left = exactOf(a.bid.price).over * capOf(field, b);
          const right = exactOf(b.bid.price).over * capOf(field, a);
          return left < right ? -1 : left > right ? 1 : 0;
        };
      case 'demand':
        return (a, b) => at(field.ground.demand, b.product) - at(field.ground.demand, a.product);
      case 'firmDemand':
        return (a, b) => (demands.get(b.firm) ?? 0) - (demands.get(a.firm) ?? 0);
      case 'capacity':
        return (a, b) => {
          const left = field.ground.capacityOf[a.product] ?? Number.MAX_VALUE;
          const right = field.ground.capacityOf[b.product] ?? Number.MAX_VALUE;
          return left === right ? 0 : right - left;
        };
      case 'time':
        return (a, b) => byText(a.bid.at, b.bid.at);
      case 'lot':
        return (a, b) => (a.bid.lot ?? Number.MAX_SAFE_INTEGER) - (b.bid.lot ?? Number.MAX_SAFE_INTEGER);
      case 'product':
        return (a, b) => byText(a.id, b.id);
    }
  };
}

/**
 * Puts the valid bids of each unit in a total order by the pack's keys, the product's identifier last of all. A bid
 * that only a later key separates from the one before it says which key that was.
 */
export function applyRanking(field: Field): void {
  const keys: readonly RankKey[] = [...field.ground.pack.ranking, 'product'];
  for (const unit of field.units) {
    const valid = candidatesOf(field, unit.id).filter((each) => each.valid);
    const orders = keys.map(orderBy(field, valid));
    const separating = (a: Candidate, b: Candidate): number => orders.findIndex((order) => order(a, b) !== 0);
    const sorted = valid.toSorted((a, b) => orders[separating(a, b)]?.(a, b) ?? 0);
    sorted.forEach((candidate, index) => {
      const before = sorted[index - 1];
      const key = before === undefined ? 0 : separating(before, candidate);
      candidate.place = index + 1;
      candidate.rank = key === 0 || before === undefined ? index + 1 : before.rank;
      candidate.tieBrokenBy = key === 0 ? null : (keys[key] ?? 'product');
      candidate.reasons.push({
        step: 'rank',
        rule: candidate.tieBrokenBy,
        effect: 'note',
        code: key === 0 ? 'rank.placed' : 'rank.tieBroken',
        facts: {
          place: candidate.place,
          rank: candidate.rank,
          of: sorted.length,
          ...(key === 0 ? {} : { behind: before?.id ?? null }),
        },
        basis: null,
      });
    });
  }
}
