import {
  type Money,
  type Quantity,
  add,
  addQuantity,
  amountOf,
  compare,
  none,
  smallest,
  subtract,
  subtractQuantity,
  zero,
} from '../money.ts';

/** 三流合一 (JS-33): what was ordered, what was accepted and kept, what is invoiced and what is paid of an order line. */
export interface OrderedLine {
  readonly line: number;
  readonly price: Money;
  readonly quantity: Quantity;
  readonly amount: Money;
  /** Refused, cancelled or expired: nothing more is to come of it. */
  readonly closed: Quantity;
}

export interface LotOfLine {
  readonly orderLine: number;
  readonly accepted: Quantity;
  readonly returned: Quantity;
  /** Blue less red. */
  readonly invoiced: Quantity;
}

export interface InvoicedOfLine {
  readonly orderLine: number;
  /** Red ones negative. */
  readonly amount: Money;
  readonly paid: Money;
}

export interface Reconciled {
  readonly line: number;
  readonly ordered: { readonly quantity: Quantity; readonly amount: Money };
  readonly closed: Quantity;
  /** Accepted less returned. */
  readonly kept: { readonly quantity: Quantity; readonly amount: Money };
  readonly invoiced: { readonly quantity: Quantity; readonly amount: Money };
  readonly paid: Money;
  readonly toCome: Quantity;
  readonly toInvoice: Quantity;
  /** Invoiced beyond what was kept: a red invoice is owed. */
  readonly toTakeBack: Quantity;
  /** Negative where more was paid than is invoiced after goods went back. */
  readonly unpaid: Money;
  /** Goods, invoices and money say the same, and nothing is to come. */
  readonly even: boolean;
}

const over = (a: Quantity, b: Quantity): Quantity => (compare(a, b) > 0 ? subtractQuantity(a, b) : none);

/** One order line against its lots and invoices. Amounts are rounded where invoices round them: once per lot. */
export function reconcileLine(
  ordered: OrderedLine,
  lots: readonly LotOfLine[],
  invoiced: readonly InvoicedOfLine[],
): Reconciled {
  const own = lots.filter((lot) => lot.orderLine === ordered.line);
  const bills = invoiced.filter((each) => each.orderLine === ordered.line);
  const keptOf = (lot: LotOfLine) => over(lot.accepted, lot.returned);
  const kept = addQuantity(none, ...own.map(keptOf));
  const invoicedQuantity = addQuantity(none, ...own.map((lot) => lot.invoiced));
  const invoicedAmount = add(zero, ...bills.map((each) => each.amount));
  const paid = add(zero, ...bills.map((each) => each.paid));
  const accepted = addQuantity(none, ...own.map((lot) => lot.accepted));
  const toCome = over(ordered.quantity, addQuantity(ordered.closed, accepted));
  const toInvoice = addQuantity(none, ...own.map((lot) => over(keptOf(lot), lot.invoiced)));
  const toTakeBack = addQuantity(none, ...own.map((lot) => over(lot.invoiced, keptOf(lot))));
  const unpaid = subtract(invoicedAmount, paid);
  return {
    line: ordered.line,
    ordered: { quantity: ordered.quantity, amount: ordered.amount },
    closed: ordered.closed,
    kept: { quantity: kept, amount: add(zero, ...own.map((lot) => amountOf(ordered.price, keptOf(lot)))) },
    invoiced: { quantity: invoicedQuantity, amount: invoicedAmount },
    paid,
    toCome,
    toInvoice,
    toTakeBack,
    unpaid,
    even:
      [toCome, toInvoice, toTakeBack].every((each) => compare(each, none) === 0) &&
      compare(unpaid, zero) === 0,
  };
}

/**
 * Which lines of an invoice the money paid for it covers: in their order, each up to its amount after red ones. What is
 * paid beyond (a credit) stays with the last line, so that the parts add up to what was paid.
 */
export function coverLines(paid: Money, amounts: readonly Money[]): readonly Money[] {
  let left = paid;
  return amounts.map((amount, index) => {
    const covered = index === amounts.length - 1 ? left : smallest(left, amount);
    left = subtract(left, covered);
    return covered;
  });
}
