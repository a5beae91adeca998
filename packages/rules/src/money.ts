import { assert } from './result.ts';

/** Yuan as canonical decimal text with at most six decimals ('12.3', '0', '-4.05'): a unit price. */
export type Money = string & { readonly __brand: 'Money' };
/** A count of purchase units or smallest units as canonical decimal text with at most three decimals. */
export type Quantity = string & { readonly __brand: 'Quantity' };
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}
export type Rounding = 'halfUpToFen' | 'downToFen' | 'upToFen' | 'halfUpToMicro' | 'downToMicro';

const MICRO = 1_000_000n;
const PRICE = /^-?(0|[1-9]\d{0,11})(\.\d{1,6})?$/;
const QUANTITY = /^(0|[1-9]\d{0,8})(\.\d{1,3})?$/;

export function isMoney(text: string): boolean {
  return PRICE.test(text);
}
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

function toMicro(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  // Up to nine digits before the point, a number holds the micros exactly, in a fraction of the time.
  const value =
    whole.length <= 9
      ? BigInt(Number(whole) * 1_000_000 + Number(fraction.padEnd(6, '0')))
      : BigInt(whole) * MICRO + BigInt(fraction.padEnd(6, '0'));
  return negative ? -value : value;
}

function fromMicro(value: bigint): string {
  const size = value < 0n ? -value : value;
  const fraction = (size % MICRO).toString().padStart(6, '0').replace(/0+$/, '');
  const text = `${size / MICRO}${fraction === '' ? '' : `.${fraction}`}`;
  return value < 0n ? `-${text}` : text;
}

/** Exact yuan from decimal text. Throws on anything that is not money: check outside input with isMoney first. */
export function money(text: string): Money {
  assert(PRICE.test(text), `not money: ${text}`);
  return fromMicro(toMicro(text)) as Money;
}
export function quantity(text: string | number): Quantity {
  const written = String(text);
  assert(QUANTITY.test(written), `not a quantity: ${written}`);
  return fromMicro(toMicro(written)) as Quantity;
}

export const zero = '0' as Money;
export const none = '0' as Quantity;

