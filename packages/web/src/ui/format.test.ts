import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import { instant } from '@daylight/rules/time.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlineWords, grouped, lastMoment, moneyText, momentText, percentText } from './format.ts';

// 2026 with the seven days of National Day off and no other notice.
const holiday = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`);
const calendar = calendarOf([
  {
    year: 2026,
    notices: [
      {
        number: '示例通知',
        title: '示例',
        issuedOn: '2025-11-04',
        confirmed: true,
        note: null,
        holidays: [{ article: '七', name: '国庆节', off: holiday, work: ['2026-10-10'] }],
      },
    ],
  },
] as unknown as Parameters<typeof calendarOf>[0]);

test('what a workbook holds in place of an amount is shown as it was written', () => {
  for (const text of ['面议', '', '12,5', '1e3', '¥12']) expect(moneyText(text)).toBe(text);
});

test('an amount is grouped in thousands and loses none of its digits', () => {
  expect(grouped('1234567.5', 2)).toBe('1,234,567.50');
  expect(grouped('-1234')).toBe('−1,234');
  expect(moneyText('0.123456')).toBe('0.123456');
  expect(moneyText('999')).toBe('999.00');
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), (whole) => {
      expect(grouped(String(whole)).replaceAll(',', '')).toBe(String(whole));
    }),
  );
});

test('a share that is not whole never reads as 100 %', () => {
  expect(percentText(9999, 10_000)).toBe('99.9%');
  expect(percentText(1, 3)).toBe('33.3%');
  expect(percentText(0, 0)).toBe('—');
});

test('a moment is shown by the clock in Shanghai, across midnight too', () => {
  expect(momentText(instant('2026-11-21T16:05:00.000Z'))).toBe('2026-11-22 00:05');
});

test('a deadline at midnight reads as 24:00 of the last day on which one may act', () => {
  expect(lastMoment(instant('2026-11-26T16:00:00.000Z'))).toEqual({ day: '2026-11-26', clock: '24:00' });
  expect(lastMoment(instant('2026-11-26T09:30:00.000Z'))).toEqual({ day: '2026-11-26', clock: '17:30' });
});

test('days off do not count towards what is left', () => {
  const at = instant('2026-09-30T02:00:00.000Z');
  const words = deadlineWords(at, instant('2026-10-09T16:00:00.000Z'), calendar, 'zh');
  expect(words).toMatchObject({
    left: '还剩 2 个工作日',
    until: '10月9日 24:00 前',
    tone: 'calm',
    overdue: false,
  });
});

test('the last day counts in hours, the last hour in minutes', () => {
  const due = instant('2026-11-25T16:00:00.000Z');
  expect(deadlineWords(instant('2026-11-25T09:00:00.000Z'), due, calendar, 'zh')).toMatchObject({
    left: '今天到期，还剩 7 小时',
    tone: 'soon',
  });
  expect(deadlineWords(instant('2026-11-25T15:18:30.000Z'), due, calendar, 'en').left).toBe(
    'due today, 41 minutes left',
  );
});

test('the very moment of the deadline is overdue', () => {
  const due = instant('2026-11-25T16:00:00.000Z');
  expect(deadlineWords(due, due, calendar, 'zh')).toMatchObject({ overdue: true, tone: 'late' });
  const later = instant('2026-11-27T02:00:00.000Z');
  expect(deadlineWords(later, due, calendar, 'zh')).toMatchObject({
    left: '已逾期 2 个工作日',
    until: '应于 11月25日 24:00 前',
  });
});

test('counting into a year without a notice is marked provisional', () => {
  const at = instant('2026-12-30T02:00:00.000Z');
  const words = deadlineWords(at, instant('2027-01-08T16:00:00.000Z'), calendar, 'zh');
  expect(words).toMatchObject({ provisional: true, until: '2027年1月8日 24:00 前' });
});

test('without a calendar days are counted by the clock and are not called working days', () => {
  const words = deadlineWords(
    instant('2026-11-20T16:00:00.000Z'),
    instant('2026-11-26T16:00:00.000Z'),
    null,
    'zh',
  );
  expect(words.left).toBe('还剩 6 天');
});
