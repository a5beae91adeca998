import { type Money, type Quantity, compareOnSmallestUnit } from '../money.ts';
import { basisOf } from '../policy/provision.ts';
import { type Basis, type Result, assert, ok, refuse } from '../result.ts';
import {
  type Filing,
  type FilingMoment,
  type FilingState,
  type LowestRecord,
  type WrongState,
  article15,
  article18,
  end,
  inState,
  waitFor,
} from './filing.ts';

type Step<C extends string = never> = Result<Filing, C | WrongState>;

function aboveLowest(price: Money, units: number, lowest: LowestRecord | null) {
  if (lowest === null) return null;
  return compareOnSmallestUnit(price, units, lowest.price, lowest.unitsPerPurchaseUnit) > 0
    ? refuse('filing.aboveLowest', {
        basis: lowest.basis,
        field: 'price',
        facts: {
          price,
          units,
          lowest: lowest.price,
          lowestUnits: lowest.unitsPerPurchaseUnit,
          place: lowest.jurisdiction,
          kind: lowest.kind,
        },
      })
    : null;
}

export interface GivenPrice {
  readonly price: Money;
  /** The lowest price that counts today; null where no record does: then experts review (JS-16, JS-17). */
  readonly lowest: LowestRecord | null;
}

/** The enterprise gives its price: not above the lowest that counts, on the smallest unit (JS-16, JS-17). */
export function giveOffer(
  filing: Filing,
  { price, lowest }: GivenPrice,
  moment: FilingMoment,
): Step<'filing.aboveLowest'> {
  const current = inState(filing, ['offering'], moment.now);
  if (!current.ok) return current;
  const above = aboveLowest(price, filing.unitsPerPurchaseUnit, lowest);
  if (above !== null) return above;
  const offered = { ...current.value, price, lowest, hasRecords: lowest !== null };
  return ok(waitFor(offered, 'agreeing', 'agree', moment));
}

/** The institution asks for a lower price, as often as the pack allows. */
export function askLower(filing: Filing, moment: FilingMoment): Step<'filing.noRoundsLeft'> {
  const current = inState(filing, ['agreeing'], moment.now);
  if (!current.ok) return current;
  const { roundsMax } = moment.policy;
  if (filing.round >= roundsMax.value)
    return refuse('filing.noRoundsLeft', { basis: basisOf(roundsMax), facts: { max: roundsMax.value } });
  return ok(waitFor({ ...current.value, round: filing.round + 1 }, 'offering', 'offer', moment));
}

/** Quantity and price are agreed: the application is delivered and its clocks at the bureau start. */
export function agree(filing: Filing, quantity: Quantity, moment: FilingMoment): Step {
  const current = inState(filing, ['agreeing'], moment.now);
  if (!current.ok) return current;
  return ok(waitFor({ ...current.value, quantity }, 'checking', 'check', moment));
}

/** The first review is passed: with records straight to publicity, without them to the experts. */
export function passCheck(filing: Filing, checkedBy: string, moment: FilingMoment): Step {
  const current = inState(filing, ['checking'], moment.now);
  if (!current.ok) return current;
  const checked = { ...current.value, checkedBy };
  assert(filing.hasRecords !== null, 'an agreed filing knows whether there are records');
  return ok(
    filing.hasRecords
      ? waitFor(checked, 'publicity', null, moment)
      : waitFor(checked, 'reviewing', 'opinion', moment),
  );
}

/** The officer finds that the filing should be refused; the decision is another person's (HN-15). */
export function proposeRefusal(filing: Filing, checkedBy: string, moment: FilingMoment): Step {
  const current = inState(filing, ['checking'], moment.now);
  if (!current.ok) return current;
  return ok(
    waitFor({ ...current.value, checkedBy, opinion: 'notRecommended' }, 'deciding', 'decide', moment),
  );
}

const bureauStates: readonly FilingState[] = ['checking', 'reporting', 'deciding'];

