import type { CreditMeasure, CreditScale, ParticipantTerms } from '../credit/shapes.ts';
import type { OthersEffect } from '../execution/progress.ts';
import type { Ratio, Rounding } from '../money.ts';
import type { PublicityKind } from '../publicity/kind.ts';
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
  readonly statistic: 'min' | 'max' | 'median' | 'percentile' | 'ownLast';
  readonly percentile: number | null;
}
export type ZoneAction = 'promptInstitution' | 'warnBureau' | 'recommend' | 'block';

/**
 * How a price is put into red, yellow or blue (JS-12, 红色预警、黄色提醒、蓝色参考). A price above any red bound is red,
 * else above any yellow bound yellow, else at or below every blue bound blue; between them it carries no colour.
 */
export interface ZoneRule {
  /**
   * 'sameItem': the 27-digit code; 'sameProduct': the 20-digit code; 'sameClass': the third level of the classification.
   * Prices compare on the smallest unit.
   */
  readonly scope: 'sameItem' | 'sameProduct' | 'sameClass';
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

/** A licence, certificate or authorisation that enterprises declare (JS-34, HN-6a, HN-6b, GY-3.3, SX-2.2). */
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

/** What a way into the directory may ask for (JS-7 to JS-10, HN-2, HN-6a, HN-6b). */
export type AdmissionConditionKind =
  | 'coded'
  | 'certified'
  | 'holder'
  | 'qualified'
  | 'notListed'
  | 'shortlisted'
  | 'records'
  | 'lowestPrice';

/** One condition with the article that sets it. */
export interface AdmissionCondition {
  readonly kind: AdmissionConditionKind;
  readonly document: string;
  readonly article: string;
  readonly clause: string | null;
}

/** One way into the directory: for which products, what it asks for, and through which steps it leads. */
export interface AdmissionPath extends Coded {
  readonly classes: readonly ConsumableClass[];
  /** Whether the product was shortlisted in a former procurement; null where the path does not ask. */
  readonly formerlyShortlisted: boolean | null;
  readonly document: string;
  readonly article: string;
  readonly clause: string | null;
  readonly conditions: readonly AdmissionCondition[];
  /** What may show that others buy the product; one kind is enough. */
  readonly records: readonly ('provinces' | 'institutions')[];
  /** Whether a city's record counts for a province that has none. */
  readonly cityServes: boolean;
  /** What is listed at where no price record of the right kind exists. */
  readonly withoutPrice: 'lowestFiling' | 'notMet';
  readonly steps: readonly ('panel' | 'publicity')[];
}

/**
 * How a panel scores (JS-8, JS-10): whole points from 0 to `scale` for each criterion, weighted; the statistic over the
 * members' totals, rounded half up to hundredths, is compared with the threshold. `trim` totals are left out at each end.
 */
export interface ScoreSheet {
  readonly scale: number;
  /** Least result, on the scale, that is recommended. */
  readonly threshold: number;
  readonly statistic: 'mean' | 'trimmedMean' | 'median';
  readonly trim: number;
  readonly criteria: readonly (Coded & { readonly weight: number })[];
}

/** Which prices of the country count towards the lowest, and how it is made of them (JS-7, JS-9, JS-13b). */
export interface LowestRule {
  /** Provinces whose prices count, as their codes; null means all of the country. */
  readonly provinces: readonly string[] | null;
  /** 'perContract': only prices of the same contract count, for products selected in a round. */
  readonly statistic: 'lowest' | 'meanOfLowest' | 'perContract';
  /** How many provinces 'meanOfLowest' takes, one price of each; null otherwise. */
  readonly of: number | null;
  /** Whether prices selected in volume-based procurement count for products sold outside it. */
  readonly selectedCount: boolean;
  /** Whether prices count that only the enterprise declared. */
  readonly declaredCount: boolean;
  /** How a price per smallest unit becomes one of the own pack. */
  readonly rounding: Rounding;
}

/** A reasonable relation of prices (GD-5): at most `most` times the price it is compared with, on the smallest unit. */
export interface RatioRule {
  /** 'packs': a larger pack with smaller ones; 'specifications': with the cheapest of the product; 'selected': one not selected with the dearest selected. */
  readonly compares: 'packs' | 'specifications' | 'selected';
  readonly most: Share;
  readonly action: 'warn' | 'limit';
}

/** A rule with a name, of several that a bureau may switch between by its decision. */
export interface ZoneRuleChoice extends Coded {
  readonly rule: ZoneRule;
  /** What a reader must know: whose rule it is, and how near this one comes. */
  readonly note: Wording;
}

/** What is looked for every night in the purchases of each institution (JS-12D, HN-3c). Amounts in yuan as text. */
export interface AnomalyRules {
  readonly redPrices: { readonly linesMin: number; readonly days: number };
  readonly neverBargains: { readonly listedShareMin: Share; readonly amountMin: string };
  readonly suddenVolume: {
    readonly percentOfUsual: number;
    readonly months: number;
    readonly amountMin: string;
  };
  readonly singleSupplier: {
    readonly shareMin: Share;
    readonly months: number;
    readonly amountMin: string;
    readonly suppliersElsewhereMin: number;
  };
  readonly splitOrders: {
    readonly ordersMin: number;
    readonly withinDays: number;
    readonly nearShare: Share;
  };
  readonly aboveMedian: { readonly percentOver: number; readonly amountMin: string };
}

/** The shapes a value may have; the loader has one schema for each. */
/**
 * One way in which a screening looks at past purchases (SX-2.1, GY-3.2). 'rank': by place among the candidates; 'upTo': the
 * figure against `full`, which earns all points; 'downTo': the less the better, nothing from `full` on.
 */
export interface ScreeningCriterion extends Coded {
  readonly weight: number;
  readonly by: 'rank' | 'upTo' | 'downTo';
  /** In the figure's own unit; null for 'rank'. */
  readonly full: number | null;
}

/** What of the selected prices of an item others of its kind are measured by (JS-24). */
export type SelectedMeasure = 'highest' | 'mean' | 'lowest';

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
  lowestRule: LowestRule;
  ratioRules: readonly RatioRule[];
  zoneRuleChoices: readonly ZoneRuleChoice[];
  anomalyRules: AnomalyRules;
  termByPublicityKind: Readonly<Record<PublicityKind, Term>>;
  scoreSheet: ScoreSheet;
  admissionPaths: readonly AdmissionPath[];
  qualificationKinds: readonly QualificationKind[];
  creditMeasures: readonly CreditMeasure[];
  creditScale: CreditScale;
  participantTerms: readonly ParticipantTerms[];
  othersEffect: OthersEffect;
  screeningCriteria: readonly ScreeningCriterion[];
  selectedMeasure: SelectedMeasure;
}
export type PolicyShape = keyof PolicyShapes;

/** For arithmetic on money: the exact ratio of a share. */
export function ratioOf(share: Share): Ratio {
  return { over: BigInt(share.over), under: BigInt(share.under) };
}
