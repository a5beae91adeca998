import type { Calendar } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import { type Money, type Quantity, add, amountOf, isPositive, zero } from '../money.ts';
import { type PolicyBook, type ProvisionOf, find, resolve } from '../policy/book.ts';
import { type Provision, type Term, basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { Instant, IsoDate } from '../time.ts';

/** Purchases outside the directory: in an emergency (应急采购, JS-19), or by oneself within the quota (自主采购, GD-3). */
export type OutsideKind = 'emergency' | 'self';
export type OutsideState =
  | 'requested'
  | 'consented'
  | 'reported'
  | 'noted'
  | 'declined'
  | 'withdrawn'
  | 'lapsed';
/** What the running clock is for: the upload of what was bought, a reminder to file, the duty to file. */
export type OutsideDueKind = 'upload' | 'remind' | 'file';

export interface OutsidePolicy {
  readonly emergencyReasons: ProvisionOf<'filing.emergencyReasons'>;
  readonly emergencyFileWithin: ProvisionOf<'filing.emergencyFileWithin'>;
  readonly emergencyRemindAfter: ProvisionOf<'filing.emergencyRemindAfter'>;
  readonly reportWithin: ProvisionOf<'filing.outsideReportWithin'>;
  /** Null where no document of the place knows self-purchase. */
  readonly self: {
    readonly shareMax: ProvisionOf<'filing.selfPurchaseShareMax'>;
    readonly reasons: ProvisionOf<'filing.selfPurchaseReasons'>;
    readonly lastYearCounts: ProvisionOf<'filing.selfPurchaseLastYearCounts'>;
  } | null;
}

export function outsidePolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): OutsidePolicy {
  const shareMax = find(book, 'filing.selfPurchaseShareMax', jurisdiction, on);
  const reasons = find(book, 'filing.selfPurchaseReasons', jurisdiction, on);
  const lastYearCounts = find(book, 'filing.selfPurchaseLastYearCounts', jurisdiction, on);
  const isKnown = shareMax !== null && reasons !== null && lastYearCounts !== null;
  return {
    emergencyReasons: resolve(book, 'filing.emergencyReasons', jurisdiction, on),
    emergencyFileWithin: resolve(book, 'filing.emergencyFileWithin', jurisdiction, on),
    emergencyRemindAfter: resolve(book, 'filing.emergencyRemindAfter', jurisdiction, on),
    reportWithin: resolve(book, 'filing.outsideReportWithin', jurisdiction, on),
    self: isKnown ? { shareMax, reasons, lastYearCounts } : null,
  };
}

export interface OutsideLine {
  /** Empty where the product has no code yet. */
  readonly itemCode: string;
  /** Yuan per purchase unit. */
  readonly price: Money;
  readonly quantity: Quantity;
}

export function totalOf(lines: readonly OutsideLine[]): Money {
  return add(zero, ...lines.map((line) => amountOf(line.price, line.quantity)));
}

/** GD-3: the article that knows self-purchase; cited where a place does not. */
export const selfPurchaseArticle: Basis = { document: 'gd-2020-07', article: '二（三）', clause: 'GD-3' };

export interface OutsideWish {
  readonly kind: OutsideKind;
  readonly reason: string;
  /** Name of the legal representative who consents (JS-19). */
  readonly consentBy: string;
  readonly files: number;
  readonly lines: readonly OutsideLine[];
  /** Codes of the lines that the institution could buy in the directory, with the number of the listing. */
  readonly listed: ReadonlyMap<string, string>;
  /** An emergency purchase that should have been filed by now. */
  readonly overdue: { readonly number: string } | null;
}

export type OutsideRefusal =
  | 'filing.selfPurchaseUnknown'
  | 'filing.outsideReasonUnknown'
  | 'filing.codeMissing'
  | 'filing.inDirectory'
  | 'filing.emergencyOverdue'
  | 'filing.consentMissing';

