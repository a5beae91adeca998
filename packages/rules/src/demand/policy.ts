import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** What the packs say about volume reporting on the day the round was announced: a round keeps these rules. */
export interface DemandPolicy {
  readonly useMonths: ProvisionOf<'demand.useMonths'>;
  readonly deviationMax: ProvisionOf<'demand.deviationMax'>;
  readonly deviationFloor: ProvisionOf<'demand.deviationFloor'>;
  readonly remindBefore: ProvisionOf<'demand.remindBefore'>;
  readonly confirmWithin: ProvisionOf<'demand.confirmWithin'>;
  readonly silentReviewCounts: ProvisionOf<'demand.silentReviewCounts'>;
}

export function demandPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): DemandPolicy {
  return {
    useMonths: resolve(book, 'demand.useMonths', jurisdiction, on),
    deviationMax: resolve(book, 'demand.deviationMax', jurisdiction, on),
    deviationFloor: resolve(book, 'demand.deviationFloor', jurisdiction, on),
    remindBefore: resolve(book, 'demand.remindBefore', jurisdiction, on),
    confirmWithin: resolve(book, 'demand.confirmWithin', jurisdiction, on),
    silentReviewCounts: resolve(book, 'demand.silentReviewCounts', jurisdiction, on),
  };
}

/** 各机构按品种报送需求量，与上年使用量核对。 */
export const reportBasis: Basis = { document: 'sx-2021-09', article: '三（一）', clause: 'SX-3.1a' };
/** 约定采购量根据采购量基数和约定采购比例确定，在采购文书中公开。 */
export const volumeBasis: Basis = { document: 'sx-2021-09', article: '三（一）', clause: 'SX-3.1b' };
