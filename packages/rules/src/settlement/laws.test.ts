import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Money,
  type Quantity,
  add,
  addQuantity,
  amountOf,
  compare,
  money,
  none,
  quantity,
  subtract,
  zero,
} from '../money.ts';
import { type Instant, addMs, instant, isoDate } from '../time.ts';
import {
  type DeliveredLine,
  checkInvoice,
  checkRedInvoice,
  hasInvoiceNumberForm,
  invoiceable,
  owedBack,
} from './invoice.ts';
import { type OpenInvoice, checkPayment, reversePayment } from './payment.ts';
import { coverLines, reconcileLine } from './reconcile.ts';
import { type EntryKind, effectOf, isStatementPeriod, runningBalance, statementSums } from './statement.ts';
import { openAmount, stateByAmounts } from './steps.ts';

const fen = fc.integer({ min: 1, max: 100_000_000 }).map((n) => money((n / 100).toFixed(2)));
const units = fc.integer({ min: 0, max: 1000 }).map((n) => quantity(n));
const unitPrice = fc.integer({ min: 1, max: 1_000_000_000 }).map((n) => money((n / 1_000_000).toFixed(6)));
const today = isoDate('2026-09-01');
const free = {
  today,
  twoInvoice: { needed: false, basis: { document: 'daylight', article: '一', clause: null } },
};

const lot = fc.tuple(units, units, units, unitPrice).map(([a, b, c, price]): DeliveredLine => {
  const [invoicedOrReturned, accepted] = compare(a, b) < 0 ? [a, b] : [b, a];
  const [returned, invoiced] =
    compare(c, accepted) < 0 ? [c, invoicedOrReturned] : [none, invoicedOrReturned];
  return { shipmentId: 's', line: 1, price, accepted, returned, invoiced };
});

const inputOf = (source: DeliveredLine, count: Quantity) => ({
  invoiceCode: '',
  invoiceNumber: '26320000000000000001',
  issuedOn: today,
  amount: amountOf(source.price, count),
  upstreamInvoiceNumber: '',
  lines: [{ shipmentId: 's', line: 1, quantity: count }],
});

