import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { day, moment, named, pageOf, paging, uuid } from './wire.ts';

/** What happened around accounts: for the security administrator, whose work is to look at it (GB/T 22239-2019 8.1.4.3). */
export const securityEvent = z
  .object({
    id: uuid,
    at: moment,
    /** 'account.signInFailed', 'account.signedIn', 'account.requestApproved', … */
    event: z.string(),
    account: named.extend({ login: z.string() }).nullable(),
    organisation: named.nullable(),
    by: named.nullable(),
    address: z.string().nullable(),
    facts: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'SecurityEvent' });

export const listSecurityEvents = endpoint({
  id: 'account.listSecurityEvents',
  method: 'GET',
  path: '/api/security-events',
  summary: {
    zh: '安全事件：登录、失败、锁定和账号变更',
    en: 'Security events: sign-ins, failures, lock-outs and changes to accounts',
  },
  permission: 'platform.security',
  query: z.strictObject({
    /** First two digits of the jurisdiction; 0 holds tries with unknown logins. One's own when left out. */
    province: z.coerce.number().int().min(0).max(99).optional(),
    failures: z.enum(['true', 'false']).optional(),
    from: day.optional(),
    ...paging,
  }),
  reply: pageOf(securityEvent).extend({
    /** Logins that are locked out just now, counted by address. */
    locked: z.number().int(),
  }),
});

export const readHealth = endpoint({
  id: 'home.readHealth',
  method: 'GET',
  path: '/api/platform/health',
  summary: { zh: '平台运行状况', en: 'Health of the platform' },
  permission: 'platform.health',
  reply: z.object({
    at: moment,
    demo: z.boolean(),
    databaseVersion: z.string(),
    databaseBytes: z.number().int(),
    connections: z.object({ open: z.number().int(), waiting: z.number().int() }),
    sessions: z.number().int(),
    organisations: z.record(z.string(), z.number().int()),
    accountRequestsWaiting: z.number().int(),
    /** Years whose holidays are published and known; deadlines beyond the last are provisional. */
    calendarYears: z.array(z.number().int()),
    /** The clock's work: when each job last began and went through, and failures in a row. */
    jobs: z.array(
      z.object({
        name: z.string(),
        startedAt: moment,
        endedAt: moment.nullable(),
        failures: z.number().int(),
      }),
    ),
    /** Seconds since deadlines were last looked at; null: never yet. */
    sweepLagSeconds: z.number().nullable(),
    /** Jobs that are due and not taken; null: no server has run jobs here yet. */
    queue: z
      .object({ waiting: z.number().int(), oldestSeconds: z.number(), failed: z.number().int() })
      .nullable(),
    /** Journal records that no chain covers yet. */
    unsealed: z.object({ records: z.number().int(), oldestSeconds: z.number() }),
    /** In the last quarter of an hour. */
    failedSignIns: z.number().int(),
    /** Rows past their deadline by table, waiting for the clock or for somebody. */
    pastDue: z.array(z.object({ table: z.string(), rows: z.number().int(), oldestSeconds: z.number() })),
    /** Where files of evidence lie, with what is wrong with it, and what scans them; null: nothing does. */
    evidence: z.object({
      storage: z.object({
        kind: z.enum(['folder', 's3']),
        place: z.string(),
        trouble: z.string().nullable(),
      }),
      scanner: z.object({ name: z.string(), place: z.string(), version: z.string().nullable() }).nullable(),
    }),
  }),
});
