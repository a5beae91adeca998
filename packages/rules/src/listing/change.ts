import { compareOnSmallestUnit, isPositive } from '../money.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { type Wording, basisOf } from '../policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { listingBasis } from './basis.ts';
import { type Priced, deviationFrom } from './deviation.ts';

export const changeKinds = ['price', 'suspend', 'resume', 'withdraw'] as const;
export type ChangeKind = (typeof changeKinds)[number];
export type ListingState = 'listed' | 'suspended' | 'withdrawn';

interface Reason extends Wording {
  readonly basis: Basis;
  /** The price may only fall for this reason. */
  readonly onlyLower?: true;
}

/** Why a listing may change, by kind of change; `code` is stored, the wording is what people read. */
export const changeReasons = {
  price: {
    correction: { zh: '录入差错更正', en: 'Correction of an error', basis: listingBasis.adjusted },
    linkage: {
      zh: '全国最低价联动',
      en: 'Linkage to the national lowest price',
      basis: listingBasis.lowest,
      onlyLower: true,
    },
    declared: {
      zh: '企业申报新最低价',
      en: 'New lowest price declared',
      basis: listingBasis.declared,
      onlyLower: true,
    },
    coordinated: {
      zh: '同类产品价格协同',
      en: 'Coordinated with the selected products of its kind',
      basis: listingBasis.coordinated,
      onlyLower: true,
    },
    adjusted: { zh: '挂网价格动态调整', en: 'Dynamic adjustment', basis: listingBasis.adjusted },
  },
  suspend: {
    noSale: { zh: '1年无销售', en: 'No sale for a year', basis: listingBasis.noSale },
    lateDeclaration: {
      zh: '未及时或不实申报最低价',
      en: 'Lowest price declared late or untruly',
      basis: listingBasis.lateDeclaration,
    },
    quality: { zh: '质量问题', en: 'Quality problem', basis: listingBasis.quality },
    certificate: {
      zh: '注册证或备案凭证失效',
      en: 'Certificate no longer in force',
      basis: listingBasis.certified,
    },
    badRecord: { zh: '列入不良记录', en: 'Bad record', basis: listingBasis.badRecord },
    widerRound: {
      zh: '品种纳入上级集采',
      en: 'The item went over to a wider round',
      basis: listingBasis.widerRound,
    },
  },
  resume: {
    application: {
      zh: '医疗机构书面申请恢复',
      en: 'Written application by an institution',
      basis: listingBasis.noSale,
    },
    settled: {
      zh: '暂停事由已消除',
      en: 'The ground of the suspension is gone',
      basis: listingBasis.adjusted,
    },
  },
  withdraw: {
    stoppedProduction: { zh: '停产', en: 'Production stopped', basis: listingBasis.stopped },
    stoppedSale: { zh: '停售', en: 'Sale stopped', basis: listingBasis.stopped },
    registrationChanged: { zh: '注册变更', en: 'Registration changed', basis: listingBasis.stopped },
    lowDelivery: {
      zh: '配送率低且屡犯不改',
      en: 'Low delivery rate, uncorrected',
      basis: listingBasis.lowDelivery,
    },
    badRecord: { zh: '列入不良记录', en: 'Bad record', basis: listingBasis.badRecord },
    widerRound: {
      zh: '品种纳入上级集采',
      en: 'The item went over to a wider round',
      basis: listingBasis.widerRound,
    },
    unsuitable: { zh: '不适宜继续挂网', en: 'No longer suitable', basis: listingBasis.unsuitable },
    merged: {
      zh: '并入省级目录',
      en: 'Merged into the provincial directory',
      basis: listingBasis.onePlatform,
    },
  },
} as const satisfies Record<ChangeKind, Record<string, Reason>>;

export type ReasonOf<K extends ChangeKind> = keyof (typeof changeReasons)[K] & string;

/** The reason as it is written down, or null for a code that the kind of change does not know. */
export function changeReason(kind: ChangeKind, code: string): Reason | null {
  const reasons: Readonly<Record<string, Reason>> = changeReasons[kind];
  return Object.hasOwn(reasons, code) ? (reasons[code] ?? null) : null;
}

export interface Changing extends Priced {
  readonly jurisdiction: string;
  readonly state: ListingState;
  /** Why it is suspended or withdrawn. */
  readonly stateReason: string | null;
}

export interface ChangeWish {
  readonly kind: ChangeKind;
  readonly reason: string;
  readonly price: Priced | null;
  /** The officer has seen that the price is far from the present one and stands by it. */
  readonly deviationConfirmed: boolean;
}

