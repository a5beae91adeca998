import * as reads from '@daylight/api/settlement-read.ts';
import * as statements from '@daylight/api/settlement-statement.ts';
import * as api from '@daylight/api/settlement.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Delivery, deliver, takeReturn } from '../support/deliveries.ts';
import { type SettlementWorld, openSettlementWorld } from '../support/settlement.ts';
import type { Person } from '../support/world.ts';

let its: SettlementWorld;
let otherAccountant: Person;
let otherSeller: Person;
let manufacturer: Person;
let otherMaker: Person;
let officer: Person;
let foreignOfficer: Person;
let fund: Person;
let buyer: Person;

beforeAll(async () => {
  its = await openSettlementWorld();
  const { world } = its;
  const person = async (
    kind: 'institution' | 'distributor' | 'manufacturer' | 'bureau' | 'fund',
    role: string,
    jurisdiction = '320100',
  ) => world.person(await world.organisation({ kind, jurisdiction }), [role]);
  otherAccountant = await person('institution', 'accountant');
  otherSeller = await person('distributor', 'accountant');
  otherMaker = await person('manufacturer', 'accountant');
  officer = await person('bureau', 'officer', '320100');
  foreignOfficer = await person('bureau', 'officer', '320600');
  fund = await person('fund', 'accountant', '320000');
  manufacturer = await world.person(its.manufacturerId, ['accountant']);
  buyer = await world.person(its.accountant.organisationId, ['storekeeper']);
});
afterAll(() => its.world.close());

const pair = () => ({
  institutionId: its.accountant.organisationId,
  distributorId: its.seller.organisationId,
});

describe('JS-33: what is to be invoiced', () => {
  test('accepted lots appear with amount, age and deadline, and go once they are invoiced', async () => {
    const delivery = await its.deliverTo([
      { price: '10', quantity: '5', accepted: '4' },
      { price: '0.333333', quantity: '3' },
    ]);
    const mine = async (person: Person) =>
      (await person.call(reads.listToInvoice)).value.items.filter((item) => item.id === delivery.shipmentId);
    const [open] = await mine(its.seller);
    expect(open).toMatchObject({
      amount: '41',
      age: 0,
      twoInvoice: false,
      due: { dueAt: '2026-10-08T16:00:00.000Z' },
    });
    expect(open?.lines.map((line) => [line.line, line.quantity, line.amount])).toEqual([
      [1, '4', '40'],
      [2, '3', '1'],
    ]);
    expect(await mine(its.accountant)).toHaveLength(1);
    expect(await mine(officer)).toHaveLength(1);
    for (const stranger of [otherSeller, otherAccountant, foreignOfficer, manufacturer])
      expect(await mine(stranger)).toEqual([]);
    // Two clicks: the pre-filled lines are an invoice as they are.
    const body = {
      invoiceNumber: '26329000000000000001',
      issuedOn: '2026-09-01',
      amount: open?.amount ?? '',
      lines: (open?.lines ?? []).map(({ shipmentId, line, quantity }) => ({ shipmentId, line, quantity })),
    };
    expect((await its.seller.call(api.enterInvoice, { body })).status).toBe(201);
    expect(await mine(its.seller)).toEqual([]);
  });

  test('returned goods on an invoice are owed a red one, to the side that issues it and the one that waits', async () => {
    const { delivery, invoice } = await its.verifiedInvoice('10', '5', '50');
    await takeReturn(its.world, { shipmentId: delivery.shipmentId, line: 1, quantity: '2' });
    const owed = async (person: Person) =>
      (await person.call(reads.listToTakeBack)).value.items.filter((item) => item.id === invoice.id);
    for (const person of [its.seller, its.accountant])
      expect(await owed(person)).toMatchObject([{ amount: '20', lines: [{ quantity: '2' }] }]);
    expect(await owed(otherSeller)).toEqual([]);
    const detail = await its.seller.call(reads.readInvoice, { params: { invoiceId: invoice.id } });
    expect(detail.value.may).toEqual(['takeBack']);
    const red = await its.seller.call(api.enterRedInvoice, {
      params: { invoiceId: invoice.id },
      body: its.faceOf(delivery, '20', [[1, '2']]),
    });
    expect(red.ok).toBe(true);
    expect(await owed(its.seller)).toEqual([]);
  });
});

