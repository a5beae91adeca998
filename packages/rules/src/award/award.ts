import { type Quantity, moneyOfExact, quantityOfThousandths } from '../money.ts';
import { agreedVolumes } from './volumes.ts';
import { type Allocated, agreedByInstitution, allocate, noteVolumes } from './allocate.ts';
import { at, sum } from './columns.ts';
import { type Candidate, type Field, candidatesOf, fieldOf, firmsIn, winnersOf } from './field.ts';
import { type Ground, groundOf } from './ground.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { type ChoiceRoom, choiceRooms, placeLeftover } from './leftover.ts';
import type { AllocationLines, AwardOutcome, BidOutcome, UnitOutcome } from './outcome.ts';
import { applyRanking } from './ranking.ts';
import type { Round } from './round.ts';
import { applyRules } from './select.ts';
import { applyShortlists } from './shortlist.ts';
import { type Unit, unitsOf } from './units.ts';
import { applyValidity, boundPartsOf } from './validity.ts';

/** Raised whenever the same round could come out otherwise than before. */
export const engineVersion = 'daylight-award-engine/1';

function noteUnits(field: Field): void {
  for (const candidate of field.all)
    candidate.reasons.push({
      step: 'unit',
      rule: null,
      effect: 'note',
      code: 'unit.assigned',
      facts: {
        unit: candidate.unit.id,
        group: candidate.unit.group,
        demand: quantityOfThousandths(at(field.ground.demand, candidate.product)),
      },
      basis: null,
    });
}

function totalOf(column: Float64Array, products: readonly number[]): Quantity {
  return quantityOfThousandths(products.reduce((total, product) => total + at(column, product), 0));
}

function unitOutcome(field: Field, ledger: Ledger, unit: Unit): UnitOutcome {
  const winners = winnersOf(field, unit.id);
  const agreed = sum(agreedByInstitution(ledger, unit.products));
  const own = unit.products.reduce((total, product) => total + at(ledger.ownTotal, product), 0);
  return {
    unit: unit.id,
    lot: unit.lot,
    group: unit.group,
    products: unit.products.length,
    eligibleFirms: firmsIn(candidatesOf(field, unit.id).filter(({ valid }) => valid)),
    winners: winners.length,
    winningFirms: firmsIn(winners),
    base: totalOf(field.ground.demand, unit.products),
    agreed: quantityOfThousandths(agreed),
    own: quantityOfThousandths(own),
    leftover: quantityOfThousandths(agreed - own),
    more: totalOf(ledger.moreTotal, unit.products),
  };
}

/** For each winner the next one of another firm, from the last again the first. */
function substitutesOf(field: Field): Map<Candidate, string> {
  const substitutes = new Map<Candidate, string>();
  for (const unit of field.units) {
    const winners = winnersOf(field, unit.id);
    winners.forEach((candidate, index) => {
      for (let ahead = 1; ahead < winners.length; ahead += 1) {
        const next = winners[(index + ahead) % winners.length];
        if (next === undefined || next.firm === candidate.firm) continue;
        substitutes.set(candidate, next.id);
        break;
      }
    });
  }
  return substitutes;
}

interface Known {
  readonly tiers: Allocated['tiers'];
  readonly substitutes: ReadonlyMap<Candidate, string>;
}

function bidOutcome(ledger: Ledger, { tiers, substitutes }: Known, each: Candidate): BidOutcome {
  return {
    product: each.id,
    firm: each.firm,
    unit: each.unit.id,
    price: each.bid.price,
    comparedAt: moneyOfExact(each.compared, 'halfUpToMicro'),
    valid: each.valid,
    rank: each.rank,
    place: each.place,
    tieBrokenBy: each.tieBrokenBy,
    shortlisted: each.shortlisted,
    selected: each.selectedBy !== null,
    selectedBy: each.selectedBy,
    finalPrice: each.finalPrice,
    tier: tiers.get(each.id) ?? null,
    own: quantityOfThousandths(at(ledger.ownTotal, each.product)),
    more: quantityOfThousandths(at(ledger.moreTotal, each.product)),
    substitute: substitutes.get(each) ?? null,
    reasons: each.reasons,
  };
}

function allocationLines(ground: Ground, ledger: Ledger): AllocationLines {
  const none = new Float64Array(ground.institutions.length);
  const columns = ground.products.map((_, product) => ({
    own: ledger.own.get(product) ?? none,
    more: ledger.more.get(product) ?? none,
  }));
  let count = 0;
  for (const { own, more } of columns)
    if (own !== none || more !== none)
      for (let each = 0; each < own.length; each += 1) if (at(own, each) + at(more, each) > 0) count += 1;
  const lines = {
    institutions: ground.institutions.map(({ id }) => id),
    products: ground.products.map(({ id }) => id),
    institution: new Int32Array(count),
    product: new Int32Array(count),
    own: new Float64Array(count),
    more: new Float64Array(count),
  };
  let next = 0;
  columns.forEach(({ own, more }, product) => {
    if (own === none && more === none) return;
    for (let each = 0; each < own.length; each += 1) {
      if (at(own, each) + at(more, each) === 0) continue;
      lines.institution[next] = each;
      lines.product[next] = product;
      lines.own[next] = at(own, each);
      lines.more[next] = at(more, each);
      next += 1;
    }
  });
  return lines;
}

/** Everything up to the leftover. */
function allocated(round: Round) {
  const ground = groundOf(round);
  const field = fieldOf(ground, unitsOf(ground));
  noteUnits(field);
  applyValidity(field);
  applyRanking(field);
  applyShortlists(field);
  applyRules(field);
  const ledger = ledgerOf(ground, agreedVolumes(field));
  return { ground, field, ledger, ...allocate(field, ledger) };
}

/** What each institution may choose of its leftover, before any choice (SX-3.1b): the round is the one of the first run. */
export function roomToChoose(round: Round): ChoiceRoom[] {
  const { field, ledger } = allocated(round);
  return choiceRooms(field, ledger);
}

/**
 * Turns a round into its award (SX-3.1b, SX-3.2a, SX-3.2b): units, validity, ranking, shortlist, rules of selection,
 * agreed volumes, their allocation and the leftover. The round has passed readRound; the same round gives the same
 * outcome whatever the order of its lists.
 */
export function award(round: Round): AwardOutcome {
  const { ground, field, ledger, tiers, regions } = allocated(round);
  const placed = placeLeftover(field, ledger);
  noteVolumes(field, ledger);
  const known = { tiers, substitutes: substitutesOf(field) };
  return {
    format: 'daylight-award/1',
    engine: engineVersion,
    pack: round.pack.id,
    units: field.units.map((unit) => unitOutcome(field, ledger, unit)),
    bids: field.all.map((each) => bidOutcome(ledger, known, each)),
    allocation: allocationLines(ground, ledger),
    regions,
    ...placed,
    boundParts: boundPartsOf(field),
  };
}
