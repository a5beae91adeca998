import { expect, test } from 'vitest';
import { NATION, provinceByCode, provinceByShortName, provinceOf, provinces } from './region.ts';

test('34 province-level divisions, each with a code and a short name of its own', () => {
  expect(provinces).toHaveLength(34);
  expect(new Set(provinces.map(({ code }) => code)).size).toBe(34);
  expect(new Set(provinces.map(({ shortName }) => shortName)).size).toBe(34);
});

test('the province of a jurisdiction is its first two digits, and the nation is 0', () => {
  expect(['320000', '440300', '520100', '000000'].map(provinceOf)).toEqual([32, 44, 52, NATION]);
  expect(provinceByCode(provinceOf('440300'))?.nameZh).toBe('广东省');
});

test('what is no jurisdiction is a bug of the caller', () => {
  expect(() => provinceOf('32')).toThrow('not a jurisdiction');
  expect(() => provinceOf('32000a')).toThrow('not a jurisdiction');
});

test('certificates name mainland provinces only', () => {
  expect(provinceByShortName('苏')?.code).toBe(32);
  expect(provinceByShortName('台')).toBeNull();
  expect(provinceByCode(66)).toBeNull();
});
