import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import type { Money, Quantity } from '../money.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, type Result, assert, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';
import type { BargainPolicy } from './policy.ts';

/** 按挂网价 / 按已有实际交易价 / 按其他价格 (JS-11A, JS-11B, JS-11C). */
export type BargainKind = 'listed' | 'traded' | 'other';
export type BargainState =
  | 'joining'
  | 'open'
  | 'awaiting-evidence'
  | 'verifying'
  | 'agreed'
  | 'linked'
  | 'refused'
  | 'withdrawn'
  | 'lapsed';
export type Turn = 'institution' | 'manufacturer' | 'bureau';
/** What the running clock is for: joining a pool, confirming an offer, answering a counter-offer, giving the trade record. */
export type DueKind = 'joining' | 'confirm' | 'counter' | 'evidence';

export interface DueState {
  readonly kind: DueKind;
  readonly at: Instant;
  readonly provisional: boolean;
  readonly basis: Basis;
}

/** A bargain as the rules see it. Prices are yuan per purchase unit, none above the listing price of the opening. */
export interface Bargain {
  readonly state: BargainState;
  readonly kind: BargainKind;
  /** The institution says that the price was really traded elsewhere and that it can show the record. */
  readonly claimsTraded: boolean;
  readonly pooled: boolean;
  readonly listingPrice: Money;
  readonly unitsPerPurchaseUnit: number;
  /** The institutions' standing offer, for all members of a pool together. */
  readonly price: Money;
  readonly quantity: Quantity;
  /** The manufacturer's last counter-offer. */
  readonly counterPrice: Money | null;
  /** Number of the last offer; the opening offer is 1. */
  readonly round: number;
  readonly turn: Turn | null;
  /** When the institutions made their standing offer. */
  readonly offeredAt: Instant;
  /** When the running clock started; due is computed from it again when a year's holidays are published. */
  readonly clockStartedAt: Instant;
  readonly due: DueState | null;
  readonly agreedPrice: Money | null;
  readonly outcomeBasis: Basis | null;
}

/** What every decision needs besides the bargain: the moment, the working days, the packs in force. */
export interface Moment {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly policy: BargainPolicy;
}

const running: ReadonlySet<BargainState> = new Set(['joining', 'open', 'awaiting-evidence', 'verifying']);

export function isRunning(state: BargainState): boolean {
  return running.has(state);
}

/** JS-11: 挂网产品均可议价, at a price that the enterprise confirms. */
export const article11: Basis = { document: 'js-2020-22', article: '11', clause: 'JS-11' };

export function clock(kind: DueKind, from: Instant, term: Provision<Term>, calendar: Calendar): DueState {
  const { dueAt, provisional } = dueOf(from, term.value, calendar);
  return { kind, at: dueAt, provisional, basis: basisOf(term) };
}

/** The clock of an offer that waits for the enterprise: 5 or 10 working days by the kind of its price. */
export function confirmTerm(kind: BargainKind, policy: BargainPolicy): Provision<Term> {
  return kind === 'traded' ? policy.tradedPriceConfirm : policy.otherPriceConfirm;
}

export function close(
  bargain: Bargain,
  state: 'agreed' | 'linked' | 'refused' | 'withdrawn' | 'lapsed',
  outcomeBasis: Basis,
  agreedPrice: Money | null = null,
): Bargain {
  assert((state === 'agreed' || state === 'linked') === (agreedPrice !== null), `${state} and its price`);
  return { ...bargain, state, turn: null, due: null, agreedPrice, outcomeBasis };
}

/** Puts the institutions' offer before the enterprise and starts its clock, or agrees at once (JS-11A). */
export function present(bargain: Bargain, at: Instant, { policy, calendar }: Omit<Moment, 'now'>): Bargain {
  const { listedPriceConfirm } = policy;
  if (bargain.kind === 'listed' && listedPriceConfirm.value === 'automatic') {
    return close(bargain, 'agreed', basisOf(listedPriceConfirm), bargain.price);
  }
  const due = clock('confirm', at, confirmTerm(bargain.kind, policy), calendar);
  return { ...bargain, state: 'open', turn: 'manufacturer', offeredAt: at, clockStartedAt: at, due };
}

/**
 * What the clock makes of a bargain; the very moment that is due is too late. A pool goes to the enterprise; a traded
 * price that was not confirmed waits for the trade record (JS-11B); anything else is withdrawn (JS-11C). Nothing due:
 * the bargain itself.
 */
export function onDue(bargain: Bargain, moment: Moment): Bargain {
  const { due } = bargain;
  if (due === null || moment.now < due.at) return bargain;
  const { policy, calendar } = moment;
  switch (due.kind) {
    case 'joining':
      return present(bargain, due.at, moment);
    case 'confirm': {
      if (bargain.kind !== 'traded') return close(bargain, 'lapsed', due.basis);
      const evidence = clock('evidence', due.at, policy.evidenceWithin, calendar);
      return {
        ...bargain,
        state: 'awaiting-evidence',
        turn: 'institution',
        clockStartedAt: due.at,
        due: evidence,
      };
    }
    case 'counter':
    case 'evidence':
      return close(bargain, 'lapsed', due.basis);
  }
}

/** The bargain as it stands now, whether or not the sweep has come by since its last deadline. */
export function asOf(bargain: Bargain, moment: Moment): Bargain {
  const next = onDue(bargain, moment);
  return next === bargain ? bargain : asOf(next, moment);
}

/** The deadline anew, for a provisional one whose year is published now; the same calendar gives the same deadline. */
export function recomputed(bargain: Bargain, { policy, calendar }: Omit<Moment, 'now'>): Bargain {
  const { due, clockStartedAt, kind } = bargain;
  if (due === null || due.kind === 'joining') return bargain;
  const terms = {
    confirm: confirmTerm(kind, policy),
    counter: policy.counterAnswerWithin,
    evidence: policy.evidenceWithin,
  };
  return { ...bargain, due: clock(due.kind, clockStartedAt, terms[due.kind], calendar) };
}

export type ClosedRefusal = 'bargain.lapsed' | 'bargain.closed';

/** Only a running bargain moves: after its end no command and no clock changes it. */
export function stillRunning(bargain: Bargain): Result<Bargain, ClosedRefusal> {
  if (isRunning(bargain.state)) return ok(bargain);
  const basis = bargain.outcomeBasis;
  return bargain.state === 'lapsed'
    ? refuse('bargain.lapsed', { basis })
    : refuse('bargain.closed', { basis, facts: { state: bargain.state } });
}
