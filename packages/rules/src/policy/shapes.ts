import type { Ratio } from '../money.ts';
import type { Term, Wording } from './provision.ts';

/** How a listing is managed until the provincial directory is unified (JS-5). */
export type ConsumableClass = 'highValueSix' | 'highValueFive' | 'ordinary' | 'reagent';
export type ManagingLevel = 'province' | 'city';
/** Who may buy a listing: the province, the managing city, the institution that filed it, or the members of a round. */
export type Audience = 'province' | 'city' | 'initiator' | 'members';
export type InstitutionLevel = '三级' | '二级' | '一级' | '未定级';
export type Ownership = 'public' | 'military' | 'private';

/** A share as two whole numbers, because JSON has no exact fraction: 5 % is { over: 5, under: 100 }. */
export interface Share {
  readonly over: number;
  readonly under: number;
}

/** One entry of a coded list; `code` is what is stored, the wording is what people read. */
export interface Coded extends Wording {
  readonly code: string;
}

/** Clocks of a delivery, from the distributor's confirmation; remote means beyond `order.remoteDistanceKm`. */
export interface DeliveryTerms {
  readonly ordinary: Term;
  /** Remote places, and cold-chain goods anywhere. */
  readonly ordinaryRemote: Term;
  readonly urgent: Term;
  readonly urgentRemote: Term;
}

/** Places that may have distributors beyond the cap of their area. */
export interface ExtraDistributors {
  readonly areas: readonly string[];
  readonly perArea: number;
}

/** Where the reference prices of an admission or a filing come from (JS-7 to JS-10, JS-16, JS-17). */
export type PriceReference = 'provincial' | 'provincialAndOwnCities' | 'provincialAndCities';

/** A line that a price is compared with; `percentile` is set for 'percentile' only (nearest rank, 1 to 100). */
export interface ZoneBound {
  readonly statistic: 'min' | 'max' | 'percentile' | 'ownLast';
  readonly percentile: number | null;
}
export type ZoneAction = 'promptInstitution' | 'warnBureau' | 'recommend' | 'block';

/**
 * How a price is put into red, yellow or blue (JS-12, 红色预警、黄色提醒、蓝色参考). A price above any red bound is red,
 * else above any yellow bound yellow, else at or below every blue bound blue; between them it carries no colour.
 */
export interface ZoneRule {
  /** 'sameItem': the 27-digit code; 'sameProduct': the 20-digit code. Prices compare on the smallest unit. */
  readonly scope: 'sameItem' | 'sameProduct';
  readonly peers: { readonly region: 'city' | 'province' | 'nation'; readonly sameLevel: boolean };
  readonly windowMonths: number;
  readonly red: readonly ZoneBound[];
  readonly yellow: readonly ZoneBound[];
  readonly blue: readonly ZoneBound[];
  /** Fewer trades than this, or fewer institutions, and the answer is 无足够数据. */
  readonly tradesMin: number;
  readonly institutionsMin: number;
  readonly actions: {
    readonly red: readonly ZoneAction[];
    readonly yellow: readonly ZoneAction[];
    readonly blue: readonly ZoneAction[];
  };
}

/** Who declares a qualification: a manufacturer, the sole agent of foreign ones (境外产品全国总代理), a distributor. */
export type QualificationHolder = 'manufacturer' | 'agent' | 'distributor';

/** A licence, certificate or authorisation that enterprises declare (JS-34, HN-6, GY-3.3, SX-2.2). */
export interface QualificationKind extends Coded {
  readonly holders: readonly QualificationHolder[];
  /** Kinds of one group stand for each other: a class I maker files where others hold a licence. */
  readonly group: string;
  /** 'enterprise': nobody takes part without; 'product': each product needs its own; 'optional': shown only. */
  readonly need: 'enterprise' | 'product' | 'optional';
  /** How its number is written: the credit code, the number of a market authorisation, or free text. */
  readonly number: 'creditCode' | 'certificate' | 'free';
  /** Confirmed for one account of a firm, it holds for its others on the same credit code. */
  readonly wholeFirm: boolean;
  /** May be valid without end. */
  readonly endless: boolean;
  /** Number, issuer and validity are shown to anyone. */
  readonly isPublic: boolean;
}

/** The shapes a value may have; the loader has one schema for each. */
export interface PolicyShapes {
  term: Term;
  count: number;
  share: Share;
  flag: boolean;
  automatic: 'automatic' | 'byEnterprise';
  codedList: readonly Coded[];
  level: InstitutionLevel;
  levelByClass: Readonly<Record<ConsumableClass, InstitutionLevel>>;
  managerByClass: Readonly<Record<ConsumableClass, ManagingLevel>>;
  priceReferenceByClass: Readonly<Record<ConsumableClass, PriceReference>>;
  visibility: Readonly<Record<'provinceManaged' | 'cityManaged' | 'filing' | 'alliance', Audience>>;
  ownerships: readonly Ownership[];
  areaLevel: 'city' | 'county';
  appointer: 'manufacturer' | 'institution' | 'bureau';
  extraDistributors: ExtraDistributors;
  deliveryTerms: DeliveryTerms;
  jurisdiction: string;
  jurisdictions: readonly string[];
  zoneRule: ZoneRule;
  qualificationKinds: readonly QualificationKind[];
}
export type PolicyShape = keyof PolicyShapes;

/** For arithmetic on money: the exact ratio of a share. */
export function ratioOf(share: Share): Ratio {
  return { over: BigInt(share.over), under: BigInt(share.under) };
}
