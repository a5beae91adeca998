import { type Money, add, amountOf, compare, quantity, zero } from '../money.ts';
import { measurerOf } from './anchors.ts';
import { byText } from './columns.ts';
import { type Finding, type Judgement, judge } from './conditions.ts';
import type { Candidate, Field } from './field.ts';
import type { BoundPart } from './outcome.ts';
import type { ValidityRule } from './pack.ts';

/** Prices of each component of each firm: 'firm\ncomponent' → prices in its bids. */
function componentPrices(field: Field): ReadonlyMap<string, ReadonlySet<Money>> {
  const prices = new Map<string, Set<Money>>();
  for (const { firm, bid } of field.all)
    for (const { component, price } of bid.parts) {
      const key = `${firm}\n${component}`;
      prices.set(key, (prices.get(key) ?? new Set<Money>()).add(price));
    }
  return prices;
}

const judgement = (found: Finding | null, pass: string): Judgement => ({
  holds: found === null,
  limit: found === null ? 'any' : 'none',
  findings: [found ?? { code: pass, facts: {} }],
});

function checkParts(field: Field, { product, bid }: Candidate): Judgement {
  const own = field.ground.products[product];
  const missing = (field.ground.pack.units.systems?.requiredParts ?? []).find(
    (role) => !own?.parts.some((part) => part.role === role),
  );
  if (missing !== undefined) return judgement({ code: 'parts.missing', facts: { part: missing } }, '');
  const priceOf = new Map(bid.parts.map(({ component, price }) => [component, price]));
  const unpriced = own?.parts.find(({ component }) => !priceOf.has(component));
  if (unpriced !== undefined)
    return judgement({ code: 'parts.unpriced', facts: { component: unpriced.component } }, '');
  const total = (own?.parts ?? []).reduce(
    (sum, { component, count }) => add(sum, amountOf(priceOf.get(component) ?? zero, quantity(count))),
    zero,
  );
  if ((own?.parts.length ?? 0) > 0 && compare(total, bid.price) !== 0)
    return judgement({ code: 'parts.sumDiffers', facts: { sum: total, price: bid.price } }, '');
  return judgement(null, 'parts.complete');
}

function checkOnePrice(prices: ReadonlyMap<string, ReadonlySet<Money>>, { firm, bid }: Candidate): Judgement {
  const several = bid.parts.find(({ component }) => (prices.get(`${firm}\n${component}`)?.size ?? 0) > 1);
  if (several === undefined) return judgement(null, 'component.onePrice');
  const found = [...(prices.get(`${firm}\n${several.component}`) ?? [])].toSorted(compare).join(', ');
  return judgement(
    { code: 'component.severalPrices', facts: { component: several.component, prices: found } },
    '',
  );
}

/** Every rule of validity is looked at, so that a bidder reads all that is wrong at once. */
export function applyValidity(field: Field): void {
  const measure = measurerOf(field);
  const prices = componentPrices(field);
  const judged = (rule: ValidityRule, candidate: Candidate): Judgement => {
    switch (rule.check.kind) {
      case 'requiredParts':
        return checkParts(field, candidate);
      case 'onePricePerComponent':
        return checkOnePrice(prices, candidate);
      default:
        return judge(rule.check, { field, measure, candidate, offered: candidate.bid.price });
    }
  };
  const verdicts = field.all.map((candidate) => ({
    candidate,
    of: field.ground.pack.validity.map((rule) => ({ rule, found: judged(rule, candidate) })),
  }));
  // Only after all are judged: a rule may measure by other bids, and must see the same ones for each.
  for (const { candidate, of } of verdicts)
    for (const { rule, found } of of) {
      candidate.valid &&= found.holds;
      for (const { code, facts } of found.findings)
        candidate.reasons.push({
          step: 'validity',
          rule: rule.id,
          effect: found.holds ? 'pass' : 'fail',
          code,
          facts,
          basis: rule.basis,
        });
    }
}

/** Components of selected systems that set their price in the firm's systems that were not selected. */
export function boundPartsOf(field: Field): BoundPart[] {
  if (field.ground.pack.units.systems?.bindsUnselected !== true) return [];
  const selected = new Map<string, { price: Money; product: string }>();
  for (const { selectedBy, firm, bid, id } of field.all)
    if (selectedBy !== null)
      for (const { component, price } of bid.parts) {
        const key = `${firm}\n${component}`;
        const before = selected.get(key);
        if (before === undefined || compare(price, before.price) < 0)
          selected.set(key, { price, product: id });
      }
  return field.all
    .filter(({ selectedBy }) => selectedBy === null)
    .flatMap(({ firm, id, product }) =>
      (field.ground.products[product]?.parts ?? []).flatMap(({ component }): BoundPart[] => {
        const found = selected.get(`${firm}\n${component}`);
        return found === undefined
          ? []
          : [{ product: id, component, price: found.price, selectedIn: found.product }];
      }),
    )
    .toSorted((a, b) => byText(a.product, b.product) || byText(a.component, b.component));
}
