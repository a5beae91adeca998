import * as api from '@daylight/api/settlement.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliver } from '../support/deliveries.ts';
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

describe('JS-32, JS-33: an invoice covers what was accepted, to the fen', () => {
  test('it is entered, verified and paid; the time to pay starts with the acceptance', async () => {
    const delivery = await its.deliverTo([
      { price: '12.345678', quantity: '10' },
      { price: '0.005', quantity: '3' },
    ]);
    const entered = await seller.call(api.enterInvoice, {
      body: its.faceOf(delivery, '123.48', [
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
    const paid = await its.pay([{ invoiceId: entered.value.id, amount: '123.48' }], '123.48');
    expect(paid.value.invoices).toMatchObject([{ state: 'paid', open: '0' }]);
    const confirmed = await seller.call(api.confirmPayment, {
      params: { paymentId: paid.value.id },
      body: { version: 1 },
    });
    expect(confirmed.value.state).toBe('confirmed');
  });

  test('goods are invoiced once: the rest and nothing more, and a cancelled invoice gives them back', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const first = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '30', [[1, '3']]) }))
      .value;
    const tooMuch = await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '30', [[1, '3']]) });
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
    const again = await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '50', [[1, '5']]) });
    expect(again.value.state).toBe('entered');
  });

  test('a repeat with the same key enters one invoice; the same tax number again is refused', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const body = its.faceOf(delivery, '20', [[1, '2']]);
    const first = await seller.call(api.enterInvoice, { body }, 'invoice-once');
    const second = await seller.call(api.enterInvoice, { body }, 'invoice-once');
    expect(second.value).toEqual(first.value);
    const another = await seller.call(api.enterInvoice, { body });
    expect(another.problem.code).toBe('settlement.invoiceUsed');
  });

  test('two that enter the same invoice at the same moment: one is entered, the other refused', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const body = its.faceOf(delivery, '10', [[1, '1']]);
    const both = await Promise.all([
      seller.call(api.enterInvoice, { body }),
      seller.call(api.enterInvoice, { body }),
    ]);
    expect(both.map((each) => each.ok).toSorted()).toEqual([false, true]);
    expect(both.find((each) => !each.ok)?.problem.code).toBe('settlement.invoiceUsed');
  });

  test('each refusal names the field and both numbers', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const good = its.faceOf(delivery, '50', [[1, '5']]);
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
    const mine = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const others = await deliver(world, {
      institutionId: otherAccountant.organisationId,
      distributorId: seller.organisationId,
      manufacturerId: its.manufacturerId,
      lines: [{ price: '10', quantity: '5' }],
    });
    const both = its.faceOf(mine, '100', [[1, '5']]);
    const lines = [...both.lines, { shipmentId: others.shipmentId, line: 1, quantity: '5' }];
    const refused = await seller.call(api.enterInvoice, { body: { ...both, lines } });
    expect(refused.problem.code).toBe('settlement.severalInstitutions');
  });

  test('another distributor’s deliveries and invoices do not exist for one; buyers and sellers keep to their side', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const body = its.faceOf(delivery, '50', [[1, '5']]);
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
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const { id } = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '50', [[1, '5']]) }))
      .value;
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
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const one = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '20', [[1, '2']]) })).value;
    const two = (await seller.call(api.enterInvoice, { body: its.faceOf(delivery, '30', [[1, '3']]) })).value;
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
