import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../calendar/calendar.ts';
import { dueOf } from '../calendar/term.ts';
import type { Provision, Term } from '../policy/provision.ts';
import { type Instant, addMs, instant } from '../time.ts';
import type { TenderPolicy } from './policy.ts';
import {
  type Timetable,
  amendTimetable,
  checkTimetable,
  suggestTimetable,
  timetableNames,
} from './timetable.ts';

const calendar = calendarOf([]);
function term(amount: number, unit: Term['unit'], clause: string): Provision<Term> {
  return {
    value: { amount, unit, startCounted: false, rollover: 'none', cutoff: '24:00' },
    from: '2020-01-01' as never,
    until: null,
    jurisdiction: '000000',
    document: 'daylight',
    article: '一',
    clause,
    origin: 'default',
    note: null,
  };
}
const policy = {
  demandWindow: term(5, 'workday', 'SX-3.1a'),
  bidWindow: term(20, 'naturalDay', 'SX-3.2b'),
  amendBefore: term(15, 'naturalDay', 'SX-3.2b'),
} as unknown as TenderPolicy;
const now = instant('2026-09-01T02:00:00.000Z');
const moment = { now, policy, calendar };
const day = 86_400_000;
const after = (days: number): Instant => addMs(now, days * day);
const sound: Timetable = {
  demandFromAt: after(1),
  demandDueAt: after(15),
  bidFromAt: after(16),
  bidDueAt: after(45),
  choiceDueAt: after(60),
  signDueAt: after(90),
};

test('SX-3.2b what is suggested can be promised', () => {
  expect(checkTimetable(suggestTimetable(moment), moment)).toMatchObject({ ok: true });
});

test('SX-3.2b a window shorter than its term is refused with the least moment; a missing or turned step too', () => {
  expect(checkTimetable({ ...sound, bidDueAt: after(30) }, moment)).toMatchObject({
    code: 'tender.windowTooShort',
    basis: { clause: 'SX-3.2b' },
    field: 'timetable.bidDueAt',
  });
  expect(checkTimetable({ ...sound, bidFromAt: null }, moment)).toMatchObject({
    code: 'tender.timetableIncomplete',
  });
  expect(checkTimetable({ ...sound, choiceDueAt: after(40) }, moment)).toMatchObject({
    code: 'tender.timetableOrder',
  });
});

const anyChange = fc.record(
  {
    demandDueAt: fc.integer({ min: -5, max: 120 }),
    bidDueAt: fc.integer({ min: -5, max: 120 }),
    choiceDueAt: fc.integer({ min: -5, max: 150 }),
    signDueAt: fc.integer({ min: -5, max: 200 }),
  },
  { requiredKeys: [] },
);

test('SX-3.2b GY-5.1 no amendment brings a promised deadline forward, changes the past, or leaves bidders less than the minimum', () => {
  fc.assert(
    fc.property(anyChange, fc.boolean(), fc.integer({ min: 0, max: 80 }), (days, bearsOnBids, elapsed) => {
      const at = after(elapsed);
      const changes = Object.fromEntries(Object.entries(days).map(([name, n]) => [name, after(n)]));
      const amended = amendTimetable(sound, { changes, bearsOnBids }, { ...moment, now: at });
      if (!amended.ok) return;
      const { timetable, effects } = amended.value;
      for (const name of timetableNames) {
        const [before, then] = [sound[name] as Instant, timetable[name] as Instant];
        expect(then >= before).toBe(true);
        if (before <= at) expect(then).toBe(before);
        expect(effects.some((each) => each.name === name)).toBe(then !== before);
      }
      if (bearsOnBids && (sound.bidDueAt as Instant) > at) {
        const least = dueOf(at, policy.amendBefore.value, calendar).dueAt;
        expect((timetable.bidDueAt as Instant) >= least).toBe(true);
      }
    }),
  );
});

test('SX-3.2b what follows bids keeps its distance when their deadline is extended', () => {
  const amended = amendTimetable(sound, { changes: { bidDueAt: after(55) }, bearsOnBids: false }, moment);
  expect(amended).toMatchObject({
    ok: true,
    value: {
      timetable: { bidDueAt: after(55), choiceDueAt: after(70), signDueAt: after(100) },
      effects: [
        { name: 'bidDueAt', why: 'wished' },
        { name: 'choiceDueAt', why: 'followed' },
        { name: 'signDueAt', why: 'followed' },
      ],
    },
  });
});
