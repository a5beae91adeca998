import type { UnitPrice } from '../bargain/price-for.ts';
import { type Money, compare, largest, perSmallestUnit, smallest } from '../money.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import type { InstitutionLevel, ZoneAction, ZoneBound, ZoneRule } from '../policy/shapes.ts';
import { type Basis, assert, never } from '../result.ts';
import type { Instant, IsoDate } from '../time.ts';

export type ZoneColour = 'red' | 'yellow' | 'blue' | 'none';
/** Why a price carries no colour; null also where it simply lies between the bounds. */
export type NoColour = 'tooFewTrades' | 'notInFocus';

/** Real trades of one institution at one price, in yuan per smallest unit rounded half up to six decimals. */
export interface TradedPrice {
  readonly institutionId: string;
  readonly price: Money;
  readonly trades: number;
  readonly lastTradedAt: Instant;
}

/**
 * The trades a price is compared with: those of the days since..until. The day of the question itself is not in it, so
 * that a price has the same zone all day and nobody moves the bounds by buying.
 */
export interface ReferenceSet {
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly traded: readonly TradedPrice[];
}

export interface ZoneSubject extends UnitPrice {
  readonly institutionId: string;
  /** JS-12 watches public institutions from a level on; others see the figures, without a colour. */
  readonly inFocus: boolean;
}

export interface BoundInForce extends ZoneBound {
  readonly colour: 'red' | 'yellow' | 'blue';
  /** Per smallest unit; null where the institution has no last price of its own. */
  readonly price: Money | null;
}

export interface PricePoint {
  readonly price: Money;
  readonly trades: number;
  readonly institutions: number;
}

export interface ZoneFinding {
  readonly zone: ZoneColour;
  readonly reason: NoColour | null;
  /** The price in question per smallest unit, as it was compared. */
  readonly price: Money;
  readonly trades: number;
  readonly institutions: number;
  readonly tradesMin: number;
  readonly institutionsMin: number;
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly windowMonths: number;
  readonly scope: ZoneRule['scope'];
  readonly region: ZoneRule['peers']['region'];
  readonly sameLevel: boolean;
  readonly bounds: readonly BoundInForce[];
  /** Other institutions' prices, cheapest first. */
  readonly spread: readonly PricePoint[];
  readonly low: Money | null;
  readonly median: Money | null;
  readonly high: Money | null;
  readonly ownLast: Money | null;
  readonly actions: readonly ZoneAction[];
  readonly basis: Basis;
  /** No published document sets these bounds: screens must say so. */
  readonly isDefaultRule: boolean;
  /** 'decision': the bureau switched to this rule by its own decision. */
  readonly origin: Provision<ZoneRule>['origin'];
}

/**
 * Which zone a price is in (JS-12A 红色预警, JS-12B 黄色提醒, JS-12C 蓝色参考), with everything that a person needs to check it. Peers
 * are the other institutions: the institution's own trades only give its own last price.
 */
export function zoneFor(
  rule: Provision<ZoneRule>,
  subject: ZoneSubject,
  reference: ReferenceSet,
): ZoneFinding {
  const { value } = rule;
  const price = perSmallestUnit(subject.price, subject.unitsPerPurchaseUnit);
  const spread = spreadOf(reference.traded.filter((each) => each.institutionId !== subject.institutionId));
  const peers = new Set(reference.traded.map((each) => each.institutionId));
  peers.delete(subject.institutionId);
  const trades = spread.reduce((sum, each) => sum + each.trades, 0);
  const ownLast = lastPriceOf(subject.institutionId, reference.traded);
  const enough = trades > 0 && trades >= value.tradesMin && peers.size >= value.institutionsMin;
  const bounds = enough ? boundsOf(value, spread, ownLast) : [];
  const reason = enough ? (subject.inFocus ? null : 'notInFocus') : 'tooFewTrades';
  const zone = reason === null ? colourOf(price, bounds) : 'none';
  return {
    zone,
    reason,
    price,
    trades,
    institutions: peers.size,
    tradesMin: value.tradesMin,
    institutionsMin: value.institutionsMin,
    since: reference.since,
    until: reference.until,
    windowMonths: value.windowMonths,
    scope: value.scope,
    region: value.peers.region,
    sameLevel: value.peers.sameLevel,
    bounds,
    spread,
    low: spread[0]?.price ?? null,
    median: trades === 0 ? null : percentileOf(spread, 50),
    high: spread.at(-1)?.price ?? null,
    ownLast,
    actions: zone === 'none' ? [] : value.actions[zone],
    basis: basisOf(rule),
    isDefaultRule: rule.origin === 'default',
    origin: rule.origin,
  };
}

