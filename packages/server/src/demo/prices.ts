import { type Money, money } from '@daylight/rules/money.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { chanceOf } from '../features/catalogue/generator/chance.ts';

/** Invented prices and packages by first-level class: plausible in size, taken from nobody. */
interface Pricing {
  readonly class: ConsumableClass;
  /** Yuan per smallest unit, from and to. */
  readonly range: readonly [number, number];
  readonly smallestUnit: string;
  readonly packages: readonly (readonly [unit: string, units: number])[];
  /** What an institution of the third level orders at once, in purchase units, at most. */
  readonly orderMax: number;
}

const single = (unit: string): Pricing['packages'] => [[unit, 1]];

function six(from: number, to: number, unit: string, orderMax = 12): Pricing {
  return { class: 'highValueSix', range: [from, to], smallestUnit: unit, packages: single(unit), orderMax };
}

function five(from: number, to: number, unit: string, packages = single(unit)): Pricing {
  return { class: 'highValueFive', range: [from, to], smallestUnit: unit, packages, orderMax: 20 };
}

function ordinary(
  range: Pricing['range'],
  unit: string,
  packages: Pricing['packages'],
  orderMax: number,
): Pricing {
  return { class: 'ordinary', range, smallestUnit: unit, packages, orderMax };
}

const pricings: Readonly<Record<string, Pricing>> = {
  '01': six(180, 5200, '根'),
  '02': six(320, 16_000, '套'),
  '03': six(120, 7800, '件', 20),
  '04': six(400, 11_000, '套'),
  '05': six(600, 18_000, '套', 6),
  '06': six(1800, 36_000, '套', 4),
  '07': five(40, 1200, '件'),
  '08': five(120, 3800, '片'),
  '09': five(80, 2600, '套'),
  '10': five(28, 360, '支', [['箱', 24]]),
  '11': five(160, 2400, '把'),
  '12': five(90, 2800, '片'),
  '13': ordinary(
    [0.2, 18],
    '支',
    [
      ['盒', 100],
      ['盒', 10],
    ],
    60,
  ),
  '14': ordinary(
    [0.2, 9],
    '片',
    [
      ['包', 10],
      ['箱', 500],
      ['盒', 50],
    ],
    120,
  ),
  '15': ordinary(
    [18, 420],
    '片',
    [
      ['盒', 5],
      ['盒', 10],
    ],
    40,
  ),
  '16': ordinary(
    [0.3, 45],
    '支',
    [
      ['盒', 50],
      ['箱', 200],
      ['盒', 20],
    ],
    120,
  ),
  '17': ordinary(
    [4, 110],
    '片',
    [
      ['盒', 10],
      ['盒', 5],
    ],
    60,
  ),
  '18': ordinary([3, 90], '个', [['盒', 10]], 40),
};

export function classOf(itemCode: string): ConsumableClass {
  return pricingOf(itemCode).class;
}

function pricingOf(itemCode: string): Pricing {
  const pricing = pricings[itemCode.slice(1, 3)];
  if (pricing === undefined) throw new Error(`no price of class ${itemCode.slice(1, 3)}`);
  return pricing;
}

export interface Offered {
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly units: number;
}

/** Yuan from fen, for prices that are invented here; everything after goes through money.ts. */
function yuanOf(fen: number): Money {
  const text = String(Math.max(1, Math.round(fen))).padStart(3, '0');
  return money(`${text.slice(0, -2)}.${text.slice(-2)}`);
}

/**
 * What an item is offered at in a place: one price for the product, a few per cent more or less by specification and by
 * place, whole fen per purchase unit.
 */
export function offeredAt(seed: string, itemCode: string, place: string): Offered {
  const { range, packages, smallestUnit } = pricingOf(itemCode);
  const ofProduct = chanceOf(`${seed} price ${itemCode.slice(0, 20)}`);
  const [from, to] = range;
  const middle = from * (to / from) ** (ofProduct.below(1000) / 1000);
  const [purchaseUnit, units] = ofProduct.pick(packages);
  const ofItem = 97 + chanceOf(`${seed} price ${itemCode}`).below(7);
  const ofPlace = 94 + chanceOf(`${seed} price ${itemCode.slice(0, 20)} ${place}`).below(13);
  return { price: yuanOf((middle * units * ofItem * ofPlace) / 100), purchaseUnit, smallestUnit, units };
}

/** How much of it an institution of a level orders at most, in purchase units. */
export function orderMaxOf(itemCode: string, level: 'tertiary' | 'secondary' | 'primary'): number {
  const share = { tertiary: 1, secondary: 0.5, primary: 0.25 }[level];
  return Math.max(1, Math.round(pricingOf(itemCode).orderMax * share));
}
