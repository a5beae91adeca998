import * as api from '@daylight/api/settlement.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeReturn } from '../support/deliveries.ts';
import { type SettlementWorld, openSettlementWorld } from '../support/settlement.ts';
import type { Person, TestWorld } from '../support/world.ts';

let world: TestWorld;
let accountant: Person;
let seller: Person;
let otherSeller: Person;
let otherAccountant: Person;
let its: SettlementWorld;

beforeAll(async () => {
  its = await openSettlementWorld();
  ({ world, accountant, seller } = its);
  otherAccountant = await world.person(await world.organisation({ kind: 'institution' }), ['accountant']);
  otherSeller = await world.person(await world.organisation({ kind: 'distributor' }), ['accountant']);
});
afterAll(() => world.close());

describe('JS-33: a red invoice takes back what was returned', () => {
  test('it reduces what is open once it is verified; more than returned is refused', async () => {
    const { delivery, invoice } = await its.verifiedInvoice('10', '5', '50');
    const params = { invoiceId: invoice.id };
    const early = await seller.call(api.enterRedInvoice, {
      params,
      body: its.faceOf(delivery, '20', [[1, '2']]),
    });
    expect(early.problem).toMatchObject({
      code: 'settlement.moreThanReturned',
      facts: { open: '0', asked: '2' },
    });
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '2' });
    const red = await seller.call(api.enterRedInvoice, {
      params,
      body: its.faceOf(delivery, '20', [[1, '2']]),
    });
    expect(red.value).toMatchObject({ kind: 'red', amount: '-20', due: null });
    const more = await seller.call(api.enterRedInvoice, {
      params,
      body: its.faceOf(delivery, '10', [[1, '1']]),
    });
    expect(more.problem.code).toBe('settlement.moreThanReturned');
    await accountant.call(api.verifyInvoice, { params: { invoiceId: red.value.id }, body: { version: 1 } });
    const tooMuch = await its.pay([{ invoiceId: invoice.id, amount: '50' }], '50');
    expect(tooMuch.problem).toMatchObject({ code: 'settlement.moreThanOpen', facts: { open: '30' } });
    const paid = await its.pay([{ invoiceId: invoice.id, amount: '30' }], '30');
    expect(paid.value.invoices[0]).toMatchObject({ state: 'paid', open: '0' });
  });

  test('goods that go back after payment leave a credit, which a later transfer uses', async () => {
    const { delivery, invoice } = await its.verifiedInvoice('10', '5', '50');
    const first = await its.pay([{ invoiceId: invoice.id, amount: '50' }], '50');
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '5' });
    const red = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: invoice.id },
      body: its.faceOf(delivery, '50', [[1, '5']]),
    });
    await accountant.call(api.verifyInvoice, { params: { invoiceId: red.value.id }, body: { version: 1 } });
    const other = await its.verifiedInvoice('20', '10', '200');
    const allocations = [
      { invoiceId: other.invoice.id, amount: '200' },
      { invoiceId: invoice.id, amount: '-50' },
    ];
    const settled = await its.pay(allocations, '150');
    expect(settled.value.invoices.map((each) => each.open)).toEqual(['0', '0']);
    const reversal = await accountant.call(api.reversePayment, {
      params: { paymentId: first.value.id },
      body: { version: 1, reason: '退回' },
    });
    expect(reversal.problem.code).toBe('settlement.creditUsed');
  });

  test('an invoice that is not verified is cancelled instead, and red ones correct blue ones only', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '50', [[1, '5']]) }))
      .value;
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '2' });
    const body = its.faceOf(delivery, '20', [[1, '2']]);
    const early = await seller.call(api.enterRedInvoice, { params: { invoiceId: id }, body });
    expect(early.problem.code).toBe('settlement.cancelInstead');
    await accountant.call(api.verifyInvoice, { params: { invoiceId: id }, body: { version: 1 } });
    const red = (await seller.call(api.enterRedInvoice, { params: { invoiceId: id }, body })).value;
    const ofRed = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: red.id },
      body: its.faceOf(delivery, '10', [[1, '1']]),
    });
    expect(ofRed.problem.code).toBe('settlement.notBlue');
    const cancelled = await seller.call(api.cancelInvoice, {
      params: { invoiceId: red.id },
      body: { version: 1, reason: '金额有误' },
    });
    expect(cancelled.value.state).toBe('cancelled');
    const anew = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: id },
      body: its.faceOf(delivery, '20', [[1, '2']]),
    });
    expect(anew.ok).toBe(true);
  });
});

