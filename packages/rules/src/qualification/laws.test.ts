import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../calendar/calendar.ts';
import { compareOnSmallestUnit, money } from '../money.ts';
import { addDays, isoDate } from '../time.ts';
import { addSpecification } from './specification.ts';
import { type Held, isInForce, standingOf } from './standing.ts';
import { renewed } from './renewal.ts';
import { type PathState, type PathStep, stepOf } from './step.ts';
import { watchOf } from './watch.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { QualificationKind } from '../policy/shapes.ts';

const calendar = calendarOf([]);
const day = isoDate('2026-09-01');
const term = (amount: number) =>
  ({ amount, unit: 'naturalDay', startCounted: false, rollover: 'none', cutoff: '24:00' }) as const;
const reminders = { first: term(90), second: term(30), calendar };

const provision = <T>(value: T) => ({
  value,
  from: isoDate('2020-01-01'),
  until: null,
  jurisdiction: '000000',
  document: 'test',
  article: '1',
  clause: null,
  origin: 'published' as const,
  note: null,
});
const kind = (code: string, group: string, more: Partial<QualificationKind> = {}): QualificationKind => ({
  code,
  zh: code,
  en: code,
  holders: ['manufacturer', 'agent'],
  group,
  need: 'enterprise',
  number: 'free',
  wholeFirm: false,
  endless: false,
  isPublic: true,
  ...more,
});
const book: PolicyBook = {
  provisions: {
    'qualification.required': [provision(true)],
    'qualification.kinds': [
      provision([
        kind('businessLicence', 'business', { wholeFirm: true }),
        kind('productionLicence', 'production'),
        kind('productionFiling', 'production'),
        kind('registrationCertificate', 'market', { need: 'product', number: 'certificate' }),
      ]),
    ],
  },
};
const held = (code: string, more: Partial<Held> = {}): Held => ({
  kind: code,
  number: code,
  state: 'inForce',
  validFrom: isoDate('2020-01-01'),
  validUntil: isoDate('2027-01-01'),
  byFirm: false,
  ...more,
});
const ask = (list: readonly Held[], certificate: string | null = null) =>
  standingOf(book, { holder: 'manufacturer', held: list, certificate, jurisdiction: '320000', on: day });

test('JS-34 an enterprise with what it needs may take part, until the first of it ends', () => {
  const standing = ask([
    held('businessLicence', { validUntil: null }),
    held('productionFiling', { validUntil: isoDate('2026-12-31') }),
  ]);
  expect(standing).toEqual({ ok: true, lacking: [], expiresOn: '2026-12-31' });
});

test('what is lacking is named with its reason: missing, unconfirmed, expired, suspended', () => {
  const reason = (one: Held | null) =>
    ask([held('businessLicence'), ...(one === null ? [] : [one])]).lacking[0]?.reason;
  expect(reason(null)).toBe('missing');
  expect(reason(held('productionLicence', { state: 'declared' }))).toBe('unconfirmed');
  expect(reason(held('productionLicence', { validUntil: isoDate('2026-08-31') }))).toBe('expired');
  expect(reason(held('productionLicence', { state: 'suspended' }))).toBe('suspended');
  expect(reason(held('productionLicence'))).toBeUndefined();
});

test('HN-6a a product needs its own certificate in force, however the number is written', () => {
  const base = [held('businessLicence'), held('productionLicence')];
  const own = held('registrationCertificate', { number: '国械注准20153100011' });
  expect(ask([...base, own], '国械注准 20153100011号').ok).toBe(true);
  expect(ask([...base, own], '国械注准20153100012').lacking).toMatchObject([
    { kind: 'registrationCertificate', reason: 'missing', basis: { clause: 'HN-6a' } },
  ]);
});

test('what another account of the firm holds counts only where it is the whole firm’s', () => {
  const byFirm = [held('businessLicence', { byFirm: true }), held('productionLicence', { byFirm: true })];
  expect(ask(byFirm).lacking.map((each) => each.kind)).toEqual(['productionLicence']);
});

