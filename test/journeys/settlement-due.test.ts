import { readHome, listNotices } from '@daylight/api/home.ts';
import { listInvoices, readInvoice } from '@daylight/api/settlement-read.ts';
import { readOverdue } from '@daylight/api/settlement-statement.ts';
import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import { isoDate } from '@daylight/rules/time.ts';
import { systemContext } from '@daylight/server/context.ts';
import { recomputeDue } from '@daylight/server/features/settlement/port.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedYears } from '../support/calendar.ts';
import { acceptMore } from '../support/deliveries.ts';
import { type SettlementWorld, openSettlementWorld } from '../support/settlement.ts';
import type { Person } from '../support/world.ts';

describe('SX-5.5a: payment by the end of the month after acceptance', () => {
  let its: SettlementWorld;
  let bureau: Person;
  let cityBureau: Person;
  let otherCity: Person;
  let manufacturer: Person;
  let invoiceId: string;

  beforeAll(async () => {
    its = await openSettlementWorld({ jurisdiction: '610100', start: '2026-01-05T02:00:00.000Z' });
    const officer = async (jurisdiction: string) =>
      its.world.person(await its.world.organisation({ kind: 'bureau', jurisdiction }), ['officer']);
    bureau = await officer('610000');
    cityBureau = await officer('610100');
    otherCity = await officer('610200');
    manufacturer = await its.world.person(its.manufacturerId, ['accountant']);
    const { invoice } = await its.verifiedInvoice('10', '5', '50');
    invoiceId = invoice.id;
  });
  afterAll(() => its.world.close());

  const kindsOf = async (person: Person) =>
    (
      await its.world.sql<{ kind: string }>(
        'select kind from notice where organisation_id = $1 order by id',
        [person.organisationId],
      )
    ).map((row) => row.kind);
  const overdueOf = async (person: Person) =>
    (await person.call(listInvoices, { query: { show: 'overdue' } })).value.items;

  test('the deadline says its rule in words, with the article', async () => {
    const { due, dueRule } = (await its.accountant.call(readInvoice, { params: { invoiceId } })).value;
    expect(due).toMatchObject({
      dueAt: '2026-02-28T16:00:00.000Z',
      provisional: false,
      basis: { clause: 'SX-5.5a' },
    });
    expect(dueRule).toMatchObject({ jurisdiction: '610000', origin: 'published' });
    expect(dueRule?.text.zh).toContain('次月底');
  });

  test('seven days before the last day the institution is reminded, once; the duty stands on its home page', async () => {
    await its.world.moveTo('2026-02-20T15:59:59.999Z');
    expect(await kindsOf(its.accountant)).not.toContain('settlement.dueSoon');
    await its.world.moveTo('2026-02-20T16:00:00.000Z');
    await its.world.moveTo('2026-02-21T16:00:00.000Z');
    expect((await kindsOf(its.accountant)).filter((kind) => kind === 'settlement.dueSoon')).toHaveLength(1);
    const { todos } = (await its.accountant.call(readHome)).value;
    expect(todos.find((todo) => todo.id === `invoice-${invoiceId}`)).toMatchObject({
      kind: 'settlement.pay',
      dueAt: '2026-02-28T16:00:00.000Z',
      basis: { clause: 'SX-5.5a' },
    });
    const notices = (await its.accountant.call(listNotices)).value.items;
    expect(notices[0]?.title.zh).toBe('货款即将到期');
  });

  test('the last moment of the last day is in time; the next is overdue, to both sides and the bureaus', async () => {
    await its.world.moveTo('2026-02-28T15:59:59.999Z');
    expect(await overdueOf(its.accountant)).toEqual([]);
    await its.world.moveTo('2026-02-28T16:00:00.000Z');
    for (const person of [its.accountant, its.seller, bureau, cityBureau, manufacturer])
      expect(await overdueOf(person)).toMatchObject([{ id: invoiceId, open: '50', daysOverdue: 1 }]);
    expect(await overdueOf(otherCity)).toEqual([]);
    for (const person of [its.accountant, its.seller])
      expect(await kindsOf(person)).toContain('settlement.overdue');
    expect(await kindsOf(cityBureau)).toContain('warning.payment.overdue');
    const warnings = await its.world.sql('select kind, subject_id, basis from warning');
    expect(warnings).toMatchObject([
      { kind: 'payment.overdue', subject_id: invoiceId, basis: { clause: 'SX-5.5a' } },
    ]);
  });

  test('days later nothing is said twice, and the board of the bureau counts the days', async () => {
    const before = await kindsOf(its.seller);
    await its.world.moveTo('2026-03-10T16:00:00.000Z');
    expect(await kindsOf(its.seller)).toEqual(before);
    const board = (await bureau.call(readOverdue)).value;
    expect(board.total).toEqual({ count: 1, amount: '50', institutions: 1 });
    expect(board.items).toMatchObject([{ count: 1, amount: '50', distributors: 1, daysMax: 11 }]);
    expect((await otherCity.call(readOverdue)).value.total.count).toBe(0);
    const { todos } = (await its.accountant.call(readHome)).value;
    expect(todos.filter((todo) => todo.id === `invoice-${invoiceId}`)).toMatchObject([
      { kind: 'settlement.payOverdue', tone: 'danger' },
    ]);
  });

  test('paid, it is overdue no longer', async () => {
    await its.pay([{ invoiceId, amount: '50' }], '50');
    expect(await overdueOf(bureau)).toEqual([]);
    expect((await bureau.call(readOverdue)).value.items).toEqual([]);
  });

  test('a lot accepted in two parts: each invoice is due by its own goods', async () => {
    await its.world.moveTo('2026-04-30T02:00:00.000Z');
    const delivery = await its.deliverTo([{ price: '1', quantity: '10', accepted: '4' }]);
    await its.world.moveTo('2026-05-04T02:00:00.000Z');
    const { shipmentId } = delivery;
    await acceptMore(its.world, {
      province: 61,
      shipmentId,
      line: 1,
      accepted: '6',
      at: '2026-05-04T02:00:00.000Z',
    });
    const first = await its.enter(delivery, '4', [[1, '4']]);
    const second = await its.enter(delivery, '6', [[1, '6']]);
    // 31 May 2026 is a Sunday.
    expect(first.due?.dueAt).toBe('2026-06-01T16:00:00.000Z');
    expect(second.due?.dueAt).toBe('2026-06-30T16:00:00.000Z');
  });
});