/** Back to the institution for what is missing, or to the enterprise for another price; checked anew afterwards. */
export function sendBack(filing: Filing, to: 'institution' | 'manufacturer', moment: FilingMoment): Step {
  const current = inState(filing, bureauStates, moment.now);
  if (!current.ok) return current;
  const anew = { ...current.value, opinion: null, objectionUpheld: false, checkedBy: null, reportedBy: null };
  return ok(
    to === 'institution'
      ? waitFor(anew, 'supplement', 'supplement', moment)
      : waitFor({ ...anew, round: filing.round + 1 }, 'offering', 'offer', moment),
  );
}

export function supplement(filing: Filing, moment: FilingMoment): Step {
  const current = inState(filing, ['supplement'], moment.now);
  return current.ok ? ok(waitFor(current.value, 'checking', 'check', moment)) : current;
}

/** The experts' opinion: what they recommend is made public, what they do not goes to the decision. */
export function reviewed(
  filing: Filing,
  opinion: 'recommended' | 'notRecommended',
  moment: FilingMoment,
): Step {
  const current = inState(filing, ['reviewing'], moment.now);
  if (!current.ok) return current;
  const next = { ...current.value, opinion };
  return ok(
    opinion === 'recommended'
      ? waitFor(next, 'publicity', null, moment)
      : waitFor(next, 'reporting', 'report', moment),
  );
}

export function publicityOver(filing: Filing, objectionUpheld: boolean, moment: FilingMoment): Step {
  const current = inState(filing, ['publicity'], moment.now);
  if (!current.ok) return current;
  return ok(waitFor({ ...current.value, objectionUpheld }, 'reporting', 'report', moment));
}

export function report(filing: Filing, reportedBy: string, moment: FilingMoment): Step {
  const current = inState(filing, ['reporting'], moment.now);
  if (!current.ok) return current;
  return ok(waitFor({ ...current.value, reportedBy }, 'deciding', 'decide', moment));
}

export type DecideRefusal =
  | 'filing.checkedByYou'
  | 'filing.notRecommended'
  | 'filing.objectionUpheld'
  | 'filing.aboveLowest';

/** HN-15 权力制衡: whoever checked or reported a filing does not decide on it. */
const separation: Basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };

function mayDecide(filing: Filing, by: string): Result<true, 'filing.checkedByYou'> {
  return filing.checkedBy === by || filing.reportedBy === by
    ? refuse('filing.checkedByYou', { basis: separation })
    : ok(true);
}

/** Confirmed: listed for its institution (JS-18). The lowest price is looked at again on the day. */
export function confirm(
  filing: Filing,
  { by, lowest }: { readonly by: string; readonly lowest: LowestRecord | null },
  moment: FilingMoment,
): Step<DecideRefusal> {
  const current = inState(filing, ['deciding'], moment.now);
  if (!current.ok) return current;
  const may = mayDecide(filing, by);
  if (!may.ok) return may;
  if (filing.opinion === 'notRecommended') return refuse('filing.notRecommended', { basis: article15 });
  if (filing.objectionUpheld) return refuse('filing.objectionUpheld', { basis: article15 });
  assert(filing.price !== null, 'a filing to decide has a price');
  const above = aboveLowest(filing.price, filing.unitsPerPurchaseUnit, lowest);
  return above ?? ok(end(current.value, 'confirmed', article18));
}

/** Refused with a reason of the pack's list. */
export function refuseFiling(
  filing: Filing,
  { by, reason }: { readonly by: string; readonly reason: string },
  moment: FilingMoment,
): Step<'filing.checkedByYou' | 'filing.reasonUnknown'> {
  const current = inState(filing, ['deciding'], moment.now);
  if (!current.ok) return current;
  const may = mayDecide(filing, by);
  if (!may.ok) return may;
  const { refusalReasons } = moment.policy;
  if (!refusalReasons.value.some((each) => each.code === reason))
    return refuse('filing.reasonUnknown', { basis: basisOf(refusalReasons), field: 'reason' });
  return ok(end(current.value, 'refused', article15));
}

const running: readonly FilingState[] = [
  'offering',
  'agreeing',
  'checking',
  'supplement',
  'reviewing',
  'publicity',
  'reporting',
  'deciding',
];

/** The institution withdraws its application, until the decision. */
export function withdraw(filing: Filing, moment: FilingMoment): Step {
  const current = inState(filing, running, moment.now);
  return current.ok ? ok(end(current.value, 'withdrawn', article15)) : current;
}
