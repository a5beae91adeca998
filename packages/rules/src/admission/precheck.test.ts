import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { money } from '../money.ts';
import type { AdmissionConditionKind } from '../policy/shapes.ts';
import { isoDate } from '../time.ts';
import type { AdmissionPolicy } from './policy.ts';
import { pathFor } from './policy.ts';
import { type PrecheckInput, precheck } from './precheck.ts';
import { type FilingRecord, type ListingRecord, sortFilings, sortRecords } from './records.ts';

const on = isoDate('2026-09-07');
const js = { document: 'js-2020-22', article: '8.B', clause: 'JS-8' };
const rules = { on, cityServes: true, conversionFactorMax: 5 };

let made = 0;
function record(given: Partial<ListingRecord> = {}): ListingRecord {
  made += 1;
  return {
    id: `r${String(made).padStart(6, '0')}`,
    jurisdiction: '330000',
    kind: 'provincialListing',
    price: money('100'),
    unitsPerPurchaseUnit: 10,
    effectiveFrom: isoDate('2026-01-01'),
    effectiveTo: null,
    state: 'verified',
    ...given,
  };
}
function filing(given: Partial<FilingRecord> = {}): FilingRecord {
  made += 1;
  return {
    institutionId: `i${made}`,
    level: 'tertiary',
    ownership: 'public',
    jurisdiction: '320100',
    filedOn: isoDate('2026-03-01'),
    price: money('90'),
    unitsPerPurchaseUnit: 10,
    ...given,
  };
}

const kinds: readonly AdmissionConditionKind[] = [
  'coded',
  'certified',
  'holder',
  'qualified',
  'notListed',
  'records',
  'lowestPrice',
];
const policy: AdmissionPolicy = {
  path: {
    code: 'newHighValue',
    zh: '原未入围高值医用耗材',
    en: 'New, high-value',
    classes: ['highValueSix'],
    formerlyShortlisted: false,
    document: 'js-2020-22',
    article: '8',
    clause: 'JS-8',
    conditions: kinds.map((kind) => ({ kind, ...js })),
    records: ['provinces', 'institutions'],
    cityServes: true,
    withoutPrice: 'lowestFiling',
    steps: ['panel', 'publicity'],
  },
  provincesMin: { value: 15, basis: js, origin: 'published' },
  institutionsMin: { value: 10, basis: js, origin: 'published' },
  levelMin: { value: '三级', basis: js, origin: 'published' },
  reference: { value: 'provincialAndOwnCities', basis: js, origin: 'published' },
  conversionFactorMax: 5,
};

function input(given: Partial<PrecheckInput> = {}): PrecheckInput {
  return {
    application: {
      itemCode: 'C09010101000000066260000001',
      jurisdiction: '320000',
      on,
      item: {
        itemCode: 'C09010101000000066260000001',
        state: 'active',
        replacedBy: null,
        certificate: '国械注准20203030001',
        certificateFlag: null,
        manufacturer: '甲',
        registrant: '甲',
      },
      applicant: { name: '甲', isNationalAgent: false },
      declared: { price: money('100'), unitsPerPurchaseUnit: 10 },
      shortlistNote: '',
      confirmed: [],
      listedAs: null,
    },
    records: [],
    filings: [],
    qualification: { ok: true, lacking: [] },
    lowest: null,
    policy,
    ...given,
  };
}
const inProvinces = (codes: readonly number[], given: Partial<ListingRecord> = {}): ListingRecord[] =>
  codes.map((code) => record({ jurisdiction: `${code}0000`, ...given }));
const fifteen = [11, 12, 13, 14, 15, 21, 22, 23, 31, 33, 34, 35, 36, 37, 41];
const conditionOf = (found: ReturnType<typeof precheck>, kind: AdmissionConditionKind) => {
  const condition = found.conditions.find((each) => each.kind === kind);
  if (condition === undefined) throw new Error(`no condition ${kind}`);
  return condition;
};

