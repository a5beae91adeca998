import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, money } from '../money.ts';
import { addDays, instant, isoDate } from '../time.ts';
import { creditBasis } from './basis.ts';
import { creditStates, decideCase, enterRecord, mayState } from './case.ts';
import { mayTakeStep, suggestedStep } from './ladder.ts';
import { quarterBefore, quarterOf } from './quarter.ts';
import { enterRating, leastLevel, measuresOf } from './rating.ts';
import { applyForRepair, decideRepair } from './repair.ts';
import { closeReport, recordFinding, reportStates, takeUp } from './report.ts';
import type { CreditMeasure, CreditScale } from './shapes.ts';
import { type Restriction, blockedBy, holdsBack, isRisk } from './standing.ts';

const measure = (code: string, effect: CreditMeasure['effect']): CreditMeasure => ({
  code,
  zh: code,
  en: code,
  effect,
  for: effect === 'delivery' ? ['distributor'] : ['manufacturer'],
  blocks: effect === 'risk' ? [] : ['delivery'],
  monthsMax: 12,
});
const level = (code: string, own: CreditScale['levels'][number]['manufacturer']) => ({
  code,
  zh: code,
  en: code,
  validMonths: 12,
  manufacturer: own,
  distributor: [],
});
const scale: CreditScale = {
  code: 'test',
  zh: 'test',
  en: 'test',
  levels: [
    level('low', [{ measure: 'risk', months: null, elsewhere: true }]),
    level('middle', [{ measure: 'some', months: null, elsewhere: false }]),
    level('high', [
      { measure: 'all', months: null, elsewhere: false },
      { measure: 'some', months: null, elsewhere: true },
    ]),
  ],
  grounds: [
    {
      code: 'bribery',
      zh: '',
      en: '',
      steps: [
        { from: '10000', level: 'low' },
        { from: '500000', level: 'middle' },
        { from: '1000000', level: 'high' },
      ],
      atOnce: null,
    },
    { code: 'rigged', zh: '', en: '', steps: [], atOnce: 'high' },
    { code: 'other', zh: '', en: '', steps: [], atOnce: null },
  ],
  sources: [{ code: 'judgment', zh: '', en: '' }],
  measures: [measure('risk', 'risk'), measure('some', 'caseProducts'), measure('all', 'allProducts')],
  repairs: [{ code: 'apology', zh: '', en: '' }],
};
const bribery = scale.grounds[0]!;
const on = isoDate('2026-09-01');
const levels = scale.levels.map((each) => each.code);
const yuan = fc.integer({ min: 1, max: 3_000_000 }).map((n): Money => money(String(n)));

test('a larger amount never allows a lower level, and each threshold itself counts (HN-12)', () => {
  fc.assert(
    fc.property(yuan, yuan, (a, b) => {
      const [less, more] = Number(a) < Number(b) ? [a, b] : [b, a];
      const at = (amount: Money) => levels.indexOf(leastLevel(bribery, amount) ?? '');
      return at(less) <= at(more);
    }),
  );
  const at = (amount: string) => leastLevel(bribery, money(amount));
  expect([at('9999.99'), at('10000'), at('499999.99'), at('500000'), at('1000000')]).toEqual([
    null,
    'low',
    'low',
    'middle',
    'high',
  ]);
});

