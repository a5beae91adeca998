import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import type { IsoDate } from '../time.ts';

/** What the packs say about bargaining for one institution on one day. */
export interface BargainPolicy {
  readonly listedPriceConfirm: ProvisionOf<'bargain.listedPriceConfirm'>;
  readonly tradedPriceConfirm: ProvisionOf<'bargain.tradedPriceConfirm'>;
  readonly otherPriceConfirm: ProvisionOf<'bargain.otherPriceConfirm'>;
  readonly tradedPriceWindowMonths: ProvisionOf<'bargain.tradedPriceWindowMonths'>;
  readonly counterAnswerWithin: ProvisionOf<'bargain.counterAnswerWithin'>;
  readonly evidenceWithin: ProvisionOf<'bargain.evidenceWithin'>;
  readonly poolJoiningWithin: ProvisionOf<'bargain.poolJoiningWithin'>;
  readonly poolMembersMax: ProvisionOf<'bargain.poolMembersMax'>;
  readonly roundsMax: ProvisionOf<'bargain.roundsMax'>;
  readonly alliedInTermAllowed: ProvisionOf<'bargain.alliedInTermAllowed'>;
}

/** The rules of the day on which an offer is made: a bargain keeps them while that offer stands. */
export function bargainPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): BargainPolicy {
  return {
    listedPriceConfirm: resolve(book, 'bargain.listedPriceConfirm', jurisdiction, on),
    tradedPriceConfirm: resolve(book, 'bargain.tradedPriceConfirm', jurisdiction, on),
    otherPriceConfirm: resolve(book, 'bargain.otherPriceConfirm', jurisdiction, on),
    tradedPriceWindowMonths: resolve(book, 'bargain.tradedPriceWindowMonths', jurisdiction, on),
    counterAnswerWithin: resolve(book, 'bargain.counterAnswerWithin', jurisdiction, on),
    evidenceWithin: resolve(book, 'bargain.evidenceWithin', jurisdiction, on),
    poolJoiningWithin: resolve(book, 'bargain.poolJoiningWithin', jurisdiction, on),
    poolMembersMax: resolve(book, 'bargain.poolMembersMax', jurisdiction, on),
    roundsMax: resolve(book, 'bargain.roundsMax', jurisdiction, on),
    alliedInTermAllowed: resolve(book, 'bargain.alliedInTermAllowed', jurisdiction, on),
  };
}
