import { expect, test } from 'vitest';
import { quantity } from '../money.ts';
import { isoDate } from '../time.ts';
import type { OrderLine } from './answer.ts';
import { confirmed, newLine } from './line.ts';
import { type Parcel, checkParcel, shipOrder } from './ship.ts';

const today = isoDate('2026-09-01');
const on = { today, shelfLifeWarnMonths: 6 };
const parcel: Parcel = {
  orderLine: 1,
  quantity: quantity('4'),
  lot: 'L1',
  serial: '',
  producedOn: null,
  expiresOn: isoDate('2028-01-31'),
  udi: '',
};
const line: OrderLine = {
  ...confirmed(newLine(quantity('10')), quantity('10')),
  line: 1,
  purchaseUnit: '盒',
};
const order = { state: 'confirmed' as const, lines: [line], placedBy: 'a', deliverDueAt: null };

test('several lots of one line stay together within what was confirmed', () => {
  expect(shipOrder(order, [parcel, { ...parcel, lot: 'L2', quantity: quantity('6') }], on)).toMatchObject({
    ok: true,
    value: { state: 'shipping', lines: [{ shipped: '10' }] },
  });
  const tooMuch = shipOrder(order, [parcel, { ...parcel, lot: 'L2', quantity: quantity('7') }], on);
  expect(tooMuch).toMatchObject({
    code: 'order.aboveConfirmed',
    field: 'lines.1.quantity',
    facts: { open: '10', asked: '11' },
  });
});

test('expired goods are not sent, goods that expire soon are sent with a warning', () => {
  expect(checkParcel({ ...parcel, expiresOn: isoDate('2026-08-31') }, '盒', on)).toMatchObject({
    code: 'order.alreadyExpired',
  });
  expect(checkParcel({ ...parcel, expiresOn: today }, '盒', on)).toMatchObject({
    ok: true,
    value: { shortDated: true },
  });
  expect(checkParcel({ ...parcel, expiresOn: isoDate('2027-03-01') }, '盒', on)).toMatchObject({
    ok: true,
    value: { shortDated: false },
  });
});

test('a scanned UDI fills what is empty and never overwrites what was typed (JS-36)', () => {
  const udi = '(01)06901234567892(17)280131(10)L1';
  const filled = checkParcel({ ...parcel, lot: '', expiresOn: null, udi }, '盒', on);
  expect(filled).toMatchObject({
    ok: true,
    value: { lot: 'L1', expiresOn: '2028-01-31', udiDi: '06901234567892' },
  });
  expect(checkParcel({ ...parcel, lot: 'L9', udi }, '盒', on)).toMatchObject({ code: 'udi.conflict' });
  expect(checkParcel({ ...parcel, udi: '(01)06901234567893' }, '盒', on)).toMatchObject({
    code: 'udi.checkDigit',
    field: 'udi',
  });
});

test('parts of a counted unit are refused, parts of a measured one are not', () => {
  const half = { ...parcel, quantity: quantity('1.5') };
  expect(checkParcel(half, '盒', on)).toMatchObject({ code: 'order.quantityNotWhole' });
  expect(checkParcel(half, '米', on)).toMatchObject({ ok: true });
});
