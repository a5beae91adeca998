import type { Quantity } from '../money.ts';

/** Units of measure that are dispensed in parts: lengths, weights, volumes, areas. Anything else is counted whole. */
const DIVISIBLE = new Set([
  '米',
  '厘米',
  '平方米',
  '平方厘米',
  '千克',
  '公斤',
  '克',
  '毫克',
  '升',
  '毫升',
  'm',
  'cm',
  'm²',
  'cm²',
  'kg',
  'g',
  'mg',
  'l',
  'ml',
]);

/** Whether a purchase unit (采购单位) may be ordered in fractions. */
export function isDivisible(unit: string): boolean {
  return DIVISIBLE.has(unit.trim().toLowerCase());
}

/** Whole purchase units, unless the unit is divisible. */
export function fitsUnit(count: Quantity, unit: string): boolean {
  return isDivisible(unit) || !count.includes('.');
}