test('a level below the thresholds is refused, one above is not; rigging a round is the top at once (HN-12)', () => {
  fc.assert(
    fc.property(yuan, fc.constantFrom(...levels), (amount, wished) => {
      const wish = {
        role: 'manufacturer' as const,
        ground: 'bribery',
        sourceKind: 'judgment',
        level: wished,
        amount,
        itemCodes: ['C1'],
      };
      const least = levels.indexOf(leastLevel(bribery, amount) ?? '');
      return enterRating(wish, scale, creditBasis.rating).ok === levels.indexOf(wished) >= least;
    }),
  );
  const wish = {
    role: 'manufacturer' as const,
    ground: 'rigged',
    sourceKind: 'judgment',
    level: 'middle',
    amount: null,
    itemCodes: ['C1'],
  };
  expect(enterRating(wish, scale, creditBasis.rating)).toMatchObject({ code: 'credit.levelTooLow' });
  expect(enterRating({ ...wish, level: 'high', itemCodes: [] }, scale, creditBasis.rating)).toMatchObject({
    code: 'credit.productsMissing',
  });
  expect(enterRating({ ...wish, sourceKind: 'audit' }, scale, creditBasis.rating)).toMatchObject({
    code: 'credit.sourceUnknown',
  });
  expect(enterRating({ ...wish, ground: 'other', level: 'low' }, scale, creditBasis.rating).ok).toBe(true);
});

test('elsewhere only what holds everywhere is in force: all products here, those of the case in every province (HN-12)', () => {
  const codes = (at: string, here: boolean) =>
    measuresOf(scale, at, { role: 'manufacturer', here }).map((each) => each.measure.code);
  expect([codes('high', true), codes('high', false), codes('middle', false)]).toEqual([
    ['all', 'some'],
    ['some'],
    [],
  ]);
});

test('nobody decides before the hearing or on what they entered, and a dropped case says why (JS-38, HN-15)', () => {
  const cases = fc.record({
    kind: fc.constantFrom('record' as const, 'rating' as const),
    state: fc.constantFrom(...creditStates),
    approve: fc.boolean(),
    note: fc.constantFrom('', '证据不足'),
    by: fc.constantFrom('a', 'b'),
    published: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ kind, state, approve, note, by, published }) => {
      const found = { kind, state, enteredBy: 'a', hearingDueAt: null };
      const decided = decideCase(found, { approve, note, by }, published);
      const should = state === 'heard' && by === 'b' && (approve || note !== '');
      if (decided.ok !== should) return false;
      if (!decided.ok) return true;
      if (!approve) return decided.value === 'dropped';
      return decided.value === (kind === 'rating' && !published ? 'decided' : 'inForce');
    }),
  );
});

test('the enterprise is heard until its time is over, to the instant (JS-38)', () => {
  const due = instant('2026-09-15T16:00:00.000Z');
  const found = { kind: 'record' as const, state: 'hearing' as const, enteredBy: 'a', hearingDueAt: due };
  expect(mayState(found, instant('2026-09-15T15:59:59.999Z')).ok).toBe(true);
  expect(mayState(found, due)).toMatchObject({ code: 'credit.hearingOver', basis: { clause: 'JS-38' } });
});

test('a measure never outlasts what the pack allows, and not without an end either (JS-38)', () => {
  const rules = {
    grounds: [{ code: 'fraud' }],
    sources: [{ code: 'penalty' }],
    measures: [measure('all', 'allProducts'), measure('stop', 'delivery')],
    basis: creditBasis.badRecord,
    on,
  };
  const wish = {
    role: 'manufacturer' as const,
    ground: 'fraud',
    sourceKind: 'penalty',
    measure: 'all',
    itemCodes: [],
    until: null,
  };
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 800 }), (days) => {
      const until = addDays(on, days);
      const entered = enterRecord({ ...wish, until }, rules);
      return entered.ok === (until > on && until <= isoDate('2027-09-01'));
    }),
  );
  expect(enterRecord(wish, rules).ok).toBe(true);
  expect(enterRecord({ ...wish, measure: 'stop' }, rules)).toMatchObject({ code: 'credit.measureForOthers' });
});

