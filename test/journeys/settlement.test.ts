import * as api from '@daylight/api/settlement.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Delivery, deliver, takeReturn } from '../support/deliveries.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let accountant: Person;
let seller: Person;
let otherSeller: Person;
let otherAccountant: Person;
let manufacturerId: string;
let numbers = 0;

const nextTaxNumber = () => {
  numbers += 1;
  return `2632${String(numbers).padStart(16, '0')}`;
};

beforeAll(async () => {
  world = await openTestWorld();
  const place = { jurisdiction: '320100' } as const;
  accountant = await world.person(await world.organisation({ kind: 'institution', ...place }), [
    'accountant',
  ]);
  otherAccountant = await world.person(await world.organisation({ kind: 'institution', ...place }), [
    'accountant',
  ]);
  seller = await world.person(await world.organisation({ kind: 'distributor', ...place }), ['accountant']);
  otherSeller = await world.person(await world.organisation({ kind: 'distributor', ...place }), [
    'accountant',
  ]);
  manufacturerId = await world.organisation({ kind: 'manufacturer', ...place });
});
afterAll(() => world.close());

const deliverTo = (lines: readonly { price: string; quantity: string }[]) =>
  deliver(world, {
    institutionId: accountant.organisationId,
    distributorId: seller.organisationId,
    manufacturerId,
    lines,
  });

const faceOf = (delivery: Delivery, amount: string, lines: readonly [line: number, quantity: string][]) => ({
  invoiceNumber: nextTaxNumber(),
  issuedOn: '2026-09-01',
  amount,
  lines: lines.map(([line, quantity]) => ({ shipmentId: delivery.shipmentId, line, quantity })),
});

async function verifiedInvoice(price: string, quantity: string, amount: string) {
  const delivery = await deliverTo([{ price, quantity }]);
  const entered = (await seller.call(api.enterInvoice, { body: faceOf(delivery, amount, [[1, quantity]]) }))
    .value;
  const verified = (
    await accountant.call(api.verifyInvoice, {
      params: { invoiceId: entered.id },
      body: { version: entered.version },
    })
  ).value;
  return { delivery, invoice: verified };
}

let references = 0;
const pay = (allocations: { invoiceId: string; amount: string }[], amount: string) => {
  references += 1;
  return accountant.call(api.recordPayment, {
    body: { amount, paidOn: '2026-09-01', bankReference: `BANK-${references}`, allocations },
  });
};

