import { type Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { listingBasis } from '../listing/basis.ts';
import { type Money, compareOnSmallestUnit } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import type { LowestRule } from '../policy/shapes.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { type Instant, type IsoDate, addHours, shanghaiMoment } from '../time.ts';
import { type LowestPrice, priceInPack } from './lowest.ts';

export const dutyStates = [
  'open',
  'declared',
  'contested',
  'overdue',
  'suspended',
  'fulfilled',
  'dismissed',
] as const;
export type DutyState = (typeof dutyStates)[number];
export const dutyEnded: readonly DutyState[] = ['fulfilled', 'dismissed'];

/** What of the pack decides about duties (JS-13a: 20 working days; other packs 30 or 60 days). */
export interface DutyPolicy {
  readonly declareWithin: Provision<Term>;
  readonly answerWithin: Provision<Term>;
  readonly remindBefore: Provision<number>;
}
export function dutyPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): DutyPolicy {
  return {
    declareWithin: resolve(book, 'linkage.declareWithin', jurisdiction, on),
    answerWithin: resolve(book, 'linkage.answerWithin', jurisdiction, on),
    remindBefore: resolve(book, 'linkage.remindBefore', jurisdiction, on),
  };
}

export interface DutyMoment {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly policy: DutyPolicy;
}

/** A listing as it is priced, in its own pack. */
export interface PricedListing {
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  /** The day from which it has been listed: nobody had to declare before. */
  readonly listedOn: IsoDate;
}

/** To what a listing would go by a lowest price, or null where it is not lower. Never above the listing price. */
export function targetOf(
  listing: Pick<PricedListing, 'price' | 'unitsPerPurchaseUnit'>,
  lowest: Pick<LowestPrice, 'records'>,
  rule: Pick<LowestRule, 'rounding'>,
): Money | null {
  const [first] = lowest.records;
  if (first === undefined) return null;
  const units = listing.unitsPerPurchaseUnit;
  const target = priceInPack(lowest.records, units, rule);
  if (compareOnSmallestUnit(target, units, listing.price, units) >= 0) return null;
  // The same price written for another pack is off by its last decimal: no new lowest.
  const inTheirs = priceInPack([listing], first.unitsPerPurchaseUnit, { rounding: 'halfUpToMicro' });
  const isSame = lowest.records.length === 1 && inTheirs === first.price;
  return isSame ? null : target;
}

export interface DutyClock {
  /** By the article, from the day on which the new price took effect. */
  readonly statutoryDueAt: Instant;
  /** Until when an answer is awaited: never shorter than the pack's shortest time to answer. */
  readonly dueAt: Instant;
  readonly provisional: boolean;
  readonly remindAt: Instant | null;
  readonly effectiveFrom: IsoDate;
  readonly basis: Basis;
}

/** The clock of a duty that is found now (JS-13a). */
export function dutyClock(
  effectiveFrom: IsoDate,
  listedOn: IsoDate,
  { now, calendar, policy }: DutyMoment,
): DutyClock {
  const from = effectiveFrom > listedOn ? effectiveFrom : listedOn;
  const statutory = dueOf(shanghaiMoment(from, '00:00'), policy.declareWithin.value, calendar);
  const answer = dueOf(now, policy.answerWithin.value, calendar);
  const later = statutory.dueAt >= answer.dueAt ? statutory : answer;
  const remindAt = addHours(later.dueAt, -24 * policy.remindBefore.value);
  return {
    statutoryDueAt: statutory.dueAt,
    dueAt: later.dueAt,
    provisional: later.provisional,
    remindAt: policy.remindBefore.value > 0 && remindAt > now ? remindAt : null,
    effectiveFrom: from,
    basis: basisOf(policy.declareWithin),
  };
}

/** The day from which a lowest price holds: that of the last record it needs. */
export function effectiveFromOf(lowest: Pick<LowestPrice, 'records'>): IsoDate {
  return lowest.records.reduce(
    (last, each) => (each.effectiveFrom > last ? each.effectiveFrom : last),
    '0001-01-01' as IsoDate,
  );
}

export interface Duty {
  readonly state: DutyState;
  readonly dueAt: Instant;
  readonly statutoryDueAt: Instant;
  readonly suspended: boolean;
  readonly declaredAt: Instant | null;
}

export function isLate(duty: Pick<Duty, 'dueAt' | 'declaredAt'>): boolean {
  return duty.declaredAt !== null && duty.declaredAt >= duty.dueAt;
}

