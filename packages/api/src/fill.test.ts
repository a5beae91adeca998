import { expect, test } from 'vitest';
import { fillIn } from './fill.ts';

test('an amount in a text has two decimals at least, and none is rounded away', () => {
  const facts = { price: '126.5', lowest: '0.123456', n: 3, name: '12.5' };
  expect(fillIn('{price} 元，{price} yuan, {lowest}元', facts)).toBe('126.50 元，126.50 yuan, 0.123456元');
  expect(fillIn('{n} 条 {name}', facts)).toBe('3 条 12.5');
});

test('what is not among the facts is said as asked for', () => {
  expect(fillIn('{price} 元 {x}', {})).toBe('{price} 元 {x}');
  expect(fillIn('{price} 元 {x}', { x: null }, '—')).toBe('— 元 —');
});
