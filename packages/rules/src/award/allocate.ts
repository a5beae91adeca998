import { type Ratio, quantityOfThousandths } from '../money.ts';
import { at, bump, intAt, shareOf, sum, volumeShare } from './columns.ts';
import { type Candidate, type Field, winnersOf } from './field.ts';
import { type Ledger, give } from './ledger.ts';
import type { Allocation } from './pack.ts';
import { applyRegions } from './regions.ts';
import type { RegionOutcome } from './outcome.ts';
import { isInSpan } from './select.ts';
import { ratioText } from './ratio.ts';
import { nothing, poolShares, tiersOf } from './tiers.ts';
import type { Unit } from './units.ts';

/** Cuts volumes in proportion until they fit into the room; the steps that rounding leaves go to the first ones. */
function fitInto(volumes: Float64Array, room: number, step: number): void {
  const total = sum(volumes);
  if (total <= room) return;
  const share = { over: room / step, under: total, step };
  const before = volumes.slice();
  for (let index = 0; index < volumes.length; index += 1)
    volumes[index] = shareOf(at(before, index), share, 'down');
  let left = room - sum(volumes);
  // Rounding down takes less than a step from each line, so one step each is enough, and none grows above its own.
  for (let index = 0; index < volumes.length && left > 0; index += 1)
    if (at(before, index) > 0) {
      bump(volumes, index, step);
      left -= step;
    }
}

function giveOwn(ledger: Ledger, candidate: Candidate, share: Ratio): void {
  const { start, institution } = ledger.ground.lines;
  const from = intAt(start, candidate.product);
  const factor = volumeShare(share, ledger.step);
  const volumes = new Float64Array(intAt(start, candidate.product + 1) - from);
  for (let index = 0; index < volumes.length; index += 1)
    volumes[index] = shareOf(at(ledger.agreed, from + index), factor, ledger.method);
  fitInto(volumes, at(ledger.room, candidate.product), ledger.step);
  for (let index = 0; index < volumes.length; index += 1)
    give(
      ledger,
      'own',
      { product: candidate.product, institution: intAt(institution, from + index) },
      at(volumes, index),
    );
}

/** Agreed volume of the products by institution. */
export function agreedByInstitution(ledger: Ledger, products: readonly number[]): Float64Array {
  const { start, institution } = ledger.ground.lines;
  const totals = new Float64Array(ledger.ground.institutions.length);
  for (const product of products)
    for (let line = intAt(start, product); line < intAt(start, product + 1); line += 1)
      bump(totals, intAt(institution, line), at(ledger.agreed, line));
  return totals;
}

/** The unit's volume of each institution is shared by the winners by place; the last takes the rest. */
function givePool(ledger: Ledger, unit: Unit, winners: readonly Candidate[], shares: readonly Ratio[]): void {
  const totals = agreedByInstitution(ledger, unit.products);
  const factors = shares.map((share) => volumeShare(share, ledger.step));
  winners.forEach((candidate, index) => {
    const share = shares[index] ?? nothing;
    candidate.reasons.push({
      step: 'tier',
      rule: candidate.selectedBy,
      effect: 'note',
      code: 'tier.ofPool',
      facts: { place: index + 1, of: winners.length, share: ratioText(share) },
      basis: null,
    });
  });
  totals.forEach((total, institution) => {
    let left = total;
    winners.forEach(({ product }, index) => {
      const factor = factors[index];
      if (factor === undefined) return;
      const meant =
        index === winners.length - 1 ? left : Math.min(left, shareOf(total, factor, ledger.method));
      left -= meant;
      give(ledger, 'own', { product, institution }, meant);
    });
  });
}

/** Tier of each winner by product id, for the outcome. */
export type TierTexts = Map<string, string>;

export interface Allocated {
  readonly tiers: TierTexts;
  readonly regions: readonly RegionOutcome[];
}

function ownDemand(
  field: Field,
  ledger: Ledger,
  allocation: Extract<Allocation, { kind: 'ownDemand' }>,
): TierTexts {
  const tiers: TierTexts = new Map();
  for (const unit of field.units)
    for (const { candidate, share } of tiersOf(field, unit, allocation)) {
      if (share === null) continue;
      giveOwn(ledger, candidate, share);
      tiers.set(candidate.id, ratioText(share));
    }
  return tiers;
}

/** Gives winners the volume that the allocation itself sets; what it does not cover is leftover. */
export function allocate(field: Field, ledger: Ledger): Allocated {
  const { allocation } = field.ground.pack;
  switch (allocation.kind) {
    case 'ownDemand':
      return { tiers: ownDemand(field, ledger, allocation), regions: [] };
    case 'pool':
      for (const unit of field.units) {
        const winners = winnersOf(field, unit.id);
        const found = allocation.ladders.find((each) => isInSpan(each.winners, winners.length));
        if (found !== undefined && winners.length > 0)
          givePool(ledger, unit, winners, poolShares(found.shares, winners.length));
      }
      return { tiers: new Map(), regions: [] };
    case 'regions':
      return { tiers: new Map(), regions: applyRegions(field, ledger, allocation) };
  }
}

/** The volumes of a winner, as its last reason. */
export function noteVolumes(field: Field, ledger: Ledger): void {
  for (const candidate of field.all) {
    if (candidate.selectedBy === null) continue;
    const capacity = field.ground.capacityOf[candidate.product] ?? null;
    candidate.reasons.push({
      step: 'volume',
      rule: candidate.selectedBy,
      effect: 'note',
      code: at(ledger.room, candidate.product) === 0 ? 'volume.atCapacity' : 'volume.given',
      facts: {
        demand: quantityOfThousandths(at(field.ground.demand, candidate.product)),
        own: quantityOfThousandths(at(ledger.ownTotal, candidate.product)),
        more: quantityOfThousandths(at(ledger.moreTotal, candidate.product)),
        capacity: capacity === null ? null : quantityOfThousandths(capacity),
      },
      basis: null,
    });
  }
}
