import { type Quantity, addQuantity, isPositive, thousandthsOf } from '../money.ts';
import { type Share, ratioOf } from '../policy/shapes.ts';
import { type IsoDate, dayNumber } from '../time.ts';
import { type Volume, standingOf } from './account.ts';

/** The days in which an agreed volume is to be bought, both included. */
export interface VolumeTerm {
  readonly from: IsoDate;
  readonly until: IsoDate;
}

/** 序时进度: the days of the term that are over on the morning of a day, of all its days. */
export function elapsedOf({ from, until }: VolumeTerm, on: IsoDate): Share {
  const total = dayNumber(until) - dayNumber(from) + 1;
  const over = Math.min(Math.max(dayNumber(on) - dayNumber(from), 0), total);
  return { over, under: total };
}

/** So many whole per cent of what was agreed, cut off; null where nothing was agreed. */
export function percentOf(done: Quantity, agreed: Quantity): number | null {
  if (!isPositive(agreed)) return null;
  return Number((BigInt(thousandthsOf(done)) * 100n) / BigInt(thousandthsOf(agreed)));
}
export function percentOfTerm(share: Share): number {
  return Math.floor((share.over * 100) / share.under);
}

/** Progress below so large a part of the time that is over (domain §2.8); compared exactly. */
export function isBehind(done: Quantity, agreed: Quantity, elapsed: Share, factor: Share): boolean {
  const { over, under } = ratioOf(factor);
  const left = BigInt(thousandthsOf(done)) * BigInt(elapsed.under) * under;
  return left < over * BigInt(elapsed.over) * BigInt(thousandthsOf(agreed));
}

/** An account as the order check and the progress look at it. */
export interface ProgressAccount extends Volume, VolumeTerm {}

/** Behind by what was accepted: what only stands on order was not bought yet. */
export function accountIsBehind(account: ProgressAccount, on: IsoDate, factor: Share): boolean {
  return isBehind(account.accepted, account.agreed, elapsedOf(account, on), factor);
}

/**
 * Whether something not selected of an item may be ordered without more ado (SX-3.1c, SX-5.4a): not while the volume agreed
 * for the item is behind. Here what stands on order counts, because the institution has done its part.
 */
export function othersAreLimited(accounts: readonly ProgressAccount[], on: IsoDate, factor: Share): boolean {
  const [first] = accounts;
  if (first === undefined) return false;
  if (!accounts.some((account) => isPositive(standingOf(account).remaining))) return false;
  const sum = (pick: (account: ProgressAccount) => Quantity) => addQuantity(...accounts.map(pick));
  const term = {
    from: accounts.reduce((day, each) => (each.from < day ? each.from : day), first.from),
    until: accounts.reduce((day, each) => (each.until > day ? each.until : day), first.until),
  };
  const done = sum((each) => addQuantity(standingOf(each).consumed, standingOf(each).reserved));
  return isBehind(
    done,
    sum((each) => each.agreed),
    elapsedOf(term, on),
    factor,
  );
}

/** What the pack does about something not selected while the agreed volume is behind. */
export type OthersEffect = 'none' | 'explain' | 'approve' | 'block';
