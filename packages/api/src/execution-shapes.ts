import { z } from 'zod';
import { evidenceFile } from './evidence.ts';
import { basis, count, day, deadline, moment, named, uuid, yuan } from './wire.ts';

/** A round as everything of its execution names it. */
export const roundNamed = z
  .object({ id: uuid, number: z.string(), title: z.string() })
  .meta({ id: 'RoundNamed' });

export const accountState = z.enum(['open', 'stopped', 'ended']);
export const accountMark = z.enum(['pending', 'counted', 'excused']);

/** An agreed volume of one institution and product; quantities in units of the item. */
export const volumeAccount = z
  .object({
    id: uuid,
    tender: roundNamed,
    institution: named,
    manufacturer: named,
    productId: uuid,
    product: z.string(),
    item: z.string(),
    itemName: z.string(),
    unit: z.string(),
    area: z.object({ code: z.string(), zh: z.string(), en: z.string() }),
    agreed: count,
    ordered: count,
    accepted: count,
    consumed: count,
    reserved: count,
    remaining: count,
    above: count,
    from: day,
    until: day,
    state: accountState,
    /** Whole per cent: accepted of what was agreed (null where nothing was), and of the term that is over. */
    percent: z.number().int().nullable(),
    termPercent: z.number().int(),
    behind: z.boolean(),
    reminders: z.number().int(),
    remindedOn: day.nullable(),
    endReason: z.string().nullable(),
    outcome: z.enum(['met', 'behind']).nullable(),
    explanation: z.string(),
    mark: accountMark.nullable(),
    markNote: z.string(),
    /** The failure to supply for which it holds another product's volume. */
    failureId: uuid.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'VolumeAccount' });
export type VolumeAccount = z.output<typeof volumeAccount>;

export const volumeEntry = z
  .object({
    id: uuid,
    at: moment,
    kind: z.enum([
      'opened',
      'amended',
      'transferredOut',
      'transferredIn',
      'ordered',
      'accepted',
      'rejected',
      'closed',
      'returned',
    ]),
    orderId: uuid.nullable(),
    orderNumber: z.string().nullable(),
    orderLine: z.number().int().nullable(),
    /** With a sign: '-30' takes away. */
    agreedChange: z.string(),
    orderedChange: z.string(),
    acceptedChange: z.string(),
    agreed: count,
    ordered: count,
    accepted: count,
  })
  .meta({ id: 'VolumeEntry' });
export type VolumeEntry = z.output<typeof volumeEntry>;

/** What stands for several accounts: of a round, a product, an institution, a city. */
export const volumeProgress = z
  .object({
    key: z.string(),
    name: z.string(),
    nameEn: z.string(),
    accounts: z.number().int(),
    met: z.number().int(),
    behind: z.number().int(),
    /** Mean of the accounts' completion, each at most 100, in whole per cent. */
    percent: z.number().int(),
    termPercent: z.number().int(),
    /** Sums, only where all accounts count in one unit. */
    unit: z.string().nullable(),
    agreed: z.string().nullable(),
    ordered: z.string().nullable(),
    accepted: z.string().nullable(),
  })
  .meta({ id: 'VolumeProgress' });
export type VolumeProgress = z.output<typeof volumeProgress>;

const reportState = z.enum(['open', 'reported']);
const reportHead = {
  id: uuid,
  tender: roundNamed,
  /** First day of the month reported on. */
  month: day,
  state: reportState,
  due: deadline,
  overdue: z.boolean(),
  reportedAt: moment.nullable(),
  lines: z.number().int(),
  version: z.number().int(),
} as const;
export const usageReport = z.object({ ...reportHead, institution: named }).meta({ id: 'UsageReport' });
export type UsageReport = z.output<typeof usageReport>;
export const usageLine = z
  .object({
    accountId: uuid,
    product: z.string(),
    manufacturer: z.string(),
    itemName: z.string(),
    unit: z.string(),
    agreed: count,
    /** From the platform: ordered and kept in the month. */
    ordered: z.string(),
    bought: z.string(),
    stated: count.nullable(),
    used: count.nullable(),
    note: z.string(),
  })
  .meta({ id: 'UsageLine' });
export type UsageLine = z.output<typeof usageLine>;

export const supplyReport = z.object({ ...reportHead, manufacturer: named }).meta({ id: 'SupplyReport' });
export type SupplyReport = z.output<typeof supplyReport>;
export const supplyLine = z
  .object({
    productId: uuid,
    product: z.string(),
    itemName: z.string(),
    unit: z.string(),
    owed: z.string(),
    accepted: z.string(),
    capacity: count.nullable(),
    stock: count.nullable(),
    supplied: count.nullable(),
    note: z.string(),
  })
  .meta({ id: 'SupplyLine' });
export type SupplyLine = z.output<typeof supplyLine>;

