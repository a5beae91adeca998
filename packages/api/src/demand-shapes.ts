import { z } from 'zod';
import { basis, count, moment, text, uuid } from './wire.ts';

export const reportState = z.enum([
  'open',
  'submitted',
  'confirmed',
  'accepted',
  'returned',
  'excluded',
  'lapsed',
]);
export const version = z.number().int().min(1);

/** What an institution writes; quantities in units of the item. */
export const reportLine = z.strictObject({
  productId: uuid,
  reported: count,
  lastYear: count,
  explanation: text(200).default(''),
});
export const noNeed = z.strictObject({ item: text(100, 1), explanation: text(200).default('') });
/** A draft may be unfinished: a number that was not typed is null, never zero. */
export const draftLine = z.strictObject({
  productId: uuid,
  reported: count.nullable(),
  lastYear: count.nullable(),
  explanation: text(200).default(''),
});
export const linesMax = 5000;

export const reportHead = z
  .object({
    tenderId: uuid,
    tenderNumber: z.string(),
    tenderTitle: z.string(),
    tenderState: z.string(),
    institutionId: uuid,
    institution: z.string(),
    area: z.string(),
    areaName: z.string(),
    state: reportState,
    lineCount: z.number().int(),
    deviatingCount: z.number().int(),
    noNeedCount: z.number().int(),
    hasDraft: z.boolean(),
    fromAt: moment.nullable(),
    dueAt: moment.nullable(),
    lockedAt: moment.nullable(),
    confirmDueAt: moment.nullable(),
    confirmProvisional: z.boolean(),
    submittedAt: moment.nullable(),
    confirmedAt: moment.nullable(),
    reviewedAt: moment.nullable(),
    note: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'VolumeReportHead' });
export type VolumeReportHead = z.output<typeof reportHead>;

export const demandProduct = z
  .object({
    productId: uuid,
    item: z.string(),
    name: z.string(),
    specification: z.string(),
    manufacturer: z.string(),
    codes: z.array(z.string()),
    /** GY-4.1: last year's purchases on the platform in units of the item; null where there are none. */
    used: count.nullable(),
    amount: z.string().nullable(),
    unitPrice: z.string().nullable(),
  })
  .meta({ id: 'DemandProduct' });
export type DemandProductWire = z.output<typeof demandProduct>;

export const demandItem = z.object({
  item: z.string(),
  name: z.string(),
  unit: z.string(),
  isRunning: z.boolean(),
  products: z.number().int(),
});

export const keptLine = demandProduct.extend({
  reported: count.nullable(),
  lastYear: count.nullable(),
  isLastYearStated: z.boolean(),
  isDeviating: z.boolean(),
  /** Whole per cents above or below last year; null where nothing was used. */
  percent: z.number().int().nullable(),
  explanation: z.string(),
});
export type KeptLineWire = z.output<typeof keptLine>;

export const reportStep = z.object({
  kind: z.enum([
    'submitted',
    'confirmed',
    'accepted',
    'returned',
    'withdrawn',
    'excluded',
    'lapsed',
    'locked',
  ]),
  at: moment,
  organisation: z.string().nullable(),
  person: z.string().nullable(),
  note: z.string(),
  lines: z.number().int().nullable(),
});

export const outcome = z.object({
  tenderId: uuid,
  institutionId: uuid,
  state: reportState,
  version: z.number().int(),
});
/** What an institution keeps in its hand: when the database took how many lines, and the hash over them. */
export const receipt = outcome.extend({
  lineCount: z.number().int(),
  submittedAt: moment,
  hash: z.string(),
});

export const agreedVolume = z
  .object({
    item: z.string(),
    name: z.string(),
    unit: z.string(),
    institutions: z.number().int(),
    reported: count,
    lastYear: count,
    base: count,
    winnersMin: z.number().int().nullable(),
    winnersMax: z.number().int().nullable(),
    ratio: z.string(),
    agreed: count,
  })
  .meta({ id: 'AgreedVolume' });
export type AgreedVolumeWire = z.output<typeof agreedVolume>;
export const volumesReply = z.object({
  tenderId: uuid,
  tenderNumber: z.string(),
  tenderTitle: z.string(),
  publishedAt: moment.nullable(),
  packHash: z.string().nullable(),
  /** Which volume the pack takes as the base: as reported, last year's, the smaller, the larger or their mean. */
  baseRule: z.enum(['reported', 'lastYear', 'smaller', 'larger', 'mean']),
  volumes: z.array(agreedVolume),
  basis,
});
