import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { type Money, type Quantity } from '../money.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import type { FilingPolicy } from './policy.ts';

export const filingStates = [
  'offering',
  'agreeing',
  'checking',
  'supplement',
  'reviewing',
  'publicity',
  'reporting',
  'deciding',
  'confirmed',
  'refused',
  'withdrawn',
  'lapsed',
] as const;
export type FilingState = (typeof filingStates)[number];
export const filingDueKinds = [
  'offer',
  'agree',
  'check',
  'supplement',
  'opinion',
  'report',
  'decide',
] as const;
export type FilingDueKind = (typeof filingDueKinds)[number];

export interface FilingDue {
  readonly kind: FilingDueKind;
  readonly at: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

/** The lowest price that counted when the enterprise gave its own (JS-16, JS-17), with the record that is lowest. */
export interface LowestRecord {
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly jurisdiction: string;
  readonly kind: string;
  readonly basis: Basis;
}

/** A filing as the rules see it. Prices are yuan per purchase unit. */
export interface Filing {
  readonly state: FilingState;
  readonly round: number;
  readonly price: Money | null;
  readonly quantity: Quantity;
  readonly unitsPerPurchaseUnit: number;
  /** Null until the enterprise has given its first price. */
  readonly lowest: LowestRecord | null;
  readonly hasRecords: boolean | null;
  readonly opinion: 'recommended' | 'notRecommended' | null;
  readonly objectionUpheld: boolean;
  readonly checkedBy: string | null;
  readonly reportedBy: string | null;
  readonly clockStartedAt: Instant;
  readonly due: FilingDue | null;
  /** A clock of the bureau that ran out: it still has to act, and everyone sees that it is late. */
  readonly overdueAt: Instant | null;
  readonly outcomeBasis: Basis | null;
}

export interface FilingMoment {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly policy: FilingPolicy;
}

/** JS-15: 先备案后采购、谁备案谁采购、凡备案必采购. */
export const article15: Basis = { document: 'js-2020-22', article: '15', clause: 'JS-15' };
/** JS-18: listed for the institution that filed. */
export const article18: Basis = { document: 'js-2020-22', article: '18', clause: 'JS-18' };

const ended: ReadonlySet<FilingState> = new Set(['confirmed', 'refused', 'withdrawn', 'lapsed']);

export function isEnded(state: FilingState): boolean {
  return ended.has(state);
}

const clockOf: Readonly<Record<FilingDueKind, keyof FilingPolicy>> = {
  offer: 'offerWithin',
  agree: 'agreeWithin',
  check: 'checkWithin',
  supplement: 'supplementWithin',
  opinion: 'opinionWithin',
  report: 'reportWithin',
  decide: 'decideWithin',
};

function dueFrom(
  kind: FilingDueKind,
  from: Instant,
  { policy, calendar }: Pick<FilingMoment, 'policy' | 'calendar'>,
): FilingDue {
  const term = policy[clockOf[kind]] as Provision<Term>;
  const { dueAt, provisional } = dueOf(from, term.value, calendar);
  return { kind, at: dueAt, provisional, basis: basisOf(term) };
}

/** Puts a filing into a state that waits for somebody, with the clock of that state. */
export function waitFor(
  filing: Filing,
  state: FilingState,
  kind: FilingDueKind | null,
  moment: FilingMoment,
): Filing {
  const due = kind === null ? null : dueFrom(kind, moment.now, moment);
  return { ...filing, state, due, clockStartedAt: moment.now, overdueAt: null };
}

export function end(
  filing: Filing,
  state: 'confirmed' | 'refused' | 'withdrawn' | 'lapsed',
  outcomeBasis: Basis,
): Filing {
  return { ...filing, state, due: null, overdueAt: null, outcomeBasis };
}

/** A new application: the enterprise gives its price first. */
export function opened(
  given: { readonly quantity: Quantity; readonly unitsPerPurchaseUnit: number },
  moment: FilingMoment,
): Filing {
  const blank: Filing = {
    ...given,
    state: 'offering',
    round: 1,
    price: null,
    lowest: null,
    hasRecords: null,
    opinion: null,
    objectionUpheld: false,
    checkedBy: null,
    reportedBy: null,
    clockStartedAt: moment.now,
    due: null,
    overdueAt: null,
    outcomeBasis: null,
  };
  return waitFor(blank, 'offering', 'offer', moment);
}

const partiesDo: ReadonlySet<FilingDueKind> = new Set(['offer', 'agree', 'supplement']);

/**
 * What the clock makes of a filing; the very moment that is due is too late. A party that stays silent ends it; a bureau
 * that stays silent is late and still has to act: silence never confirms. Nothing due: the filing itself.
 */
export function onFilingDue(filing: Filing, now: Instant): Filing {
  const { due } = filing;
  if (due === null || now < due.at || filing.overdueAt !== null) return filing;
  if (partiesDo.has(due.kind)) return end(filing, 'lapsed', due.basis);
  return { ...filing, overdueAt: due.at };
}

/** The deadline anew, once the holidays of a year are published; the same calendar gives the same deadline. */
export function recomputedFiling(filing: Filing, moment: Omit<FilingMoment, 'now'>): Filing {
  if (filing.due === null) return filing;
  return { ...filing, due: dueFrom(filing.due.kind, filing.clockStartedAt, moment) };
}

export type WrongState = 'filing.lapsed' | 'filing.closed' | 'filing.wrongState';

/** The filing as it stands now, in one of the states in which a step is possible. */
export function inState(
  filing: Filing,
  states: readonly FilingState[],
  now: Instant,
): Result<Filing, WrongState> {
  const current = onFilingDue(filing, now);
  if (current.state === 'lapsed') return refuse('filing.lapsed', { basis: current.outcomeBasis });
  if (isEnded(current.state))
    return refuse('filing.closed', { basis: current.outcomeBasis, facts: { state: current.state } });
  return states.includes(current.state)
    ? ok(current)
    : refuse('filing.wrongState', { facts: { state: current.state } });
}
