import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, compareOnSmallestUnit, money } from '../money.ts';
import type { PolicyBook } from '../policy/book.ts';
import type { Provision } from '../policy/provision.ts';
import { isoDate } from '../time.ts';
import { type ChangeWish, changeReasons, enterChange } from './change.ts';
import { deviationFrom, medianOf } from './deviation.ts';
import { readConversion, readDay, readEntry, readPrice } from './entry.ts';
import { type Cells, columnKeys, listingColumns, listingLayout } from './layout.ts';
import { type Buyer, type Offered, type Visibility, mayBuy } from './visibility.ts';

const on = isoDate('2026-09-01');
function provision<T>(value: T, jurisdiction = '320000', clause = 'JS-5'): Provision<T> {
  const where = { document: 'js-2020-22', article: '5', clause, jurisdiction };
  return { ...where, value, from: isoDate('2020-05-01'), until: null, origin: 'published', note: null };
}
const book: PolicyBook = {
  provisions: { 'listing.priceDeviationWarn': [provision({ over: 30, under: 100 })] },
};
const visibility: Visibility = provision({
  provinceManaged: 'province',
  cityManaged: 'city',
  filing: 'initiator',
  alliance: 'members',
});

const offered: Offered = {
  form: 'sunshine',
  managedBy: 'province',
  jurisdiction: '320000',
  platform: '320000',
  audienceInstitutions: [],
  audienceAreas: [],
};
const nanjing: Buyer = {
  institutionId: 'n',
  areas: ['320100', '320000'],
  city: '320100',
  platform: '320000',
};
const rugao: Buyer = {
  institutionId: 'r',
  areas: ['320682', '320600', '320000'],
  city: '320600',
  platform: '320000',
};
const shenzhen: Buyer = {
  institutionId: 's',
  areas: ['440300', '440000'],
  city: '440300',
  platform: '440300',
};

test.each<[string, Partial<Offered>, readonly Buyer[]]>([
  ['the province’s listing is bought by all its institutions', {}, [nanjing, rugao]],
  [
    'a city’s listing only within the city, its counties included',
    { managedBy: 'city', jurisdiction: '320600' },
    [rugao],
  ],
  ['a filed listing by its initiator', { form: 'filing', audienceInstitutions: ['n'] }, [nanjing]],
  ['a selected one by the members of the round', { form: 'alliance', audienceAreas: ['320600'] }, [rugao]],
  ['a selected one that names nobody by nobody', { form: 'alliance' }, []],
  ['another platform’s by nobody here (GD-7a)', { jurisdiction: '440300', platform: '440300' }, [shenzhen]],
])('JS-5, JS-18, JS-20: %s', (_, change, buyers) => {
  const may = [nanjing, rugao, shenzhen].filter(
    (buyer) => mayBuy({ ...offered, ...change }, buyer, visibility).may,
  );
  expect(may).toEqual(buyers);
});

test('whoever may buy a city’s listing may buy the province’s, and nobody buys on another platform', () => {
  const anyBuyer = fc.constantFrom(nanjing, rugao, shenzhen);
  const anyOffered = fc.record({
    form: fc.constantFrom('sunshine', 'filing', 'alliance' as const),
    managedBy: fc.constantFrom('province', 'city' as const),
    jurisdiction: fc.constantFrom('320000', '320100', '320600', '440300'),
    platform: fc.constantFrom('320000', '440300'),
    audienceInstitutions: fc.subarray(['n', 'r', 's']),
    audienceAreas: fc.subarray(['320000', '320600', '440300']),
  }) as fc.Arbitrary<Offered>;
  fc.assert(
    fc.property(anyOffered, anyBuyer, (listing, buyer) => {
      const { may } = mayBuy(listing, buyer, visibility);
      if (listing.platform !== buyer.platform) return !may;
      const wide = mayBuy({ ...listing, form: 'sunshine', managedBy: 'province' }, buyer, visibility).may;
      return !may || wide;
    }),
  );
});

