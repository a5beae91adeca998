import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { basis, day, moment, named, pageOf, paging, text, uuid } from './wire.ts';

const entry = z
  .object({
    id: uuid,
    at: moment,
    event: z.string(),
    /** Null for what the clock did. */
    organisation: named.nullable(),
    /** The person, only within one's own organisation and for auditors. */
    person: z.string().nullable(),
    subjectKind: z.string(),
    subjectId: z.string(),
    basis: z.array(basis),
    before: z.unknown(),
    after: z.unknown(),
    /** Place in the hash chain, null until the sealing job came by. */
    position: z.number().int().nullable(),
  })
  .meta({ id: 'JournalEntry' });

export const listJournal = endpoint({
  id: 'journal.list',
  method: 'GET',
  path: '/api/journal',
  summary: { zh: '查询留痕记录', en: 'Journal records' },
  clauses: ['HN-15'],
  permission: 'journal.readOwn',
  query: z.strictObject({
    ...paging,
    subjectKind: text(40).optional(),
    subjectId: text(80).optional(),
    event: text(80).optional(),
    organisationId: uuid.optional(),
    from: day.optional(),
    until: day.optional(),
  }),
  reply: pageOf(entry),
});

export const listCheckpoints = endpoint({
  id: 'journal.checkpoints',
  method: 'GET',
  path: '/api/public/journal/checkpoints',
  summary: { zh: '公开的存证校验点', en: 'Published checkpoints of the journal' },
  clauses: ['HN-15', 'HN-16'],
  permission: 'public',
  query: z.strictObject({ province: z.coerce.number().int().min(0).max(99) }),
  reply: z.object({
    items: z.array(z.object({ position: z.number().int(), chainHash: z.string(), sealedAt: moment })),
  }),
});

const fault = z.object({
  kind: z.enum(['changed', 'missing', 'gap', 'inserted', 'checkpoint']),
  position: z.number().int().optional(),
  journalId: z.string().optional(),
});

export const verifyJournalNow = endpoint({
  id: 'journal.verify',
  method: 'POST',
  path: '/api/journal/verify',
  summary: { zh: '校验本省存证链', en: 'Verify the chain of the province' },
  clauses: ['HN-15'],
  permission: 'journal.readAll',
  body: z.strictObject({
    /** A checkpoint kept elsewhere: it shows even a chain that was rewritten from end to end. */
    checkpoint: z
      .strictObject({ position: z.number().int().min(1), chainHash: z.string().regex(/^[0-9a-f]{64}$/) })
      .optional(),
  }),
  reply: z.object({
    records: z.number().int(),
    unsealed: z.number().int(),
    chainHash: z.string(),
    faults: z.array(fault),
  }),
  refusals: refusals({
    'journal.tooLongForScreen': {
      zh: '本省记录超过 {max} 条，请由运维人员用命令行校验：npm run cli -- journal verify',
      en: 'More than {max} records: have the operator run npm run cli -- journal verify',
    },
  }),
});
