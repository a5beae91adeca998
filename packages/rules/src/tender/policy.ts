import { type PolicyBook, type ProvisionOf, find, resolve } from '../policy/book.ts';
import type { IsoDate } from '../time.ts';
import type { TenderLevel } from './state.ts';

/** What the packs say about rounds of one place on one day; null where no document sets it. */
export interface TenderPolicy {
  readonly modes: ProvisionOf<'tender.modes'>;
  readonly stopWhenInWiderRound: ProvisionOf<'tender.stopWhenInWiderRound'>;
  readonly widerLevels: ProvisionOf<'tender.widerLevels'>;
  readonly takenOverFrom: ProvisionOf<'tender.takenOverFrom'>;
  readonly screeningMonths: ProvisionOf<'tender.screeningMonths'>;
  readonly screeningCriteria: ProvisionOf<'tender.screeningCriteria'>;
  readonly obliged: ProvisionOf<'tender.obliged'>;
  readonly demandWindow: ProvisionOf<'tender.demandWindow'>;
  readonly bidWindow: ProvisionOf<'tender.bidWindow'>;
  readonly amendBefore: ProvisionOf<'tender.amendBefore'>;
  readonly answerWithin: ProvisionOf<'tender.answerWithin'>;
  readonly choiceWindow: ProvisionOf<'tender.choiceWindow'>;
  readonly signWithin: ProvisionOf<'tender.signWithin'>;
  readonly termMonths: ProvisionOf<'tender.termMonths'>;
  readonly renewalMonths: ProvisionOf<'tender.renewalMonths'>;
  readonly marketMoved: ProvisionOf<'tender.marketMoved'>;
  readonly organisers: ProvisionOf<'tender.organisers'> | null;
  readonly allianceCitiesMin: ProvisionOf<'tender.allianceCitiesMin'> | null;
  readonly planFiledBefore: ProvisionOf<'tender.planFiledBefore'> | null;
  readonly planFiledWith: ProvisionOf<'tender.planFiledWith'> | null;
  readonly jointItems: ProvisionOf<'tender.jointItems'> | null;
}

export function tenderPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): TenderPolicy {
  return {
    modes: resolve(book, 'tender.modes', jurisdiction, on),
    stopWhenInWiderRound: resolve(book, 'tender.stopWhenInWiderRound', jurisdiction, on),
    widerLevels: resolve(book, 'tender.widerLevels', jurisdiction, on),
    takenOverFrom: resolve(book, 'tender.takenOverFrom', jurisdiction, on),
    screeningMonths: resolve(book, 'tender.screeningMonths', jurisdiction, on),
    screeningCriteria: resolve(book, 'tender.screeningCriteria', jurisdiction, on),
    obliged: resolve(book, 'tender.obliged', jurisdiction, on),
    demandWindow: resolve(book, 'tender.demandWindow', jurisdiction, on),
    bidWindow: resolve(book, 'tender.bidWindow', jurisdiction, on),
    amendBefore: resolve(book, 'tender.amendBefore', jurisdiction, on),
    answerWithin: resolve(book, 'tender.answerWithin', jurisdiction, on),
    choiceWindow: resolve(book, 'tender.choiceWindow', jurisdiction, on),
    signWithin: resolve(book, 'tender.signWithin', jurisdiction, on),
    termMonths: resolve(book, 'tender.termMonths', jurisdiction, on),
    renewalMonths: resolve(book, 'tender.renewalMonths', jurisdiction, on),
    marketMoved: resolve(book, 'tender.marketMoved', jurisdiction, on),
    organisers: find(book, 'tender.organisers', jurisdiction, on),
    allianceCitiesMin: find(book, 'tender.allianceCitiesMin', jurisdiction, on),
    planFiledBefore: find(book, 'tender.planFiledBefore', jurisdiction, on),
    planFiledWith: find(book, 'tender.planFiledWith', jurisdiction, on),
    jointItems: find(book, 'tender.jointItems', jurisdiction, on),
  };
}

/** Rounds that answer to a bureau; the others are run by institutions (GD-1b, GY-3.1, HN-5). */
export const bureauLevels: readonly TenderLevel[] = [
  'national',
  'interProvincial',
  'provincial',
  'interCity',
];
