import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { ok } from '@daylight/rules/result.ts';
import { type Instant, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';

type Key =
  | 'execution.usageWithin'
  | 'execution.supplyWithin'
  | 'execution.answerWithin'
  | 'execution.coverageWithin'
  | 'execution.eventAnswerWithin';

interface Clock {
  readonly table: string;
  readonly key: Key;
  /** The columns of the deadline begin with this. */
  readonly due: 'due' | 'answer_due';
  readonly open: string;
  /** When the term began, and whose provisions rule it. */
  readonly start: string;
  readonly rulesOf: string;
}

const monthEnd = "(r.month + interval '1 month')::timestamp at time zone 'Asia/Shanghai'";
const roundRules = 'select t.jurisdiction from tender t where t.province = r.province and t.id = r.tender_id';
const clocks: readonly Clock[] = [
  {
    table: 'volume_report',
    key: 'execution.usageWithin',
    due: 'due',
    open: 'open',
    start: monthEnd,
    rulesOf: `(${roundRules})`,
  },
  {
    table: 'supply_report',
    key: 'execution.supplyWithin',
    due: 'due',
    open: 'open',
    start: monthEnd,
    rulesOf: `(${roundRules})`,
  },
  {
    table: 'supply_failure',
    key: 'execution.answerWithin',
    due: 'answer_due',
    open: 'told',
    start: 'r.reported_at',
    rulesOf: 'r.rules_of',
  },
  {
    table: 'coverage_gap',
    key: 'execution.coverageWithin',
    due: 'due',
    open: 'open',
    start: 'r.began_at',
    rulesOf: `(${roundRules})`,
  },
  {
    table: 'adverse_event',
    key: 'execution.eventAnswerWithin',
    due: 'answer_due',
    open: 'reported',
    start: 'r.reported_at',
    rulesOf: 'r.jurisdiction',
  },
];

/** Provisional deadlines anew, when the arrangement of a year was published; by the rule of the day on which each began. */
export async function recomputeExecution(context: Context): Promise<number> {
  const { province } = context.scope;
  let count = 0;
  for (const { table, key, due, open, start, rulesOf } of clocks) {
    const [name, column] = [sql.raw(table), sql.raw(due)];
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      sql<{ id: string; start: Instant; rulesOf: string }>`
        select r.id, ${sql.raw(start)} as start, ${sql.raw(rulesOf)} as rules_of from ${name} r
        where r.province = ${province} and r.state = ${open} and r.${column}_provisional`.execute(tx),
    );
    if (rows.length === 0) continue;
    await command(context, async (unit) => {
      for (const row of rows) {
        const term = resolve(context.book, key, row.rulesOf, shanghaiDate(row.start)).value;
        const { dueAt, provisional } = dueOf(row.start, term, context.calendar);
        await sql`
          update ${name} set ${column}_at = ${dueAt}::timestamptz, ${column}_provisional = ${provisional}, version = version + 1
          where province = ${province} and id = ${row.id}::uuid and state = ${open}`.execute(unit.tx);
      }
      unit.record({
        event: 'execution.dueRecomputed',
        subject: { kind: 'execution', id: table },
        basis: [],
        after: { ids: rows.map((row) => row.id) },
      });
      return ok(rows.length);
    });
    count += rows.length;
  }
  return count;
}
