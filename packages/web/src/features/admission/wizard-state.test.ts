import { expect, test } from 'vitest';
import { linesOf, nothing, unsoundRows } from './wizard-state.ts';

const places = [{ code: '340000', name: '安徽省' }];
const line = { code: 'C02010400600103000030000103', unit: '套', smallest: '支', units: '4', price: '480' };
const record = { place: '安徽', price: '500', from: '2026-05-01', document: '皖医保秘〔2026〕12号' };

test('a record says only what differs: place, price and day; unit and pack are those applied for', () => {
  const typed = { ...nothing, lines: [line], records: [record] };
  expect(unsoundRows(typed, places)).toBe(0);
  expect(linesOf(typed, places)[0]?.records).toMatchObject([
    { jurisdiction: '340000', purchaseUnit: '套', unitsPerPurchaseUnit: 4, price: '500' },
  ]);
});

test('a row that cannot be read is counted, so that it is neither dropped nor sent', () => {
  const wrong = [
    { ...record, from: '2026年5月' },
    { ...record, place: '安徽某地' },
    { ...record, price: '0' },
    { ...record, line: '2' },
    { place: '', price: '' },
  ];
  expect(unsoundRows({ ...nothing, lines: [line], records: wrong }, places)).toBe(4);
  expect(unsoundRows({ ...nothing, lines: [{ ...line, price: '四百' }], records: [] }, places)).toBe(1);
  expect(unsoundRows({ ...nothing, lines: [{ ...line, units: '0' }], records: [] }, places)).toBe(1);
  expect(unsoundRows({ ...nothing, lines: [{ ...line, price: '' }], records: [] }, places)).toBe(0);
});