test('a qualification is in force through its last day and not a day longer', () => {
  const one = held('businessLicence', { validUntil: day });
  expect(isInForce(one, day)).toBe(true);
  expect(isInForce(one, addDays(day, 1))).toBe(false);
});

test('HN-15 whatever steps are taken in whatever order, nothing is confirmed by who checked it or brought it in', () => {
  const people = ['firm', 'officer', 'supervisor'] as const;
  const anyStep = fc.record({
    step: fc.constantFrom<PathStep>('check', 'confirm', 'return', 'withdraw'),
    by: fc.constantFrom(...people),
  });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
      let state: PathState = 'submitted';
      let checkedBy: string | null = null;
      for (const { step, by } of steps) {
        const done = stepOf({ state, submittedBy: 'firm', checkedBy }, step, by);
        if (!done.ok) continue;
        if (done.value === 'confirmed') expect([checkedBy, 'firm']).not.toContain(by);
        if (step === 'check') checkedBy = by;
        expect(['submitted', 'checked']).toContain(state);
        state = done.value;
      }
    }),
  );
});

test('JS-37 whatever is asked for, an added specification never stands above the price it is compared with', () => {
  const fen = fc.integer({ min: 1, max: 1_000_000 }).map((n) => money((n / 100).toFixed(2)));
  const units = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(fen, units, fen, units, (price, per, wished, wishedPer) => {
      const listing = {
        itemCode: `C${'0'.repeat(26)}`,
        certificate: '国械注准20153100011',
        manufacturerId: 'm',
        state: 'listed',
        price,
        unitsPerPurchaseUnit: per,
        smallestUnit: '支',
      };
      const wish = {
        ...listing,
        itemCode: `C${'0'.repeat(25)}1`,
        price: wished,
        unitsPerPurchaseUnit: wishedPer,
      };
      const answer = addSpecification(listing, wish, [listing.itemCode]);
      const isAbove = compareOnSmallestUnit(wished, wishedPer, price, per) > 0;
      expect(answer.ok).toBe(!isAbove);
      if (!answer.ok)
        expect(answer).toMatchObject({ code: 'qualification.aboveListingPrice', basis: { clause: 'JS-37' } });
    }),
  );
});

test('a renewal that begins after the old paper holds together with it; one that leaves days uncovered waits', () => {
  const old = { validFrom: isoDate('2022-02-01'), validUntil: isoDate('2027-01-31') };
  const next = { validFrom: isoDate('2027-02-01'), validUntil: isoDate('2032-01-31') };
  expect(renewed(old, next, day)).toEqual({
    ok: true,
    value: { validFrom: '2022-02-01', validUntil: '2032-01-31' },
  });
  expect(renewed(old, { ...next, validFrom: isoDate('2027-02-02') }, day)).toMatchObject({
    code: 'qualification.gap',
  });
  expect(renewed(null, next, day)).toEqual({ ok: true, value: next });
});

test('every day of a qualification is watched: stages only rise, and looking again at the named moment finds the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (offset) => {
      const until = addDays(day, 200);
      const on = addDays(day, offset);
      const now = watchOf(until, on, reminders);
      const later = watchOf(until, addDays(on, 1), reminders);
      expect(later.stage).toBeGreaterThanOrEqual(now.stage);
      expect(now.nextAt === null).toBe(now.stage === 3);
    }),
  );
  const until = isoDate('2026-12-31');
  expect(watchOf(until, isoDate('2026-10-01'), reminders)).toMatchObject({ stage: 0 });
  expect(watchOf(until, isoDate('2026-10-02'), reminders)).toMatchObject({ stage: 1 });
  expect(watchOf(until, isoDate('2026-12-01'), reminders)).toMatchObject({ stage: 2 });
  expect(watchOf(until, until, reminders)).toEqual({ stage: 2, nextAt: '2026-12-31T16:00:00.000Z' });
  expect(watchOf(until, isoDate('2027-01-01'), reminders)).toEqual({ stage: 3, nextAt: null });
});
