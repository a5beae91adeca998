import { type Quantity, addQuantity, compare, isPositive, none, subtractQuantity } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import type { Coded } from '../policy/shapes.ts';
import { type Result, assert, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { orderBasis } from './basis.ts';
import { type Reason, type ReasonRefusal, checkReason } from './reason.ts';
import { fitsUnit } from './unit.ts';

/** One lot of a delivery and what was found of it, in purchase units. */
export interface ParcelSums {
  readonly line: number;
  readonly orderLine: number;
  readonly purchaseUnit: string;
  readonly lot: string;
  readonly expiresOn: IsoDate | null;
  readonly quantity: Quantity;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly stocked: Quantity;
  readonly returned: Quantity;
}

export type ShipmentState = 'sent' | 'part-received' | 'received' | 'stocked';

export function uncheckedOf(parcel: ParcelSums): Quantity {
  return subtractQuantity(parcel.quantity, addQuantity(parcel.accepted, parcel.rejected));
}
export function unstockedOf(parcel: ParcelSums): Quantity {
  return subtractQuantity(parcel.accepted, parcel.stocked);
}
/** The state of a delivery follows from its lots; one that was rejected whole has nothing to stock and is received. */
export function shipmentState(parcels: readonly ParcelSums[]): ShipmentState {
  assert(parcels.length > 0, 'a delivery has lines');
  if (parcels.every((each) => !isPositive(uncheckedOf(each)))) {
    const isStocked =
      parcels.some((each) => isPositive(each.stocked)) &&
      parcels.every((each) => !isPositive(unstockedOf(each)));
    return isStocked ? 'stocked' : 'received';
  }
  const untouched = parcels.every((each) => !isPositive(addQuantity(each.accepted, each.rejected)));
  return untouched ? 'sent' : 'part-received';
}

export interface Finding {
  readonly line: number;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly reason: string | null;
  readonly note: string;
}
export interface CheckedFinding {
  readonly parcel: ParcelSums;
  readonly accepted: Quantity;
  readonly rejected: Quantity;
  readonly reason: Reason | null;
}
export type FindingRefusal =
  | ReasonRefusal
  | 'order.nothingFound'
  | 'order.nothingLeft'
  | 'order.aboveDelivered'
  | 'order.expiredGoods'
  | 'order.quantityNotWhole';

/** What a storekeeper found of one lot: 验收 or 拒收, each a part of it; a rejection has a coded reason. */
export function checkFinding(
  parcel: ParcelSums,
  finding: Finding,
  on: { readonly today: IsoDate; readonly reasons: Provision<readonly Coded[]> },
): Result<CheckedFinding, FindingRefusal> {
  const { accepted, rejected } = finding;
  const sum = addQuantity(accepted, rejected);
  if (!isPositive(sum)) return refuse('order.nothingFound', { field: 'accepted' });
  const left = uncheckedOf(parcel);
  const facts = { line: parcel.line, lot: parcel.lot, left };
  if (!isPositive(left)) return refuse('order.nothingLeft', { field: 'accepted', facts });
  if (compare(sum, left) > 0) return refuse('order.aboveDelivered', { field: 'accepted', facts });
  if (!fitsUnit(accepted, parcel.purchaseUnit) || !fitsUnit(rejected, parcel.purchaseUnit))
    return refuse('order.quantityNotWhole', {
      field: 'accepted',
      facts: { ...facts, unit: parcel.purchaseUnit },
    });
  if (isPositive(accepted) && isExpired(parcel, on.today)) {
    return refuse('order.expiredGoods', {
      basis: orderBasis.traceable,
      field: 'accepted',
      facts: { ...facts, expiresOn: parcel.expiresOn },
    });
  }
  if (!isPositive(rejected)) return ok({ parcel, accepted, rejected, reason: null });
  const reason = checkReason(finding.reason, finding.note, on.reasons);
  return reason.ok ? ok({ parcel, accepted, rejected, reason: reason.value }) : reason;
}

function isExpired(parcel: ParcelSums, today: IsoDate): boolean {
  return parcel.expiresOn !== null && parcel.expiresOn < today;
}

/** What the clock finds when nobody checked a lot in time: accepted, but nothing past its date is (自动收货). */
export function automaticFinding(parcel: ParcelSums, today: IsoDate): CheckedFinding | null {
  const left = uncheckedOf(parcel);
  if (!isPositive(left)) return null;
  if (isExpired(parcel, today))
    return { parcel, accepted: none, rejected: left, reason: { code: 'expired', note: '' } };
  return { parcel, accepted: left, rejected: none, reason: null };
}

export function afterFinding(found: CheckedFinding): ParcelSums {
  return {
    ...found.parcel,
    accepted: addQuantity(found.parcel.accepted, found.accepted),
    rejected: addQuantity(found.parcel.rejected, found.rejected),
  };
}

/** 入库: a fact of its own after acceptance. */
export function checkStockIn(
  parcel: ParcelSums,
  count: Quantity,
): Result<ParcelSums, 'order.nothingToStock' | 'order.aboveAccepted' | 'order.quantityNotWhole'> {
  const left = unstockedOf(parcel);
  const facts = { line: parcel.line, lot: parcel.lot, left };
  if (!isPositive(left)) return refuse('order.nothingToStock', { field: 'quantity', facts });
  if (compare(count, left) > 0) return refuse('order.aboveAccepted', { field: 'quantity', facts });
  if (!fitsUnit(count, parcel.purchaseUnit))
    return refuse('order.quantityNotWhole', {
      field: 'quantity',
      facts: { ...facts, unit: parcel.purchaseUnit },
    });
  return ok({ ...parcel, stocked: addQuantity(parcel.stocked, count) });
}

/** 退货: of what was accepted and neither returned nor already asked back. */
export function checkReturn(
  parcel: ParcelSums,
  asked: {
    readonly quantity: Quantity;
    readonly pending: Quantity;
    readonly reason: string;
    readonly note: string;
  },
  reasons: Provision<readonly Coded[]>,
): Result<Reason, ReasonRefusal | 'order.aboveReturnable' | 'order.quantityNotWhole'> {
  const taken = addQuantity(parcel.returned, asked.pending, asked.quantity);
  const left = subtractQuantity(parcel.accepted, addQuantity(parcel.returned, asked.pending));
  const facts = { line: parcel.line, lot: parcel.lot, left };
  if (compare(taken, parcel.accepted) > 0)
    return refuse('order.aboveReturnable', { field: 'quantity', facts });
  if (!fitsUnit(asked.quantity, parcel.purchaseUnit))
    return refuse('order.quantityNotWhole', {
      field: 'quantity',
      facts: { ...facts, unit: parcel.purchaseUnit },
    });
  return checkReason(asked.reason, asked.note, reasons);
}
