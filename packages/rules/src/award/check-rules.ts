import { reachesOf } from './check-monotone.ts';
import { canonicalText } from './canonical.ts';
import { type CheckFinding, error } from './finding.ts';
import { ratioOf } from '../money.ts';
import type { Condition, RoundPack, Span, WinRule } from './pack.ts';
import { lessThan } from './ratio.ts';

function covers(wide: readonly string[] | null, narrow: readonly string[] | null): boolean {
  return wide === null || (narrow !== null && narrow.every((each) => wide.includes(each)));
}
function coversSpan(wide: Span | null, narrow: Span | null): boolean {
  const min = narrow?.min ?? 0;
  const max = narrow?.max ?? Infinity;
  return (wide?.min ?? 0) <= min && (wide?.max ?? Infinity) >= max;
}

/** Whether `wide` surely holds whenever `narrow` does. */
function implies(narrow: Condition, wide: Condition): boolean {
  if (wide.kind === 'always' || canonicalText(narrow) === canonicalText(wide)) return true;
  if (narrow.kind === 'any') return narrow.of.every((each) => implies(each, wide));
  if (wide.kind === 'any') return wide.of.some((each) => implies(narrow, each));
  if (narrow.kind === 'all') return narrow.of.some((each) => implies(each, wide));
  if (narrow.kind === 'place' && wide.kind === 'place') return narrow.atMost <= wide.atMost;
  if (narrow.kind !== 'price' || wide.kind !== 'price') return false;
  if (canonicalText(narrow.upTo) !== canonicalText(wide.upTo)) return false;
  const [inner, outer] = [ratioOf(narrow.factor), ratioOf(wide.factor)];
  return lessThan(inner, outer) || (!lessThan(outer, inner) && (wide.inclusive || !narrow.inclusive));
}

/** Whether an earlier rule already takes every bid that this one could. */
function takesAll(earlier: WinRule, rule: WinRule): boolean {
  return (
    rule.offer === 'bid' &&
    earlier.winnersMax === null &&
    earlier.perFirmMax === null &&
    (earlier.winners === null || coversSpan(earlier.winners, rule.winners)) &&
    (earlier.among === 'valid' || rule.among === 'shortlisted') &&
    covers(earlier.groups, rule.groups) &&
    covers(earlier.categories, rule.categories) &&
    coversSpan(earlier.firms, rule.firms) &&
    implies(rule.when, earlier.when)
  );
}

/** Whether the condition can hold for no bid at all. */
function neverHolds(condition: Condition): boolean {
  switch (condition.kind) {
    case 'any':
      return condition.of.every(neverHolds);
    case 'all':
      return condition.of.some(neverHolds);
    case 'price': {
      const { upTo, factor, inclusive } = condition;
      const one = { over: 1n, under: 1n };
      if (ratioOf(factor).over === 0n) return true;
      const isLowest =
        upTo.of === 'lowest' && upTo.over !== 'selected' && upTo.groups === null && upTo.rules === null;
      const ratio = ratioOf(factor);
      return isLowest && (lessThan(ratio, one) || (!inclusive && !lessThan(one, ratio)));
    }
    default:
      return false;
  }
}

/** Ids of rules, before `index`, whose winners a condition needs; null when any earlier rule will do. */
function lacksWinners(pack: RoundPack, condition: Condition, index: number): boolean {
  if (condition.kind === 'any') return condition.of.every((each) => lacksWinners(pack, each, index));
  if (condition.kind === 'all') return condition.of.some((each) => lacksWinners(pack, each, index));
  const earlier = pack.rules.slice(0, index).map(({ id }) => id);
  return reachesOf(condition).some(({ anchor }) => {
    if (!('over' in anchor) || anchor.over !== 'selected') return false;
    return !earlier.some((id) => anchor.rules?.includes(id) ?? true);
  });
}

function unreachable(pack: RoundPack, rule: WinRule, index: number): CheckFinding[] {
  const path = `rules.${index}`;
  const say = (because: string, more: Record<string, string> = {}): CheckFinding[] => [
    error('rule.unreachable', path, { rule: rule.id, because, ...more }),
  ];
  const before = pack.rules.slice(0, index).find((earlier) => takesAll(earlier, rule));
  if (before !== undefined) return say('an earlier rule takes every such bid', { earlier: before.id });
  if (neverHolds(rule.when)) return say('the condition can hold for no bid');
  if (lacksWinners(pack, rule.when, index)) return say('it measures by winners that no earlier rule makes');
  const spans = [rule.firms, rule.winners];
  if (spans.some((span) => (span?.min ?? 0) > (span?.max ?? Infinity)))
    return say('a span that holds nothing');
  if (index === 0 && (rule.winners?.min ?? 0) > 0)
    return say('it needs winners, and no rule comes before it');
  return [];
}

function unknownNames(pack: RoundPack): CheckFinding[] {
  const groups = new Set(pack.units.split?.groups.map(({ group }) => group) ?? []);
  const categories = new Set(pack.categories.map(({ id }) => id));
  const rules = new Set(pack.rules.map(({ id }) => id));
  const check = (names: readonly string[] | null, known: ReadonlySet<string>, path: string): CheckFinding[] =>
    (names ?? []).filter((name) => !known.has(name)).map((name) => error('pack.unknownName', path, { name }));
  const conditions = [
    ...pack.rules.map(({ when }, index) => ({ condition: when, path: `rules.${index}.when` })),
    ...(pack.priceGap === null ? [] : [{ condition: pack.priceGap, path: 'priceGap' }]),
  ];
  return [
    ...pack.rules.flatMap((rule, index) => [
      ...check(rule.groups, groups, `rules.${index}.groups`),
      ...check(rule.categories, categories, `rules.${index}.categories`),
    ]),
    ...pack.shortlists.flatMap((each, index) => check(each.groups, groups, `shortlists.${index}.groups`)),
    ...pack.units.merge.flatMap((each, index) => check(each.categories, categories, `units.merge.${index}`)),
    ...pack.volume.ratios.flatMap((each, index) =>
      check(each.categories, categories, `volume.ratios.${index}.categories`),
    ),
    ...conditions.flatMap(({ condition, path }) =>
      reachesOf(condition).flatMap(({ anchor }) =>
        'over' in anchor ? [...check(anchor.groups, groups, path), ...check(anchor.rules, rules, path)] : [],
      ),
    ),
    ...(pack.allocation.kind === 'ownDemand'
      ? pack.allocation.tiers.flatMap((tier, index) => [
          ...check(tier.rules, rules, `allocation.tiers.${index}.rules`),
          ...check(tier.groups, groups, `allocation.tiers.${index}.groups`),
        ])
      : []),
    ...pack.leftover.permitted.flatMap((each, index) =>
      each.kind === 'lowest' ? [] : check(each.rules, rules, `leftover.permitted.${index}.rules`),
    ),
  ];
}

/** Rules that cannot select anybody, and names that nothing defines. */
export function ruleFindings(pack: RoundPack): CheckFinding[] {
  if (pack.rules.length === 0) return [error('rule.none', 'rules')];
  return [...pack.rules.flatMap((rule, index) => unreachable(pack, rule, index)), ...unknownNames(pack)];
}
