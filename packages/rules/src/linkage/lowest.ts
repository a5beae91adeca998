import {
  type Money,
  compareOnSmallestUnit,
  isPositive,
  meanInPack,
  perSmallestUnit,
  portion,
} from '../money.ts';
import { type Provision, type Wording, basisOf } from '../policy/provision.ts';
import type { ConsumableClass, LowestRule, PriceReference } from '../policy/shapes.ts';
import { type Basis, assert } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { type PriceRecord, byPrice, isInForce, provinceOf } from './record.ts';

export type LowestUse = 'admission' | 'filing' | 'linkage';

/** What is asked: the lowest price of an item for a place, a class and a purpose, on a day. */
export interface LowestAsk {
  readonly itemCode: string;
  /** Whose own cities count where the pack says so. */
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly use: LowestUse;
  readonly on: IsoDate;
  /** The contract of a selected product; null for every other. */
  readonly contract?: string | null;
}

/** What of the pack decides. */
export interface LowestPolicy {
  readonly reference: Provision<Readonly<Record<ConsumableClass, PriceReference>>>;
  readonly lowest: Provision<LowestRule>;
}

/** Why a record does not count. */
export type PassedOverReason =
  | 'notInForce'
  | 'notVerified'
  | 'rejected'
  | 'kind'
  | 'otherCities'
  | 'province'
  | 'selected'
  | 'declared'
  | 'contract'
  | 'otherItem';

export interface PassedOver {
  readonly record: PriceRecord;
  readonly reason: PassedOverReason;
}

export interface LowestPrice {
  readonly itemCode: string;
  /** Yuan for a pack of `unitsPerPurchaseUnit`; null where no record counts, which is not zero. */
  readonly price: Money | null;
  readonly unitsPerPurchaseUnit: number;
  /** For people, to six decimals; decisions multiply across instead. */
  readonly smallestUnitPrice: Money | null;
  /** What the price rests on: the one record, or those whose mean it is. */
  readonly records: readonly PriceRecord[];
  /** Lower than the result, but passed over, and why: lowest first. */
  readonly passedOver: readonly PassedOver[];
  /** How many provinces have a price that counts. */
  readonly provinces: number;
  readonly basis: readonly Basis[];
  readonly wouldChange: readonly Wording[];
}

/** Why a record does not count towards an ask; null when it does. */
export function passedOverBecause(
  record: PriceRecord,
  ask: LowestAsk,
  policy: LowestPolicy,
): PassedOverReason | null {
  const rule = policy.lowest.value;
  if (record.itemCode !== ask.itemCode) return 'otherItem';
  if (record.state === 'rejected') return 'rejected';
  if (!isInForce(record, ask.on)) return 'notInForce';
  if (rule.provinces !== null && !rule.provinces.includes(provinceOf(record.jurisdiction))) return 'province';
  const misfit =
    rule.statistic === 'perContract'
      ? contractMisfit(record, ask)
      : kindMisfit(record, ask, policy.reference.value[ask.class], rule);
  if (misfit !== null) return misfit;
  if (record.source === 'declaration' && !rule.declaredCount) return 'declared';
  return record.state === 'verified' ? null : 'notVerified';
}

function contractMisfit(record: PriceRecord, ask: LowestAsk): PassedOverReason | null {
  if (record.kind !== 'selected') return 'kind';
  const own = ask.contract ?? null;
  return own !== null && record.contract === own ? null : 'contract';
}

function kindMisfit(
  record: PriceRecord,
  ask: LowestAsk,
  reference: PriceReference,
  rule: LowestRule,
): PassedOverReason | null {
  switch (record.kind) {
    case 'provincialListing':
      return null;
    case 'cityListing':
      if (reference === 'provincial') return 'kind';
      return reference === 'provincialAndCities' ||
        provinceOf(record.jurisdiction) === provinceOf(ask.jurisdiction)
        ? null
        : 'otherCities';
    case 'selected':
      return rule.selectedCount ? null : 'selected';
    case 'filing':
      return 'kind';
    default:
      return record.kind satisfies never;
  }
}

/** One record of each province, its lowest: several prices of one province count once. */
export function lowestOfEachProvince(records: readonly PriceRecord[]): readonly PriceRecord[] {
  const best = new Map<string, PriceRecord>();
  for (const record of records) {
    const province = provinceOf(record.jurisdiction);
    const known = best.get(province);
    if (known === undefined || byPrice(record, known) < 0) best.set(province, record);
  }
  return [...best.values()].toSorted(byPrice);
}

/**
 * The lowest price by the pack's rule, with the records it rests on, what was passed over and what would change it
 * (JS-7, JS-9, JS-13b). The order of the records does not matter. No record that counts gives null, never zero.
 */