const openToFirm: readonly DutyState[] = ['open', 'overdue', 'suspended'];

/** The firm accepts the new price. Late is better than never: what follows from being late is decided by the bureau. */
export function declareDuty(duty: Duty, moment: DutyMoment): Result<Duty, 'linkage.dutyNotOpen'> {
  if (!openToFirm.includes(duty.state))
    return refuse('linkage.dutyNotOpen', {
      basis: basisOf(moment.policy.declareWithin),
      facts: { state: duty.state },
    });
  return ok({ ...duty, state: 'declared', declaredAt: moment.now });
}

/** The firm says that the price does not hold, with evidence. */
export function contestDuty(
  duty: Duty,
  statement: string,
  moment: DutyMoment,
): Result<Duty, 'linkage.dutyNotOpen' | 'linkage.statementMissing'> {
  const basis = basisOf(moment.policy.declareWithin);
  if (!openToFirm.includes(duty.state))
    return refuse('linkage.dutyNotOpen', { basis, facts: { state: duty.state } });
  if (statement.trim().length < 4) return refuse('linkage.statementMissing', { basis, field: 'statement' });
  return ok({ ...duty, state: 'contested', declaredAt: moment.now });
}

/** The clock: nobody answered in time. What follows waits for a person to verify it (JS-13c: 一经查实). */
export function overdueDuty(duty: Duty, now: Instant): Duty {
  return duty.state === 'open' && now >= duty.dueAt ? { ...duty, state: 'overdue' } : duty;
}

export const dutyDecisions = ['confirm', 'untrue', 'uphold', 'overrule', 'suspend', 'excuse'] as const;
export type DutyDecision = (typeof dutyDecisions)[number];

export interface DutyStep {
  readonly duty: Duty;
  /** What happens to the listing, in this order. */
  readonly effects: readonly ('resume' | 'reprice' | 'suspend')[];
  readonly basis: readonly Basis[];
  /** A new deadline where the duty is open again. */
  readonly clock: Pick<DutyClock, 'dueAt' | 'provisional'> | null;
}

/** Which decisions a duty is waiting for. */
export function decisionsFor(duty: Duty): readonly DutyDecision[] {
  switch (duty.state) {
    case 'declared':
      return isLate(duty) && !duty.suspended ? ['confirm', 'suspend', 'untrue'] : ['confirm', 'untrue'];
    case 'contested':
      return ['uphold', 'overrule'];
    case 'overdue':
      return ['suspend', 'excuse'];
    default:
      return [];
  }
}

/** The bureau verifies: what was declared is taken over, what was late or untrue costs the listing (JS-13c). */
export function decideDuty(
  duty: Duty,
  decision: DutyDecision,
  moment: DutyMoment,
): Result<DutyStep, 'linkage.dutyNotToDecide'> {
  const declared = basisOf(moment.policy.declareWithin);
  if (!decisionsFor(duty).includes(decision))
    return refuse('linkage.dutyNotToDecide', { basis: declared, facts: { state: duty.state, decision } });
  const back = duty.suspended ? (['resume'] as const) : [];
  switch (decision) {
    case 'confirm':
      return step({ ...duty, state: 'fulfilled', suspended: false }, [...back, 'reprice'], [declared]);
    case 'uphold':
      return step({ ...duty, state: 'dismissed', suspended: false }, back, [declared]);
    case 'untrue':
    case 'suspend':
      return step({ ...duty, state: 'suspended', suspended: true }, duty.suspended ? [] : ['suspend'], [
        listingBasis.lateDeclaration,
        declared,
      ]);
    case 'overrule':
    case 'excuse': {
      const answer = dueOf(moment.now, moment.policy.answerWithin.value, moment.calendar);
      const dueAt = answer.dueAt > duty.dueAt ? answer.dueAt : duty.dueAt;
      const state = duty.suspended ? ('suspended' as const) : ('open' as const);
      const clock = { dueAt, provisional: answer.provisional };
      return ok({
        duty: { ...duty, state, dueAt, declaredAt: null },
        effects: [],
        basis: [basisOf(moment.policy.answerWithin)],
        clock,
      });
    }
    default:
      return decision satisfies never;
  }
}

function step(duty: Duty, effects: DutyStep['effects'], basis: readonly Basis[]): Result<DutyStep, never> {
  return ok({ duty, effects, basis, clock: null });
}