export type ChangeRefusal =
  | 'listing.throughClosing'
  | 'listing.throughApplication'
  | 'listing.reasonUnknown'
  | 'listing.wrongState'
  | 'listing.priceMissing'
  | 'listing.priceNotPositive'
  | 'listing.priceSame'
  | 'listing.priceNotLower'
  | 'listing.priceDeviates';

const startStates: Readonly<Record<ChangeKind, readonly ListingState[]>> = {
  price: ['listed', 'suspended'],
  suspend: ['listed'],
  resume: ['suspended'],
  withdraw: ['listed', 'suspended'],
};

/** Whether a listing in this state can be changed so at all. */
export function mayChange(
  kind: ChangeKind,
  state: ListingState,
  basis: Basis,
): Result<null, 'listing.wrongState'> {
  return startStates[kind].includes(state)
    ? ok(null)
    : refuse('listing.wrongState', { basis, facts: { state } });
}

/** Whether a price may take the place of the present one: never the same, and never a rise where only a fall is meant (JS-7, JS-13a, JS-13b). */
export function newPrice(
  listing: Priced,
  { price, unitsPerPurchaseUnit }: Priced,
  reason: { readonly basis: Basis; readonly onlyLower?: true },
): Result<null, 'listing.priceNotPositive' | 'listing.priceSame' | 'listing.priceNotLower'> {
  if (!isPositive(price))
    return refuse('listing.priceNotPositive', { field: 'price', facts: { written: price } });
  const difference = compareOnSmallestUnit(
    price,
    unitsPerPurchaseUnit,
    listing.price,
    listing.unitsPerPurchaseUnit,
  );
  const facts = { price: listing.price, units: listing.unitsPerPurchaseUnit };
  if (difference === 0 && unitsPerPurchaseUnit === listing.unitsPerPurchaseUnit)
    return refuse('listing.priceSame', { field: 'price', facts });
  if (reason.onlyLower === true && difference >= 0)
    return refuse('listing.priceNotLower', { basis: reason.basis, field: 'price', facts });
  return ok(null);
}

/** Whether a change may be entered, and the article it rests on (HN-7b, JS-7, JS-13c, JS-14a). */
export function enterChange(
  listing: Changing,
  wish: ChangeWish,
  { book, on }: { book: PolicyBook; on: IsoDate },
): Result<{ basis: Basis }, ChangeRefusal> {
  const reason = changeReason(wish.kind, wish.reason);
  if (reason === null) return refuse('listing.reasonUnknown', { field: 'reason' });
  const { basis } = reason;
  // What is open of a product is listed and finished before it leaves: that is the matter of a closing (JS-14b, HN-11b).
  if (wish.kind === 'suspend' || wish.kind === 'withdraw')
    return refuse('listing.throughClosing', { basis, field: 'kind' });
  const open = mayChange(wish.kind, listing.state, basis);
  if (!open.ok) return open;
  if (wish.kind === 'resume' && (wish.reason === 'application' || listing.stateReason === 'noSale'))
    return refuse('listing.throughApplication', { basis: listingBasis.noSale, field: 'reason' });
  if (wish.kind !== 'price') return ok({ basis });
  if (wish.price === null) return refuse('listing.priceMissing', { field: 'price' });
  const priced = newPrice(listing, wish.price, reason);
  if (!priced.ok) return priced;
  const rule = resolve(book, 'listing.priceDeviationWarn', listing.jurisdiction, on);
  const deviation = deviationFrom(wish.price, listing, rule.value);
  if (deviation.beyond && !wish.deviationConfirmed) {
    const share = `${(rule.value.over * 100) / rule.value.under}%`;
    return refuse('listing.priceDeviates', {
      basis: basisOf(rule),
      field: 'price',
      facts: { ...deviation.facts, share },
    });
  }
  return ok({ basis });
}

/** Why a product comes into the directory; `source` of the listing says from which application or file. */
export const listReasons = {
  admitted: { zh: '新增挂网', en: 'Admitted' },
  filed: { zh: '备案采购', en: 'Filing purchase' },
  fromFiling: { zh: '备案采购转阳光挂网', en: 'From filing purchase to sunshine listing' },
  allied: { zh: '联盟采购中选', en: 'Selected in alliance procurement' },
  added: { zh: '增补规格型号', en: 'Specification added' },
  imported: { zh: '目录导入', en: 'Directory imported' },
  selected: { zh: '集中带量采购中选', en: 'Selected in a round' },
} as const satisfies Record<string, Wording>;
export type ListReason = keyof typeof listReasons;

/** The state after an approved change. */
export function stateAfter(kind: ChangeKind, state: ListingState): ListingState {
  switch (kind) {
    case 'price':
      return state;
    case 'suspend':
      return 'suspended';
    case 'resume':
      return 'listed';
    case 'withdraw':
      return 'withdrawn';
  }
}
