import type * as api from '@daylight/api/execution-report.ts';
import type { UsageLine, UsageReport } from '@daylight/api/execution-shapes.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { type StatedLine, checkUsage } from '@daylight/rules/execution/report.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type Sides, isId, mine } from './sight.ts';

const sides: Sides = {
  institution: sql.ref('r.institution_id'),
  manufacturer: sql`null::uuid`,
  organiser: sql.ref('r.organiser_id'),
  jurisdiction: sql.ref('r.jurisdiction'),
};

function reportRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('volumeReport as r')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
    )
    .innerJoin('organisation as i', 'i.id', 'r.institutionId')
    .selectAll('r')
    .select(['t.number as round', 't.title', 'i.name as institution'])
    .select((eb) => [
      eb.ref('r.state').$castTo<UsageReport['state']>().as('state'),
      eb
        .selectFrom('volumeReportLine as l')
        .select((of) => of.fn.countAll<number>().as('n'))
        .whereRef('l.province', '=', 'r.province')
        .whereRef('l.reportId', '=', 'r.id')
        .$asScalar()
        .$notNull()
        .as('lines'),
    ])
    .where('r.province', '=', context.scope.province)
    .where(mine(context, sides));
}
type Row = Awaited<ReturnType<ReturnType<typeof reportRows>['execute']>>[number];

function reportOf(row: Row): UsageReport {
  return {
    id: row.id,
    tender: { id: row.tenderId, number: row.round, title: row.title },
    institution: { id: row.institutionId, name: row.institution },
    month: row.month,
    state: row.state,
    due: { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as unknown as Basis },
    overdue: row.overdueAt !== null,
    reportedAt: row.reportedAt,
    lines: row.lines,
    version: row.version,
  };
}

export async function listUsage(
  context: ActorContext,
  { query }: Call<typeof api.listUsageReports>,
): Answered<typeof api.listUsageReports> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = reportRows(tx, context);
    if (query.tenderId !== undefined) rows = rows.where('r.tenderId', '=', query.tenderId);
    if (query.view === 'open') rows = rows.where('r.state', '=', 'open');
    if (query.view === 'reported') rows = rows.where('r.state', '=', 'reported');
    if (query.view === 'overdue')
      rows = rows.where('r.state', '=', 'open').where('r.overdueAt', 'is not', null);
    if (isId(query.cursor)) rows = rows.where('r.id', '<', query.cursor);
    const found = await rows
      .orderBy('r.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(reportOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

async function linesOf(tx: Tx, context: ActorContext, reportId: string): Promise<UsageLine[]> {
  const { rows } = await sql<UsageLine>`
    select l.account_id, a.product_name as product, m.name as manufacturer, a.item_name, a.unit, a.agreed, l.ordered, l.bought,
      l.stated, l.used, l.note
    from volume_report_line l
    join volume_account a on a.province = l.province and a.id = l.account_id
    join organisation m on m.id = a.manufacturer_id
    where l.province = ${context.scope.province} and l.report_id = ${reportId}::uuid
    order by a.item_name, a.product_name, a.id`.execute(tx);
  return rows;
}

async function details(
  tx: Tx,
  context: ActorContext,
  row: Row,
): Promise<ReplyOf<typeof api.readUsageReport>> {
  return { ...reportOf(row), note: row.note, items: await linesOf(tx, context, row.id) };
}

export async function readUsage(
  context: ActorContext,
  { params }: Call<typeof api.readUsageReport>,
): Answered<typeof api.readUsageReport> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await reportRows(tx, context).where('r.id', '=', params.reportId).executeTakeFirst();
    return row === undefined ? refuse('execution.reportUnknown') : ok(await details(tx, context, row));
  });
}

export async function submitUsage(
  context: ActorContext,
  { params, body }: Call<typeof api.submitUsageReport>,
): Answered<typeof api.submitUsageReport> {
  type Reply = ReplyOf<typeof api.submitUsageReport>;
  return command<Reply, RefusalOf<typeof api.submitUsageReport>>(context, async (unit) => {
    const { actor, now, scope } = context;
    const find = () => reportRows(unit.tx, context).where('r.id', '=', params.reportId);
    const row = await find().forUpdate('r').executeTakeFirst();
    if (row === undefined || row.institutionId !== actor.organisationId)
      return refuse('execution.reportUnknown');
    if (row.state !== 'open') return refuse('execution.wrongState', { facts: { state: row.state } });
    if (row.version !== body.version) return refuse('request.stale');
    const lines = await linesOf(unit.tx, context, row.id);
    const checked = checkUsage(lines, body.lines);
    if (!checked.ok) return checked;
    await saveLines(unit.tx, context, row.id, checked.value);
    await unit.tx
      .updateTable('volumeReport')
      .set({
        state: 'reported',
        reportedAt: now,
        reportedBy: actor.accountId,
        note: body.note,
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.usageReported',
      subject: { kind: 'volume-report', id: row.id },
      basis: [executionBasis.monthlyReport],
      after: { month: row.month, lines: checked.value.length, overdue: row.overdueAt !== null },
      readers: [row.organiserId],
    });
    const saved = await find().executeTakeFirst();
    assert(saved !== undefined, 'a report that was just saved');
    return ok(await details(unit.tx, context, saved));
  });
}

async function saveLines(
  tx: Tx,
  context: ActorContext,
  reportId: string,
  lines: readonly StatedLine[],
): Promise<void> {
  const rows = lines.map(({ accountId, stated, used, note }) => ({
    account_id: accountId,
    stated,
    used,
    note,
  }));
  await sql`
    update volume_report_line l set stated = n.stated, used = n.used, note = n.note
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (account_id uuid, stated numeric, used numeric, note text)
    where l.province = ${context.scope.province} and l.report_id = ${reportId}::uuid and l.account_id = n.account_id`.execute(
    tx,
  );
}
