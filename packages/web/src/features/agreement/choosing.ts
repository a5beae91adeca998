import type { readChoice } from '@daylight/api/agreement-choice.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import {
  type Quantity,
  addQuantity,
  compare,
  isQuantity,
  none,
  quantity,
  subtractQuantity,
} from '@daylight/rules/money.ts';

export type Choice = ReplyOf<typeof readChoice>;
export type Scope = Choice['scopes'][number];
/** What is typed for each product; '' is nothing. */
export type Typed = Readonly<Record<string, string>>;

export function typedOf(scopes: readonly Scope[]): Typed {
  return Object.fromEntries(
    scopes.flatMap((scope) =>
      scope.products.map((product) => [product.productId, product.chosen === '0' ? '' : product.chosen]),
    ),
  );
}

/** What of a scope's leftover is placed so far; null where more than there is, or something that is no quantity. */
export function restOf(scope: Scope, typed: Typed): Quantity | null {
  let placed: Quantity = none;
  for (const { productId } of scope.products) {
    const text = typed[productId] ?? '';
    if (text === '') continue;
    if (!isQuantity(text)) return null;
    placed = addQuantity(placed, quantity(text));
  }
  return compare(placed, scope.leftover) > 0 ? null : subtractQuantity(scope.leftover, placed);
}
