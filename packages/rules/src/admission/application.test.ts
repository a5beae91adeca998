import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishedCalendar } from '../../../../test/support/calendar.ts';
import { remaining } from '../calendar/term.ts';
import type { Provision, Term } from '../policy/provision.ts';
import { isoDate } from '../time.ts';
import type { Instant } from '../time.ts';
import {
  type AdmissionMoment,
  type Application,
  type LineReason,
  answerSupplement,
  askSupplement,
  decideLines,
  finishCheck,
  isEnded,
  onDue,
  panelClosed,
  publicityOver,
  sendBack,
  submit,
  withdraw,
} from './application.ts';
import type { AdmissionClocks } from './policy.ts';

const calendar = publishedCalendar();
function within<T>(value: T): Provision<T> {
  return {
    value,
    from: isoDate('2020-01-01'),
    until: null,
    jurisdiction: '000000',
    document: 'daylight',
    article: '一',
    clause: null,
    origin: 'default',
    note: null,
  };
}
const days = (amount: number): Provision<Term> =>
  within({ amount, unit: 'workday', startCounted: false, rollover: 'none', cutoff: '24:00' });
const clocks: AdmissionClocks = {
  formalCheckWithin: days(5),
  supplementWithin: days(10),
  supplementsMax: within(2),
  panelWithin: days(7),
  decideWithin: days(5),
};
const at = (text: string): AdmissionMoment => ({ now: text as Instant, calendar, clocks });
// A Monday; the week of working days after it ends before the next Tuesday.
const monday = at('2026-09-07T02:00:00.000Z');

function value<T>(result: { ok: true; value: T } | { ok: false; code: string }): T {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
  return result.value;
}
const code = (result: { ok: boolean; code?: string }): string | undefined => result.code;

const draft: Application = {
  state: 'draft',
  steps: ['panel', 'publicity'],
  lines: [1, 2].map((line) => ({ line, state: 'open', reasons: [] })),
  due: null,
  clockStartedAt: null,
  formalWorkdaysLeft: null,
  supplements: 0,
  checkedBy: null,
};
const reason: LineReason = { code: 'other', note: '不符', basis: null, facts: {} };
const pass = (...lines: number[]) =>
  [1, 2].map((line) => ({
    line,
    passes: lines.includes(line),
    reasons: lines.includes(line) ? [] : [reason],
  }));
const submitted = value(submit(draft, monday));
const inPanel = value(finishCheck(submitted, { verdicts: pass(1, 2), by: 'officer' }, monday));
const inPublicity = value(panelClosed(inPanel, { recommended: true, reason }, monday));
const all = new Set([1, 2]);
const deciding = value(publicityOver(inPublicity, { free: all, objected: new Set(), reason }, monday));
const decide = (...list: number[]) =>
  [1, 2].map((line) => ({ line, list: list.includes(line), reasons: list.includes(line) ? [] : [reason] }));

test('the clock of the check stops while the enterprise supplies, and goes on with the days that were left', () => {
  expect(submitted.due).toMatchObject({ kind: 'formal', at: '2026-09-14T16:00:00.000Z' });
  const wednesday = at('2026-09-09T02:00:00.000Z');
  const asked = value(askSupplement(submitted, wednesday));
  expect(asked).toMatchObject({ state: 'supplement', due: { kind: 'supplement' }, supplements: 1 });
  const left = remaining(wednesday.now, '2026-09-14T16:00:00.000Z' as Instant, calendar).workdays;
  const later = at('2026-09-18T02:00:00.000Z');
  const answered = value(answerSupplement(asked, later));
  expect(answered.due?.kind).toBe('formal');
  expect(remaining(later.now, answered.due?.at as Instant, calendar).workdays).toBe(left);
});

test('what is not supplied in time lapses, and then nothing moves any more', () => {
  const asked = value(askSupplement(submitted, monday));
  const due = asked.due?.at as Instant;
  const late = at(due);
  expect(code(answerSupplement(asked, late))).toBe('admission.supplementLate');
  const lapsed = onDue(asked, due);
  expect(lapsed).toMatchObject({ state: 'lapsed', due: null });
  expect(code(withdraw(lapsed))).toBe('admission.ended');
  expect(code(askSupplement(lapsed, late))).toBe('admission.ended');
});

test('it is asked for more at most as often as the pack allows', () => {
  const once = value(answerSupplement(value(askSupplement(submitted, monday)), monday));
  const twice = value(answerSupplement(value(askSupplement(once, monday)), monday));
  expect(code(askSupplement(twice, monday))).toBe('admission.supplementsUsed');
});