describe('JS-32: where no document sets a term', () => {
  let its: SettlementWorld;
  beforeAll(async () => {
    its = await openSettlementWorld({ start: '2026-12-02T02:00:00.000Z' });
  });
  afterAll(() => its.world.close());

  const dueOf = async (invoiceId: string) =>
    (await its.accountant.call(readInvoice, { params: { invoiceId } })).value.due;

  test('thirty days by default; into a year without a notice provisional, and computed anew when it comes', async () => {
    const { invoice } = await its.verifiedInvoice('10', '5', '50');
    const detail = (await its.accountant.call(readInvoice, { params: { invoiceId: invoice.id } })).value;
    expect(detail.dueRule).toMatchObject({ origin: 'default', basis: { document: 'daylight' } });
    // New Year’s Day 2027 is a Friday, and a holiday only once the notice says so.
    expect(detail.due).toMatchObject({ dueAt: '2027-01-01T16:00:00.000Z', provisional: true });
    const off = ['2027-01-01', '2027-01-02', '2027-01-03'].map(isoDate);
    const notice: CalendarYear = {
      year: 2027,
      notices: [
        {
          number: '测试',
          title: '测试',
          issuedOn: isoDate('2026-12-10'),
          confirmed: false,
          note: null,
          holidays: [{ name: '元旦', article: '一', off, work: [] }],
        },
      ],
    };
    const { calendar } = its.world.world;
    its.world.world.calendar = calendarOf([...publishedYears(), notice]);
    expect(await recomputeDue(systemContext(its.world.world, 32, 'test'))).toBe(1);
    expect(await dueOf(invoice.id)).toMatchObject({ dueAt: '2027-01-04T16:00:00.000Z', provisional: false });
    expect(await recomputeDue(systemContext(its.world.world, 32, 'test'))).toBe(0);
    const [row] = await its.world.sql<{ remind_at: Date }>('select remind_at from invoice where id = $1', [
      invoice.id,
    ]);
    expect(row?.remind_at.toISOString()).toBe('2026-12-27T16:00:00.000Z');
    its.world.world.calendar = calendar;
  });

  test('what was marked overdue by a provisional deadline is not, once the notice moves it', async () => {
    await its.world.moveTo('2026-12-02T03:00:00.000Z');
    const { invoice } = await its.verifiedInvoice('10', '5', '50');
    await its.world.moveTo('2027-01-01T16:00:00.000Z');
    const overdue = async () =>
      (await its.accountant.call(listInvoices, { query: { show: 'overdue' } })).value.items.map(
        (each) => each.id,
      );
    expect(await overdue()).toContain(invoice.id);
    const off = ['2027-01-01', '2027-01-02', '2027-01-03'].map(isoDate);
    const notice = {
      number: '测试',
      title: '测试',
      issuedOn: isoDate('2026-12-10'),
      confirmed: false,
      note: null,
    };
    its.world.world.calendar = calendarOf([
      ...publishedYears(),
      { year: 2027, notices: [{ ...notice, holidays: [{ name: '元旦', article: '一', off, work: [] }] }] },
    ]);
    await recomputeDue(systemContext(its.world.world, 32, 'test'));
    expect(await overdue()).not.toContain(invoice.id);
    await its.world.moveTo('2027-01-04T16:00:00.000Z');
    expect(await overdue()).toContain(invoice.id);
    const marked = await its.world.sql(
      `select 1 from journal where event = 'settlement.overdue' and subject_id = $1`,
      [invoice.id],
    );
    expect(marked).toHaveLength(2);
  });
});