/** Whether an institution may buy outside the directory for this reason; the quota is looked at apart. */
export function checkOutside(wish: OutsideWish, policy: OutsidePolicy): Result<true, OutsideRefusal> {
  const rule = wish.kind === 'emergency' ? policy.emergencyReasons : policy.self?.reasons;
  if (rule === undefined) return refuse('filing.selfPurchaseUnknown', { basis: selfPurchaseArticle });
  const basis = basisOf(rule);
  if (!rule.value.some((each) => each.code === wish.reason))
    return refuse('filing.outsideReasonUnknown', { basis, field: 'reason' });
  const isEmergency = wish.kind === 'emergency';
  const mustBeAbsent = isEmergency || wish.reason === 'notListed';
  for (const [at, line] of wish.lines.entries()) {
    const field = `lines.${at}.itemCode`;
    if (isEmergency && line.itemCode === '') return refuse('filing.codeMissing', { basis, field });
    const listed = wish.listed.get(line.itemCode);
    if (mustBeAbsent && listed !== undefined)
      return refuse('filing.inDirectory', { basis, field, facts: { number: listed } });
  }
  if (!isEmergency) return ok(true);
  if (wish.consentBy === '' || wish.files === 0)
    return refuse('filing.consentMissing', {
      basis,
      field: wish.consentBy === '' ? 'consentBy' : 'evidenceIds',
    });
  if (wish.overdue !== null)
    return refuse('filing.emergencyOverdue', {
      basis: basisOf(policy.emergencyFileWithin),
      facts: { number: wish.overdue.number },
    });
  return ok(true);
}

export interface OutsideDue {
  readonly kind: OutsideDueKind;
  readonly at: Instant;
  readonly provisional: boolean;
}

interface Clock {
  readonly policy: OutsidePolicy;
  readonly calendar: Calendar;
}

function clockOf(kind: OutsideDueKind, from: Instant, term: Provision<Term>, calendar: Calendar): OutsideDue {
  const { dueAt, provisional } = dueOf(from, term.value, calendar);
  return { kind, at: dueAt, provisional };
}

/** Until when what was requested has to be bought and uploaded (GD-3 及时上传). */
export function uploadDue(from: Instant, { policy, calendar }: Clock): OutsideDue {
  return clockOf('upload', from, policy.reportWithin, calendar);
}

/** The duty that begins with the consent: a reminder first, then the day by which the filing must be made (JS-19). */
export function fileDuty(
  from: Instant,
  { policy, calendar }: Clock,
): { readonly remind: OutsideDue; readonly file: OutsideDue; readonly basis: Basis } {
  return {
    remind: clockOf('remind', from, policy.emergencyRemindAfter, calendar),
    file: clockOf('file', from, policy.emergencyFileWithin, calendar),
    basis: basisOf(policy.emergencyFileWithin),
  };
}

/** What was bought: facts that the upload has to have (GD-3, domain 2.4). */
export interface Delivered {
  readonly deliveredOn: IsoDate;
  readonly invoiceNumber: string;
  readonly invoicedOn: IsoDate | null;
  readonly invoiceAmount: Money | null;
}

export type DeliveredRefusal =
  | 'filing.deliveredLater'
  | 'filing.invoiceIncomplete'
  | 'filing.deliveredOtherYear';

/** `year` is the year whose quota was reserved; null for an emergency purchase. */
export function checkDelivered(
  given: Delivered,
  { today, year }: { readonly today: IsoDate; readonly year: number | null },
): Result<true, DeliveredRefusal> {
  if (given.deliveredOn > today) return refuse('filing.deliveredLater', { field: 'deliveredOn' });
  if (year !== null && !given.deliveredOn.startsWith(`${year}-`))
    return refuse('filing.deliveredOtherYear', {
      basis: selfPurchaseArticle,
      field: 'deliveredOn',
      facts: { year },
    });
  const parts = [given.invoiceNumber !== '', given.invoicedOn !== null, given.invoiceAmount !== null];
  if (parts.some(Boolean) && !parts.every(Boolean))
    return refuse('filing.invoiceIncomplete', { field: 'invoiceNumber' });
  if (given.invoicedOn !== null && given.invoicedOn > today)
    return refuse('filing.deliveredLater', { field: 'invoicedOn' });
  if (given.invoiceAmount !== null && !isPositive(given.invoiceAmount))
    return refuse('filing.invoiceIncomplete', { field: 'invoiceAmount' });
  return ok(true);
}