describe('JS-32, JS-33: an invoice covers what was accepted, to the fen', () => {
  test('it is entered, verified and paid; the time to pay starts with the acceptance', async () => {
    const delivery = await deliverTo([
      { price: '12.345678', quantity: '10' },
      { price: '0.005', quantity: '3' },
    ]);
    const entered = await seller.call(api.enterInvoice, {
      body: faceOf(delivery, '123.48', [
        [1, '10'],
        [2, '3'],
      ]),
    });
    expect(entered.status).toBe(201);
    expect(entered.value).toMatchObject({
      state: 'entered',
      kind: 'blue',
      due: { dueAt: '2026-10-08T16:00:00.000Z', basis: { clause: 'JS-32' } },
    });
    const verified = await accountant.call(api.verifyInvoice, {
      params: { invoiceId: entered.value.id },
      body: { version: 1 },
    });
    expect(verified.value.state).toBe('verified');
    const paid = await pay([{ invoiceId: entered.value.id, amount: '123.48' }], '123.48');
    expect(paid.value.invoices).toMatchObject([{ state: 'paid', open: '0' }]);
    const confirmed = await seller.call(api.confirmPayment, {
      params: { paymentId: paid.value.id },
      body: { version: 1 },
    });
    expect(confirmed.value.state).toBe('confirmed');
  });

  test('goods are invoiced once: the rest and nothing more, and a cancelled invoice gives them back', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const first = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '30', [[1, '3']]) })).value;
    const tooMuch = await seller.call(api.enterInvoice, { body: faceOf(delivery, '30', [[1, '3']]) });
    expect(tooMuch.problem).toMatchObject({
      code: 'settlement.moreThanAccepted',
      field: 'lines.0.quantity',
      facts: { open: '2', asked: '3' },
      basis: { clause: 'JS-33' },
    });
    const cancelled = await seller.call(api.cancelInvoice, {
      params: { invoiceId: first.id },
      body: { version: 1, reason: '数量有误' },
    });
    expect(cancelled.value.state).toBe('cancelled');
    const again = await seller.call(api.enterInvoice, { body: faceOf(delivery, '50', [[1, '5']]) });
    expect(again.value.state).toBe('entered');
  });

  test('a repeat with the same key enters one invoice; the same tax number again is refused', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const body = faceOf(delivery, '20', [[1, '2']]);
    const first = await seller.call(api.enterInvoice, { body }, 'invoice-once');
    const second = await seller.call(api.enterInvoice, { body }, 'invoice-once');
    expect(second.value).toEqual(first.value);
    const another = await seller.call(api.enterInvoice, { body });
    expect(another.problem.code).toBe('settlement.invoiceUsed');
  });

  test('two that enter the same invoice at the same moment: one is entered, the other refused', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const body = faceOf(delivery, '10', [[1, '1']]);
    const both = await Promise.all([
      seller.call(api.enterInvoice, { body }),
      seller.call(api.enterInvoice, { body }),
    ]);
    expect(both.map((each) => each.ok).toSorted()).toEqual([false, true]);
    expect(both.find((each) => !each.ok)?.problem.code).toBe('settlement.invoiceUsed');
  });

  test('each refusal names the field and both numbers', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const good = faceOf(delivery, '50', [[1, '5']]);
    const code = async (change: object) =>
      (await seller.call(api.enterInvoice, { body: { ...good, ...change } })).problem.code;
    expect(await code({ amount: '49.99' })).toBe('settlement.amountDiffers');
    expect(await code({ invoiceNumber: '12345678' })).toBe('settlement.invoiceNumberForm');
    expect(await code({ issuedOn: '2026-09-02' })).toBe('settlement.issuedInFuture');
    expect(await code({ lines: [] })).toBe('settlement.noLines');
    expect(await code({ lines: [...good.lines, ...good.lines] })).toBe('settlement.lineTwice');
    expect(await code({ lines: [{ ...good.lines[0], line: 9 }] })).toBe('settlement.lineUnknown');
    expect(await code({ amount: '-50' })).toBe('request.malformed');
    expect(await code({ lines: [{ ...good.lines[0], quantity: '0' }] })).toBe('request.malformed');
  });

  test('one invoice is for one institution', async () => {
    const mine = await deliverTo([{ price: '10', quantity: '5' }]);
    const others = await deliver(world, {
      institutionId: otherAccountant.organisationId,
      distributorId: seller.organisationId,
      manufacturerId,
      lines: [{ price: '10', quantity: '5' }],
    });
    const both = faceOf(mine, '100', [[1, '5']]);
    const lines = [...both.lines, { shipmentId: others.shipmentId, line: 1, quantity: '5' }];
    const refused = await seller.call(api.enterInvoice, { body: { ...both, lines } });
    expect(refused.problem.code).toBe('settlement.severalInstitutions');
  });

  test('another distributor’s deliveries and invoices do not exist for one; buyers and sellers keep to their side', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const body = faceOf(delivery, '50', [[1, '5']]);
    expect((await otherSeller.call(api.enterInvoice, { body })).problem.code).toBe('settlement.lineUnknown');
    const { id } = (await seller.call(api.enterInvoice, { body })).value;
    const step = { params: { invoiceId: id }, body: { version: 1 } };
    expect((await otherAccountant.call(api.verifyInvoice, step)).status).toBe(404);
    expect((await accountant.call(api.enterInvoice, { body })).status).toBe(403);
    expect((await seller.call(api.verifyInvoice, step)).status).toBe(403);
    const cancel = { params: { invoiceId: id }, body: { version: 1, reason: '测试' } };
    expect((await otherSeller.call(api.cancelInvoice, cancel)).status).toBe(404);
  });
});

