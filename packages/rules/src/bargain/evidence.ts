import { basisOf } from '../policy/provision.ts';
import { type Result, ok, refuse } from '../result.ts';
import { shanghaiDate } from '../time.ts';
import type { IsoDate } from '../time.ts';
import {
  type Bargain,
  type ClosedRefusal,
  type Moment,
  asOf,
  clock,
  close,
  stillRunning,
} from './bargain.ts';
import { type RealTrade, tradeWindowStart } from './open.ts';
import { type UnitPrice, compareUnitPrices } from './price-for.ts';

/** A trade of another place, as the institution states it with the name of the document that shows it. */
export interface StatedTrade extends UnitPrice {
  readonly tradedOn: IsoDate;
}

export type EvidenceRefusal =
  | ClosedRefusal
  | 'bargain.noEvidenceAsked'
  | 'bargain.evidenceAtAnotherPrice'
  | 'bargain.evidenceOutsideWindow';

/** A trade on the platform itself proves itself: the price is linked at once (JS-11B 进行价格联动). */
export function linkByTrade(
  bargain: Bargain,
  trade: RealTrade,
  moment: Moment,
): Result<Bargain, EvidenceRefusal> {
  const checked = checkEvidence(bargain, { ...trade, tradedOn: shanghaiDate(trade.tradedAt) }, moment);
  if (!checked.ok) return checked;
  const current = checked.value;
  return ok(close(current, 'linked', basisOf(moment.policy.tradedPriceConfirm), current.price));
}

/** A record of another place is looked at by an officer before it moves a price. */
export function stateTrade(
  bargain: Bargain,
  trade: StatedTrade,
  moment: Moment,
): Result<Bargain, EvidenceRefusal> {
  const checked = checkEvidence(bargain, trade, moment);
  if (!checked.ok) return checked;
  return ok({ ...checked.value, state: 'verifying', turn: 'bureau', due: null });
}

function checkEvidence(
  bargain: Bargain,
  trade: StatedTrade,
  moment: Moment,
): Result<Bargain, EvidenceRefusal> {
  const now = stillRunning(asOf(bargain, moment));
  if (!now.ok) return now;
  const current = now.value;
  const { policy } = moment;
  const basis = basisOf(policy.tradedPriceConfirm);
  if (current.state !== 'awaiting-evidence') {
    return refuse('bargain.noEvidenceAsked', { basis, facts: { state: current.state } });
  }
  if (compareUnitPrices(trade, current) !== 0) {
    return refuse('bargain.evidenceAtAnotherPrice', {
      basis,
      field: 'price',
      facts: { price: current.price },
    });
  }
  // 已有实际交易价: it had been traded when the offer was made, so the window ends there and not today.
  const offeredOn = shanghaiDate(current.offeredAt);
  const since = tradeWindowStart(current.offeredAt, policy);
  if (trade.tradedOn < since || trade.tradedOn > offeredOn) {
    const facts = { since, until: offeredOn };
    return refuse('bargain.evidenceOutsideWindow', { basis, field: 'tradedOn', facts });
  }
  return ok(current);
}

/** The officer's finding: a true record links the price, a false one asks for another. */
export function verifyTrade(
  bargain: Bargain,
  isTrue: boolean,
  { now, policy, calendar }: Moment,
): Result<Bargain, ClosedRefusal | 'bargain.nothingToVerify'> {
  const running = stillRunning(bargain);
  if (!running.ok) return running;
  if (bargain.state !== 'verifying') {
    return refuse('bargain.nothingToVerify', { facts: { state: bargain.state } });
  }
  if (isTrue) return ok(close(bargain, 'linked', basisOf(policy.tradedPriceConfirm), bargain.price));
  const due = clock('evidence', now, policy.evidenceWithin, calendar);
  return ok({ ...bargain, state: 'awaiting-evidence', turn: 'institution', clockStartedAt: now, due });
}
