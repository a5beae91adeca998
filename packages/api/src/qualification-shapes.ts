import { z } from 'zod';
import { evidenceFile, evidenceIds } from './evidence.ts';
import { basis, day, jurisdictionCode, moment, named, text, uuid } from './wire.ts';

/** Qualifications of manufacturers and distributors (企业资质) as they go over the wire. */
export const holder = z.enum(['manufacturer', 'agent', 'distributor']);
export const qualificationState = z.enum(['declared', 'inForce', 'expired', 'suspended', 'ended']);
export const pathState = z.enum(['submitted', 'checked', 'confirmed', 'returned', 'withdrawn']);
export const act = z.enum(['declare', 'change', 'end', 'suspend', 'resume']);

export const kindCode = z.string().regex(/^[a-z][A-Za-z]{1,40}$/);
export const version = z.number().int().min(1);

export const qualificationKind = z
  .object({
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    holders: z.array(holder),
    group: z.string(),
    need: z.enum(['enterprise', 'product', 'optional']),
    number: z.enum(['creditCode', 'certificate', 'free']),
    wholeFirm: z.boolean(),
    endless: z.boolean(),
    isPublic: z.boolean(),
  })
  .meta({ id: 'QualificationKind' });

/** What is declared anew with each change; kind and number stay. */
export const particulars = {
  /** Whom it names, where that is not the firm itself: the foreign registrant of an agent. */
  holder: text(100).default(''),
  issuer: text(100, 2),
  scope: text(2000).default(''),
  validFrom: day,
  /** Null: without end. */
  validUntil: day.nullable(),
} as const;

export const contents = z.object({
  kind: z.string(),
  number: z.string(),
  holder: z.string(),
  issuer: z.string(),
  scope: z.string(),
  validFrom: day,
  validUntil: day.nullable(),
});
export type ContentsWire = z.output<typeof contents>;

export const evidenceNeeded = evidenceIds.min(1);

export const qualification = z
  .object({
    id: uuid,
    organisation: named,
    kind: z.string(),
    number: z.string(),
    holder: z.string(),
    issuer: z.string(),
    scope: z.string(),
    validFrom: day.nullable(),
    validUntil: day.nullable(),
    state: qualificationState,
    stateNote: z.string(),
    /** Whether a change is on its way. */
    changing: z.boolean(),
    /** Days from today to the last day of validity, negative when over; null without end. */
    daysLeft: z.number().int().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Qualification' });
export type QualificationWire = z.output<typeof qualification>;

const step = z.object({ at: moment, by: z.string(), note: z.string() }).nullable();

export const qualificationChange = z
  .object({
    id: uuid,
    number: z.string(),
    qualificationId: uuid,
    organisation: named,
    jurisdiction: jurisdictionCode,
    act,
    /** As declared. */
    contents,
    /** What is in force now, to compare with; null before the first confirmation. */
    now: contents.nullable(),
    reason: z.string(),
    state: pathState,
    submitted: z.object({ at: moment, by: z.string() }),
    checked: step,
    decided: step,
    dueAt: moment.nullable(),
    dueProvisional: z.boolean(),
    dueBasis: basis.nullable(),
    files: z.array(evidenceFile),
    /** What the one who asks may do now. */
    may: z.array(z.enum(['check', 'confirm', 'return', 'withdraw'])),
    version: z.number().int(),
  })
  .meta({ id: 'QualificationChange' });
export type QualificationChangeWire = z.output<typeof qualificationChange>;

export const lack = z.object({
  kind: z.string(),
  reason: z.enum(['missing', 'unconfirmed', 'expired', 'suspended']),
  basis,
});

export const enterprise = z
  .object({
    id: uuid,
    name: z.string(),
    holder,
    creditCode: z.string().nullable(),
    jurisdiction: jurisdictionCode,
    synthetic: z.boolean(),
  })
  .meta({ id: 'Enterprise' });
