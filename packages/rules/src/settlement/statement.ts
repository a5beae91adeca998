import { type Money, add, subtract, zero } from '../money.ts';
import type { Instant, IsoDate } from '../time.ts';
import { addMonths, shanghaiDate } from '../time.ts';

export type EntryKind = 'blue' | 'red' | 'transfer' | 'reversal';

/**
 * What moves the account between an institution and a distributor, when it begins to count: a verified invoice on the day
 * of its verification, a payment or reversal on the day it was recorded. None of these is undone later, so a statement of
 * a past period stays what it was.
 */
export interface StatementEntry {
  readonly kind: EntryKind;
  readonly at: Instant;
  /** As it was written: negative for a red invoice and for a reversal. */
  readonly amount: Money;
}

export interface Period {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

export interface StatementSums {
  /** Owed by the institution before the period; negative is a credit. */
  readonly opening: Money;
  readonly invoiced: Money;
  /** Red invoices, not above zero. */
  readonly red: Money;
  /** Payments less reversals. */
  readonly paid: Money;
  readonly closing: Money;
}

/** What an entry adds to what the institution owes. */
export function effectOf({ kind, amount }: Pick<StatementEntry, 'kind' | 'amount'>): Money {
  return kind === 'blue' || kind === 'red' ? amount : subtract(zero, amount);
}

export function isWithin(at: Instant, { from, until }: Period): boolean {
  const day = shanghaiDate(at);
  return from <= day && day <= until;
}

/** The sums of a period's entries on top of what was open before: closing = opening + Σ blue + Σ red − Σ payments. */
export function statementSums(opening: Money, entries: readonly StatementEntry[]): StatementSums {
  const sum = (...kinds: readonly EntryKind[]) =>
    add(zero, ...entries.filter((each) => kinds.includes(each.kind)).map((each) => each.amount));
  const [invoiced, red, paid] = [sum('blue'), sum('red'), sum('transfer', 'reversal')];
  return { opening, invoiced, red, paid, closing: subtract(add(opening, invoiced, red), paid) };
}

/** The entries in the order of time, each with what is owed after it. */
export function runningBalance<E extends StatementEntry>(
  opening: Money,
  entries: readonly E[],
): readonly (E & { readonly balance: Money })[] {
  let balance = opening;
  return entries
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map((entry) => {
      balance = add(balance, effectOf(entry));
      return { ...entry, balance };
    });
}

/** Whether a period is in order and not longer than so many months. */
export function isStatementPeriod({ from, until }: Period, monthsMax: number): boolean {
  return from <= until && until < addMonths(from, monthsMax);
}
