import { accountKeys } from './keys/account.ts';
import { admissionKeys } from './keys/admission.ts';
import { agreementKeys } from './keys/agreement.ts';
import { bargainKeys } from './keys/bargain.ts';
import { catalogueKeys } from './keys/catalogue.ts';
import { creditKeys } from './keys/credit.ts';
import { directoryKeys } from './keys/directory.ts';
import { distributionKeys } from './keys/distribution.ts';
import { evidenceKeys } from './keys/evidence.ts';
import { filingKeys } from './keys/filing.ts';
import { journalKeys } from './keys/journal.ts';
import { linkageKeys } from './keys/linkage.ts';
import { listingKeys } from './keys/listing.ts';
import { orderKeys } from './keys/order.ts';
import { organisationKeys } from './keys/organisation.ts';
import { panelKeys } from './keys/panel.ts';
import { platformKeys } from './keys/platform.ts';
import { portalKeys } from './keys/portal.ts';
import { publicityKeys } from './keys/publicity.ts';
import { qualificationKeys } from './keys/qualification.ts';
import { settlementKeys } from './keys/settlement.ts';
import { supervisionKeys } from './keys/supervision.ts';
import { tenderKeys } from './keys/tender.ts';
import { demandKeys } from './keys/demand.ts';
import { biddingKeys } from './keys/bidding.ts';
import { executionKeys } from './keys/execution.ts';
import type { PolicyKeyInfo } from './key-info.ts';
import type { PolicyShapes } from './shapes.ts';

/**
 * Every parameter that a notice could change. The first word is the feature and names the file of a pack
 * (policy/<jurisdiction>/<feature>.json); the second is the name inside that file.
 */
export const policyKeys = {
  ...accountKeys,
  ...admissionKeys,
  ...agreementKeys,
  ...bargainKeys,
  ...catalogueKeys,
  ...creditKeys,
  ...directoryKeys,
  ...distributionKeys,
  ...evidenceKeys,
  ...filingKeys,
  ...journalKeys,
  ...linkageKeys,
  ...listingKeys,
  ...orderKeys,
  ...organisationKeys,
  ...panelKeys,
  ...platformKeys,
  ...portalKeys,
  ...publicityKeys,
  ...qualificationKeys,
  ...settlementKeys,
  ...supervisionKeys,
  ...tenderKeys,
  ...executionKeys,
  ...biddingKeys,
  ...demandKeys,
} as const satisfies Record<string, PolicyKeyInfo>;

export type PolicyKey = keyof typeof policyKeys;
/** The type of each parameter's value, by key. */
export type PolicyValues = { readonly [K in PolicyKey]: PolicyShapes[(typeof policyKeys)[K]['shape']] };

export function isPolicyKey(text: string): text is PolicyKey {
  return Object.hasOwn(policyKeys, text);
}