test.each([
  ['128.50', '128.5'],
  ['1,280.5', '1280.5'],
  ['￥99', '99'],
  ['１２．５元', '12.5'],
  ['0012', '12'],
  ['0.1234560', '0.123456'],
  ['0.1234567', null],
  ['12,80', null],
  ['1e3', null],
  ['', null],
  ['十元', null],
])('a price written %j is %j', (written, price) => {
  expect(readPrice(written)).toBe(price);
});

test.each([
  ['10', 10],
  ['10.0', 10],
  ['1:10', 10],
  ['1×10', 10],
  ['10支/盒', 10],
  ['１０', 10],
  ['2.5', null],
  ['0', null],
  ['-3', null],
  ['', null],
  ['12345678', null],
])('a conversion written %j is %j', (written, units) => {
  expect(readConversion(written)).toBe(units);
});

test.each([
  ['2026-09-01', '2026-09-01'],
  ['2026/9/1', '2026-09-01'],
  ['20260901', '2026-09-01'],
  ['2026年9月1日', '2026-09-01'],
  ['2026-02-30', null],
  ['46266', null],
])('a day written %j is %j', (written, day) => {
  expect(readDay(written)).toBe(day);
});

const anyPrice = fc.integer({ min: 1, max: 100_000_000 }).map((micro) => money((micro / 1000).toFixed(3)));
const anyUnits = fc.integer({ min: 1, max: 5000 });

test('a price and the same price in another pack are equal on the smallest unit, whatever the packs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), anyUnits, anyUnits, (fen, a, b) => {
      const pack = (units: number): Money => money(((fen * units) / 100).toFixed(2));
      return compareOnSmallestUnit(pack(a), a, pack(b), b) === 0;
    }),
  );
});

test('a deviation is found exactly beyond the share, whatever the packs: at the bound it is none', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      anyUnits,
      fc.integer({ min: -50, max: 80 }),
      (base, units, percent) => {
        const reference = { price: money(String(base * 100)), unitsPerPurchaseUnit: 1 };
        const price = { price: money(String(base * (100 + percent) * units)), unitsPerPurchaseUnit: units };
        const { beyond } = deviationFrom(price, reference, { over: 30, under: 100 });
        return beyond === (percent > 30 || percent < -30);
      },
    ),
  );
});

test('the median is one of the prices, with as many below as above', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ price: anyPrice, unitsPerPurchaseUnit: anyUnits }), { minLength: 1 }),
      (prices) => {
        const median = medianOf(prices);
        if (median === null) return false;
        const below = prices.filter(
          (each) =>
            compareOnSmallestUnit(
              each.price,
              each.unitsPerPurchaseUnit,
              median.price,
              median.unitsPerPurchaseUnit,
            ) < 0,
        ).length;
        return below <= prices.length / 2;
      },
    ),
  );
});

test('the heading is read in any order, under the names in use, and says what is missing', () => {
  const header = columnKeys.map((key) => `${listingColumns[key].zh}（必填）*`).toReversed();
  const heading = listingLayout.readHeading(['序号', ...header]);
  expect(heading.ok && heading.value.get('code')).toBe(columnKeys.length);
  expect(listingLayout.readHeading(['27位代码', '挂网价'])).toMatchObject({
    ok: false,
    code: 'listing.columnMissing',
  });
  expect(listingLayout.readHeading(['挂网价', '挂网价格'])).toMatchObject({
    ok: false,
    code: 'listing.columnTwice',
  });
});

test('whatever a row holds, reading it names flaws and never throws', () => {
  const row = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=1+1', '\ud800', '六大类', '0')),
    {
      minLength: columnKeys.length,
      maxLength: columnKeys.length,
    },
  );
  const heading = new Map(columnKeys.map((key, index) => [key, index] as const));
  fc.assert(
    fc.property(row, (cells) => {
      const { written, findings } = readEntry(listingLayout.cellsOf(cells, heading));
      return written.itemCode !== null || findings.some((each) => each.severity === 'error');
    }),
  );
});