export function lowestOf(ask: LowestAsk, records: readonly PriceRecord[], policy: LowestPolicy): LowestPrice {
  const counted: PriceRecord[] = [];
  const others: PassedOver[] = [];
  for (const record of records) {
    assert(isPositive(record.price), `a price record of nothing: ${record.id}`);
    const reason = passedOverBecause(record, ask, policy);
    if (reason === null) counted.push(record);
    else if (reason !== 'otherItem' && reason !== 'notInForce') others.push({ record, reason });
  }
  const byProvince = lowestOfEachProvince(counted);
  const rule = policy.lowest.value;
  const used = byProvince.slice(0, rule.statistic === 'meanOfLowest' ? (rule.of ?? 1) : 1);
  const basis = [basisOf(policy.reference), basisOf(policy.lowest)];
  const [first] = used;
  if (first === undefined) {
    const passedOver = others.toSorted((a, b) => byPrice(a.record, b.record));
    return {
      itemCode: ask.itemCode,
      price: null,
      unitsPerPurchaseUnit: 1,
      smallestUnitPrice: null,
      records: [],
      passedOver,
      provinces: 0,
      basis,
      wouldChange: wouldChange(null, passedOver),
    };
  }
  const units = first.unitsPerPurchaseUnit;
  const price = priceInPack(used, units, rule);
  const passedOver = others
    .filter(
      ({ record }) => compareOnSmallestUnit(record.price, record.unitsPerPurchaseUnit, price, units) < 0,
    )
    .toSorted((a, b) => byPrice(a.record, b.record));
  const smallestUnitPrice = perSmallestUnit(price, units);
  return {
    itemCode: ask.itemCode,
    price,
    unitsPerPurchaseUnit: units,
    smallestUnitPrice,
    records: used,
    passedOver,
    provinces: byProvince.length,
    basis,
    wouldChange: wouldChange(smallestUnitPrice, passedOver),
  };
}

/** The price of a pack of `units` by the records it rests on, rounded once as the pack says; never zero. */
export function priceInPack(
  used: readonly Pick<PriceRecord, 'price' | 'unitsPerPurchaseUnit'>[],
  units: number,
  rule: Pick<LowestRule, 'rounding'>,
): Money {
  const price = rounded(used, units, rule.rounding);
  // A price below a fen would vanish by rounding down to it.
  return isPositive(price) ? price : rounded(used, units, 'upToFen');
}

function rounded(
  used: readonly Pick<PriceRecord, 'price' | 'unitsPerPurchaseUnit'>[],
  units: number,
  rounding: LowestRule['rounding'],
): Money {
  const [first] = used;
  assert(first !== undefined, 'a lowest price rests on a record');
  return used.length === 1
    ? portion(first.price, { over: BigInt(units), under: BigInt(first.unitsPerPurchaseUnit) }, rounding)
    : meanInPack(used, units, rounding);
}

const reasons: Readonly<Record<PassedOverReason, Wording>> = {
  notInForce: { zh: '当日未执行', en: 'not in force on the day' },
  notVerified: { zh: '尚未核实', en: 'not verified yet' },
  rejected: { zh: '核实不符', en: 'found untrue' },
  kind: { zh: '此类价格不计入', en: 'its kind does not count' },
  otherCities: { zh: '外省市级价格不计入', en: 'city prices of other provinces do not count' },
  province: { zh: '不在参考省份内', en: 'not a reference province' },
  selected: { zh: '集采中选价不计入', en: 'selected prices do not count' },
  declared: { zh: '企业自报价不计入', en: 'prices only declared by the firm do not count' },
  contract: { zh: '不属于同一批次协议', en: 'of another contract' },
  otherItem: { zh: '不是同一代码', en: 'another code' },
};
export function reasonText(reason: PassedOverReason): Wording {
  return reasons[reason];
}

/** What would move the result: any lower price that counts, and each lower one that does not count as things are. */
function wouldChange(lowest: Money | null, passedOver: readonly PassedOver[]): readonly Wording[] {
  const general: Wording =
    lowest === null
      ? { zh: '任何一条计入范围内且已核实的价格记录', en: 'any verified record that counts' }
      : {
          zh: `计入范围内出现低于 ${lowest} 元/最小单位的已核实价格`,
          en: `a verified price that counts below ${lowest} yuan per smallest unit`,
        };
  const each = passedOver
    .filter(({ reason }) => reason !== 'rejected')
    .slice(0, 5)
    .map(({ record, reason }): Wording => {
      const price = perSmallestUnit(record.price, record.unitsPerPurchaseUnit);
      const why = reasonText(reason);
      return {
        zh: `${record.jurisdiction} 的 ${price} 元/最小单位，目前${why.zh}`,
        en: `${price} yuan per smallest unit in ${record.jurisdiction}, now ${why.en}`,
      };
    });
  return [general, ...each];
}