describe('JS-32: payments', () => {
  test('one transfer pays several invoices of one distributor; its sum and its reference are checked', async () => {
    const one = (await its.verifiedInvoice('10', '5', '50')).invoice;
    const two = (await its.verifiedInvoice('1.5', '2', '3')).invoice;
    const both = [
      { invoiceId: one.id, amount: '50' },
      { invoiceId: two.id, amount: '1' },
    ];
    expect((await its.pay(both, '52')).problem).toMatchObject({
      code: 'settlement.sumDiffers',
      facts: { amount: '52', allocations: '51' },
    });
    expect((await its.pay([], '52')).problem.code).toBe('settlement.noAllocation');
    expect((await its.pay([...both, ...both], '102')).problem.code).toBe('settlement.invoiceTwice');
    expect((await its.pay([{ invoiceId: one.id, amount: '49.999' }], '49.999')).problem.code).toBe(
      'settlement.notWholeFen',
    );
    const paid = (await its.pay(both, '51')).value;
    expect(paid.invoices.map((each) => each.state).toSorted()).toEqual(['paid', 'verified']);
    const same = await accountant.call(api.recordPayment, {
      body: {
        amount: '2',
        paidOn: '2026-09-01',
        bankReference: its.lastReference(),
        allocations: [{ invoiceId: two.id, amount: '2' }],
      },
    });
    expect(same.problem.code).toBe('settlement.bankReferenceUsed');
    const tomorrow = await accountant.call(api.recordPayment, {
      body: {
        amount: '2',
        paidOn: '2026-09-02',
        bankReference: 'BANK-TOMORROW',
        allocations: [{ invoiceId: two.id, amount: '2' }],
      },
    });
    expect(tomorrow.problem.code).toBe('settlement.paidInFuture');
  });

  test('an invoice that is not verified, or another institution’s, is not paid', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '50', [[1, '5']]) }))
      .value;
    expect((await its.pay([{ invoiceId: id, amount: '50' }], '50')).problem.code).toBe(
      'settlement.notVerified',
    );
    const foreign = await otherAccountant.call(api.recordPayment, {
      body: {
        amount: '50',
        paidOn: '2026-09-01',
        bankReference: 'BANK-FOREIGN',
        allocations: [{ invoiceId: id, amount: '50' }],
      },
    });
    expect(foreign.problem.code).toBe('settlement.invoiceUnknown');
    expect(
      (
        await seller.call(api.recordPayment, {
          body: { amount: '1', paidOn: '2026-09-01', bankReference: 'BANK-S', allocations: [] },
        })
      ).status,
    ).toBe(403);
  });

  test('what was recorded wrongly is reversed by a record of its own, and the same transfer can be entered rightly', async () => {
    const { invoice } = await its.verifiedInvoice('10', '5', '50');
    const wrong = (await its.pay([{ invoiceId: invoice.id, amount: '40' }], '40')).value;
    const reference = its.lastReference();
    const reversal = await accountant.call(
      api.reversePayment,
      { params: { paymentId: wrong.id }, body: { version: 1, reason: '金额登记错误' } },
      'reverse-once',
    );
    expect(reversal.value).toMatchObject({ kind: 'reversal', amount: '-40', invoices: [{ open: '50' }] });
    const repeat = await accountant.call(
      api.reversePayment,
      { params: { paymentId: wrong.id }, body: { version: 1, reason: '金额登记错误' } },
      'reverse-once',
    );
    expect(repeat.value).toEqual(reversal.value);
    const again = await accountant.call(api.reversePayment, {
      params: { paymentId: wrong.id },
      body: { version: 2, reason: '再次冲销' },
    });
    expect(again.problem.code).toBe('settlement.reversedAlready');
    const right = await accountant.call(api.recordPayment, {
      body: {
        amount: '50',
        paidOn: '2026-09-01',
        bankReference: reference,
        allocations: [{ invoiceId: invoice.id, amount: '50' }],
      },
    });
    expect(right.value.invoices[0]?.state).toBe('paid');
    const rows = await world.sql<{ amount: string }>(
      'select amount from payment_line where invoice_id = $1 order by payment_id',
      [invoice.id],
    );
    expect(rows.map((row) => row.amount)).toEqual(['40.00', '-40.00', '50.00']);
  });

  test('the distributor confirms or disputes; a confirmed transfer is not reversed', async () => {
    const { invoice } = await its.verifiedInvoice('10', '5', '50');
    const paid = (await its.pay([{ invoiceId: invoice.id, amount: '50' }], '50')).value;
    const params = { paymentId: paid.id };
    expect((await otherSeller.call(api.confirmPayment, { params, body: { version: 1 } })).status).toBe(404);
    expect((await accountant.call(api.confirmPayment, { params, body: { version: 1 } })).status).toBe(403);
    const disputed = await seller.call(api.disputePayment, {
      params,
      body: { version: 1, reason: '银行未到账' },
    });
    expect(disputed.value.state).toBe('disputed');
    const confirmed = await seller.call(api.confirmPayment, { params, body: { version: 2 } });
    expect(confirmed.value.state).toBe('confirmed');
    const twice = await seller.call(api.confirmPayment, { params, body: { version: 3 } });
    expect(twice.problem.code).toBe('settlement.notToConfirm');
    const reversal = await accountant.call(api.reversePayment, {
      params,
      body: { version: 3, reason: '测试' },
    });
    expect(reversal.problem.code).toBe('settlement.confirmedAlready');
  });
});