describe('JS-33: the institution answers an invoice', () => {
  test('a dispute has a reason, may be withdrawn by verifying, and a stale version is refused', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '50', [[1, '5']]) })).value;
    const params = { invoiceId: id };
    const noReason = await accountant.call(api.disputeInvoice, { params, body: { version: 1, reason: '' } });
    expect(noReason.problem.fields.map((field) => field.path)).toEqual(['body.reason']);
    const disputed = await accountant.call(api.disputeInvoice, {
      params,
      body: { version: 1, reason: '票面税号不对' },
    });
    expect(disputed.value.state).toBe('disputed');
    const stale = await accountant.call(api.verifyInvoice, { params, body: { version: 1 } });
    expect(stale.problem.code).toBe('request.stale');
    const verified = await accountant.call(api.verifyInvoice, { params, body: { version: 2 } });
    expect(verified.value.state).toBe('verified');
    const again = await accountant.call(api.verifyInvoice, { params, body: { version: 3 } });
    expect(again.problem.code).toBe('settlement.notToVerify');
    const late = await seller.call(api.cancelInvoice, { params, body: { version: 3, reason: '重开' } });
    expect(late.problem.code).toBe('settlement.verifiedAlready');
  });

  test('many are verified at once, each with its own result', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const one = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '20', [[1, '2']]) })).value;
    const two = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '30', [[1, '3']]) })).value;
    const answer = await accountant.call(api.verifyInvoices, {
      body: {
        invoices: [
          { invoiceId: one.id, version: 1 },
          { invoiceId: two.id, version: 7 },
        ],
      },
    });
    expect(answer.value.verified).toBe(1);
    expect(answer.value.results.map((each) => each.code)).toEqual([null, 'request.stale']);
  });
});

