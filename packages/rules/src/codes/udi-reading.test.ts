import { describe, expect, test } from 'vitest';
import { isoDate } from '../time.ts';
import { mergeUdi, noFields } from './udi-reading.ts';
import type { UdiFields } from './udi-reading.ts';

const label: UdiFields = {
  di: '06901234567892',
  lot: 'A213B1',
  serial: '1234',
  producedOn: isoDate('2024-12-31'),
  expiresOn: isoDate('2027-07-07'),
  quantity: null,
};

describe('adding a scan to what is known', () => {
  test('an empty field never overwrites a value', () => {
    expect(mergeUdi(label, noFields)).toEqual({ ok: true, value: label });
    expect(mergeUdi(label, { ...noFields, lot: '' })).toEqual({ ok: true, value: label });
  });

  test('the second line of a label completes the first', () => {
    const first = { ...noFields, di: label.di };
    const second = { ...noFields, expiresOn: label.expiresOn };
    expect(mergeUdi(first, second)).toEqual({ ok: true, value: { ...first, expiresOn: '2027-07-07' } });
  });

  test('a value never silently replaces another', () => {
    expect(mergeUdi(label, { ...noFields, lot: 'B' })).toMatchObject({
      ok: false,
      code: 'udi.conflict',
      field: 'lot',
      facts: { existing: 'A213B1', scanned: 'B' },
    });
  });

  test('two halves that cannot belong together are refused', () => {
    const early = { ...noFields, expiresOn: isoDate('2020-01-01') };
    expect(mergeUdi({ ...label, expiresOn: null }, early)).toMatchObject({
      code: 'udi.expiryBeforeProduction',
    });
  });
});
