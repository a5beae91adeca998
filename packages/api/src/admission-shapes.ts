import { admissionStates, dueKinds, lineStates } from '@daylight/rules/admission/application.ts';
import { whyNots } from '@daylight/rules/admission/records.ts';
import { z } from 'zod';
import { catalogueItem, itemCode } from './catalogue.ts';
import {
  basis,
  day,
  deadline,
  facts,
  jurisdictionCode,
  moment,
  named,
  positiveYuan,
  text,
  uuid,
  yuan,
} from './wire.ts';

export const consumableClass = z.enum(['highValueSix', 'highValueFive', 'ordinary', 'reagent']);
export const admissionState = z.enum(admissionStates);
export const admissionLineState = z.enum(lineStates);
export const admissionDueKind = z.enum(dueKinds);
export const conditionKind = z.enum([
  'coded',
  'certified',
  'holder',
  'qualified',
  'notListed',
  'shortlisted',
  'records',
  'lowestPrice',
]);
/** Texts of both languages. */
export const wording = z.object({ zh: z.string(), en: z.string() });

const units = z.number().int().min(1).max(1_000_000);

/** A listing price elsewhere that the enterprise brings; it counts once it is verified. */
export const broughtRecord = z.strictObject({
  jurisdiction: jurisdictionCode,
  kind: z.enum(['provincialListing', 'cityListing']),
  price: positiveYuan,
  purchaseUnit: text(20, 1),
  unitsPerPurchaseUnit: units,
  effectiveFrom: day,
  effectiveTo: day.nullable().default(null),
  /** Number or title of the document that shows it. */
  document: text(200).default(''),
});
export type BroughtRecord = z.output<typeof broughtRecord>;

export const draftLine = z.strictObject({
  itemCode,
  purchaseUnit: text(20, 1),
  smallestUnit: text(20, 1),
  unitsPerPurchaseUnit: units,
  /** Declared price per purchase unit; null while it is not known (never zero). */
  price: positiveYuan.nullable(),
  records: z.array(broughtRecord).max(400).default([]),
});
export type DraftLine = z.output<typeof draftLine>;

export const caseState = z.enum(['met', 'pending', 'notMet']);
const tally = z.object({
  of: z.enum(['provinces', 'institutions']),
  need: z.number().int(),
  counted: z.array(z.string()),
  unverified: z.array(z.string()),
  notCounted: z.array(z.object({ id: z.string(), place: z.string(), reason: z.enum(whyNots) })),
  missing: z.number().int(),
  basis,
});
export const conditionFinding = z.object({
  kind: conditionKind,
  state: caseState,
  basis,
  reason: z.string().nullable(),
  facts,
  remedies: z.array(z.string()),
  tallies: z.array(tally),
});
export const precheckFinding = z
  .object({
    state: caseState,
    conditions: z.array(conditionFinding),
    listingPrice: yuan.nullable(),
    priceFrom: z.enum(['declared', 'records', 'unverified', 'filings']).nullable(),
  })
  .meta({ id: 'AdmissionPrecheck' });
export type PrecheckFinding = z.output<typeof precheckFinding>;

export const lineReason = z.object({ code: z.string(), note: z.string(), basis: basis.nullable(), facts });
export const step = z.enum(['panel', 'publicity']);
export const pathShown = wording.extend({
  code: z.string(),
  basis,
  steps: z.array(step),
  origin: z.enum(['published', 'default', 'decision']),
});

export const admissionItem = z
  .object({
    id: uuid,
    number: z.string(),
    state: admissionState,
    jurisdiction: jurisdictionCode,
    class: consumableClass,
    formerlyShortlisted: z.boolean(),
    path: pathShown,
    manufacturer: named,
    /** The first line, to know the application by. */
    product: catalogueItem.pick({
      itemCode: true,
      productName: true,
      specification: true,
      certificate: true,
    }),
    lines: z.number().int(),
    due: deadline.nullable(),
    dueKind: admissionDueKind.nullable(),
    overdue: z.boolean(),
    createdAt: moment,
    submittedAt: moment.nullable(),
    closedAt: moment.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Admission' });
export type AdmissionItem = z.output<typeof admissionItem>;

export const params = z.object({ admissionId: uuid });
export const version = z.number().int().min(1);
export const note = text(1000).default('');
/** What a step led to: who acts next, and until when. */
export const outcome = z.object({
  id: uuid,
  number: z.string(),
  state: admissionState,
  due: deadline.nullable(),
  dueKind: admissionDueKind.nullable(),
  version: z.number().int(),
});
export type AdmissionOutcome = z.output<typeof outcome>;