/** Above any red bound red, else above any yellow bound yellow, else at or below every blue bound blue. */
function colourOf(price: Money, bounds: readonly BoundInForce[]): ZoneColour {
  const above = (colour: BoundInForce['colour']) =>
    bounds.some(
      (bound) => bound.colour === colour && bound.price !== null && compare(price, bound.price) > 0,
    );
  if (above('red')) return 'red';
  if (above('yellow')) return 'yellow';
  const hasBlue = bounds.some((bound) => bound.colour === 'blue' && bound.price !== null);
  return hasBlue && !above('blue') ? 'blue' : 'none';
}

function boundsOf(rule: ZoneRule, spread: readonly PricePoint[], ownLast: Money | null): BoundInForce[] {
  return (['red', 'yellow', 'blue'] as const).flatMap((colour) =>
    rule[colour].map((bound) => ({ ...bound, colour, price: statisticOf(bound, spread, ownLast) })),
  );
}

function statisticOf(bound: ZoneBound, spread: readonly PricePoint[], ownLast: Money | null): Money | null {
  const [first, ...others] = spread.map((each) => each.price);
  assert(first !== undefined, 'a zone bound of no trades');
  switch (bound.statistic) {
    case 'min':
      return smallest(first, ...others);
    case 'max':
      return largest(first, ...others);
    case 'median':
      return percentileOf(spread, 50);
    case 'percentile':
      assert(bound.percentile !== null, 'a percentile without its number');
      return percentileOf(spread, bound.percentile);
    case 'ownLast':
      return ownLast;
    default:
      return never(bound.statistic);
  }
}

/**
 * Whether a colour is only said to the institution or has effects: 'block' keeps the price from being agreed or ordered at
 * (上海：红线锁定), 'warnBureau' tells the supervising departments (JS-12A).
 */
export function does(finding: Pick<ZoneFinding, 'actions'>, action: ZoneAction): boolean {
  return finding.actions.includes(action);
}

/** Digits of a 27-digit code that two items share when a rule compares them. */
const digits: Readonly<Record<ZoneRule['scope'], number>> = { sameItem: 27, sameProduct: 20, sameClass: 7 };

/** What a rule compares an item by: its 27-digit code, the product in it, or the class of the third level. */
export function comparedBy(itemCode: string, scope: ZoneRule['scope']): string {
  return itemCode.slice(0, digits[scope]);
}

/** Nearest rank: the lowest price that at least `percentile` per cent of the trades do not exceed. */
export function percentileOf(spread: readonly PricePoint[], percentile: number): Money {
  const trades = spread.reduce((sum, each) => sum + each.trades, 0);
  const rank = Math.max(1, Math.ceil((percentile * trades) / 100));
  let passed = 0;
  for (const point of spread) {
    passed += point.trades;
    if (passed >= rank) return point.price;
  }
  throw new Error('assertion failed: a percentile of no trades');
}

function spreadOf(traded: readonly TradedPrice[]): PricePoint[] {
  const points = new Map<Money, { trades: number; institutions: Set<string> }>();
  for (const { price, trades, institutionId } of traded) {
    const point = points.get(price) ?? { trades: 0, institutions: new Set() };
    points.set(price, { trades: point.trades + trades, institutions: point.institutions.add(institutionId) });
  }
  return [...points]
    .map(([price, { trades, institutions }]) => ({ price, trades, institutions: institutions.size }))
    .toSorted((a, b) => compare(a.price, b.price));
}

function lastPriceOf(institutionId: string, traded: readonly TradedPrice[]): Money | null {
  const own = traded.filter((each) => each.institutionId === institutionId);
  return own.toSorted((a, b) => (a.lastTradedAt < b.lastTradedAt ? 1 : -1))[0]?.price ?? null;
}

export type Level = 'tertiary' | 'secondary' | 'primary';
const rank: Readonly<Record<Level | InstitutionLevel, number>> = {
  tertiary: 3,
  secondary: 2,
  primary: 1,
  三级: 3,
  二级: 2,
  一级: 1,
  未定级: 0,
};

/** JS-12 重点对二级及以上公立医疗机构: whether an institution is one that the zones watch. */
export function isInFocus(
  institution: { readonly ownership: string | null; readonly level: Level | null },
  levelMin: InstitutionLevel,
): boolean {
  return (
    institution.ownership === 'public' &&
    institution.level !== null &&
    rank[institution.level] >= rank[levelMin]
  );
}
