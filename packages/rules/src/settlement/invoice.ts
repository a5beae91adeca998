import {
  type Money,
  type Quantity,
  add,
  addQuantity,
  amountOf,
  compare,
  isPositive,
  isWholeFen,
  none,
  subtractQuantity,
  zero,
} from '../money.ts';
import { type Basis, type Result, assert, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { invoiceBasis } from './basis.ts';

/** What a delivered line still allows to be invoiced, in purchase units; price in yuan per purchase unit. */
export interface DeliveredLine {
  readonly shipmentId: string;
  readonly line: number;
  readonly price: Money;
  readonly accepted: Quantity;
  readonly returned: Quantity;
  /** By blue invoices less red ones that are in force. */
  readonly invoiced: Quantity;
}

export interface InvoiceLineInput {
  readonly shipmentId: string;
  readonly line: number;
  readonly quantity: Quantity;
}

export interface InvoiceInput {
  /** 10 or 12 digits of the printed form, '' for a fully digital invoice (全电发票). */
  readonly invoiceCode: string;
  /** 8 digits, or 20 for a fully digital invoice. */
  readonly invoiceNumber: string;
  readonly issuedOn: IsoDate;
  /** The amount that stands on the invoice, tax included, in whole fen. */
  readonly amount: Money;
  readonly upstreamInvoiceNumber: string;
  readonly lines: readonly InvoiceLineInput[];
}

export interface InvoiceLine extends InvoiceLineInput {
  readonly price: Money;
  readonly amount: Money;
}

export interface InvoiceRules {
  readonly today: IsoDate;
  /** The two-invoice reference is needed (两票制). */
  readonly twoInvoice: { readonly needed: boolean; readonly basis: Basis };
}

export type InvoiceRefusal =
  | 'settlement.invoiceNumberForm'
  | 'settlement.issuedInFuture'
  | 'settlement.upstreamMissing'
  | 'settlement.noLines'
  | 'settlement.lineTwice'
  | 'settlement.lineUnknown'
  | 'settlement.moreThanAccepted'
  | 'settlement.amountDiffers';

const PRINTED_CODE = /^\d{10}(\d{2})?$/;
const PRINTED_NUMBER = /^\d{8}$/;
const DIGITAL_NUMBER = /^\d{20}$/;

export function hasInvoiceNumberForm(code: string, number: string): boolean {
  return code === '' ? DIGITAL_NUMBER.test(number) : PRINTED_CODE.test(code) && PRINTED_NUMBER.test(number);
}

/** Accepted, less what went back, less what is invoiced already; never below zero. */
export function invoiceable(line: DeliveredLine): Quantity {
  const gone = addQuantity(line.returned, line.invoiced);
  return compare(gone, line.accepted) >= 0 ? none : subtractQuantity(line.accepted, gone);
}

const key = (line: { shipmentId: string; line: number }): string => `${line.shipmentId}/${line.line}`;

/** The facts on the face of an invoice, cheapest first. */
function checkFace(input: InvoiceInput, rules: InvoiceRules): Result<null, InvoiceRefusal> {
  if (!hasInvoiceNumberForm(input.invoiceCode, input.invoiceNumber)) {
    return refuse('settlement.invoiceNumberForm', { field: 'invoiceNumber' });
  }
  if (input.issuedOn > rules.today) return refuse('settlement.issuedInFuture', { field: 'issuedOn' });
  if (rules.twoInvoice.needed && input.upstreamInvoiceNumber === '') {
    return refuse('settlement.upstreamMissing', {
      field: 'upstreamInvoiceNumber',
      basis: rules.twoInvoice.basis,
    });
  }
  return input.lines.length === 0 ? refuse('settlement.noLines', { field: 'lines' }) : ok(null);
}

/**
 * An invoice covers what was accepted and not yet invoiced, at the order's prices, and its face amount is the sum of its
 * lines to the fen; anything else is refused with both numbers.
 */
export function checkInvoice(
  input: InvoiceInput,
  delivered: readonly DeliveredLine[],
  rules: InvoiceRules,
): Result<readonly InvoiceLine[], InvoiceRefusal> {
  const face = checkFace(input, rules);
  if (!face.ok) return face;
  const known = new Map(delivered.map((line) => [key(line), line]));
  const seen = new Set<string>();
  const lines: InvoiceLine[] = [];
  for (const [index, line] of input.lines.entries()) {
    const field = `lines.${index}.quantity`;
    const source = known.get(key(line));
    if (source === undefined) return refuse('settlement.lineUnknown', { field: `lines.${index}.line` });
    if (seen.has(key(line))) return refuse('settlement.lineTwice', { field: `lines.${index}.line` });
    seen.add(key(line));
    const open = invoiceable(source);
    if (!isPositive(line.quantity) || compare(line.quantity, open) > 0) {
      return refuse('settlement.moreThanAccepted', {
        field,
        basis: invoiceBasis.reconcile,
        facts: { line: index + 1, open, asked: line.quantity },
      });
    }
    lines.push({ ...line, price: source.price, amount: amountOf(source.price, line.quantity) });
  }
  const sum = add(zero, ...lines.map((line) => line.amount));
  if (compare(sum, input.amount) !== 0 || !isWholeFen(input.amount)) {
    return refuse('settlement.amountDiffers', {
      field: 'amount',
      basis: invoiceBasis.reconcile,
      facts: { face: input.amount, lines: sum },
    });
  }
  return ok(lines);
}

/** What a return allows a red invoice (红字发票) to take back, in purchase units. */
export interface ReturnedLine extends InvoiceLineInput {
  readonly price: Money;
  /** Of the blue invoice, less what red ones took back before. */
  readonly invoicedNet: Quantity;
  /** Accepted returns of the lot that no red invoice covers yet. */
  readonly returnedOpen: Quantity;
}

export type RedInvoiceRefusal =
  | Exclude<InvoiceRefusal, 'settlement.upstreamMissing' | 'settlement.moreThanAccepted'>
  | 'settlement.moreThanReturned';

/** What a red invoice may take back of a line: really returned, and on this blue invoice. */
export function takeableBack(line: Pick<ReturnedLine, 'invoicedNet' | 'returnedOpen'>): Quantity {
  return compare(line.returnedOpen, line.invoicedNet) < 0 ? line.returnedOpen : line.invoicedNet;
}

/** What is invoiced of a lot beyond what the institution kept: a red invoice over it is owed. */
export function owedBack(line: DeliveredLine): Quantity {
  const taken = addQuantity(line.returned, line.invoiced);
  return compare(taken, line.accepted) <= 0 ? none : subtractQuantity(taken, line.accepted);
}

/**
 * A red invoice takes back what was invoiced and has really been returned (退货核减); its amount is given as a positive
 * number.
 */
export function checkRedInvoice(
  input: InvoiceInput,
  returned: readonly ReturnedLine[],
  today: IsoDate,
): Result<readonly InvoiceLine[], RedInvoiceRefusal> {
  const open = returned.map((line): DeliveredLine => ({
    shipmentId: line.shipmentId,
    line: line.line,
    price: line.price,
    accepted: takeableBack(line),
    returned: none,
    invoiced: none,
  }));
  const checked = checkInvoice(input, open, {
    today,
    twoInvoice: { needed: false, basis: invoiceBasis.onTime },
  });
  if (checked.ok) return checked;
  const { code } = checked;
  // The rule of the blue invoice in the words of the red one; its reference is never asked for.
  if (code === 'settlement.moreThanAccepted') return { ...checked, code: 'settlement.moreThanReturned' };
  assert(code !== 'settlement.upstreamMissing', 'a red invoice names its blue one');
  return { ...checked, code };
}
