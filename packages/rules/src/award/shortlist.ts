import { ratioOf } from '../money.ts';
import { type Candidate, type Field, byPlace, candidatesOf, firmsIn } from './field.ts';
import type { Shortlist, ShortlistSize } from './pack.ts';

/** How many of `bidders` stay, given the number of eligible firms. */
export function sizeFor(size: ShortlistSize, firms: number, bidders: number): number {
  switch (size.kind) {
    case 'top':
      return size.count;
    case 'table': {
      const row = size.rows.filter((each) => each.firms <= firms).toSorted((a, b) => b.firms - a.firms)[0];
      return row?.count ?? 0;
    }
    case 'eliminate': {
      const rate = ratioOf(size.rate);
      const exact = BigInt(bidders) * rate.over;
      const whole = exact / rate.under;
      const rest = exact % rate.under;
      const up = size.rounding === 'up' ? rest > 0n : size.rounding === 'halfUp' && rest * 2n >= rate.under;
      return Math.max(0, bidders - Math.max(size.atLeast, Number(whole) + (up ? 1 : 0)));
    }
  }
}

function note(candidate: Candidate, passes: boolean, code: string, facts: Record<string, number>): void {
  candidate.shortlisted = passes;
  candidate.reasons.push({
    step: 'shortlist',
    rule: null,
    effect: passes ? 'pass' : 'fail',
    code,
    facts,
    basis: null,
  });
}

function shortlistUnit(shortlist: Shortlist, valid: readonly Candidate[]): void {
  const maker = (each: Candidate): string => (shortlist.relatedAsOne ? each.controller : each.firm);
  const firms = firmsIn(valid, shortlist.relatedAsOne);
  const bidders = shortlist.counts === 'firm' ? firms : valid.length;
  const places = sizeFor(shortlist.size, firms, bidders);
  const taken = new Map<string, number>();
  let used = 0;
  for (const candidate of valid) {
    const own = taken.get(maker(candidate)) ?? 0;
    const needsPlace = shortlist.counts === 'product' || own === 0;
    const facts = { place: candidate.place ?? 0, places, eligibleFirms: firms };
    if (shortlist.perFirmMax !== null && own >= shortlist.perFirmMax) {
      note(candidate, false, 'shortlist.tooManyOfOneFirm', { ...facts, perFirmMax: shortlist.perFirmMax });
    } else if (needsPlace && used >= places) {
      note(candidate, false, 'shortlist.behind', facts);
    } else {
      note(candidate, true, 'shortlist.within', facts);
      taken.set(maker(candidate), own + 1);
      if (needsPlace) used += 1;
    }
  }
}

/** Marks the bids that come into question; without a rule for a unit all valid ones do. */
export function applyShortlists(field: Field): void {
  for (const unit of field.units) {
    const valid = candidatesOf(field, unit.id)
      .filter((each) => each.valid)
      .toSorted(byPlace);
    const shortlist = field.ground.pack.shortlists.find(
      ({ groups }) => groups === null || groups.includes(unit.group ?? ''),
    );
    if (shortlist === undefined) for (const each of valid) each.shortlisted = true;
    else shortlistUnit(shortlist, valid);
  }
}
