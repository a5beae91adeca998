import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedCalendar } from '../../../../test/support/calendar.ts';
import { settlementBook } from '../../../../test/support/settlement-book.ts';
import { quantity } from '../money.ts';
import type { Term } from '../policy/provision.ts';
import { type Instant, addMs, instant, shanghaiMoment, isoDate } from '../time.ts';
import { acceptedFrom, clockStart, daysOverdue, paymentDue, remindFrom } from './due.ts';

const book = settlementBook();
const calendar = publishedCalendar();
const noon = (day: string): Instant => shanghaiMoment(isoDate(day), '12:00');

describe('how long an institution may take to pay, by its place and the day of acceptance', () => {
  // Worked by hand from the documents and the holiday notice of 2026.
  test.each([
    [
      'SX-5.5a: January’s goods to the end of February, a Saturday worked for the festival',
      '610100',
      '2026-01-05',
      '2026-02-28',
      'SX-5.5a',
      'published',
    ],
    [
      'SX-5.5a: the end of May is a Sunday and moves to Monday',
      '610100',
      '2026-04-30',
      '2026-06-01',
      'SX-5.5a',
      'published',
    ],
    [
      'SX-5.5a: the last day of August counts as August',
      '610000',
      '2026-08-31',
      '2026-09-30',
      'SX-5.5a',
      'published',
    ],
    [
      'SX-5.5a: the first day of September counts as September',
      '610000',
      '2026-09-01',
      '2026-11-02',
      'SX-5.5a',
      'published',
    ],
    [
      'GD-6b: thirty days in Guangdong while the opinion was valid',
      '440000',
      '2025-06-10',
      '2025-07-10',
      'GD-6b',
      'published',
    ],
    [
      'GD-6b: the same for Guangzhou, on the last day of its validity',
      '440100',
      '2025-07-14',
      '2025-08-13',
      'GD-6b',
      'published',
    ],
    [
      'GD-6b: kept as this product’s default from the day after',
      '440300',
      '2025-07-15',
      '2025-08-14',
      'GD-6b',
      'default',
    ],
    [
      'GD-6b: thirty days that end in the National Day holiday move behind it',
      '440300',
      '2026-09-01',
      '2026-10-08',
      'GD-6b',
      'default',
    ],
    [
      'GY-4.3b: three months in Guiyang, moved behind the holiday',
      '520100',
      '2026-07-04',
      '2026-10-08',
      'GY-4.3b',
      'published',
    ],
    [
      'GY-4.3b: where the third month has no such day, its last day',
      '520100',
      '2025-11-30',
      '2026-02-28',
      'GY-4.3b',
      'published',
    ],
    [
      'before Guiyang’s text thirty days by default: old goods keep the rules of their day',
      '520100',
      '2024-07-31',
      '2024-08-30',
      'JS-32',
      'default',
    ],
    ['elsewhere in Guizhou thirty days by default', '520300', '2026-07-04', '2026-08-03', 'JS-32', 'default'],
    [
      'Jiangsu sets no term: thirty days by default',
      '320600',
      '2026-04-01',
      '2026-05-06',
      'JS-32',
      'default',
    ],
    ['Hunan sets no term: thirty days by default', '430100', '2026-03-02', '2026-04-01', 'JS-32', 'default'],
  ])('%s', (...row) => {
    const [, jurisdiction, accepted, lastDay, clause, origin] = row;
    const due = paymentDue(noon(accepted), jurisdiction, book, calendar);
    expect(due.lastDay).toBe(lastDay);
    expect(due.dueAt).toBe(shanghaiMoment(isoDate(lastDay), '24:00'));
    expect(due.provisional).toBe(false);
    expect(due.basis.clause).toBe(clause);
    expect(due.provision.origin).toBe(origin);
  });

  test('the month of an acceptance is the one in Shanghai', () => {
    const lastMoment = instant('2026-08-31T15:59:59.999Z');
    expect(paymentDue(lastMoment, '610000', book, calendar).lastDay).toBe('2026-09-30');
    expect(paymentDue(addMs(lastMoment, 1), '610000', book, calendar).lastDay).toBe('2026-11-02');
  });

  test('a deadline in a year without a published notice is provisional', () => {
    expect(paymentDue(noon('2026-12-02'), '320100', book, calendar)).toMatchObject({
      lastDay: '2027-01-01',
      provisional: true,
    });
    expect(paymentDue(noon('2026-11-30'), '520100', book, calendar)).toMatchObject({
      lastDay: '2027-03-01',
      provisional: true,
    });
  });

  test('nothing is due before it was accepted, and what is accepted later is never due earlier', () => {
    const day = fc
      .integer({ min: 0, max: 1500 })
      .map((days) => addMs(instant('2022-01-01T00:00:00.000Z'), days * 86_400_000));
    const place = fc.constantFrom('610000', '440300', '520100', '320100');
    fc.assert(
      fc.property(day, day, place, (one, two, where) => {
        const [first, second] = one <= two ? [one, two] : [two, one];
        const due = (at: Instant) => paymentDue(at, where, book, calendar);
        expect(due(first).dueAt > first).toBe(true);
        // Only where the term itself did not change in between.
        if (due(first).provision === due(second).provision)
          expect(due(second).dueAt >= due(first).dueAt).toBe(true);
      }),
    );
  });
});

describe('from when the time to pay of an invoice counts', () => {
  const lots = [
    { at: noon('2026-03-02'), accepted: quantity('5') },
    { at: noon('2026-03-20'), accepted: quantity('5') },
  ];

  test('from the first acceptance among its goods', () => {
    expect(clockStart([noon('2026-03-20'), noon('2026-03-02'), noon('2026-03-05')])).toBe(noon('2026-03-02'));
    expect(clockStart([])).toBe(null);
  });

  test('what an earlier invoice covers does not start the clock of the rest', () => {
    expect(acceptedFrom(lots, quantity('0'))).toBe(noon('2026-03-02'));
    expect(acceptedFrom(lots, quantity('4.999'))).toBe(noon('2026-03-02'));
    expect(acceptedFrom(lots, quantity('5'))).toBe(noon('2026-03-20'));
    expect(acceptedFrom(lots, quantity('10'))).toBe(noon('2026-03-20'));
    expect(acceptedFrom([], quantity('0'))).toBe(null);
  });
});

describe('reminders and days overdue', () => {
  const due = shanghaiMoment(isoDate('2026-02-28'), '24:00');
  const before = (amount: number, unit: Term['unit']): Term => ({
    amount,
    unit,
    startCounted: false,
    rollover: 'none',
    cutoff: '24:00',
  });

  test.each([
    [7, 'naturalDay', shanghaiMoment(isoDate('2026-02-21'), '00:00')],
    // 02-27, 02-26 and 02-25 are the working days before the Saturday that is worked.
    [3, 'workday', shanghaiMoment(isoDate('2026-02-25'), '00:00')],
    [1, 'month', shanghaiMoment(isoDate('2026-01-28'), '00:00')],
    [24, 'hour', shanghaiMoment(isoDate('2026-02-28'), '00:00')],
  ] as const)('%i %s before the last day', (amount, unit, moment) => {
    expect(remindFrom(due, before(amount, unit), calendar)).toBe(moment);
  });

  test('the first moment of the next day is one day overdue, the last of the day is none', () => {
    expect(daysOverdue(due, addMs(due, -1))).toBe(0);
    expect(daysOverdue(due, due)).toBe(1);
    expect(daysOverdue(due, addMs(due, 86_400_000))).toBe(2);
  });
});
