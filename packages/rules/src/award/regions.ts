import { at, intAt } from './columns.ts';
import { type Candidate, type Field, winnersOf } from './field.ts';
import { type Ledger, give } from './ledger.ts';
import type { RegionOutcome } from './outcome.ts';
import type { Allocation } from './pack.ts';
import type { Unit } from './units.ts';

type RegionRule = Extract<Allocation, { kind: 'regions' }>;

/** The region a winner wants most among the free ones; one without a wish left takes the first by name. */
function wanted(candidate: Candidate, free: readonly string[]): string | undefined {
  return candidate.bid.regions.find((region) => free.includes(region)) ?? free[0];
}

/** Winners choose in rank order, so many at a time, turn after turn. */
function chooseInTurns(
  winners: readonly Candidate[],
  regions: readonly string[],
  perTurn: number,
): Map<string, Candidate> {
  const chosen = new Map<string, Candidate>();
  let free = [...regions];
  for (let turn = 0; free.length > 0 && winners.length > 0; turn += 1) {
    const candidate = winners[turn % winners.length];
    for (let pick = 0; pick < perTurn && candidate !== undefined && free.length > 0; pick += 1) {
      const region = wanted(candidate, free);
      if (region === undefined) break;
      chosen.set(region, candidate);
      free = free.filter((each) => each !== region);
    }
  }
  return chosen;
}

/** Reserves are chosen in rank order too, each region by another firm than its main supplier. */
function chooseReserves(
  winners: readonly Candidate[],
  main: ReadonlyMap<string, Candidate>,
): Map<string, Candidate> {
  const reserve = new Map<string, Candidate>();
  let free = [...main.keys()];
  for (let passed = 0, turn = 0; free.length > 0 && passed < winners.length; turn += 1) {
    const candidate = winners[turn % winners.length];
    const open = free.filter((region) => main.get(region)?.firm !== candidate?.firm);
    const region = candidate === undefined ? undefined : wanted(candidate, open);
    if (candidate === undefined || region === undefined) {
      passed += 1;
      continue;
    }
    passed = 0;
    reserve.set(region, candidate);
    free = free.filter((each) => each !== region);
  }
  return reserve;
}

function giveUnit(field: Field, ledger: Ledger, unit: Unit, suppliers: Suppliers): void {
  const { start, institution } = field.ground.lines;
  for (const product of unit.products)
    for (let line = intAt(start, product); line < intAt(start, product + 1); line += 1) {
      const buyer = intAt(institution, line);
      const region = field.ground.institutions[buyer]?.region ?? '';
      const volume = at(ledger.agreed, line);
      const main = suppliers.main.get(region);
      if (main === undefined) continue;
      const given = give(ledger, 'own', { product: main.product, institution: buyer }, volume);
      const reserve = suppliers.reserve.get(region);
      if (given < volume && reserve !== undefined)
        give(ledger, 'own', { product: reserve.product, institution: buyer }, volume - given);
    }
}
interface Suppliers {
  readonly main: ReadonlyMap<string, Candidate>;
  readonly reserve: ReadonlyMap<string, Candidate>;
}

/** Each region's whole agreed volume goes to its main supplier, beyond its capacity to the reserve (备供). */
export function applyRegions(field: Field, ledger: Ledger, rule: RegionRule): RegionOutcome[] {
  return field.units.flatMap((unit) => {
    const winners = winnersOf(field, unit.id);
    const main = chooseInTurns(winners, field.ground.regions, rule.perTurn);
    const reserve = rule.reserve ? chooseReserves(winners, main) : new Map<string, Candidate>();
    giveUnit(field, ledger, unit, { main, reserve });
    for (const candidate of winners) {
      const ofIt = (map: ReadonlyMap<string, Candidate>): string =>
        field.ground.regions.filter((region) => map.get(region) === candidate).join(', ');
      candidate.reasons.push({
        step: 'tier',
        rule: candidate.selectedBy,
        effect: 'note',
        code: 'regions.chosen',
        facts: { main: ofIt(main), reserve: ofIt(reserve) },
        basis: null,
      });
    }
    return field.ground.regions.flatMap((region) => {
      const supplier = main.get(region);
      return supplier === undefined
        ? []
        : [{ unit: unit.id, region, main: supplier.id, reserve: reserve.get(region)?.id ?? null }];
    });
  });
}
