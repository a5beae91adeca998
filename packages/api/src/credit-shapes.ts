import { creditEnds, creditKinds, creditStates } from '@daylight/rules/credit/case.ts';
import { repairStates } from '@daylight/rules/credit/repair.ts';
import { reportStates } from '@daylight/rules/credit/report.ts';
import { stepStates } from '@daylight/rules/credit/ladder.ts';
import { z } from 'zod';
import { evidenceFile } from './evidence.ts';
import { basis, day, deadline, jurisdictionCode, moment, named, uuid, yuan } from './wire.ts';

export const wording = z.object({ zh: z.string(), en: z.string() });
export const creditRole = z.enum(['manufacturer', 'distributor']);
export const creditKind = z.enum(creditKinds);
export const creditState = z.enum(creditStates);

export const caseMeasure = wording.extend({
  code: z.string(),
  effect: z.enum(['remind', 'risk', 'publish', 'caseProducts', 'allProducts', 'removal', 'delivery']),
  /** The last day; null: until it is lifted. */
  until: day.nullable(),
});

/** What anyone may read of a case once it is in force. */
export const publicCase = z
  .object({
    id: uuid,
    number: z.string(),
    kind: creditKind,
    enterprise: named,
    role: creditRole,
    ground: wording,
    scale: z.string().nullable(),
    level: wording.nullable(),
    sourceDocument: z.string(),
    sourceOn: day,
    place: jurisdictionCode,
    measures: z.array(caseMeasure),
    basis,
    state: creditState,
    effectiveAt: moment.nullable(),
    until: day.nullable(),
    endKind: z.enum(creditEnds).nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'PublicCreditCase' });
export type PublicCreditCase = z.output<typeof publicCase>;

export const creditCase = publicCase
  .extend({
    origin: z.enum(['here', 'elsewhere']),
    jurisdiction: jurisdictionCode,
    enteredAt: moment,
    hearing: deadline.nullable(),
    decide: deadline.nullable(),
    /** The one who asks entered it, so somebody else has to decide (HN-15). */
    own: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: 'CreditCase' });
export type CreditCaseItem = z.output<typeof creditCase>;

export const creditRepair = z
  .object({
    id: uuid,
    number: z.string(),
    caseId: uuid,
    caseNumber: z.string(),
    enterprise: named,
    origin: z.enum(['enterprise', 'officer']),
    acts: z.array(wording),
    note: z.string(),
    state: z.enum(repairStates),
    appliedAt: moment,
    due: deadline,
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    own: z.boolean(),
    files: z.array(evidenceFile),
    version: z.number().int(),
  })
  .meta({ id: 'CreditRepair' });
export type CreditRepairItem = z.output<typeof creditRepair>;

export const caseListing = z.object({
  listingId: uuid,
  number: z.string(),
  productName: z.string(),
  specification: z.string(),
  state: z.enum(['listed', 'suspended', 'withdrawn']),
  closedAt: moment,
  resumedAt: moment.nullable(),
});

export const creditCaseDetails = creditCase
  .extend({
    facts: z.string(),
    amount: yuan.nullable(),
    source: wording,
    products: z.array(z.object({ itemCode: z.string(), productName: z.string(), specification: z.string() })),
    enteredBy: z.string(),
    statement: z.string(),
    statedAt: moment.nullable(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    endNote: z.string(),
    quarter: z.string().nullable(),
    files: z.array(evidenceFile),
    statementFiles: z.array(evidenceFile),
    listings: z.array(caseListing),
    repairs: z.array(creditRepair),
    /** Ways of repair that the scale of the case knows; for a bad record those of the scale of today. */
    repairActs: z.array(wording.extend({ code: z.string() })),
  })
  .meta({ id: 'CreditCaseDetails' });
export type CreditCaseDetails = z.output<typeof creditCaseDetails>;

/** A measure in force as those who apply, deliver or order meet it. */
export const standing = z
  .object({
    enterprise: named,
    caseId: uuid,
    caseNumber: z.string(),
    measure: wording,
    effect: caseMeasure.shape.effect,
    basis,
  })
  .meta({ id: 'CreditStanding' });
export type StandingItem = z.output<typeof standing>;

export const supplyStep = z
  .object({
    id: uuid,
    step: z.string(),
    text: wording,
    basis,
    state: z.enum(stepStates),
    content: z.string(),
    meetingAt: moment.nullable(),
    place: z.string(),
    due: deadline.nullable(),
    enteredAt: moment,
    enteredBy: z.string(),
    own: z.boolean(),
    issuedAt: moment.nullable(),
    answer: z.string(),
    answeredAt: moment.nullable(),
    minutes: z.string(),
    settled: z.boolean().nullable(),
    doneAt: moment.nullable(),
    caseId: uuid.nullable(),
    files: z.array(evidenceFile),
    answerFiles: z.array(evidenceFile),
    version: z.number().int(),
  })
  .meta({ id: 'SupplyStep' });
export type SupplyStepItem = z.output<typeof supplyStep>;

/** What is counted of how an enterprise supplies: lines due and late, yuan ordered and delivered, by month. */
export const supplyFigures = z
  .object({
    months: z.array(
      z.object({
        month: day,
        lines: z.number().int(),
        lateLines: z.number().int().nullable(),
        ordered: yuan.nullable(),
        delivered: yuan.nullable(),
      }),
    ),
  })
  .meta({ id: 'SupplyFigures' });
export type SupplyFigures = z.output<typeof supplyFigures>;

export const supplyCase = z
  .object({
    id: uuid,
    number: z.string(),
    enterprise: named,
    role: creditRole,
    jurisdiction: jurisdictionCode,
    cause: z.enum(['notSupplied', 'late', 'refused', 'lowDelivery', 'other']),
    facts: z.string(),
    state: z.enum(['open', 'closed']),
    openedAt: moment,
    closedAt: moment.nullable(),
    /** The step that runs, or the last one. */
    lastStep: wording.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'SupplyCase' });
export type SupplyCaseItem = z.output<typeof supplyCase>;

export const supplyCaseDetails = supplyCase
  .extend({
    outcome: z.string(),
    figures: supplyFigures,
    steps: z.array(supplyStep),
    ladder: z.array(wording.extend({ code: z.string() })),
    /** Which rung follows what came before; the ones above it are refused. */
    suggested: z.string(),
    basis,
  })
  .meta({ id: 'SupplyCaseDetails' });
export type SupplyCaseDetails = z.output<typeof supplyCaseDetails>;

export const creditReport = z
  .object({
    id: uuid,
    number: z.string(),
    kind: wording,
    accused: z.string(),
    enterprise: named.nullable(),
    itemCode: z.string().nullable(),
    facts: z.string(),
    state: z.enum(reportStates),
    receivedAt: moment,
    due: deadline,
    takenBy: z.string().nullable(),
    /** The one who asks took it up. */
    own: z.boolean(),
    finding: z.string(),
    upheld: z.boolean().nullable(),
    closedAt: moment.nullable(),
    closeNote: z.string(),
    caseId: uuid.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'CreditReport' });
export type CreditReportItem = z.output<typeof creditReport>;

export const creditRun = z
  .object({
    id: uuid,
    quarter: z.string(),
    jurisdiction: jurisdictionCode,
    from: day,
    until: day,
    state: z.enum(['open', 'published']),
    due: deadline,
    /** Decided and waiting for this run, or published by it. */
    ratings: z.number().int(),
    publishedAt: moment.nullable(),
    note: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CreditRun' });
export type CreditRunItem = z.output<typeof creditRun>;