test('a late step of the bureau changes nothing by itself: no silence lists a product', () => {
  expect(onDue(submitted, '2027-01-01T00:00:00.000Z' as Instant)).toBe(submitted);
  expect(onDue(deciding, '2027-01-01T00:00:00.000Z' as Instant)).toBe(deciding);
});

test('JS-8 where no line passes the check, no panel is troubled: the refusal is decided by a second person', () => {
  const failed = value(finishCheck(submitted, { verdicts: pass(), by: 'officer' }, monday));
  expect(failed.state).toBe('deciding');
  expect(code(decideLines(failed, { decisions: decide(1), by: 'supervisor' }))).toBe('admission.failedLine');
  expect(value(decideLines(failed, { decisions: decide(), by: 'supervisor' })).state).toBe('refused');
});

test('HN-15 who checked does not decide', () => {
  expect(code(decideLines(deciding, { decisions: decide(1, 2), by: 'officer' }))).toBe('admission.ownCheck');
  expect(code(sendBack(deciding, 'officer', monday))).toBe('admission.ownCheck');
});

test('each line is judged by itself', () => {
  const decided = value(decideLines(deciding, { decisions: decide(2), by: 'supervisor' }));
  expect(decided).toMatchObject({ state: 'listed', lines: [{ state: 'refused' }, { state: 'listed' }] });
  expect(code(decideLines(deciding, { decisions: decide(1).slice(0, 1), by: 'supervisor' }))).toBe(
    'admission.lineNotJudged',
  );
});

test('JS-8 what the experts do not recommend is proposed for refusal and cannot be listed', () => {
  const not = value(panelClosed(inPanel, { recommended: false, reason }, monday));
  expect(not).toMatchObject({ state: 'deciding', lines: [{ state: 'failed' }, { state: 'failed' }] });
});

test('a line under an objection waits without holding the others, and comes to its decision afterwards', () => {
  const one = value(publicityOver(inPublicity, { free: new Set([1]), objected: new Set(), reason }, monday));
  expect(one).toMatchObject({ state: 'deciding', lines: [{ state: 'passed' }, { state: 'held' }] });
  const decided = value(decideLines(one, { decisions: decide(1), by: 'supervisor' }));
  expect(decided).toMatchObject({ state: 'publicity', lines: [{ state: 'listed' }, { state: 'held' }] });
  const objected = { free: new Set([2]), objected: new Set([2]), reason };
  const back = value(publicityOver(decided, objected, monday));
  expect(back).toMatchObject({ state: 'deciding', lines: [{ state: 'listed' }, { state: 'failed' }] });
  const ended = value(decideLines(back, { decisions: decide(), by: 'supervisor' }));
  expect(ended).toMatchObject({ state: 'listed', lines: [{ state: 'listed' }, { state: 'refused' }] });
});

test('sent back, the check begins again with every line open', () => {
  const back = value(sendBack(deciding, 'supervisor', monday));
  expect(back).toMatchObject({ state: 'submitted', checkedBy: null, due: { kind: 'formal' } });
  expect(back.lines.every((line) => line.state === 'open')).toBe(true);
});

test('whatever steps are tried in whatever order, an ended application never moves and nothing is listed undecided', () => {
  type Step = (from: Application) => { ok: true; value: Application } | { ok: false };
  const steps: readonly Step[] = [
    (from) => submit(from, monday),
    (from) => askSupplement(from, monday),
    (from) => answerSupplement(from, monday),
    (from) => finishCheck(from, { verdicts: pass(1), by: 'officer' }, monday),
    (from) => finishCheck(from, { verdicts: pass(), by: 'officer' }, monday),
    (from) => panelClosed(from, { recommended: true, reason }, monday),
    (from) => panelClosed(from, { recommended: false, reason }, monday),
    (from) => publicityOver(from, { free: all, objected: new Set(), reason }, monday),
    (from) => decideLines(from, { decisions: decide(1), by: 'supervisor' }),
    (from) => decideLines(from, { decisions: decide(), by: 'supervisor' }),
    (from) => decideLines(from, { decisions: decide(1, 2), by: 'officer' }),
    (from) => sendBack(from, 'supervisor', monday),
    (from) => withdraw(from),
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps.keys()), { maxLength: 30 }), (order) => {
      let now = draft;
      for (const index of order) {
        const next = steps[index]?.(now);
        if (next?.ok !== true) continue;
        expect(isEnded(now.state)).toBe(false);
        const before = new Set(now.lines.filter(({ state }) => state === 'listed').map(({ line }) => line));
        const fresh = next.value.lines.some(({ line, state }) => state === 'listed' && !before.has(line));
        if (fresh) expect([now.state, index]).toEqual(['deciding', 8]);
        expect(next.value.due === null).toBe(isEnded(next.value.state) || next.value.state === 'publicity');
        now = next.value;
      }
    }),
  );
});
