import { type Money, smallest } from '../money.ts';
import { type Measurer, measurerOf } from './anchors.ts';
import { type Finding, dearestWithin, judge } from './conditions.ts';
import { type Candidate, type Field, byPlace, candidatesOf, firmsIn, winnersOf } from './field.ts';
import type { Reason } from './outcome.ts';
import type { Condition, Span, WinRule } from './pack.ts';
import { sizeFor } from './shortlist.ts';

export function isInSpan(span: Span | null, count: number): boolean {
  return (
    span === null || ((span.min === null || count >= span.min) && (span.max === null || count <= span.max))
  );
}

interface Verdict {
  readonly candidate: Candidate;
  /** The price at which it would be selected, null when the rule does not hold. */
  readonly price: Money | null;
  readonly findings: readonly Finding[];
}

/** The rule's condition, with the price gap that every winner keeps. */
function conditionOf(field: Field, rule: WinRule): Condition {
  const { priceGap } = field.ground.pack;
  return priceGap === null ? rule.when : { kind: 'all', of: [rule.when, priceGap] };
}

function judgeBid(field: Field, measure: Measurer, rule: WinRule, candidate: Candidate): Verdict {
  const rebid = candidate.bid.rebids[rule.id];
  if (rule.offer === 'rebid' && rebid === undefined)
    return { candidate, price: null, findings: [{ code: 'offer.noRebid', facts: {} }] };
  // A new price above the old one does not count: the old one stands.
  const offered =
    rule.offer === 'rebid' && rebid !== undefined
      ? smallest(rebid, candidate.bid.price)
      : candidate.bid.price;
  const found = judge(conditionOf(field, rule), { field, measure, candidate, offered });
  if (found.holds) return { candidate, price: offered, findings: found.findings };
  if (rule.offer !== 'accept') return { candidate, price: null, findings: found.findings };
  const accepted = dearestWithin(found.limit);
  if (accepted === null || accepted === 'any') return { candidate, price: null, findings: found.findings };
  if (!candidate.bid.accepts.includes(rule.id))
    return {
      candidate,
      price: null,
      findings: [...found.findings, { code: 'offer.notAccepted', facts: { limit: accepted } }],
    };
  const facts = { price: candidate.bid.price, limit: accepted };
  return { candidate, price: accepted, findings: [{ code: 'offer.accepted', facts }] };
}

function appliesToUnit(field: Field, rule: WinRule, unit: Field['units'][number]): boolean {
  const eligible = candidatesOf(field, unit.id).filter(({ valid }) => valid);
  return (
    (rule.groups === null || rule.groups.includes(unit.group ?? '')) &&
    isInSpan(rule.firms, firmsIn(eligible)) &&
    isInSpan(rule.winners, winnersOf(field, unit.id).length)
  );
}

function reason(rule: WinRule, effect: Reason['effect'], { code, facts }: Finding): Reason {
  return { step: 'rule', rule: rule.id, effect, code, facts, basis: rule.basis };
}

/** Selects those that the rule holds for, in their order, as long as there is room for winners. */
function take(field: Field, rule: WinRule, verdicts: readonly Verdict[]): void {
  const unit = verdicts[0]?.candidate.unit.id ?? '';
  const eligible = candidatesOf(field, unit).filter(({ valid }) => valid);
  const max =
    rule.winnersMax === null ? Infinity : sizeFor(rule.winnersMax, firmsIn(eligible), eligible.length);
  let winners = 0;
  const ofFirm = new Map<string, number>();
  const count = ({ firm }: Candidate): void => {
    winners += 1;
    ofFirm.set(firm, (ofFirm.get(firm) ?? 0) + 1);
  };
  for (const each of winnersOf(field, unit)) count(each);
  for (const { candidate, price, findings } of verdicts) {
    const own = ofFirm.get(candidate.firm) ?? 0;
    if (price === null) {
      for (const each of findings) candidate.reasons.push(reason(rule, 'fail', each));
    } else if (winners >= max) {
      candidate.reasons.push(reason(rule, 'fail', { code: 'winners.full', facts: { winnersMax: max } }));
    } else if (rule.perFirmMax !== null && own >= rule.perFirmMax) {
      const facts = { perFirmMax: rule.perFirmMax, own };
      candidate.reasons.push(reason(rule, 'fail', { code: 'winners.tooManyOfOneFirm', facts }));
    } else {
      for (const each of findings) candidate.reasons.push(reason(rule, 'select', each));
      candidate.selectedBy = rule.id;
      candidate.finalPrice = price;
      count(candidate);
    }
  }
}

/** Runs one rule over all units; nobody it selects is seen by the rule itself. */
function applyRule(field: Field, rule: WinRule): void {
  const measure = measurerOf(field);
  const verdicts = field.units
    .filter((unit) => appliesToUnit(field, rule, unit))
    .map((unit) =>
      candidatesOf(field, unit.id)
        .filter(
          (each) =>
            each.valid &&
            each.selectedBy === null &&
            (rule.among === 'valid' || each.shortlisted) &&
            (rule.categories === null || rule.categories.includes(each.category)),
        )
        .toSorted(byPlace)
        .map((candidate) => judgeBid(field, measure, rule, candidate)),
    );
  for (const each of verdicts) take(field, rule, each);
}

export function applyRules(field: Field): void {
  for (const rule of field.ground.pack.rules) applyRule(field, rule);
}
