import type * as api from '@daylight/api/execution-report.ts';
import type { SupplyLine, SupplyReport } from '@daylight/api/execution-shapes.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { checkSupply } from '@daylight/rules/execution/report.ts';
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
  institution: sql`null::uuid`,
  manufacturer: sql.ref('r.manufacturer_id'),
  organiser: sql.ref('r.organiser_id'),
  jurisdiction: sql.ref('t.jurisdiction'),
};

function reportRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('supplyReport as r')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'r.province').onRef('t.id', '=', 'r.tenderId'),
    )
    .innerJoin('organisation as m', 'm.id', 'r.manufacturerId')
    .selectAll('r')
    .select(['t.number as round', 't.title', 'm.name as manufacturer'])
    .select((eb) => [
      eb.ref('r.state').$castTo<SupplyReport['state']>().as('state'),
      eb
        .selectFrom('supplyReportLine as l')
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

function reportOf(row: Row): SupplyReport {
  return {
    id: row.id,
    tender: { id: row.tenderId, number: row.round, title: row.title },
    manufacturer: { id: row.manufacturerId, name: row.manufacturer },
    month: row.month,
    state: row.state,
    due: { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as unknown as Basis },
    overdue: row.overdueAt !== null,
    reportedAt: row.reportedAt,
    lines: row.lines,
    version: row.version,
  };
}

export async function listSupply(
  context: ActorContext,
  { query }: Call<typeof api.listSupplyReports>,
): Answered<typeof api.listSupplyReports> {
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

async function linesOf(tx: Tx, context: ActorContext, reportId: string): Promise<SupplyLine[]> {
  const { rows } = await sql<SupplyLine>`
    select l.product_id, trim(p.name || ' ' || p.specification) as product, i.name as item_name, i.unit, l.owed, l.accepted,
      l.capacity, l.stock, l.supplied, l.note
    from supply_report_line l
    join tender_product p on p.province = l.province and p.id = l.product_id
    join tender_item i on i.province = p.province and i.tender_id = p.tender_id and i.item = p.item
    where l.province = ${context.scope.province} and l.report_id = ${reportId}::uuid
    order by i.name, product, l.product_id`.execute(tx);
  return rows;
}

async function details(
  tx: Tx,
  context: ActorContext,
  row: Row,
): Promise<ReplyOf<typeof api.readSupplyReport>> {
  return { ...reportOf(row), note: row.note, items: await linesOf(tx, context, row.id) };
}

export async function readSupply(
  context: ActorContext,
  { params }: Call<typeof api.readSupplyReport>,
): Answered<typeof api.readSupplyReport> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await reportRows(tx, context).where('r.id', '=', params.reportId).executeTakeFirst();
    return row === undefined ? refuse('execution.reportUnknown') : ok(await details(tx, context, row));
  });
}

export async function submitSupply(
  context: ActorContext,
  { params, body }: Call<typeof api.submitSupplyReport>,
): Answered<typeof api.submitSupplyReport> {
  type Reply = ReplyOf<typeof api.submitSupplyReport>;
  return command<Reply, RefusalOf<typeof api.submitSupplyReport>>(context, async (unit) => {
    const { actor, now, scope } = context;
    const find = () => reportRows(unit.tx, context).where('r.id', '=', params.reportId);
    const row = await find().forUpdate('r').executeTakeFirst();
    if (row === undefined || row.manufacturerId !== actor.organisationId)
      return refuse('execution.reportUnknown');
    if (row.state !== 'open') return refuse('execution.wrongState', { facts: { state: row.state } });
    if (row.version !== body.version) return refuse('request.stale');
    const checked = checkSupply(await linesOf(unit.tx, context, row.id), body.lines);
    if (!checked.ok) return checked;
    const rows = checked.value.map(({ productId, ...line }) => ({ product_id: productId, ...line }));
    await sql`
      update supply_report_line l set capacity = n.capacity, stock = n.stock, supplied = n.supplied, note = n.note
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n (product_id uuid, capacity numeric, stock numeric, supplied numeric, note text)
      where l.province = ${scope.province} and l.report_id = ${row.id}::uuid and l.product_id = n.product_id`.execute(
      unit.tx,
    );
    await unit.tx
      .updateTable('supplyReport')
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
      event: 'execution.supplyReported',
      subject: { kind: 'supply-report', id: row.id },
      basis: [executionBasis.supplyReport],
      after: { month: row.month, lines: rows.length, overdue: row.overdueAt !== null },
      readers: [row.organiserId],
    });
    const saved = await find().executeTakeFirst();
    assert(saved !== undefined, 'a report that was just saved');
    return ok(await details(unit.tx, context, saved));
  });
}
