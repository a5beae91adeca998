import { type Money, type Quantity, add, amountOf, compare, money, zero } from '../money.ts';
import type { OthersEffect } from '../execution/progress.ts';
import { type Basis, type Facts, type Refusal, type Result, assert, ok, refuse } from '../result.ts';
import { orderBasis } from './basis.ts';
import {
  type Offer,
  type OfferRefusal,
  type OrderPrice,
  type OrderRules,
  mayOrder,
  orderPrice,
} from './offer.ts';
import { fitsUnit } from './unit.ts';

/** One line as the buyer or the institution's own system asks for it. */
export interface WishLine {
  readonly listingId: string;
  readonly quantity: Quantity;
  /** The price the buyer saw; another price now is refused by line rather than ordered silently. */
  readonly expectedPrice: Money | null;
  /** Why it is bought although its price is red. */
  readonly reason: string;
  readonly clientLine: string;
}

export type Zone = 'red' | 'yellow' | 'blue';

/** Where the price of a line stands, and what the rule in force does about it (JS-12A; other packs block). */
export interface LineZone {
  readonly colour: Zone;
  /** The article of a rule that keeps such a price from being ordered at; null where it only prompts. */
  readonly blockedBy: Basis | null;
  readonly warnsBureau: boolean;
}

/** The agreed volume of the item is behind, and this was not selected in its round (SX-3.1c). */
export interface LineLimit {
  readonly effect: Exclude<OthersEffect, 'none'>;
  readonly basis: Basis;
  /** The round and the item, and what is selected of it, for people. */
  readonly round: string;
  readonly item: string;
  readonly selected: string;
}

export interface PlacedLine extends OrderPrice {
  readonly wish: WishLine;
  readonly offer: Offer;
  readonly amount: Money;
  readonly zone: Zone | null;
  readonly warnsBureau: boolean;
  readonly limit: LineLimit | null;
}

/** Why an order waits for an approver: by the institution’s own limits, or because of what was not selected (SX-3.1c). */
export type Approval = 'amount' | 'red' | 'others';

/** The lines of one order go to one distributor. */
export interface PlacedGroup {
  readonly distributorId: string;
  readonly lines: readonly PlacedLine[];
  readonly amount: Money;
  /** Why it waits for an approver, null when it is placed at once. */
  readonly approval: Approval | null;
}

export interface PlaceRules extends OrderRules {
  /** The institution's own limit; null when it set none. */
  readonly approvalAbove: Money | null;
  readonly redNeedsApproval: boolean;
}

export type LineRefusal =
  | OfferRefusal
  | 'order.listingUnknown'
  | 'order.quantityNotWhole'
  | 'order.priceChanged'
  | 'order.amountTooLarge'
  | 'order.redNeedsReason'
  | 'order.priceBlocked'
  | 'order.selectedFirst'
  | 'order.selectedOnly';

/** The largest amount the ledger holds. */
const AMOUNT_MAX = money('999999999999.99');

/** The amount of a line, null where it is beyond what the ledger holds. */
export function lineAmount(price: Money, count: Quantity): Money | null {
  const amount = amountOf(price, count);
  return compare(amount, AMOUNT_MAX) > 0 ? null : amount;
}

/** What was found out about a line before it is decided on. */
export interface Findings {
  readonly zone: LineZone | null;
  readonly limit: LineLimit | null;
}

/** One line against what is offered now. `zone` is null where prices are not compared or there is not enough data. */
export function placeLine(
  wish: WishLine,
  offer: Offer | undefined,
  { zone, limit }: Findings,
  rules: PlaceRules,
): Result<PlacedLine, LineRefusal> {
  if (offer === undefined) return refuse('order.listingUnknown', { field: 'listingId' });
  const facts = { number: offer.number, product: offer.productName };
  const may = mayOrder(offer, rules);
  if (!may.ok) return { ...may, field: 'listingId' };
  if (!fitsUnit(wish.quantity, offer.purchaseUnit)) {
    return refuse('order.quantityNotWhole', {
      field: 'quantity',
      facts: { ...facts, unit: offer.purchaseUnit },
    });
  }
  const price = orderPrice(offer);
  assert(compare(price.price, offer.price) <= 0, 'no price above the listing price');
  if (wish.expectedPrice !== null && compare(wish.expectedPrice, price.price) !== 0) {
    return refuse('order.priceChanged', {
      basis: orderBasis.notAboveListing,
      field: 'expectedPrice',
      facts: { ...facts, expected: wish.expectedPrice, price: price.price },
    });
  }
  const amount = lineAmount(price.price, wish.quantity);
  if (amount === null) return refuse('order.amountTooLarge', { field: 'quantity', facts });
  if (zone !== null && zone.blockedBy !== null) {
    return refuse('order.priceBlocked', {
      basis: zone.blockedBy,
      field: 'listingId',
      facts: { ...facts, price: price.price },
    });
  }
  const colour = zone?.colour ?? null;
  if (colour === 'red' && wish.reason === '') {
    return refuse('order.redNeedsReason', { basis: orderBasis.redZone, field: 'reason', facts });
  }
  const held = limit === null ? null : heldByLimit(wish, limit, facts);
  if (held !== null) return held;
  return ok({ ...price, wish, offer, amount, zone: colour, warnsBureau: zone?.warnsBureau ?? false, limit });
}