describe('JS-33: a red invoice takes back what was returned', () => {
  test('it reduces what is open once it is verified; more than returned is refused', async () => {
    const { delivery, invoice } = await verifiedInvoice('10', '5', '50');
    const params = { invoiceId: invoice.id };
    const early = await seller.call(api.enterRedInvoice, {
      params,
      body: faceOf(delivery, '20', [[1, '2']]),
    });
    expect(early.problem).toMatchObject({
      code: 'settlement.moreThanReturned',
      facts: { open: '0', asked: '2' },
    });
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '2' });
    const red = await seller.call(api.enterRedInvoice, { params, body: faceOf(delivery, '20', [[1, '2']]) });
    expect(red.value).toMatchObject({ kind: 'red', amount: '-20', due: null });
    const more = await seller.call(api.enterRedInvoice, { params, body: faceOf(delivery, '10', [[1, '1']]) });
    expect(more.problem.code).toBe('settlement.moreThanReturned');
    await accountant.call(api.verifyInvoice, { params: { invoiceId: red.value.id }, body: { version: 1 } });
    const tooMuch = await pay([{ invoiceId: invoice.id, amount: '50' }], '50');
    expect(tooMuch.problem).toMatchObject({ code: 'settlement.moreThanOpen', facts: { open: '30' } });
    const paid = await pay([{ invoiceId: invoice.id, amount: '30' }], '30');
    expect(paid.value.invoices[0]).toMatchObject({ state: 'paid', open: '0' });
  });

  test('goods that go back after payment leave a credit, which a later transfer uses', async () => {
    const { delivery, invoice } = await verifiedInvoice('10', '5', '50');
    const first = await pay([{ invoiceId: invoice.id, amount: '50' }], '50');
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '5' });
    const red = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: invoice.id },
      body: faceOf(delivery, '50', [[1, '5']]),
    });
    await accountant.call(api.verifyInvoice, { params: { invoiceId: red.value.id }, body: { version: 1 } });
    const other = await verifiedInvoice('20', '10', '200');
    const allocations = [
      { invoiceId: other.invoice.id, amount: '200' },
      { invoiceId: invoice.id, amount: '-50' },
    ];
    const settled = await pay(allocations, '150');
    expect(settled.value.invoices.map((each) => each.open)).toEqual(['0', '0']);
    const reversal = await accountant.call(api.reversePayment, {
      params: { paymentId: first.value.id },
      body: { version: 1, reason: '退回' },
    });
    expect(reversal.problem.code).toBe('settlement.creditUsed');
  });

  test('an invoice that is not verified is cancelled instead, and red ones correct blue ones only', async () => {
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '50', [[1, '5']]) })).value;
    await takeReturn(world, { shipmentId: delivery.shipmentId, line: 1, quantity: '2' });
    const body = faceOf(delivery, '20', [[1, '2']]);
    const early = await seller.call(api.enterRedInvoice, { params: { invoiceId: id }, body });
    expect(early.problem.code).toBe('settlement.cancelInstead');
    await accountant.call(api.verifyInvoice, { params: { invoiceId: id }, body: { version: 1 } });
    const red = (await seller.call(api.enterRedInvoice, { params: { invoiceId: id }, body })).value;
    const ofRed = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: red.id },
      body: faceOf(delivery, '10', [[1, '1']]),
    });
    expect(ofRed.problem.code).toBe('settlement.notBlue');
    const cancelled = await seller.call(api.cancelInvoice, {
      params: { invoiceId: red.id },
      body: { version: 1, reason: '金额有误' },
    });
    expect(cancelled.value.state).toBe('cancelled');
    const anew = await seller.call(api.enterRedInvoice, {
      params: { invoiceId: id },
      body: faceOf(delivery, '20', [[1, '2']]),
    });
    expect(anew.ok).toBe(true);
  });
});

describe('JS-32: payments', () => {
  test('one transfer pays several invoices of one distributor; its sum and its reference are checked', async () => {
    const one = (await verifiedInvoice('10', '5', '50')).invoice;
    const two = (await verifiedInvoice('1.5', '2', '3')).invoice;
    const both = [
      { invoiceId: one.id, amount: '50' },
      { invoiceId: two.id, amount: '1' },
    ];
    expect((await pay(both, '52')).problem).toMatchObject({
      code: 'settlement.sumDiffers',
      facts: { amount: '52', allocations: '51' },
    });
    expect((await pay([], '52')).problem.code).toBe('settlement.noAllocation');
    expect((await pay([...both, ...both], '102')).problem.code).toBe('settlement.invoiceTwice');
    expect((await pay([{ invoiceId: one.id, amount: '49.999' }], '49.999')).problem.code).toBe(
      'settlement.notWholeFen',
    );
    const paid = (await pay(both, '51')).value;
    expect(paid.invoices.map((each) => each.state).toSorted()).toEqual(['paid', 'verified']);
    const same = await accountant.call(api.recordPayment, {
      body: {
        amount: '2',
        paidOn: '2026-09-01',
        bankReference: `BANK-${references}`,
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
    const delivery = await deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: faceOf(delivery, '50', [[1, '5']]) })).value;
    expect((await pay([{ invoiceId: id, amount: '50' }], '50')).problem.code).toBe('settlement.notVerified');
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
    const { invoice } = await verifiedInvoice('10', '5', '50');
    const wrong = (await pay([{ invoiceId: invoice.id, amount: '40' }], '40')).value;
    const reference = `BANK-${references}`;
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
    const { invoice } = await verifiedInvoice('10', '5', '50');
    const paid = (await pay([{ invoiceId: invoice.id, amount: '50' }], '50')).value;
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