describe('JS-33: invoices and goods', () => {
  test('whatever is asked, no more is invoiced than was accepted and kept', () => {
    fc.assert(
      fc.property(lot, units, (source, count) => {
        const checked = checkInvoice(inputOf(source, count), [source], free);
        const isMore = compare(addQuantity(source.invoiced, source.returned, count), source.accepted) > 0;
        if (checked.ok) expect(isMore).toBe(false);
        else expect(['settlement.moreThanAccepted', 'settlement.amountDiffers']).toContain(checked.code);
      }),
    );
  });

  test('of a lot there is something to invoice or to take back, never both', () => {
    fc.assert(
      fc.property(lot, (source) => {
        const [open, owed] = [invoiceable(source), owedBack(source)];
        expect(compare(open, none) === 0 || compare(owed, none) === 0).toBe(true);
        // What stands on invoices after both is what was kept.
        expect(
          compare(addQuantity(source.invoiced, source.returned, open), addQuantity(source.accepted, owed)),
        ).toBe(0);
      }),
    );
  });

  test('a red invoice takes back no more than was returned, nor than its blue one says', () => {
    fc.assert(
      fc.property(units, units, units, unitPrice, (invoicedNet, returnedOpen, count, price) => {
        const line = { shipmentId: 's', line: 1, quantity: count, price, invoicedNet, returnedOpen };
        const input = { ...inputOf({ ...line, accepted: none, returned: none, invoiced: none }, count) };
        const checked = checkRedInvoice(input, [line], today);
        if (checked.ok) {
          expect(compare(count, returnedOpen)).toBeLessThanOrEqual(0);
          expect(compare(count, invoicedNet)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('the two-invoice reference is asked for only where a rule needs it, with its article', () => {
    const source = {
      shipmentId: 's',
      line: 1,
      price: money('1'),
      accepted: quantity('5'),
      returned: none,
      invoiced: none,
    };
    const basis = { document: 'x', article: '一', clause: null };
    const needed = { today, twoInvoice: { needed: true, basis } };
    expect(checkInvoice(inputOf(source, quantity('1')), [source], needed)).toMatchObject({
      code: 'settlement.upstreamMissing',
      basis,
    });
    const given = { ...inputOf(source, quantity('1')), upstreamInvoiceNumber: '26110000000000000009' };
    expect(checkInvoice(given, [source], needed).ok).toBe(true);
  });

  test.each([
    ['', '26320000000000000001', true],
    ['', '12345678', false],
    ['3200211130', '12345678', true],
    ['032002100111', '12345678', true],
    ['03200210011', '12345678', false],
    ['3200211130', '26320000000000000001', false],
    ['', '2632000000000000000a', false],
  ])('code %j with number %j is an invoice number: %s', (code, number, isOne) => {
    expect(hasInvoiceNumberForm(code, number)).toBe(isOne);
  });
});

const invoice = fc
  .tuple(
    fen,
    fc.nat(100),
    fc.nat(100),
    fc.constantFrom<OpenInvoice['state']>('entered', 'verified', 'disputed', 'cancelled', 'paid'),
  )
  .map(([amount, back, share, state]): Omit<OpenInvoice, 'id'> => {
    const part = (percent: number) => amountOf(amount, quantity((percent / 100).toFixed(2)));
    return { kind: 'blue', distributorId: 'd', state, amount, takenBack: part(back), paid: part(share) };
  });

const payment = fc
  .array(fc.tuple(invoice, fc.integer({ min: -150, max: 150 })), { minLength: 1, maxLength: 6 })
  .map((parts) => {
    const invoices = parts.map(([each], index) => ({ ...each, id: `i${index}` }));
    const allocations = parts.map(([each, percent], index) => {
      const size = amountOf(openAmount(each), quantity((Math.abs(percent) / 100).toFixed(2)));
      return { invoiceId: `i${index}`, amount: percent < 0 ? subtract(zero, size) : size };
    });
    return { invoices, allocations, amount: add(zero, ...allocations.map((each) => each.amount)) };
  });

describe('JS-32: payments and invoices', () => {
  test('what is paid never exceeds what was invoiced, and never falls below nothing', () => {
    fc.assert(
      fc.property(payment, ({ invoices, allocations, amount }) => {
        const checked = checkPayment({ amount, paidOn: today, allocations }, invoices, today);
        if (!checked.ok) return;
        for (const [index, each] of invoices.entries()) {
          const paid = add(each.paid, allocations[index]?.amount ?? zero);
          expect(compare(paid, each.amount)).toBeLessThanOrEqual(0);
          expect(compare(paid, zero)).toBeGreaterThanOrEqual(0);
          const open = openAmount({ ...each, paid });
          // Paying never makes a credit and using a credit never makes a debt.
          expect(compare(open, zero) * compare(openAmount(each), zero)).toBeGreaterThanOrEqual(0);
          expect(stateByAmounts({ ...each, paid })).toBe(compare(open, zero) <= 0 ? 'paid' : 'verified');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a reversal brings every invoice back to where it was', () => {
    fc.assert(
      fc.property(payment, ({ invoices, allocations, amount }) => {
        if (!checkPayment({ amount, paidOn: today, allocations }, invoices, today).ok) return;
        const after = invoices.map((each, index) => ({
          ...each,
          paid: add(each.paid, allocations[index]?.amount ?? zero),
        }));
        const reversed = reversePayment({ kind: 'transfer', state: 'recorded' }, allocations, after);
        expect(
          reversed.ok && reversed.value.map((each, index) => add(after[index]?.paid ?? zero, each.amount)),
        ).toEqual(invoices.map((each) => each.paid));
      }),
    );
  });

  test('one transfer goes to one distributor', () => {
    const both = ['a', 'b'].map((id): OpenInvoice => {
      return {
        id,
        kind: 'blue',
        state: 'verified',
        distributorId: id,
        amount: money('1'),
        takenBack: zero,
        paid: zero,
      };
    });
    const allocations = both.map(({ id }) => ({ invoiceId: id, amount: money('1') }));
    expect(checkPayment({ amount: money('2'), paidOn: today, allocations }, both, today)).toMatchObject({
      code: 'settlement.severalDistributors',
    });
  });
});

const start = instant('2026-01-01T00:00:00.000Z');
const entry = fc
  .tuple(fc.constantFrom<EntryKind>('blue', 'red', 'transfer', 'reversal'), fen, fc.nat(400 * 24))
  .map(([kind, size, hours]) => {
    const isNegative = kind === 'red' || kind === 'reversal';
    return {
      kind,
      at: addMs(start, hours * 3_600_000) as Instant,
      amount: isNegative ? subtract(zero, size) : size,
    };
  });

describe('JS-33: statements', () => {
  test('closing is opening and Σ blue and Σ red less Σ payments, to the fen, however the time is cut', () => {
    fc.assert(
      fc.property(fc.array(entry), fc.nat(400 * 24), fen, (entries, hours, opening) => {
        const cut = addMs(start, hours * 3_600_000);
        const whole = statementSums(opening, entries);
        const first = statementSums(
          opening,
          entries.filter((each) => each.at < cut),
        );
        const second = statementSums(
          first.closing,
          entries.filter((each) => each.at >= cut),
        );
        expect(second.closing).toBe(whole.closing);
        expect(whole.closing).toBe(add(opening, ...entries.map(effectOf)));
        expect(runningBalance(opening, entries).at(-1)?.balance ?? opening).toBe(whole.closing);
      }),
    );
  });

  test('a period is in order and not longer than it may be', () => {
    const period = (from: string, until: string) => ({ from: isoDate(from), until: isoDate(until) });
    expect(isStatementPeriod(period('2026-01-01', '2026-12-31'), 12)).toBe(true);
    expect(isStatementPeriod(period('2026-01-01', '2027-01-01'), 12)).toBe(false);
    expect(isStatementPeriod(period('2026-01-02', '2026-01-01'), 12)).toBe(false);
  });
});

describe('JS-33: the three flows of an order', () => {
  const ordered = {
    line: 1,
    price: money('0.333333'),
    quantity: quantity('3'),
    amount: money('1'),
    closed: none,
  };
  const one = { orderLine: 1, accepted: quantity('1'), returned: none, invoiced: quantity('1') };
  const bill = { orderLine: 1, amount: money('0.33'), paid: money('0.33') };

  test('three deliveries of one, each rounded on its own invoice, agree with three ordered', () => {
    expect(reconcileLine(ordered, [one, one, one], [bill, bill, bill])).toMatchObject({
      even: true,
      kept: { quantity: '3', amount: '0.99' },
      invoiced: { quantity: '3', amount: '0.99' },
      unpaid: '0',
    });
  });

  test('each difference has its name: to come, to invoice, to take back, to pay', () => {
    const back = { ...one, returned: quantity('1') };
    const open = { ...one, invoiced: none };
    expect(reconcileLine(ordered, [back, open], [{ ...bill, paid: zero }])).toMatchObject({
      even: false,
      toCome: '1',
      toInvoice: '1',
      toTakeBack: '1',
      unpaid: '0.33',
    });
  });

  test('the parts of a payment over an invoice’s lines add up to it', () => {
    fc.assert(
      fc.property(fen, fc.array(fen, { minLength: 1 }), (paid: Money, amounts) => {
        expect(add(zero, ...coverLines(paid, amounts))).toBe(paid);
      }),
    );
  });
});