test('no rung is skipped upward, and what was long ago counts no more (HN-11a)', () => {
  const ladder = ['interview', 'notice', 'assessment', 'removal'].map((code) => ({
    code,
    zh: code,
    en: code,
  }));
  const taken = fc.array(
    fc.record({
      step: fc.constantFrom(...ladder.map((each) => each.code)),
      doneOn: fc.integer({ min: 0, max: 1500 }).map((days) => addDays(on, -days)),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(taken, fc.constantFrom(...ladder.map((each) => each.code)), (before, step) => {
      const suggested = suggestedStep(ladder, before, { months: 24, on });
      const counting = before.filter((each) => each.doneOn >= isoDate('2024-09-01'));
      const highest = Math.max(-1, ...counting.map((each) => ladder.findIndex((r) => r.code === each.step)));
      if (suggested !== Math.min(highest + 1, 3)) return false;
      const at = ladder.findIndex((rung) => rung.code === step);
      return mayTakeStep(ladder, step, suggested, creditBasis.ladder).ok === at <= highest + 1;
    }),
  );
});

test('a repair needs what the scale knows, with evidence; whoever asked does not decide (HN-12, HN-15)', () => {
  const known = { acts: ['apology'], basis: creditBasis.rating };
  const found = { kind: 'rating' as const, state: 'inForce' as const };
  const ask = (acts: string[], files: number, origin: 'enterprise' | 'officer' = 'enterprise') =>
    applyForRepair(found, { origin, acts, files }, known);
  expect(ask(['apology'], 1).ok).toBe(true);
  expect(ask(['apology', 'donation'], 1)).toMatchObject({ code: 'credit.actUnknown', field: 'acts.1' });
  expect(ask([], 1)).toMatchObject({ code: 'credit.actsMissing' });
  expect(ask(['apology'], 0)).toMatchObject({ code: 'credit.evidenceMissing' });
  expect(ask([], 0, 'officer').ok).toBe(true);
  const decision = { approve: true, note: '已整改', by: 'a' };
  expect(decideRepair({ state: 'applied', appliedBy: 'a' }, decision)).toMatchObject({
    code: 'credit.ownRepair',
  });
  expect(decideRepair({ state: 'approved', appliedBy: 'b' }, decision).ok).toBe(false);
});

test('a quarter holds its days and follows the one before (HN-12)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (days) => {
      const day = addDays(isoDate('2020-01-01'), days);
      const { from, until } = quarterOf(day);
      return from <= day && day <= until && quarterBefore(day).until === addDays(from, -1);
    }),
  );
});

test('what blocks is cited for the enterprise it is against, and a reminder is no risk (JS-38, HN-12)', () => {
  const one: Restriction = {
    organisationId: 'x',
    caseId: 'c',
    caseNumber: 'BL1',
    measure: { zh: '', en: '' },
    effect: 'caseProducts',
    blocks: ['admission'],
    itemCodes: ['C1'],
    basis: creditBasis.badRecord,
  };
  expect(blockedBy([one], 'x', 'admission')).toBe(one);
  expect([blockedBy([one], 'x', 'delivery'), blockedBy([one], 'y', 'admission')]).toEqual([null, null]);
  expect([holdsBack(one, 'C1'), holdsBack(one, 'C2')]).toEqual([true, false]);
  expect(holdsBack({ ...one, effect: 'allProducts' }, 'C2')).toBe(true);
  expect([isRisk(one), isRisk({ ...one, effect: 'remind' })]).toEqual([true, false]);
});

test('a report goes one way, and whoever investigated does not close it (HN-11c, HN-15)', () => {
  for (const state of reportStates) {
    const found = { state, takenBy: 'a' };
    expect(takeUp(found).ok).toBe(state === 'received');
    expect(recordFinding(found, { upheld: true, organisationId: 'x' }).ok).toBe(state === 'investigating');
    expect(closeReport({ ...found, upheld: true }, 'b').ok).toBe(state === 'found');
    expect(closeReport({ ...found, upheld: true }, 'a').ok).toBe(false);
  }
  expect(
    recordFinding({ state: 'investigating', takenBy: 'a' }, { upheld: true, organisationId: null }).ok,
  ).toBe(false);
  expect(closeReport({ state: 'found', takenBy: 'a', upheld: false }, 'b')).toMatchObject({
    value: 'closed',
  });
});
