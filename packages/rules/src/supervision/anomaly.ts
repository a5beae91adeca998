import { type Money, add, compare, isPositive, money, portion, subtract, zero } from '../money.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import { type AnomalyRules, ratioOf } from '../policy/shapes.ts';
import type { Basis, Facts } from '../result.ts';
import type { IsoDate } from '../time.ts';

export const anomalyKinds = [
  'redPrices',
  'neverBargains',
  'suddenVolume',
  'singleSupplier',
  'splitOrders',
  'aboveMedian',
] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

/** A line of an order, the last level of a drill-down. */
export interface LineKey {
  readonly orderId: string;
  readonly line: number;
}

/** Something unusual in the purchases of an institution (JS-12D, HN-3c): a reason to look, not a verdict. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  /** The same finding on a later day has the same key, so that it is told once. */
  readonly subjectKey: string;
  readonly facts: Facts;
  readonly lines: readonly LineKey[];
  readonly amount: Money;
  readonly basis: Basis;
}

/** Enough to look at; a finding of thousands of lines is no longer about lines. */
const linesMax = 100;

type Rules = Provision<AnomalyRules>;

function found(rule: Rules, anomaly: Omit<Anomaly, 'basis'>): Anomaly {
  return { ...anomaly, lines: anomaly.lines.slice(0, linesMax), basis: basisOf(rule) };
}

/** 'over/under' of an amount reached by a part of it; nothing is never a share of nothing. */
function reaches(
  part: Money,
  whole: Money,
  share: { readonly over: number; readonly under: number },
): boolean {
  return isPositive(whole) && compare(part, portion(whole, ratioOf(share), 'upToFen')) >= 0;
}

export interface RedLine extends LineKey {
  readonly amount: Money;
}

/** Several lines in the red zone within the days of the rule, told once a month. */
export function redPrices(rule: Rules, on: IsoDate, lines: readonly RedLine[]): Anomaly | null {
  const { linesMin, days } = rule.value.redPrices;
  if (lines.length < linesMin) return null;
  const amount = lines.reduce<Money>((sum, each) => add(sum, each.amount), zero);
  return found(rule, {
    kind: 'redPrices',
    subjectKey: on.slice(0, 7),
    facts: { lines: lines.length, days },
    lines: lines.map(({ orderId, line }) => ({ orderId, line })),
    amount,
  });
}

export interface Bought {
  /** Yuan in all, and yuan at the listing price, within the time after which not bargaining is noticed. */
  readonly amount: Money;
  readonly listedAmount: Money;
  readonly lines: number;
  readonly bargains: number;
}

/** JS-12D 长期不议价: bought much, nearly all of it at the listing price, and never bargained. */
export function neverBargains(rule: Rules, on: IsoDate, bought: Bought): Anomaly | null {
  const { listedShareMin, amountMin } = rule.value.neverBargains;
  const isMuch = compare(bought.amount, money(amountMin)) >= 0;
  if (bought.bargains > 0 || !isMuch || !reaches(bought.listedAmount, bought.amount, listedShareMin))
    return null;
  return found(rule, {
    kind: 'neverBargains',
    subjectKey: on.slice(0, 7),
    facts: { lines: bought.lines, listedAmount: bought.listedAmount, amount: bought.amount },
    lines: [],
    amount: bought.listedAmount,
  });
}

export interface ItemVolume {
  readonly itemCode: string;
  readonly product: string;
  /** Smallest units this month so far, and in the months of the rule before it, as text. */
  readonly units: Money;
  readonly unitsBefore: Money;
  readonly amount: Money;
  readonly lines: readonly LineKey[];
}

/** More of an item in a month than a multiple of its monthly mean; an item bought for the first time has no usual volume. */
export function suddenVolume(rule: Rules, on: IsoDate, item: ItemVolume): Anomaly | null {
  const { percentOfUsual, months, amountMin } = rule.value.suddenVolume;
  if (!isPositive(item.unitsBefore) || compare(item.amount, money(amountMin)) < 0) return null;
  // units / (before / months) >= percent / 100, without a division.
  const now = portion(item.units, { over: BigInt(100 * months), under: 1n }, 'halfUpToMicro');
  const usual = portion(item.unitsBefore, { over: BigInt(percentOfUsual), under: 1n }, 'halfUpToMicro');
  if (compare(now, usual) < 0) return null;
  return found(rule, {
    kind: 'suddenVolume',
    subjectKey: `${on.slice(0, 7)}/${item.itemCode}`,
    facts: {
      itemCode: item.itemCode,
      product: item.product,
      units: item.units,
      unitsBefore: item.unitsBefore,
      months,
    },
    lines: item.lines,
    amount: item.amount,
  });
}