/** 优先采购中选产品 (SX-3.1c): blocked, or only with an explanation. */
function heldByLimit(
  wish: WishLine,
  { effect, basis, round, item, selected }: LineLimit,
  facts: Facts,
): Refusal<LineRefusal> | null {
  const why = { basis, facts: { ...facts, round, item, selected } };
  if (effect === 'block') return refuse('order.selectedOnly', { ...why, field: 'listingId' });
  return wish.reason === '' ? refuse('order.selectedFirst', { ...why, field: 'reason' }) : null;
}

export interface RefusedLine {
  readonly line: number;
  readonly refusal: Refusal<LineRefusal>;
}

/** A wish as orders, one per distributor in the order of the lines; or every line that stands in the way. */
export type Placing =
  | { readonly ok: true; readonly groups: readonly PlacedGroup[] }
  | { readonly ok: false; readonly refused: readonly RefusedLine[] };

export interface Loaded {
  readonly offers: ReadonlyMap<string, Offer>;
  /** By line number of the wish, from 0. */
  readonly zones: readonly (LineZone | null)[];
  /** By listing; left out where no round of the institution stands in the way. */
  readonly limits?: ReadonlyMap<string, LineLimit>;
}

export function placeOrders(
  lines: readonly WishLine[],
  { offers, zones, limits }: Loaded,
  rules: PlaceRules,
): Placing {
  assert(lines.length > 0, 'an order has lines');
  const refused: RefusedLine[] = [];
  const groups = new Map<string, PlacedLine[]>();
  let total = zero;
  for (const [index, wish] of lines.entries()) {
    const found = { zone: zones[index] ?? null, limit: limits?.get(wish.listingId) ?? null };
    const placed = placeLine(wish, offers.get(wish.listingId), found, rules);
    if (!placed.ok) {
      refused.push({
        line: index,
        refusal: { ...placed, field: `lines.${index}.${placed.field ?? 'listingId'}` },
      });
      continue;
    }
    total = add(total, placed.value.amount);
    if (compare(total, AMOUNT_MAX) > 0) {
      const facts = { number: placed.value.offer.number, product: placed.value.offer.productName };
      refused.push({
        line: index,
        refusal: refuse('order.amountTooLarge', { field: `lines.${index}.quantity`, facts }),
      });
      break;
    }
    const { distributorId } = placed.value.offer;
    assert(distributorId !== null, 'a line that may be ordered has a distributor');
    const group = groups.get(distributorId);
    if (group === undefined) groups.set(distributorId, [placed.value]);
    else group.push(placed.value);
  }
  if (refused.length > 0) return { ok: false, refused };
  return {
    ok: true,
    groups: [...groups].map(([distributorId, each]) => groupOf(distributorId, each, rules)),
  };
}

function groupOf(distributorId: string, lines: readonly PlacedLine[], rules: PlaceRules): PlacedGroup {
  const amount = lines.reduce<Money>((sum, line) => add(sum, line.amount), zero);
  const isLarge = rules.approvalAbove !== null && compare(amount, rules.approvalAbove) > 0;
  const isRed = rules.redNeedsApproval && lines.some((line) => line.zone === 'red');
  const isOther = lines.some((line) => line.limit?.effect === 'approve');
  const approval = isLarge ? 'amount' : isRed ? 'red' : isOther ? 'others' : null;
  return { distributorId, lines, amount, approval };
}
