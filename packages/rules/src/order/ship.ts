import { type Quantity, addQuantity, compare, none, subtractQuantity } from '../money.ts';
import { type UdiReading, type UdiRefusal, mergeUdi, noFields } from '../codes/udi-reading.ts';
import { readingsThatFit } from '../codes/udi-reading.ts';
import { parseUdi } from '../codes/udi.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type IsoDate, addMonths } from '../time.ts';
import { type Changed, type Order, type OrderLine, changed } from './answer.ts';
import { orderBasis } from './basis.ts';
import { openToShip, shipped } from './line.ts';
import { fitsUnit } from './unit.ts';

/** One lot of one order line in a delivery; several lots of a line are several of these. */
export interface Parcel {
  readonly orderLine: number;
  readonly quantity: Quantity;
  readonly lot: string;
  readonly serial: string;
  readonly producedOn: IsoDate | null;
  readonly expiresOn: IsoDate | null;
  /** The scanned UDI as it came, '' when none was scanned. */
  readonly udi: string;
}
export interface CheckedParcel extends Parcel {
  readonly udiDi: string;
  /** Expires within the months of `order.shelfLifeWarn`. */
  readonly shortDated: boolean;
}

export type ParcelRefusal =
  | UdiRefusal
  | 'order.udiAmbiguous'
  | 'order.lotMissing'
  | 'order.alreadyExpired'
  | 'order.producedLater'
  | 'order.quantityNotWhole';

/** Reads a parcel's UDI strictly and merges it with what was typed: nothing is overwritten, nothing guessed (JS-36). */
export function checkParcel(
  parcel: Parcel,
  unit: string,
  on: { readonly today: IsoDate; readonly shelfLifeWarnMonths: number },
): Result<CheckedParcel, ParcelRefusal> {
  const merged = withUdi(parcel, Number(on.today.slice(0, 4)));
  if (!merged.ok) return merged;
  const { lot, producedOn, expiresOn } = merged.value;
  const basis = orderBasis.traceable;
  if (lot === '') return refuse('order.lotMissing', { basis, field: 'lot' });
  if (!fitsUnit(parcel.quantity, unit))
    return refuse('order.quantityNotWhole', { field: 'quantity', facts: { unit } });
  if (expiresOn !== null && expiresOn < on.today) {
    return refuse('order.alreadyExpired', { basis, field: 'expiresOn', facts: { lot, expiresOn } });
  }
  if (producedOn !== null && producedOn > on.today) {
    return refuse('order.producedLater', { basis, field: 'producedOn', facts: { lot, producedOn } });
  }
  const shortDated = expiresOn !== null && expiresOn < addMonths(on.today, on.shelfLifeWarnMonths);
  return ok({ ...merged.value, shortDated });
}

function withUdi(parcel: Parcel, thisYear: number): Result<Omit<CheckedParcel, 'shortDated'>, ParcelRefusal> {
  const typed = {
    ...noFields,
    lot: parcel.lot,
    serial: parcel.serial,
    producedOn: parcel.producedOn,
    expiresOn: parcel.expiresOn,
  };
  const read = parcel.udi === '' ? ok(null) : readUdi(parcel.udi, typed, thisYear);
  if (!read.ok) return { ...read, field: 'udi' };
  // A code may state a count of pieces; how many purchase units are in the parcel is for the sender to say.
  const scanned = read.value === null ? noFields : { ...read.value, quantity: null };
  const merged = mergeUdi(typed, { ...noFields, ...pick(scanned) });
  if (!merged.ok) return merged;
  const { lot, serial, producedOn, expiresOn } = merged.value;
  return ok({
    ...parcel,
    lot: lot ?? '',
    serial: serial ?? '',
    producedOn,
    expiresOn,
    udiDi: read.value?.di ?? '',
  });
}

function pick({ di, lot, serial, producedOn, expiresOn }: typeof noFields) {
  return { di, lot, serial, producedOn, expiresOn };
}

/** One reading, or refused: an ambiguous scan is settled only by what was typed beside it. */
export function readUdi(
  raw: string,
  known: Parameters<typeof readingsThatFit>[1],
  thisYear: number,
): Result<UdiReading, UdiRefusal | 'order.udiAmbiguous'> {
  const scan = parseUdi(raw, thisYear);
  if (!scan.ok) return scan;
  if (scan.value.outcome === 'read') return ok(scan.value.reading);
  const fitting = readingsThatFit(scan.value.readings, known);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1 && scan.value.complete) return ok(only);
  return refuse('order.udiAmbiguous', { field: 'udi', facts: { readings: scan.value.readings.length } });
}

export type ShipRefusal = ParcelRefusal | 'order.notConfirmed' | 'order.lineUnknown' | 'order.aboveConfirmed';

export interface Shipping extends Changed {
  readonly parcels: readonly CheckedParcel[];
}

/** A delivery of some of what was confirmed; quantities over all lots of a line stay within what is still open. */
export function shipOrder(
  order: Order,
  parcels: readonly Parcel[],
  on: { readonly today: IsoDate; readonly shelfLifeWarnMonths: number },
): Result<Shipping, ShipRefusal> {
  if (order.state !== 'confirmed' && order.state !== 'shipping') {
    return refuse('order.notConfirmed', { facts: { state: order.state } });
  }
  const lines = new Map<number, OrderLine>(order.lines.map((each) => [each.line, each]));
  const sent = new Map<number, Quantity>();
  const done: CheckedParcel[] = [];
  for (const [index, parcel] of parcels.entries()) {
    const line = lines.get(parcel.orderLine);
    const field = `lines.${index}`;
    if (line === undefined)
      return refuse('order.lineUnknown', { field: `${field}.orderLine`, facts: { line: parcel.orderLine } });
    const parcelChecked = checkParcel(parcel, line.purchaseUnit, on);
    if (!parcelChecked.ok) return { ...parcelChecked, field: `${field}.${parcelChecked.field ?? 'udi'}` };
    const sum = addQuantity(sent.get(parcel.orderLine) ?? none, parcel.quantity);
    const open = openToShip(line);
    if (compare(sum, open) > 0) {
      return refuse('order.aboveConfirmed', {
        field: `${field}.quantity`,
        facts: { line: parcel.orderLine, open, asked: sum },
      });
    }
    sent.set(parcel.orderLine, sum);
    done.push(parcelChecked.value);
  }
  const after = [...sent].flatMap(([number, count]) => {
    const line = lines.get(number);
    return line === undefined ? [] : [{ ...line, ...shipped(line, count), reason: null }];
  });
  return ok({ ...changed(order, after), parcels: done });
}

/** What a sender may still put into a delivery of a line after some of it was entered on the form. */
export function leftToShip(line: OrderLine, entered: Quantity): Quantity {
  const open = openToShip(line);
  return compare(entered, open) >= 0 ? none : subtractQuantity(open, entered);
}
