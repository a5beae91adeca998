import { filingDueKinds, filingStates } from '@daylight/rules/filing/filing.ts';
import { z } from 'zod';
import { evidenceFile } from './evidence.ts';
import {
  basis,
  count,
  day,
  deadline,
  facts,
  jurisdictionCode,
  moment,
  named,
  text,
  uuid,
  yuan,
} from './wire.ts';

export const wording = z.object({ zh: z.string(), en: z.string() });
export const coded = wording.extend({ code: z.string() });
export const itemClass = z.enum(['highValueSix', 'highValueFive', 'ordinary', 'reagent']);
export const filingState = z.enum(filingStates);
export const filingDueKind = z.enum(filingDueKinds);
export const note = text(1000).default('');
export const params = z.object({ filingId: uuid });
export const version = z.number().int().min(1);

export const filedProduct = z.object({
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  model: z.string(),
  certificate: z.string(),
  /** As the code database names it. */
  manufacturer: z.string(),
  purchaseUnit: z.string(),
  smallestUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
});

export const lowestRecord = z.object({
  price: yuan,
  unitsPerPurchaseUnit: z.number().int(),
  jurisdiction: jurisdictionCode,
  kind: z.string(),
});

export const filingItem = z
  .object({
    id: uuid,
    number: z.string(),
    state: filingState,
    product: filedProduct,
    class: itemClass,
    scope: coded,
    institution: named,
    manufacturer: named,
    /** The bureau that decides: the province's or the city's (JS-16, JS-17). */
    bureau: jurisdictionCode,
    quantity: count,
    department: z.string(),
    usedFrom: day,
    usedUntil: day,
    price: yuan.nullable(),
    hasRecords: z.boolean().nullable(),
    lowest: lowestRecord.nullable(),
    due: deadline.nullable(),
    dueKind: filingDueKind.nullable(),
    /** Since when the bureau is late. */
    overdueAt: moment.nullable(),
    isEmergency: z.boolean(),
    appliedAt: moment,
    closedAt: moment.nullable(),
    listingId: uuid.nullable(),
    listingNumber: z.string().nullable(),
    /** Whether it is the asking person's side that has to act. */
    yourTurn: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'Filing' });
export type FilingItem = z.output<typeof filingItem>;

export const filingStep = z.object({
  step: z.number().int(),
  kind: z.string(),
  organisation: named.nullable(),
  price: yuan.nullable(),
  quantity: count.nullable(),
  note: z.string(),
  facts,
  at: moment,
});

export const filingDetails = filingItem.extend({
  reason: z.string(),
  round: z.number().int(),
  opinion: z.enum(['recommended', 'notRecommended']).nullable(),
  objectionUpheld: z.boolean(),
  outcomeReason: coded.nullable(),
  outcomeNote: z.string().nullable(),
  outcomeBasis: basis.nullable(),
  /** The emergency purchase that this filing belongs to. */
  outside: z.object({ id: uuid, number: z.string() }).nullable(),
  publicity: z
    .object({ id: uuid, number: z.string(), endsAt: moment, provisional: z.boolean(), state: z.string() })
    .nullable(),
  review: z.object({ id: uuid, number: z.string() }).nullable(),
  steps: z.array(filingStep),
  files: z.array(evidenceFile),
  refusalReasons: z.array(coded),
  specialties: z.array(coded),
});

/** What every step answers: where the filing stands now, and until when who acts. */
export const outcome = z
  .object({
    id: uuid,
    number: z.string(),
    state: filingState,
    due: deadline.nullable(),
    dueKind: filingDueKind.nullable(),
    listingId: uuid.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'FilingOutcome' });
export type FilingOutcome = z.output<typeof outcome>;
