import { expect, test } from 'vitest';
import { addressOf, isRetriable } from './api.ts';

const problem = {
  type: '',
  title: '',
  code: 'x',
  text: { zh: '', en: '' },
  basis: null,
  field: null,
  facts: {},
  fields: [],
  requestId: '',
};

test('values in an address are escaped, empty ones left out, several repeated', () => {
  expect(
    addressOf('/api/orders/:orderId', { orderId: 'a/b' }, { q: '支架', state: '', zone: ['red', 'blue'] }),
  ).toBe('/api/orders/a%2Fb?q=%E6%94%AF%E6%9E%B6&zone=red&zone=blue');
});

test('an address with a missing value is never called', () => {
  expect(() => addressOf('/api/orders/:orderId', {})).toThrow('orderId');
});

test('only what the server did not decide is worth repeating as it is', () => {
  expect([0, 429, 500, 503].map((status) => isRetriable({ ...problem, status }))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([400, 401, 403, 404, 409].some((status) => isRetriable({ ...problem, status }))).toBe(false);
});
