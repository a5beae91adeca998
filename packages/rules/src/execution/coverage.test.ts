import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant, isoDate } from '../time.ts';
import { type Gap, coverageIsBehind, daysWithout, gapStep } from './coverage.ts';

const day = isoDate('2026-10-09');
const open: Gap = { state: 'open', dueAt: instant('2026-10-10T16:00:00.000Z'), remindedOn: null };
const at = (now: string, today = '2026-10-08') => ({
  now: instant(now),
  today: isoDate(today),
  remindFrom: day,
});

test('a place without delivery is told, reminded of before its day, and fails on it (SX-5.3b)', () => {
  expect(gapStep(null, true, at('2026-09-20T01:00:00.000Z'))).toBe('open');
  expect(gapStep(open, true, at('2026-10-08T01:00:00.000Z'))).toBe('wait');
  expect(gapStep(open, true, at('2026-10-09T01:00:00.000Z', '2026-10-09'))).toBe('remind');
  expect(gapStep({ ...open, remindedOn: day }, true, at('2026-10-10T15:59:59.999Z', '2026-10-10'))).toBe(
    'wait',
  );
  expect(gapStep(open, true, at('2026-10-10T16:00:00.000Z', '2026-10-11'))).toBe('fail');
  expect(gapStep({ ...open, state: 'failed' }, true, at('2026-11-10T16:00:00.000Z', '2026-11-11'))).toBe(
    'wait',
  );
});

test('whatever stands of it, a place that is reached closes, and one that was never told needs nothing (SX-5.3b)', () => {
  for (const state of ['open', 'failed'] as const)
    expect(gapStep({ ...open, state }, false, at('2026-12-01T00:00:00.000Z', '2026-12-01'))).toBe('close');
  expect(gapStep(null, false, at('2026-12-01T00:00:00.000Z'))).toBe('wait');
});

test('the whole of the agreement area is asked for unless the pack asks for less; reaching more is never worse (SX-5.3b)', () => {
  const count = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(count, count, fc.integer({ min: 1, max: 100 }), (a, b, over) => {
      const institutions = a + b;
      expect(coverageIsBehind({ institutions, reached: a }, { over: 1, under: 1 })).toBe(b > 0);
      const least = { over, under: 100 };
      if (!coverageIsBehind({ institutions, reached: a }, least))
        expect(coverageIsBehind({ institutions, reached: institutions }, least)).toBe(false);
    }),
  );
});

test('institution-days add up whichever days the clock looks on, and only days of the term count (SX-5.3b)', () => {
  const any = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(any, any, any, any, (institutions, from, one, two) => {
      const [counted, until] = one < two ? [one, two] : [two, one];
      const whole = daysWithout(institutions, { from, until, counted });
      const middle = Math.floor((counted + until) / 2);
      expect(
        daysWithout(institutions, { from, until: middle, counted }) +
          daysWithout(institutions, { from, until, counted: middle }),
      ).toBe(whole);
      expect(whole).toBeLessThanOrEqual(institutions * Math.max(until - from, 0));
    }),
  );
});
