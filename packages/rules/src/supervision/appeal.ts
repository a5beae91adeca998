import { type Money, compare } from '../money.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import { twoPersons } from './oversight.ts';
import type { ZoneFinding } from './zone.ts';

/** What an appeal asks: that a price no longer counts as reference, or that a warning is withdrawn. */
export type AppealAsk = 'excludeTrade' | 'withdrawWarning';
export type AppealState = 'filed' | 'checked' | 'upheld' | 'dismissed' | 'withdrawn';

export const appealBasis: Basis = { document: 'js-2020-22', article: '12', clause: 'JS-12' };

/** A price that is appealed against has to be in the reference set that the appellant was shown. */
export function appealPrice(
  finding: Pick<ZoneFinding, 'spread'>,
  price: Money,
): Result<null, 'supervision.pricePointUnknown'> {
  const isThere = finding.spread.some((point) => compare(point.price, price) === 0);
  return isThere
    ? ok(null)
    : refuse('supervision.pricePointUnknown', { basis: appealBasis, field: 'pricePoint', facts: { price } });
}

export interface Appeal {
  readonly ask: AppealAsk;
  readonly state: AppealState;
  readonly checkedBy: string | null;
  /** Trades that the check found wrong. */
  readonly tradeIds: readonly string[];
}

export type CheckRefusal = 'supervision.appealWrongState' | 'supervision.tradeNotAppealed';

/** The check names the trades that are wrong; none means that it found nothing. */
export function checkAppeal(
  appeal: Appeal,
  asked: readonly string[],
  candidates: readonly string[],
): Result<readonly string[], CheckRefusal> {
  if (appeal.state !== 'filed' && appeal.state !== 'checked')
    return refuse('supervision.appealWrongState', { facts: { state: appeal.state } });
  const known = new Set(candidates);
  const stranger = asked.findIndex((id) => !known.has(id));
  if (stranger >= 0 || (appeal.ask === 'withdrawWarning' && asked.length > 0))
    return refuse('supervision.tradeNotAppealed', { field: `tradeIds.${Math.max(0, stranger)}` });
  return ok(asked);
}

export type DecideRefusal =
  | 'supervision.appealWrongState'
  | 'supervision.ownCheck'
  | 'supervision.nothingToExclude';

/** Whoever checked does not decide (HN-15); an appeal against a price is upheld for the trades that the check named. */
export function decideAppeal(
  appeal: Appeal,
  uphold: boolean,
  by: string,
): Result<'upheld' | 'dismissed', DecideRefusal> {
  if (appeal.state !== 'checked')
    return refuse('supervision.appealWrongState', { facts: { state: appeal.state } });
  if (appeal.checkedBy === by) return refuse('supervision.ownCheck', { basis: twoPersons });
  if (uphold && appeal.ask === 'excludeTrade' && appeal.tradeIds.length === 0)
    return refuse('supervision.nothingToExclude', { basis: appealBasis });
  return ok(uphold ? 'upheld' : 'dismissed');
}