export function add(...amounts: readonly Money[]): Money {
  return fromMicro(amounts.reduce((sum, each) => sum + toMicro(each), 0n)) as Money;
}
export function subtract(from: Money, amount: Money): Money {
  return fromMicro(toMicro(from) - toMicro(amount)) as Money;
}
export function addQuantity(...counts: readonly Quantity[]): Quantity {
  return fromMicro(counts.reduce((sum, each) => sum + toMicro(each), 0n)) as Quantity;
}
/** Throws when the result would be negative: a volume below zero is a bug of the caller. */
export function subtractQuantity(from: Quantity, count: Quantity): Quantity {
  const left = toMicro(from) - toMicro(count);
  assert(left >= 0n, `quantity below zero: ${from} - ${count}`);
  return fromMicro(left) as Quantity;
}
/** So many purchase units in the units that each of them holds. */
export function timesUnits(count: Quantity, units: number): Quantity {
  assert(Number.isInteger(units) && units > 0, `units per purchase unit: ${units}`);
  return fromMicro(toMicro(count) * BigInt(units)) as Quantity;
}
/** By how much a count changes; unlike a count it may lie below zero ('-3'). */
export type Change = string & { readonly __brand: 'Change' };
export function changeOf(before: Quantity, after: Quantity): Change {
  return fromMicro(toMicro(after) - toMicro(before)) as Change;
}
/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Money | Quantity, b: Money | Quantity): number {
  const left = toMicro(a);
  const right = toMicro(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
export function smallest(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((low, each) => (compare(each, low) < 0 ? each : low), first);
}
export function largest(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((high, each) => (compare(each, high) > 0 ? each : high), first);
}

const STEP: Record<Rounding, bigint> = {
  halfUpToFen: 10_000n,
  downToFen: 10_000n,
  upToFen: 10_000n,
  halfUpToMicro: 1n,
  downToMicro: 1n,
};

/** numerator / denominator rounded to a multiple of the rounding's step; halves go away from zero. */
function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  assert(denominator > 0n, 'division by zero or a negative number');
  const step = STEP[rounding];
  const size = numerator < 0n ? -numerator : numerator;
  const unit = denominator * step;
  const whole = size / unit;
  const rest = size % unit;
  const up =
    rounding === 'halfUpToFen' || rounding === 'halfUpToMicro'
      ? rest * 2n >= unit
      : rounding === 'upToFen' && rest > 0n;
  const rounded = (whole + (up ? 1n : 0n)) * step;
  return numerator < 0n ? -rounded : rounded;
}

/** The amount of a line in whole fen: price × quantity, rounded half up once. */
export function amountOf(price: Money, count: Quantity): Money {
  return fromMicro(divide(toMicro(price) * toMicro(count), MICRO, 'halfUpToFen')) as Money;
}
export function portion(of: Money, share: Ratio, rounding: Rounding): Money {
  return fromMicro(divide(toMicro(of) * share.over, share.under, rounding)) as Money;
}
/** Price of one smallest unit when a purchase unit holds `units` of them. */
export function perSmallestUnit(price: Money, units: number, rounding: Rounding = 'halfUpToMicro'): Money {
  assert(Number.isInteger(units) && units > 0, `units per purchase unit: ${units}`);
  return fromMicro(divide(toMicro(price), BigInt(units), rounding)) as Money;
}
/** Compares two prices on the smallest unit exactly, without dividing. */
export function compareOnSmallestUnit(a: Money, unitsA: number, b: Money, unitsB: number): number {
  const left = toMicro(a) * BigInt(unitsB);
  const right = toMicro(b) * BigInt(unitsA);
  return left < right ? -1 : left > right ? 1 : 0;
}
/** By how many whole per cents a lies above (or, negative, below) b, for people; b must be positive. */
export function percentBeyond(a: Money, b: Money): number {
  assert(toMicro(b) > 0n, `per cent of ${b}`);
  return Number(((toMicro(a) - toMicro(b)) * 100n) / toMicro(b));
}
/** The mean of several prices on the smallest unit, as the price of a purchase unit that holds `units`; rounded once. */
export function meanInPack(
  prices: readonly { readonly price: Money; readonly unitsPerPurchaseUnit: number }[],
  units: number,
  rounding: Rounding,
): Money {
  assert(prices.length > 0, 'the mean of no price');
  const under = prices.reduce((product, each) => product * BigInt(each.unitsPerPurchaseUnit), 1n);
  const over = prices.reduce(
    (sum, each) => sum + toMicro(each.price) * (under / BigInt(each.unitsPerPurchaseUnit)),
    0n,
  );
  return fromMicro(divide(over * BigInt(units), under * BigInt(prices.length), rounding)) as Money;
}
/** '126.5' as people write money, '126.50': two decimals at least, none rounded away. What is no money stays as it is. */
export function yuanText(amount: string): string {
  if (!isMoney(amount)) return amount;
  const [whole = '0', fraction = ''] = amount.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
export function isPositive(amount: Money | Quantity): boolean {
  return toMicro(amount) > 0n;
}
export function isWholeFen(amount: Money): boolean {
  return toMicro(amount) % 10_000n === 0n;
}

/** Micro-yuan as a fraction: a value between two roundings, compared exactly and never stored. */
export interface Exact {
  readonly over: bigint;
  readonly under: bigint;
}

const RATIO = /^(0|[1-9]\d{0,8})(?:\.(\d{1,6})|\/([1-9]\d{0,8}))?$/;

export function isRatio(text: string): boolean {
  return RATIO.test(text);
}
/** '1.8', '0.85' or '2/3' as policy data writes a ratio. Throws on anything else: check outside input with isRatio first. */
export function ratioOf(text: string): Ratio {
  const match = RATIO.exec(text);
  assert(match !== null, `not a ratio: ${text}`);
  const [, whole = '0', decimals = '', under] = match;
  if (under !== undefined) return { over: BigInt(whole), under: BigInt(under) };
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

export function exactOf(amount: Money): Exact {
  return { over: toMicro(amount), under: 1n };
}
export function scaleExact(value: Exact, ratio: Ratio): Exact {
  return { over: value.over * ratio.over, under: value.under * ratio.under };
}
export function compareExact(a: Exact, b: Exact): number {
  const left = a.over * b.under;
  const right = b.over * a.under;
  return left < right ? -1 : left > right ? 1 : 0;
}
export function averageExact(values: readonly Exact[]): Exact {
  assert(values.length > 0, 'the average of nothing');
  // Few different denominators occur (units per product), so their product stays small.
  const under = [...new Set(values.map((each) => each.under))].reduce((product, each) => product * each, 1n);
  const over = values.reduce((sum, each) => sum + each.over * (under / each.under), 0n);
  return { over, under: under * BigInt(values.length) };
}
export function moneyOfExact(value: Exact, rounding: Rounding): Money {
  return fromMicro(divide(value.over, value.under, rounding)) as Money;
}

/** Quantities of long columns: whole thousandths as a safe integer, exact below nine billion units. */
export function thousandthsOf(count: Quantity): number {
  return Number(toMicro(count) / 1000n);
}
export function quantityOfThousandths(thousandths: number): Quantity {
  assert(Number.isSafeInteger(thousandths) && thousandths >= 0, `not a count: ${thousandths}`);
  return fromMicro(BigInt(thousandths) * 1000n) as Quantity;
}
