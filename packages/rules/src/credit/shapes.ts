import type { Coded } from '../policy/shapes.ts';

/** Whose record it is: the same measure means other things for who makes and for who delivers. */
export type CreditRole = 'manufacturer' | 'distributor';

/** What a measure does on this platform; 'remind' and 'publish' restrict nothing. */
export type CreditEffect =
  | 'remind'
  | 'risk'
  | 'publish'
  | 'caseProducts'
  | 'allProducts'
  | 'removal'
  | 'delivery';
export type CreditAct = 'admission' | 'delivery';

/** 处置措施: a rung that a bad record or a rating may bring with it (JS-38, HN-12). */
export interface CreditMeasure extends Coded {
  readonly effect: CreditEffect;
  readonly for: readonly CreditRole[];
  /** What the enterprise cannot do while it is in force, beside its effect on listings. */
  readonly blocks: readonly CreditAct[];
  /** Longest time a decision may set; null: no limit set. */
  readonly monthsMax: number | null;
}

/** 失信事项: with an amount it has steps, from yuan upward; `atOnce` is the level that needs no amount. */
export interface CreditGround extends Coded {
  readonly steps: readonly { readonly from: string; readonly level: string }[];
  readonly atOnce: string | null;
}

export interface CreditLevelMeasure {
  readonly measure: string;
  /** How long; null: as long as the rating. */
  readonly months: number | null;
  /** Also in provinces other than the one that rated. */
  readonly elsewhere: boolean;
}

export interface CreditLevel extends Coded {
  readonly validMonths: number;
  readonly manufacturer: readonly CreditLevelMeasure[];
  readonly distributor: readonly CreditLevelMeasure[];
}

/** One edition of the credit rating (医药价格和招采信用评价): levels upward, grounds, measures and ways of repair. */
export interface CreditScale extends Coded {
  readonly levels: readonly CreditLevel[];
  readonly grounds: readonly CreditGround[];
  readonly sources: readonly Coded[];
  readonly measures: readonly CreditMeasure[];
  readonly repairs: readonly Coded[];
}

/** What a kind of participant owes, gains and risks, each with its article (HN-7c). */
export interface ParticipantTerm {
  readonly zh: string;
  readonly en: string;
  readonly document: string;
  readonly article: string;
  readonly clause: string | null;
}
export interface ParticipantTerms {
  readonly kind: 'institution' | 'manufacturer' | 'distributor' | 'bureau' | 'operator' | 'fund';
  readonly duties: readonly ParticipantTerm[];
  readonly incentives: readonly ParticipantTerm[];
  readonly penalties: readonly ParticipantTerm[];
}