describe('who may see an invoice', () => {
  let mixed: Delivery;
  let invoiceId: string;

  beforeAll(async () => {
    mixed = await its.deliverTo([
      { price: '10', quantity: '5' },
      { price: '7', quantity: '10', manufacturerId: otherMaker.organisationId },
    ]);
    const entered = await its.enter(mixed, '120', [
      [1, '5'],
      [2, '10'],
    ]);
    invoiceId = (await its.verify(entered)).id;
    await its.pay([{ invoiceId, amount: '60' }], '60');
  });

  test('both sides, the bureau of the place and the fund agency see it whole', async () => {
    for (const person of [its.accountant, its.seller, officer, fund]) {
      const { value } = await person.call(reads.readInvoice, { params: { invoiceId } });
      expect(value).toMatchObject({ amount: '120', paid: '60', open: '60', lineCount: 2 });
      expect(value.payments).toHaveLength(1);
    }
    const { value } = await its.accountant.call(reads.readInvoice, { params: { invoiceId } });
    expect(value.lines[0]).toMatchObject({
      quantity: '5',
      shipmentNumber: mixed.number,
      delivered: { accepted: '5', returned: '0', invoiced: '5', acceptedAt: '2026-09-01T02:00:00.000Z' },
    });
    expect(value.may).toEqual(['pay']);
  });

  test('a maker sees its own lines and their share of the money, nothing of others’ goods', async () => {
    const see = async (person: Person) =>
      (await person.call(reads.readInvoice, { params: { invoiceId } })).value;
    expect(await see(manufacturer)).toMatchObject({ amount: '50', paid: '50', open: '0', payments: [] });
    expect(await see(otherMaker)).toMatchObject({ amount: '70', paid: '10', open: '60', lineCount: 1 });
    const listed = (await otherMaker.call(reads.listInvoices)).value.items;
    expect(listed.map((item) => [item.id, item.amount])).toEqual([[invoiceId, '70']]);
  });

  test('for everybody else it does not exist, and a storekeeper has nothing to do with invoices', async () => {
    for (const person of [otherAccountant, otherSeller, foreignOfficer]) {
      expect((await person.call(reads.readInvoice, { params: { invoiceId } })).status).toBe(404);
      expect((await person.call(reads.listInvoices)).value.items).toEqual([]);
    }
    expect((await buyer.call(reads.listInvoices)).status).toBe(403);
    expect((await manufacturer.call(reads.listPayments)).value.items).toEqual([]);
    const nobody = await its.accountant.call(reads.readInvoice, { params: { invoiceId: 'x' } });
    expect(nobody.problem.code).toBe('request.malformed');
  });

  test('a filter narrows within what one may see and never beyond', async () => {
    const query = { institutionId: its.accountant.organisationId };
    expect((await otherAccountant.call(reads.listInvoices, { query })).value.items).toEqual([]);
    expect((await officer.call(reads.listInvoices, { query })).value.items.length).toBeGreaterThan(0);
    const byNumber = (await its.accountant.call(reads.listInvoices, { query: { search: '%' } })).value.items;
    expect(byNumber).toEqual([]);
    const { value } = await its.accountant.call(reads.listInvoices, { query: { orderId: mixed.orderId } });
    expect(value.items.map((item) => item.id)).toEqual([invoiceId]);
  });

  test('a list is read page by page without gap or repeat, by age and by deadline', async () => {
    for (const show of ['all', 'toPay'] as const) {
      const whole = (
        await its.accountant.call(reads.listInvoices, { query: { show, limit: '200' as never } })
      ).value.items;
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await its.accountant.call(reads.listInvoices, {
          query: { show, limit: '1' as never, ...(cursor === undefined ? {} : { cursor }) },
        });
        paged.push(...page.value.items.map((item) => item.id));
        cursor = page.value.next ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(whole.map((item) => item.id));
    }
  });
});

