import { recordKinds, recordSources, recordStates } from '@daylight/rules/linkage/record.ts';
import { z } from 'zod';
import { recordFindingShape } from './linkage-findings.ts';
import { basis, day, jurisdictionCode, moment, uuid, yuan } from './wire.ts';

export const recordKind = z.enum(recordKinds);
export const recordState = z.enum(recordStates);
export const recordSource = z.enum(recordSources);
const wording = z.object({ zh: z.string(), en: z.string() });
export const itemCode = z.string().regex(/^C\d{26}$/);

/** A record as decisions use it. */
export const evidenceRecord = z.object({
  id: uuid,
  jurisdiction: jurisdictionCode,
  kind: recordKind,
  price: yuan,
  purchaseUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  /** To six decimals, for people. */
  smallestUnitPrice: yuan,
  effectiveFrom: day,
  effectiveTo: day.nullable(),
  state: recordState,
  source: recordSource,
  contract: z.string().nullable(),
  document: z.string(),
});
export type EvidenceRecord = z.output<typeof evidenceRecord>;

/** The lowest price with its evidence, its basis and what would change it. */
export const lowestShape = z
  .object({
    /** Yuan for a pack of `unitsPerPurchaseUnit`; null where no record counts, which is not zero. */
    price: yuan.nullable(),
    unitsPerPurchaseUnit: z.number().int(),
    smallestUnitPrice: yuan.nullable(),
    records: z.array(evidenceRecord),
    passedOver: z.array(evidenceRecord.extend({ reason: z.string(), reasonText: wording })),
    provinces: z.number().int(),
    basis: z.array(basis),
    wouldChange: z.array(wording),
  })
  .meta({ id: 'LowestPrice' });
export type LowestShape = z.output<typeof lowestShape>;

export const product = z.object({
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  model: z.string(),
  manufacturer: z.string(),
});

/** A record as people handle it: who entered it, what was found, who verified it. */
export const recordItem = evidenceRecord
  .extend({
    itemCode: z.string(),
    productName: z.string(),
    specification: z.string(),
    manufacturer: z.string(),
    reason: z.string(),
    findings: z.array(recordFindingShape),
    replaces: uuid.nullable(),
    sourceName: z.string().nullable(),
    enteredAt: moment,
    enteredBy: z.string().nullable(),
    verifiedAt: moment.nullable(),
    verifiedBy: z.string().nullable(),
    note: z.string(),
    /** Whether the asking person entered it: somebody else verifies. */
    own: z.boolean(),
  })
  .meta({ id: 'PriceRecord' });
export type RecordItem = z.output<typeof recordItem>;
