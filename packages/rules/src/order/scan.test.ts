import { expect, test } from 'vitest';
import { noFields } from '../codes/udi-reading.ts';
import { isoDate } from '../time.ts';
import { compareScan } from './scan.ts';

const delivered = {
  di: '06901234567892',
  lot: 'L1',
  serial: '',
  producedOn: null,
  expiresOn: isoDate('2028-01-31'),
};

test('a scan fits a lot when nothing that both say differs; a GTIN fits whatever its leading zeros', () => {
  const compared = compareScan({ ...noFields, di: '6901234567892', lot: 'L1' }, delivered);
  expect(compared?.fits).toBe(true);
  expect(compared?.comparisons.find((each) => each.field === 'expiresOn')?.outcome).toBe('silent');
});

test('another lot or expiry of the same device is a candidate that names the difference', () => {
  const compared = compareScan(
    { ...noFields, di: delivered.di, lot: 'L2', expiresOn: isoDate('2027-12-31') },
    delivered,
  );
  expect(compared?.fits).toBe(false);
  expect(compared?.comparisons.filter((each) => each.outcome === 'different')).toEqual([
    { field: 'lot', outcome: 'different', scanned: 'L2', delivered: 'L1' },
    { field: 'expiresOn', outcome: 'different', scanned: '2027-12-31', delivered: '2028-01-31' },
  ]);
});

test('another device with the same lot number is other goods', () => {
  expect(compareScan({ ...noFields, di: '06901234567908', lot: 'L1' }, delivered)).toBeNull();
  expect(compareScan({ ...noFields, lot: 'L1' }, delivered)?.fits).toBe(true);
  expect(compareScan({ ...noFields, serial: 'S1' }, delivered)).toBeNull();
});