/** Cities of the agreement area in which a winner's products find no distributor. */
export const coverageGap = z
  .object({
    tender: roundNamed,
    manufacturer: named,
    area: z.object({ code: z.string(), zh: z.string(), en: z.string() }),
    institutions: z.number().int(),
    products: z.number().int(),
    /** Since the winner was told: until when it has to be mended, and how long institutions have been without delivery. */
    told: z
      .object({
        state: z.enum(['open', 'failed']),
        since: day,
        due: deadline,
        institutionDays: z.number().int(),
        failureIds: z.array(uuid),
      })
      .nullable(),
  })
  .meta({ id: 'CoverageGap' });
export type CoverageGap = z.output<typeof coverageGap>;

export const failureState = z.enum([
  'told',
  'answered',
  'found',
  'confirmed',
  'substituted',
  'dismissed',
  'ended',
]);
export const failureFinding = z.enum(['default', 'forceMajeure', 'unfounded']);
export const supplyFailure = z
  .object({
    id: uuid,
    number: z.string(),
    tender: roundNamed,
    productId: uuid,
    product: z.string(),
    item: z.string(),
    manufacturer: named,
    institution: named.nullable(),
    origin: z.enum(['institution', 'officer', 'coverage']),
    state: failureState,
    facts: z.string(),
    reportedAt: moment,
    answerDue: deadline,
    claimsForceMajeure: z.boolean(),
    finding: failureFinding.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'SupplyFailure' });
export type SupplyFailure = z.output<typeof supplyFailure>;

/** One line of the substitute's orders, and what it cost more than the product that failed (SX-5.3c). */
export const costLine = z
  .object({
    institution: named,
    orderId: uuid,
    orderNumber: z.string(),
    line: z.number().int(),
    product: z.string(),
    /** Accepted within the volume that was taken over, in units of the item. */
    units: count,
    price: yuan,
    pricePack: z.number().int(),
    agreedPrice: yuan,
    agreedPack: z.number().int(),
    /** Whole fen, rounded half up once per line; nothing where the substitute costs no more. */
    difference: yuan,
  })
  .meta({ id: 'SubstitutionCost' });
export type CostLine = z.output<typeof costLine>;

export const failureDetails = supplyFailure
  .extend({
    answer: z.string(),
    answeredAt: moment.nullable(),
    findingNote: z.string(),
    foundAt: moment.nullable(),
    /** The person who asks found it, so somebody else confirms it. */
    foundByMe: z.boolean(),
    decidedAt: moment.nullable(),
    decisionNote: z.string(),
    substitute: z
      .object({ productId: uuid, product: z.string(), manufacturer: z.string(), from: day })
      .nullable(),
    /** What may stand in: the award's own first, then the other winners of the item. */
    candidates: z.array(
      z.object({ productId: uuid, product: z.string(), manufacturer: z.string(), byAward: z.boolean() }),
    ),
    endNote: z.string(),
    orders: z.array(
      z.object({
        id: uuid,
        number: z.string(),
        institution: z.string(),
        distributor: z.string(),
        state: z.string(),
        late: z.boolean(),
        refused: z.string(),
        outstanding: z.string(),
      }),
    ),
    /** What the clock still carries out of the decision: the substitution begins or ends. */
    carrying: z.enum(['start', 'end']).nullable(),
    /** The asking side judges failures of this round: the bureau, or the lead hospital that runs it. */
    runsRound: z.boolean(),
    /** The bad record that was proposed for it; told to the bureau. */
    proposalId: uuid.nullable(),
    accounts: z.number().int(),
    costs: z.array(costLine),
    costTotal: yuan,
    basis,
    evidence: z.array(evidenceFile),
    answerEvidence: z.array(evidenceFile),
  })
  .meta({ id: 'SupplyFailureDetails' });
export type FailureDetails = z.output<typeof failureDetails>;

export const eventKind = z.enum(['event', 'quality']);
export const eventSeverity = z.enum(['ordinary', 'serious', 'death']);
export const eventState = z.enum(['reported', 'answered', 'handled', 'closed']);
export const eventOutcome = z.enum(['none', 'watch', 'suspend']);
export const adverseEvent = z
  .object({
    id: uuid,
    number: z.string(),
    kind: eventKind,
    severity: eventSeverity,
    state: eventState,
    listingId: uuid,
    itemCode: z.string(),
    product: z.string(),
    manufacturer: named,
    institution: named,
    tender: roundNamed.nullable(),
    foundOn: day,
    reportedAt: moment,
    answerDue: deadline,
    outcome: eventOutcome.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'AdverseEvent' });
export type AdverseEvent = z.output<typeof adverseEvent>;
export const eventDetails = adverseEvent
  .extend({
    lot: z.string(),
    quantity: count,
    facts: z.string(),
    measures: z.string(),
    answer: z.string(),
    answeredAt: moment.nullable(),
    handling: z.string(),
    handledAt: moment.nullable(),
    handledByMe: z.boolean(),
    decidedAt: moment.nullable(),
    decisionNote: z.string(),
    publicNote: z.string(),
    /** Other reports of the same product in the last twelve months. */
    others: z.number().int(),
    evidence: z.array(evidenceFile),
    answerEvidence: z.array(evidenceFile),
  })
  .meta({ id: 'AdverseEventDetails' });
export type EventDetails = z.output<typeof eventDetails>;