describe('JS-33: the statement between two sides', () => {
  test('it adds up over days, and a past period stays what it was', async () => {
    const day = 86_400_000;
    const side = await its.world.person(
      await its.world.organisation({ kind: 'institution', jurisdiction: '320100' }),
      ['accountant'],
    );
    const own = { institutionId: side.organisationId, distributorId: its.seller.organisationId };
    const verified = async (quantity: string, amount: string) => {
      const delivery = await deliver(its.world, {
        ...own,
        manufacturerId: its.manufacturerId,
        lines: [{ price: '10', quantity }],
      });
      const { id } = await its.enter(delivery, amount, [[1, quantity]]);
      await side.call(api.verifyInvoice, { params: { invoiceId: id }, body: { version: 1 } });
      return { id, delivery };
    };
    const paidBy = async (amount: string, invoiceId: string, bankReference: string) =>
      (
        await side.call(api.recordPayment, {
          body: { amount, paidOn: '2026-09-01', bankReference, allocations: [{ invoiceId, amount }] },
        })
      ).value;
    const first = await verified('5', '50');
    await its.world.moveBy(day);
    await paidBy('30', first.id, 'STATEMENT-1');
    const wrong = await paidBy('5', first.id, 'STATEMENT-2');
    await its.world.moveBy(day);
    await side.call(api.reversePayment, {
      params: { paymentId: wrong.id },
      body: { version: 1, reason: '登记错误' },
    });
    await takeReturn(its.world, { shipmentId: first.delivery.shipmentId, line: 1, quantity: '1' });
    const red = await its.seller.call(api.enterRedInvoice, {
      params: { invoiceId: first.id },
      body: its.faceOf(first.delivery, '10', [[1, '1']]),
    });
    await side.call(api.verifyInvoice, { params: { invoiceId: red.value.id }, body: { version: 1 } });
    const second = await verified('7', '70');
    await its.enter(
      await deliver(its.world, {
        ...own,
        manufacturerId: its.manufacturerId,
        lines: [{ price: '3', quantity: '1' }],
      }),
      '3',
      [[1, '1']],
    );
    const read = async (person: Person, from: string, until: string) =>
      person.call(statements.readStatement, { query: { ...own, from, until } });
    const whole = (await read(side, '2026-09-01', '2026-09-30')).value;
    expect(whole).toMatchObject({
      opening: '0',
      invoiced: '120',
      red: '-10',
      paid: '30',
      closing: '80',
      unverified: { count: 1, amount: '3' },
    });
    expect(whole.entries.at(-1)?.balance).toBe('80');
    const early = (await read(its.seller, '2026-09-01', '2026-09-02')).value;
    expect(early).toMatchObject({ invoiced: '50', paid: '35', closing: '15' });
    const late = (await read(officer, '2026-09-03', '2026-09-30')).value;
    expect(late).toMatchObject({ opening: '15', paid: '-5', closing: '80' });
    // The balance of the two sides is what is open on their invoices.
    const listed = (await side.call(reads.listInvoices, { query: { kind: 'blue', state: 'verified' } })).value
      .items;
    expect(add(zero, ...listed.map((item) => item.open as Money))).toBe('80');
    const balances = (await side.call(statements.listBalances)).value.items;
    expect(balances).toMatchObject([{ open: '80', unverified: { count: 1, amount: '3' } }]);
    expect(second.id).not.toBe(first.id);
    for (const stranger of [otherAccountant, otherSeller, foreignOfficer, manufacturer])
      expect((await read(stranger, '2026-09-01', '2026-09-30')).status).toBe(404);
    expect((await read(side, '2026-09-30', '2026-09-01')).problem.code).toBe('settlement.periodTooLong');
    expect((await read(side, '2025-09-01', '2026-09-30')).problem.facts).toEqual({ monthsMax: 12 });
  });

  test('nothing between two sides is a statement of zeros, and an unknown side is none', async () => {
    const query = {
      ...pair(),
      distributorId: otherSeller.organisationId,
      from: '2026-09-01',
      until: '2026-09-30',
    };
    const empty = (await its.accountant.call(statements.readStatement, { query })).value;
    expect(empty).toMatchObject({ opening: '0', closing: '0', entries: [] });
    const unknown = { ...query, distributorId: its.accountant.organisationId };
    expect((await its.accountant.call(statements.readStatement, { query: unknown })).status).toBe(404);
  });
});

describe('JS-33: three flows in one', () => {
  test('an order shows what keeps goods, invoices and money apart, until they agree', async () => {
    const delivery = await its.deliverTo([{ price: '10', quantity: '5' }]);
    const params = { orderId: delivery.orderId };
    const flows = async (person: Person = its.accountant) =>
      (await person.call(statements.readReconciliation, { params })).value;
    expect(await flows()).toMatchObject({
      ordered: '50',
      kept: '50',
      invoiced: '0',
      differences: ['toInvoice'],
    });
    const invoice = await its.verify(await its.enter(delivery, '50', [[1, '5']]));
    expect(await flows()).toMatchObject({ invoiced: '50', unpaid: '50', differences: ['unpaid'] });
    await its.pay([{ invoiceId: invoice.id, amount: '50' }], '50');
    expect(await flows()).toMatchObject({ paid: '50', differences: [] });
    await takeReturn(its.world, { shipmentId: delivery.shipmentId, line: 1, quantity: '1' });
    expect(await flows(its.seller)).toMatchObject({ kept: '40', differences: ['toTakeBack'] });
    const red = await its.seller.call(api.enterRedInvoice, {
      params: { invoiceId: invoice.id },
      body: its.faceOf(delivery, '10', [[1, '1']]),
    });
    await its.accountant.call(api.verifyInvoice, {
      params: { invoiceId: red.value.id },
      body: { version: 1 },
    });
    expect(await flows(officer)).toMatchObject({
      invoiced: '40',
      paid: '50',
      unpaid: '-10',
      differences: ['credit'],
    });
    const page = (
      await its.accountant.call(statements.listReconciliation, { query: { limit: '3' as never } })
    ).value;
    expect(page.items).toHaveLength(3);
    for (const stranger of [otherAccountant, otherSeller, foreignOfficer, otherMaker])
      expect((await stranger.call(statements.readReconciliation, { params })).status).toBe(404);
  });
});