describe('JS-8 which records count', () => {
  test('each record that does not count says why', () => {
    const city = record({ jurisdiction: '330200', kind: 'cityListing' });
    const sorted = sortRecords(
      [
        record(),
        record({ effectiveFrom: isoDate('2025-01-01') }),
        city,
        record({ jurisdiction: '340000', effectiveTo: isoDate('2026-09-06') }),
        record({ jurisdiction: '350000', effectiveFrom: isoDate('2026-09-08') }),
        record({ jurisdiction: '360000', state: 'rejected' }),
        record({ jurisdiction: '370000', kind: 'selected' }),
        record({ jurisdiction: '410000', state: 'entered' }),
        record({ jurisdiction: '420100', kind: 'cityListing' }),
        record({ jurisdiction: '430000', unitsPerPurchaseUnit: 1 }),
      ],
      rules,
    );
    expect(sorted.counted.map((each) => each.jurisdiction).toSorted()).toEqual(['330000', '420100']);
    expect(sorted.unverified.map((each) => each.jurisdiction)).toEqual(['410000']);
    expect(sorted.notCounted.map(({ record: { jurisdiction }, reason }) => [jurisdiction, reason])).toEqual([
      ['330000', 'sameProvince'],
      ['330200', 'provinceHasRecord'],
      ['340000', 'ended'],
      ['350000', 'notYetEffective'],
      ['360000', 'rejected'],
      ['370000', 'otherKind'],
      ['430000', 'wrongConversion'],
    ]);
  });

  test('a record counts on its first and on its last day', () => {
    const days = { effectiveFrom: on, effectiveTo: on };
    expect(sortRecords([record(days)], rules).counted).toHaveLength(1);
  });

  test('whatever order records come in, the same count, and never more than one of a province', () => {
    const any = fc.record({
      province: fc.integer({ min: 11, max: 16 }),
      city: fc.boolean(),
      state: fc.constantFrom('entered' as const, 'verified' as const, 'rejected' as const),
      price: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (given, order) => {
        const records = given.map(({ province, city, state, price }) =>
          record({
            jurisdiction: city ? `${province}0100` : `${province}0000`,
            kind: city ? 'cityListing' : 'provincialListing',
            state,
            price: money(String(price)),
          }),
        );
        const shuffled = records
          .map((each) => ({ each, key: order.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const ids = (list: readonly ListingRecord[]) =>
          sortRecords(list, rules)
            .counted.map(({ id }) => id)
            .toSorted();
        expect(ids(shuffled)).toEqual(ids(records));
        const { counted, unverified, notCounted } = sortRecords(records, rules);
        const provinces = [...counted, ...unverified].map((each) => each.jurisdiction.slice(0, 2));
        expect(new Set(provinces).size).toBe(provinces.length);
        expect(counted.length + unverified.length + notCounted.length).toBe(records.length);
        expect(counted.every((each) => each.state === 'verified')).toBe(true);
      }),
    );
  });

  test('filings: level, ownership, province and one for each institution', () => {
    const one = filing();
    const sorted = sortFilings(
      [
        one,
        filing({ institutionId: one.institutionId, filedOn: isoDate('2026-01-01') }),
        filing({ level: 'secondary' }),
        filing({ ownership: 'private' }),
        filing({ jurisdiction: '330100' }),
      ],
      { levelMin: '三级', province: '32' },
    );
    expect(sorted.counted).toEqual([one]);
    expect(sorted.notCounted.map(({ reason }) => reason).toSorted()).toEqual([
      'levelTooLow',
      'notPublic',
      'otherProvince',
      'sameInstitution',
    ]);
  });
});

describe('JS-8 the pre-check', () => {
  const lowest = { price: money('100'), unitsPerPurchaseUnit: 10, basis: js };

  test('15 provinces are enough, 14 are not, and it says how many are missing and what would change it', () => {
    const found = precheck(input({ records: inProvinces(fifteen), lowest }));
    expect(found).toMatchObject({ state: 'met', listingPrice: '100', priceFrom: 'records' });
    const short = conditionOf(precheck(input({ records: inProvinces(fifteen.slice(1)), lowest })), 'records');
    expect(short).toMatchObject({
      state: 'notMet',
      reason: 'recordsMissing',
      facts: { of: 'provinces', have: 14, need: 15, missing: 1 },
      remedies: ['moreProvinces', 'moreInstitutions'],
    });
  });

  test('a record that is not verified yet makes the condition wait, not fail', () => {
    const records = [...inProvinces(fifteen.slice(1)), ...inProvinces([11], { state: 'entered' })];
    const found = precheck(input({ records, lowest }));
    expect(found.state).toBe('pending');
    expect(conditionOf(found, 'records').reason).toBe('recordsUnverified');
  });

  test('JS-7 the applicant’s own lower record counts against its declaration before anybody verified it', () => {
    const records = [
      ...inProvinces(fifteen),
      record({ jurisdiction: '320500', kind: 'cityListing', state: 'entered', price: money('80') }),
    ];
    const found = precheck(input({ records, lowest }));
    expect(conditionOf(found, 'lowestPrice')).toMatchObject({
      reason: 'aboveLowest',
      facts: { lowest: '80' },
    });
    expect(found).toMatchObject({ listingPrice: '80', priceFrom: 'unverified' });
  });

  test('no record that counts is not a price of zero', () => {
    const found = precheck(input());
    expect(found.listingPrice).toBeNull();
    expect(conditionOf(found, 'lowestPrice')).toMatchObject({ state: 'notMet', reason: 'noPriceRecord' });
  });

  test('where only filings exist, their lowest price is the reference', () => {
    const filings = Array.from({ length: 10 }, () => filing());
    const base = input();
    const declared = { price: money('90'), unitsPerPurchaseUnit: 10 };
    const found = precheck({ ...base, filings, application: { ...base.application, declared } });
    expect(found).toMatchObject({ state: 'met', listingPrice: '90', priceFrom: 'filings' });
  });

  test('HN-2 HN-6a HN-6b without a code in force, by somebody else’s hand, nothing is listed', () => {
    const base = input({ records: inProvinces(fifteen), lowest });
    const { application } = base;
    const of = (change: Partial<typeof application>) =>
      precheck({ ...base, application: { ...application, ...change } });
    expect(conditionOf(of({ item: null }), 'coded').reason).toBe('codeUnknown');
    const item = application.item;
    if (item === null) throw new Error('an item');
    expect(conditionOf(of({ item: { ...item, state: 'disabled' } }), 'coded').reason).toBe('codeDisabled');
    expect(conditionOf(of({ item: { ...item, certificate: '' } }), 'certified').reason).toBe('noCertificate');
    const stranger = { name: '乙', isNationalAgent: false };
    expect(conditionOf(of({ applicant: stranger }), 'holder').state).toBe('notMet');
    const agent = { name: '乙', isNationalAgent: true };
    expect(conditionOf(of({ applicant: agent }), 'holder').state).toBe('pending');
    expect(conditionOf(of({ applicant: agent, confirmed: ['holder'] }), 'holder').state).toBe('met');
  });

  test('the listing price never exceeds the declared price nor the lowest, in whatever pack it is declared', () => {
    const units = fc.integer({ min: 1, max: 50 });
    const price = fc.integer({ min: 1, max: 1_000_000 }).map((fen) => money((fen / 100).toFixed(2)));
    fc.assert(
      fc.property(price, units, price, units, (low, lowUnits, declared, declaredUnits) => {
        const base = input({ lowest: { price: low, unitsPerPurchaseUnit: lowUnits, basis: js } });
        const found = precheck({
          ...base,
          application: {
            ...base.application,
            declared: { price: declared, unitsPerPurchaseUnit: declaredUnits },
          },
        });
        const listing = Number(found.listingPrice);
        expect(listing).toBeLessThanOrEqual(Number(declared));
        expect(listing / declaredUnits).toBeLessThanOrEqual(Number(low) / lowUnits + 1e-9);
        const isAbove = conditionOf(found, 'lowestPrice').reason === 'aboveLowest';
        expect(isAbove).toBe(listing < Number(declared));
      }),
    );
  });

  test('one more verified record of a new province never makes anything worse', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...fifteen), { maxLength: 14 }), (some) => {
        const rest = fifteen.find((code) => !some.includes(code)) ?? 42;
        const tally = (codes: readonly number[]) =>
          conditionOf(precheck(input({ records: inProvinces(codes), lowest })), 'records').tallies[0];
        expect(tally([...some, rest])?.missing).toBe((tally(some)?.missing ?? 0) - 1);
      }),
    );
  });
});

test('HN-7a the way is found by class and by what happened before', () => {
  const all = { ...policy.path, formerlyShortlisted: null, classes: ['ordinary'] as const };
  const paths = [policy.path, all];
  expect(pathFor(paths, { class: 'highValueSix', formerlyShortlisted: false })?.code).toBe('newHighValue');
  expect(pathFor(paths, { class: 'highValueSix', formerlyShortlisted: true })).toBeNull();
  expect(pathFor(paths, { class: 'ordinary', formerlyShortlisted: true })).toBe(all);
});