const listing = {
  jurisdiction: '320000',
  state: 'listed',
  stateReason: null,
  price: money('100'),
  unitsPerPurchaseUnit: 10,
} as const;
function wish(change: Partial<ChangeWish>): ChangeWish {
  return {
    kind: 'price',
    reason: 'correction',
    price: { price: money('98'), unitsPerPurchaseUnit: 10 },
    deviationConfirmed: false,
    ...change,
  };
}

test('a price falls for linkage, is corrected both ways, and is confirmed when it is far off (HN-7b, JS-7)', () => {
  const enter = (change: Partial<ChangeWish>) => enterChange(listing, wish(change), { book, on });
  const at = (price: string, unitsPerPurchaseUnit = 10) => ({
    price: { price: money(price), unitsPerPurchaseUnit },
  });
  expect(enter({})).toMatchObject({ ok: true, value: { basis: { clause: 'HN-7b' } } });
  expect(enter({ reason: 'linkage', ...at('101') })).toMatchObject({
    code: 'listing.priceNotLower',
    basis: { clause: 'JS-7' },
  });
  expect(enter({ reason: 'linkage', ...at('99') })).toMatchObject({ ok: true });
  expect(enter(at('100'))).toMatchObject({ code: 'listing.priceSame' });
  expect(enter(at('10', 1))).toMatchObject({ ok: true });
  expect(enter(at('98', 1))).toMatchObject({
    code: 'listing.priceDeviates',
    facts: { price: '98', reference: '10' },
  });
  expect(enter({ ...at('98', 1), deviationConfirmed: true })).toMatchObject({ ok: true });
});

test('a product leaves only through a closing, and comes back only where an institution need not apply (JS-14a, JS-14b)', () => {
  for (const kind of ['suspend', 'withdraw'] as const) {
    for (const [reason, { basis }] of Object.entries(changeReasons[kind])) {
      const given = { kind, reason, price: null } as const;
      expect(enterChange({ ...listing, state: 'listed' }, wish(given), { book, on })).toMatchObject({
        code: 'listing.throughClosing',
        basis,
      });
    }
  }
  const resume = (reason: string, stateReason: string | null, state: 'suspended' | 'listed' = 'suspended') =>
    enterChange({ ...listing, state, stateReason }, wish({ kind: 'resume', reason, price: null }), {
      book,
      on,
    });
  expect(resume('settled', 'quality')).toMatchObject({ ok: true });
  expect(resume('settled', null, 'listed')).toMatchObject({ code: 'listing.wrongState' });
  expect(resume('application', 'quality')).toMatchObject({ code: 'listing.throughApplication' });
  expect(resume('settled', 'noSale')).toMatchObject({
    code: 'listing.throughApplication',
    basis: { clause: 'JS-14a' },
  });
});

test('a row of a platform’s workbook is read whole', () => {
  const cells: Cells = {
    code: 'c 0901010100000006626 0000001',
    productName: '动脉灌注管',
    price: '128.50',
    purchaseUnit: '盒',
    smallestUnit: '支',
    units: '10',
    form: '组团联盟集中采购',
    class: '“六大类”',
    managedBy: '省级',
    manufacturer: '明心医疗',
    listedOn: '2026/8/1',
    termUntil: '',
    audience: '南京市、H32010000001',
    origin: '',
    explanation: '',
  };
  expect(readEntry(cells)).toEqual({
    findings: [],
    written: {
      ...cells,
      itemCode: 'C09010101000000066260000001',
      code: undefined,
      units: undefined,
      unitsPerPurchaseUnit: 10,
      price: '128.5',
      form: 'alliance',
      class: 'highValueSix',
      managedBy: 'province',
      listedOn: '2026-08-01',
      termUntil: null,
      audience: ['南京市', 'H32010000001'],
    },
  });
});
