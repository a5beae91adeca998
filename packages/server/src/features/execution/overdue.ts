import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Sweep } from '../../sweep.ts';

const atOnce = 200;

interface Late {
  readonly table: 'volume_report' | 'supply_report';
  readonly party: 'institution_id' | 'manufacturer_id';
  readonly subject: 'volume-report' | 'supply-report';
  readonly kind: 'execution.usageOverdue' | 'execution.supplyOverdue';
}
const usage: Late = {
  table: 'volume_report',
  party: 'institution_id',
  subject: 'volume-report',
  kind: 'execution.usageOverdue',
};
const supply: Late = {
  table: 'supply_report',
  party: 'manufacturer_id',
  subject: 'supply-report',
  kind: 'execution.supplyOverdue',
};

interface Row {
  id: string;
  party: string;
  number: string;
  month: string;
}

/** Reports that nobody handed in by their day: listed as overdue, and who owes them is told once (JS-25b, SX-5.3a). */
export const overdueSweep: Sweep = {
  name: 'execution-overdue',
  run: async (context) => (await mark(context, usage)) + (await mark(context, supply)),
};

async function mark(context: Context, late: Late): Promise<number> {
  const { province } = context.scope;
  const [table, party] = [sql.raw(late.table), sql.raw(late.party)];
  const marked = await command(context, async (unit) => {
    const { rows } = await sql<Row>`
      with due as (
        select id from ${table}
        where province = ${province} and state = 'open' and due_at <= ${context.now}::timestamptz and overdue_at is null
        order by due_at limit ${atOnce} for update skip locked
      )
      update ${table} r set overdue_at = ${context.now}::timestamptz, version = r.version + 1
      from due, tender t
      where r.province = ${province} and r.id = due.id and t.province = r.province and t.id = r.tender_id
      returning r.id, r.${party} as party, t.number, to_char(r.month, 'YYYY-MM') as month`.execute(unit.tx);
    if (rows.length === 0) return refuse('execution.notDue');
    for (const { id, party: organisationId, ...facts } of rows)
      unit.notify({ organisationId, kind: late.kind, subject: { kind: late.subject, id }, facts });
    unit.record({
      event: 'execution.reportsOverdue',
      subject: { kind: late.subject, id: rows[0]?.id ?? '' },
      basis: [late === usage ? executionBasis.monthlyReport : executionBasis.supplyReport],
      after: { reports: rows.map((row) => row.id) },
      readers: [...new Set(rows.map((row) => row.party))],
    });
    return ok(rows.length);
  });
  return marked.ok ? marked.value : 0;
}