export interface ClassSuppliers {
  readonly classCode: string;
  readonly className: string;
  readonly amount: Money;
  /** The maker that most was bought from. */
  readonly topManufacturer: { readonly id: string; readonly name: string };
  readonly topAmount: Money;
  /** Makers that any institution of the province bought the class from in the same time. */
  readonly suppliersElsewhere: number;
}

/** Nearly everything of a class from one maker although others are there; told once a quarter. */
export function singleSupplier(rule: Rules, on: IsoDate, suppliers: ClassSuppliers): Anomaly | null {
  const { shareMin, amountMin, suppliersElsewhereMin, months } = rule.value.singleSupplier;
  const { amount, topAmount, suppliersElsewhere } = suppliers;
  if (suppliersElsewhere < suppliersElsewhereMin || compare(amount, money(amountMin)) < 0) return null;
  if (!reaches(topAmount, amount, shareMin)) return null;
  const quarter = Math.ceil(Number(on.slice(5, 7)) / 3);
  return found(rule, {
    kind: 'singleSupplier',
    subjectKey: `${on.slice(0, 4)}Q${quarter}/${suppliers.classCode}`,
    facts: {
      classCode: suppliers.classCode,
      className: suppliers.className,
      manufacturer: suppliers.topManufacturer.name,
      topAmount,
      amount,
      suppliersElsewhere,
      months,
    },
    lines: [],
    amount: topAmount,
  });
}

export interface PlacedOrder {
  readonly orderId: string;
  readonly number: string;
  readonly distributorId: string;
  readonly distributor: string;
  readonly amount: Money;
}

/**
 * Orders to one distributor within the days of the rule, each just under the institution's own approval limit and
 * together above it. Without a limit nothing can be split below it.
 */
export function splitOrders(
  rule: Rules,
  on: IsoDate,
  { orders, limit }: { readonly orders: readonly PlacedOrder[]; readonly limit: Money | null },
): readonly Anomaly[] {
  if (limit === null || !isPositive(limit)) return [];
  const { ordersMin, nearShare, withinDays } = rule.value.splitOrders;
  const near = orders.filter(
    ({ amount }) => reaches(amount, limit, nearShare) && compare(amount, limit) <= 0,
  );
  return [...Map.groupBy(near, (each) => each.distributorId)].flatMap(([distributorId, own]) => {
    const amount = own.reduce<Money>((sum, each) => add(sum, each.amount), zero);
    if (own.length < ordersMin || compare(amount, limit) <= 0) return [];
    return [
      found(rule, {
        kind: 'splitOrders' as const,
        subjectKey: `${on}/${distributorId}`,
        facts: {
          distributor: own[0]?.distributor ?? '',
          orders: own.length,
          numbers: own.map((each) => each.number).join('、'),
          limit,
          days: withinDays,
        },
        lines: own.map(({ orderId }) => ({ orderId, line: 0 })),
        amount,
      }),
    ];
  });
}

export interface PricedLine extends LineKey {
  readonly itemCode: string;
  readonly product: string;
  readonly amount: Money;
  /** Yuan per smallest unit, and the median of the peers; null where there is not enough data. */
  readonly price: Money;
  readonly median: Money | null;
}

/** Paid far more than the median of the peers (价格异常), by item and month. */
export function aboveMedian(rule: Rules, on: IsoDate, lines: readonly PricedLine[]): readonly Anomaly[] {
  const { percentOver, amountMin } = rule.value.aboveMedian;
  const over = lines.filter(({ price, median }) => {
    if (median === null) return false;
    const most = portion(median, { over: BigInt(100 + percentOver), under: 100n }, 'halfUpToMicro');
    return compare(price, most) >= 0;
  });
  return [...Map.groupBy(over, (each) => each.itemCode)].flatMap(([itemCode, own]) => {
    const amount = own.reduce<Money>((sum, each) => add(sum, each.amount), zero);
    const [first] = own.toSorted((a, b) => compare(b.price, a.price));
    if (first === undefined || first.median === null || compare(amount, money(amountMin)) < 0) return [];
    return [
      found(rule, {
        kind: 'aboveMedian' as const,
        subjectKey: `${on.slice(0, 7)}/${itemCode}`,
        facts: {
          itemCode,
          product: first.product,
          price: first.price,
          median: first.median,
          over: subtract(first.price, first.median),
        },
        lines: own.map(({ orderId, line }) => ({ orderId, line })),
        amount,
      }),
    ];
  });
}
