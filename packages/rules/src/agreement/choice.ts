import type { VolumeRounding } from '../award/pack.ts';
import { stepOf } from '../award/ledger.ts';
import { type Quantity, isPositive, quantityOfThousandths, thousandthsOf } from '../money.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { Instant } from '../time.ts';

/** 剩余量 of an institution in one scope (a competition unit or a lot), and the products it may give it to, cheapest first. */
export interface ChoiceScope {
  readonly scope: string;
  readonly leftover: Quantity;
  readonly products: readonly string[];
}
export interface ChoiceLine {
  readonly productId: string;
  readonly quantity: Quantity;
}

/** 国家中选结果及时落地；报量、签约、配送、监督。 */
export const choiceBasis: Basis = { document: 'sx-2021-09', article: '四（一）', clause: 'SX-4.1' };

export type ChoiceFault =
  | 'agreement.choiceNotOpen'
  | 'agreement.choiceOver'
  | 'agreement.choiceNotPermitted'
  | 'agreement.choiceTwice'
  | 'agreement.choiceAboveLeftover'
  | 'agreement.choiceStep';

export interface ChoiceTimes {
  readonly isChoosing: boolean;
  readonly dueAt: Instant | null;
  readonly now: Instant;
}

/** Whether an institution may still choose: at the very moment of the deadline it is too late. */
export function mayChoose({ isChoosing, dueAt, now }: ChoiceTimes): Result<null, ChoiceFault> {
  if (dueAt !== null && now >= dueAt)
    return refuse('agreement.choiceOver', { basis: choiceBasis, facts: { dueAt } });
  return isChoosing && dueAt !== null ? ok(null) : refuse('agreement.choiceNotOpen', { basis: choiceBasis });
}

export interface PlacedChoice extends ChoiceLine {
  readonly scope: string;
}
export interface ScopeRest {
  readonly scope: string;
  /** What the institution left open; the fallback of the pack places it. */
  readonly rest: Quantity;
}
export interface CheckedChoice {
  readonly lines: readonly PlacedChoice[];
  readonly rests: readonly ScopeRest[];
}

/** A choice inside what is permitted, in whole steps of the pack, and not above the leftover of any scope. */
export function checkedChoice(
  lines: readonly ChoiceLine[],
  scopes: readonly ChoiceScope[],
  rounding: VolumeRounding,
): Result<CheckedChoice, ChoiceFault> {
  const step = stepOf(rounding);
  const left = new Map(scopes.map((each) => [each.scope, thousandthsOf(each.leftover)]));
  const seen = new Set<string>();
  const placed: PlacedChoice[] = [];
  for (const [index, { productId, quantity }] of lines.entries()) {
    const field = `lines.${index}`;
    const scope = scopes.find(({ products }) => products.includes(productId));
    if (scope === undefined)
      return refuse('agreement.choiceNotPermitted', { basis: choiceBasis, field: `${field}.productId` });
    if (seen.has(productId)) return refuse('agreement.choiceTwice', { field: `${field}.productId` });
    seen.add(productId);
    if (!isPositive(quantity)) continue;
    const asked = thousandthsOf(quantity);
    if (asked % step !== 0)
      return refuse('agreement.choiceStep', { field: `${field}.quantity`, facts: { step: rounding.step } });
    const rest = (left.get(scope.scope) ?? 0) - asked;
    if (rest < 0)
      return refuse('agreement.choiceAboveLeftover', {
        basis: choiceBasis,
        field: `${field}.quantity`,
        facts: { leftover: scope.leftover },
      });
    left.set(scope.scope, rest);
    placed.push({ productId, quantity, scope: scope.scope });
  }
  return ok({
    lines: placed,
    rests: [...left].map(([scope, rest]) => ({ scope, rest: quantityOfThousandths(rest) })),
  });
}

/** Whether there is anything to choose: one product in every scope is no choice, the fallback gives it that. */
export function isThereAChoice(scopes: readonly ChoiceScope[]): boolean {
  return scopes.some(({ products, leftover }) => products.length > 1 && isPositive(leftover));
}
