import { dueOf } from '@daylight/rules/calendar/term.ts';
import { type PolicyBook, resolve } from '@daylight/rules/policy/book.ts';
import { ok } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';

type TermKey = {
  [K in Parameters<typeof resolve>[1]]: K extends `credit.${string}Within` ? K : never;
}[Parameters<typeof resolve>[1]];

interface Clock {
  readonly name: string;
  readonly key: TermKey;
  readonly find: (province: number) => RawBuilder<{ id: string; jurisdiction: string; start: Instant }>;
  readonly save: (row: {
    province: number;
    id: string;
    dueAt: Instant;
    provisional: boolean;
  }) => RawBuilder<unknown>;
}

const clocks: readonly Clock[] = [
  {
    name: 'hearing',
    key: 'credit.hearingWithin',
    find: (province) => sql`select id, jurisdiction, entered_at as start from credit_case
      where province = ${province} and state = 'hearing' and hearing_due_provisional`,
    save: ({ province, id, dueAt, provisional }) => sql`update credit_case
      set hearing_due_at = ${dueAt}::timestamptz, hearing_due_provisional = ${provisional}, version = version + 1
      where province = ${province} and id = ${id} and state = 'hearing'`,
  },
  {
    name: 'decision',
    key: 'credit.decideWithin',
    find: (province) => sql`select id, jurisdiction, coalesce(stated_at, hearing_due_at, entered_at) as start
      from credit_case where province = ${province} and state = 'heard' and decide_due_provisional`,
    save: ({ province, id, dueAt, provisional }) => sql`update credit_case
      set decide_due_at = ${dueAt}::timestamptz, decide_due_provisional = ${provisional}, version = version + 1
      where province = ${province} and id = ${id} and state = 'heard'`,
  },
  {
    name: 'repair',
    key: 'credit.repairDecideWithin',
    find: (province) => sql`select id, jurisdiction, applied_at as start from credit_repair
      where province = ${province} and state = 'applied' and due_provisional`,
    save: ({ province, id, dueAt, provisional }) => sql`update credit_repair
      set due_at = ${dueAt}::timestamptz, due_provisional = ${provisional}, version = version + 1
      where province = ${province} and id = ${id} and state = 'applied'`,
  },
  {
    name: 'report',
    key: 'credit.reportWithin',
    find: (province) => sql`select id, jurisdiction, received_at as start from credit_report
      where province = ${province} and state not in ('upheld', 'closed') and due_provisional`,
    save: ({ province, id, dueAt, provisional }) => sql`update credit_report
      set due_at = ${dueAt}::timestamptz, due_provisional = ${provisional}, version = version + 1
      where province = ${province} and id = ${id} and state not in ('upheld', 'closed')`,
  },
  {
    name: 'run',
    key: 'credit.runWithin',
    find: (province) => sql`select id, jurisdiction, opened_at as start from credit_run
      where province = ${province} and state = 'open' and due_provisional`,
    save: ({ province, id, dueAt, provisional }) => sql`update credit_run
      set due_at = ${dueAt}::timestamptz, due_provisional = ${provisional}, version = version + 1
      where province = ${province} and id = ${id} and state = 'open'`,
  },
];

/** Provisional deadlines anew, when the arrangement of a year was published; by the rule of the day on which each began. */
export async function recomputeCredit(context: Context): Promise<number> {
  const { province } = context.scope;
  let count = 0;
  for (const clock of clocks) {
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      clock.find(province).execute(tx),
    );
    if (rows.length === 0) continue;
    await command(context, async (unit) => {
      for (const { id, jurisdiction, start } of rows) {
        const term = termOf(context.book, clock.key, jurisdiction, start);
        await clock.save({ province, id, ...dueOf(start, term, context.calendar) }).execute(unit.tx);
      }
      unit.record({
        event: 'credit.dueRecomputed',
        subject: { kind: 'credit', id: clock.name },
        basis: [],
        after: { ids: rows.map((row) => row.id) },
      });
      return ok(rows.length);
    });
    count += rows.length;
  }
  return count;
}

function termOf(book: PolicyBook, key: TermKey, jurisdiction: string, start: Instant) {
  return resolve(book, key, jurisdiction, shanghaiDate(start)).value;
}
