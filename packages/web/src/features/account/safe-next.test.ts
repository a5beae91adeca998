import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test('after signing in one returns to a page of this application', () => {
  expect(safeNext('/orders?state=placed')).toBe('/orders?state=placed');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/',
  undefined,
])('an address that leads elsewhere or round in a circle is not followed: %s', (next) => {
  expect(safeNext(next)).toBe('/');
});
